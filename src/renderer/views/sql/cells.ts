import { compareCells, type Row } from '../../../model/result-text.ts';

export { cellText, isNumeric, jsonText, kindOf, shownCell, timeOf, type CellKind, type Column, type Row } from '../../../model/result-text.ts';

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
