import type { Result } from '../../base/result.ts';
import type { Clock } from '../../model/clock.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EventDetail, EventId, EventRow } from '../../model/event.ts';
import type { Filter } from '../../model/filter.ts';
import type { Format } from '../../formats/contract.ts';
import type { TemplateIndex } from './contract-templates.ts';
import type { TraceIndex } from './contract-traces.ts';
import type { IndexedMember } from './members.ts';
import type { RecordTrust } from './source-trust.ts';
import type { ArtifactTrust } from './trust.ts';

export type { IndexedMember } from './members.ts';
export type { ArtifactTrust } from './trust.ts';

export type {
  MiningProgress, TemplateIndex, TemplateMining, TemplateRow, TemplateSort, TimeWindow, WindowCount, WindowCounts, WindowDetail,
} from './contract-templates.ts';
export type { CalledBy, Peer, ServiceSpans, TraceIndex, TraceSpans } from './contract-traces.ts';

/** The derived half of an artifact. */
export interface ArtifactFacts {
  readonly sha256: string;
  readonly status: 'pending' | 'understood' | 'carried' | 'failed';
  readonly kind: string;
  readonly title: string;
  readonly confidence: number;
  readonly reason: string;
  readonly records: number;
  readonly understoodBytes: number;
  readonly notUnderstood: number;
  readonly diagnostics: number;
  readonly fromNs: bigint | undefined;
  readonly toNs: bigint | undefined;
  /** How it was read, where people said so (`readingKey`); absent: as it was handed in. */
  readonly reading?: string | undefined;
  /** What people said of its clock: `fromNs` and `toNs` are then corrected. `finish` and `carry` take them as recorded. */
  readonly clock?: Clock | undefined;
}

/**
 * Records of one artifact as a parse worker delivers them: columns in the memory layout of DuckDB, which the engine
 * copies without looking at a value. A call for each string would cost its event loop most of its time.
 */
export interface RecordBatch {
  readonly rows: number;
  readonly chunks: readonly RecordChunk[];
}

/** At most `CHUNK_ROWS` records. */
export interface RecordChunk {
  readonly rows: number;
  /** Text that values of text columns refer to, UTF-8. */
  readonly text: Uint8Array;
  /** Bytes of all columns, each beginning at a multiple of eight. */
  readonly data: ArrayBuffer;
  /** In the order of `BATCH_COLUMNS`, then one for each field of the format; `undefined`: no record has a value. */
  readonly columns: ReadonlyArray<ChunkColumn | undefined>;
}

/**
 * Where values of a column begin in `data`: numbers little-endian in the width of their type; booleans a byte; text as
 * DuckDB's `duckdb_string_t`, 16 bytes: length, then up to 12 bytes of it in place, or its first four bytes and, instead
 * of a pointer, an offset in `text`.
 */
export interface ChunkColumn {
  readonly at: number;
  /** Where the bits of records that have a value begin; `undefined`: all have one. */
  readonly validAt: number | undefined;
}

/** Rows of a data chunk of DuckDB. */
export const CHUNK_ROWS = 2048;

export const BATCH_COLUMNS = [
  'offset_bytes', 'length_bytes', 'line', 'time_ns', 'observed_time_ns', 'severity_number', 'understood', 'body', 'time_text',
  'severity_text', 'service_name', 'host_name', 'trace_id', 'span_id', 'attributes',
] as const;

export interface ArtifactWriter {
  /** Answers how many records can be seen now that could not before: they become visible in large groups, or with `finish`. */
  append(batch: RecordBatch): Promise<number>;
  /** Makes what was appended so far visible at once; answers how many records that are. */
  show(): Promise<number>;
  diagnostics(found: readonly Diagnostic[]): Promise<void>;
  /** Marks the artifact complete: until then a restart parses it again from the start. */
  finish(facts: ArtifactFacts): Promise<void>;
  /** Removes what was appended; the artifact is as it was before `begin`. */
  abandon(): Promise<void>;
}

/**
 * Writes the records of bytes that are still being hashed. Until `identify` screens see them under a name that stands in
 * for the SHA-256, and SQL does not see them; a restart removes them.
 */
export interface UnnamedWriter extends ArtifactWriter {
  /** Says what artifact they are of; before `finish`. What the index held of that one is removed. */
  identify(sha256: string): Promise<void>;
}

export interface SqlResult {
  readonly columns: ReadonlyArray<{ name: string; type: string }>;
  readonly rows: readonly (readonly unknown[])[];
  readonly truncated: boolean;
  readonly seconds: number;
}

