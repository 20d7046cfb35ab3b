import { fail, ok, type Result } from '../../../base/result.ts';
import type { EntryPatch } from '../../../model/command.ts';
import type { EvidenceReference } from '../../../model/evidence.ts';
import { formatDurationText, formatTimeText, parseDurationText, parseTimeText, type ParsedTime, type TimeZero } from '../../../model/time-text.ts';
import type { EntryKind, EntryTime, Milestone, TimelineEntry } from '../../../model/timeline.ts';

/** An entry while it is being written: as typed, valid or not. */
export interface Draft {
  readonly kind: EntryKind;
  readonly title: string;
  readonly form: EntryTime['form'];
  readonly start: string;
  readonly end: string;
  readonly uncertainty: string;
  readonly basis: EntryTime['basis'];
  readonly role: string;
  readonly milestone: Milestone | 'none';
  /** When it became known, as typed; empty: as it happened. */
  readonly knownSince: string;
  readonly note: string;
  readonly evidence: readonly EvidenceReference[];
}

export type DraftField = 'title' | 'start' | 'end' | 'uncertainty' | 'knownSince';

export interface DraftContext {
  readonly zone: string;
  /** Instant whose date a bare time of day belongs to. */
  readonly nearNs: bigint;
  readonly nowNs: bigint;
  /** What `T+5m` counts from. */
  readonly t0?: TimeZero | undefined;
}

export function emptyDraft(startNs: bigint | undefined, zone: string): Draft {
  return {
    kind: 'observation', title: '', form: 'point', start: startNs === undefined ? 'now' : formatTimeText(startNs, zone), end: '', uncertainty: '',
    basis: 'stated', role: '', milestone: 'none', knownSince: '', note: '', evidence: [],
  };
}

export function draftOf(entry: TimelineEntry, zone: string): Draft {
  const { time } = entry;
  return {
    kind: entry.kind, title: entry.title, form: time.form, start: formatTimeText(time.startNs, zone),
    end: time.endNs === undefined ? '' : formatTimeText(time.endNs, zone), uncertainty: formatDurationText(time.uncertaintyNs),
    basis: time.basis, role: entry.role, milestone: entry.milestone ?? 'none',
    knownSince: entry.knownSinceNs === undefined ? '' : formatTimeText(entry.knownSinceNs, zone), note: entry.note, evidence: entry.evidence,
  };
}

export interface ReadDraft {
  readonly start: Result<ParsedTime>;
  readonly end: Result<ParsedTime> | undefined;
  readonly uncertainty: Result<bigint>;
  readonly knownSince: Result<ParsedTime> | undefined;
  /** What keeps it from being saved, by field. */
  readonly problems: Partial<Record<DraftField, string>>;
}

/** Understands a draft as far as it can be. */
export function readDraft(draft: Draft, context: DraftContext): ReadDraft {
  const start = parseTimeText(draft.start, context);
  // A bare end belongs to the day of the start.
  const end = draft.form === 'point' ? undefined : parseTimeText(draft.end, { ...context, nearNs: start.ok ? start.value.ns : context.nearNs });
  const uncertainty = parseDurationText(draft.uncertainty);
  const knownSince = draft.knownSince.trim() === '' ? undefined : parseTimeText(draft.knownSince, { ...context, nearNs: start.ok ? start.value.ns : context.nearNs });
  const problems: Partial<Record<DraftField, string>> = {};
  if (draft.title.trim() === '') problems.title = 'Say what happened in a few words.';
  else if (draft.title.trim().length > 500) problems.title = 'At most 500 characters. The rest fits into the note.';
  if (!start.ok) problems.start = start.failure.message;
  if (end && !end.ok) problems.end = end.failure.message;
  else if (end?.ok && start.ok && end.value.ns < start.value.ns) problems.end = 'The end is before the start.';
  if (!uncertainty.ok) problems.uncertainty = uncertainty.failure.message;
  if (knownSince && !knownSince.ok) problems.knownSince = knownSince.failure.message;
  else if (knownSince?.ok && start.ok && knownSince.value.ns < start.value.ns) problems.knownSince = 'It cannot be known before it begins. Leave this empty when it was known as it happened.';
  return { start, end, uncertainty, knownSince, problems };
}

/** The entry a draft describes; fails with `timeline/draft-incomplete` and the first problem. */
export function entryOf(draft: Draft, id: string, context: DraftContext): Result<TimelineEntry> {
  const read = readDraft(draft, context);
  const [problem] = Object.values(read.problems);
  if (problem !== undefined || !read.start.ok || !read.uncertainty.ok || (read.end && !read.end.ok) || (read.knownSince && !read.knownSince.ok)) return fail('timeline/draft-incomplete', problem ?? '');
  return ok({
    id, kind: draft.kind, title: draft.title.trim(), note: draft.note, role: draft.role.trim(),
    milestone: draft.milestone === 'none' ? undefined : draft.milestone, knownSinceNs: read.knownSince?.value.ns, evidence: [...draft.evidence],
    time: {
      form: draft.form, startNs: read.start.value.ns, endNs: read.end?.value.ns, uncertaintyNs: read.uncertainty.value,
      basis: draft.basis, zone: read.start.value.zone, text: undefined,
    },
  });
}

/** What changes an entry into another; `undefined` when nothing does. The wording of a time stays while the time does. */
export function patchBetween(before: TimelineEntry, after: TimelineEntry): EntryPatch | undefined {
  const patch: { -readonly [K in keyof EntryPatch]: EntryPatch[K] } = {};
  if (after.kind !== before.kind) patch.kind = after.kind;
  if (after.title !== before.title) patch.title = after.title;
  if (after.note !== before.note) patch.note = after.note;
  if (after.role !== before.role) patch.role = after.role;
  if (after.milestone !== before.milestone) patch.milestone = after.milestone ?? null;
  if (after.knownSinceNs !== before.knownSinceNs) patch.knownSinceNs = after.knownSinceNs ?? null;
  if (!sameEvidence(after.evidence, before.evidence)) patch.evidence = after.evidence;
  if (!sameTime(after.time, before.time)) patch.time = after.time;
  return Object.keys(patch).length === 0 ? undefined : patch;
}

function sameEvidence(a: readonly EvidenceReference[], b: readonly EvidenceReference[]): boolean {
  return a.length === b.length && a.every((reference, i) => reference === b[i]);
}

/** The zone of a time that was not retyped is the one it was said in, whatever zone the screen shows. */
function sameTime(a: EntryTime, b: EntryTime): boolean {
  return a.form === b.form && a.startNs === b.startNs && a.endNs === b.endNs && a.uncertaintyNs === b.uncertaintyNs && a.basis === b.basis;
}

/** The time moved as a whole. Moved by hand it is no longer what the evidence or a person said. */
export function movedTime(time: EntryTime, startNs: bigint): EntryTime {
  const by = startNs - time.startNs;
  return { ...time, startNs, endNs: time.endNs === undefined ? undefined : time.endNs + by, basis: 'estimated', text: undefined };
}
