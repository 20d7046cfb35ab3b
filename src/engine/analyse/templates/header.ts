/**
 * Where messages begin in lines whose format nobody knows: what stands before, the same kind of thing in every line (a
 * time, a level, a process, a component), is learnt from the first lines. Nothing is known of any source beforehand.
 */

/** Lines it is learnt from. */
export const HEADER_LINES = 2000;
/** Share of the lines that have to agree. */
const MOST = 0.97;
const MOST_COLUMNS = 14;
/** The first time stands in one of so many columns. */
const LAST_FIRST_TIME = 5;

/** Answers where the message begins in a line; 0 where the line has no header. */
export type FindMessage = (line: string) => number;

/** `undefined`: lines have nothing in common before the message. */
export function learnHeader(lines: readonly string[]): FindMessage | undefined {
  const sample = lines.filter((line) => line.trim() !== '').slice(0, HEADER_LINES);
  if (sample.length < 10) return undefined;
  return learnFields(sample) ?? learnColumns(sample);
}

/** `time|component|pid|message`: so many fields of a separator before the message. */
function learnFields(sample: readonly string[]): FindMessage | undefined {
  for (const separator of ['|', '\t']) {
    const counts = sample.map((line) => before(line, separator));
    const times = sample.filter((line) => isTimeLike(line.slice(0, Math.max(0, line.indexOf(separator))).trim())).length;
    if (times < sample.length * MOST) continue;
    const sorted = counts.toSorted((a, b) => a - b);
    const fields = sorted[Math.floor(sample.length * (1 - MOST))]!;
    if (fields < 2) continue;
    return (line) => {
      let at = -1;
      for (let n = 0; n < fields; n++) {
        at = line.indexOf(separator, at + 1);
        if (at < 0) return 0;
      }
      return at + 1;
    };
  }
  return undefined;
}

function before(line: string, separator: string): number {
  let n = 0;
  for (let at = line.indexOf(separator); at >= 0 && n < MOST_COLUMNS; at = line.indexOf(separator, at + 1)) n++;
  return n;
}

/** What a column of text may be. The strong ones end a header: `Name` and `Tag` alone may begin the message as well. */
const COLUMN = { Time: 1, Number: 2, Level: 4, Component: 8, Id: 16, Tag: 32, Name: 64, Dash: 128 } as const;
const STRONG = COLUMN.Time | COLUMN.Level | COLUMN.Component | COLUMN.Dash;

const LEVELS = new Set([
  'trace', 'debug', 'info', 'notice', 'warn', 'warning', 'error', 'err', 'severe', 'failure', 'critical', 'crit', 'alert', 'emerg', 'fatal', 'panic', 'verbose',
  'v', 'd', 'i', 'w', 'e', 'f', 'information', 'dbg', 'inf', 'wrn',
]);
const MONTHS = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?$/i;

function learnColumns(sample: readonly string[]): FindMessage | undefined {
  const rows = sample.map((line) => columnsOf(line));
  const enough = sample.length * MOST;
  let header = 0;
  let hasTime = false;
  let timeColumn = 0;
  for (let c = 0; c < MOST_COLUMNS; c++) {
    let any = 0;
    const of = new Map<number, number>();
    for (const row of rows) {
      const kind = row.kinds[c] ?? 0;
      if (kind !== 0) any++;
      for (let bit = 1; bit <= 128; bit <<= 1) if ((kind & bit) !== 0) of.set(bit, (of.get(bit) ?? 0) + 1);
    }
    const isAll = (bits: number): boolean => [...of].some(([bit, n]) => (bits & bit) !== 0 && n >= enough);
    if (isAll(COLUMN.Time) && !hasTime) {
      hasTime = true;
      timeColumn = c;
    }
    // Whatever stands before the first time belongs to the header too.
    if (any < enough && (hasTime || c >= LAST_FIRST_TIME)) break;
    if (isAll(STRONG) || (isAll(COLUMN.Number) && hasTime)) header = c + 1;
  }
  if (!hasTime) return undefined;
  // A name of the kind a logger has, right behind the rest.
  const isName = (c: number): boolean => rows.filter((row) => ((row.kinds[c] ?? 0) & COLUMN.Name) !== 0).length >= enough;
  if (isName(header)) header++;
  // All of the message may not be header: then lines are messages that happen to name a time.
  if (rows.filter((row) => row.kinds.length > header).length < enough) return undefined;
  // `name - message`, `name (32) - message`: a dash that stands alone in every line, not far behind the rest.
  const dash = rows.filter((row) => dashAfter(row, header) >= 0).length >= enough;
  return (line) => endOfHeader(line, header, timeColumn, dash);
}

