import { headLines } from '../contract-lines.ts';
import { COLOUR } from './colour.ts';
import { restLayoutOf } from './header-rest.ts';
import { TIME_FORMS, TimeReader, type TimeForm } from './time-forms.ts';
import { Years } from '../contract-yearless.ts';

/**
 * Where the time stands in the records of a file, learnt from its head: a form and what comes before it. A line that
 * begins like this begins a record; every other line belongs to the record above it.
 */
export interface Layout {
  readonly form: TimeForm;
  /** Groups: prefix, then those of the form's pattern. */
  readonly header: RegExp;
}

export interface Learnt {
  /** The commonest first; empty when the head shows none. */
  readonly layouts: readonly Layout[];
  readonly sampled: number;
  /** Sampled lines that begin a record. */
  readonly headers: number;
  /** Sampled lines, after the first header, that look like what follows one: indented, frames of a stack. */
  readonly continuations: number;
  /** Sampled lines before the first header. */
  readonly before: number;
  /** The headers are rows of a table: the same number of commas or semicolons in each, the first right behind the time. */
  readonly table: boolean;
  /** Which layouts of `header-rest.ts` the headers of the head have. */
  readonly rests: ReadonlySet<number>;
  /** From `Log file created at:` of glog. */
  readonly year: number | undefined;
  /** `mmdd` of the first and the last time without a year. */
  readonly yearless: { readonly first: string; readonly last: string } | undefined;
}

const SAMPLE = 400;
/** How far into a line a time is looked for. */
const REACH = 120;
const MAX_PREFIX = 56;
const MAX_LAYOUTS = 4;

const WORD = String.raw`[\w.$/@#-]+`;
/** Prefixes are words, numbers and brackets; quotes, braces, `=` and `<` are of other formats, ` - ` of access logs, a comma without a blank of tables. */
const PREFIX = new RegExp(String.raw`^(?:[\w.$/@#[\](),:|*~ \t-]|${COLOUR})*$`);
const PARTS = new RegExp(String.raw`${COLOUR}|[\w.$/@#-]+|[ \t]+|[^\w\s]`, 'g');
const MAX_PARTS = 12;
const SEARCH = TIME_FORMS.map((form) => ({
  form,
  regex: new RegExp(form.prefix === undefined ? String.raw`(?:(?<![\w./-])|(?<=${COLOUR}))(?:${form.pattern})` : `^${form.prefix}(?:${form.pattern})`),
}));

/** `fromEnd`: of the end of a file, whose last lines count. */
export function learn(head: { bytes: Uint8Array; complete: boolean }, fromEnd = false): Learnt {
  // What a lost write leaves before a line is not of it.
  const lines = (fromEnd ? headLines(head, Number.MAX_SAFE_INTEGER).slice(-SAMPLE) : headLines(head, SAMPLE)).map((line) => (line.charCodeAt(0) === 0 ? line.slice(line.search(/[^\0]|$/)) : line));
  const found = new Map<string, { form: TimeForm; prefix: string; count: number }>();
  let year: number | undefined;
  for (const line of lines) {
    const created = year === undefined ? /^Log file created at: (\d{4})\//.exec(line) : null;
    if (created) year = Number(created[1]);
    const place = placeOf(line.length > REACH ? line.slice(0, REACH) : line);
    if (!place) continue;
    const key = `${place.form.id} ${place.prefix}`;
    const known = found.get(key);
    if (known) known.count++;
    else found.set(key, { ...place, count: 1 });
  }
  const ranked = [...found.values()].sort((a, b) => b.count - a.count);
  const most = ranked[0]?.count ?? 0;
  const layouts = ranked
    .filter(({ count }, i) => i === 0 || (count >= 2 && count * 10 >= most))
    .slice(0, MAX_LAYOUTS)
    .map(({ form, prefix }): Layout => ({ form, header: new RegExp(`^(${prefix})(?:${form.pattern})`) }));

  const reader = new HeaderReader(layouts, 'UTC', new Years(2000));
  const rests = new Set<number>();
  const columns = new Set<number>();
  let yearless: { first: string; last: string } | undefined;
  let headers = 0;
  let continuations = 0;
  let before = 0;
  for (const line of lines) {
    const header = reader.read(line);
    if (header) {
      headers++;
      rests.add(restLayoutOf(line, header));
      if (header.form.id === 'glog') yearless = { first: yearless?.first ?? header.timeText, last: header.timeText };
      const mark = line[header.end];
      const cells = mark === ',' || mark === ';' ? line.split(mark).length : 0;
      columns.add(mark === ',' && line[header.end + 1] === ' ' ? 0 : cells);
    } else if (headers === 0) before++;
    else if (CONTINUATION.test(line)) continuations++;
  }
  return { layouts, sampled: lines.length, headers, continuations, before, table: columns.size === 1 && Math.max(...columns) > 2, rests, year, yearless };
}

