import { truncate, visibleText } from '../../../base/text.ts';
import { ACTION_STATES, ACTION_TYPES } from '../../../model/action.ts';
import { completionPlace } from '../../../model/filter-completion.ts';
import { FACTOR_PARTS } from '../../../model/cause.ts';
import { CHART_MARKS, FACTORS_FORMS, LIVE_BLOCK_HELP, WHYS_FORMS } from '../../../model/live-block-text.ts';
import { LIVE_BLOCK_KINDS, TREE_PARTS, type LiveBlockKind } from '../../../model/live-block.ts';
import { ENTRY_KINDS, LANES } from '../../../model/timeline.ts';

/** What can be put in, from what the case knows. */
export interface Knowledge {
  /** Evidence to cite: what the text cites (newest use first), marks, what entries cite. */
  readonly evidence: readonly KnownEvidence[];
  readonly entries: readonly { readonly id: string; readonly when: string; readonly title: string; readonly insert: string; readonly kind: string }[];
  readonly roles: readonly string[];
  /** Whole images of the case. */
  readonly pictures: readonly { readonly citation: string; readonly path: string }[];
  /** Traces worth a look: those with the most errors first. */
  readonly traces: readonly { readonly traceId: string; readonly says: string }[];
  readonly fields: readonly { readonly field: string; readonly description: string }[];
  readonly services: readonly string[];
  readonly tables: readonly { readonly table: string; readonly description: string; readonly columns: readonly { readonly name: string; readonly type: string; readonly description: string }[] }[];
}

export interface KnownEvidence {
  /** `[@3be1d07a:0x219e2e0+412]`. */
  readonly citation: string;
  readonly excerpt: string;
  /** Title of an entry that cites it. */
  readonly title?: string | undefined;
  /** Where it is known from otherwise: "citation 3", "marked". */
  readonly hint: string;
  readonly key: string;
}

export interface Completion {
  readonly label: string;
  readonly kind: 'evidence' | 'entry' | 'role' | 'block' | 'option' | 'field' | 'table' | 'column' | 'keyword';
  readonly detail: string;
  readonly insert: string;
  /** What typing is compared with, where the label does not begin with it. */
  readonly filter?: string;
  /** The evidence that is cited by it. */
  readonly evidenceKey?: string;
}

export interface Completions { readonly from: number; readonly to: number; readonly items: readonly Completion[] }

const SQL_WORDS = ['SELECT', 'FROM', 'WHERE', 'GROUP BY', 'ORDER BY', 'LIMIT', 'count(*)', 'AND', 'OR', 'NOT', 'AS', 'DESC', "time_bucket(INTERVAL '1 minute', time)"];
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** What may stand at `offset`. `asked`: by Ctrl+Space, and not by a character that was typed. */
export function completionsAt(text: string, offset: number, known: Knowledge, asked: boolean): Completions | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = ((end) => (end < 0 ? text.length : end))(text.indexOf('\n', offset));
  const before = text.slice(lineStart, offset);

  const fence = /^(\s*(?:>\s*)*)(`{3,}|~{3,})[ \t]*(tephra\b[ \t]*)?(.*)$/.exec(before);
  const open = openFence(text, lineStart);
  if (open) return open.info === undefined || fence ? undefined : inBody(text, offset, open, lineEnd, known);
  if (fence) return fence[3] === undefined ? fenceNames(fence[4]!, offset) : inInfo(text, fence[4]!, offset, known);

  const citing = /\[@([0-9a-f:x+,=]*)$/i.exec(before);
  if (citing) {
    const closing = text[offset] === ']' ? 1 : 0;
    return { from: offset - citing[0].length, to: offset + closing, items: evidenceItems(known) };
  }
  if (/^\s*\/[\w-]*$/.test(before)) {
    const from = lineStart + before.indexOf('/');
    return { from, to: offset, items: LIVE_BLOCK_KINDS.map((kind) => ({ ...blockItem(kind), label: `/${kind}`, insert: LIVE_BLOCK_HELP[kind].text })) };
  }
  const named = /(?:^|[\s(])@([\p{L}\p{N}:._-]*)$/u.exec(before);
  if (named) return { from: offset - named[1]!.length - 1, to: offset, items: [...entryItems(known, '@'), ...roleItems(known, '@')] };
  if (!asked) return undefined;
  const word = /[\p{L}\p{N}:_-]*$/u.exec(before)![0];
  return { from: offset - word.length, to: offset, items: [...entryItems(known, ''), ...roleItems(known, ''), ...evidenceItems(known)] };
}

interface OpenFence { readonly info: string | undefined; readonly bodyStart: number }

/** The fenced code that a line stands in; `info` of one of ours. */
function openFence(text: string, lineStart: number): OpenFence | undefined {
  let open: { readonly mark: string; readonly info: string | undefined; readonly bodyStart: number } | undefined;
  for (const line of text.slice(0, lineStart).matchAll(/^(?:\s|>)*(`{3,}|~{3,})[ \t]*([^\n]*)\n/gm)) {
    const [whole, mark = '', info = ''] = line;
    if (!open) open = { mark, info: /^tephra\b/.test(info) ? info.replace(/^tephra\b\s*/, '') : undefined, bodyStart: line.index + whole.length };
    else if (mark[0] === open.mark[0] && mark.length >= open.mark.length && info.trim() === '') open = undefined;
  }
  return open;
}

