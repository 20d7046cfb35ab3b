import { describe, expect, it } from 'vitest';
import { formatRfc3339 } from '../../base/time.ts';
import { parseAll } from '../../../test/support/formats.ts';
import { thrownIn } from '../contract-exception.ts';
import { timestampedText } from './index.ts';
import { newestFirstYear, Years } from '../contract-yearless.ts';

async function times(text: string, zone = 'UTC'): Promise<Array<string | undefined>> {
  const { records } = await parseAll(timestampedText, new TextEncoder().encode(text), { zone });
  return records.map(({ timeNs }) => (timeNs === undefined ? undefined : formatRfc3339(timeNs)));
}

describe('forms of times', () => {
  it.each([
    ['2026-10-14 10:34:11,204 x', '2026-10-14T10:34:11.204000000Z'],
    ['2026-10-14T10:34:11.123456789Z x', '2026-10-14T10:34:11.123456789Z'],
    ['2026-10-14T10:34:11.1234567891+02:00 x', '2026-10-14T08:34:11.123456789Z'],
    ['2026-10-14 10:34:11 -0330 x', '2026-10-14T14:04:11.000000000Z'],
    ['2026-10-14 10:34:11:204 x', '2026-10-14T10:34:11.204000000Z'],
    ['2026-10-14 10:34 x', '2026-10-14T10:34:00.000000000Z'],
    ['2026-10-14 10:34:11 CET x', '2026-10-14T09:34:11.000000000Z'],
    ['2026-10-14 10:34:11 INFO x', '2026-10-14T10:34:11.000000000Z'],
    ['2026/10/14 10:34:11.5 x', '2026-10-14T10:34:11.500000000Z'],
    ['20261014-10:34:11:204|x', '2026-10-14T10:34:11.204000000Z'],
    ['20261014T103411Z x', '2026-10-14T10:34:11.000000000Z'],
    ['[14/Oct/2026:10:34:11 +0200] x', '2026-10-14T08:34:11.000000000Z'],
    ['14-Oct-2026 10:34:11.204 x', '2026-10-14T10:34:11.204000000Z'],
    ['Wed, 14 Oct 2026 10:34:11 GMT x', '2026-10-14T10:34:11.000000000Z'],
    ['[Wed Oct 14 10:34:11.204567 2026] x', '2026-10-14T10:34:11.204567000Z'],
    ['Oct 14, 2026 12:34:11 AM x', '2026-10-14T00:34:11.000000000Z'],
    ['Oct 14, 2026 12:34:11\u202fPM x', '2026-10-14T12:34:11.000000000Z'],
    ['Oct  4 2026 10:34:11: x', '2026-10-04T10:34:11.000000000Z'],
    ['2026-Oct-14 10:34:11.204567 x', '2026-10-14T10:34:11.204567000Z'],
    ['14.10.2026 10:34:11 x', '2026-10-14T10:34:11.000000000Z'],
    ['26/10/14 10:34:11 INFO a.B: x', '2026-10-14T10:34:11.000000000Z'],
    ['261014  9:34:11 [Note] x', '2026-10-14T09:34:11.000000000Z'],
    ['I20261014 10:34:11.204567  1 a.cc:1] x', '2026-10-14T10:34:11.204567000Z'],
    ['1791974051 x', '2026-10-14T10:34:11.000000000Z'],
    ['1791974051204 x', '2026-10-14T10:34:11.204000000Z'],
    ['1791974051204567 x', '2026-10-14T10:34:11.204567000Z'],
    ['1791974051204567891 x', '2026-10-14T10:34:11.204567891Z'],
  ])('%s', async (line, expected) => {
    expect(await times(`${line}\n${line}\n`)).toEqual([expected, expected]);
  });

  it.each(['10/14/2026 10:34:11 x', '14/10/2026 10:34:11 x', '10:34:11 x', '12345678 x', '2026-10-14 x', '9999999999 x'])('%s is not read', async (line) => {
    expect(await times(`${line}\n${line}\n`)).toEqual([undefined, undefined]);
  });

  it('reads times without a zone in the zone of the evidence, and the repeated hour in its order', async () => {
    expect(await times('2026-10-14 10:34:11 a\n2026-10-25 02:59:59 b\n2026-10-25 02:00:00 c\n2026-10-25 03:00:00 d\n', 'Europe/Berlin')).toEqual([
      '2026-10-14T08:34:11.000000000Z', '2026-10-25T00:59:59.000000000Z', '2026-10-25T01:00:00.000000000Z', '2026-10-25T02:00:00.000000000Z',
    ]);
  });
});

describe('years of times without one', () => {
  const newest = 1_796_083_200_000_000_000n; // 2026-12-01
  it.each([
    ['1014', '1014', 2026],
    ['1201', '1202', 2026],
    ['1203', '1204', 2025],
    ['1230', '0102', 2025],
    ['1230', '1231', 2025],
  ])('%s to %s begins in %d', (first, last, year) => {
    expect(newestFirstYear(first, last, newest, 'UTC')).toBe(year);
  });

  it('steps at New Year, and back for a line that comes late', () => {
    const years = new Years(2025);
    expect(['1231', '0101', '1231', '0101', '0630', '1231', '0101'].map((day) => years.next(day))).toEqual(['2025', '2026', '2025', '2026', '2026', '2026', '2027']);
  });
});

describe('what was thrown', () => {
  it.each([
    ['Java, uncaught', 'Exception in thread "main" java.lang.IllegalStateException: gone\n\tat a.B.c(B.java:1)', 'java.lang.IllegalStateException', 'gone'],
    ['Java, behind words', 'failed: java.io.IOException: Broken pipe\n\tat a.B.c(B.java:1)', 'java.io.IOException', 'Broken pipe'],
    ['Java, no message', 'x\njava.lang.NullPointerException\n\tat a.B.c(B.java:1)', 'java.lang.NullPointerException', undefined],
    ['.NET', 'Unhandled\nSystem.ArgumentNullException: Value cannot be null. (Parameter \'a\')\n   at A.B() in C:\\a.cs:line 1', 'System.ArgumentNullException', 'Value cannot be null. (Parameter \'a\')'],
    ['Node', 'x\nError [ERR_X]: gone\n    at Object.<anonymous> (/a.js:1:1)', 'Error', 'gone'],
    ['Python', 'x\nTraceback (most recent call last):\n  File "a.py", line 1, in a\nValueError: gone\nnext: line', 'ValueError', 'gone'],
    ['Python, no message', 'Traceback (most recent call last):\n  File "a.py", line 1, in a\nKeyboardInterrupt', 'KeyboardInterrupt', undefined],
    ['Go', 'panic: gone [recovered]\n\tpanic: gone\n\ngoroutine 1 [running]:', 'panic', 'gone'],
    ['Ruby', "a.rb:1:in `b': gone (ArgumentError)\n\tfrom a.rb:2:in `c'", 'ArgumentError', 'gone'],
    ['PHP', "PHP Fatal error:  Uncaught RuntimeException: gone in /a.php:1\nStack trace:\n#0 {main}", 'RuntimeException', 'gone'],
  ])('%s', (_language, text, type, message) => {
    expect(thrownIn(text.split('\n'))).toEqual({ type, message });
  });

  it.each(['x\n  at the end of the day', 'no trace\n  {"a": 1}', 'Error: said, not thrown'])('%j: nothing', (text) => {
    expect(thrownIn(text.split('\n'))).toBeUndefined();
  });
});
