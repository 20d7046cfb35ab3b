import { expect, test } from 'vitest';
import { foldRepeats, repeatsOf } from '../../../model/timeline-folds.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { NONE, only, type Selection } from './selection.ts';
import { isTaken, orderOf, placeOf, takenUnit } from './units.ts';

const at = (id: string, startNs: bigint, kind: TimelineEntry['kind'], title: string): TimelineEntry => (
  { id, kind, title, note: '', role: '', evidence: [], time: { form: 'point', startNs, uncertaintyNs: 0n, basis: 'stated', zone: 'UTC' } }
);
// b stands between the alerts in time, in another lane.
const entries = [at('a', 0n, 'change', 'Deploy'), at('r1', 1n, 'detection', 'Alert 1'), at('b', 2n, 'action', 'Page'), at('r2', 3n, 'detection', 'Alert 2'), at('r3', 4n, 'detection', 'Alert 3'), at('c', 5n, 'action', 'Rollback')];
const folded = foldRepeats(entries, repeatsOf(entries), new Set());
const order = orderOf(folded);
const run = folded.entries[1]!.id;
const take = (selection: Selection, id: string, how: 'only' | 'toggle' | 'extend'): string => [...takenUnit(selection, id, how, folded.repeats, order).ids].join(' ');

test('a run stands at its first entry, and its entries together', () => {
  expect(order).toEqual(['a', 'r1', 'r2', 'r3', 'b', 'c']);
  expect(placeOf(folded, 'r3')).toBe(1);
  expect(placeOf(folded, 'c')).toBe(3);
  expect(placeOf(folded, 'gone')).toBe(-1);
  expect(placeOf(folded, undefined)).toBe(-1);
});

test('a run is taken as a whole: alone, added, taken out, and up to it from either side', () => {
  expect(take(NONE, run, 'only')).toBe('r1 r2 r3');
  expect(take(only('a'), run, 'toggle')).toBe('a r1 r2 r3');
  const both = takenUnit(only('a'), run, 'toggle', folded.repeats, order);
  expect(isTaken(folded.entries[1]!, folded.repeats, both)).toBe(true);
  expect(takenUnit(both, run, 'toggle', folded.repeats, order)).toMatchObject({ lead: 'a', ids: new Set(['a']) });
  expect(takenUnit(takenUnit(NONE, run, 'only', folded.repeats, order), run, 'toggle', folded.repeats, order).lead).toBeUndefined();
  expect(take(only('a'), run, 'extend')).toBe('a r1 r2 r3');
  expect(take(only('c'), run, 'extend')).toBe('r1 r2 r3 b c');
  expect(take(only('a'), 'b', 'extend')).toBe('a r1 r2 r3 b');
  expect(isTaken(folded.entries[1]!, folded.repeats, only('r2'))).toBe(true);
  expect(isTaken(folded.entries[1]!, folded.repeats, only('a'))).toBe(false);
});
