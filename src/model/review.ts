import { z } from 'zod';
import { Count, Nanoseconds } from './primitives.ts';

export const AGENDA_SHOWS = ['title', 'facts', 'timeline', 'learnings', 'actions', 'parking-lot'] as const;

export const AgendaItem = z.object({
  id: z.string().min(1).max(64),
  title: z.string().min(1).max(300),
  /** Planned. */
  minutes: Count.max(600),
  /** What a part shows: its title and words, the facts of the incident, the timeline entry by entry, learnings, actions, what was parked. */
  shows: z.enum(AGENDA_SHOWS),
  /** Markdown that everybody sees under the title. */
  words: z.string().max(5000),
  /** Only the presenter sees them. */
  presenterNotes: z.string().max(20_000),
});
export type AgendaItem = z.infer<typeof AgendaItem>;

export const ATTENDEE_PARTS = ['facilitator', 'scribe', 'participant', 'observer'] as const;

export const Attendee = z.object({
  personId: z.string().min(1).max(64),
  part: z.enum(ATTENDEE_PARTS),
  present: z.boolean(),
});
export type Attendee = z.infer<typeof Attendee>;

/** A blameless review session: what was planned, who was there, when it ran. What came of it are minutes and actions. */
export const Review = z.object({
  kind: z.literal('review'),
  id: z.string().min(1).max(64),
  title: z.string().min(1).max(300),
  agenda: z.array(AgendaItem).max(50),
  attendance: z.array(Attendee).max(500),
  startedAtNs: Nanoseconds.optional(),
  endedAtNs: Nanoseconds.optional(),
});
export type Review = z.infer<typeof Review>;

/** What a session leaves behind. `parked`: to be talked of another time. */
export const MINUTE_FORMS = ['decision', 'learning', 'question', 'parked', 'note'] as const;
export type MinuteForm = (typeof MINUTE_FORMS)[number];

/** The four things to ask about a decision of the time: what people noticed, wanted, took to be so, and did. */
export const PROMPTS = ['cue', 'goals', 'assessment', 'action'] as const;
export const Prompt = z.enum(PROMPTS);
export type Prompt = z.infer<typeof Prompt>;

export const PROMPT_QUESTION: Readonly<Record<Prompt, string>> = {
  cue: 'What did you notice at that moment, and where did you see it?',
  goals: 'What were you trying to get done, and what pulled the other way?',
  assessment: 'What did you take to be going on, and what would have told you otherwise?',
  action: 'What did you do, what else did you consider, and what made this one sensible?',
};

export const Minute = z.object({
  kind: z.literal('minute'),
  id: z.string().min(1).max(64),
  reviewId: z.string().min(1).max(64),
  form: z.enum(MINUTE_FORMS),
  text: z.string().min(1).max(20_000),
  /** Part of the agenda, timeline entry and prompt that were on the screen. */
  agendaId: z.string().max(64).optional(),
  entryId: z.string().max(64).optional(),
  prompt: Prompt.optional(),
  /** Who said it, as a role; empty for the room. */
  role: z.string().max(200),
  /** Votes for it: ids of persons, or marks the facilitator made for people in the room. */
  votes: z.array(z.string().min(1).max(64)).max(500),
  /** A parked item or question that was dealt with. */
  settled: z.boolean(),
  atNs: Nanoseconds,
});
export type Minute = z.infer<typeof Minute>;
