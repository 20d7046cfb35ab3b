import { z } from 'zod';
import { Count } from '../primitives.ts';

/** What the analysis of a fault tree says. Ids are those of nodes; events of common causes are named by `commonCauseEvents`. */

/** A count that may exceed 2^53. */
const Many = z.bigint().nonnegative();

/** A minimal cut set, or of a tree that is not coherent a prime implicant: `complement` then says that the event does not happen. */
export const CutSet = z.object({
  events: z.array(z.object({ id: z.string(), complement: z.boolean() })),
  /** `undefined` while an event in it has no probability. */
  probability: z.number().optional(),
  /** All of it observed; one of it known not to have happened; or still open, with the events to find out about. */
  state: z.enum(['evidenced', 'excluded', 'open']),
  undecided: z.array(z.string()),
});
export type CutSet = z.infer<typeof CutSet>;

/**
 * Of one event for one top event, as IEC 61025 and NUREG/CR-3385 define them; `undefined` where its formula divides by zero.
 * `cutSets`: in how many it is.
 */
export const Importance = z.object({
  id: z.string(),
  cutSets: Many,
  probability: z.number(),
  birnbaum: z.number(),
  criticality: z.number().optional(),
  /** The share of the top event's probability of what contains the event: P(union of its cut sets) ÷ P(top). */
  fussellVesely: z.number().optional(),
  /** Diagnostic importance: P(event | top). */
  diagnostic: z.number().optional(),
  raw: z.number().optional(),
  rrw: z.number().optional(),
});
export type Importance = z.infer<typeof Importance>;

export const Uncertainty = z.object({
  samples: Count, seed: Count, mean: z.number(), sigma: z.number(),
  /** Probabilities at the 5th, 50th and 95th of a hundred. */
  p05: z.number(), median: z.number(), p95: z.number(),
  /** p95 ÷ median. */
  errorFactor: z.number().optional(),
  /** Ascending; `counts[i]` samples lie in `edges[i]` to `edges[i + 1]`. */
  edges: z.array(z.number()), counts: z.array(Count),
});
export type Uncertainty = z.infer<typeof Uncertainty>;

/** An option that would settle open cut sets: to find out whether an event happened. */
export const Check = z.object({ id: z.string(), settles: z.array(Count) });
export type Check = z.infer<typeof Check>;

export const TopEventResult = z.object({
  id: z.string(),
  /** `undefined` while an event that matters has no probability, named in `withoutProbability`. */
  probability: z.number().optional(),
  /** `exact`, or what the number is when exact was too large. */
  method: z.enum(['exact', 'rare-event', 'min-cut-upper-bound', 'lower-bound']),
  /** Between which it lies for certain, where it is not exact. */
  bounds: z.object({ lower: z.number(), upper: z.number() }).optional(),
  rareEvent: z.number().optional(),
  minCutUpperBound: z.number().optional(),
  withoutProbability: z.array(z.string()),
  coherent: z.boolean(),
  cutSets: z.object({
    /** What is counted and listed. Of a coherent tree both are the same. */
    kind: z.enum(['minimal-cut-sets', 'prime-implicants']).optional(),
    /** Of all within the limits; `undefined` when they could not be counted (`truncated` says what is known). */
    count: Many.optional(),
    byOrder: z.array(z.object({ order: Count, count: Many })),
    /** Limits that were asked for or hit, and what they leave out: a sentence for people. Empty: nothing is left out. */
    truncated: z.array(z.string()),
    /** The most probable, or the smallest while probabilities are missing, `more` when there are others. */
    list: z.array(CutSet),
    more: z.boolean(),
    evidenced: Many, excluded: Many, open: Many,
  }),
  importance: z.array(Importance),
  /** Given what is observed: P(top | what happened and what did not). */
  givenObserved: z.number().optional(),
  /** The fewest events to find out about so that each open set in `list` is decided, the most telling first. */
  checks: z.array(Check),
  uncertainty: Uncertainty.optional(),
  /** What is not as drawn: "“G3” (PAND) is taken as AND". */
  approximations: z.array(z.string()),
});
export type TopEventResult = z.infer<typeof TopEventResult>;

/** Something wrong with the tree: a loop, a gate without inputs, an expression that cannot be read. `id`: the node, where it is of one. */
export const FaultTreeProblem = z.object({ id: z.string().optional(), name: z.string().optional(), message: z.string(), fatal: z.boolean() });
export type FaultTreeProblem = z.infer<typeof FaultTreeProblem>;

export const FaultTreeAnalysis = z.object({
  tops: z.array(TopEventResult),
  /** Worked-out probability of each event that has one. */
  probabilities: z.array(z.object({ id: z.string(), probability: z.number() })),
  /** Events that common-cause groups stand for: id, name and members. */
  commonCauseEvents: z.array(z.object({ id: z.string(), group: z.string(), members: z.array(z.string()) })),
  problems: z.array(FaultTreeProblem),
  seconds: z.number(),
});
export type FaultTreeAnalysis = z.infer<typeof FaultTreeAnalysis>;

export const FaultTreeAnalysisOptions = z.object({
  /** Cut sets of more events than this are left out. */
  maxOrder: z.number().int().min(1).max(1000).optional(),
  /** Cut sets less probable than this are left out. */
  minProbability: z.number().min(0).max(1).optional(),
  /**
   * Of a tree that is not coherent: prime implicants, where there are not too many, or minimal cut sets (the events that
   * happen, without those that do not) as `tephra faulttree` and SCRAM count them. Default: prime implicants.
   */
  products: z.enum(['prime-implicants', 'minimal-cut-sets']).optional(),
  /** How many cut sets are listed. */
  listMost: z.number().int().min(0).max(100_000).optional(),
  uncertainty: z.object({ samples: z.number().int().min(1).max(1_000_000), seed: Count }).optional(),
});
export type FaultTreeAnalysisOptions = z.infer<typeof FaultTreeAnalysisOptions>;
