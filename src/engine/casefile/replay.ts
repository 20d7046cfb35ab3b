import { fail, ok, type Result } from '../../base/result.ts';
import { decodeTrusted, encodeCanonical } from './canonical-json.ts';
import type { LineFormatDefinition } from '../../model/line-format.ts';
import { type Applicable, applyChanges, applyCommand, type Change, forRedo } from './commands/index.ts';
import type { Custody } from './contract.ts';
import { listCustody, putCustody } from './custody.ts';
import { type Db, memoryDatabase } from './database.ts';
import { journalRow, type JournalRow, journalRows } from './journal.ts';
import { type CaseMeta, Store } from './store.ts';
import { UndoStack } from './undo-stack.ts';

/** Notes that carry state: everything else a note says is for people only. */
export const CASE_CREATED = 'case.create';
export const CUSTODY_ADDED = 'custody.add';
export const FORMAT_FOUND = 'evidence.format';

export interface FormatFound {
  readonly sha256: string;
  readonly format: LineFormatDefinition;
}

export interface CaseCreated {
  readonly meta: CaseMeta;
  readonly postmortem: string;
}

/**
 * Runs the journal again from the empty case and compares. The hash chain shows that the journal is as it was
 * written; this shows that the case is what the journal says, so that a change made past Tephra is found.
 */
export function verifyReplay(db: Db): Result<undefined> {
  const copy = memoryDatabase();
  try {
    const store = new Store(copy);
    const stack = new UndoStack();
    copy.exec('BEGIN');
    for (const row of journalRows(db)) replayRow(db, copy, store, stack, row);
    copy.exec('COMMIT');
    const found = stateOf(db);
    const part = [...stateOf(copy)].find(([name, text]) => found.get(name) !== text)?.[0];
    if (part === undefined) return ok(undefined);
    return fail('case/journal-broken', `The ${part} of the case was changed without Tephra: it does not follow from the history.`, { part });
  } catch (error) {
    return fail('case/journal-broken', `The history of the case cannot be followed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    copy.close();
  }
}

function replayRow(db: Db, copy: Db, store: Store, stack: UndoStack, row: JournalRow): void {
  switch (row.kind) {
    case 'note':
      if (row.command === CASE_CREATED) {
        const created = decodeTrusted<CaseCreated>(row.input!);
        store.initialise(created.meta, created.postmortem);
      } else if (row.command === CUSTODY_ADDED) {
        putCustody(copy, decodeTrusted<Custody>(row.input!));
      } else if (row.command === FORMAT_FOUND) {
        const { sha256, format } = decodeTrusted<FormatFound>(row.input!);
        store.setReading(sha256, { ...store.reading(sha256), format });
      }
      return;
    case 'do':
      applyCommand(store, forRedo(decodeTrusted<Applicable>(row.input!)));
      break;
    case 'undo':
      takeBack(db, store, stack.nextUndo()?.seqs ?? []);
      break;
    case 'redo':
      doAgain(db, store, stack.nextRedo()?.seqs ?? []);
      break;
  }
  if (!stack.follow(row)) throw new Error(`step ${row.seq} does not fit those before it`);
}

/** Takes back the rows of one step, the last first. */
export function takeBack(db: Db, store: Store, seqs: readonly number[]): void {
  for (const seq of seqs.toReversed()) applyChanges(store, decodeTrusted<Change[]>(journalRow(db, seq)!.inverse!));
}

/** Does the rows of one step again, in order. */
export function doAgain(db: Db, store: Store, seqs: readonly number[]): void {
  for (const seq of seqs) applyCommand(store, forRedo(decodeTrusted<Applicable>(journalRow(db, seq)!.input!)));
}

/** Everything people wrote, part by part, as text to compare. */
export function stateOf(db: Db): ReadonlyMap<string, string> {
  const store = new Store(db);
  return new Map([
    ['facts', encodeCanonical(store.meta())],
    ['timeline', encodeCanonical(store.timeline())],
    ['postmortem', encodeCanonical(store.postmortem())],
    ['citations', encodeCanonical(store.references())],
    ['saved filters', encodeCanonical(store.saved.filters())],
    ['highlighters', encodeCanonical(store.saved.highlighters())],
    ['marks', encodeCanonical(store.saved.marks())],
    ['comments', encodeCanonical(store.comments.all())],
    ['items', encodeCanonical(store.items.list())],
    ['clocks', encodeCanonical(store.clocks())],
    ['custody', encodeCanonical(listCustody(db))],
  ]);
}