/** A field that a filter can name. */
export interface FieldName {
  readonly field: string;
  readonly description: string;
  /** `number` compares as well (`status>=500`). */
  readonly type: 'text' | 'number' | 'level';
}

export interface FieldValues {
  readonly distinct: number;
  readonly values: ReadonlyArray<{ readonly value: string; readonly label: string; readonly count: number }>;
}

/** A record with everything known of it, as it leaves the case. `attributes`: its typed fields and all else it says, JSON text. */
export interface FullRecord {
  /** As its clock corrects it. */
  readonly timeNs: bigint | undefined;
  /** What was added to the time as it stands in the evidence; 0 where no clock was set. */
  readonly clockOffsetNs: bigint;
  readonly severityNumber: number;
  readonly severityText: string | undefined;
  readonly serviceName: string | undefined;
  readonly hostName: string | undefined;
  readonly body: string;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly kind: string;
  readonly sha256: string;
  readonly path: string;
  readonly line: number;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly attributes: string;
}

/** `places`: where the records stand, without body and attributes, which cost the most. */
export type RecordParts = 'all' | 'places';

/** Rows `from` … `from + count` of a list; fewer where it ends. */
export interface RecordRange {
  readonly from: number;
  readonly count: number;
}

/** From a value's first record to the end of its last: times here as recorded, there as the case has them. */
export interface SharedPlace extends EventId {
  readonly firstNs: bigint;
  readonly lastNs: bigint;
}

