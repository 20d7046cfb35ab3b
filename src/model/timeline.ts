import { z } from 'zod';
import { EvidenceReference } from './evidence.ts';
import { Nanoseconds, Zone } from './primitives.ts';

export const ENTRY_KINDS = [
  'impact', 'detection', 'diagnosis', 'decision', 'action', 'change', 'communication', 'recovery', 'observation',
] as const;
export const EntryKind = z.enum(ENTRY_KINDS);
export type EntryKind = z.infer<typeof EntryKind>;

export const LANES = ['impact', 'detection', 'response', 'decisions', 'changes', 'communication', 'evidence'] as const;
export type Lane = (typeof LANES)[number];

/** The lane an entry stands in follows from what it is. */
export const LANE_OF_KIND: Readonly<Record<EntryKind, Lane>> = {
  impact: 'impact', detection: 'detection', diagnosis: 'response', action: 'response', recovery: 'response',
  decision: 'decisions', change: 'changes', communication: 'communication', observation: 'evidence',
};

/** In the order an incident passes them. `stabilised`: nothing gets worse any more, and what is left to do can wait. */
export const MILESTONES = ['impact-start', 'detected', 'acknowledged', 'mitigated', 'stabilised', 'resolved'] as const;
export const Milestone = z.enum(MILESTONES);
export type Milestone = z.infer<typeof Milestone>;

export const MILESTONE_TITLE: Readonly<Record<Milestone, string>> = {
  'impact-start': 'Impact start', detected: 'Detected', acknowledged: 'Acknowledged', mitigated: 'Mitigated', stabilised: 'Stabilised',
  resolved: 'Resolved',
};

/**
 * When an entry happened. `point`: at `startNs`. `interval`: from `startNs` to `endNs`. `between`: at one unknown
 * moment from `startNs` to `endNs`. `uncertaintyNs` is ± on each bound. `zone` is the zone it was said in.
 */
export const EntryTime = z
  .object({
    form: z.enum(['point', 'interval', 'between']),
    startNs: Nanoseconds,
    endNs: Nanoseconds.optional(),
    uncertaintyNs: z.bigint().min(0n).max(2n ** 62n),
    basis: z.enum(['evidence', 'stated', 'estimated']),
    zone: Zone,
    /** The original wording, where there was one. */
    text: z.string().max(400).optional(),
  })
  .refine((t) => (t.form === 'point' ? t.endNs === undefined : t.endNs !== undefined && t.endNs >= t.startNs), {
    message: 'a point has no end; an interval or "between" ends no earlier than it starts',
  });
export type EntryTime = z.infer<typeof EntryTime>;

