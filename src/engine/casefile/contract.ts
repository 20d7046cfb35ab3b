import type { Result } from '../../base/result.ts';
import type { Clock } from '../../model/clock.ts';
import type { Command, JournalEntry, RelinkCommand } from '../../model/command.ts';
import type { Comment, CommentSubject } from '../../model/comment.ts';
import type { EvidenceReference } from '../../model/evidence.ts';
import type { LineFormatDefinition } from '../../model/line-format.ts';
import type { Item, ItemKind } from '../../model/item.ts';
import type { Highlighter, Mark, SavedFilter } from '../../model/saved.ts';
import type { Search } from '../../model/search-history.ts';
import type { TableMapping } from '../../model/table-mapping.ts';
import type { TimelineEntry } from '../../model/timeline.ts';

/** Where bytes were unpacked from. */
export interface Part {
  /** SHA-256 of the archive or compressed file. */
  readonly container: string;
  /** The member's path in it, made safe to show. */
  readonly path: string;
}

/** How people said an artifact is to be read, where it is not as it was handed in. */
export interface Reading {
  readonly zone?: string | undefined;
  readonly mapping?: TableMapping | undefined;
  /** A format that a person described. */
  readonly format?: LineFormatDefinition | undefined;
}

/** What people said of the clock that wrote an artifact, and why. */
export interface SaidClock extends Clock {
  readonly sha256: string;
  readonly note: string;
}

/** Custody of one artifact: what people handed in and when. The derived half is in the index. */
export interface Custody {
  readonly sha256: string;
  readonly paths: readonly string[];
  readonly sizeBytes: number;
  readonly addedAtNs: bigint;
  readonly addedBy: string;
  readonly storage: 'copied' | 'referenced';
  /** Absolute path for `referenced`, where it lies now; path inside the case folder for `copied`. */
  readonly location: string;
  /** Zone for times that name none: what was handed in with it, or what people said since. */
  readonly zone: string;
  /** What people said since it came in; left out when nothing. */
  readonly reading?: Reading | undefined;
  /** Archives in which these bytes are a member; left out when they were handed in themselves and nowhere else. */
  readonly partOf?: readonly Part[] | undefined;
  /** Why people set its clock as they did; left out where they did not. */
  readonly clockNote?: string | undefined;
}

/** A path somebody asked to take in, on record before work on it starts, so that a killed ingest goes on. */
export interface IntakeRequest {
  readonly id: string;
  readonly path: string;
  readonly storage: 'copied' | 'referenced';
  readonly zone: string;
  readonly requestedBy: string;
  readonly requestedAtNs: bigint;
}

/** A source that grows while it is taken in: a log file that is written, a stream such as standard input. */
export interface FollowedSource {
  readonly id: string;
  readonly kind: 'file' | 'stream';
  /** A file's absolute path, a stream's name. */
  readonly location: string;
  /** What its slices are shown under; unique in the case. */
  readonly name: string;
  readonly zone: string;
}

/** One life of a source: a file until it is rotated or truncated, a stream until it begins anew. Counted from 1. */
export interface FollowedRun {
  readonly source: string;
  readonly run: number;
  /** Device and inode of a file. */
  readonly file: string | undefined;
}

/** A piece of a run that is an artifact. The end of the last one is how far the source was taken in. */
export interface FollowedSlice {
  readonly source: string;
  readonly run: number;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly sha256: string;
}

/** Reading half: all a report or an analysis gets. */
export interface CaseReader {
  meta(): { caseId: string; title: string; incidentId: string; zone: string; createdAtNs: bigint };
  workRevision(): number;
  custody(): readonly Custody[];
  artifactCount(): number;
  /** How many members of each container are artifacts of the case, by the container's SHA-256. */
  memberCounts(): ReadonlyMap<string, number>;
  artifact(sha256: string): Custody | undefined;
  /** All that people said of how to read evidence, as one text: to know at little cost whether it changed. */
  readings(): string;
  /** Clocks as people said, by hash; slices that came in since are not among them (ingest/clocks.ts). */
  clocks(): readonly SaidClock[];
  /** The same as one text: to know at little cost whether it changed. */
  clocksText(): string;
  timeline(): readonly TimelineEntry[];
  postmortem(): { text: string; revision: number };
  /** What the postmortem cites, oldest first; what entries cite stands in the entries. */
  references(): readonly EvidenceReference[];
  /** Saved filters by name, highlighters in the order they were made, marks in time order (those without a time last). */
  saved(): { readonly filters: readonly SavedFilter[]; readonly highlighters: readonly Highlighter[]; readonly marks: readonly Mark[] };
  /** Oldest first: all, on one kind of subject, or on one. Those on entries that were removed come back with them. */
  comments(subjectKind?: CommentSubject, subjectId?: string): readonly Comment[];
  /** Actions, people, reviews and the rest of model/item.ts: those of these kinds, or all; by kind and id. */
  items(kinds?: readonly ItemKind[]): readonly Item[];
  history(beforeSeq: number | undefined, limit: number): readonly JournalEntry[];
  /** What was searched for, oldest first. */
  searches(): readonly Search[];
  /** What was done to one timeline entry, newest first; steps that were undone are marked so. */
  entryHistory(id: string, limit: number): readonly JournalEntry[];
}

/** case.sqlite, open. Synchronous: better-sqlite3, small transactions, each durable when it returns. */
export interface CaseFile extends CaseReader {
  run(command: Command | RelinkCommand, author: string): Result<{ workRevision: number; summary: string }>;
  undo(author: string): Result<{ workRevision: number; summary: string }>;
  redo(author: string): Result<{ workRevision: number; summary: string }>;
  undoState(): { undoLabel: string | undefined; redoLabel: string | undefined };
  /** Puts something that is not a command on the record (evidence taken in, a report written, a verification). */
  note(event: string, summary: string, detail: Readonly<Record<string, unknown>>, author: string): void;
  /**
   * Adds an artifact or another path of one, and puts it on the record (`custody.add`) in the same transaction;
   * true when anything was new. This, the intake requests and `note` throw `FailureError` (`file/not-writable`,
   * `case/damaged`) when the file cannot be written.
   */
  addCustody(custody: Custody): boolean;
  /** The same for several in one transaction: all or none. How many were new. */
  addAllCustody(custody: readonly Custody[]): number;
  /** Keeps the format that an artifact was found to have with it, and on the record; people can say otherwise (`evidence.read`). */
  keepFormat(sha256: string, format: LineFormatDefinition, author: string): void;
  /** Keeps a search, over the one of the same id; not a step of the journal: how people looked is not what they wrote. */
  keepSearch(search: Search): void;
  /** Forgets a search and what was made from it, or all. */
  forgetSearches(id: string | undefined): void;
  requestIntake(request: IntakeRequest): void;
  finishIntake(id: string): void;
  pendingIntake(): readonly IntakeRequest[];
  followedSources(): readonly FollowedSource[];
  addFollowedSource(source: FollowedSource): void;
  /** The newest run of a source. */
  followedRun(source: string): FollowedRun | undefined;
  /** Begins a run, or says that it goes on in another file. */
  putFollowedRun(run: FollowedRun): void;
  /** Slices of a run in the order of the source. */
  followedSlices(source: string, run: number): readonly FollowedSlice[];
  followedSlice(sha256: string): FollowedSlice | undefined;
  /** Adds a slice of a run and its artifact in one transaction: killed at any moment, both are there or neither. */
  addFollowedSlice(slice: FollowedSlice, custody: Custody): void;
  /** Integrity of the database and of the journal's hash chain. */
  check(): { database: Result<string>; journal: Result<string> };
  close(): void;
}
