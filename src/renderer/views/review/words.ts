import { formatTimeOfDay } from '../../../base/time.ts';
import type { EntryTime } from '../../../model/timeline.ts';
import type { Person } from '../../../model/person.ts';
import type { ATTENDEE_PARTS, MinuteForm, Prompt } from '../../../model/review.ts';
import type { CaptureForm } from './use-review.ts';

export const FORM_TITLE: Readonly<Record<CaptureForm, string>> = {
  decision: 'Decision', learning: 'Learning', question: 'Question', parked: 'Park', note: 'Note', action: 'Action',
};
export const FORM_PLURAL: Readonly<Record<MinuteForm, string>> = {
  decision: 'Decisions', learning: 'Learnings', question: 'Questions', parked: 'Parking lot', note: 'Notes',
};
/** Key that begins to write one. */
export const FORM_KEY: Readonly<Record<CaptureForm, string>> = { action: 'a', decision: 'd', learning: 'l', question: 'q', parked: 'p', note: 't' };
export const PROMPT_TITLE: Readonly<Record<Prompt, string>> = { cue: 'Cue', goals: 'Goals', assessment: 'Assessment', action: 'Action' };
export const PART_TITLE: Readonly<Record<(typeof ATTENDEE_PARTS)[number], string>> = { facilitator: 'Facilitator', scribe: 'Scribe', participant: 'Participant', observer: 'Observer' };

/** How the room calls somebody: the name as the screen shows names, the role beside it. */
export function personText(person: Person, asRoles: (text: string) => string): string {
  const name = asRoles(person.name);
  return person.role === '' || name === person.role ? name : `${name}, ${person.role}`;
}

/** To the second: what is read aloud. The entry itself has every digit. */
export function clockText(ns: bigint, zone: string): string {
  return formatTimeOfDay(ns, zone, 'second');
}

export function whenText({ form, startNs, endNs }: EntryTime, zone: string): string {
  const start = clockText(startNs, zone);
  if (endNs === undefined || clockText(endNs, zone) === start) return start;
  return form === 'interval' ? `${start} to ${clockText(endNs, zone)}` : `between ${start} and ${clockText(endNs, zone)}`;
}