export const TimelineEntry = z.object({
  id: z.string().min(1).max(64),
  kind: EntryKind,
  title: z.string().min(1).max(500),
  /** Markdown. */
  note: z.string().max(100_000),
  time: EntryTime,
  /** The role that acted or spoke ("database on-call"), not a person's name. */
  role: z.string().max(200),
  /** At most one entry of a case holds each milestone. */
  milestone: Milestone.optional(),
  /** When responders came to know of it, where that was later than it happened. Left out: as it happened. */
  knownSinceNs: Nanoseconds.optional(),
  /** Not told outside the organisation: external reports leave it out. */
  internal: z.boolean().optional(),
  evidence: z.array(EvidenceReference).max(1000),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** A duration that two milestones define. Definitions are printed wherever the number is. */
export interface MilestoneDuration {
  readonly id: 'TTD' | 'TTA' | 'TTM' | 'TTS' | 'TTR';
  readonly title: string;
  readonly definition: string;
  readonly from: Milestone;
  readonly to: Milestone;
  readonly fromNs: bigint;
  readonly toNs: bigint;
  readonly durationNs: bigint;
  /** ± on the duration: the sum of both ends' uncertainty, half the width of a "between" included. */
  readonly uncertaintyNs: bigint;
}

const DURATIONS: ReadonlyArray<{ id: MilestoneDuration['id']; title: string; from: Milestone; to: Milestone }> = [
  { id: 'TTD', title: 'Time to detect', from: 'impact-start', to: 'detected' },
  { id: 'TTA', title: 'Time to acknowledge', from: 'detected', to: 'acknowledged' },
  { id: 'TTM', title: 'Time to mitigate', from: 'impact-start', to: 'mitigated' },
  { id: 'TTS', title: 'Time to stabilise', from: 'impact-start', to: 'stabilised' },
  { id: 'TTR', title: 'Time to resolve', from: 'impact-start', to: 'resolved' },
];

/** The durations for which both milestones stand. May be negative: contradictions are shown, not hidden. */
export function milestoneDurations(entries: readonly TimelineEntry[]): MilestoneDuration[] {
  const held = new Map(entries.filter((e) => e.milestone).map((e) => [e.milestone!, e]));
  return DURATIONS.flatMap(({ id, title, from: fromMilestone, to: toMilestone }) => {
    const a = held.get(fromMilestone);
    const b = held.get(toMilestone);
    if (!a || !b) return [];
    const from = startEstimate(a.time);
    const to = startEstimate(b.time);
    return [{
      id, title, from: fromMilestone, to: toMilestone, definition: `${MILESTONE_TITLE[fromMilestone].toLowerCase()} to ${MILESTONE_TITLE[toMilestone].toLowerCase()}`,
      fromNs: from.estimateNs, toNs: to.estimateNs, durationNs: to.estimateNs - from.estimateNs,
      uncertaintyNs: from.uncertaintyNs + to.uncertaintyNs,
    }];
  });
}

/** Something that milestones say that cannot be, or cannot be known. */
export interface MilestoneProblem {
  /** `contradiction`: the order cannot be. `unsure`: clocks do not tell the order. `incomplete`: nothing to measure from. */
  readonly kind: 'contradiction' | 'unsure' | 'incomplete';
  /** One sentence for people. */
  readonly text: string;
  /** The entry to look at first. */
  readonly entryId: string;
}

/**
 * What is wrong with the milestones, worst first. A detection before the impact is taken when its note says why (an
 * early warning is one): any other milestone before one that comes first in `MILESTONES` contradicts itself.
 */
export function milestoneProblems(entries: readonly TimelineEntry[]): MilestoneProblem[] {
  const held = MILESTONES.flatMap((milestone) => entries.find((e) => e.milestone === milestone) ?? []);
  const problems = held.flatMap((later, i) => held.slice(0, i).flatMap((earlier): MilestoneProblem[] => {
    const [from, to] = [startEstimate(earlier.time), startEstimate(later.time)];
    const apartNs = to.estimateNs - from.estimateNs;
    const jointNs = from.uncertaintyNs + to.uncertaintyNs;
    const [first, second] = [MILESTONE_TITLE[earlier.milestone!], MILESTONE_TITLE[later.milestone!]];
    if (apartNs < -jointNs) {
      const isWarning = earlier.milestone === 'impact-start' && later.milestone === 'detected';
      if (isWarning && later.note.trim() !== '') return [];
      const text = isWarning
        ? `${second} is before ${first}. Move one of them, or say in the note of ${second} why it was seen before it hurt.`
        : `${second} is before ${first}. One of them is at the wrong time or on the wrong entry.`;
      return [{ kind: 'contradiction', text, entryId: later.id }];
    }
    // Exact and equal is one moment: detected by the very failure, mitigated and resolved at once.
    if (jointNs > 0n && apartNs < jointNs) return [{ kind: 'unsure', text: `Whether ${second} came after ${first} is not established: their times are less sure than they are apart.`, entryId: later.id }];
    return [];
  }));
  const [some] = held;
  if (some && some.milestone !== 'impact-start') {
    problems.push({ kind: 'incomplete', text: `No entry is ${MILESTONE_TITLE['impact-start']}: what is measured from it cannot be said.`, entryId: some.id });
  }
  const ORDER = { contradiction: 0, unsure: 1, incomplete: 2 };
  return problems.toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind]);
}

/**
 * Best estimate of an entry's start and the ± that covers every moment it may have been: a "between" is known to
 * half its width around its middle, so that no duration claims what cannot have been.
 */
export function startEstimate(time: EntryTime): { estimateNs: bigint; uncertaintyNs: bigint } {
  if (time.form !== 'between') return { estimateNs: time.startNs, uncertaintyNs: time.uncertaintyNs };
  const widthNs = time.endNs! - time.startNs;
  return { estimateNs: time.startNs + widthNs / 2n, uncertaintyNs: time.uncertaintyNs + (widthNs + 1n) / 2n };
}

/**
 * Whether an entry was learned only after it was over, its uncertainty included: nobody could act on it while it
 * happened. "As known at the time" leaves these out.
 */
export function isHindsight(entry: Pick<TimelineEntry, 'time' | 'knownSinceNs'>): boolean {
  const { time, knownSinceNs } = entry;
  return knownSinceNs !== undefined && knownSinceNs > (time.endNs ?? time.startNs) + time.uncertaintyNs;
}

/** Entries in time order; equal starts keep a stable order by id. */
export function byTime(a: TimelineEntry, b: TimelineEntry): number {
  if (a.time.startNs !== b.time.startNs) return a.time.startNs < b.time.startNs ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * Whether the order of two entries is known: their starts are further apart than their joint uncertainty.
 * Two exact entries at the same nanosecond have no known order either.
 */
export function orderEstablished(a: EntryTime, b: EntryTime): boolean {
  const [first, second] = a.startNs <= b.startNs ? [a, b] : [b, a];
  const firstLatest = first.form === 'between' ? first.endNs! : first.startNs;
  return second.startNs - firstLatest > first.uncertaintyNs + second.uncertaintyNs;
}
