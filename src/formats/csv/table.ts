import type { TableMapping } from '../../model/table-mapping.ts';
import { truncate, visibleText } from '../../base/text.ts';
import { severityOf } from '../contract-level.ts';
import { emptyAttributes } from '../contract-record.ts';
import { columnNames, fits } from './guess.ts';
import type { Row } from '../contract-rows.ts';
import { timeReader, type ReadTime } from './times.ts';

/** What a row says, and why not all of it could be read. */
export interface ReadRow {
  readonly timeNs: bigint | undefined;
  readonly timeText: string | undefined;
  readonly severityNumber: number;
  readonly severityText: string | undefined;
  readonly serviceName: string | undefined;
  readonly hostName: string | undefined;
  readonly traceId: string | undefined;
  readonly body: string;
  readonly attributes: Readonly<Record<string, unknown>> | undefined;
  readonly problem: { readonly code: string; readonly message: string } | undefined;
}

/** Rows as a mapping reads them. The first row decides how many columns there are, and what they are called. */
export class TableReader {
  columns: readonly string[] = [];
  private started = false;
  private readonly mapping: TableMapping;
  private readonly time: ReadTime | undefined;
  private readonly roles: ReadonlySet<number>;

  /** `columns`: how many there are, where the first row is not to decide. */
  constructor(mapping: TableMapping, zone: string, columns?: number) {
    this.mapping = mapping;
    this.time = mapping.time && timeReader(mapping.time.format, zone);
    const { time, message, level, service, host, trace } = mapping;
    this.roles = new Set([time?.column, time?.clock, message, level, service, host, trace].filter((at) => at !== undefined));
    if (columns !== undefined) this.columns = columnNames(undefined, columns);
  }

  /** Takes the first row; true when it names the columns, and is no record. */
  begin(row: Row): boolean {
    if (this.started) return false;
    this.started = true;
    const { cells } = row;
    const count = cells.length > 1 && cells.at(-1)!.trim() === '' && this.mapping.header ? cells.length - 1 : cells.length;
    if (this.mapping.header) this.columns = columnNames(cells, count);
    else if (this.columns.length === 0) this.columns = columnNames(undefined, cells.length);
    return this.mapping.header;
  }

  read(row: Row): ReadRow {
    const { cells, text } = row;
    if (row.problem === 'quote-not-closed') return bad(text, 'csv/quote-not-closed', 'A quoted text begins in this row and never ends; the row is kept as text.');
    if (!fits(cells, this.columns.length)) {
      return bad(text, 'csv/wrong-columns', `The row has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, and there are ${this.columns.length} columns; it is kept as text.`);
    }
    const { mapping } = this;
    const cell = (at: number | undefined): string | undefined => (at === undefined || cells[at] === undefined || cells[at] === '' ? undefined : cells[at]);
    const timeText = mapping.time && [cell(mapping.time.column), cell(mapping.time.clock)].filter((part) => part !== undefined).join(' ').trim();
    const timeNs = timeText ? this.time!(timeText) : undefined;
    const level = cell(mapping.level)?.trim();
    const attributes = emptyAttributes();
    let hasAttributes = false;
    for (let i = 0; i < this.columns.length; i++) {
      const value = cells[i]!;
      if (value === '' || this.roles.has(i)) continue;
      attributes[this.columns[i]!] = numberOr(value);
      hasAttributes = true;
    }
    const trace = cell(mapping.trace)?.trim().replaceAll('-', '').toLowerCase();
    return {
      timeNs, timeText: timeText || undefined, severityNumber: level === undefined ? 0 : severityOf(level, 'level'), severityText: level || undefined,
      serviceName: cell(mapping.service)?.trim(), hostName: cell(mapping.host)?.trim(), traceId: trace && /^[0-9a-f]{16,32}$/.test(trace) ? trace : undefined,
      body: cell(mapping.message) ?? text, attributes: hasAttributes ? attributes : undefined, problem: this.problemOf(row, timeText, timeNs),
    };
  }

  private problemOf(row: Row, timeText: string | undefined, timeNs: bigint | undefined): ReadRow['problem'] {
    if (timeText && timeNs === undefined) {
      const { column, format } = this.mapping.time!;
      return { code: 'csv/time-not-read', message: `“${visibleText(truncate(timeText, 60))}” in “${this.columns[column] ?? ''}” is no ${TIME_WORDS[format]}; the row has no time.` };
    }
    return row.problem === 'text-after-quote' ? { code: 'csv/text-after-quote', message: 'Text stands behind a closing quote; it is read as part of the cell.' } : undefined;
  }
}

const TIME_WORDS: Record<NonNullable<TableMapping['time']>['format'], string> = {
  text: 'time in a form that says itself what it is', 'day-first': 'date with the day first', 'month-first': 'date with the month first',
  'epoch-s': 'number of seconds', 'epoch-ms': 'number of milliseconds', 'epoch-us': 'number of microseconds', 'epoch-ns': 'number of nanoseconds',
};

function bad(text: string, code: string, message: string): ReadRow {
  return {
    timeNs: undefined, timeText: undefined, severityNumber: 0, severityText: undefined, serviceName: undefined, hostName: undefined, traceId: undefined,
    body: text, attributes: undefined, problem: { code, message },
  };
}

/** A number where writing it again gives the same text: "007" and "1.10" stay text. */
function numberOr(text: string): string | number {
  const first = text.charCodeAt(0);
  if (!(first >= 48 && first <= 57) && first !== 45) return text;
  const number = Number(text);
  return String(number) === text && Number.isFinite(number) ? number : text;
}
