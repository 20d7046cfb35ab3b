import { describe, expect, it } from 'vitest';
import { collapsesOf } from './collapses.ts';

const S = 1_000_000_000n;
/** Stretches of ten seconds with these counts; none where it says 0. */
const stretches = (counts: readonly number[]): Array<{ count: number; firstNs: bigint; lastNs: bigint }> => counts.flatMap((count, i) => (
  count === 0 ? [] : [{ count, firstNs: BigInt(i) * 10n * S, lastNs: BigInt(i) * 10n * S + 9n * S }]));
const found = (counts: readonly number[]): Array<[number, number, number, number]> => collapsesOf(stretches(counts), 10n * S)
  .map((one) => [Number(one.fromNs / S), Number(one.toNs / S), one.count, one.usual]);
const usual = (n: number): number[] => Array.from({ length: n }, (_, i) => 100 + (i % 7));

describe('a rate that collapses', () => {
  it('is found from where it falls to where it comes back, with what was usual', () => {
    expect(found([...usual(20), 3, 2, 4, 5, ...usual(20)])).toEqual([[200, 239, 14, 412]]);
  });
  it('is not a single slow stretch, silence, the ends of a file, or a source that says little', () => {
    expect(found([...usual(20), 3, ...usual(20)])).toEqual([]);
    expect(found([...usual(20), 0, 0, 0, 0, ...usual(20)])).toEqual([]);
    expect(found([1, ...usual(20), 1])).toEqual([]);
    expect(found(Array.from({ length: 60 }, (_, i) => (i % 9 === 0 ? 12 : 1)))).toEqual([]);
    expect(found([5, 5])).toEqual([]);
  });
  it('is two where it comes back between, and ends at silence', () => {
    expect(found([...usual(20), 1, 1, 1, ...usual(10), 2, 2, 2, 0, 0, 0, 2, ...usual(20)])).toEqual([[200, 229, 3, 306], [330, 359, 6, 306]]);
  });
});
