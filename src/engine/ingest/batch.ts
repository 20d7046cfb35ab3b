import type { EventRecord, Format } from '../../formats/contract.ts';
import { BATCH_COLUMNS, type BatchColumn, type RecordBatch } from '../index/contract.ts';

/** Rows of a batch, and characters of it: whichever comes first. */
export const BATCH_ROWS = 8192;
const BATCH_CHARACTERS = 4_000_000;

const SEPARATOR = '\u001e';
const NOTHING = '\u0001';
const BASE = BATCH_COLUMNS.length;
/** Columns before this one hold numbers. */
const FIRST_TEXT = BATCH_COLUMNS.indexOf('body');
/** Longest attributes, in characters of their JSON; the bytes in the evidence have all of them. */
export const MAX_ATTRIBUTES = 1024 * 1024;

/** Severities as text, so that none is made for each record. */
const SEVERITIES = Array.from({ length: 25 }, (_, i) => String(i));

/** The values of one column. Nothing is stored until a record has a value. */
class Column {
  values: string[] = [];
  /** Rows that really hold what stands for nothing. */
  private clashes: Set<number> | undefined;
  private readonly isText: boolean;

  constructor(isText: boolean) {
    this.isText = isText;
  }

  put(row: number, value: string): void {
    const values = this.values;
    while (values.length < row) values.push(NOTHING);
    values.push(value);
    if (value === NOTHING) (this.clashes ??= new Set()).add(row);
  }

  /** The column's bytes, for so many rows; the column is empty then. */
  take(rows: number): BatchColumn | undefined {
    const { values, clashes } = this;
    if (values.length === 0) return undefined;
    while (values.length < rows) values.push(NOTHING);
    this.values = [];
    this.clashes = undefined;
    const joined = values.join(SEPARATOR);
    if (!clashes && (!this.isText || count(joined, SEPARATOR) === rows - 1)) {
      return { bytes: encoder.encode(joined), separator: SEPARATOR, nothing: NOTHING };
    }
    return withOtherMarks(values, clashes);
  }
}

/** Collects records into the columns of a batch. */
export class BatchBuilder {
  rows = 0;
  private characters = 0;
  private readonly columns: readonly Column[];
  private readonly fields: number;
  private lastTimeNs: bigint | undefined;
  private lastTime = '';

  constructor(format: Format) {
    this.fields = format.fields.length;
    this.columns = [...BATCH_COLUMNS.map((_, i) => new Column(i >= FIRST_TEXT)), ...format.fields.map((field) => new Column(field.type === 'string'))];
  }

  get full(): boolean {
    return this.rows >= BATCH_ROWS || this.characters >= BATCH_CHARACTERS;
  }

  /** `attributes` is the record's, as JSON. */
  add(record: EventRecord, attributes: string | undefined): void {
    const columns = this.columns;
    const row = this.rows++;
    columns[0]!.put(row, String(record.offsetBytes));
    columns[1]!.put(row, String(record.lengthBytes));
    columns[2]!.put(row, String(record.line));
    if (record.timeNs !== undefined) {
      // Records that follow one another often have one time.
      if (record.timeNs !== this.lastTimeNs) {
        this.lastTimeNs = record.timeNs;
        this.lastTime = String(record.timeNs);
      }
      columns[3]!.put(row, this.lastTime);
    }
    if (record.observedTimeNs !== undefined) columns[4]!.put(row, String(record.observedTimeNs));
    columns[5]!.put(row, SEVERITIES[record.severityNumber] ?? '0');
    columns[6]!.put(row, record.understood ? '1' : '0');
    columns[7]!.put(row, record.body);
    if (record.timeText !== undefined) columns[8]!.put(row, record.timeText);
    if (record.severityText !== undefined) columns[9]!.put(row, record.severityText);
    if (record.serviceName !== undefined) columns[10]!.put(row, record.serviceName);
    if (record.hostName !== undefined) columns[11]!.put(row, record.hostName);
    if (record.traceId !== undefined) columns[12]!.put(row, record.traceId);
    if (record.spanId !== undefined) columns[13]!.put(row, record.spanId);
    if (attributes !== undefined) columns[14]!.put(row, attributes);
    const fields = record.fields;
    for (let i = 0; i < this.fields; i++) {
      const value = fields[i];
      if (value !== undefined) columns[BASE + i]!.put(row, typeof value === 'string' ? value : String(value));
    }
    this.characters += record.body.length + (attributes?.length ?? 0) + 200;
  }

  /** The batch so far; the builder starts again. */
  take(): RecordBatch {
    const rows = this.rows;
    const columns = this.columns.map((column) => column.take(rows));
    this.rows = 0;
    this.characters = 0;
    return { rows, columns };
  }
}

const encoder = new TextEncoder();

/**
 * For evidence that holds the marks themselves: longer ones. No beginning of such a separator is also an end of it, so
 * that it can neither stand in a value nor arise where a value and a separator meet.
 */
function withOtherMarks(values: readonly string[], clashes: ReadonlySet<number> | undefined): BatchColumn {
  let separator = '\u001e\u001f';
  while (values.some((value) => value.includes(separator))) separator += '\u001f';
  let nothing = '\u0001\u0002';
  while (values.includes(nothing)) nothing += '\u0002';
  const told = values.map((value, row) => (value === NOTHING && clashes?.has(row) !== true ? nothing : value));
  return { bytes: encoder.encode(told.join(separator)), separator, nothing };
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
