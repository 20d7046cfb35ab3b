import { TABLE_ROLES, type TableMapping, type TableRole } from '../../model/table-mapping.ts';
import { severityFromText } from '../../model/severity.ts';
import { headLines } from '../contract-lines.ts';
import { severityOf } from '../contract-level.ts';
import { RowReader, type Dialect } from '../contract-rows.ts';
import { guessTime, type GuessedTime } from './times.ts';

/** Lines of a head that are looked at. */
const SAMPLE = 200;
const DELIMITERS: ReadonlyArray<Dialect['delimiter']> = [',', '\t', ';', '|'];
const DELIMITER_WORDS: Record<Dialect['delimiter'], string> = { ',': 'commas', '\t': 'tabs', ';': 'semicolons', '|': 'bars' };

/** What a head looks like as a table. */
export interface Guess {
  readonly mapping: TableMapping;
  readonly columns: readonly string[];
  /** Rows that were looked at, the header left out, and how many of them have as many cells as there are columns. */
  readonly rows: number;
  readonly regular: number;
  /** A column whose times may be day and month, or month and day. */
  readonly ambiguous: number | undefined;
  /** Columns of which every value is a number. */
  readonly numbers: number;
  /** What was guessed, in words: "time in “ts”". */
  readonly said: readonly string[];
}

/** Rows of a head in one dialect; the last line counts only if it is whole. */
export function sampleRows(head: { bytes: Uint8Array; complete: boolean }, dialect: Dialect): string[][] {
  const rows: string[][] = [];
  const reader = new RowReader(dialect, (row) => rows.push([...row.cells]));
  for (const line of headLines(head, SAMPLE)) reader.line(line, { offsetBytes: 0, lengthBytes: 0, number: 0 });
  // A quoted text that the end of the head cuts in two is no row yet.
  if (head.complete || !reader.isOpen) reader.end();
  return rows;
}

/** The table that a head is most likely, if it is one at all. */
export function guessTable(head: { bytes: Uint8Array; complete: boolean }): Guess | undefined {
  const lines = headLines(head, SAMPLE);
  if (lines.length < 2) return undefined;
  let best: { dialect: Dialect; rows: string[][]; columns: number; share: number } | undefined;
  for (const delimiter of DELIMITERS) {
    for (const quote of ['"', "'"] as const) {
      if (quote === "'" && (best || !lines.some((line) => new RegExp(`(^|[${delimiter}])'`).test(line)))) continue;
      const rows = sampleRows(head, { delimiter, quote });
      const columns = commonWidth(rows);
      if (columns < 2) continue;
      const share = rows.filter((row) => fits(row, columns)).length / rows.length;
      if (!best || share > best.share + 0.02 || (share > best.share - 0.02 && columns > best.columns)) best = { dialect: { delimiter, quote }, rows, columns, share };
    }
  }
  if (!best || best.rows.length < 2) return undefined;
  const { dialect, rows, columns } = best;
  const header = fits(rows[0]!, columns) && isHeader(rows[0]!.slice(0, columns), rows.slice(1));
  const data = header ? rows.slice(1) : rows;
  return { ...guessColumns(dialect, header, columnNames(header ? rows[0]!.slice(0, columns) : undefined, columns), data.filter((row) => fits(row, columns))), rows: data.length, regular: data.filter((row) => fits(row, columns)).length };
}

