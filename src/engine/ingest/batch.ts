import type { EventRecord, FieldDefinition, Format, RangeRow } from '../../formats/contract.ts';
import { BATCH_COLUMNS, CHUNK_ROWS, type ChunkColumn, type RecordBatch, type RecordChunk } from '../index/contract.ts';
import { ChunkColumnBuilder, TextHeap, type Layout } from './chunk-column.ts';

/**
 * Rows of a batch, and bytes of its text: whichever comes first. Buffers that are under way count as memory of the
 * engine's thread: with more than 64 MB of them V8 collects garbage all the time.
 */
export const BATCH_ROWS = 5 * CHUNK_ROWS;
const BATCH_BYTES = 2_000_000;
/** Text of a chunk: with very long records a chunk has fewer rows. */
const CHUNK_BYTES = 1_000_000;

/** Longest attributes, in characters of their JSON; the bytes in the evidence have all of them. */
export const MAX_ATTRIBUTES = 1024 * 1024;

const BASE = BATCH_COLUMNS.length;
const BASE_LAYOUT: Record<(typeof BATCH_COLUMNS)[number], Layout> = {
  offset_bytes: 'bigint', length_bytes: 'bigint', line: 'bigint', time_ns: 'bigint', observed_time_ns: 'bigint',
  severity_number: 'byte', understood: 'boolean', body: 'text', time_text: 'text', severity_text: 'text',
  service_name: 'text', host_name: 'text', trace_id: 'text', span_id: 'text', attributes: 'text',
};
const FIELD_LAYOUT: Record<FieldDefinition['type'], Layout> = { string: 'text', integer: 'bigint', double: 'double', boolean: 'boolean' };

/** Memory of batches that the index is done with. */
export class Memory {
  private free: ArrayBuffer[] = [];

  give(buffers: readonly ArrayBuffer[]): void {
    for (const buffer of buffers) if (buffer.byteLength > 0 && this.free.length < KEPT_BUFFERS) this.free.push(buffer);
  }

  /** At least so many bytes, whatever stands in them. */
  take(bytes: number): ArrayBuffer {
    const at = this.free.findIndex((buffer) => buffer.byteLength >= bytes);
    if (at >= 0) return this.free.splice(at, 1)[0]!;
    this.free.shift();
    return new ArrayBuffer(Math.ceil(bytes / BUFFER_STEP) * BUFFER_STEP);
  }
}

/** Buffers kept: two for each chunk of a few batches. */
const KEPT_BUFFERS = 80;
const BUFFER_STEP = 256 * 1024;

/** Collects records into the columns of a batch. */
export class BatchBuilder {
  rows = 0;
  private readonly heap = new TextHeap();
  private readonly columns: readonly ChunkColumnBuilder[];
  private readonly fields: number;
  private readonly memory: Memory;
  private chunks: RecordChunk[] = [];
  private chunkRows = 0;
  private bytes = 0;
  private source: Uint8Array = new Uint8Array();
  /** Stretch of the block that rows refer to and that is not in the heap yet; -1: none. */
  private runFrom = -1;
  private runTo = 0;
  private shift = 0;
  private readonly texts: readonly number[];
  private readonly numbers: ReadonlyArray<readonly [field: number, integer: boolean]>;

  constructor(format: Format, memory = new Memory()) {
    this.memory = memory;
    this.fields = format.fields.length;
    this.columns = [
      ...BATCH_COLUMNS.map((name) => new ChunkColumnBuilder(BASE_LAYOUT[name])),
      ...format.fields.map((field) => new ChunkColumnBuilder(FIELD_LAYOUT[field.type])),
    ];
    this.texts = format.fields.flatMap((field, i) => (field.type === 'string' ? [i] : []));
    this.numbers = format.fields.flatMap((field, i) => (field.type === 'integer' || field.type === 'double' ? [[i, field.type === 'integer'] as const] : []));
  }

  get full(): boolean {
    return this.rows >= BATCH_ROWS || this.bytes + this.heap.used >= BATCH_BYTES;
  }

  /** `attributes` is the record's, as JSON. */
  add(record: EventRecord, attributes: string | undefined): void {
    this.settle();
    const { columns, heap } = this;
    const row = this.chunkRows;
    columns[0]!.integer(row, record.offsetBytes);
    columns[1]!.integer(row, record.lengthBytes);
    columns[2]!.integer(row, record.line);
    if (record.timeNs !== undefined) columns[3]!.bigint(row, record.timeNs);
    if (record.observedTimeNs !== undefined) columns[4]!.bigint(row, record.observedTimeNs);
    columns[5]!.byte(row, record.severityNumber >= 0 && record.severityNumber <= 24 ? record.severityNumber : 0);
    columns[6]!.byte(row, record.understood ? 1 : 0);
    columns[7]!.text(row, record.body, heap);
    if (record.timeText !== undefined) columns[8]!.text(row, record.timeText, heap);
    if (record.severityText !== undefined) columns[9]!.text(row, record.severityText, heap);
    if (record.serviceName !== undefined) columns[10]!.text(row, record.serviceName, heap);
    if (record.hostName !== undefined) columns[11]!.text(row, record.hostName, heap);
    if (record.traceId !== undefined) columns[12]!.text(row, record.traceId, heap);
    if (record.spanId !== undefined) columns[13]!.text(row, record.spanId, heap);
    if (attributes !== undefined) columns[14]!.text(row, attributes, heap);
    const { fields } = record;
    for (let i = 0; i < this.fields; i++) {
      const value = fields[i];
      if (value !== undefined) columns[BASE + i]!.any(row, value, heap);
    }
    this.rowDone();
  }