/** Indented lines, frames and causes of stacks, ends of dumps, lines of markup. */
const CONTINUATION = /^(?:\s|at |Caused by|Suppressed|Traceback|During handling|The above exception|\.\.\. |#\d+ |---|===|goroutine |created by |exit status|panic:|[\w.$\\/]+(?:Exception|Error)\b|[)}\]<>"'|*+-]|\[stacktrace\]|from |SELECT |INSERT |UPDATE |DELETE )/;

/** The first time in a line, with the shape of what stands before it. */
function placeOf(line: string): { form: TimeForm; prefix: string } | undefined {
  let best: { form: TimeForm; at: number } | undefined;
  for (const { form, regex } of SEARCH) {
    const at = line.search(regex);
    if (at < 0 || (best && at >= best.at)) continue;
    if (form.atStart && !/^\[?$/.test(line.slice(0, at))) continue;
    best = { form, at };
  }
  if (!best) return undefined;
  if (best.form.prefix !== undefined) return { form: best.form, prefix: best.form.prefix };
  const prefix = line.slice(0, best.at);
  if (prefix.length > MAX_PREFIX || /^\s/.test(prefix) || !PREFIX.test(prefix) || / - |,(?! )/.test(prefix) || (prefix.match(PARTS)?.length ?? 0) > MAX_PARTS) return undefined;
  return { form: best.form, prefix: shapeOf(prefix) };
}

/** A prefix as a pattern: any word for a word, any blanks for blanks, the rest as it stands. */
function shapeOf(prefix: string): string {
  return prefix.replace(PARTS, (part) => (part.startsWith('\u001b') ? COLOUR : /^[\w.$/@#-]/.test(part) ? WORD : /^\s/.test(part) ? String.raw`[ \t]+` : `\\${part}`));
}

/** The header of a record as far as it is the same in every layout. The object is reused. */
export interface Header {
  form: TimeForm;
  prefix: string;
  timeText: string;
  timeNs: bigint | undefined;
  /** Where what follows the time begins. */
  end: number;
}

export class HeaderReader {
  private readonly layouts: readonly Layout[];
  readonly times: TimeReader;
  private last = 0;
  private readonly header: Header = { form: TIME_FORMS[0]!, prefix: '', timeText: '', timeNs: undefined, end: 0 };

  constructor(layouts: readonly Layout[], zone: string, years: Years) {
    this.layouts = layouts;
    this.times = new TimeReader(zone, years);
  }

  /** `undefined` when the line does not begin a record. */
  read(line: string): Header | undefined {
    const layouts = this.layouts;
    for (let i = 0; i < layouts.length; i++) {
      const index = (this.last + i) % layouts.length;
      const { form, header: pattern } = layouts[index]!;
      const m = pattern.exec(line);
      if (!m) continue;
      const ns = this.times.read(form, m[2]!, m[3], m[4], m[5]);
      // A date the calendar does not have is no time; only glog's header is certain without one.
      if (ns === undefined && form.prefix === undefined) continue;
      this.last = index;
      const header = this.header;
      header.form = form;
      header.prefix = m[1]!;
      header.timeText = m[1] === '' ? m[0] : m[0].slice(m[1]!.length);
      header.timeNs = ns;
      header.end = m[0].length;
      return header;
    }
    return undefined;
  }
}
