import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MILESTONES, type TimelineEntry } from '../model/timeline.ts';
import { milestoneStripFigure } from './milestone-strip-figure.ts';
import { MOST_SPANS, traceFigure, type TraceFigureSpan } from './trace-figure.ts';

const S = 1_000_000_000n;
const entry = (milestone: TimelineEntry['milestone'], startNs: bigint): TimelineEntry => ({
  id: String(milestone), kind: 'impact', title: 'x', note: '', role: '', evidence: [], milestone, time: { form: 'point', startNs, uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC' },
});
const numbers = (svg: string, attribute: string): number[] => Array.from(svg.matchAll(new RegExp(` ${attribute}="(-?[\\d.]+)"`, 'g')), (m) => Number(m[1]));

describe('milestone strip', () => {
  test('none without milestones', () => expect(milestoneStripFigure([entry(undefined, 1n)], { zone: 'UTC' })).toBeUndefined());

  test('dots stand in proportion, columns apart, the felt part is drawn from impact start to mitigated', () => {
    const figure = milestoneStripFigure([entry('impact-start', 0n), entry('detected', 60n * S), entry('mitigated', 300n * S), entry('resolved', 600n * S)], { zone: 'UTC', widthPx: 612 })!;
    expect(numbers(figure.svg, 'cx')).toEqual([6, 66, 306, 606]);
    expect(Array.from(figure.svg.matchAll(/<text x="([\d.]+)" y="44"/g), (m) => Number(m[1]))).toEqual([0, 153, 306, 459]);
    expect(figure.svg).toMatch(/<rect x="6" y="6" width="300" height="8"/);
    expect(figure.svg).toContain('>+10 min 00 s<');
    expect(figure.alt).toBe('Milestones: Impact start 1970-01-01 00:00:00, Detected 1970-01-01 00:01:00, Mitigated 1970-01-01 00:05:00, Resolved 1970-01-01 00:10:00.');
  });

  test('inside its box and the same twice, whatever the times', () => {
    fc.assert(fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 16n }), { minLength: 1, maxLength: 6 }), (times) => {
      const entries = times.map((ns, i) => entry(MILESTONES[i], ns));
      const figure = milestoneStripFigure(entries, { zone: 'Asia/Tokyo' })!;
      for (const x of [...numbers(figure.svg, 'cx'), ...numbers(figure.svg, 'x')]) expect(x >= 0 && x <= figure.widthPx).toBe(true);
      expect(milestoneStripFigure(entries, { zone: 'Asia/Tokyo' })).toEqual(figure);
    }));
  });
});

describe('trace', () => {
  const span = (depth: number, from: number, ms: number, more: Partial<TraceFigureSpan> = {}): TraceFigureSpan => ({ depth, service: 'edge', name: 'GET /', startNs: BigInt(from) * 1_000_000n, durationNs: BigInt(ms) * 1_000_000n, error: false, ...more });

  test('a bar for each span in proportion, errors in words, services in a key', () => {
    const figure = traceFigure({ startNs: 0n, durationNs: 100_000_000n, more: false, spans: [span(0, 0, 100), span(1, 20, 50, { service: 'db', name: 'SELECT', error: true })] }, { widthPx: 1000 });
    const bars = Array.from(figure.svg.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="10" fill="#(?:1c55ab|a16a15)"/g), (m) => [Number(m[1]), Number(m[2])]);
    expect(bars.slice(0, 2)).toEqual([[380, 616], [503.2, 308]]);
    expect(figure.svg).toContain('50 ms, error');
    expect(figure.svg).toContain('>db: SELECT<');
    expect(figure.alt).toBe('Trace of 2 spans over 100 ms, from edge GET /. 1 span failed: SELECT.');
    expect(figure.notes).toEqual([]);
  });

  test('what is not drawn is said; text of spans is never markup', () => {
    const spans = Array.from({ length: MOST_SPANS + 6 }, (_, i) => span(i, i, 1, { name: '</text><script>' }));
    const figure = traceFigure({ startNs: 0n, durationNs: 10n ** 9n, more: true, spans });
    expect(figure.notes).toEqual([`The first ${MOST_SPANS} of ${MOST_SPANS + 6} or more spans are drawn.`]);
    expect(figure.svg).not.toContain('<script');
    expect(traceFigure({ startNs: 0n, durationNs: 0n, more: true, spans: [] }).notes).toEqual(['The trace has more spans than these.']);
  });

  test('inside its box, the same twice', () => {
    const anything = fc.record({ depth: fc.nat(40), service: fc.string(), name: fc.string(), startNs: fc.bigInt({ min: -(10n ** 10n), max: 10n ** 10n }), durationNs: fc.bigInt({ min: 0n, max: 10n ** 11n }), error: fc.boolean() });
    fc.assert(fc.property(fc.array(anything, { maxLength: 8 }), (spans) => {
      const trace = { startNs: 0n, durationNs: 10n ** 9n, spans, more: false };
      const figure = traceFigure(trace);
      for (const x of numbers(figure.svg, 'x')) expect(x >= 0 && x <= figure.widthPx).toBe(true);
      expect(traceFigure(trace)).toEqual(figure);
    }));
  });
});
