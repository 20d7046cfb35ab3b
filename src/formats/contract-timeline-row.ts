import { parseRfc3339 } from '../base/time.ts';
import { clipBody } from './contract-json-events.ts';
import { RowReader } from './contract-rows.ts';
import { emptyAttributes } from './contract-record.ts';
import type { EventRecord, FieldDefinition } from './contract.ts';

/** What rows of timeline tools say beside time and message. */
export const TIMESTAMP_DESC: FieldDefinition = { name: 'timestamp_desc', type: 'string', description: 'What the time is the time of.', facet: true };

/**
 * Cells of a line that plaso wrote: it puts blanks where a cell has the delimiter and quotes nothing, so that a quote is
 * a character like any other. Lines of others that do not fit so are read as RFC 4180 has them, and so is a cell that is
 * all in quotes. `undefined`: neither way gives so many cells.
 */
export function plasoCells(text: string, columns: number): string[] | undefined {
  const plain = text.split(',');
  if (plain.length === columns && !plain.some(isQuoted)) return plain;
  const quoted: string[][] = [];
  const reader = new RowReader({ delimiter: ',', quote: '"' }, (row) => {
    if (row.problem === undefined) quoted.push([...row.cells]);
  });
  reader.line(text, { offsetBytes: 0, lengthBytes: text.length, number: 1 });
  reader.end();
  const [cells] = quoted;
  if (cells?.length === columns) return cells;
  return plain.length === columns ? plain : undefined;
}

function isQuoted(cell: string): boolean {
  return cell.length >= 2 && cell.startsWith('"') && cell.endsWith('"') && /^(?:[^"]|"")*$/.test(cell.slice(1, -1));
}

/** The name that Tephra's own exports go by, so that what other columns cannot hold comes back. */
export const TEPHRA_PARSER = 'tephra/timeline';
/** `data_type` of the same in Timesketch. */
export const TEPHRA_DATA_TYPE = 'tephra:timeline:entry';

/** An apostrophe that Tephra puts before what a spreadsheet would run as a formula. */
export function withoutFormulaGuard(text: string): string {
  return /^'+[=+\-@\t\n]/.test(text) ? text.slice(1) : text;
}

/** What Tephra writes of an entry that has no column of its own: `key: value; key: value`. */
export function tephraFacts(extra: string): Map<string, string> {
  return new Map(withoutFormulaGuard(extra).split('; ').flatMap((fact) => {
    const at = fact.indexOf(': ');
    return at < 0 ? [] : [[fact.slice(0, at), fact.slice(at + 2)] as const];
  }));
}

/** Members of an entry of Tephra as imports read them back (`tephra.kind`, `tephra.zone`, …), and its exact time. */
export function tephraAttributes(facts: ReadonlyMap<string, string>, record: EventRecord): Record<string, unknown> {
  const attributes = emptyAttributes();
  for (const name of ['id', 'kind', 'zone', 'form', 'end', 'uncertainty_ns', 'basis', 'role', 'note', 'milestone', 'known_since']) {
    const value = facts.get(name);
    if (value !== undefined && value !== '') attributes[`tephra.${name}`] = value;
  }
  const start = facts.get('start');
  const exact = start === undefined ? undefined : parseRfc3339(start);
  if (exact !== undefined) record.timeNs = exact;
  return attributes;
}

/** A row that is none, kept as text. */
export function asText(record: EventRecord, text: string): void {
  record.body = clipBody(text);
  record.understood = false;
}
