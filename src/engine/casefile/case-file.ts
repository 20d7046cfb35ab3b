import { type Failure, FailureError, ok, type Result } from '../../base/result.ts';
import { formatCount, plural } from '../../base/text.ts';
import type { Command, JournalEntry, RelinkCommand } from '../../model/command.ts';
import type { Comment, CommentSubject } from '../../model/comment.ts';
import type { EvidenceReference } from '../../model/evidence.ts';
import type { Item, ItemKind } from '../../model/item.ts';
import { slicePlace } from '../../model/source-name.ts';
import type { LineFormatDefinition } from '../../model/line-format.ts';
import type { Search } from '../../model/search-history.ts';
import type { TimelineEntry } from '../../model/timeline.ts';
import { encodeCanonical } from './canonical-json.ts';
import { signed } from './commands/comment.ts';
import { applyCommand } from './commands/index.ts';
import type { CaseFile, Custody, FollowedRun, FollowedSlice, FollowedSource, IntakeRequest, SaidClock } from './contract.ts';
import { countCustody, countMembers, findCustody, listCustody, listRequests, putCustody, putRequest, removeRequest } from './custody.ts';
import { damaged, databaseFailure, databaseProblems, type Db } from './database.ts';
import { findSlice, lastRun, listSlices, listSources, putRun, putSlice, putSource } from './followed.ts';
import { appendJournal, journalNaming, journalPage, type JournalKind, type JournalRow, journalSteps, verifyChain } from './journal.ts';
import { CASE_CREATED, CUSTODY_ADDED, doAgain, FORMAT_FOUND, takeBack, verifyReplay } from './replay.ts';
import { listSearches, putSearch, removeSearches } from './search-store.ts';
import { Store } from './store.ts';
import { caretAfter, continuedGroup, type Typing } from './typing.ts';
import { UndoStack } from './undo-stack.ts';

type Changed = Result<{ workRevision: number; summary: string }>;

/** Makes a `CaseFile` of an open database whose schema is current. Throws SqliteError when it cannot be read. */
export function caseFileOn(db: Db, path: string, nowNs: () => bigint): CaseFile {
  return new SqliteCaseFile(db, path, nowNs);
}

class SqliteCaseFile implements CaseFile {
  readonly #db: Db;
  readonly #path: string;
  readonly #nowNs: () => bigint;
  readonly #store: Store;
  readonly #stack = new UndoStack();
  #workRevision = 0;
  /** Set while the newest step is typing; any other step ends it. */
  #typing: Typing | undefined;

  constructor(db: Db, path: string, nowNs: () => bigint) {
    this.#db = db;
    this.#path = path;
    this.#nowNs = nowNs;
    this.#store = new Store(db);
    for (const row of journalSteps(db)) {
      this.#stack.follow(row);
      this.#workRevision = row.seq;
    }
  }

  meta(): ReturnType<CaseFile['meta']> {
    return this.#store.meta();
  }

  workRevision(): number {
    return this.#workRevision;
  }

