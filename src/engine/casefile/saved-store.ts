import type { HighlightColour, Highlighter, Mark, SavedFilter } from '../../model/saved.ts';
import type { Db } from './database.ts';

interface HighlighterRow { id: string; text: string; colour: HighlightColour; active: bigint }
interface MarkRow { sha256: string; offset_bytes: bigint; length_bytes: bigint; time_ns: bigint | null; excerpt: string }

/** Filters, highlighters and marks of case.sqlite. */
export class SavedStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** By name, whatever its case. */
  filters(): SavedFilter[] {
    return this.#db.prepare<[], SavedFilter>('SELECT id, name, text FROM saved_filter ORDER BY name COLLATE NOCASE, name, id').all();
  }

  filter(id: string): SavedFilter | undefined {
    return this.#db.prepare<[string], SavedFilter>('SELECT id, name, text FROM saved_filter WHERE id = ?').get(id);
  }

  putFilter({ id, name, text }: SavedFilter): void {
    this.#db.prepare('INSERT OR REPLACE INTO saved_filter (id, name, text) VALUES (?, ?, ?)').run(id, name, text);
  }

  removeFilter(id: string): void {
    this.#db.prepare('DELETE FROM saved_filter WHERE id = ?').run(id);
  }

  /** In the order of their ids, which begin with the time they were made at (UUIDv7). */
  highlighters(): Highlighter[] {
    return this.#db.prepare<[], HighlighterRow>('SELECT * FROM highlighter ORDER BY id').all().map(toHighlighter);
  }

  highlighter(id: string): Highlighter | undefined {
    const row = this.#db.prepare<[string], HighlighterRow>('SELECT * FROM highlighter WHERE id = ?').get(id);
    return row && toHighlighter(row);
  }

  putHighlighter({ id, text, colour, active }: Highlighter): void {
    this.#db.prepare('INSERT OR REPLACE INTO highlighter (id, text, colour, active) VALUES (?, ?, ?, ?)').run(id, text, colour, active ? 1n : 0n);
  }

  removeHighlighter(id: string): void {
    this.#db.prepare('DELETE FROM highlighter WHERE id = ?').run(id);
  }

  /** In time order; those without a time last, by place. */
  marks(): Mark[] {
    return this.#db.prepare<[], MarkRow>('SELECT * FROM mark ORDER BY time_ns IS NULL, time_ns, sha256, offset_bytes').all().map(toMark);
  }

  mark(sha256: string, offsetBytes: number): Mark | undefined {
    const row = this.#db.prepare<[string, bigint], MarkRow>('SELECT * FROM mark WHERE sha256 = ? AND offset_bytes = ?').get(sha256, BigInt(offsetBytes));
    return row && toMark(row);
  }

  putMark(mark: Mark): void {
    this.#db.prepare('INSERT OR REPLACE INTO mark (sha256, offset_bytes, length_bytes, time_ns, excerpt) VALUES (?, ?, ?, ?, ?)')
      .run(mark.sha256, BigInt(mark.offsetBytes), BigInt(mark.lengthBytes), mark.timeNs ?? null, mark.excerpt);
  }

  removeMark(sha256: string, offsetBytes: number): void {
    this.#db.prepare('DELETE FROM mark WHERE sha256 = ? AND offset_bytes = ?').run(sha256, BigInt(offsetBytes));
  }
}

function toHighlighter({ id, text, colour, active }: HighlighterRow): Highlighter {
  return { id, text, colour, active: active === 1n };
}

function toMark(row: MarkRow): Mark {
  return {
    sha256: row.sha256, offsetBytes: Number(row.offset_bytes), lengthBytes: Number(row.length_bytes), excerpt: row.excerpt,
    ...(row.time_ns === null ? {} : { timeNs: row.time_ns }),
  };
}
