import { describe, expect, it } from 'vitest';
import { searchRows, stepOf, withBelow, type Search } from './search-history.ts';

const search = (id: string, filter: string, parentId?: string, more: Partial<Search> = {}): Search => ({ id, filter, atNs: BigInt(id.codePointAt(0)!), by: 'Ada', ...(parentId === undefined ? {} : { parentId }), ...more });
const later = 10_000_000_000_000n;

describe('the tree of searches', () => {
  const tree = [search('a', 'level:error'), search('b', 'level:error pool', 'a'), search('c', 'level:error timeout', 'a'), search('d', 'checkout')];

  it('puts what was made from a search under it, older before newer', () => {
    expect(searchRows(tree).map((r) => `${r.level} ${r.search.id}${r.hasBelow ? ' +' : ''}`)).toEqual(['1 a +', '2 b', '2 c', '1 d']);
  });

  it('begins a tree with what stood under something that is gone, and ends on a loop', () => {
    expect(searchRows([search('b', 'x', 'gone')]).map((r) => r.level)).toEqual([1]);
    expect(searchRows([search('a', 'x', 'b'), search('b', 'y', 'a')])).toEqual([]);
  });

  it('names a search and all below it', () => {
    expect([...withBelow([...tree, search('e', 'more', 'b')], 'a')].sort()).toEqual(['a', 'b', 'c', 'e']);
  });
});

describe('a step', () => {
  const tree = [search('a', 'level:error'), search('b', 'level:error pool', 'a')];

  it('is new under the search it was made from', () => {
    expect(stepOf(tree, 'b', { filter: 'level:error pool wait' }, later)).toEqual({ kind: 'new', parentId: 'b' });
    expect(stepOf(tree, undefined, { filter: 'other' }, later)).toEqual({ kind: 'new', parentId: undefined });
  });

  it('back is no new step, and a branch begins where one went back to', () => {
    expect(stepOf(tree, 'b', { filter: 'level:error' }, later)).toEqual({ kind: 'at', id: 'a' });
    expect(stepOf(tree, 'a', { filter: 'level:error timeout' }, later)).toEqual({ kind: 'new', parentId: 'a' });
  });

  it('the same way again is the one that is there', () => {
    expect(stepOf(tree, 'a', { filter: 'level:error pool' }, later)).toEqual({ kind: 'at', id: 'b' });
    expect(stepOf(tree, undefined, { filter: 'level:error' }, later)).toEqual({ kind: 'at', id: 'a' });
  });

  it('all records are no search', () => {
    expect(stepOf(tree, 'b', { filter: '' }, later)).toEqual({ kind: 'all' });
  });

  it('a brush that is dragged on moves the step it made, until something was made from it or time went by', () => {
    const brushed = [search('a', 'pool', undefined, { fromNs: 1n, toNs: 5n })];
    const place = { filter: 'pool', fromNs: 2n, toNs: 5n };
    expect(stepOf(brushed, 'a', place, 200n)).toEqual({ kind: 'move', id: 'a' });
    expect(stepOf(brushed, 'a', place, later)).toEqual({ kind: 'new', parentId: 'a' });
    expect(stepOf([...brushed, search('b', 'pool x', 'a')], 'a', place, 200n)).toEqual({ kind: 'new', parentId: 'a' });
  });
});
