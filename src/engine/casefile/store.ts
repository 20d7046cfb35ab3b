import type { Clock } from '../../model/clock.ts';
import { type EvidenceReference, type Locator, referenceKey } from '../../model/evidence.ts';
import type { LineFormatDefinition } from '../../model/line-format.ts';
import type { TableMapping } from '../../model/table-mapping.ts';
import type { EntryKind, EntryTime, Milestone, TimelineEntry } from '../../model/timeline.ts';
import { decodeTrusted, encodeCanonical } from './canonical-json.ts';
import { CommentStore } from './comment-store.ts';
import type { Reading, SaidClock } from './contract.ts';
import type { Db } from './database.ts';
import { ItemStore } from './item-store.ts';
import { SavedStore } from './saved-store.ts';

export interface CaseMeta {
  readonly caseId: string;
  readonly title: string;
  readonly incidentId: string;
  readonly zone: string;
  readonly createdAtNs: bigint;
}

interface ReferenceRow { sha256: string; locator: string; excerpt: string; added_by: string; added_at_ns: bigint }
interface ClockRow { sha256: string; offset_ns: bigint; uncertainty_ns: bigint; note: string }
interface EntryRow {
  id: string; kind: EntryKind; title: string; note: string; form: EntryTime['form']; start_ns: bigint; end_ns: bigint | null;
  uncertainty_ns: bigint; basis: EntryTime['basis']; zone: string; time_text: string | null; role: string; milestone: Milestone | null;
  known_since_ns: bigint | null; internal: bigint;
}

/** Rows of case.sqlite as the model's objects: what commands read and change. Knows nothing of the journal. */
export class Store {
  readonly #db: Db;
  /** Filters, highlighters and marks. */
  readonly saved: SavedStore;
  readonly comments: CommentStore;
  /** Actions, people, reviews and the rest of model/item.ts. */
  readonly items: ItemStore;

  constructor(db: Db) {
    this.#db = db;
    this.saved = new SavedStore(db);
    this.comments = new CommentStore(db);
    this.items = new ItemStore(db);
  }

  meta(): CaseMeta {
    const row = this.#one<{ case_id: string; title: string; incident_id: string; zone: string; created_at_ns: bigint }>('SELECT * FROM case_info')!;
    return { caseId: row.case_id, title: row.title, incidentId: row.incident_id, zone: row.zone, createdAtNs: row.created_at_ns };
  }

