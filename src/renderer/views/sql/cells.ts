import { truncate, visibleText } from '../../../base/text.ts';
import { formatDate, formatTimeOfDay, NS_PER_MS, NS_PER_S, NS_PER_US, parseRfc3339 } from '../../../base/time.ts';

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

/** JSON with every digit of a bigint. */
export function jsonText(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  // JSON knows neither.
  if (typeof value === 'number' && !Number.isFinite(value)) return JSON.stringify(String(value));
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}:${jsonText(one)}`).join(',')}}`;
  return JSON.stringify(value ?? null);
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

export function timeOf(value: unknown): bigint | undefined {
  return typeof value === 'string' ? parseRfc3339(value) : undefined;
}

function shownTime(text: string, zone: string): string {
  const ns = parseRfc3339(text);
  if (ns === undefined) return text;
  const precision = ns % NS_PER_S === 0n ? 'second' : ns % NS_PER_MS === 0n ? 'millisecond' : ns % NS_PER_US === 0n ? 'microsecond' : 'nanosecond';
  return `${formatDate(ns, zone)} ${formatTimeOfDay(ns, zone, precision)}`;
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

export interface Sort { readonly column: number; readonly descending: boolean }

/** Places of the rows in order; rows that are equal stay as the query had them. */
export function sortedOrder(rows: readonly Row[], sort: Sort | undefined): Uint32Array | undefined {
  if (!sort) return undefined;
  const { column, descending } = sort;
  const sign = descending ? -1 : 1;
  return Uint32Array.from(rows.keys()).sort((i, j) => {
    const a = rows[i]![column];
    const b = rows[j]![column];
    const noA = a === null || a === undefined;
    const noB = b === null || b === undefined;
    return noA || noB ? Number(noA) - Number(noB) || i - j : sign * compareCells(a, b) || i - j;
  });
}
