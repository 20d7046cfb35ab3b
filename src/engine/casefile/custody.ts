import type { LineFormatDefinition } from '../../model/line-format.ts';
import type { TableMapping } from '../../model/table-mapping.ts';
import { decodeTrusted } from './canonical-json.ts';
import type { Custody, IntakeRequest, Part, Reading } from './contract.ts';
import type { Db } from './database.ts';

interface CustodyRow {
  sha256: string; size_bytes: bigint; added_at_ns: bigint; added_by: string;
  storage: Custody['storage']; location: string; zone: string;
  link: string | null; read_zone: string | null; mapping: string | null; definition: string | null; clock_note: string | null;
}

const CUSTODY = `SELECT c.*, l.location AS link, r.zone AS read_zone, r.mapping AS mapping, f.definition AS definition, k.note AS clock_note FROM custody c
  LEFT JOIN evidence_link l ON l.sha256 = c.sha256 LEFT JOIN evidence_reading r ON r.sha256 = c.sha256 LEFT JOIN evidence_format f ON f.sha256 = c.sha256
  LEFT JOIN evidence_clock k ON k.sha256 = c.sha256`;

interface PartRow { sha256: string; container: string; path: string }
interface RequestRow { id: string; path: string; storage: IntakeRequest['storage']; zone: string; requested_by: string; requested_at_ns: bigint }

/** Evidence the case has, in the order it came in. */
export function listCustody(db: Db): Custody[] {
  const paths = new Map<string, string[]>();
  for (const row of db.prepare<[], { sha256: string; path: string }>('SELECT sha256, path FROM custody_path ORDER BY sha256, ordinal').all()) {
    const list = paths.get(row.sha256);
    if (list) list.push(row.path);
    else paths.set(row.sha256, [row.path]);
  }
  const parts = new Map<string, Part[]>();
  for (const row of db.prepare<[], PartRow>('SELECT sha256, container, path FROM custody_member ORDER BY sha256, ordinal').all()) {
    const list = parts.get(row.sha256);
    if (list) list.push({ container: row.container, path: row.path });
    else parts.set(row.sha256, [{ container: row.container, path: row.path }]);
  }
  return db.prepare<[], CustodyRow>(`${CUSTODY} ORDER BY c.ordinal`).all()
    .map((row) => toCustody(row, paths.get(row.sha256) ?? [], parts.get(row.sha256) ?? []));
}

export function countCustody(db: Db): number {
  return Number(db.prepare<[], { n: bigint }>('SELECT count(*) AS n FROM custody').get()!.n);
}

export function findCustody(db: Db, sha256: string): Custody | undefined {
  const row = db.prepare<[string], CustodyRow>(`${CUSTODY} WHERE c.sha256 = ?`).get(sha256);
  if (!row) return undefined;
  const paths = db.prepare<[string], { path: string }>('SELECT path FROM custody_path WHERE sha256 = ? ORDER BY ordinal').all(sha256);
  const parts = db.prepare<[string], PartRow>('SELECT sha256, container, path FROM custody_member WHERE sha256 = ? ORDER BY ordinal').all(sha256);
  return toCustody(row, paths.map((p) => p.path), parts.map(({ container, path }) => ({ container, path })));
}

/**
 * Adds an artifact, or further paths of one. Who added it first and when stands; a copy outranks a reference,
 * because it cannot change under the case. True when anything was new.
 */
export function putCustody(db: Db, custody: Custody): boolean {
  const known = findCustody(db, custody.sha256);
  if (!known) {
    db.prepare(
      `INSERT INTO custody (sha256, size_bytes, added_at_ns, added_by, storage, location, zone, ordinal)
       VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(ordinal) + 1, 0) FROM custody))`,
    ).run(custody.sha256, BigInt(custody.sizeBytes), custody.addedAtNs, custody.addedBy, custody.storage, custody.location, custody.zone);
  }
  const becomesCopy = known?.storage === 'referenced' && custody.storage === 'copied';
  if (becomesCopy) db.prepare("UPDATE custody SET storage = 'copied', location = ? WHERE sha256 = ?").run(custody.location, custody.sha256);
  const insert = db.prepare('INSERT INTO custody_path (sha256, ordinal, path) VALUES (?, ?, ?)');
  const paths = new Set(known?.paths);
  for (const path of custody.paths) {
    if (paths.has(path)) continue;
    insert.run(custody.sha256, BigInt(paths.size), path);
    paths.add(path);
  }
  return putParts(db, custody, known?.partOf ?? []) || !known || becomesCopy || paths.size > known.paths.length;
}

function putParts(db: Db, custody: Custody, known: readonly Part[]): boolean {
  const insert = db.prepare('INSERT INTO custody_member (sha256, ordinal, container, path) VALUES (?, ?, ?, ?)');
  let count = known.length;
  for (const part of custody.partOf ?? []) {
    if (known.some((one) => one.container === part.container && one.path === part.path)) continue;
    insert.run(custody.sha256, BigInt(count++), part.container, part.path);
  }
  return count > known.length;
}

/** How many members each container has that are artifacts of the case. */
export function countMembers(db: Db): Map<string, number> {
  const rows = db.prepare<[], { container: string; n: bigint }>('SELECT container, count(*) AS n FROM custody_member GROUP BY container').all();
  return new Map(rows.map((row) => [row.container, Number(row.n)]));
}

export function putRequest(db: Db, request: IntakeRequest): void {
  db.prepare(
    'INSERT OR REPLACE INTO intake_request (id, path, storage, zone, requested_by, requested_at_ns) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(request.id, request.path, request.storage, request.zone, request.requestedBy, request.requestedAtNs);
}

export function removeRequest(db: Db, id: string): void {
  db.prepare('DELETE FROM intake_request WHERE id = ?').run(id);
}

/** In the order they were asked for. */
export function listRequests(db: Db): IntakeRequest[] {
  return db.prepare<[], RequestRow>('SELECT * FROM intake_request ORDER BY requested_at_ns, id').all().map((row) => ({
    id: row.id, path: row.path, storage: row.storage, zone: row.zone, requestedBy: row.requested_by, requestedAtNs: row.requested_at_ns,
  }));
}

function toCustody(row: CustodyRow, paths: readonly string[], partOf: readonly Part[]): Custody {
  const reading = readingOf(row);
  return {
    sha256: row.sha256, paths, sizeBytes: Number(row.size_bytes), addedAtNs: row.added_at_ns, addedBy: row.added_by,
    // A copy outranks a reference, wherever that was moved to.
    storage: row.storage, location: row.storage === 'referenced' ? (row.link ?? row.location) : row.location, zone: row.read_zone ?? row.zone,
    ...(reading ? { reading } : {}), ...(partOf.length > 0 ? { partOf } : {}), ...(row.clock_note === null ? {} : { clockNote: row.clock_note }),
  };
}

function readingOf({ read_zone: zone, mapping, definition }: Pick<CustodyRow, 'read_zone' | 'mapping' | 'definition'>): Reading | undefined {
  if (zone === null && mapping === null && definition === null) return undefined;
  return { ...(definition === null ? {} : { format: decodeTrusted<LineFormatDefinition>(definition) }), ...(zone === null ? {} : { zone }), ...(mapping === null ? {} : { mapping: decodeTrusted<TableMapping>(mapping) }) };
}
