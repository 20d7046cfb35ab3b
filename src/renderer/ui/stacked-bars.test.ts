import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTicks, stackedBars } from './stacked-bars.ts';

/** Top and bottom of each bar of a path, by its left edge. */
function bars(path: string): Map<number, { top: number; bottom: number }> {
  return new Map([...path.matchAll(/M([\d.]+),([\d.]+)h[\d.]+v([\d.]+)h-[\d.]+Z/g)].map(([, x, y, h]) => [Number(x), { top: Number(y), bottom: Number(y) + Number(h) }]));
}

describe('stackedBars', () => {
  it('stacks classes and never hides a single count', () => {
    const { paths, highest } = stackedBars(new Float64Array([1_000_000, 0, 1, 0]), 2, [0, 1], 20, 10);
    expect(highest).toBe(1_000_001);
    expect(paths).toEqual(['M0,1h9v9h-9Z', 'M0,0h9v1h-9Z']);
  });
  it('stacks in the order asked for, from the bottom', () => {
    const [first, second] = stackedBars([1, 3], 1, [1, 0], 10, 40).paths;
    expect(bars(first!).get(0)).toEqual({ top: 10, bottom: 40 });
    expect(bars(second!).get(0)).toEqual({ top: 0, bottom: 10 });
  });
  it('draws nothing where there is nothing', () => {
    expect(stackedBars(new Float64Array(4), 2, [0, 1], 20, 10)).toEqual({ paths: ['', ''], highest: 0 });
  });
  it('leaves no hole in a stack, passes no edge, and shows each count above zero', () => {
    const counts = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 10_000_000 })), { minLength: 12, maxLength: 12 });
    fc.assert(fc.property(counts, (twelve) => {
      const { paths } = stackedBars(twelve, 4, [2, 0, 1], 16, 30);
      for (let bucket = 0; bucket < 4; bucket++) {
        let bottom = 30;
        [2, 0, 1].forEach((cls, i) => {
          const bar = bars(paths[i]!).get(bucket * 4);
          expect(bar !== undefined).toBe(twelve[cls * 4 + bucket]! > 0);
          if (!bar) return;
          expect(bar.bottom).toBeCloseTo(bottom, 1);
          expect(bar.bottom - bar.top).toBeGreaterThan(0.98);
          expect(bar.top).toBeGreaterThan(-0.02);
          bottom = bar.top;
        });
      }
    }));
  });
});

describe('countTicks', () => {
  it('marks round counts at their height', () => {
    expect(countTicks(23, 46, 3)).toEqual([{ count: 10, label: '10', y: 26 }, { count: 20, label: '20', y: 6 }]);
  });
  it('never marks a fraction of a record', () => {
    expect(countTicks(1, 10, 3)).toEqual([{ count: 1, label: '1', y: 0 }]);
    expect(countTicks(2, 10, 3).map((t) => t.count)).toEqual([1, 2]);
    expect(countTicks(0, 10, 3)).toEqual([]);
  });
  it('writes numbers short enough for the margin', () => {
    expect(countTicks(4_500, 76, 3).map((t) => t.label)).toEqual(['2,000', '4,000']);
    expect(countTicks(3_400_000, 76, 3).map((t) => t.label)).toEqual(['1M', '2M', '3M']);
    expect(countTicks(31_000, 76, 3).map((t) => t.label)).toEqual(['10k', '20k', '30k']);
  });
});