function inBody(text: string, offset: number, { info = '', bodyStart }: OpenFence, lineEnd: number, known: Knowledge): Completions | undefined {
  const kind = info.split(/\s/)[0];
  if (kind === 'table' || kind === 'chart') {
    const word = /[\w]*$/.exec(text.slice(bodyStart, offset))![0];
    return { from: offset - word.length, to: offset, items: sqlItems(text.slice(bodyStart, lineEnd), known) };
  }
  if (kind !== 'log') return undefined;
  const lineStart = Math.max(bodyStart, text.lastIndexOf('\n', offset - 1) + 1);
  const place = completionPlace(text.slice(lineStart, lineEnd), offset - lineStart);
  if (!place) return undefined;
  const items: Completion[] = place.kind === 'field'
    ? known.fields.map((f) => ({ label: f.field, kind: 'field', detail: f.description, insert: place.hasOperator ? f.field : `${f.field}:` }))
    : (place.field === 'level' ? LEVELS : place.field === 'service' ? known.services : []).map((value) => ({ label: value, kind: 'option', detail: place.field, insert: /\s/.test(value) ? JSON.stringify(value) : value }));
  return { from: lineStart + place.start, to: lineStart + place.end, items };
}

/** Columns of the tables that the query names, or of all records; tables and the words that join them. */
function sqlItems(sql: string, known: Knowledge): Completion[] {
  const named = known.tables.filter((t) => new RegExp(String.raw`\b${t.table.replace(/\W/g, '.')}\b`, 'i').test(sql));
  const tables = named.length > 0 ? named : known.tables.filter((t) => t.table === 'events');
  const columns = new Map(tables.flatMap((t) => t.columns.map((c) => [c.name, { ...c, table: t.table }] as const)));
  return [
    ...[...columns.values()].map((c): Completion => ({ label: c.name, kind: 'column', detail: `${c.type}, ${c.table}`, insert: /^[a-z_]\w*$/i.test(c.name) ? c.name : `"${c.name}"` })),
    ...known.tables.map((t): Completion => ({ label: t.table, kind: 'table', detail: t.description, insert: t.table })),
    ...SQL_WORDS.map((word): Completion => ({ label: word, kind: 'keyword', detail: '', insert: word })),
  ];
}

