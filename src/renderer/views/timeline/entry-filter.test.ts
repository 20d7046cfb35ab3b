import { expect, test } from 'vitest';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { filterOf, paramsOf, passes, type EntryFilter } from './entry-filter.ts';

const ALL: EntryFilter = { query: '', kinds: [], roles: [], evidence: 'any', asKnownThen: false };
const NO_PARAMS = { q: undefined, kinds: undefined, roles: undefined, unsupported: undefined, known: undefined };
const entry: TimelineEntry = {
  id: 'a', kind: 'decision', title: 'Roll back', note: 'the pool leaks', role: 'shop on-call', evidence: [], knownSinceNs: 9n,
  time: { form: 'point', startNs: 1n, uncertaintyNs: 0n, basis: 'stated', zone: 'UTC' },
};

test('the address says what is shown, there and back', () => {
  const filter: EntryFilter = { query: 'x y', kinds: ['decision', 'action'], roles: ['', 'a, b'], evidence: 'with', asKnownThen: true };
  expect(filterOf({ ...NO_PARAMS, ...paramsOf(filter) })).toEqual({ ...filter, kinds: ['decision', 'action'] });
  expect(paramsOf(ALL)).toEqual(NO_PARAMS);
  expect(filterOf(NO_PARAMS)).toEqual(ALL);
  expect(filterOf({ ...NO_PARAMS, kinds: 'nonsense' })).toEqual(ALL);
});

test('every part must hold', () => {
  const shown = (filter: Partial<EntryFilter>): boolean => passes(entry, { ...ALL, ...filter });
  expect(shown({})).toBe(true);
  expect([shown({ kinds: ['decision'] }), shown({ kinds: ['action'] })]).toEqual([true, false]);
  expect([shown({ roles: ['shop on-call'] }), shown({ roles: [''] })]).toEqual([true, false]);
  expect([shown({ evidence: 'without' }), shown({ evidence: 'with' })]).toEqual([true, false]);
  expect([shown({ query: 'POOL roll' }), shown({ query: 'pool push' })]).toEqual([true, false]);
  expect(shown({ asKnownThen: true })).toBe(false);
});
