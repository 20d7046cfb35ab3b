import { truncate, visibleText } from '../../../base/text.ts';
import { formatDate, formatTimeOfDay, NS_PER_MS, NS_PER_S, NS_PER_US, parseRfc3339 } from '../../../base/time.ts';
import { cellText, compareCells, type CellKind, type Row } from '../../../model/result-text.ts';

export { cellText, isNumeric, jsonText, kindOf, timeOf, type CellKind, type Column, type Row } from '../../../model/result-text.ts';

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
