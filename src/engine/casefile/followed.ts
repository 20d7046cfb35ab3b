import type { FollowedRun, FollowedSlice, FollowedSource } from './contract.ts';
import type { Db } from './database.ts';

interface SourceRow { id: string; kind: FollowedSource['kind']; location: string; name: string; zone: string }
interface RunRow { source: string; run: bigint; file: string | null }
interface SliceRow { source: string; run: bigint; offset_bytes: bigint; length_bytes: bigint; sha256: string }

export function listSources(db: Db): FollowedSource[] {
  return db.prepare<[], SourceRow>('SELECT id, kind, location, name, zone FROM followed_source ORDER BY rowid').all();
}

export function putSource(db: Db, { id, kind, location, name, zone }: FollowedSource): void {
  db.prepare('INSERT INTO followed_source (id, kind, location, name, zone) VALUES (?, ?, ?, ?, ?)').run(id, kind, location, name, zone);
}

/** The newest run of a source. */
export function lastRun(db: Db, source: string): FollowedRun | undefined {
  const row = db.prepare<[string], RunRow>('SELECT source, run, file FROM followed_run WHERE source = ? ORDER BY run DESC LIMIT 1').get(source);
  return row && { source: row.source, run: Number(row.run), file: row.file ?? undefined };
}

export function putRun(db: Db, { source, run, file }: FollowedRun): void {
  db.prepare('INSERT INTO followed_run (source, run, file) VALUES (?, ?, ?) ON CONFLICT (source, run) DO UPDATE SET file = excluded.file')
    .run(source, BigInt(run), file ?? null);
}

export function putSlice(db: Db, slice: FollowedSlice): void {
  db.prepare('INSERT INTO followed_slice (source, run, offset_bytes, length_bytes, sha256) VALUES (?, ?, ?, ?, ?)')
    .run(slice.source, BigInt(slice.run), BigInt(slice.offsetBytes), BigInt(slice.lengthBytes), slice.sha256);
}

/** Slices of a run in the order of the source. */
export function listSlices(db: Db, source: string, run: number): FollowedSlice[] {
  return db.prepare<[string, bigint], SliceRow>('SELECT * FROM followed_slice WHERE source = ? AND run = ? ORDER BY offset_bytes').all(source, BigInt(run)).map(toSlice);
}

/** Where an artifact stands in a source, the first time it does. */
export function findSlice(db: Db, sha256: string): FollowedSlice | undefined {
  const row = db.prepare<[string], SliceRow>('SELECT * FROM followed_slice WHERE sha256 = ? ORDER BY rowid LIMIT 1').get(sha256);
  return row && toSlice(row);
}

function toSlice(row: SliceRow): FollowedSlice {
  return { source: row.source, run: Number(row.run), offsetBytes: Number(row.offset_bytes), lengthBytes: Number(row.length_bytes), sha256: row.sha256 };
}
