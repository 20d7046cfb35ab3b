import { describe, expect, it } from 'vitest';
import { findCitations } from '../../../model/evidence.ts';
import { copyText, findsOf, parseFind, pieces, quoteText, shortenMiddle } from './lines.ts';

describe('pieces', () => {
  const marked = (line: string, ...finds: string[]): string => pieces(line, finds.map((f) => parseFind(f)!)).map((p) => (p.hit ? `[${p.text}]` : p.text)).join('');
  it('marks text whatever its case, and patterns', () => {
    expect(marked('Timeout after timeout', 'timeout')).toBe('[Timeout] after [timeout]');
    expect(marked('took 250 ms', '/\\d+/')).toBe('took [250] ms');
    expect(marked('Took 250 ms', '/took/i')).toBe('[Took] 250 ms');
  });
  it('joins hits that overlap and loses no text', () => {
    expect(marked('abcdef', 'bcd', 'cde')).toBe('a[bcd][e]f');
    expect(marked('', 'x')).toBe('');
  });
  it('leaves alone what JavaScript cannot read or could hang on', () => {
    expect(marked('aaaa!', '/(a+)+$/')).toBe('aaaa!');
    expect(marked('abc', '/(?s)b/')).toBe('abc');
  });
});

describe('highlighters', () => {
  it('mark what they say in their colour, what is searched for first', () => {
    const highlighters = findsOf([
      { id: '1', text: 'pool', colour: 'amber', active: true }, { id: '2', text: '/\\d+/', colour: 'blue', active: true }, { id: '3', text: 'in', colour: 'red', active: false },
    ]);
    expect(pieces('no connection 42 in the pool', highlighters).filter((p) => p.hit)).toEqual([{ text: '42', hit: true, colour: 'blue' }, { text: 'pool', hit: true, colour: 'amber' }]);
    expect(pieces('pool', [...highlighters, parseFind('pool')!])).toEqual([{ text: 'pool', hit: true }]);
  });
});

describe('quoteText', () => {
  const row = (body: string) => ({ sha256: '3be1d07a'.padEnd(64, '0'), offsetBytes: 16, lengthBytes: 4, line: 3, timeNs: 0n, severityNumber: 9, source: 'web', body, path: 'a_b.log' });
  it('is a quote whose citation can be found and whose lines are no markup', () => {
    const text = quoteText([row('a ```` b [@00000000] *x*'), row('two\nlines')]);
    expect(text.trimEnd().split('\n').every((line) => line.startsWith('>'))).toBe(true);
    expect(text).toContain('> `````text\n> 1970-01-01T00:00:00.000000000Z a ```` b');
    expect(text).toContain('> lines\n> `````');
    expect(findCitations(text.split('`````').at(-1)!).map((c) => c.hashPrefix)).toEqual(['3be1d07a', '3be1d07a']);
    expect(text).toContain('a\\_b.log, line 3');
  });
});

describe('shortenMiddle', () => {
  it('keeps the end of a path and never cuts a character', () => {
    expect(shortenMiddle('logfiles/logfile_access_log.0', 17)).toBe('logf…access_log.0');
    expect(shortenMiddle('short', 17)).toBe('short');
    expect(shortenMiddle('😀'.repeat(10), 5)).toBe('😀…😀😀😀');
  });
});

describe('copyText', () => {
  it('carries the reference and shows what is invisible', () => {
    expect(copyText([{ sha256: '3be1d07a'.padEnd(64, '0'), offsetBytes: 16, lengthBytes: 4, line: 3, timeNs: 0n, severityNumber: 9, source: 'web', body: 'a\u0000b' }]))
      .toBe('1970-01-01T00:00:00.000000000Z a\u2400b [3be1d07a @0x10+4, line 3, web]');
  });
});
