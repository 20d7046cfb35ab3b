import { z } from 'zod';
import { Clock, ClockNote } from './clock.ts';
import { NewComment } from './comment.ts';
import { EvidenceReference } from './evidence.ts';
import { Item, ItemKind } from './item.ts';
import { Count, Nanoseconds, Sha256, Zone } from './primitives.ts';
import { Highlighter, Mark, SavedFilter } from './saved.ts';
import { LineFormatDefinition } from './line-format.ts';
import { TableMapping } from './table-mapping.ts';
import { EntryKind, EntryTime, Milestone, TimelineEntry } from './timeline.ts';

/**
 * Every change to what people wrote is one of these. Each has an inverse that casefile computes and journals
 * in the same transaction; undo, history and crash safety come from that one mechanism.
 */

/** A replacement in the postmortem, in UTF-16 units of the text before it. */
export const TextEdit = z.object({ offset: Count, deleted: z.string(), inserted: z.string() });
export type TextEdit = z.infer<typeof TextEdit>;

export const CaseUpdate = z.object({
  title: z.string().min(1).max(300).optional(),
  /** The organisation's own number ("INC-2417"); empty when there is none. */
  incidentId: z.string().max(100).optional(),
  /** Zone of the time ruler; UTC beside it always. */
  zone: Zone.optional(),
});

/** `milestone: null` takes the milestone away, `knownSinceNs: null` says it was known as it happened; absent fields stay as they are. */
export const EntryPatch = z.object({
  kind: EntryKind.optional(),
  title: z.string().min(1).max(500).optional(),
  note: z.string().max(100_000).optional(),
  time: EntryTime.optional(),
  role: z.string().max(200).optional(),
  milestone: Milestone.nullable().optional(),
  knownSinceNs: Nanoseconds.nullable().optional(),
  internal: z.boolean().optional(),
  evidence: z.array(EvidenceReference).max(1000).optional(),
});
export type EntryPatch = z.infer<typeof EntryPatch>;

const simpleCommands = [
  z.object({ name: z.literal('case.update'), input: CaseUpdate }),
  /** Adds a reference that the postmortem cites; citing the same bytes again changes nothing. */
  z.object({ name: z.literal('evidence.cite'), input: z.object({ reference: EvidenceReference }) }),
  z.object({ name: z.literal('evidence.uncite'), input: z.object({ key: z.string() }) }),
  /**
   * How an artifact is read: the zone of times that name none, and what the columns of a table mean. `null` takes back
   * what was said; absent stays. The engine reads the artifact again, now and whenever this is undone.
   */
  z.object({ name: z.literal('evidence.read'), input: z.object({ sha256: Sha256, zone: Zone.nullable().optional(), mapping: TableMapping.nullable().optional(), format: LineFormatDefinition.nullable().optional() }) }),
  /**
   * Sets the clock of a source: all its artifacts, whose recorded times the index then corrects, whatever kind they are of.
   * A slice of a followed source that comes later has the clock of those before it.
   */
  z.object({ name: z.literal('clock.set'), input: Clock.extend({ artifacts: z.array(Sha256).min(1).max(100_000), note: ClockNote }) }),
  /** Takes back what was said of clocks: times are as recorded. */
  z.object({ name: z.literal('clock.clear'), input: z.object({ artifacts: z.array(Sha256).min(1).max(100_000) }) }),
  /** Fails with `timeline/entry-exists` when the id is taken. A milestone held by another entry moves to this one. */
  z.object({ name: z.literal('timeline.add'), input: z.object({ entry: TimelineEntry }) }),
  z.object({ name: z.literal('timeline.update'), input: z.object({ id: z.string(), patch: EntryPatch }) }),
  z.object({ name: z.literal('timeline.remove'), input: z.object({ id: z.string() }) }),
  /**
   * Edits apply one after the other. Fails with `postmortem/conflict` (data: the current text and revision) when
   * `baseRevision` is not the current one or a `deleted` text does not stand where it is said to.
   */
  z.object({ name: z.literal('postmortem.edit'), input: z.object({ baseRevision: Count, edits: z.array(TextEdit).min(1) }) }),
  /** Writes over the one of the same id, or makes a new one; so do the highlighter and the mark. */
  z.object({ name: z.literal('filter.save'), input: z.object({ filter: SavedFilter }) }),
  z.object({ name: z.literal('filter.remove'), input: z.object({ id: z.string() }) }),
  z.object({ name: z.literal('highlighter.save'), input: z.object({ highlighter: Highlighter }) }),
  z.object({ name: z.literal('highlighter.remove'), input: z.object({ id: z.string() }) }),
  z.object({ name: z.literal('mark.set'), input: z.object({ mark: Mark }) }),
  z.object({ name: z.literal('mark.remove'), input: z.object({ sha256: Sha256, offsetBytes: Count }) }),
  /** Fails with `comment/exists` when the id is taken, `timeline/entry-not-found` when there is no such entry. */
  z.object({ name: z.literal('comment.add'), input: z.object({ comment: NewComment }) }),
  z.object({ name: z.literal('comment.edit'), input: z.object({ id: z.string(), text: z.string().min(1).max(20_000) }) }),
  /** Settles it or opens it again. Who and when is filled in by the case. */
  z.object({ name: z.literal('comment.resolve'), input: z.object({ id: z.string(), resolved: z.boolean(), by: z.string().max(200).optional(), atNs: Nanoseconds.optional() }) }),
  z.object({ name: z.literal('comment.remove'), input: z.object({ id: z.string() }) }),
  /** Actions, people, reviews and what else stands in item.ts: writes over the one of the same kind and id, or makes a new one. */
  z.object({ name: z.literal('item.save'), input: z.object({ item: Item }) }),
  z.object({ name: z.literal('item.remove'), input: z.object({ kind: ItemKind, id: z.string() }) }),
] as const;

const SimpleCommand = z.discriminatedUnion('name', simpleCommands);
export type SimpleCommand = z.infer<typeof SimpleCommand>;

/** `batch`: several commands as one step of undo, all or nothing. */
export const Command = z.discriminatedUnion('name', [
  ...simpleCommands,
  z.object({ name: z.literal('batch'), input: z.object({ label: z.string(), commands: z.array(SimpleCommand).min(1) }) }),
]);
export type Command = z.infer<typeof Command>;

/**
 * Where referenced evidence lies now. The engine's own: it runs it once it has found the same bytes there, so that no
 * shell can point a case at others.
 */
export interface RelinkCommand {
  readonly name: 'evidence.relink';
  readonly input: { readonly links: ReadonlyArray<{ readonly sha256: string; readonly location: string }> };
}

/** A line of the case's history: who changed what, when. `undone` steps stay on record. */
export const JournalEntry = z.object({
  seq: Count,
  atNs: Nanoseconds,
  author: z.string(),
  kind: z.enum(['do', 'undo', 'redo', 'note']),
  /** Command name, or for a note what happened ("evidence.add", "report.write"). */
  command: z.string(),
  /** One line for people: "Added “Deploy v14” to Changes". */
  summary: z.string(),
  undone: z.boolean(),
});
export type JournalEntry = z.infer<typeof JournalEntry>;
