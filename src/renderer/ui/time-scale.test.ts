import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ordered, shifted, timeAt, xOf } from './time-scale.ts';

const DAY = 86_400_000_000_000n;
const span = fc.tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.bigInt({ min: 1n, max: 400n * DAY })).map(([fromNs, length]) => ({ fromNs, toNs: fromNs + length }));

describe('time scale', () => {
  it('finds the way back from a place to its time within a hundredth of a px', () => {
    fc.assert(fc.property(span, fc.integer({ min: 1, max: 4000 }), fc.double({ min: 0, max: 1, noNaN: true }), (s, widthPx, share) => {
      fc.pre(s.toNs - s.fromNs > 1_000_000n);
      const scale = { ...s, widthPx };
      expect(Math.abs(xOf(scale, timeAt(scale, share * widthPx)) - share * widthPx)).toBeLessThan(0.01);
    }));
  });
  it('holds times within the span', () => {
    const scale = { fromNs: 0n, toNs: 100n, widthPx: 10 };
    expect(timeAt(scale, -5)).toBe(0n);
    expect(timeAt(scale, 50)).toBe(100n);
    expect(timeAt({ fromNs: 7n, toNs: 7n, widthPx: 10 }, 5)).toBe(7n);
    expect(xOf({ fromNs: 7n, toNs: 7n, widthPx: 10 }, 7n)).toBe(0);
  });
  it('orders ends and never makes a span of nothing', () => {
    expect(ordered(5n, 2n)).toEqual({ fromNs: 2n, toNs: 5n });
    expect(ordered(5n, 5n)).toEqual({ fromNs: 5n, toNs: 6n });
  });
  it('shifts a span inside its domain without changing its length', () => {
    fc.assert(fc.property(span, fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (domain, by) => {
      const third = (domain.toNs - domain.fromNs) / 3n;
      const inner = { fromNs: domain.fromNs + third, toNs: domain.fromNs + 2n * third + 1n };
      fc.pre(inner.toNs <= domain.toNs);
      const moved = shifted(inner, by, domain);
      expect(moved.toNs - moved.fromNs).toBe(inner.toNs - inner.fromNs);
      expect(moved.fromNs >= domain.fromNs && moved.toNs <= domain.toNs).toBe(true);
    }));
  });
});
