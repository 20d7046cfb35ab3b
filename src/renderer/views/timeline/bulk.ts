import { localToInstant, nsToCivil, zoneOffsetNs } from '../../../base/time.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import { plural } from '../../../base/text.ts';
import type { EntryPatch, SimpleCommand } from '../../../model/command.ts';
import type { Comment } from '../../../model/comment.ts';
import { referenceKey } from '../../../model/evidence.ts';
import { byTime, isHindsight, MILESTONE_TITLE, type EntryKind, type EntryTime, type TimelineEntry } from '../../../model/timeline.ts';
import { movedTime } from './draft.ts';
import { clockText, nameOf, zoneText } from './words.ts';

/** What is done to several entries as one step. Each of these gives the commands of a batch, none when nothing changes. */
export interface BulkEdit {
  readonly kind?: EntryKind | undefined;
  readonly role?: string | undefined;
  readonly shiftNs?: bigint | undefined;
  /** `instants`: they were said in this zone and are right. `clocks`: the clock times are right and were read in a wrong zone. */
  readonly zone?: { readonly zone: string; readonly keep: 'instants' | 'clocks' } | undefined;
  readonly milestoneOff?: boolean | undefined;
  /** Since when they were known; `as-it-happened` takes back that it was later. */
  readonly knownSince?: bigint | 'as-it-happened' | undefined;
}

export function bulkCommands(entries: readonly TimelineEntry[], edit: BulkEdit): SimpleCommand[] {
  return entries.flatMap((entry): SimpleCommand[] => {
    const patch: EntryPatch = {};
    if (edit.kind !== undefined && edit.kind !== entry.kind) patch.kind = edit.kind;
    if (edit.role !== undefined && edit.role !== entry.role) patch.role = edit.role;
    if (edit.milestoneOff && entry.milestone !== undefined) patch.milestone = null;
    if (edit.knownSince === 'as-it-happened') {
      if (entry.knownSinceNs !== undefined) patch.knownSinceNs = null;
    } else if (edit.knownSince !== undefined && edit.knownSince !== entry.knownSinceNs) patch.knownSinceNs = edit.knownSince;
    let { time } = entry;
    if (edit.zone) time = edit.zone.keep === 'clocks' ? readInZone(time, edit.zone.zone) : time.zone === edit.zone.zone ? time : { ...time, zone: edit.zone.zone };
    if (edit.shiftNs !== undefined && edit.shiftNs !== 0n) time = movedTime(time, time.startNs + edit.shiftNs);
    if (time !== entry.time) patch.time = time;
    return Object.keys(patch).length === 0 ? [] : [{ name: 'timeline.update', input: { id: entry.id, patch } }];
  });
}

/** What an edit does, for the history: "Changed kind and time of 3 entries". */
export function bulkLabel(edit: BulkEdit, count: number): string {
  const what = [
    edit.kind === undefined ? [] : ['kind'], edit.role === undefined ? [] : ['role'], edit.shiftNs === undefined ? [] : ['time'],
    edit.zone === undefined ? [] : ['zone'], edit.milestoneOff ? ['milestone'] : [],
    edit.knownSince === undefined ? [] : ['since when they were known'],
  ].flat();
  const list = what.length > 1 ? `${what.slice(0, -1).join(', ')} and ${what.at(-1)!}` : what[0];
  return `Changed ${list ?? 'nothing'} of ${plural(count, 'entry', 'entries')}`;
}

/** The same clock times in another zone. A time that the zone skips or has twice is read as `localToInstant` says. */
function readInZone(time: EntryTime, zone: string): EntryTime {
  if (time.zone === zone) return time;
  const again = (ns: bigint): bigint => localToInstant(nsToCivil(ns + zoneOffsetNs(ns, time.zone)), zone).ns;
  const startNs = again(time.startNs);
  const endNs = time.endNs === undefined ? undefined : again(time.endNs);
  // Where clocks were set back an end may read earlier than its start: the length is then what is certain.
  return { ...time, zone, startNs, endNs: endNs !== undefined && endNs < startNs ? startNs + (time.endNs! - time.startNs) : endNs };
}

export function removeCommands(entries: readonly TimelineEntry[]): SimpleCommand[] {
  return entries.map((entry) => ({ name: 'timeline.remove', input: { id: entry.id } }));
}

const MOST_NOTE = 100_000;
const MOST_EVIDENCE = 1000;
const MOST_ROLE = 200;

/**
 * Several entries as one: the first keeps its title and kind and spans all of them, the words of the others go into
 * its note, evidence is joined. Fails with `timeline/cannot-merge` where something would be lost or changed in
 * silence, a milestone's time above all.
 */
