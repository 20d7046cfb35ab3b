import { describe, expect, it } from 'vitest';
import type { FilterTerm } from '../../../model/filter.ts';
import { addTyped, filterOf, toggleTerm } from './filter-state.ts';

const UTC = { zone: 'UTC' };
const level = (value: string, negated = false): FilterTerm => ({ kind: 'field', field: 'level', op: ':', value, negated });

describe('filter of a link', () => {
  it('takes its time from the brush', () => {
    expect(filterOf('level:error', { fromNs: 1n, toNs: 9n }, UTC).filter).toMatchObject({ terms: [level('error')], fromNs: 1n, toNs: 9n });
  });
  it('shows everything, and says why, when the text is none', () => {
    const { filter, failure } = filterOf('"not closed', undefined, UTC);
    expect(filter.terms).toEqual([]);
    expect(failure?.code).toBe('query/invalid');
    expect(failure?.data?.['position']).toBeTypeOf('number');
  });
});

describe('addTyped', () => {
  it('adds terms once', () => {
    const place = addTyped({ terms: [level('error')] }, 'level:error timeout', UTC, undefined);
    expect(place.ok && place.value.text).toBe('level:error timeout');
  });
  it('makes a typed time the brush, an open end that of the case', () => {
    const place = addTyped({ terms: [] }, 'time:1970-01-01T00:00:02Z..', UTC, { fromNs: 0n, toNs: 5_000_000_000n });
    expect(place.ok && place.value).toEqual({ text: '', range: { fromNs: 2_000_000_000n, toNs: 5_000_000_001n } });
  });
  it('keeps the brush when no time was typed', () => {
    const place = addTyped({ terms: [], fromNs: 1n, toNs: 2n }, 'a', UTC, undefined);
    expect(place.ok && place.value.range).toEqual({ fromNs: 1n, toNs: 2n });
  });
});

describe('toggleTerm', () => {
  it('puts in, takes out, and turns around', () => {
    expect(toggleTerm({ terms: [] }, level('error'))).toBe('level:error');
    expect(toggleTerm({ terms: [level('error')] }, level('error'))).toBe('');
    expect(toggleTerm({ terms: [level('error')] }, level('error', true))).toBe('-level:error');
  });
});
