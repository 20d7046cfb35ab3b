import type { Result } from '../../base/result.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EventDetail, EventId, EventRow } from '../../model/event.ts';
import type { Filter } from '../../model/filter.ts';
import type { Format } from '../../formats/contract.ts';

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
}

/** Records of one artifact as a parse worker delivers them: columns, transferable. */
export interface RecordBatch {
  readonly rows: number;
  readonly offsetBytes: Float64Array;
  readonly lengthBytes: Float64Array;
  readonly line: Float64Array;
  /** `NO_TIME` where a record has none. */
  readonly timeNs: BigInt64Array;
  readonly observedTimeNs: BigInt64Array;
  readonly severityNumber: Uint8Array;
  readonly understood: Uint8Array;
  readonly body: readonly string[];
  readonly timeText: readonly (string | undefined)[];
  readonly severityText: readonly (string | undefined)[];
  readonly serviceName: readonly (string | undefined)[];
  readonly hostName: readonly (string | undefined)[];
  readonly traceId: readonly (string | undefined)[];
  readonly spanId: readonly (string | undefined)[];
  /** JSON text. */
  readonly attributes: readonly (string | undefined)[];
  /** One array per field of the format. */
  readonly fields: ReadonlyArray<ReadonlyArray<string | number | bigint | boolean | undefined>>;
}

export const NO_TIME = -(2n ** 63n);

export interface ArtifactWriter {
  append(batch: RecordBatch): Promise<void>;
  diagnostics(found: readonly Diagnostic[]): Promise<void>;
  /** Marks the artifact complete: until then a restart parses it again from the start. */
  finish(facts: ArtifactFacts): Promise<void>;
}

export interface SqlResult {
  readonly columns: ReadonlyArray<{ name: string; type: string }>;
  readonly rows: readonly (readonly unknown[])[];
  readonly truncated: boolean;
  readonly seconds: number;
}

/** index.duckdb, open: one instance per file, in the engine's main thread only. Deleting it costs time, never work. */
export interface EventIndex {
  revision(): number;
  facts(): readonly ArtifactFacts[];
  totals(): { records: number; diagnostics: number; fromNs: bigint | undefined; toNs: bigint | undefined };
  /** Removes what a broken-off parse of this artifact left, then takes new rows. */
  begin(sha256: string, path: string, format: Format): Promise<ArtifactWriter>;
  /** Renews the order of events after ingest or a change of clock. */
  order(signal: AbortSignal): Promise<void>;
  page(filter: Filter, from: number, count: number): Promise<Result<{ total: number; unfiltered: number; rows: EventRow[] }>>;
  seek(
    filter: Filter, fromRow: number, direction: 'next' | 'previous',
    target: { minSeverity?: number | undefined; term?: { kind: 'text' | 'regex'; text: string } | undefined; timeNs?: bigint | undefined; event?: EventId | undefined },
  ): Promise<Result<number | undefined>>;
  histogram(filter: Filter, buckets: number, fromNs: bigint | undefined, toNs: bigint | undefined): Promise<Result<{
    fromNs: bigint; stepNs: bigint; buckets: number; counts: Float64Array; withoutTime: number;
  }>>;
  facets(filter: Filter, limit: number): Promise<Result<Array<{
    field: string; title: string; distinct: number; values: Array<{ value: string; label: string; count: number }>;
  }>>>;
  event(id: EventId): Promise<EventDetail | undefined>;
  context(id: EventId, seconds: number, sameArtifact: boolean, limit: number): Promise<{ rows: EventRow[]; total: number } | undefined>;
  diagnostics(sha256: string, limit: number): Promise<{ total: number; diagnostics: Diagnostic[] }>;
  search(filter: Filter, limit: number, signal: AbortSignal): AsyncIterable<EventRow & { path: string; text: string }>;
  count(filter: Filter): Promise<Result<number>>;
  sql(query: string, maxRows: number): Promise<Result<SqlResult>>;
  schema(): ReadonlyArray<{ table: string; description: string; columns: ReadonlyArray<{ name: string; type: string; description: string }> }>;
  check(): Promise<Result<string>>;
  close(): Promise<void>;
}
