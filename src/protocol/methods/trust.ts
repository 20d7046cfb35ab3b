import { z } from 'zod';
import { EventId } from '../../model/event.ts';
import { Count, Nanoseconds, Sha256 } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';

/** Records may have no time. Times here are as the case has them, a clock that was set included. */
const Place = EventId.extend({ timeNs: Nanoseconds.optional() });

/**
 * What the records of one artifact say of how far it can be trusted: what is missing, what stands twice, where it fell
 * silent. Each number with the record or the span that shows it.
 */
export const artifactTrust = defineMethod({
  name: 'evidence.artifactTrust', kind: 'call', scope: 'case', errors: ['evidence/not-found', 'query/too-slow'],
  input: z.object({ sha256: Sha256 }),
  output: z.object({
    records: Count,
    understood: Count,
    timed: Count,
    withLevel: Count,
    withTrace: Count,
    outOfOrder: Count,
    firstOutOfOrder: Place.optional(),
    /** Records equal to one before them, time and all. */
    repeated: Count,
    /** At least ten of them on end, as they stood before: sent again after a break. The longest 20. */
    replays: z.array(z.object({ count: Count, first: Place, of: Place })),
    /** A number that counts up from record to record; holes: the largest 20. */
    sequence: z.object({
      field: z.string(), missing: Count, restarts: Count,
      holes: z.array(z.object({ before: z.bigint(), after: z.bigint(), at: Place })),
    }).optional(),
    /** Where it fell silent against its own rate, and where it said less than a tenth of what it usually does. */
    gaps: z.array(z.object({ fromNs: Nanoseconds, toNs: Nanoseconds, usualNs: Nanoseconds })),
    collapses: z.array(z.object({ fromNs: Nanoseconds, toNs: Nanoseconds, count: Count, usual: Count })),
  }),
});
