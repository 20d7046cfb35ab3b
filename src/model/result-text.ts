import { truncate, visibleText } from '../base/text.ts';
import { formatDate, formatTimeOfDay, NS_PER_MS, NS_PER_S, NS_PER_US, parseRfc3339 } from '../base/time.ts';

/** Cells of a query's answer (`sql.run`), as text for machines and for people elsewhere. */
export interface Column { readonly name: string; readonly type: string }
export type Row = readonly unknown[];

/** How a column is read and drawn. `nested` are lists, structs and maps; `json` is text that is JSON. */
export type CellKind = 'time' | 'integer' | 'number' | 'boolean' | 'json' | 'nested' | 'text';

/** By DuckDB's name of its type. */
export function kindOf(type: string): CellKind {
  if (/\]$|^(?:STRUCT|MAP|UNION)\(/.test(type)) return 'nested';
  if (type.startsWith('TIMESTAMP')) return 'time';
  if (/^U?(?:TINY|SMALL|BIG|HUGE)INT$|^U?INTEGER$|^BIGNUM$/.test(type)) return 'integer';
  if (/^(?:DOUBLE|FLOAT|DECIMAL)/.test(type)) return 'number';
  if (type === 'BOOLEAN') return 'boolean';
  return type === 'JSON' ? 'json' : 'text';
}

export function isNumeric(kind: CellKind): boolean {
  return kind === 'integer' || kind === 'number';
}

/** The whole value as text that a machine reads back: times in UTC, integers with every digit. `undefined` for NULL. */
export function cellText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return jsonText(value);
}

/** More of a cell nobody reads in a row; the row's drawer has all of it. */
const CELL_CHARS = 400;

/** A cell as a row shows it: times in the zone, nothing that hides or reorders. `undefined` for NULL. */
export function shownCell(value: unknown, kind: CellKind, zone: string): string | undefined {
  const text = cellText(value);
  if (text === undefined) return undefined;
  if (kind === 'time') return shownTime(text, zone);
  return visibleText(truncate(text, CELL_CHARS));
}

function shownTime(text: string, zone: string): string {
  const ns = parseRfc3339(text);
  if (ns === undefined) return text;
  const precision = ns % NS_PER_S === 0n ? 'second' : ns % NS_PER_MS === 0n ? 'millisecond' : ns % NS_PER_US === 0n ? 'microsecond' : 'nanosecond';
  return `${formatDate(ns, zone)} ${formatTimeOfDay(ns, zone, precision)}`;
}

/** The instant of a cell that is a time; `undefined` for any other. */
export function timeOf(value: unknown): bigint | undefined {
  return typeof value === 'string' ? parseRfc3339(value) : undefined;
}

/** Order of two cells of a column. NULL comes last whichever way. */
export function compareCells(a: unknown, b: unknown): number {
  if ((typeof a === 'number' || typeof a === 'bigint') && (typeof b === 'number' || typeof b === 'bigint')) {
    // A bigint and a number compare exactly; NaN comes after every number, as in DuckDB.
    if (a < b) return -1;
    if (a > b) return 1;
    return a === b || typeof a !== typeof b ? 0 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  }
  const left = cellText(a) ?? '';
  const right = cellText(b) ?? '';
  return left < right ? -1 : left > right ? 1 : 0;
}

/** JSON with every digit of a bigint. */
export function jsonText(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  // JSON knows neither.
  if (typeof value === 'number' && !Number.isFinite(value)) return JSON.stringify(String(value));
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}:${jsonText(one)}`).join(',')}}`;
  return JSON.stringify(value ?? null);
}

/** How rows leave for elsewhere. */
export type CopyFormat = 'tsv' | 'csv' | 'markdown' | 'jsonl';

export function formatRows(format: CopyFormat, columns: readonly Column[], rows: readonly Row[]): string {
  switch (format) {
    case 'tsv': return lines(columns, rows, '\t', /["\t\r\n]/);
    // RFC 4180 §2: CRLF between records, quotes doubled.
    case 'csv': return lines(columns, rows, ',', /[",\r\n]/, '\r\n');
    case 'markdown': return markdown(columns, rows);
    default: return rows.map((row) => jsonLine(columns, row)).join('\n');
  }
}

/** NULL is a field with nothing in it; a text with nothing in it is two quotes. */
function lines(columns: readonly Column[], rows: readonly Row[], separator: string, mustQuote: RegExp, end = '\n'): string {
  const field = (text: string | undefined): string => (text === undefined ? '' : text === '' || mustQuote.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const isFree = columns.map((c) => kindOf(c.type) === 'text');
  const cell = (value: unknown, i: number): string => field(isFree[i] && typeof value === 'string' ? words(value) : cellText(value));
  return [columns.map((c) => field(words(c.name))).join(separator), ...rows.map((row) => row.map(cell).join(separator))].join(end);
}

/**
 * Free text for a cell of a spreadsheet: control characters in their visible form, and an apostrophe before what would
 * run as a formula (OWASP "CSV Injection"). JSON lines and Parquet have the text as it is.
 */
function words(text: string): string {
  const shown = visibleText(text, true);
  return /^[=+\-@\t\n]/.test(shown) ? `'${shown}` : shown;
}

function markdown(columns: readonly Column[], rows: readonly Row[]): string {
  const cell = (text: string | undefined): string => visibleText(text ?? '').replace(/[\\|`*_[\]<>]/g, '\\$&');
  const numeric = columns.map((c) => ['integer', 'number'].includes(kindOf(c.type)));
  return [
    `| ${columns.map((c) => cell(c.name)).join(' | ')} |`,
    `|${numeric.map((n) => (n ? ' ---: ' : ' --- ')).join('|')}|`,
    ...rows.map((row) => `| ${row.map((value) => cell(cellText(value))).join(' | ')} |`),
  ].join('\n');
}

/** One object a line. A column that is JSON stands as JSON; of columns with the same name the last one counts. */
export function jsonLine(columns: readonly Column[], row: Row): string {
  return `{${columns.map((c, i) => `${JSON.stringify(c.name)}:${jsonCell(c, row[i])}`).join(',')}}`;
}

function jsonCell(column: Column, value: unknown): string {
  if (kindOf(column.type) !== 'json' || typeof value !== 'string') return jsonText(value);
  try {
    JSON.parse(value);
    return value.replaceAll(/[\r\n]/g, ' ');
  } catch {
    return JSON.stringify(value);
  }
}
