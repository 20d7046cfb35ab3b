import type { Diagnostic } from '../model/diagnostic.ts';
import type { RecordingInfo, Replay, ReplayBatch, ReplayPosition } from './contract-recording.ts';
import type { TableMapping } from '../model/table-mapping.ts';

export type { RecordingInfo, Replay, ReplayBatch, ReplayPosition };

/**
 * The contract of an evidence format. A format turns the bytes of one artifact into records and diagnostics and
 * knows nothing else: no SQL, no screen, no other file. `detect` and `parse` are separate so that a bundle can be
 * ranked before it is read. See README.md of this folder for how to add one.
 */
export interface Format {
  /** Stable, kebab-case; appears in JSON output, in SQL and in cases: never renamed. */
  readonly id: string;
  readonly title: string;
  readonly extensions: readonly string[];
  /** Magic bytes or a first-line hint, in words ("1f 8b at 0"); for `tephra formats`. */
  readonly magic: readonly string[];
  readonly specification: ReadonlyArray<{ readonly title: string; readonly url: string }>;
  /** Typed fields its records carry in `fields`, in this order; columns of the SQL table named `tableName(id)`. */
  readonly fields: readonly FieldDefinition[];
  /**
   * What its records are, as OpenTelemetry parts signals; log records when left out. Spans carry `SPAN_FIELDS` first
   * (contract-span.ts) and are events with a duration; metric points carry `METRIC_FIELDS` first (contract-metric.ts),
   * and are no events: they are asked for as series, and would bury the rest.
   */
  readonly signal?: 'spans' | 'metric-points';
  /**
   * For formats whose body is the line, when its fields say all that stands in it: how the line is put together from
   * them. The body of a record that comes as ranges (`RangeSink`) is then not stored a second time.
   */
  readonly bodyParts?: readonly BodyPart[];
  /**
   * Each record can be read without what stands before it (no header, no enclosing document), and ends with a line: a
   * source of this kind can be taken in piece by piece while it grows. Others are taken in when they are whole.
   */
  readonly growsByLine?: true;
  /**
   * Names its kind and reads nothing of it, or its lines as they stand: kept, hashed and shown by name, and never
   * counted as understood. Its bytes need belong to nothing.
   */
  readonly carried?: true;
  /** Of what is carried: its lines are records, without a time, that can be searched and cited. */
  readonly byLine?: true;
  /** Of formats that record a terminal: the recording itself, for a player. */
  readonly replay?: Replay;
  /**
   * More general kinds that its lines are of as well (HAProxy writes through syslog): where this format is sure
   * (0.9 or more), they are less so.
   */
  readonly narrows?: readonly string[];
  detect(head: Head): Detection | undefined;
  /**
   * Reads the whole source once, front to back, whatever the chunking. Damage is data: report a diagnostic and go
   * on; every byte belongs to a record (or to what wraps records: the envelope of an OTLP request), to a diagnostic
   * or to white space. Record offsets are unique and ascend. Throws only on bugs and abort.
   */
  parse(source: ByteSource, sink: RecordSink, options: ParseOptions, signal: AbortSignal): Promise<ParseSummary>;
}

export interface FieldDefinition {
  /** OpenTelemetry semantic-convention name where one exists ("http.response.status_code"). */
  readonly name: string;
  readonly type: 'string' | 'integer' | 'double' | 'boolean';
  readonly description: string;
  /** Few values that people choose from (method, status): Explore lists them with counts. */
  readonly facet?: boolean;
  /**
   * A number that its writer counts up by one with every record of a host, whatever order the file has them in (a ring
   * begins in its middle): what lacks between the numbers lacks in the source.
   */
  readonly countsRecords?: true;
}

/** Text as it stands, or a value: of a field, or `time_text`. */
export type BodyPart = string | {
  readonly column: string;
  /** Stands before the value, when there is one. */
  readonly before?: string;
  /** Stands for no value; nothing when left out. */
  readonly missing?: string;
};

/** What detection may look at. Deterministic: the same head gives the same answer. */
export interface Head {
  /** The first bytes, at most 64 KiB; the whole file when `complete`. */
  readonly bytes: Uint8Array;
  readonly complete: boolean;
  /** File name without its folder. A hint only: content outranks it. */
  readonly name: string;
  readonly sizeBytes: number;
}

export interface Detection {
  /**
   * 1: magic bytes or structure that nothing else has. 0.9: every sampled record matches a strict grammar.
   * 0.5: most do. Below 0.3 the artifact is carried as unknown. Two formats within 0.05 are an ambiguity.
   */
  readonly confidence: number;
  /** For people, beside the kind: "200 of 200 sampled lines match the combined log format". */
  readonly reason: string;
}

