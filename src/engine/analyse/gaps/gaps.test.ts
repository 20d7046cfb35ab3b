import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapsOf, type Stretch } from './gaps.ts';

const S = 1_000_000_000n;

/** Records at these seconds, counted in stretches of `width` seconds as the index does. */
function stretchesOf(seconds: readonly number[], width: number): Stretch[] {
  return [...Map.groupBy(seconds, (s) => Math.floor(s / width)).values()].map((list) => ({ count: list.length, firstNs: BigInt(Math.min(...list)) * S, lastNs: BigInt(Math.max(...list)) * S }));
}
const every = (step: number, from: number, to: number): number[] => Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);
const found = (seconds: readonly number[], width: number): Array<[number, number]> => gapsOf(stretchesOf(seconds, width)).map((g) => [Number(g.fromNs / S), Number(g.toNs / S)]);

describe('gaps', () => {
  it('are from the last record to the next, exact whatever the stretches', () => {
    const log = [...every(1, 0, 300), ...every(1, 341, 700)];
    for (const width of [1, 3, 7, 20]) expect(found(log, width)).toEqual([[299, 341]]);
  });
  it('say the usual time between records', () => {
    const [gap] = gapsOf(stretchesOf([...every(2, 0, 600), ...every(2, 1000, 1600)], 10));
    expect(Number(gap!.usualNs) / 1e9).toBeGreaterThan(1.4);
    expect(Number(gap!.usualNs) / 1e9).toBeLessThan(2.1);
  });
  it('are several where it fell silent several times', () => {
    expect(found([...every(1, 0, 300), ...every(1, 400, 700), ...every(1, 900, 1200)], 5)).toEqual([[299, 400], [699, 900]]);
  });
  it('are none of a source that speaks seldom, in bursts as a habit, hardly at all, or without a pause', () => {
    expect(found(every(600, 0, 60_000), 30)).toEqual([]);
    expect(found(every(60, 0, 6000).flatMap((s) => every(1, s, s + 10)), 5)).toEqual([]);
    expect(found([...every(1, 0, 10), ...every(1, 5000, 5010)], 5)).toEqual([]);
    expect(found(every(1, 0, 1000), 5)).toEqual([]);
    // An error log: a storm, then nothing, then a storm.
    expect(found([...every(1, 0, 100), ...every(1, 300, 380)], 5)).toEqual([]);
    expect(found(Array.from({ length: 50 }, () => 7), 5)).toEqual([]);
    expect(gapsOf([])).toEqual([]);
  });
  it('of a source that runs every ten minutes are the runs it missed', () => {
    expect(found([...every(600, 0, 60_000), ...every(600, 90_000, 150_000)], 30)).toEqual([[59_400, 90_000]]);
  });
  it('for any records lie between two that follow one another, and never overlap', () => {
    fc.assert(fc.property(fc.array(fc.nat(5000), { maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (seconds, width) => {
      const sorted = [...new Set(seconds)].sort((a, b) => a - b);
      for (const [from, to] of found(seconds, width)) expect(sorted[sorted.indexOf(from) + 1]).toBe(to);
    }));
  });
});