/** Names of columns, each once; those without one are numbered. */
export function columnNames(header: readonly string[] | undefined, count: number): string[] {
  const taken = new Map<string, number>();
  return Array.from({ length: count }, (_, i) => {
    const name = header?.[i]?.trim() || `column ${i + 1}`;
    const before = taken.get(name) ?? 0;
    taken.set(name, before + 1);
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

/** As many cells as columns; a delimiter at the end of the row is one too many that says nothing. */
export function fits(row: readonly string[], columns: number): boolean {
  return row.length === columns || (row.length === columns + 1 && row[columns]!.trim() === '');
}

function commonWidth(rows: readonly string[][]): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || b - a)[0]?.[0] ?? 0;
}

const NUMBER = /^[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?%?$/;
const NAME = /^[\p{L}_@#$(][\p{L}\p{M}\p{N}_ .\-/()%#:@[\]$°µ²{}="]*$/u;

/** Names: each different, none of them a number or a time, shorter than values are. */
function isHeader(first: readonly string[], rows: readonly string[][]): boolean {
  const names = first.map((cell) => cell.trim());
  const said = names.filter((name) => name !== '');
  if (said.length < names.length - 1 || new Set(said).size !== said.length) return false;
  if (!said.every((name) => name.length <= 64 && NAME.test(name) && !NUMBER.test(name) && guessTime([name], true) === undefined)) return false;
  // Where a column's values are all words, its name is told from them only by not being one of them.
  return rows.some((row) => row.some((cell, i) => cell.trim() !== names[i]));
}

const TIME_NAMES = /^(?:@?timestamp|time|datetime|date[ _]?time|ts|eventtime|event[ _.]time|time[ _]?stamp|log[ _]?time|date|_time|when|created(?:[ _]?at)?|start(?:[ _]?time|ed[ _]?at)?|time ?generated.*)$/i;
const TIMELIKE = /time|date|(?:^|[_ ])(?:ts|at|epoch)$|[a-z]At$/;
const NAMES: Record<TableRole, RegExp> = {
  message: /^(?:message|msg|@?body|text|(?:short[ _]?)?description|event|log|line|summary|title|details?|content|short|desc|what|note|notes|comment)$/i,
  level: /^(?:level|severity|sev|log[ _]?level|lvl|severity[ _]?text|loglevel)$/i,
  service: /^(?:service(?:[ _.]?name)?|app(?:lication)?|app[ _]?name|component|container(?:[ _]?name)?|program|source)$/i,
  host: /^(?:host(?:[ _.]?name)?|server(?:[ _]?name)?|node(?:[ _]?name)?|computer|machine|instance)$/i,
  trace: /^trace[ _.]?id$/i,
};

function guessColumns(dialect: Dialect, header: boolean, columns: readonly string[], rows: readonly string[][]): Omit<Guess, 'rows' | 'regular'> {
  const values = columns.map((_, i) => rows.map((row) => row[i]!.trim()).filter((cell) => cell !== ''));
  const said: string[] = [];
  const quoted = (i: number): string => `“${columns[i]!}”`;
  const times = columns.map((name, i): GuessedTime => {
    if (values[i]!.length < Math.max(1, rows.length * 0.5)) return undefined;
    const isNamed = header && (TIMELIKE.test(name) || TIME_NAMES.test(name));
    return guessTime(values[i]!, isNamed) ?? (isNamed ? mostlyTime(values[i]!) : undefined);
  });
  const mapping: { -readonly [K in keyof TableMapping]: TableMapping[K] } = { ...dialect, header };
  const rank = (i: number): number => (header && TIME_NAMES.test(columns[i]!) ? 0 : 1);
  const [timeAt] = columns.map((_, i) => i).filter((i) => typeof times[i] === 'object').sort((a, b) => rank(a) - rank(b) || a - b);
  const ambiguous = timeAt === undefined ? times.indexOf('ambiguous') : -1;
  const clockAt = (date: number): number | undefined => {
    if (date < 0) return undefined;
    const at = values.findIndex((cells, i) => i !== date && cells.length > 0 && cells.every((cell) => /^\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?$/.test(cell)));
    return at >= 0 && values[date]!.every((cell) => !cell.includes(':')) ? at : undefined;
  };
  const clock = clockAt(timeAt ?? ambiguous);
  const time = timeAt === undefined ? undefined : times[timeAt];
  if (timeAt !== undefined && typeof time === 'object') {
    mapping.time = { column: timeAt, ...(clock === undefined ? {} : { clock }), format: time.format };
    said.push(`time in ${quoted(timeAt)}${clock === undefined ? '' : ` and ${quoted(clock)}`}${FORMAT_WORDS[time.format]}`);
  }
  const taken = new Set([timeAt, clock].filter((i) => i !== undefined));
  for (const role of TABLE_ROLES) {
    const named = header ? columns.findIndex((name, i) => !taken.has(i) && NAMES[role].test(name) && suits(role, values[i]!)) : -1;
    const at = named >= 0 ? named : role === 'level' ? columns.findIndex((_, i) => !taken.has(i) && allLevels(values[i]!)) : role === 'message' ? longest(values, taken) : -1;
    if (at < 0) continue;
    mapping[role] = at;
    taken.add(at);
    said.push(`${role === 'trace' ? 'trace id' : role} in ${quoted(at)}`);
  }
  if (ambiguous >= 0) said.push(`${quoted(ambiguous)} may be day and month or month and day: choose in Columns`);
  return { mapping, columns, said, ambiguous: ambiguous >= 0 ? ambiguous : undefined, numbers: values.filter((cells) => cells.length > 0 && cells.every((cell) => NUMBER.test(cell))).length };
}

/** A column that is called a time and is one in all rows but a few: those are told one by one. */
function mostlyTime(values: readonly string[]): GuessedTime {
  const likely = values.filter((cell) => guessTime([cell], true) !== undefined);
  return likely.length >= values.length * 0.7 ? guessTime(likely, true) : undefined;
}

const FORMAT_WORDS: Record<NonNullable<TableMapping['time']>['format'], string> = {
  text: '', 'day-first': ' (day first)', 'month-first': ' (month first)', 'epoch-s': ' (seconds since 1970)', 'epoch-ms': ' (milliseconds since 1970)',
  'epoch-us': ' (microseconds since 1970)', 'epoch-ns': ' (nanoseconds since 1970)',
};

function suits(role: TableRole, values: readonly string[]): boolean {
  if (role === 'level') return values.length > 0 && values.filter((cell) => severityOf(cell, 'level') > 0).length >= values.length * 0.5;
  if (role === 'trace') return values.every((cell) => /^[0-9a-f-]{16,36}$/i.test(cell));
  return !(values.length > 0 && values.every((cell) => NUMBER.test(cell)));
}

function allLevels(values: readonly string[]): boolean {
  return values.length >= 3 && values.every((cell) => /^[A-Za-z]{4,10}$/.test(cell) && severityFromText(cell) > 0);
}

/** The column of sentences, if there is one. */
function longest(values: readonly (readonly string[])[], taken: ReadonlySet<number>): number {
  let best = -1;
  let most = 20;
  for (const [i, cells] of values.entries()) {
    if (taken.has(i) || cells.length === 0) continue;
    const spaced = cells.filter((cell) => /\p{L} \p{L}/u.test(cell)).length;
    const length = cells.reduce((sum, cell) => sum + Math.min(500, cell.length), 0) / cells.length;
    if (spaced < cells.length * 0.7 || length <= most) continue;
    best = i;
    most = length;
  }
  return best;
}

export function delimiterWord(delimiter: Dialect['delimiter']): string {
  return DELIMITER_WORDS[delimiter];
}
