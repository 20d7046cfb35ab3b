import { describe, expect, it } from 'vitest';
import { parseAll } from '../../../test/support/formats.ts';
import { timestampedText } from './index.ts';

const read = (text: string): ReturnType<typeof parseAll> => parseAll(timestampedText, new TextEncoder().encode(text));

describe('records without an end', () => {
  it('cuts after 10,000 lines; the rest is kept as text, piece by piece', async () => {
    const { records, diagnostics } = await read(`2026-10-14 10:34:11 begins\n${'  x\n'.repeat(25_000)}2026-10-14 10:34:12 ends\n`);
    expect(records.map(({ understood }) => understood)).toEqual([true, false, false, true]);
    expect(records.map(({ line }) => line)).toEqual([1, 10_001, 20_001, 25_002]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['timestamped-text/record-too-long', 'timestamped-text/record-too-long']);
  });

  it('cuts after 1 MiB', async () => {
    const { records } = await read(`2026-10-14 10:34:11 begins\n${`  ${'x'.repeat(1000)}\n`.repeat(1500)}`);
    expect(records.length).toBe(2);
    expect(records[0]!.lengthBytes).toBeLessThanOrEqual(1024 * 1024);
  });

  it('does not count the blank lines behind a record as its own', async () => {
    const { records } = await read('2026-10-14 10:34:11 a\n\n\n  b\n\n\n2026-10-14 10:34:12 c\n\n\n');
    expect(records.map(({ body, lengthBytes }) => [body, lengthBytes])).toEqual([['a\n\n\n  b', 27], ['c', 21]]);
  });
});
