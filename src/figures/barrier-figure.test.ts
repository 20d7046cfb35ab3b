import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BARRIER_STATES } from '../model/cause.ts';
import { barrierLines, newBarrier } from '../model/factor.ts';
import { barrierFigure } from './barrier-figure.ts';

const barriers = fc.array(fc.record({ state: fc.constantFrom(...BARRIER_STATES), title: fc.constantFrom('Alert on pool use', 'A test with an unknown coupon code that runs for a while', 'x', '<b>&'), hazard: fc.constantFrom('', 'Leaking connections') }), { minLength: 1, maxLength: 14 })
  .map((all) => all.map((one, i) => newBarrier(`b${i}`, one.title, 0n, { ...one, target: 'Checkout', order: i })));

function numbers(svg: string, name: string): number[] {
  return [...svg.matchAll(new RegExp(` ${name}="(-?[\\d.]+)"`, 'g'))].map((m) => Number(m[1]));
}

test('whatever the barriers, everything stands inside, each state is said in words, and the same gives the same', () => {
  fc.assert(fc.property(barriers, fc.integer({ min: 320, max: 1400 }), (all, width) => {
    const figure = barrierFigure(barrierLines(all), { widthPx: width })!;
    expect(figure.svg).toBe(barrierFigure(barrierLines(all), { widthPx: width })!.svg);
    for (const x of numbers(figure.svg, 'x')) { expect(x).toBeGreaterThanOrEqual(0); expect(x).toBeLessThanOrEqual(figure.widthPx); }
    for (const y of numbers(figure.svg, 'y')) { expect(y).toBeGreaterThanOrEqual(0); expect(y).toBeLessThanOrEqual(figure.heightPx); }
    expect(figure.svg).not.toMatch(/NaN|undefined|<b>/);
    for (const barrier of all) expect(figure.alt).toContain(barrier.title);
  }));
});

test('what held ends the way; what failed is passed', () => {
  const line = (states: ReadonlyArray<(typeof BARRIER_STATES)[number]>): string => barrierFigure(barrierLines(states.map((state, i) => newBarrier(`b${i}`, state, 0n, { state, order: i, hazard: 'Leak', target: 'Checkout' }))))!.svg;
  expect(line(['failed', 'held', 'unknown'])).toContain('stroke-dasharray="2 4"');
  expect(line(['failed', 'missing', 'bypassed'])).not.toContain('stroke-dasharray="2 4"');
});

test('many bars, or little room, go from above to below, each with its words beside it', () => {
  const all = barrierLines(BARRIER_STATES.map((state, i) => newBarrier(`b${i}`, `Barrier ${i}`, 0n, { state, order: i })));
  const [wide, narrow] = [barrierFigure(all, { widthPx: 1200 })!, barrierFigure(all, { widthPx: 360 })!];
  expect(narrow.heightPx).toBeGreaterThan(wide.heightPx);
  const baselines = (svg: string): number[] => [...svg.matchAll(/ y="([\d.]+)"[^>]*>Barrier \d</g)].map((m) => Number(m[1]));
  expect(new Set(baselines(wide.svg)).size).toBe(1);
  expect(baselines(narrow.svg)).toEqual(baselines(narrow.svg).toSorted((a, b) => a - b));
  expect(new Set(baselines(narrow.svg)).size).toBe(BARRIER_STATES.length);
});

test('nothing to draw is said by nothing', () => {
  expect(barrierFigure([])).toBeUndefined();
});