/** Bytes of an artifact. Chunks may have any size; never ask for the whole. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Bytes from `fromBytes` to the end, in order; a chunk is valid until the next one is asked for. */
  chunks(fromBytes: number, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** At most `lengthBytes` bytes from an offset; fewer at the end. */
  read(offsetBytes: number, lengthBytes: number): Promise<Uint8Array>;
}

export interface ParseOptions {
  /** File name without its folder. */
  readonly name: string;
  /** Zone for times that name none. */
  readonly zone: string;
  /** No record is newer than this: when the evidence was written or came in. For times that name no year; without it, now. */
  readonly newestNs?: bigint;
  /** For tables: what a person said the columns mean. Without it the format guesses, and says what it guessed. */
  readonly mapping?: TableMapping | undefined;
}

/** A value of a typed field; `undefined` where the record has none. Integers beyond 2^53 as bigint. */
export type FieldValue = string | number | bigint | boolean | undefined;

/**
 * One record. Field meanings follow the OpenTelemetry log data model. The object may be reused by the parser:
 * a sink copies what it needs before it returns.
 */
export interface EventRecord {
  /** Range of the record in the artifact, its line end excluded. */
  offsetBytes: number;
  lengthBytes: number;
  /** 1-based physical line of the first byte; 0 where there are no lines. */
  line: number;
  timeNs: bigint | undefined;
  observedTimeNs: bigint | undefined;
  /** The time as it stands in the evidence. */
  timeText: string | undefined;
  /** 0–24. */
  severityNumber: number;
  severityText: string | undefined;
  serviceName: string | undefined;
  hostName: string | undefined;
  /** Lower-case hex as W3C Trace Context has it. */
  traceId: string | undefined;
  spanId: string | undefined;
  /** What a person reads: the message. */
  body: string;
  /** Values of `Format.fields`, in order. */
  fields: readonly FieldValue[];
  /** Everything else the record says, JSON-able; `undefined` when nothing is left. */
  attributes: Readonly<Record<string, unknown>> | undefined;
  /** False when the bytes are kept as text only because the format did not understand them. */
  understood: boolean;
}

/** Where records go. `room` resolves at once while there is room; await it every few thousand records at most. */
export interface RecordSink {
  record(record: EventRecord): void;
  diagnostic(diagnostic: Diagnostic): void;
  room(): Promise<void> | undefined;
  /** A faster way in; a sink need not have it. */
  readonly ranges?: RangeSink;
}

/**
 * Takes records whose values stand in the evidence as they are, by where they stand: no string is made for each.
 * Such a record is understood and has a time.
 */
export interface RangeSink {
  /** The UTF-8 that ranges of the rows to come refer to; valid until the next block. */
  block(bytes: Uint8Array): void;
  row(row: RangeRow): void;
}

/** One record. The object may be reused by the parser, as `EventRecord`. */
export interface RangeRow {
  offsetBytes: number;
  line: number;
  /** Range of the record in the block; its length is that of the record. */
  from: number;
  to: number;
  /** Whole seconds since 1970, at most nine thousand million of them either way, and nanoseconds of the next. */
  timeSeconds: number;
  timeNanosecond: number;
  timeTextFrom: number;
  timeTextTo: number;
  severityNumber: number;
  /** Few different ones in a log. */
  severityText: string | undefined;
  /** Begin -1: none. */
  serviceFrom: number;
  serviceTo: number;
  hostFrom: number;
  hostTo: number;
  /** Begin -1: what `bodyParts` make of the record. */
  bodyFrom: number;
  bodyTo: number;
  attributes: Readonly<Record<string, unknown>> | undefined;
  /** Of text fields, one for each field of the format: values of which a log has few, which stand nowhere in it. They go before ranges. */
  readonly words: Array<string | undefined>;
  /** Of text fields, two for each field of the format: begin and end in the block; begin -1: no value. */
  readonly ranges: Int32Array;
  /** Of number fields, one for each field of the format: safe integers where the field is one; NaN: no value. */
  readonly numbers: Float64Array;
}

export interface ParseSummary {
  /** Kind-specific facts for `tephra inspect`, documented in the format's README. */
  readonly summary: Readonly<Record<string, unknown>>;
  /** Kind-specific counts beside `records`. */
  readonly counts: Readonly<Record<string, number>>;
}

/** SQL name of a format's own table: "web-access" → `web_access`. */
export function tableName(formatId: string): string {
  return formatId.replaceAll('-', '_');
}
