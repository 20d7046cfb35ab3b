import { formatDayMonth } from '../../../base/time-ticks.ts';
import { NS_PER_DAY, NS_PER_H } from '../../../base/time.ts';
import { parseTimeText, type ParsedTime } from '../../../model/time-text.ts';
import { ENTRY_KINDS, type EntryKind, type EntryTime, type TimelineEntry } from '../../../model/timeline.ts';
import { readZoneName } from '../../../model/zone-names.ts';
import type { DraftContext } from './draft.ts';

/** A line of pasted text: what it became, or why it became nothing. */
export interface PastedRow {
  readonly line: string;
  readonly entry: Omit<TimelineEntry, 'id'> | undefined;
  readonly problem: string | undefined;
  /** What was decided about it that another reader could have decided otherwise. */
  readonly said: readonly string[];
}

export const MOST_ROWS = 1000;
const MOST_TITLE = 500;
const MOST_TIME_WORDS = 6;
/** A row that is earlier than the one above by no more than this was written late, and not on the day after. */
const LATE_NS = NS_PER_H;
const HALF_DAY_NS = NS_PER_DAY / 2n;

type Column = 'time' | 'end' | 'date' | 'what' | 'who' | 'kind' | 'note';
const HEADINGS: ReadonlyArray<readonly [Column, RegExp]> = [
  ['end', /^(end|until|to|finished?)\b/i], ['time', /^(time|when|at|start|from|timestamp|datetime|date[ /_-]*time)\b/i], ['date', /^(date|day)$/i],
  ['what', /^(what|event|title|description|summary|message|text|entry|activity)\b/i], ['who', /^(who|role|owner|person|author|user|actor)\b/i],
  ['kind', /^(kind|type|category|lane)\b/i], ['note', /^(notes?|details?|comments?|remarks?)\b/i],
];

type Headings = ReadonlyArray<Column | undefined>;
/** A row with a time. `isBare`: no date was said with it. */
interface Read {
  readonly entry: Omit<TimelineEntry, 'id'>;
  readonly isBare: boolean;
  readonly said: readonly string[];
}
type ReadAt = (nearNs: bigint) => Read | undefined;

/**
 * Rows copied from a spreadsheet (cells parted by tabs, with a line of headings or without) or lines from a chat
 * (`10:42 Alice: rolled back`). Each needs a time as people write it. A bare time of day is of the day of the row
 * before, or the next one where the clock went round; in a list that runs from new to old, the day before. A line
 * without a time is the text of a row that has none, an indented one goes on with the row before into its note, any
 * other is left out.
 */
export function readPasted(text: string, context: DraftContext): PastedRow[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const headings = lines[0] === undefined ? undefined : headingsOf(lines[0]);
  const read = lines.slice(headings ? 1 : 0, MOST_ROWS + (headings ? 1 : 0)).map((line): { line: string; isCells: boolean; at: ReadAt } => {
    const isCells = headings !== undefined || line.trim().includes('\t');
    return { line, isCells, at: (nearNs) => (isCells ? readCells(line.split('\t').map((cell) => cell.trim()), headings, { ...context, nearNs }) : readLine(line, { ...context, nearNs })) };
  });
  const isNewestFirst = runsBackwards(read.map(({ at }) => at), context.nearNs);
  const rows: PastedRow[] = [];
  let before: EntryTime | undefined;
  for (const { line, isCells, at } of read) {
    const found = before === undefined ? at(context.nearNs) : readAfter(at, before, isNewestFirst, context.zone);
    if (found) {
      before = found.entry.time;
      rows.push({ line, entry: found.entry, problem: found.entry.title === '' ? NO_TITLE : undefined, said: found.said });
      continue;
    }
    const above = rows.at(-1);
    const joined = above && !isCells ? joinedTo(above, line) : undefined;
    if (joined) rows[rows.length - 1] = joined;
    else rows.push({ line, entry: undefined, problem: NO_TIME, said: [] });
  }
  return rows;
}

const NO_TITLE = 'It says when, but not what.';
const NO_TIME = 'No time found. Begin the line with one, such as 10:42 or 2026-10-14 10:42, or indent it: then it is a note of the row above.';

