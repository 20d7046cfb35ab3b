import type { Comment, CommentSubject } from '../../model/comment.ts';
import type { Db } from './database.ts';

interface CommentRow {
  id: string; subject_kind: CommentSubject; subject_id: string; quote: string; text: string; author: string; role: string | null;
  at_ns: bigint; resolved_at_ns: bigint | null; resolved_by: string | null;
}

/** A comment outlives its entry, unseen, so that undo brings both back: only what is on the timeline has comments. */
const SEEN = "(subject_kind <> 'entry' OR EXISTS (SELECT 1 FROM timeline_entry e WHERE e.id = comment.subject_id))";

/** Comments of case.sqlite. */
export class CommentStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Oldest first; of one kind of subject, or of one subject. */
  seen(kind?: CommentSubject, id?: string): Comment[] {
    return this.#db
      .prepare<{ kind: string | null; id: string | null }, CommentRow>(`SELECT * FROM comment WHERE (:kind IS NULL OR subject_kind = :kind) AND (:id IS NULL OR subject_id = :id) AND ${SEEN} ORDER BY at_ns, id`)
      .all({ kind: kind ?? null, id: id ?? null })
      .map(toComment);
  }

  /** With those of entries that were removed: all there is. */
  all(): Comment[] {
    return this.#db.prepare<[], CommentRow>('SELECT * FROM comment ORDER BY id').all().map(toComment);
  }

  find(id: string): Comment | undefined {
    const row = this.#db.prepare<[string], CommentRow>(`SELECT * FROM comment WHERE id = ? AND ${SEEN}`).get(id);
    return row && toComment(row);
  }

  /** Whether a comment of this id is there, seen or not. */
  isTaken(id: string): boolean {
    return this.#db.prepare<[string]>('SELECT 1 FROM comment WHERE id = ?').get(id) !== undefined;
  }

  put(c: Comment): void {
    this.#db
      .prepare(
        `INSERT OR REPLACE INTO comment (id, subject_kind, subject_id, quote, text, author, role, at_ns, resolved_at_ns, resolved_by)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(c.id, c.subjectKind, c.subjectId, c.quote, c.text, c.author, c.role ?? null, c.atNs, c.resolvedAtNs ?? null, c.resolvedBy ?? null);
  }

  remove(id: string): void {
    this.#db.prepare('DELETE FROM comment WHERE id = ?').run(id);
  }
}

function toComment(row: CommentRow): Comment {
  const comment: Comment = {
    id: row.id, subjectKind: row.subject_kind, subjectId: row.subject_id, quote: row.quote, text: row.text, author: row.author, atNs: row.at_ns,
  };
  if (row.role !== null) comment.role = row.role;
  if (row.resolved_at_ns !== null) comment.resolvedAtNs = row.resolved_at_ns;
  if (row.resolved_by !== null) comment.resolvedBy = row.resolved_by;
  return comment;
}
