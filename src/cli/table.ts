import { truncate, visibleText } from '../base/text.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Columns a text takes in a terminal: wide East Asian characters and emoji take two, combining marks none. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const c of text) {
    if (!ZERO.test(c)) width += WIDE.test(c) ? 2 : 1;
  }
  return width;
}

const NARROW = /^[ -~]*$/;
const ZERO = /^(?:\p{Mn}|\p{Me}|\u200d)$/u;
const WIDE = /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})$/u;

/**
 * Rows under their titles, aligned, two spaces apart, nothing after the last character of a line. Cells are
 * made safe for a terminal (`visibleText`) and cut to `maxCell` characters where it is given.
 */
export function formatTable(columns: readonly Column[], rows: ReadonlyArray<readonly string[]>, maxCell?: number): string {
  const cells = rows.map((row) => row.map((cell) => {
    const safe = visibleText(cell);
    return maxCell === undefined ? safe : truncate(safe, maxCell);
  }));
  const titles = columns.map((c) => c.title);
  const widths = titles.map((title, i) => cells.reduce((max, row) => Math.max(max, displayWidth(row[i] ?? '')), displayWidth(title)));
  const line = (row: readonly string[]): string =>
    columns.map((column, i) => {
      const cell = row[i] ?? '';
      const gap = ' '.repeat(widths[i]! - displayWidth(cell));
      return column.align === 'right' ? gap + cell : cell + gap;
    }).join('  ').trimEnd();
  return [titles, ...cells].map((row) => `${line(row)}\n`).join('');
}

/** `title  value` lines with the values aligned. */
export function formatFacts(facts: ReadonlyArray<readonly [string, string]>, indent = ''): string {
  const width = facts.reduce((max, [title]) => Math.max(max, displayWidth(title)), 0);
  return facts.map(([title, value]) => `${indent}${title}${' '.repeat(width - displayWidth(title))}  ${visibleText(value)}`.trimEnd() + '\n').join('');
}