/** index.duckdb, open: one instance per file, in the engine's main thread only. Deleting it costs time, never work. */
export interface EventIndex {
  /** Spans, as traces. */
  readonly traces: TraceIndex;
  /** What messages say without what varies. */
  readonly templates: TemplateIndex;
  revision(): number;
  facts(): readonly ArtifactFacts[];
  totals(): { records: number; diagnostics: number; fromNs: bigint | undefined; toNs: bigint | undefined };
  /** Facts of an artifact that has no records (of no known kind). */
  carry(facts: ArtifactFacts, path: string, found: readonly Diagnostic[]): Promise<void>;
  /** Which archives artifacts were unpacked from, for SQL. What is known already changes nothing. */
  members(found: readonly IndexedMember[]): Promise<void>;
  /** How far the times of artifacts that are read can be trusted; those without times are left out. Each is looked at once. */
  trust(): Promise<ArtifactTrust[]>;
  /** Makes the tables of these formats. Records of a format whose fields have changed since are removed, so that they are parsed again. */
  useFormats(formats: readonly Format[]): Promise<void>;
  /** The same for those that evidence is of, or that carry spans or metric points; the tables of the others are made when they are wanted. */
  knowFormats(formats: readonly Format[]): Promise<void>;
  /** Where formats are found that a query asks for and no evidence is of: their tables are made then, and are empty. */
  formatsFrom(all: () => Promise<readonly Format[]>): void;
  /** Removes what a broken-off parse of this artifact left, then takes new rows. */
  begin(sha256: string, path: string, format: Format): Promise<ArtifactWriter>;
  /** Says that more artifacts will come soon: one that is complete may then wait a moment for others. Call the answer when no more will. */
  expectMore(): () => Promise<void>;
  /** Takes rows of an artifact whose SHA-256 is not known yet; `standIn` is its name until then. */
  beginUnnamed(standIn: string, path: string, format: Format): Promise<UnnamedWriter>;
  /** Milliseconds since somebody last asked for events; Infinity when nobody has. */
  quietMs(): number;
  /** Renews the order of events after ingest or a change of clock. */
  order(signal: AbortSignal): Promise<void>;
  /** The same when only these artifacts came in since: cheap where their events are the newest. */
  orderNew(artifacts: readonly string[], signal: AbortSignal): Promise<void>;
  /**
   * Clocks of artifacts, by SHA-256, in place of those before: times, and the order of events, are corrected by them from
   * then on. Costs one new order where events were moved; true when anything is different.
   */
  useClocks(said: ReadonlyMap<string, Clock>): Promise<boolean>;
  page(filter: Filter, from: number, count: number): Promise<Result<{ total: number; unfiltered: number; rows: EventRow[] }>>;
  seek(
    filter: Filter, fromRow: number, direction: 'next' | 'previous',
    target: { minSeverity?: number | undefined; term?: { kind: 'text' | 'regex'; text: string } | undefined; timeNs?: bigint | undefined; event?: EventId | undefined;
      events?: readonly EventId[] | undefined },
  ): Promise<Result<number | undefined>>;
  /** The list in `buckets` stretches: the worst severity class of each (`SEVERITY_CLASSES`) and its share in 255ths, and in which rows some events are. */
  overview(filter: Filter, buckets: number, events: readonly EventId[]): Promise<Result<{ total: number; worst: Uint8Array<ArrayBuffer>; share: Uint8Array<ArrayBuffer>; rows: number[] }>>;
  /** Fields that records of this case have, as a filter names them: those every record has first, then the typed ones, then attributes by frequency. */
  fields(): Promise<FieldName[]>;
  /** Values of a field among the events that pass, that contain a text whatever its case, the most frequent first. */
  values(filter: Filter, field: string, contains: string, limit: number): Promise<Result<FieldValues>>;
  histogram(filter: Filter, buckets: number, fromNs: bigint | undefined, toNs: bigint | undefined): Promise<Result<{
    fromNs: bigint; stepNs: bigint; buckets: number; counts: Float64Array<ArrayBuffer>; withoutTime: number;
  }>>;
  /** The shortest span, both ends included, that holds `share` of the events with a time; `undefined` without any. */
  focus(share: number): Promise<{ fromNs: bigint; toNs: bigint } | undefined>;
  /** What the records of an artifact say of how far it can be trusted; `undefined` when it has none that are events. Times as the case has them. */
  recordTrust(sha256: string, signal: AbortSignal): Promise<RecordTrust | undefined>;
  /** Values that name one moment, in the artifacts `here` and in each of `sources`, all by SHA-256: what clocks can be compared by. */
  sharedValues(here: readonly string[], sources: ReadonlyArray<readonly string[]>, signal: AbortSignal): Promise<Array<{ source: number; value: string; here: SharedPlace; there: SharedPlace }>>;
  /** When artifacts said something within a span, in so many stretches; those in which one is silent are left out. By artifact, then by time. */
  activity(fromNs: bigint, toNs: bigint, buckets: number): Promise<Array<{ path: string; count: number; firstNs: bigint; lastNs: bigint }>>;
  facets(filter: Filter, limit: number): Promise<Result<Array<{
    field: string; title: string; distinct: number; values: Array<{ value: string; label: string; count: number }>;
  }>>>;
  event(id: EventId): Promise<EventDetail | undefined>;
  context(id: EventId, seconds: number, sameArtifact: boolean, limit: number): Promise<{ rows: EventRow[]; total: number } | undefined>;
  diagnostics(sha256: string, limit: number): Promise<{ total: number; diagnostics: Diagnostic[] }>;
  search(filter: Filter, limit: number, signal: AbortSignal): AsyncIterable<EventRow & { path: string; text: string }>;
  count(filter: Filter): Promise<Result<number>>;
  /** Hands the records of a range to `take`, in order and in chunks, as they stood when it began. Fails with `cancelled`. */
  records(filter: Filter, range: RecordRange, what: RecordParts, signal: AbortSignal, take: (records: readonly FullRecord[]) => Promise<void>): Promise<Result<undefined>>;
  /** The same as a Parquet file in `exportsDir()`, `note` in its metadata. Fails with `cancelled`. */
  writeParquet(filter: Filter, range: RecordRange, path: string, note: string, signal: AbortSignal, progress: (share: number) => void): Promise<Result<undefined>>;
  /** The one folder that DuckDB may write to: ours, inside the case. */
  exportsDir(): string;
  /** Aborting `signal` ends the query; the answer is then `cancelled`. */
  sql(query: string, maxRows: number, signal?: AbortSignal): Promise<Result<SqlResult>>;
  /** All rows of a query as a Parquet file in `exportsDir()`; answers with their number. */
  sqlParquet(query: string, path: string, signal: AbortSignal): Promise<Result<number>>;
  /** A query over `events` that answers with the records of a filter, in their order. Fails with `query/invalid` as the filter itself does. */
  filterSql(filter: Filter): Result<string>;
  schema(): ReadonlyArray<{ table: string; description: string; columns: ReadonlyArray<{ name: string; type: string; description: string }> }>;
  check(): Promise<Result<string>>;
  /** `leaveToProcess`: the process ends at once, and frees what DuckDB holds in a hundredth of the time that closing takes. */
  close(leaveToProcess?: boolean): Promise<void>;
}
