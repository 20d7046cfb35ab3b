import { z } from 'zod';
import { Nanoseconds } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';

/**
 * Where sources fell silent against their own rate within a span, both ends included, in time order: from a source's last
 * record before a pause to its first after. The longest, when there are more than the limit.
 */
export const listGaps = defineMethod({
  name: 'events.gaps', kind: 'call', scope: 'case', errors: [],
  input: z.object({ fromNs: Nanoseconds, toNs: Nanoseconds, limit: z.number().int().min(1).max(1000).default(100) }),
  output: z.array(z.object({
    /** The source: one for all files of a rotation. */
    source: z.string(),
    fromNs: Nanoseconds,
    toNs: Nanoseconds,
    /** Usual time between two of its records. */
    usualNs: Nanoseconds,
  })),
});