  block(bytes: Uint8Array): void {
    this.settle();
    this.source = bytes;
  }

  /** A record whose texts stand in the block; `attributes` as for `add`. */
  row(record: RangeRow, attributes: string | undefined): void {
    // What stands elsewhere goes into the heap before the stretch that the row is of.
    if (attributes !== undefined) this.word(14, attributes);
    if (record.severityText !== undefined) this.word(9, record.severityText);
    const { words } = record;
    for (const field of this.texts) {
      const word = words[field];
      if (word !== undefined) this.word(BASE + field, word);
    }
    const { columns, source } = this;
    if (this.runFrom < 0) {
      this.runFrom = record.from;
      this.shift = this.heap.used - record.from;
    }
    this.runTo = record.to;
    const { shift } = this;
    const row = this.chunkRows;
    columns[0]!.integer(row, record.offsetBytes);
    columns[1]!.integer(row, record.to - record.from);
    columns[2]!.integer(row, record.line);
    columns[3]!.nanoseconds(row, record.timeSeconds, record.timeNanosecond);
    columns[5]!.byte(row, record.severityNumber);
    columns[6]!.byte(row, 1);
    if (record.bodyFrom >= 0) columns[7]!.range(row, source, record.bodyFrom, record.bodyTo, shift);
    columns[8]!.range(row, source, record.timeTextFrom, record.timeTextTo, shift);
    if (record.serviceFrom >= 0) columns[10]!.range(row, source, record.serviceFrom, record.serviceTo, shift);
    if (record.hostFrom >= 0) columns[11]!.range(row, source, record.hostFrom, record.hostTo, shift);
    const { ranges, numbers } = record;
    for (const field of this.texts) {
      const from = ranges[field * 2]!;
      if (from >= 0 && words[field] === undefined) columns[BASE + field]!.range(row, source, from, ranges[field * 2 + 1]!, shift);
    }
    for (const [field, integer] of this.numbers) {
      const value = numbers[field]!;
      if (Number.isNaN(value)) continue;
      if (integer) columns[BASE + field]!.integer(row, value);
      else columns[BASE + field]!.double(row, value);
    }
    this.rowDone();
  }

  /** The batch so far; the builder starts again. */
  take(): RecordBatch {
    if (this.chunkRows > 0) this.endChunk();
    const { rows, chunks } = this;
    this.rows = 0;
    this.bytes = 0;
    this.chunks = [];
    return { rows, chunks };
  }

  private rowDone(): void {
    this.rows++;
    this.chunkRows++;
    if (this.chunkRows === CHUNK_ROWS || this.heap.used >= CHUNK_BYTES) this.endChunk();
  }

  private word(column: number, text: string): void {
    const { chunkRows } = this;
    if (this.columns[column]!.word(chunkRows, text)) return;
    this.settle();
    this.columns[column]!.text(chunkRows, text, this.heap);
  }

  /** Copies what rows refer to into the heap. */
  private settle(): void {
    if (this.runFrom < 0) return;
    this.heap.putBytes(this.source.subarray(this.runFrom, this.runTo));
    this.runFrom = -1;
  }

  private endChunk(): void {
    this.settle();
    const rows = this.chunkRows;
    let size = 0;
    for (const column of this.columns) size += column.size(rows);
    const data = new Uint8Array(this.memory.take(size));
    let at = 0;
    const columns = this.columns.map((column): ChunkColumn | undefined => {
      const bytes = column.size(rows);
      if (bytes === 0) return undefined;
      const taken = column.take(rows, data, at);
      at += bytes;
      return taken;
    });
    const text = this.heap.take(this.memory);
    this.chunks.push({ rows, text, data: data.buffer, columns });
    this.bytes += text.length;
    this.chunkRows = 0;
  }
}

/** The buffers of a batch, to be moved and not copied. */
export function buffersOf(batch: RecordBatch): ArrayBuffer[] {
  return batch.chunks.flatMap(({ data, text }) => (text.buffer instanceof ArrayBuffer ? [data, text.buffer] : [data]));
}
