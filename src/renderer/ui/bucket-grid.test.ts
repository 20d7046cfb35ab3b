import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NS_PER_MIN } from '../../base/time.ts';
import { bucketGrid } from './bucket-grid.ts';

describe('bucketGrid', () => {
  it('covers the span with whole buckets on one grid', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.bigInt({ min: 1n, max: 10n ** 18n }), fc.integer({ min: 1, max: 400 }), (fromNs, length, most) => {
      const grid = bucketGrid(fromNs, fromNs + length, most);
      const step = (grid.toNs - grid.fromNs) / BigInt(grid.buckets);
      expect(step * BigInt(grid.buckets)).toBe(grid.toNs - grid.fromNs);
      expect(grid.fromNs % step).toBe(0n);
      expect(grid.fromNs <= fromNs && grid.toNs >= fromNs + length).toBe(true);
      expect(fromNs - grid.fromNs < step && grid.toNs - (fromNs + length) < step).toBe(true);
      expect(grid.buckets).toBeLessThanOrEqual(2000);
    }));
  });
  it('has a minute where people would take a minute', () => {
    const grid = bucketGrid(30n * 1_000_000_000n, 121n * NS_PER_MIN, 160);
    expect((grid.toNs - grid.fromNs) / BigInt(grid.buckets)).toBe(NS_PER_MIN);
    expect(grid.fromNs).toBe(0n);
  });
});
