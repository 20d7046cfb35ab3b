import { describe, expect, it } from 'vitest';
import { learnHeader } from './header.ts';

const MESSAGES = ['disk is full', 'user bob logged in from 10.0.0.7', 'closing down', 'request 12 took 7 ms', 'error: no route'];

function learnt(header: (n: number) => string): string[] {
  const lines = Array.from({ length: 60 }, (_, n) => `${header(n)}${MESSAGES[n % MESSAGES.length]!}`);
  const find = learnHeader(lines);
  return find === undefined ? [] : [...new Set(lines.map((line) => line.slice(find(line)).trim()))];
}

const two = (n: number): string => String(n % 60).padStart(2, '0');

describe('a header is learnt from what lines have in common', () => {
  it.each<[string, (n: number) => string]>([
    ['time, level', (n) => `2026-10-08 10:02:${two(n)} ${n % 3 === 0 ? 'INFO' : 'ERROR'} `],
    ['time, process, thread, level, tag', (n) => `03-17 16:13:${two(n)}.811  1702  ${2000 + n} ${'DIW'[n % 3]!} ${n % 2 === 0 ? 'Window' : 'PowerManager'}: `],
    ['time in brackets, program, dash', (n) => `[10.30 16:49:${two(n)}] ${n % 4 === 0 ? 'chrome.exe *64' : 'mail.exe'} - `],
    ['fields with bars', (n) => `20171223-22:15:${two(n)}:606|Step_LSC|30002312|`],
    ['ids before the time', (n) => `${1000 + n} node-${n} unix.hw state 1077804742 1 `],
    ['node, times, tags, level', (n) => `- 1117838570 2005.06.03 R02-M1-N0 2005-06-03-15.42.${two(n)}.675872 R02-M1-N0 RAS KERNEL ${n % 2 === 0 ? 'INFO' : 'FATAL'} `],
  ])('%s', (_name, header) => {
    expect(learnt(header)).toEqual(MESSAGES);
  });

  it('nothing is taken off lines without a time', () => {
    expect(learnt(() => '')).toEqual([]);
    expect(learnHeader(['one', 'two'])).toBeUndefined();
  });

  it('a message is never taken for a header', () => {
    const lines = Array.from({ length: 60 }, (_, n) => `backup finished at 10:02:${two(n)}`);
    const find = learnHeader(lines);
    expect(find?.(lines[0]!) ?? 0).toBe(0);
  });

  it('lines without the header are messages as a whole', () => {
    const lines = Array.from({ length: 100 }, (_, n) => (n === 50 ? 'stray words here' : `2026-10-08 10:02:${two(n)} INFO hello world`));
    expect(learnHeader(lines)?.('stray words here')).toBe(0);
  });
});