/** A line without a time as part of the row above; `undefined` where it is a line of its own. */
function joinedTo(above: PastedRow, line: string): PastedRow | undefined {
  const { entry } = above;
  const isIndented = /^\s/.test(line);
  const both = `${above.line}\n${line}`;
  // What somebody said stands below the time and the name, as some chats are copied.
  if (entry?.title === '') return { ...above, line: both, problem: undefined, entry: { ...entry, ...titled(line.trim(), entry.note) } };
  if (!isIndented) return undefined;
  return entry ? { ...above, line: both, entry: { ...entry, note: lines(entry.note, line.trim()) } } : { ...above, line: both };
}

/** Whether times of day without a date go down more often than up; by more than half a day they went round midnight. */
function runsBackwards(rows: readonly ReadAt[], nearNs: bigint): boolean {
  let [back, forth] = [0, 0];
  let beforeNs: bigint | undefined;
  for (const at of rows) {
    const read = at(beforeNs ?? nearNs);
    if (!read) continue;
    const ns = read.entry.time.startNs;
    const by = read.isBare && beforeNs !== undefined ? ns - beforeNs : 0n;
    if ((by < 0n && by >= -HALF_DAY_NS) || by > HALF_DAY_NS) back++;
    else if (by !== 0n) forth++;
    beforeNs = ns;
  }
  return back > 1 && back > forth;
}

/** A row below one with a time: a bare time of day is of its day, unless the clock went round in between. */
function readAfter(at: ReadAt, before: EntryTime, isNewestFirst: boolean, zone: string): Read | undefined {
  const beforeNs = before.startNs;
  const read = at(beforeNs);
  if (!read?.isBare) return read;
  const ns = read.entry.time.startNs;
  const against = isNewestFirst ? ns - beforeNs : beforeNs - ns;
  if (against <= 0n) return read;
  // Of another zone than the row above the hours say little.
  const lateNs = read.entry.time.zone === before.zone ? LATE_NS : HALF_DAY_NS;
  const [earlier, after] = isNewestFirst ? ['Later', 'before'] : ['Earlier', 'after'];
  if (against <= lateNs) return { ...read, said: [...read.said, `${earlier} than the row above.`] };
  const round = at(beforeNs + (isNewestFirst ? -NS_PER_DAY : NS_PER_DAY));
  return round && { ...round, said: [...round.said, `No date: read as the day ${after} the row above, ${formatDayMonth(round.entry.time.startNs, zone, true)}.`] };
}

function headingsOf(line: string): Headings | undefined {
  if (!line.includes('\t')) return undefined;
  const columns = line.split('\t').map((cell) => HEADINGS.find(([, pattern]) => pattern.test(cell.trim()))?.[0]);
  return columns.includes('time') || (columns.includes('date') && columns.includes('what')) ? columns : undefined;
}

function readCells(cells: readonly string[], headings: Headings | undefined, context: DraftContext): Read | undefined {
  if (headings) {
    const cell = (column: Column): string => cells[headings.indexOf(column)] ?? '';
    return entryFrom({ when: `${cell('date')} ${cell('time')}`, until: cell('end'), what: cell('what'), who: cell('who'), kind: cell('kind'), note: cell('note') }, context);
  }
  // Without headings: a date and a time side by side, or one cell with both; of what is left the first says what.
  for (let i = 0; i < cells.length; i++) {
    for (const count of [2, 1]) {
      const when = cells.slice(i, i + count).join(' ');
      // A cell beside that of the time may hold a name; in the cell itself a city is one.
      const isTime = (text: string): boolean => parseTimeText(text, { ...context, strict: count === 2 }).ok;
      if (i + count > cells.length || !isTime(when)) continue;
      const next = cells[i + count] ?? '';
      const until = next !== '' && isTime(next) ? next : '';
      const rest = [...cells.slice(0, i), ...cells.slice(i + count + (until === '' ? 0 : 1))].filter((c) => c !== '');
      const kind = rest.find((c) => kindOf(c) !== undefined) ?? '';
      const words = rest.filter((c) => c !== kind);
      const what = words.toSorted((a, b) => b.length - a.length)[0] ?? '';
      return entryFrom({ when, until, what, who: words.find((c) => c !== what) ?? '', kind, note: words.filter((c) => c !== what).slice(1).join('\n') }, context);
    }
  }
  return undefined;
}

