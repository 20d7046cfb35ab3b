import type { Result } from '../../base/result.ts';
import type { TraceFilter, TraceSort, TraceSummary } from '../../model/trace.ts';

/** Traces over start and duration, as `traces.durations` of the protocol says. */
export interface TraceDurations {
  readonly fromNs: bigint;
  readonly toNs: bigint;
  readonly lowNs: number;
  readonly highNs: number;
  readonly column: Uint16Array<ArrayBuffer>;
  readonly band: Uint16Array<ArrayBuffer>;
  readonly traces: Float64Array<ArrayBuffer>;
  readonly withErrors: Float64Array<ArrayBuffer>;
  readonly slowest: string[];
  readonly withoutTime: number;
}

export interface TraceNames {
  readonly spans: number;
  /** Titles of the formats that bring spans. */
  readonly formats: string[];
  readonly services: Array<{ name: string; spans: number; errors: number }>;
  readonly operations: Array<{ name: string; spans: number; errors: number }>;
}

/** Spans of one trace in order of their starts, as columns. */
export interface TraceSpans {
  readonly count: number;
  /** Spans of the trace that are not among them. */
  readonly leftOut: number;
  /** What starts count from: the first of them. */
  readonly baseNs: bigint;
  /** From the first start to the last end, of all spans. */
  readonly durationAllNs: number;
  readonly spanId: readonly string[];
  /** Empty: it names none. */
  readonly parentId: readonly string[];
  /** NaN: no time. */
  readonly startNs: Float64Array;
  /** NaN: it never ended. */
  readonly durationNs: Float64Array;
  readonly error: Uint8Array;
  /** Numbers of `SPAN_KINDS`. */
  readonly kind: Uint8Array;
  readonly service: readonly string[];
  readonly name: readonly string[];
  /** SHA-256 of the evidence. */
  readonly artifact: readonly string[];
  readonly offsetBytes: Float64Array;
  readonly lengthBytes: Float64Array;
}

interface Durations {
  readonly p50Ns?: bigint;
  readonly p95Ns?: bigint;
}

/** A service by its spans. `requests`: those without a parent in the same service, whose durations are given. */
export interface ServiceSpans extends Durations {
  readonly name: string;
  readonly spans: number;
  readonly errors: number;
  readonly requests: number;
}

/** Spans of `to` whose parent is of `from`. */
export interface CalledBy extends Durations {
  readonly from: string;
  readonly to: string;
  readonly calls: number;
  readonly errors: number;
}

/** What a service called that left no spans, by what the calls say of it. */
export interface Peer extends Durations {
  readonly from: string;
  readonly kind: 'database' | 'messaging' | 'external';
  readonly system: string;
  readonly name: string;
  readonly calls: number;
  readonly errors: number;
}

/** Spans as traces. */
export interface TraceIndex {
  list(filter: TraceFilter, sort: TraceSort, descending: boolean, from: number, count: number): Promise<Result<{ total: number; unfiltered: number; rows: TraceSummary[] }>>;
  durations(filter: TraceFilter, columns: number, bands: number): Promise<Result<TraceDurations>>;
  names(service: string | undefined, limit: number): Promise<Result<TraceNames>>;
  spans(traceId: string, limit: number): Promise<Result<TraceSpans | undefined>>;
  serviceSpans(filter: TraceFilter): Promise<Result<{ traces: number; services: ServiceSpans[]; calls: CalledBy[]; peers: Peer[] }>>;
}
