import { describe, expect, it } from 'vitest';
import { copyText, parseFind, pieces, shortenMiddle } from './lines.ts';

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
