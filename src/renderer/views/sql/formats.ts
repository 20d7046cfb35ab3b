import { visibleText } from '../../../base/text.ts';
import { cellText, jsonText, kindOf, type Column, type Row } from './cells.ts';

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
  return [columns.map((c) => field(c.name)).join(separator), ...rows.map((row) => row.map((cell) => field(cellText(cell))).join(separator))].join(end);
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
