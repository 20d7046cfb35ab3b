import { z } from 'zod';
import { Filter } from '../../model/filter.ts';
import { Count } from '../../model/primitives.ts';
import { TimelineEntry } from '../../model/timeline.ts';
import { defineMethod } from '../define.ts';

/**
 * What rows `from` … `from + count` of the filtered events would be as timeline entries. Nothing changes: a shell adds
 * those that a person chose, as one batch. Ids follow from the records, so that adding them again adds nothing.
 */
export const proposeEntries = defineMethod({
  name: 'import.propose', kind: 'call', scope: 'case', errors: ['query/invalid', 'query/too-slow'],
  input: z.object({ filter: Filter, from: Count, count: Count.min(1).max(2000) }),
  output: z.object({
    /** Records that pass the filter. */
    total: Count,
    /** Of the rows asked for. */
    withoutTime: Count,
    proposals: z.array(z.object({
      entry: TimelineEntry,
      /** Who acted or spoke, as the evidence names them; the entry names nobody. */
      who: z.string().optional(),
      /** False for what is rarely worth an entry. */
      suggested: z.boolean(),
      /** An entry of this id is in the timeline. */
      standing: z.boolean(),
      /** Title of another entry that cites these very bytes: the record is told already. */
      citedBy: z.string().optional(),
      /** Path of the artifact. */
      path: z.string(),
    })),
  }),
});