  /** Fills a new case: its one row of facts and the postmortem it starts from. */
  initialise(meta: CaseMeta, postmortemText: string): void {
    this.#do(
      'INSERT INTO case_info (id, case_id, title, incident_id, zone, created_at_ns) VALUES (1, ?, ?, ?, ?, ?)',
      meta.caseId, meta.title, meta.incidentId, meta.zone, meta.createdAtNs,
    );
    this.#do('INSERT INTO postmortem (id, text, revision) VALUES (1, ?, 0)', postmortemText);
  }

  setMeta(meta: Pick<CaseMeta, 'title' | 'incidentId' | 'zone'>): void {
    this.#do('UPDATE case_info SET title = ?, incident_id = ?, zone = ?', meta.title, meta.incidentId, meta.zone);
  }

  /** In time order, as `byTime` has it. */
  timeline(): TimelineEntry[] {
    const evidence = new Map<string, EvidenceReference[]>();
    for (const row of this.#all<ReferenceRow & { entry_id: string }>('SELECT * FROM timeline_evidence ORDER BY entry_id, ordinal')) {
      const list = evidence.get(row.entry_id);
      if (list) list.push(toReference(row));
      else evidence.set(row.entry_id, [toReference(row)]);
    }
    return this.#all<EntryRow>('SELECT * FROM timeline_entry ORDER BY start_ns, id').map((row) => toEntry(row, evidence.get(row.id) ?? []));
  }

  entry(id: string): TimelineEntry | undefined {
    const row = this.#one<EntryRow>('SELECT * FROM timeline_entry WHERE id = ?', id);
    if (!row) return undefined;
    return toEntry(row, this.#all<ReferenceRow>('SELECT * FROM timeline_evidence WHERE entry_id = ? ORDER BY ordinal', id).map(toReference));
  }

  holderOf(milestone: Milestone): TimelineEntry | undefined {
    const row = this.#one<{ id: string }>('SELECT id FROM timeline_entry WHERE milestone = ?', milestone);
    return row && this.entry(row.id);
  }

  /** Writes an entry over the one of the same id, or as a new one. */
  putEntry(entry: TimelineEntry): void {
    const { time } = entry;
    this.#do(
      `INSERT INTO timeline_entry (id, kind, title, note, form, start_ns, end_ns, uncertainty_ns, basis, zone, time_text, role, milestone, known_since_ns, internal)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title, note = excluded.note, form = excluded.form,
         start_ns = excluded.start_ns, end_ns = excluded.end_ns, uncertainty_ns = excluded.uncertainty_ns, basis = excluded.basis,
         zone = excluded.zone, time_text = excluded.time_text, role = excluded.role, milestone = excluded.milestone, known_since_ns = excluded.known_since_ns,
         internal = excluded.internal`,
      entry.id, entry.kind, entry.title, entry.note, time.form, time.startNs, time.endNs ?? null, time.uncertaintyNs, time.basis,
      time.zone, time.text ?? null, entry.role, entry.milestone ?? null, entry.knownSinceNs ?? null, entry.internal ? 1n : 0n,
    );
    this.#do('DELETE FROM timeline_evidence WHERE entry_id = ?', entry.id);
    entry.evidence.forEach((r, ordinal) => {
      this.#do(
        'INSERT INTO timeline_evidence (entry_id, ordinal, sha256, locator, excerpt, added_by, added_at_ns) VALUES (?, ?, ?, ?, ?, ?, ?)',
        entry.id, BigInt(ordinal), r.sha256, encodeCanonical(r.locator), r.excerpt, r.addedBy, r.addedAtNs,
      );
    });
  }

  removeEntry(id: string): void {
    this.#do('DELETE FROM timeline_entry WHERE id = ?', id);
  }

  postmortem(): { text: string; revision: number } {
    const row = this.#one<{ text: string; revision: bigint }>('SELECT text, revision FROM postmortem')!;
    return { text: row.text, revision: Number(row.revision) };
  }

  setPostmortem(text: string): void {
    this.#do('UPDATE postmortem SET text = ?, revision = revision + 1', text);
  }

  /** What the postmortem cites, oldest first. */
  references(): EvidenceReference[] {
    return this.#all<ReferenceRow>('SELECT * FROM postmortem_reference ORDER BY added_at_ns, key').map(toReference);
  }

  reference(key: string): EvidenceReference | undefined {
    const row = this.#one<ReferenceRow>('SELECT * FROM postmortem_reference WHERE key = ?', key);
    return row && toReference(row);
  }

  addReference(r: EvidenceReference): void {
    this.#do(
      'INSERT INTO postmortem_reference (key, sha256, locator, excerpt, added_by, added_at_ns) VALUES (?, ?, ?, ?, ?, ?)',
      referenceKey(r), r.sha256, encodeCanonical(r.locator), r.excerpt, r.addedBy, r.addedAtNs,
    );
  }

  removeReference(key: string): void {
    this.#do('DELETE FROM postmortem_reference WHERE key = ?', key);
  }

  sizeOfArtifact(sha256: string): number | undefined {
    const row = this.#one<{ size_bytes: bigint }>('SELECT size_bytes FROM custody WHERE sha256 = ?', sha256);
    return row && Number(row.size_bytes);
  }

  /** What history calls an artifact; `undefined` when the case has none of this hash. */
  nameOfArtifact(sha256: string): string | undefined {
    return this.pathOfArtifact(sha256)?.split('/').at(-1);
  }

  /** The path an artifact was first taken in under. */
  pathOfArtifact(sha256: string): string | undefined {
    return this.#one<{ path: string }>('SELECT path FROM custody_path WHERE sha256 = ? AND ordinal = 0', sha256)?.path;
  }

  clocks(): SaidClock[] {
    return this.#all<ClockRow>('SELECT * FROM evidence_clock ORDER BY sha256').map((row) => ({ sha256: row.sha256, ...toClock(row) }));
  }

  clocksText(): string {
    return this.#one<{ text: string | null }>("SELECT group_concat(sha256 || ' ' || offset_ns || ' ' || uncertainty_ns) AS text FROM evidence_clock")?.text ?? '';
  }

  clock(sha256: string): (Clock & { readonly note: string }) | undefined {
    const row = this.#one<ClockRow>('SELECT * FROM evidence_clock WHERE sha256 = ?', sha256);
    return row && toClock(row);
  }

  setClock(sha256: string, clock: (Clock & { readonly note: string }) | undefined): void {
    this.#do('DELETE FROM evidence_clock WHERE sha256 = ?', sha256);
    if (clock) this.#do('INSERT INTO evidence_clock (sha256, offset_ns, uncertainty_ns, note) VALUES (?, ?, ?, ?)', sha256, clock.offsetNs, clock.uncertaintyNs, clock.note);
  }

  /** What people said of how to read an artifact. */
  reading(sha256: string): Reading {
    const row = this.#one<{ zone: string | null; mapping: string | null }>('SELECT zone, mapping FROM evidence_reading WHERE sha256 = ?', sha256);
    const mapping = row?.mapping ?? undefined;
    const format = this.#one<{ definition: string }>('SELECT definition FROM evidence_format WHERE sha256 = ?', sha256)?.definition;
    return {
      zone: row?.zone ?? undefined, mapping: mapping === undefined ? undefined : decodeTrusted<TableMapping>(mapping),
      format: format === undefined ? undefined : decodeTrusted<LineFormatDefinition>(format),
    };
  }

  readings(): string {
    return this.#one<{ text: string | null }>(`SELECT coalesce((SELECT group_concat(sha256 || coalesce(zone, '') || coalesce(mapping, '')) FROM evidence_reading), '')
      || coalesce((SELECT group_concat(sha256 || definition) FROM evidence_format), '') AS text`)?.text ?? '';
  }

  setReading(sha256: string, { zone, mapping, format }: Reading): void {
    this.#do('DELETE FROM evidence_reading WHERE sha256 = ?', sha256);
    this.#do('DELETE FROM evidence_format WHERE sha256 = ?', sha256);
    if (format !== undefined) this.#do('INSERT INTO evidence_format (sha256, definition) VALUES (?, ?)', sha256, encodeCanonical(format));
    if (zone === undefined && mapping === undefined) return;
    this.#do('INSERT INTO evidence_reading (sha256, zone, mapping) VALUES (?, ?, ?)', sha256, zone ?? null, mapping === undefined ? null : encodeCanonical(mapping));
  }

  /** Where an artifact lies that was referenced (a copy of its own outranks that); `undefined` when the case has none of this hash. */
  placeOfReferenced(sha256: string): string | undefined {
    return this.#one<{ location: string }>(
      `SELECT coalesce(l.location, c.location) AS location FROM custody c LEFT JOIN evidence_link l ON l.sha256 = c.sha256
       WHERE c.sha256 = ?`, sha256,
    )?.location;
  }

  setPlaceOfReferenced(sha256: string, location: string): void {
    this.#do('INSERT INTO evidence_link (sha256, location) VALUES (?, ?) ON CONFLICT (sha256) DO UPDATE SET location = excluded.location', sha256, location);
  }

  // Row types state what the STRICT schema of migrations/ guarantees.
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  #one<Row>(sql: string, ...parameters: unknown[]): Row | undefined {
    return this.#db.prepare<unknown[], Row>(sql).get(...parameters);
  }

  #all<Row>(sql: string, ...parameters: unknown[]): Row[] {
    return this.#db.prepare<unknown[], Row>(sql).all(...parameters);
  }

  #do(sql: string, ...parameters: unknown[]): void {
    this.#db.prepare(sql).run(...parameters);
  }
}

function toClock(row: ClockRow): Clock & { readonly note: string } {
  return { offsetNs: row.offset_ns, uncertaintyNs: row.uncertainty_ns, note: row.note };
}

function toReference(row: ReferenceRow): EvidenceReference {
  return {
    sha256: row.sha256, locator: decodeTrusted<Locator>(row.locator), excerpt: row.excerpt,
    addedBy: row.added_by, addedAtNs: row.added_at_ns,
  };
}

function toEntry(row: EntryRow, evidence: EvidenceReference[]): TimelineEntry {
  const time: EntryTime = {
    form: row.form, startNs: row.start_ns, uncertaintyNs: row.uncertainty_ns,
    basis: row.basis, zone: row.zone,
  };
  if (row.end_ns !== null) time.endNs = row.end_ns;
  if (row.time_text !== null) time.text = row.time_text;
  const entry: TimelineEntry = { id: row.id, kind: row.kind, title: row.title, note: row.note, time, role: row.role, evidence };
  if (row.milestone !== null) entry.milestone = row.milestone;
  if (row.known_since_ns !== null) entry.knownSinceNs = row.known_since_ns;
  if (row.internal === 1n) entry.internal = true;
  return entry;
}
