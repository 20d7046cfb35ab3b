import type { EntryPatch } from '../../../model/command.ts';
import { MILESTONE_TITLE, type TimelineEntry } from '../../../model/timeline.ts';
import { encodeCanonical } from '../canonical-json.ts';
import type { Store } from '../store.ts';
import { type Change, checkReference, defineCommand, NOTHING, refuse } from './define.ts';
import { laneName, quote, when } from './words.ts';

export const timelineAdd = defineCommand({
  name: 'timeline.add',
  apply(store, { entry }) {
    if (store.entry(entry.id)) refuse('timeline/entry-exists', `The timeline already has an entry ${entry.id}.`, { id: entry.id });
    entry.evidence.forEach((reference) => checkReference(store, reference));
    const giveBack = takeMilestone(store, entry);
    store.putEntry(entry);
    return {
      inverse: [{ name: 'timeline.remove', input: { id: entry.id } }, ...giveBack],
      summary: `Added ${quote(entry.title)} to ${laneName(entry)}`,
    };
  },
});

export const timelineRemove = defineCommand({
  name: 'timeline.remove',
  apply(store, { id }) {
    const entry = find(store, id);
    store.removeEntry(id);
    return { inverse: [{ name: 'timeline.add', input: { entry } }], summary: `Removed ${quote(entry.title)} from ${laneName(entry)}` };
  },
});

export const timelineUpdate = defineCommand({
  name: 'timeline.update',
  apply(store, { id, patch }) {
    const before = find(store, id);
    const after: TimelineEntry = {
      ...before,
      kind: patch.kind ?? before.kind, title: patch.title ?? before.title, note: patch.note ?? before.note,
      time: patch.time ?? before.time, role: patch.role ?? before.role, evidence: patch.evidence ?? before.evidence,
    };
    if (patch.milestone === null) delete after.milestone;
    else if (patch.milestone !== undefined) after.milestone = patch.milestone;
    if (patch.knownSinceNs === null) delete after.knownSinceNs;
    else if (patch.knownSinceNs !== undefined) after.knownSinceNs = patch.knownSinceNs;
    if (patch.internal === false) delete after.internal;
    else if (patch.internal) after.internal = true;
    const old = changedFields(before, after);
    if (FIELDS.every((field) => old[field] === undefined)) return { inverse: NOTHING, summary: `${quote(before.title)} stays as it is` };
    if (old.evidence) after.evidence.forEach((reference) => checkReference(store, reference));
    const giveBack = takeMilestone(store, after);
    store.putEntry(after);
    return { inverse: [{ name: 'timeline.update', input: { id, patch: old } }, ...giveBack], summary: describe(before, after, old) };
  },
});

function find(store: Store, id: string): TimelineEntry {
  return store.entry(id) ?? refuse('timeline/entry-not-found', `The timeline has no entry ${id}; it may have been removed elsewhere.`, { id });
}

/** Frees the milestone of `entry` from any other entry that holds it. The changes returned restore that. */
function takeMilestone(store: Store, entry: TimelineEntry): Change[] {
  if (entry.milestone === undefined) return [];
  const holder = store.holderOf(entry.milestone);
  if (!holder || holder.id === entry.id) return [];
  const { milestone: _, ...without } = holder;
  store.putEntry(without);
  return [{ name: 'timeline.update', input: { id: holder.id, patch: { milestone: entry.milestone } } }];
}

/** The patch that leads from `after` back to `before`; empty when they are the same. */
function changedFields(before: TimelineEntry, after: TimelineEntry): EntryPatch {
  const differs = (key: keyof TimelineEntry): boolean => encodeCanonical([before[key] ?? null]) !== encodeCanonical([after[key] ?? null]);
  const patch: EntryPatch = {};
  if (differs('kind')) patch.kind = before.kind;
  if (differs('title')) patch.title = before.title;
  if (differs('note')) patch.note = before.note;
  if (differs('time')) patch.time = before.time;
  if (differs('role')) patch.role = before.role;
  if (differs('milestone')) patch.milestone = before.milestone ?? null;
  if (differs('knownSinceNs')) patch.knownSinceNs = before.knownSinceNs ?? null;
  if (differs('internal')) patch.internal = before.internal ?? false;
  if (differs('evidence')) patch.evidence = before.evidence;
  return patch;
}

const FIELDS = ['kind', 'title', 'note', 'time', 'role', 'milestone', 'knownSinceNs', 'internal', 'evidence'] as const satisfies ReadonlyArray<keyof EntryPatch>;

function describe(before: TimelineEntry, after: TimelineEntry, old: EntryPatch): string {
  const title = quote(before.title);
  const changed = FIELDS.filter((field) => old[field] !== undefined);
  if (changed.length > 1) return `Changed ${changed.map((field) => (field === 'knownSinceNs' ? 'since when it was known' : field === 'internal' ? 'who is told' : field)).join(', ')} of ${title}`;
  switch (changed[0]) {
    case 'title':
      return `Renamed ${title} to ${quote(after.title)}`;
    case 'time':
      return `Moved ${title} to ${when(after.time)}`;
    case 'kind':
      return `Moved ${title} to ${laneName(after)}`;
    case 'milestone':
      return after.milestone ? `Made ${title} the milestone ${MILESTONE_TITLE[after.milestone]}` : `Took the milestone from ${title}`;
    case 'knownSinceNs':
      return after.knownSinceNs === undefined
        ? `Noted that ${title} was known as it happened`
        : `Noted that ${title} was known since ${when({ form: 'point', startNs: after.knownSinceNs, uncertaintyNs: 0n, basis: 'stated', zone: after.time.zone })}`;
    case 'internal':
      return after.internal ? `Kept ${title} internal` : `Let ${title} be told outside`;
    case 'evidence':
      return after.evidence.length > before.evidence.length ? `Added evidence to ${title}` : `Changed the evidence of ${title}`;
    default:
      return `Changed ${changed[0]} of ${title}`;
  }
}
