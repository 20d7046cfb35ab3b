import { gitTime } from './commit.ts';

/**
 * `git log --format='%H|%an|%aI|%s'` and its like: a full hash, then columns with one separator throughout, one of
 * which is a time on every line, and the subject last.
 */
export interface OneLine {
  readonly separator: string;
  /** Columns before the subject, the hash included. */
  readonly columns: number;
  readonly timeColumn: number;
  readonly nameColumn: number | undefined;
  readonly emailColumn: number | undefined;
}

const FIRST = /^(?:[\da-f]{40}|[\da-f]{64})([|\t;,])/;
const EMAIL = /^<?[^\s<>@|]+@[^\s<>@|]+>?$/;

/** `undefined` unless every line says the same. */
export function learnOneLine(lines: readonly string[]): OneLine | undefined {
  const separator = FIRST.exec(lines[0] ?? '')?.[1];
  if (separator === undefined || lines.length < 2) return undefined;
  const rows = lines.map((line) => line.split(separator));
  const is = (column: number, test: (cell: string) => boolean): boolean => rows.every((row) => row[column] !== undefined && test(row[column]));
  if (!rows.every((row) => /^(?:[\da-f]{40}|[\da-f]{64})$/.test(row[0]!))) return undefined;
  const least = Math.min(...rows.map((row) => row.length));
  const timeColumn = [1, 2, 3, 4].find((column) => column < least && is(column, (cell) => gitTime(cell, 'UTC') !== undefined));
  if (timeColumn === undefined || least < 3) return undefined;
  // The subject is the last column and the only one that may hold the separator.
  const columns = least - 1;
  const others = Array.from({ length: columns }, (_, i) => i).filter((i) => i > 0 && i !== timeColumn && i < 6);
  const emailColumn = others.find((column) => is(column, (cell) => EMAIL.test(cell)));
  const nameColumn = others.find((column) => column !== emailColumn && is(column, (cell) => cell !== '' && cell.length <= 100 && !/\d{4}/.test(cell)));
  return timeColumn > columns ? undefined : { separator, columns, timeColumn, nameColumn, emailColumn };
}

/** Cells of a line: the columns and the subject; `undefined` when the line is not of this form. */
export function cellsOf(line: string, { separator, columns }: OneLine): string[] | undefined {
  const cells = line.split(separator);
  if (cells.length <= columns || !/^(?:[\da-f]{40}|[\da-f]{64})$/.test(cells[0]!)) return undefined;
  return [...cells.slice(0, columns), cells.slice(columns).join(separator)];
}