/** "```" or "```te": one of ours, whole, with the fence that ends it. */
function fenceNames(typed: string, offset: number): Completions | undefined {
  if (!/^\w*$/.test(typed)) return undefined;
  return { from: offset - typed.length, to: offset, items: LIVE_BLOCK_KINDS.map((kind) => ({ ...blockItem(kind), label: `tephra ${kind}`, insert: LIVE_BLOCK_HELP[kind].text.slice(3) })) };
}

function inInfo(text: string, typed: string, offset: number, known: Knowledge): Completions | undefined {
  const words = /^(?:(\S+)([ \t]+))?(.*?)(\S*)$/s.exec(typed)!;
  const [, kindName, , , last = ''] = words;
  if (kindName === undefined) return { from: offset - last.length, to: offset, items: LIVE_BLOCK_KINDS.map((kind) => ({ ...blockItem(kind), insert: kind })) };
  const kind = LIVE_BLOCK_KINDS.find((one) => one === kindName);
  if (!kind) return undefined;
  const pictures = kind === 'image' ? known.pictures.map((p): Completion => ({ label: visibleText(p.path), kind: 'evidence', detail: p.citation, insert: p.citation, filter: `${p.citation} ${p.path}` })) : [];
  if (last.startsWith('[@')) return { from: offset - last.length, to: offset + (text[offset] === ']' ? 1 : 0), items: [...pictures, ...evidenceItems(known)] };
  const option = /^([\w-]+)=(.*,)?([^,]*)$/.exec(last);
  if (option) {
    const values = { lane: LANES, kind: ENTRY_KINDS, state: ACTION_STATES, type: ACTION_TYPES, part: FACTOR_PARTS, as: kind === 'whys' ? WHYS_FORMS : FACTORS_FORMS, show: TREE_PARTS }[option[1]!] ?? [];
    return { from: offset - option[3]!.length, to: offset, items: values.map((value) => ({ label: value, kind: 'option', detail: option[1]!, insert: value })) };
  }
  const options = kind === 'chart' ? CHART_MARKS.map((mark) => ({ label: mark, insert: mark })) : LIVE_BLOCK_HELP[kind].options.map((name) => ({ label: `${name}=`, insert: `${name}=` }));
  const items = options.map((o): Completion => ({ ...o, kind: 'option', detail: LIVE_BLOCK_HELP[kind].title }));
  const traces = kind === 'trace' ? known.traces.map((t): Completion => ({ label: t.traceId, kind: 'option', detail: visibleText(t.says), insert: t.traceId, filter: `${t.traceId} ${t.says}` })) : [];
  const evidence = kind === 'log' || kind === 'terminal' || kind === 'image' ? evidenceItems(known) : [];
  return { from: offset - last.length, to: offset, items: [...pictures, ...traces, ...items, ...evidence] };
}

function blockItem(kind: LiveBlockKind): Completion {
  return { label: kind, kind: 'block', detail: LIVE_BLOCK_HELP[kind].says, insert: kind };
}

function evidenceItems({ evidence }: Knowledge): Completion[] {
  return evidence.map((e) => ({
    label: truncate(e.title === undefined ? words(e.excerpt) : visibleText(e.title), 80) || e.citation, kind: 'evidence', detail: e.title === undefined ? e.hint : words(e.excerpt), insert: e.citation,
    filter: `${e.citation} ${e.title ?? ''} ${words(e.excerpt).slice(0, 200)} ${e.hint}`, evidenceKey: e.key,
  }));
}

function words(excerpt: string): string {
  return visibleText(excerpt.replace(/\s+/g, ' ').trim());
}

function entryItems({ entries }: Knowledge, prefix: string): Completion[] {
  return entries.map((e) => ({ label: `${e.when} ${visibleText(e.title)}`, kind: 'entry', detail: e.kind, insert: e.insert, filter: `${prefix}${e.when} ${e.title}` }));
}

function roleItems({ roles }: Knowledge, prefix: string): Completion[] {
  return roles.map((role) => ({ label: role, kind: 'role', detail: 'role', insert: role, filter: `${prefix}${role}` }));
}
