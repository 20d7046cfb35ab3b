import { z } from 'zod';
import { EventRow } from '../../model/event.ts';
import { Count, Nanoseconds, Sha256 } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';

/** What a source says of the clock of another: both hold values that name one moment. */
export const ClockEstimate = z.object({
  /** The other source: one for all files of a rotation. */
  source: z.string(),
  /** Its artifacts, whose clock would be taken as right. */
  sha256s: z.array(Sha256),
  /** Values that stand in both. */
  anchors: Count,
  found: z.object({
    /** To be added to recorded times. */
    offsetNs: Nanoseconds,
    /** ±, that of the other source's clock not included. */
    uncertaintyNs: Nanoseconds,
    agreeing: Count,
    /** Seconds per second that the clock gains on the other, where it is more than uncertain: no one offset is right for all of it. */
    drift: z.number().optional(),
    /** First, middle and last of those that agree. */
    examples: z.array(z.object({ value: z.string(), here: EventRow, there: EventRow })),
  }).optional(),
  /** Why nothing is known, without `found`: nothing in common, too little, or nothing that agrees. */
  reason: z.enum(['no-anchors', 'too-few', 'no-agreement']).optional(),
});
export type ClockEstimate = z.infer<typeof ClockEstimate>;

/** Compares the clock of the source that these artifacts are with every other source of about the same time; the surest first. */
export const estimateClock = defineMethod({
  name: 'evidence.estimateClock', kind: 'call', scope: 'case', errors: ['query/too-slow'],
  input: z.object({ sha256s: z.array(Sha256).min(1) }),
  output: z.array(ClockEstimate),
});
