import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRfc3339 } from '../base/time.ts';
import { pixelPoints, regularStep, stretches, valueAt, type ChartData, type ChartKind, type ChartSeries } from './chart-data.ts';
import { chartFigure } from './chart-figure.ts';
import { layoutChart, stackedAt } from './chart-layout.ts';
import { chartNumber, numberScale } from './chart-scale.ts';

const series = (name: string, points: ReadonlyArray<readonly [number, number]>): ChartSeries => ({ name, x: Float64Array.from(points, (p) => p[0]), y: Float64Array.from(points, (p) => p[1]) });
const MINUTE = 60e9;
const overTime = (...all: ChartSeries[]): ChartData => ({ x: { kind: 'time', title: 'minute', originNs: parseRfc3339('2026-10-14T10:30:00Z')! }, yTitle: 'errors', series: all });
const orders = series('orders', [[0, 3], [MINUTE, 5], [2 * MINUTE, Number.NaN], [3 * MINUTE, 2], [7 * MINUTE, 9]]);
const carts = series('carts', [[0, 1], [MINUTE, 2], [2 * MINUTE, 4]]);
const lines = (svg: string): string => svg.replaceAll('><', '>\n<');

describe('chartFigure', () => {
  it('draws lines with their gaps as they stand in the golden file', async () => {
    await expect(lines(chartFigure(overTime(orders, carts), { kind: 'line', zone: 'Europe/Berlin', widthPx: 480, heightPx: 240 }).svg)).toMatchFileSnapshot('fixtures/chart-lines.svg');
  });
  it('draws bars upon one another as they stand in the golden file', async () => {
    await expect(lines(chartFigure(overTime(orders, carts), { kind: 'bar', zone: 'UTC', widthPx: 480, heightPx: 240 }).svg)).toMatchFileSnapshot('fixtures/chart-bars.svg');
  });
  it('draws categories as rows as they stand in the golden file', async () => {
    const data: ChartData = { x: { kind: 'category', title: 'client', labels: ['10.0.0.1', '10.0.0.2'] }, yTitle: 'requests', series: [series('requests', [[0, 40], [1, 12]])] };
    const figure = chartFigure(data, { kind: 'bar', zone: 'UTC', widthPx: 480 });
    await expect(lines(figure.svg)).toMatchFileSnapshot('fixtures/chart-rows.svg');
    expect(figure.alt).toBe('Bars of requests by client, 2 rows. Most: 10.0.0.1 with 40.');
  });
  it('says in words what it shows', () => {
    expect(chartFigure(overTime(orders), { kind: 'line', zone: 'UTC' }).alt).toBe('Lines of errors over minute, from 2026-10-14 10:30:00 to 2026-10-14 10:37:00 UTC. orders 2 to 9.');
  });
  it('says which series it leaves out: the smallest', () => {
    const many = Array.from({ length: 11 }, (_, i) => series(`s${i}`, [[0, i], [MINUTE, i]]));
    const figure = chartFigure(overTime(...many), { kind: 'line', zone: 'UTC' });
    expect(figure.notes).toEqual(['3 smaller series of 11 not drawn.']);
    expect(figure.svg).not.toContain('>s2<');
    expect(figure.svg).toContain('>s3<');
  });
  it('says when bars share a column, and draws the highest', () => {
    const many = series('n', Array.from({ length: 5000 }, (_, i) => [i * MINUTE, i === 2500 ? 1000 : 1] as const));
    const figure = chartFigure(overTime(many), { kind: 'bar', zone: 'UTC', widthPx: 400 });
    expect(figure.notes).toEqual([expect.stringMatching(/^5,000 bars on \d+ px/)]);
    expect(figure.svg.match(/<rect/g)!.length).toBeLessThan(420);
    const heights = [...figure.svg.matchAll(/<rect [^>]*height="([\d.]+)"/g)].map((m) => Number(m[1]));
    expect(Math.max(...heights)).toBeGreaterThan(100);
  });
  it('says nothing of the sort where few bars stand far apart', () => {
    const rare = series('n', [[0, 1], [MINUTE, 1], [100_000 * MINUTE, 1], [200_000 * MINUTE, 2], [200_001 * MINUTE, 3], [200_002 * MINUTE, 1]]);
    expect(chartFigure(overTime(series('n', [[0, 1], [300_000 * MINUTE, 1]])), { kind: 'bar', zone: 'UTC', widthPx: 400 }).notes).toEqual([]);
    expect(chartFigure(overTime(rare), { kind: 'bar', zone: 'UTC', widthPx: 400 }).notes).toHaveLength(1);
  });
  it('draws nothing where there is nothing', () => {
    for (const kind of ['line', 'bar', 'area', 'scatter'] as const) expect(chartFigure(overTime(), { kind, zone: 'UTC' }).svg).not.toMatch(/NaN|Infinity/);
  });
  it('draws what is hostile as text', () => {
    const { svg, alt } = chartFigure(overTime(series('</text><script>alert(1)</script>\u202e\u0000', [[0, 1]]), carts), { kind: 'line', zone: 'UTC' });
    expect(svg).not.toContain('<script');
    // oxlint-disable-next-line no-control-regex
    expect(svg + alt).not.toMatch(/[\u0000\u202e]/);
  });
});

