import { describe, expect, it } from 'vitest';
import { incompleteBeta, inverseBeta, logGamma } from './beta.ts';
import { adjusted, judge, type Counted, type Windows } from './judge.ts';

const WINDOWS: Windows = { baselineSeconds: 600, incidentSeconds: 600, incidentFromNs: 1000n };

/** Counts spread evenly over 24 bins of each window. */
function even(baseline: number, incident: number, more: Partial<Counted> = {}): Counted {
  const bins = new Float64Array(48);
  for (let i = 0; i < baseline; i++) bins[Math.floor((i * 24) / baseline)]! += 1;
  for (let i = 0; i < incident; i++) bins[24 + Math.floor((i * 24) / incident)]! += 1;
  return { bins, severityNumber: 9, firstNs: 0n, ...more };
}

const one = (counted: Counted, windows = WINDOWS): ReturnType<typeof judge>[number] => judge([counted], windows, 0.05)[0]!;

describe('the incomplete beta function', () => {
  it('is the sum of binomial probabilities', () => {
    const choose = (n: number, k: number): number => Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1));
    for (const [n, k, share] of [[10, 3, 0.5], [40, 25, 0.3], [200, 90, 0.5], [7, 7, 0.2]] as const) {
      let tail = 0;
      for (let i = k; i <= n; i++) tail += choose(n, i) * share ** i * (1 - share) ** (n - i);
      expect(incompleteBeta(share, k, n - k + 1)).toBeCloseTo(tail, 10);
    }
  });

  it('inverts', () => {
    for (const p of [0.025, 0.5, 0.975]) expect(incompleteBeta(inverseBeta(p, 4.5, 12), 4.5, 12)).toBeCloseTo(p, 10);
  });
});

describe('two windows', () => {
  it('as the textbook says: 5 of 20 where half is expected', () => {
    // R: binom.test(15, 20, 0.5)$p.value = 0.04138947; conf.int 0.5089541 0.9134285
    const found = one(even(5, 15));
    expect(found).toMatchObject({ change: 'more', baselineCount: 5, incidentCount: 15, dispersion: 1 });
    expect(found.p).toBeCloseTo(0.04138947, 7);
    expect(found.ratioLow).toBeCloseTo(0.5089541 / (1 - 0.5089541), 5);
    expect(found.ratioHigh!).toBeCloseTo(0.9134285 / (1 - 0.9134285), 4);
  });

  it('rates count, not numbers: twice as many in twice the time is the same', () => {
    const found = one(even(100, 200), { ...WINDOWS, incidentSeconds: 1200 });
    expect(found).toMatchObject({ change: 'same' });
    expect(found.p).toBeGreaterThan(0.9);
    expect(found.ratio).toBeCloseTo(1, 1);
  });

  it('what is new and what vanished are told by counts, their q by the test', () => {
    expect(one(even(0, 1, { firstNs: 2000n }))).toMatchObject({ change: 'new', isFirstSeen: true, ratioHigh: undefined });
    expect(one(even(0, 1)).p).toBeCloseTo(1, 9);
    expect(one(even(0, 1, { firstNs: 10n }))).toMatchObject({ change: 'new', isFirstSeen: false });
    expect(one(even(40, 0))).toMatchObject({ change: 'vanished', ratioLow: 0 });
    expect(one(even(40, 0)).q).toBeLessThan(1e-9);
  });

  it('a burst is hardly more than one record', () => {
    const bins = new Float64Array(48);
    for (let i = 0; i < 24; i++) bins[i] = 2;
    bins[30] = 400;
    const burst = one({ bins, severityNumber: 9, firstNs: 0n });
    expect(burst.dispersion).toBeGreaterThan(100);
    expect(burst.change).toBe('same');
    expect(one(even(48, 400)).change).toBe('more');
  });

  it('corrects for how many are compared', () => {
    expect(adjusted([0.01, 0.04, 0.03, 0.5])).toEqual([0.04, expect.closeTo(0.0533333, 6), expect.closeTo(0.0533333, 6), 0.5]);
    const noise = Array.from({ length: 200 }, (_, i) => even(10 + (i % 7), 10 + ((i * 3) % 7)));
    const found = judge([...noise, even(5, 15)], WINDOWS, 0.05);
    expect(found.at(-1)!.change).toBe('same');
    expect(found.filter((f) => f.change !== 'same')).toEqual([]);
  });

  it('a first error comes before a busy sort of information', () => {
    const [error, busy, gone, same] = judge([even(0, 3, { severityNumber: 17, firstNs: 2000n }), even(100, 300), even(30, 0), even(50, 52)], WINDOWS, 0.05);
    const order = [error!, busy!, gone!, same!].toSorted((a, b) => b.score - a.score).map((f) => f.change);
    expect(order).toHaveLength(4);
    expect([order[0], order[3]]).toEqual(['new', 'same']);
  });
});