export function merged(entries: readonly TimelineEntry[], zone: string): Result<TimelineEntry> {
  const sorted = entries.toSorted(byTime);
  const [first, ...others] = sorted;
  if (!first || others.length === 0) return cannotMerge('Select two entries or more.');
  const time = spanOf(sorted, first);
  const marked = sorted.filter((e) => e.milestone !== undefined);
  if (marked.length > 1) return cannotMerge(`Several of them are milestones (${marked.map((e) => MILESTONE_TITLE[e.milestone!]).join(', ')}). Take all but one off first.`);
  const [holder] = marked;
  if (holder && holder.time.startNs !== time.startNs) {
    return cannotMerge(`${MILESTONE_TITLE[holder.milestone!]} would move to ${clockText(time.startNs, zone)} ${zoneText(time.startNs, zone)}. Take the milestone off first.`);
  }
  const late = sorted.filter(isHindsight);
  if (late.length > 0 && late.length < sorted.length) return cannotMerge('Some of them were known at the time and some were learned later. One entry cannot be both.');
  const evidence = [...new Map(sorted.flatMap((e) => e.evidence).map((r) => [referenceKey(r), r])).values()];
  const note = [first.note, ...others.map((e) => (e.title === first.title && e.note === '' ? '' : `${clockText(e.time.startNs, zone)} ${zoneText(e.time.startNs, zone)} ${e.title}${e.note === '' ? '' : `\n${e.note}`}`))]
    .filter((text) => text.trim() !== '').join('\n\n');
  const role = [...new Set(sorted.map((e) => e.role).filter((r) => r !== ''))].join(', ');
  if (note.length > MOST_NOTE) return cannotMerge('Their notes together are too long. Merge fewer.');
  if (evidence.length > MOST_EVIDENCE) return cannotMerge('They have more than 1,000 references together. Merge fewer.');
  if (role.length > MOST_ROLE) return cannotMerge('Their roles together are too long. Give them one role first.');
  const entry: TimelineEntry = { ...first, time, note, role, evidence };
  if (holder) entry.milestone = holder.milestone;
  // The whole is known once its last part is.
  if (late.length > 0) entry.knownSinceNs = late.reduce((latest, e) => (e.knownSinceNs! > latest ? e.knownSinceNs! : latest), late[0]!.knownSinceNs!);
  else delete entry.knownSinceNs;
  return ok(entry);
}

function spanOf(sorted: readonly TimelineEntry[], first: TimelineEntry): EntryTime {
  const startNs = first.time.startNs;
  const endNs = sorted.reduce((latest, { time }) => ((time.endNs ?? time.startNs) > latest ? time.endNs ?? time.startNs : latest), startNs);
  const uncertaintyNs = sorted.reduce((widest, { time }) => (time.uncertaintyNs > widest ? time.uncertaintyNs : widest), 0n);
  const basis = sorted.every((e) => e.time.basis === first.time.basis) ? first.time.basis : 'estimated';
  if (sorted.every((e) => e.time.form === 'point') && endNs === startNs) return { form: 'point', startNs, uncertaintyNs, basis, zone: first.time.zone };
  // One moment that several people placed somewhere stays one moment.
  const form = sorted.every((e) => e.time.form === 'between') ? 'between' : 'interval';
  return { form, startNs, endNs, uncertaintyNs, basis, zone: first.time.zone };
}

/**
 * The commands that put `into` (see `merged`) in the place of `entries`. Milestones are free before it takes one. What
 * was said (`comments`) of the others goes on being said of it, by whom and when it was.
 */
export function mergeCommands(entries: readonly TimelineEntry[], into: TimelineEntry, comments: readonly Comment[], newId: () => string): SimpleCommand[] {
  const patch: EntryPatch = { time: into.time, note: into.note, role: into.role, evidence: into.evidence };
  if (into.milestone !== undefined) patch.milestone = into.milestone;
  patch.knownSinceNs = into.knownSinceNs ?? null;
  const others = entries.filter((e) => e.id !== into.id);
  const gone = new Set(others.map((e) => e.id));
  const carried = comments.filter((c) => c.subjectKind === 'entry' && gone.has(c.subjectId));
  return [
    ...removeCommands(others), { name: 'timeline.update', input: { id: into.id, patch } },
    ...carried.map((comment): SimpleCommand => ({ name: 'comment.add', input: { comment: { ...comment, id: newId(), subjectId: into.id } } })),
  ];
}

function cannotMerge(message: string): Result<never> {
  return fail('timeline/cannot-merge', message);
}

/**
 * One entry as two. An interval ends at `atNs` and the second goes on from there; a moment gives a second entry of the
 * same time. Evidence belongs to both until somebody says otherwise; note and milestone stay with the first.
 */
export function splitCommands(entry: TimelineEntry, atNs: bigint, newId: string): Result<readonly SimpleCommand[]> {
  const second: TimelineEntry = { id: newId, kind: entry.kind, title: entry.title, note: '', time: entry.time, role: entry.role, evidence: entry.evidence };
  if (entry.knownSinceNs !== undefined) second.knownSinceNs = entry.knownSinceNs;
  if (entry.time.form !== 'interval') return ok([{ name: 'timeline.add', input: { entry: second } }]);
  if (atNs <= entry.time.startNs || atNs >= entry.time.endNs!) return fail('timeline/cannot-split', 'That is not inside the entry.');
  // Where it was cut is somebody's judgement, whatever the ends rest on.
  const cut = { basis: 'estimated', text: undefined } as const;
  return ok([
    { name: 'timeline.add', input: { entry: { ...second, time: { ...entry.time, ...cut, startNs: atNs } } } },
    { name: 'timeline.update', input: { id: entry.id, patch: { time: { ...entry.time, ...cut, endNs: atNs } } } },
  ]);
}

export function mergeLabel(entries: readonly TimelineEntry[], into: TimelineEntry): string {
  return `Merged ${plural(entries.length, 'entry', 'entries')} into “${nameOf(into)}”`;
}