const points = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constant(Number.NaN))), { selector: (p) => p[0], maxLength: 200 })
  .map((all) => series('s', all.sort((a, b) => a[0] - b[0])));

describe('any chart', () => {
  it('stays inside its box, is the same twice, and has numbers only', () => {
    fc.assert(fc.property(fc.array(points, { maxLength: 4 }), fc.constantFrom<ChartKind>('line', 'bar', 'area', 'scatter'), fc.constantFrom('time', 'number'), fc.integer({ min: 100, max: 900 }), (all, kind, over, widthPx) => {
      const data: ChartData = { yTitle: 'y', series: all, x: over === 'time' ? { kind: 'time', title: 't', originNs: 0n } : { kind: 'number', title: 'n' } };
      const figure = chartFigure(data, { kind, zone: 'UTC', widthPx });
      expect(figure.svg).toBe(chartFigure(data, { kind, zone: 'UTC', widthPx }).svg);
      expect(figure.svg).not.toMatch(/NaN|Infinity|undefined/);
      const layout = layoutChart(data, { kind, zone: 'UTC', widthPx }, (t) => t);
      for (const s of layout.series) for (const [i, x] of s.x.entries()) {
        expect(layout.xPx(x)).toBeGreaterThanOrEqual(layout.plot.left - 0.01);
        expect(layout.xPx(x)).toBeLessThanOrEqual(layout.plot.right + 0.01);
        if (Number.isNaN(s.y[i]!) || kind === 'bar') continue;
        expect(layout.yPx(s.y[i]!)).toBeGreaterThanOrEqual(layout.plot.top - 0.01);
        expect(layout.yPx(s.y[i]!)).toBeLessThanOrEqual(layout.plot.bottom + 0.01);
      }
    }), { numRuns: 60 });
  });
  it('loses no peak, however few columns it has', () => {
    fc.assert(fc.property(points, fc.integer({ min: 1, max: 50 }), (s, columns) => {
      for (const [from, to] of stretches(s, undefined)) {
        const kept = pixelPoints(s, from, to, (x) => (x / 5001) * columns).map((i) => s.y[i]!);
        const all = Array.from(s.y.subarray(from, to));
        expect(Math.max(...kept)).toBe(Math.max(...all));
        expect(Math.min(...kept)).toBe(Math.min(...all));
        expect(kept[0]).toBe(all[0]);
        expect(kept.at(-1)).toBe(all.at(-1));
        expect(kept.length).toBeLessThanOrEqual(columns * 4 + 4);
      }
    }));
  });
});

describe('gaps', () => {
  it('are where a value is missing, or a place of a regular series is', () => {
    expect(regularStep(orders.x)).toBe(MINUTE);
    expect(stretches(orders, MINUTE)).toEqual([[0, 2], [3, 4], [4, 5]]);
  });
  it('are not seen where places are irregular', () => {
    const s = series('s', [[0, 1], [7, 1], [100, 1], [1000, 1], [1009, 1]]);
    expect(regularStep(s.x)).toBeUndefined();
    expect(stretches(s, undefined)).toEqual([[0, 5]]);
  });
});

describe('stacks', () => {
  it('stand upon one another, what is negative below', () => {
    const parts = stackedAt([series('a', [[0, 2], [1, -1]]), series('b', [[1, -2]]), series('c', [[0, 3]])], Float64Array.of(0, 1));
    expect(parts).toEqual([[{ series: 0, from: 0, to: 2 }, { series: 2, from: 2, to: 5 }], [{ series: 0, from: 0, to: -1 }, { series: 1, from: -1, to: -3 }]]);
  });
});

describe('numbers', () => {
  it.each([[0, '0'], [1234567, '1,234,567'], [-1.5, '−1.5'], [0.1 + 0.2, '0.3'], [1234.5678, '1,234.57'], [1e20, '1.00e+20'], [Number.NaN, 'no value']])('%d is said %s', (value, text) => expect(chartNumber(value)).toBe(text));
  it('scales have round ends around what they hold', () => {
    expect(numberScale(0, 9.7, 5).ticks).toEqual([0, 2, 4, 6, 8, 10]);
    expect(numberScale(0.1, 0.32, 3).ticks).toEqual([0.1, 0.2, 0.3, 0.4]);
    fc.assert(fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), fc.double({ min: 0, max: 1e12, noNaN: true }), fc.integer({ min: 1, max: 12 }), (low, span, most) => {
      const scale = numberScale(low, low + span, most);
      const step = scale.ticks[1]! - scale.ticks[0]!;
      expect(step).toBeGreaterThan(0);
      expect(scale.min).toBeLessThanOrEqual(low + step * 1e-3);
      expect(scale.max).toBeGreaterThanOrEqual(low + span - step * 1e-3);
      expect(scale.ticks.length).toBeLessThanOrEqual(most * 2 + 3);
    }));
  });
  it('values are found by their place', () => {
    expect(valueAt(orders, MINUTE)).toBe(5);
    expect(valueAt(orders, 4 * MINUTE)).toBeNaN();
  });
});