  custody(): readonly Custody[] {
    return listCustody(this.#db);
  }

  artifactCount(): number {
    return countCustody(this.#db);
  }

  memberCounts(): ReadonlyMap<string, number> {
    return countMembers(this.#db);
  }

  artifact(sha256: string): Custody | undefined {
    return findCustody(this.#db, sha256);
  }

  readings(): string {
    return this.#store.readings();
  }

  clocks(): readonly SaidClock[] {
    return this.#store.clocks();
  }

  clocksText(): string {
    return this.#store.clocksText();
  }

  timeline(): readonly TimelineEntry[] {
    return this.#store.timeline();
  }

  postmortem(): { text: string; revision: number } {
    return this.#store.postmortem();
  }

  references(): readonly EvidenceReference[] {
    return this.#store.references();
  }

  saved(): ReturnType<CaseFile['saved']> {
    const { saved } = this.#store;
    return { filters: saved.filters(), highlighters: saved.highlighters(), marks: saved.marks() };
  }

  comments(subjectKind?: CommentSubject, subjectId?: string): readonly Comment[] {
    return this.#store.comments.seen(subjectKind, subjectId);
  }

  items(kinds?: readonly ItemKind[]): readonly Item[] {
    return this.#store.items.list(kinds);
  }

  searches(): readonly Search[] {
    return listSearches(this.#db);
  }

  history(beforeSeq: number | undefined, limit: number): readonly JournalEntry[] {
    return journalPage(this.#db, beforeSeq, limit).map((row) => this.#told(row));
  }

  entryHistory(id: string, limit: number): readonly JournalEntry[] {
    return journalNaming(this.#db, id, limit).map((row) => this.#told(row));
  }

  #told({ seq, atNs, author, kind, command, summary, group }: JournalRow): JournalEntry {
    return { seq, atNs, author, kind, command, summary, undone: kind === 'do' && group !== undefined && !this.#stack.isLive(group) };
  }

  run(command: Command | RelinkCommand, author: string): Changed {
    return this.#write(() => {
      const atNs = this.#nowNs();
      const asked = wellFormed(signed(command, author, atNs));
      const { inverse, summary } = applyCommand(this.#store, asked);
      if (inverse.length === 0) return ok({ workRevision: this.#workRevision, summary });
      const continued = continuedGroup(this.#typing, asked, author, atNs);
      const row = appendJournal(this.#db, (seq) => ({
        atNs, author, kind: 'do', command: asked.name, input: encodeCanonical(asked), inverse: encodeCanonical(inverse),
        group: continued ?? seq, summary,
      }));
      return () => {
        const group = row.group!;
        const caret = caretAfter(asked);
        const startedAtNs = continued === undefined ? atNs : this.#typing!.startedAtNs;
        this.#typing = caret === undefined ? undefined : { author, group, startedAtNs, atNs, caret };
        return this.#followed(row);
      };
    });
  }

  undo(author: string): Changed {
    return this.#step('undo', author);
  }

  redo(author: string): Changed {
    return this.#step('redo', author);
  }

  undoState(): { undoLabel: string | undefined; redoLabel: string | undefined } {
    return { undoLabel: this.#stack.nextUndo()?.label, redoLabel: this.#stack.nextRedo()?.label };
  }

  note(event: string, summary: string, detail: Readonly<Record<string, unknown>>, author: string): void {
    if (event === CASE_CREATED || event === CUSTODY_ADDED || event === FORMAT_FOUND) throw new Error(`${event} is for casefile alone: it carries state`);
    this.#orThrow(() => {
      this.#appendNote(event, summary, encodeCanonical(detail), author);
    });
  }

  addCustody(custody: Custody): boolean {
    return this.addAllCustody([custody]) > 0;
  }

  addAllCustody(custody: readonly Custody[]): number {
    return this.#orThrow(() => {
      let added = 0;
      for (const one of custody) if (this.#addOneCustody(one)) added++;
      return added;
    });
  }

  keepFormat(sha256: string, format: LineFormatDefinition, author: string): void {
    this.#orThrow(() => {
      const found = wellFormed({ sha256, format });
      this.#store.setReading(sha256, { ...this.#store.reading(sha256), format: found.format });
      this.#appendNote(FORMAT_FOUND, `Found ${shownName(this.#store.nameOfArtifact(sha256) ?? '')} to be ${format.title}`, encodeCanonical(found), author);
    });
  }

  keepSearch(search: Search): void {
    this.#orThrow(() => putSearch(this.#db, wellFormed(search)));
  }

  forgetSearches(id: string | undefined): void {
    this.#orThrow(() => removeSearches(this.#db, id));
  }

  requestIntake(request: IntakeRequest): void {
    this.#orThrow(() => putRequest(this.#db, request));
  }

  finishIntake(id: string): void {
    this.#orThrow(() => removeRequest(this.#db, id));
  }

  pendingIntake(): readonly IntakeRequest[] {
    return listRequests(this.#db);
  }

  followedSources(): readonly FollowedSource[] {
    return listSources(this.#db);
  }

  addFollowedSource(source: FollowedSource): void {
    this.#orThrow(() => putSource(this.#db, wellFormed(source)));
  }

  followedRun(source: string): FollowedRun | undefined {
    return lastRun(this.#db, source);
  }

  putFollowedRun(run: FollowedRun): void {
    this.#orThrow(() => putRun(this.#db, run));
  }

  followedSlices(source: string, run: number): readonly FollowedSlice[] {
    return listSlices(this.#db, source, run);
  }

  followedSlice(sha256: string): FollowedSlice | undefined {
    return findSlice(this.#db, sha256);
  }

  addFollowedSlice(slice: FollowedSlice, custody: Custody): void {
    this.#orThrow(() => {
      this.#addOneCustody(custody);
      putSlice(this.#db, slice);
    });
  }

  check(): { database: Result<string>; journal: Result<string> } {
    return { database: this.#checked(() => this.#checkDatabase()), journal: this.#checked(() => this.#checkJournal()) };
  }

  close(): void {
    if (this.#db.open) this.#db.close();
  }

  /** Inside a transaction. */
  #addOneCustody(custody: Custody): boolean {
    // A name of a file on Linux is bytes and may decode to what UTF-8 cannot hold.
    const taken = wellFormed(custody);
    if (!putCustody(this.#db, taken)) return false;
    this.#appendNote(CUSTODY_ADDED, `Took in ${shownName(taken.paths[0] ?? '')} (${taken.sha256.slice(0, 8)})`, encodeCanonical(taken), taken.addedBy);
    return true;
  }

  #checkDatabase(): Result<string> {
    const problems = databaseProblems(this.#db, 'integrity_check');
    const orphans = this.#db.prepare<[], { table: string }>('PRAGMA foreign_key_check').all();
    if (orphans.length > 0) problems.push(`${plural(orphans.length, 'row')} of ${orphans[0]!.table} belong to nothing`);
    if (problems.length > 0) return { ok: false, failure: damaged(this.#path, problems[0]!) };
    return ok('The database is sound.');
  }

  #checkJournal(): Result<string> {
    const chain = verifyChain(this.#db);
    if (!chain.ok) return chain;
    const replayed = verifyReplay(this.#db);
    if (!replayed.ok) return replayed;
    return ok(`${plural(chain.value.rows, 'step')}, chain complete, head ${chain.value.hash}. The case is what they lead to.`);
  }

  #step(kind: 'undo' | 'redo', author: string): Changed {
    const step = kind === 'undo' ? this.#stack.nextUndo() : this.#stack.nextRedo();
    if (!step) {
      return { ok: false, failure: { code: `work/nothing-to-${kind}`, message: kind === 'undo' ? 'There is nothing to undo.' : 'There is nothing to redo.' } };
    }
    return this.#write(() => {
      if (kind === 'undo') takeBack(this.#db, this.#store, step.seqs);
      else doAgain(this.#db, this.#store, step.seqs);
      const row = appendJournal(this.#db, () => ({
        atNs: this.#nowNs(), author, kind, command: `work.${kind}`, input: undefined, inverse: undefined, group: step.group,
        summary: `${kind === 'undo' ? 'Undid' : 'Redid'}: ${step.label}`,
      }));
      return () => {
        this.#typing = undefined;
        return this.#followed(row);
      };
    });
  }

  #followed(row: { seq: number; kind: JournalKind; group: number | undefined; summary: string }): Changed {
    this.#stack.follow(row);
    this.#workRevision = row.seq;
    return ok({ workRevision: row.seq, summary: row.summary });
  }

  #appendNote(command: string, summary: string, input: string, author: string): void {
    appendJournal(this.#db, () => ({ atNs: this.#nowNs(), author, kind: 'note', command, input, inverse: undefined, group: undefined, summary }));
  }

  /** Runs `change` in a transaction; what it returns runs after the commit, so memory never gets ahead of the disk. */
  #write(change: () => Changed | (() => Changed)): Changed {
    try {
      const outcome = this.#db.transaction(change).immediate();
      return typeof outcome === 'function' ? outcome() : outcome;
    } catch (error) {
      const failure = error instanceof FailureError ? error.failure : databaseFailure(error, this.#path);
      if (!failure) throw error;
      return { ok: false, failure };
    }
  }

  /** A transaction whose expected failures go on as `FailureError`: the contract has no room for a `Result` there. */
  #orThrow<T>(change: () => T): T {
    try {
      return this.#db.transaction(change).immediate();
    } catch (error) {
      const failure = databaseFailure(error, this.#path);
      throw failure ? new FailureError(failure) : error;
    }
  }

  #checked(check: () => Result<string>): Result<string> {
    try {
      return check();
    } catch (error) {
      const failure: Failure | undefined = databaseFailure(error, this.#path);
      if (!failure) throw error;
      return { ok: false, failure };
    }
  }
}

/** A file's name, or a slice with the name of its source. */
function shownName(path: string): string {
  const slice = slicePlace(path);
  const name = (slice?.source ?? path).split(/[\\/]/).at(-1) ?? '';
  return slice ? `${name} from byte ${formatCount(slice.offsetBytes)} of run ${slice.run}` : name;
}

/** Lone surrogates have no UTF-8 form: replaced throughout, so that journal, hash and tables hold one text. */
function wellFormed<T>(value: T): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- strings for strings: the shape stays
  return wellFormedStrings(value) as T;
}

function wellFormedStrings(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormedStrings);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, wellFormedStrings(v)]));
}
