import { parseTimeText } from '../../../model/time-text.ts';
import { ENTRY_KINDS, type EntryKind, type TimelineEntry } from '../../../model/timeline.ts';
import type { DraftContext } from './draft.ts';

/** A line of pasted text: what it became, or why it became nothing. */
export interface PastedRow {
  readonly line: string;
  readonly entry: Omit<TimelineEntry, 'id'> | undefined;
  readonly problem: string | undefined;
}

export const MOST_ROWS = 1000;
const MOST_TITLE = 500;
const MOST_TIME_WORDS = 6;

type Column = 'time' | 'end' | 'date' | 'what' | 'who' | 'kind' | 'note';
const HEADINGS: ReadonlyArray<readonly [Column, RegExp]> = [
  ['end', /^(end|until|to|finished?)\b/i], ['time', /^(time|when|at|start|from|timestamp|datetime|date[ /_-]*time)\b/i], ['date', /^(date|day)$/i],
  ['what', /^(what|event|title|description|summary|message|text|entry|activity)\b/i], ['who', /^(who|role|owner|person|author|user|actor)\b/i],
  ['kind', /^(kind|type|category|lane)\b/i], ['note', /^(notes?|details?|comments?|remarks?)\b/i],
];

/**
 * Rows copied from a spreadsheet (cells parted by tabs, with a line of headings or without) or lines from a chat
 * (`10:42 Alice: rolled back`). Each needs a time as people write it; a bare time of day is of the day of the row
 * before. A line without one goes on with the row before, into its note.
 */
export function readPasted(text: string, from: DraftContext): PastedRow[] {
  // `10:42 Sydney rolled back` is of a person: no word of the text is taken for a city.
  const context = { ...from, strict: true };
  const rows: PastedRow[] = [];
  let nearNs = context.nearNs;
  let headings: ReadonlyArray<Column | undefined> | undefined;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  for (const line of lines.slice(0, MOST_ROWS)) {
    if (rows.length === 0 && headings === undefined) {
      headings = headingsOf(line);
      if (headings) continue;
    }
    const near = { ...context, nearNs };
    const isRow = headings !== undefined || line.includes('\t');
    const read = isRow ? readCells(line.split('\t').map((cell) => cell.trim()), headings, near) : readLine(line, near);
    if (read) {
      nearNs = read.time.startNs;
      rows.push({ line, entry: read, problem: read.title === '' ? 'It says when, but not what.' : undefined });
      continue;
    }
    const before = rows.at(-1);
    if (before?.entry && !isRow) rows[rows.length - 1] = { ...before, line: `${before.line}\n${line}`, entry: { ...before.entry, note: [before.entry.note, line.trim()].filter((t) => t !== '').join('\n') } };
    else rows.push({ line, entry: undefined, problem: 'No time found. Begin the line with one, such as 10:42 or 2026-10-14 10:42.' });
  }
  return rows;
}

function headingsOf(line: string): ReadonlyArray<Column | undefined> | undefined {
  if (!line.includes('\t')) return undefined;
  const columns = line.split('\t').map((cell) => HEADINGS.find(([, pattern]) => pattern.test(cell.trim()))?.[0]);
  return columns.includes('time') || (columns.includes('date') && columns.includes('what')) ? columns : undefined;
}

function readCells(cells: readonly string[], headings: ReadonlyArray<Column | undefined> | undefined, context: DraftContext): Omit<TimelineEntry, 'id'> | undefined {
  if (headings) {
    const cell = (column: Column): string => cells[headings.indexOf(column)] ?? '';
    return entryFrom({ when: `${cell('date')} ${cell('time')}`, until: cell('end'), what: cell('what'), who: cell('who'), kind: cell('kind'), note: cell('note') }, context);
  }
  // Without headings: a date and a time side by side, or one cell with both; of what is left the first says what.
  for (let i = 0; i < cells.length; i++) {
    for (const count of [2, 1]) {
      const when = cells.slice(i, i + count).join(' ');
      if (i + count > cells.length || !parseTimeText(when, context).ok) continue;
      const next = cells[i + count] ?? '';
      const until = next !== '' && parseTimeText(next, context).ok ? next : '';
      const rest = [...cells.slice(0, i), ...cells.slice(i + count + (until === '' ? 0 : 1))].filter((c) => c !== '');
      const kind = rest.find((c) => kindOf(c) !== undefined) ?? '';
      const words = rest.filter((c) => c !== kind);
      const what = words.toSorted((a, b) => b.length - a.length)[0] ?? '';
      return entryFrom({ when, until, what, who: words.find((c) => c !== what) ?? '', kind, note: words.filter((c) => c !== what).slice(1).join('\n') }, context);
    }
  }
  return undefined;
}

function readLine(line: string, context: DraftContext): Omit<TimelineEntry, 'id'> | undefined {
  const words = line.trim().replace(/^(?:[-*•]|\d+[.)])\s+/, '').replace(/^\[([^\]]+)\]/, '$1 ').split(/\s+/);
  for (let count = Math.min(MOST_TIME_WORDS, words.length); count > 0; count--) {
    const when = words.slice(0, count).join(' ').replace(/[,:;–—-]+$/, '');
    if (!parseTimeText(when, context).ok) continue;
    const rest = words.slice(count).join(' ').replace(/^[-–—:|,]\s*/, '');
    const said = /^([\p{L}][\p{L}\p{N} ._'-]{0,40}?):\s+(.+)$/u.exec(rest);
    return entryFrom({ when, until: '', what: said?.[2] ?? rest, who: said?.[1] ?? '', kind: '', note: '' }, context);
  }
  return undefined;
}

interface Cells { readonly when: string; readonly until: string; readonly what: string; readonly who: string; readonly kind: string; readonly note: string }

function entryFrom(cells: Cells, context: DraftContext): Omit<TimelineEntry, 'id'> | undefined {
  const start = parseTimeText(cells.when, context);
  if (!start.ok) return undefined;
  const end = cells.until === '' ? undefined : parseTimeText(cells.until, { ...context, nearNs: start.value.ns });
  const endNs = end?.ok && end.value.ns > start.value.ns ? end.value.ns : undefined;
  const title = cells.what.slice(0, MOST_TITLE).trim();
  return {
    kind: kindOf(cells.kind) ?? 'observation', title, role: cells.who.slice(0, 200),
    note: [cells.what.length > MOST_TITLE ? cells.what : '', cells.note, cells.until !== '' && endNs === undefined ? cells.until : ''].filter((t) => t !== '').join('\n'),
    time: {
      form: endNs === undefined ? 'point' : 'interval', startNs: start.value.ns, ...(endNs === undefined ? {} : { endNs }), uncertaintyNs: 0n, basis: 'stated', zone: start.value.zone,
      text: [cells.when, cells.until].map((t) => t.trim()).filter((t) => t !== '').join(' to ').slice(0, 400),
    },
    evidence: [],
  };
}

function kindOf(text: string): EntryKind | undefined {
  return ENTRY_KINDS.find((kind) => kind === text.trim().toLowerCase());
}
