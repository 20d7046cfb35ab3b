import { z } from 'zod';
import { Highlighter, Mark, SavedFilter } from '../../model/saved.ts';
import { MOST_SEARCHES, Search } from '../../model/search-history.ts';
import { defineMethod } from '../define.ts';

/** Filters by name, highlighters in the order they were made, marks in time order. Changed by commands (`work.do`). */
export const listSaved = defineMethod({
  name: 'saved.list', kind: 'call', scope: 'case', errors: [],
  input: z.object({}),
  output: z.object({ filters: z.array(SavedFilter), highlighters: z.array(Highlighter), marks: z.array(Mark) }),
});

/** What was searched for in the case, oldest first. */
export const listSearches = defineMethod({
  name: 'search.list', kind: 'call', scope: 'case', errors: [],
  input: z.object({}),
  output: z.array(Search),
});

/** Keeps searches, each over the one of the same id; `by` empty: of who asks. No step of undo. */
export const keepSearches = defineMethod({
  name: 'search.keep', kind: 'call', scope: 'case', errors: ['file/not-writable', 'case/damaged'],
  input: z.object({ searches: z.array(Search).min(1).max(MOST_SEARCHES) }),
  output: z.object({}),
});

/** Forgets a search and those made from it; without an id all of them. */
export const forgetSearches = defineMethod({
  name: 'search.forget', kind: 'call', scope: 'case', errors: ['file/not-writable', 'case/damaged'],
  input: z.object({ id: z.string().max(64).optional() }),
  output: z.object({}),
});
