import { z } from 'zod';
import { Count, Nanoseconds } from './primitives.ts';

/**
 * What was searched for in a case, as a tree: each search stands under the one it was made from, so that a way that led
 * nowhere and the way on from there are both found again.
 */
export const Search = z.object({
  id: z.string().min(1).max(64),
  /** The search it was made from; one that is gone or none: it begins a tree. */
  parentId: z.string().min(1).max(64).optional(),
  /** In the language of filter-text.ts, without time; empty: all records of a time. */
  filter: z.string().max(20_000),
  /** Half-open. Both or neither. */
  fromNs: Nanoseconds.optional(),
  toNs: Nanoseconds.optional(),
  /** How many records it found, as far as the index had come. */
  records: Count.optional(),
  /** When it was last made. */
  atNs: Nanoseconds,
  by: z.string().max(200),
});
export type Search = z.infer<typeof Search>;

export type SearchPlace = Pick<Search, 'filter' | 'fromNs' | 'toNs'>;

/** A case keeps this many; of more the oldest that nothing was made from go. */
export const MOST_SEARCHES = 2000;

/** What a search that is on the screen means for the tree. */
export type SearchStep =
  | { readonly kind: 'all' }
  | { readonly kind: 'at'; readonly id: string }
  /** The same words in another time, just now: the step is moved, not made anew, or dragging a brush would fill the tree. */
  | { readonly kind: 'move'; readonly id: string }
  | { readonly kind: 'new'; readonly parentId: string | undefined };

const JUST_NOW_NS = 120_000_000_000n;

export function stepOf(searches: readonly Search[], currentId: string | undefined, place: SearchPlace, nowNs: bigint): SearchStep {
  if (place.filter === '' && place.fromNs === undefined) return { kind: 'all' };
  const byId = new Map(searches.map((s) => [s.id, s]));
  const current = currentId === undefined ? undefined : byId.get(currentId);
  // Where one is, the way back, then the ways on from here.
  const seen = new Set<string>();
  for (let at = current; at && !seen.has(at.id); at = at.parentId === undefined ? undefined : byId.get(at.parentId)) {
    if (isSame(at, place)) return { kind: 'at', id: at.id };
    seen.add(at.id);
  }
  const below = searches.find((s) => (s.parentId === undefined || !byId.has(s.parentId) ? current === undefined : s.parentId === current?.id) && isSame(s, place));
  if (below) return { kind: 'at', id: below.id };
  if (current?.filter === place.filter && place.fromNs !== undefined && current.fromNs !== undefined && nowNs - current.atNs < JUST_NOW_NS
    && !searches.some((s) => s.parentId === current.id)) return { kind: 'move', id: current.id };
  return { kind: 'new', parentId: current?.id };
}

export function isSame(a: SearchPlace, b: SearchPlace): boolean {
  return a.filter === b.filter && a.fromNs === b.fromNs && a.toNs === b.toNs;
}

export interface SearchRow {
  readonly search: Search;
  /** 1 for what begins a tree. */
  readonly level: number;
  readonly hasBelow: boolean;
}

/** The tree from top to bottom: each search before those made from it, older before newer. A loop, which no case should have, is cut. */
export function searchRows(searches: readonly Search[]): SearchRow[] {
  const byAge = [...searches].sort((a, b) => (a.atNs < b.atNs ? -1 : a.atNs > b.atNs ? 1 : a.id < b.id ? -1 : 1));
  const ids = new Set(searches.map((s) => s.id));
  const below = new Map<string | undefined, Search[]>();
  for (const search of byAge) {
    const parent = search.parentId !== undefined && ids.has(search.parentId) ? search.parentId : undefined;
    below.set(parent, [...(below.get(parent) ?? []), search]);
  }
  const rows: SearchRow[] = [];
  const waiting = (below.get(undefined) ?? []).map((search) => ({ search, level: 1 })).toReversed();
  while (waiting.length > 0) {
    const { search, level } = waiting.pop()!;
    const children = below.get(search.id) ?? [];
    rows.push({ search, level, hasBelow: children.length > 0 });
    for (const child of children.toReversed()) waiting.push({ search: child, level: level + 1 });
  }
  return rows;
}

/** The search and all that was made from it. */
export function withBelow(searches: readonly Search[], id: string): ReadonlySet<string> {
  const found = new Set([id]);
  for (let grew = true; grew;) {
    grew = false;
    for (const s of searches) if (s.parentId !== undefined && found.has(s.parentId) && !found.has(s.id)) grew = (found.add(s.id), true);
  }
  return found;
}
