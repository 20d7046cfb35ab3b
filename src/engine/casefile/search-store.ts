import { MOST_SEARCHES, withBelow, type Search } from '../../model/search-history.ts';
import type { Db } from './database.ts';

interface SearchRow { id: string; parent: string | null; filter: string; from_ns: bigint | null; to_ns: bigint | null; records: bigint | null; at_ns: bigint; author: string }

/** Searches of case.sqlite, oldest first. */
export function listSearches(db: Db): Search[] {
  return db.prepare<[], SearchRow>('SELECT * FROM search ORDER BY at_ns, id').all().map((row) => ({
    id: row.id, filter: row.filter, atNs: row.at_ns, by: row.author,
    ...(row.parent === null ? {} : { parentId: row.parent }),
    ...(row.from_ns === null || row.to_ns === null ? {} : { fromNs: row.from_ns, toNs: row.to_ns }),
    ...(row.records === null ? {} : { records: Number(row.records) }),
  }));
}

/** Writes over the one of the same id. Of more than a case keeps the oldest go that nothing was made from. Inside a transaction. */
export function putSearch(db: Db, search: Search): void {
  db.prepare('INSERT OR REPLACE INTO search (id, parent, filter, from_ns, to_ns, records, at_ns, author) VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
    search.id, search.parentId ?? null, search.filter, search.fromNs ?? null, search.toNs ?? null,
    search.records === undefined ? null : BigInt(search.records), search.atNs, search.by,
  );
  const { n } = db.prepare<[], { n: bigint }>('SELECT count(*) AS n FROM search').get()!;
  if (n <= BigInt(MOST_SEARCHES)) return;
  db.prepare(`DELETE FROM search WHERE id IN (
    SELECT id FROM search s WHERE id <> ? AND NOT EXISTS (SELECT 1 FROM search below WHERE below.parent = s.id) ORDER BY at_ns, id LIMIT ?
  )`).run(search.id, n - BigInt(MOST_SEARCHES));
}

/** Takes away a search and all that was made from it; without an id all of them. Inside a transaction. */
export function removeSearches(db: Db, id: string | undefined): void {
  if (id === undefined) db.exec('DELETE FROM search');
  else for (const gone of withBelow(listSearches(db), id)) db.prepare('DELETE FROM search WHERE id = ?').run(gone);
}
