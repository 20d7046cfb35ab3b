import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { giantTrace } from '../../../../test/support/otlp-spans.ts';
import { spansFromText } from '../../../../test/support/spans-from-text.ts';
import {
  countRows, criticalNs, foldedAtFirst, foldedFrom, matcher, minimapPaths, nextRow, placeOf, rowOfKey, servicesOf, spanKey, startOf, unfoldedTo, visibleOf, has,
} from './trace-model.ts';
import { BASE_NS, SHA, traceOf } from './traces.testing.ts';

const TRACE = traceOf(`
  web GET /          |-----------|          id=1
    cart items         |---|                id=2
      db SELECT         |-|        error    id=3
    pay charge              |----|          id=4
  jobs after                       |--|     id= parent=ff
`);
const names = (rows: Iterable<number>): string[] => Array.from(rows, (row) => TRACE.texts[TRACE.name[row]!]!);

describe('a trace in the view', () => {
  test('is put together from blocks, its texts numbered across them', () => {
    expect(names(TRACE.name.keys())).toEqual(['GET /', 'items', 'SELECT', 'charge', 'after']);
    expect(Array.from(TRACE.service, (t) => TRACE.texts[t])).toEqual(['web', 'cart', 'db', 'pay', 'jobs']);
    expect([...TRACE.parent]).toEqual([-1, 0, 1, 0, -1]);
    expect(startOf(TRACE, 3)).toBe(BASE_NS + 7_000_000n);
    expect(criticalNs(TRACE, 0)).toBe(3e6);
  });

  test('folding hides subtrees; going to a hidden row opens the way to it alone', () => {
    const folded = foldedFrom(TRACE, 0);
    expect(names(visibleOf(TRACE, folded))).toEqual(['GET /', 'after']);
    expect(names(visibleOf(TRACE, new Set([1])))).toEqual(['GET /', 'items', 'charge', 'after']);
    expect(names(visibleOf(TRACE, unfoldedTo(TRACE, folded, 2)))).toEqual(['GET /', 'items', 'SELECT', 'charge', 'after']);
    expect(unfoldedTo(TRACE, folded, 4)).toBe(folded);
    expect([0, 1, 2, 3, 4].map((row) => placeOf(visibleOf(TRACE, new Set([1])), row))).toEqual([0, 1, 1, 2, 3]);
  });

  test('a link names a span by its id, by its place when it has none', () => {
    expect(spanKey(TRACE, 2)).toBe('0000000000000003');
    expect(rowOfKey(TRACE, '0000000000000003')).toBe(2);
    const nameless = traceOf(spansFromText('web GET / |-|').map((span) => ({ ...span, spanId: '' })));
    expect(spanKey(nameless, 0)).toBe(`${SHA}:0`);
    expect(rowOfKey(nameless, `${SHA}:0`)).toBe(0);
    expect(rowOfKey(TRACE, 'ffff')).toBeUndefined();
  });

  test('finds by service, operation and the beginning of an id, whatever the case', () => {
    const found = (text: string): string[] => names([...TRACE.name.keys()].filter((row) => matcher(TRACE, text)!(row)));
    expect(found('CART')).toEqual(['items']);
    expect(found('select')).toEqual(['SELECT']);
    expect(found('0000000000000004')).toEqual(['charge']);
    expect(found('nothing')).toEqual([]);
    expect(matcher(TRACE, '  ')).toBeUndefined();
    expect(countRows(TRACE, matcher(TRACE, 'a')!)).toBe(3);
    expect(nextRow(TRACE, -1, 'next', (row) => has(TRACE, row, 'error'))).toBe(2);
    expect(nextRow(TRACE, 2, 'next', (row) => has(TRACE, row, 'error'))).toBeUndefined();
    expect(nextRow(TRACE, 5, 'previous', (row) => has(TRACE, row, 'error'))).toBe(2);
  });

  test('services by the time they took themselves', () => {
    expect(servicesOf(TRACE).map((s) => [s.service, s.spans, s.errors, s.selfNs / 1e6])).toEqual([['pay', 1, 0, 5], ['web', 1, 0, 3], ['jobs', 1, 0, 3], ['cart', 1, 0, 2], ['db', 1, 1, 2]]);
  });

  test('the strip draws spans and errors where they are, and nothing without a width', () => {
    const { spans, errors } = minimapPaths(TRACE, 100, 40);
    expect(spans.match(/M/g)).toHaveLength(5);
    expect(errors.match(/M/g)).toHaveLength(1);
    expect(minimapPaths(TRACE, 0, 40)).toEqual({ spans: '', errors: '' });
    for (const [, x, width] of spans.matchAll(/M(\d+) [\d.]+h(\d+)/g)) expect(Number(x) + Number(width)).toBeLessThanOrEqual(100);
  });
});

test('a large trace begins folded so that few rows are seen, a small one open', () => {
  const giant = traceOf([...giantTrace(20_000)]);
  expect(giant.rows).toBe(20_000);
  const shown = visibleOf(giant, foldedAtFirst(giant)).length;
  expect(shown).toBeLessThanOrEqual(2000);
  expect(shown).toBeGreaterThan(10);
  expect(foldedAtFirst(TRACE).size).toBe(0);
});

test('what is seen is a trace’s rows without those below a folded one', () => {
  const giant = traceOf([...giantTrace(300)]);
  fc.assert(fc.property(fc.uniqueArray(fc.nat(299)), (rows) => {
    const folded = new Set(rows);
    const hidden = (row: number): boolean => {
      for (let above = giant.parent[row]!; above >= 0; above = giant.parent[above]!) if (folded.has(above)) return true;
      return false;
    };
    expect([...visibleOf(giant, folded)]).toEqual([...giant.name.keys()].filter((row) => !hidden(row)));
  }));
});
