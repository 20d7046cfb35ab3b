import type { AgendaItem, Review } from './review.ts';
import { byTime, type TimelineEntry } from './timeline.ts';

/** A review as it is run: its plan, the way through the timeline, and what people could know at each step. */

/**
 * The agenda a new review begins with, an hour. After the debriefing guides of Etsy (facilitation guide, 2016), PagerDuty
 * (post-mortem meetings) and Howie: people's own view of the moment first, what to do about it last.
 */
export const DEFAULT_AGENDA: readonly AgendaItem[] = [
  {
    id: 'welcome', title: 'How we talk', minutes: 3, shows: 'title',
    words: 'Everybody did what made sense to them with what they knew then.\n\nWe ask how it looked at the time, not who.\n\nWhat we cannot settle here goes to the parking lot.',
    presenterNotes: 'Say why we are here: to learn, not to judge. Say who takes notes. Ask everybody to speak of roles.',
  },
  {
    id: 'known', title: 'What we know', minutes: 5, shows: 'facts', words: '',
    presenterNotes: 'Read the summary aloud. Ask whether anybody remembers it otherwise; note that rather than argue it.',
  },
  {
    id: 'walk', title: 'Walk the timeline', minutes: 25, shows: 'timeline', words: '',
    presenterNotes: 'At each decision ask for the cue, the goals, the assessment, the action, in that order. Let those who were there speak first.',
  },
  {
    id: 'surprises', title: 'What surprised us', minutes: 10, shows: 'learnings', words: 'What did we believe about the system that turned out not to be so?',
    presenterNotes: 'Go round the room. One sentence each, written down as a learning.',
  },
  {
    id: 'helped', title: 'What helped', minutes: 5, shows: 'learnings', words: 'What made it shorter or smaller than it could have been?',
    presenterNotes: 'Luck counts, and is worth writing down as luck.',
  },
  {
    id: 'actions', title: 'Actions', minutes: 8, shows: 'actions', words: '',
    presenterNotes: 'For each: who owns it, by when, and how anybody will see that it is done. Declined ones keep their reason.',
  },
  { id: 'parking', title: 'Parking lot', minutes: 2, shows: 'parking-lot', words: '', presenterNotes: 'Each item gets an owner or is let go.' },
  { id: 'close', title: 'Close', minutes: 2, shows: 'title', words: 'Thank you. The minutes are in the case already.', presenterNotes: 'Say when the postmortem will be sent round.' },
];

export function plannedMinutes(agenda: readonly AgendaItem[]): number {
  return agenda.reduce((sum, item) => sum + item.minutes, 0);
}

export type ReviewPhase = 'planned' | 'running' | 'ended';

export function phaseOf({ startedAtNs, endedAtNs }: Pick<Review, 'startedAtNs' | 'endedAtNs'>): ReviewPhase {
  return startedAtNs === undefined ? 'planned' : endedAtNs === undefined ? 'running' : 'ended';
}

/** The review that a screen shows first: one that runs, else the newest that is planned, else the last that ended. */
export function currentReview(reviews: readonly Review[]): Review | undefined {
  const newest = reviews.toSorted((a, b) => (a.id < b.id ? 1 : -1));
  return newest.find((r) => phaseOf(r) === 'running') ?? newest.find((r) => phaseOf(r) === 'planned') ?? newest[0];
}

/** What people could know at an entry: what had happened and was known by then, and what had happened and was not. */
export interface KnownThen {
  /** Newest first; the entry itself is not among them. */
  readonly known: readonly TimelineEntry[];
  /** Happened before, came to be known after. In the order of time. */
  readonly unknown: readonly TimelineEntry[];
}

export function knownThen(entries: readonly TimelineEntry[], entry: TimelineEntry): KnownThen {
  const atNs = entry.time.endNs ?? entry.time.startNs;
  const before = entries.filter((e) => e.id !== entry.id && e.time.startNs <= atNs && byTime(e, entry) <= 0);
  const isKnown = (e: TimelineEntry): boolean => e.knownSinceNs === undefined || e.knownSinceNs <= atNs;
  return { known: before.filter(isKnown).toSorted(byTime).toReversed(), unknown: before.filter((e) => !isKnown(e)).toSorted(byTime) };
}
