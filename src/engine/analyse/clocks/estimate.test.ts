import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateOffset, type Anchor } from './estimate.ts';

const MS = 1_000_000n;
const S = 1000n * MS;
const MINUTE = 60n * S;

/** A moment at `trueNs`, seen there at once and here `delayNs` later by a clock that is `behindNs` behind; both cut to their resolution. */
function seen(trueNs: bigint, behindNs: bigint, delayNs: bigint, hereResolutionNs: bigint, thereResolutionNs: bigint): Anchor {
  const cut = (ns: bigint, to: bigint): bigint => ns - (ns % to);
  const here = cut(trueNs + delayNs - behindNs, hereResolutionNs);
  const there = cut(trueNs, thereResolutionNs);
  return { leastNs: there - here - hereResolutionNs, mostNs: there - here + thereResolutionNs, atNs: here };
}
const T = 1_795_170_000n * S;
const abs = (a: bigint): bigint => (a < 0n ? -a : a);

describe('the offset of a clock', () => {
  it('is found within its uncertainty, whatever the offset, the delays and the resolutions', () => {
    fc.assert(fc.property(
      fc.bigInt({ min: -3600n * S, max: 3600n * S }), fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 20n * MINUTE }), fc.bigInt({ min: 0n, max: 40n * MS })), { minLength: 5, maxLength: 200 }),
      fc.constantFrom(1n, MS, S), fc.constantFrom(1n, MS),
      (behindNs, moments, hereNs, thereNs) => {
        const found = estimateOffset(moments.map(([at, delay]) => seen(T + at, behindNs, delay, hereNs, thereNs)), 20n * MINUTE);
        if (found.kind !== 'found') throw new Error(found.reason);
        expect(abs(found.offsetNs - behindNs)).toBeLessThanOrEqual(found.uncertaintyNs);
      },
    ), { numRuns: 300 });
  });
  it('of a log that says whole seconds is known better than to the second, where there are many pairs', () => {
    const found = estimateOffset(Array.from({ length: 400 }, (_, i) => seen(T + BigInt(i) * 1_370n * MS, 7n * S, BigInt(i % 9) * MS, S, MS)), 20n * MINUTE);
    expect(found).toMatchObject({ kind: 'found', anchors: 400, drift: undefined });
    if (found.kind === 'found') {
      expect(abs(found.offsetNs - 7n * S)).toBeLessThanOrEqual(found.uncertaintyNs);
      expect(found.uncertaintyNs).toBeLessThan(100n * MS);
    }
  });
  it('stands against values that only look like one moment', () => {
    const right = Array.from({ length: 40 }, (_, i) => seen(T + BigInt(i) * 20n * S, -3n * S, 5n * MS, MS, MS));
    const wrong = Array.from({ length: 20 }, (_, i) => seen(T + BigInt(i) * 40n * S, BigInt(i) * 31n * S, 0n, MS, MS));
    const found = estimateOffset([...right, ...wrong], 20n * MINUTE);
    expect(found).toMatchObject({ kind: 'found', agreeing: 40, anchors: 60 });
    if (found.kind === 'found') expect(abs(found.offsetNs + 3n * S)).toBeLessThanOrEqual(found.uncertaintyNs);
  });
  it('that changes is said to drift', () => {
    // 200 ppm: 0.24 s in twenty minutes.
    const found = estimateOffset(Array.from({ length: 120 }, (_, i) => seen(T + BigInt(i) * 10n * S, BigInt(i) * 10n * 200_000n, 0n, 1n, 1n)), 20n * MINUTE);
    expect(found.kind === 'found' ? found.drift : found).toBeCloseTo(-200e-6, 5);
  });
});

describe('where clocks cannot be compared', () => {
  it('says so: nothing in common, too little, or nothing that agrees', () => {
    expect(estimateOffset([], MINUTE)).toEqual({ kind: 'none', reason: 'no-anchors', anchors: 0 });
    expect(estimateOffset([seen(T, S, 0n, MS, MS), seen(T + S, S, 0n, MS, MS)], MINUTE)).toEqual({ kind: 'none', reason: 'too-few', anchors: 2 });
    const chance = Array.from({ length: 50 }, (_, i) => seen(T + BigInt(i) * 20n * S, BigInt((i * 7919) % 1000) * S, 0n, MS, MS));
    expect(estimateOffset(chance, 20n * MINUTE)).toMatchObject({ kind: 'none', reason: 'no-agreement' });
  });
  it('takes no agreement that chance would make: values without order in a span not much longer than what they may differ by', () => {
    const everywhere = Array.from({ length: 30 }, (_, i): Anchor => ({ leastNs: -30n * S + BigInt(i) * MS, mostNs: 30n * S + BigInt(i) * MS, atNs: T + BigInt(i) * S }));
    expect(estimateOffset(everywhere, 60n * S)).toMatchObject({ kind: 'none', reason: 'no-agreement' });
  });
});