/** Where `columns` columns end, and what precedes a dash after them; 0 where there is no time in the column that should have one. */
function endOfHeader(line: string, columns: number, timeColumn: number, dash: boolean): number {
  let at = 0;
  let end = 0;
  for (let c = 0; c < columns + (dash ? DASH_WITHIN : 0); c++) {
    while (at < line.length && line.charCodeAt(at) <= 32) at++;
    const from = at;
    let digits = 0;
    for (; at < line.length; at++) {
      const code = line.charCodeAt(at);
      if (code <= 32) break;
      if (code >= 48 && code < 58) digits++;
    }
    if (at === from) return c < columns ? 0 : end;
    if (c === timeColumn && digits === 0 && !MONTHS.test(line.slice(from, at))) return 0;
    if (c < columns) end = at;
    else if (isDash(line, from, at)) return at;
  }
  return end;
}

function isDash(line: string, from: number, to: number): boolean {
  return line.charCodeAt(from) === 45 && (to - from === 1 || (to - from === 2 && line.charCodeAt(from + 1) === 45));
}

interface Columns {
  readonly kinds: number[];
}

/** A dash stands at most so many columns behind the rest. */
const DASH_WITHIN = 4;

function dashAfter({ kinds }: Columns, header: number): number {
  for (let c = header; c < Math.min(kinds.length, header + DASH_WITHIN); c++) if (((kinds[c] ?? 0) & COLUMN.Dash) !== 0) return c;
  return -1;
}

function columnsOf(line: string): Columns {
  const kinds: number[] = [];
  let at = 0;
  while (kinds.length < MOST_COLUMNS + 4 && at < line.length) {
    while (at < line.length && line.charCodeAt(at) <= 32) at++;
    const from = at;
    while (at < line.length && line.charCodeAt(at) > 32) at++;
    if (at === from) break;
    kinds.push(kindOf(line.slice(from, at)));
  }
  return { kinds };
}

function kindOf(token: string): number {
  if (token.length > 120) return 0;
  const bare = token.replace(/^[[(<]+|[\])>,]+$/g, '');
  let kind = 0;
  if (token === '-' || token === '--') return COLUMN.Dash | COLUMN.Tag;
  if (isTimeLike(bare) || MONTHS.test(bare)) kind |= COLUMN.Time;
  if (/^[+-]?\d+$/.test(bare)) kind |= COLUMN.Number;
  if (LEVELS.has(bare.replace(/:$/, '').toLowerCase())) kind |= COLUMN.Level;
  if (/^[A-Za-z_/][\w./$@()[\]<>+~-]*:$/.test(token)) kind |= COLUMN.Component;
  if (/\d/.test(bare)) kind |= COLUMN.Id;
  if (/^[A-Z][A-Z_]*$/.test(bare)) kind |= COLUMN.Tag;
  if (/^[A-Za-z_]+(?:[._/@-][A-Za-z_]+)+$/.test(bare)) kind |= COLUMN.Name;
  return kind;
}

/** A date, a time of day, both, or seconds since 1970. */
function isTimeLike(text: string): boolean {
  if (text.length > 40 || !/^[\dT:.,/+\-Zz_]+$/.test(text.replaceAll(' ', ''))) return false;
  return /\d[:/.-]\d{1,2}(?:[:/.-]|$|\D)/.test(text) || /^\d{8}-\d/.test(text) || /^1\d{9}(?:[.,]?\d+)?$/.test(text);
}
