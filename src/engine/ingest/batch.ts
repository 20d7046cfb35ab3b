import type { EventRecord, FieldValue, Format } from '../../formats/contract.ts';
import { BATCH_COLUMNS, type BatchColumn, type RecordBatch } from '../index/contract.ts';

/** Rows of a batch, and characters of it: whichever comes first. */
export const BATCH_ROWS = 8192;
const BATCH_CHARACTERS = 4_000_000;

const SEPARATOR = '\u001e';
const NOTHING = '\u0001';
const BASE = BATCH_COLUMNS.length;
/** Longest attributes, in characters of their JSON; the bytes in the evidence have all of them. */
export const MAX_ATTRIBUTES = 1024 * 1024;

/** Collects records into the columns of a batch. */
export class BatchBuilder {
  rows = 0;
  private characters = 0;
  private columns: Array<Array<string | undefined>>;
  private readonly used: boolean[];
  private readonly fields: number;

  constructor(format: Format) {
    this.fields = format.fields.length;
    this.columns = Array.from({ length: BASE + this.fields }, () => []);
    this.used = this.columns.map(() => false);
  }

  get full(): boolean {
    return this.rows >= BATCH_ROWS || this.characters >= BATCH_CHARACTERS;
  }

  /** `attributes` is the record's, as JSON. */
  add(record: EventRecord, attributes: string | undefined): void {
    const columns = this.columns;
    columns[0]!.push(String(record.offsetBytes));
    columns[1]!.push(String(record.lengthBytes));
    columns[2]!.push(String(record.line));
    this.put(3, record.timeNs === undefined ? undefined : String(record.timeNs));
    this.put(4, record.observedTimeNs === undefined ? undefined : String(record.observedTimeNs));
    columns[5]!.push(String(record.severityNumber));
    columns[6]!.push(record.understood ? '1' : '0');
    this.put(7, record.body);
    this.put(8, record.timeText);
    this.put(9, record.severityText);
    this.put(10, record.serviceName);
    this.put(11, record.hostName);
    this.put(12, record.traceId);
    this.put(13, record.spanId);
    this.put(14, attributes);
    const fields = record.fields;
    for (let i = 0; i < this.fields; i++) this.put(BASE + i, fieldText(fields[i]));
    this.rows++;
    this.characters += record.body.length + (attributes?.length ?? 0) + 200;
  }

  /** The batch so far; the builder starts again. */
  take(): RecordBatch {
    const batch: RecordBatch = {
      rows: this.rows,
      columns: this.columns.map((values, i) => (i < 3 || i === 5 || i === 6 || this.used[i]! ? encode(values, i >= 7) : undefined)),
    };
    this.columns = this.columns.map(() => []);
    this.used.fill(false);
    this.rows = 0;
    this.characters = 0;
    return batch;
  }

  private put(column: number, value: string | undefined): void {
    if (value !== undefined) this.used[column] = true;
    this.columns[column]!.push(value);
  }
}

function fieldText(value: FieldValue): string | undefined {
  return value === undefined || typeof value === 'string' ? value : String(value);
}

const encoder = new TextEncoder();

function encode(values: readonly (string | undefined)[], mayHoldAnything: boolean): BatchColumn {
  let clash = false;
  const told = values.map((value) => {
    if (value === NOTHING) clash = true;
    return value ?? NOTHING;
  });
  const joined = told.join(SEPARATOR);
  if (!clash && (!mayHoldAnything || count(joined, SEPARATOR) === values.length - 1)) {
    return { bytes: encoder.encode(joined), separator: SEPARATOR, nothing: NOTHING };
  }
  // Evidence that holds the marks themselves: longer ones. No beginning of such a separator is also an end of it, so
  // that it can neither stand in a value nor arise where a value and a separator meet.
  let separator = '\u001e\u001f';
  while (values.some((value) => value?.includes(separator) === true)) separator += '\u001f';
  let nothing = '\u0001\u0002';
  while (values.includes(nothing)) nothing += '\u0002';
  return { bytes: encoder.encode(values.map((value) => value ?? nothing).join(separator)), separator, nothing };
}

function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found++;
  return found;
}

/** The buffers of a batch, to be moved and not copied. */
export function buffersOf(batch: RecordBatch): ArrayBuffer[] {
  return batch.columns.flatMap((column) => (column && column.bytes.buffer instanceof ArrayBuffer ? [column.bytes.buffer] : []));
}