/** In a line a word behind the time is no city: `10:42 Sydney rolled back` is of a person. Where it could be one, it is said. */
function readLine(line: string, from: DraftContext): Read | undefined {
  const context = { ...from, strict: true };
  const words = line.trim().replace(/^(?:[-*•]|\d+[.)])\s+/, '').replace(/^\[([^\]]+)\]/, '$1 ').split(/\s+/);
  for (let count = Math.min(MOST_TIME_WORDS, words.length); count > 0; count--) {
    const when = words.slice(0, count).join(' ').replace(/[,:;–—-]+$/, '');
    if (!parseTimeText(when, context).ok) continue;
    const rest = words.slice(count).join(' ').replace(/^[-–—:|,]\s*/, '');
    const cells = titled(rest);
    const read = entryFrom({ when, until: '', what: cells.title, who: cells.role, kind: '', note: '' }, context);
    const city = cells.role === '' ? cityAt(rest.split(' ')) : undefined;
    return read && city ? { ...read, said: [...read.said, `“${city.name}” is taken as text. If it is the zone, write ${city.zone}.`] } : read;
  }
  return undefined;
}

/** The city that words begin with, and its zone. */
function cityAt(words: readonly string[]): { readonly name: string; readonly zone: string } | undefined {
  for (const count of [3, 2, 1]) {
    const name = words.slice(0, count).join(' ').replace(/[,.;:]$/, '');
    const zone = words.length >= count && /^\p{Lu}\p{Ll}/u.test(name) ? readZoneName(name) : undefined;
    if (zone?.ok) return { name, zone: zone.value.zone };
  }
  return undefined;
}

/** `Alice: rolled back` as who said what; text without a name in front is all title. */
function titled(text: string, note = ''): { readonly title: string; readonly role: string; readonly note: string } {
  const said = /^([\p{L}][\p{L}\p{N} ._'-]{0,40}?):\s+(.+)$/u.exec(text);
  const what = said?.[2] ?? text;
  return { title: what.slice(0, MOST_TITLE).trim(), role: said?.[1] ?? '', note: lines(what.length > MOST_TITLE ? what : '', note) };
}

interface Cells { readonly when: string; readonly until: string; readonly what: string; readonly who: string; readonly kind: string; readonly note: string }

function entryFrom(cells: Cells, context: DraftContext & { readonly strict?: boolean }): Read | undefined {
  const start = parseTimeText(cells.when, context);
  if (!start.ok) return undefined;
  const startNs = start.value.ns;
  const end = cells.until === '' ? undefined : endAfter(startNs, cells.until, context);
  const title = cells.what.slice(0, MOST_TITLE).trim();
  return {
    isBare: isBare(cells.when, startNs, context),
    said: [start.value.note, end?.note].filter((note) => note !== undefined),
    entry: {
      kind: kindOf(cells.kind) ?? 'observation', title, role: cells.who.slice(0, 200),
      note: lines(cells.what.length > MOST_TITLE ? cells.what : '', cells.note, cells.until !== '' && end === undefined ? cells.until : ''),
      time: {
        form: end === undefined ? 'point' : 'interval', startNs, ...(end === undefined ? {} : { endNs: end.ns }), uncertaintyNs: 0n, basis: 'stated', zone: start.value.zone,
        text: [cells.when, cells.until].map((t) => t.trim()).filter((t) => t !== '').join(' to ').slice(0, 400),
      },
      evidence: [],
    },
  };
}

/** The end of what began at `startNs`: a bare time of day that lies before it is of the next day. */
function endAfter(startNs: bigint, text: string, context: DraftContext): ParsedTime | undefined {
  for (const nearNs of [startNs, startNs + NS_PER_DAY]) {
    const end = parseTimeText(text, { ...context, nearNs });
    if (end.ok && end.value.ns > startNs) return end.value;
  }
  return undefined;
}

/** Without a date a time moves with the day that it is read near. */
function isBare(when: string, ns: bigint, context: DraftContext): boolean {
  const later = parseTimeText(when, { ...context, nearNs: context.nearNs + 2n * NS_PER_DAY });
  return later.ok && later.value.ns - ns > NS_PER_DAY && later.value.ns - ns < 3n * NS_PER_DAY;
}

function lines(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}

function kindOf(text: string): EntryKind | undefined {
  return ENTRY_KINDS.find((kind) => kind === text.trim().toLowerCase());
}
