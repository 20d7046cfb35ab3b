import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SPAN_FLAG } from '../../../model/trace.ts';
import { criticalPath } from './critical-path.ts';
import { buildWaterfall, lengthOf, type SpanColumns } from './waterfall.ts';

/** Any spans at all: parents that are missing, loops, ids that stand twice or not at all, times that make no sense. */
const spans = fc.array(fc.record({
  id: fc.integer({ min: 0, max: 12 }), parent: fc.integer({ min: 0, max: 14 }),
  start: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 100 }) }, fc.constant(NaN)),
  duration: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: -3, max: 60 }) }, fc.constant(NaN)),
  error: fc.boolean(), kind: fc.integer({ min: 0, max: 5 }),
}), { maxLength: 24 }).map((list): SpanColumns => ({
  count: list.length,
  spanId: list.map((s) => (s.id === 0 ? '' : `s${s.id}`)),
  parentId: list.map((s) => (s.parent === 0 ? '' : `s${s.parent}`)),
  startNs: Float64Array.from(list, (s) => s.start),
  durationNs: Float64Array.from(list, (s) => s.duration),
  error: Uint8Array.from(list, (s) => Number(s.error)),
  kind: Uint8Array.from(list, (s) => s.kind),
}));

test('every span is one row, below its parent, in a run that its subtree counts', () => {
  fc.assert(fc.property(spans, (columns) => {
    const w = buildWaterfall(columns);
    expect(new Set(w.span).size).toBe(columns.count);
    let roots = 0;
    for (let row = 0; row < columns.count; row++) {
      const parent = w.parent[row]!;
      const at = w.span[row]!;
      if (parent < 0) {
        roots++;
        expect(w.depth[row]).toBe(0);
        const { missingParent, cycle } = SPAN_FLAG;
        expect(columns.parentId[at] === '' || (w.flags[row]! & (missingParent | cycle)) !== 0).toBe(true);
      } else {
        // Two ends of a call may share an id.
        expect([columns.parentId[at], columns.spanId[at]]).toContain(columns.spanId[w.span[parent]!]);
        expect(w.depth[row]).toBe(w.depth[parent]! + 1);
        expect(row > parent && row < parent + w.subtree[parent]!).toBe(true);
      }
    }
    expect(w.roots).toBe(roots);
    const ends = [...w.subtree].map((size, row) => row + size);
    expect(Math.max(0, ...ends)).toBeLessThanOrEqual(columns.count);
  }));
});

test('self time is never negative nor longer than the span', () => {
  fc.assert(fc.property(spans, (columns) => {
    const w = buildWaterfall(columns);
    for (let row = 0; row < columns.count; row++) {
      expect(w.selfNs[row]).toBeGreaterThanOrEqual(0);
      expect(w.selfNs[row]).toBeLessThanOrEqual(lengthOf(w.durationNs[row]!));
    }
  }));
});

test('parts of the critical path follow one another, each within its span; below one root they cover it', () => {
  fc.assert(fc.property(spans, (columns) => {
    const w = buildWaterfall(columns);
    const { row, fromNs, toNs } = criticalPath(w);
    let covered = 0;
    for (let i = 0; i < row.length; i++) {
      const r = row[i]!;
      expect(toNs[i]).toBeGreaterThan(fromNs[i]!);
      if (i > 0) expect(fromNs[i]).toBeGreaterThanOrEqual(toNs[i - 1]!);
      expect(fromNs[i]).toBeGreaterThanOrEqual(w.startNs[r]!);
      expect(toNs[i]).toBeLessThanOrEqual(w.startNs[r]! + lengthOf(w.durationNs[r]!));
      covered += toNs[i]! - fromNs[i]!;
    }
    const timed = [...w.parent].flatMap((parent, r) => (parent < 0 && !Number.isNaN(w.startNs[r]!) ? [r] : []));
    if (timed.length === 1) expect(covered).toBe(lengthOf(w.durationNs[timed[0]!]!));
  }));
});

test('the order that spans come in does not matter while their starts differ', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 12 }), fc.infiniteStream(fc.nat(30)), (starts, random) => {
    const list = starts.map((start, i) => ({ id: `s${i}`, parent: `s${random.next().value % (starts.length + 2)}`, start, duration: random.next().value, error: 0 }));
    const names = (order: typeof list): string[] => {
      const w = buildWaterfall({
        count: order.length, spanId: order.map((s) => s.id), parentId: order.map((s) => s.parent), error: new Uint8Array(order.length), kind: new Uint8Array(order.length),
        startNs: Float64Array.from(order, (s) => s.start), durationNs: Float64Array.from(order, (s) => s.duration),
      });
      return Array.from(w.span, (at, row) => `${w.depth[row]} ${order[at]!.id} ${w.selfNs[row]}`);
    };
    expect(names(list.toReversed())).toEqual(names(list));
  }));
});

test('a chain and a fan of a hundred thousand spans are no problem', () => {
  const count = 100_000;
  const columns = (parentOf: (at: number) => string): SpanColumns => ({
    count, spanId: Array.from({ length: count }, (_, i) => `s${i}`), parentId: Array.from({ length: count }, (_, i) => (i === 0 ? '' : parentOf(i))),
    startNs: Float64Array.from({ length: count }, (_, i) => i), durationNs: new Float64Array(count).fill(2 * count), error: new Uint8Array(count), kind: new Uint8Array(count),
  });
  for (const parentOf of [(at: number) => `s${at - 1}`, () => 's0']) {
    const w = buildWaterfall(columns(parentOf));
    expect(w.subtree[0]).toBe(count);
    expect(criticalPath(w).row.length).toBeGreaterThan(0);
  }
});
