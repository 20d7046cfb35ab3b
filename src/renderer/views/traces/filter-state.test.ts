import { expect, test } from 'vitest';
import { filterOf, isFiltered, nextSort, NO_SERVICE, parseSort } from './filter-state.ts';

const NONE = { service: undefined, op: undefined, min: undefined, errors: undefined, q: undefined };

test('a link becomes a filter; what it cannot mean is left out', () => {
  expect(filterOf(NONE, undefined)).toEqual({ errorsOnly: false });
  expect(filterOf({ service: 'web', op: 'GET /', min: '1.5s', errors: '1', q: 'timeout' }, { fromNs: 1n, toNs: 5n })).toEqual({
    fromNs: 1n, toNs: 5n, service: 'web', operation: 'GET /', minDurationNs: 1_500_000_000n, errorsOnly: true, text: 'timeout',
  });
  expect(filterOf({ ...NONE, service: NO_SERVICE, min: 'soon' }, undefined)).toEqual({ service: '', errorsOnly: false });
});

test('the brush alone is no filter', () => {
  expect(isFiltered(filterOf(NONE, { fromNs: 1n, toNs: 5n }))).toBe(false);
  expect(isFiltered(filterOf({ ...NONE, errors: '1' }, undefined))).toBe(true);
  expect(isFiltered(filterOf({ ...NONE, q: 'x' }, undefined))).toBe(true);
});

test('a press on a column sorts by it, another turns it round', () => {
  expect(parseSort(undefined)).toEqual({ sort: 'duration', descending: true });
  expect(parseSort('start')).toEqual({ sort: 'start', descending: false });
  expect(parseSort('nonsense')).toEqual({ sort: 'duration', descending: true });
  expect(nextSort(parseSort(undefined), 'duration')).toBe('duration');
  expect(nextSort(parseSort('duration'), 'duration')).toBe('-duration');
  expect(nextSort(parseSort(undefined), 'start')).toBe('start');
  expect(nextSort(parseSort(undefined), 'errors')).toBe('-errors');
});
