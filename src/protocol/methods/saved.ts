import { z } from 'zod';
import { Highlighter, Mark, SavedFilter } from '../../model/saved.ts';
import { defineMethod } from '../define.ts';

/** Filters by name, highlighters in the order they were made, marks in time order. Changed by commands (`work.do`). */
export const listSaved = defineMethod({
  name: 'saved.list', kind: 'call', scope: 'case', errors: [],
  input: z.object({}),
  output: z.object({ filters: z.array(SavedFilter), highlighters: z.array(Highlighter), marks: z.array(Mark) }),
});
