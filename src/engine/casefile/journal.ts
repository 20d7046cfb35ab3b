import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../base/result.ts';
import { encodeCanonical } from './canonical-json.ts';
import type { Db } from './database.ts';

export type JournalKind = 'do' | 'undo' | 'redo' | 'note';

/** A line of the journal as it is stored; see migrations/0001-first.ts for what each field holds. */
export interface JournalRow {
  readonly seq: number;
  readonly atNs: bigint;
  readonly author: string;
  readonly kind: JournalKind;
  readonly command: string;
  readonly input: string | undefined;
  readonly inverse: string | undefined;
  readonly group: number | undefined;
  readonly summary: string;
}

interface StoredRow {
  seq: bigint; at_ns: bigint; author: string; kind: JournalKind; command: string; input: string | null;
  inverse: string | null; step_group: bigint | null; summary: string; prev_hash: string; hash: string;
}

const FIRST_HASH = '0'.repeat(64);

/**
 * SHA-256 over the hash before and every field of a row, so that no row can be changed, taken out or put in without
 * changing all hashes after it. It has no secret: it shows accidents and tampering by hand, not a forger who
 * rewrites the whole file. For that, keep the head hash elsewhere (`tephra verify` prints it).
 */
function hashRow(row: JournalRow, prevHash: string): string {
  const fields = [
    prevHash, row.seq, row.atNs, row.author, row.kind, row.command, row.input ?? null, row.inverse ?? null, row.group ?? null, row.summary,
  ];
  return createHash('sha256').update(encodeCanonical(fields)).digest('hex');
}

export function startJournal(db: Db): void {
  db.prepare('INSERT INTO journal_head (id, rows, hash) VALUES (1, 0, ?)').run(FIRST_HASH);
}

/** Appends within the caller's transaction; the row gets the next number. */
export function appendJournal(db: Db, make: (seq: number) => Omit<JournalRow, 'seq'>): JournalRow {
  // In a sound journal the head and the last row agree; in one that was tampered with, work must still go on.
  const head = db.prepare<[], { last: bigint; hash: string }>('SELECT max(rows, coalesce((SELECT max(seq) FROM journal), 0)) AS last, hash FROM journal_head').get()!;
  const seq = Number(head.last) + 1;
  const row: JournalRow = { seq, ...make(seq) };
  const hash = hashRow(row, head.hash);
  db.prepare(
    `INSERT INTO journal (seq, at_ns, author, kind, command, input, inverse, step_group, summary, prev_hash, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    BigInt(seq), row.atNs, row.author, row.kind, row.command, row.input ?? null, row.inverse ?? null,
    row.group === undefined ? null : BigInt(row.group), row.summary, head.hash, hash,
  );
  db.prepare('UPDATE journal_head SET rows = ?, hash = ?').run(BigInt(seq), hash);
  return row;
}

export function journalRow(db: Db, seq: number): JournalRow | undefined {
  const row = db.prepare<[bigint], StoredRow>('SELECT * FROM journal WHERE seq = ?').get(BigInt(seq));
  return row && toRow(row);
}

/** Every row, oldest first. */
export function* journalRows(db: Db): Generator<JournalRow> {
  for (const row of db.prepare<[], StoredRow>('SELECT * FROM journal ORDER BY seq').iterate()) yield toRow(row);
}

/** Rows before `beforeSeq` (all when undefined), newest first. */
export function journalPage(db: Db, beforeSeq: number | undefined, limit: number): JournalRow[] {
  return db
    .prepare<[bigint, bigint], StoredRow>('SELECT * FROM journal WHERE seq < ? ORDER BY seq DESC LIMIT ?')
    .all(beforeSeq === undefined ? 2n ** 62n : BigInt(beforeSeq), BigInt(limit))
    .map(toRow);
}

/** Commands on what has this id, newest first. Inputs are canonical JSON, in which a quote inside a text is escaped. */
export function journalNaming(db: Db, id: string, limit: number): JournalRow[] {
  return db
    .prepare<[string, bigint], StoredRow>("SELECT * FROM journal WHERE kind = 'do' AND instr(input, ?) > 0 ORDER BY seq DESC LIMIT ?")
    .all(`"id":${JSON.stringify(id)}`, BigInt(limit))
    .map(toRow);
}

/** What the undo stack is made of, oldest first: without the (long) inputs and inverses. */
export function* journalSteps(db: Db): Generator<Pick<JournalRow, 'seq' | 'kind' | 'group' | 'summary'>> {
  const rows = db
    .prepare<[], { seq: bigint; kind: JournalKind; step_group: bigint; summary: string }>(
      "SELECT seq, kind, step_group, summary FROM journal WHERE kind <> 'note' ORDER BY seq",
    )
    .iterate();
  for (const row of rows) yield { seq: Number(row.seq), kind: row.kind, group: Number(row.step_group), summary: row.summary };
}

/** Walks the whole chain. Its value is the head hash. */
export function verifyChain(db: Db): Result<{ rows: number; hash: string }> {
  let previous = FIRST_HASH;
  let count = 0;
  for (const stored of db.prepare<[], StoredRow>('SELECT * FROM journal ORDER BY seq').iterate()) {
    count++;
    const row = toRow(stored);
    if (row.seq !== count) return broken(count, `step ${count} is missing`);
    if (stored.prev_hash !== previous || stored.hash !== hashRow(row, previous)) return broken(count, `step ${count} was changed after it was written`);
    previous = stored.hash;
  }
  const head = db.prepare<[], { rows: bigint; hash: string }>('SELECT rows, hash FROM journal_head').get();
  if (!head) return broken(count, 'its head is missing');
  if (Number(head.rows) > count) return broken(count + 1, `${Number(head.rows) - count} of its last steps are missing`);
  if (Number(head.rows) < count) return broken(count, `it has ${count - Number(head.rows)} steps more than were written`);
  if (head.hash !== previous) return broken(count, 'its head does not belong to its last step');
  return ok({ rows: count, hash: previous });
}

function broken(seq: number, reason: string): Result<never> {
  return fail('case/journal-broken', `The history of the case does not hold together: ${reason}.`, { seq });
}

function toRow(row: StoredRow): JournalRow {
  return {
    seq: Number(row.seq), atNs: row.at_ns, author: row.author, kind: row.kind, command: row.command,
    input: row.input ?? undefined, inverse: row.inverse ?? undefined,
    group: row.step_group === null ? undefined : Number(row.step_group), summary: row.summary,
  };
}
