import { fail, ok, type Result } from '../base/result.ts';
import { ACTION_STATES, ACTION_TYPES, type ActionState, type ActionType } from './action.ts';
import { FACTOR_PARTS, type FactorPart } from './cause.ts';
import { parseLocator, type Locator } from './evidence.ts';
import type { Filter } from './filter.ts';
import { parseFilter } from './filter-text.ts';
import { LIVE_BLOCK_KINDS, TREE_PARTS, type LiveBlockKind, type LiveBlockRequest, type TreePart } from './live-block.ts';
import { parseTimeText } from './time-text.ts';
import { ENTRY_KINDS, LANES, type EntryKind, type Lane } from './timeline.ts';

/** Evidence as a block names it: a hash of 8 to 64 digits and a place. */
export interface CitedPlace {
  readonly hashPrefix: string;
  readonly locator: Locator;
}

/** What a live block asks for, read from its info string and body. */
export type LiveBlockQuestion =
  | { readonly kind: 'timeline'; readonly fromNs: bigint | undefined; readonly toNs: bigint | undefined; readonly lanes: readonly Lane[]; readonly kinds: readonly EntryKind[] }
  | { readonly kind: 'metrics' }
  | { readonly kind: 'actions'; readonly states: readonly ActionState[]; readonly types: readonly ActionType[] }
  /** `set`: how its first step begins, or which it is, from 1; none: all of them. */
  | { readonly kind: 'whys'; readonly set: string | undefined; readonly as: WhysForm }
  | { readonly kind: 'factors'; readonly parts: readonly FactorPart[]; readonly as: FactorsForm }
  | { readonly kind: 'barriers' }
  /** `of`: how its title begins, or its id; empty: the first. `page`: the name of a gate. */
  | { readonly kind: 'tree'; readonly of: string; readonly page: string | undefined; readonly depth: number | undefined; readonly show: readonly TreePart[] }
  | { readonly kind: 'log'; readonly of: { readonly place: CitedPlace; readonly before: number; readonly after: number } | { readonly filter: Filter; readonly limit: number } }
  | { readonly kind: 'table'; readonly sql: string; readonly limit: number }
  | { readonly kind: 'chart'; readonly mark: ChartMark; readonly sql: string }
  | { readonly kind: 'trace'; readonly traceId: string; readonly limit: number }
  | { readonly kind: 'terminal'; readonly place: CitedPlace; readonly lines: number }
  | { readonly kind: 'image'; readonly place: CitedPlace };

export const CHART_MARKS = ['line', 'bar', 'area', 'scatter'] as const;
export type ChartMark = (typeof CHART_MARKS)[number];

export const WHYS_FORMS = ['text', 'map', 'fishbone'] as const;
export type WhysForm = (typeof WHYS_FORMS)[number];
export const FACTORS_FORMS = ['table', 'fishbone'] as const;
export type FactorsForm = (typeof FACTORS_FORMS)[number];

export interface LiveBlockContext {
  /** Zone of times that name none. */
  readonly zone: string;
  /** The day that a time of day belongs to is that of this instant: the first entry's, say. */
  readonly nearNs: bigint;
}

/** What each kind takes: for completion, for the chooser, and to say what is wrong with a word. */
export const LIVE_BLOCK_HELP: Readonly<Record<LiveBlockKind, { readonly title: string; readonly says: string; readonly options: readonly string[]; readonly text: string }>> = {
  timeline: { title: 'Timeline', says: 'The timeline or a slice of it, drawn', options: ['from', 'to', 'lane', 'kind'], text: '```tephra timeline\n```' },
  metrics: { title: 'Incident metrics', says: 'Time to detect, acknowledge, mitigate, resolve', options: [], text: '```tephra metrics\n```' },
  actions: { title: 'Actions', says: 'The actions as a table', options: ['state', 'type'], text: '```tephra actions\n```' },
  whys: { title: 'Whys', says: 'Sets of whys with what shows each step', options: ['set', 'as'], text: '```tephra whys\n```' },
  factors: { title: 'Contributing factors', says: 'The factors by the part they played', options: ['part', 'as'], text: '```tephra factors\n```' },
  barriers: { title: 'Barriers', says: 'What stood between hazard and target, drawn', options: [], text: '```tephra barriers\n```' },
  tree: { title: 'Fault tree', says: 'A fault tree with what happened and what did not, drawn; its cut sets and important events', options: ['of', 'page', 'depth', 'show'], text: '```tephra tree\n```' },
  log: { title: 'Log excerpt', says: 'Records that pass a filter, or one record with those around it', options: ['before', 'after', 'limit'], text: '```tephra log limit=10\nlevel:error\n```' },
  table: { title: 'Table', says: 'The rows of a SQL query', options: ['limit'], text: '```tephra table\nSELECT service_name, count(*) AS records FROM events GROUP BY service_name ORDER BY records DESC\n```' },
  chart: {
    title: 'Chart', says: 'A SQL query as lines, bars, areas or dots', options: [...CHART_MARKS],
    text: "```tephra chart bar\nSELECT time_bucket(INTERVAL '1 minute', time) AS minute, count(*) AS errors\nFROM events WHERE severity_number >= 17 GROUP BY minute ORDER BY minute\n```",
  },
  trace: { title: 'Trace', says: 'The spans of a trace as a waterfall', options: ['limit'], text: '```tephra trace \n```' },
  terminal: { title: 'Terminal excerpt', says: 'Lines of a recording up to a moment', options: ['lines'], text: '```tephra terminal \n```' },
  image: { title: 'Image', says: 'An image or a region of it', options: [], text: '```tephra image \n```' },
};

/** Most that a block shows: a document is read, what is longer is a query of its own. */
export const BLOCK_LIMITS = { log: 500, table: 1000, chart: 20_000, trace: 500, terminal: 200, around: 100 } as const;

interface Words {
  readonly options: ReadonlyMap<string, string>;
  readonly plain: readonly string[];
  readonly place: CitedPlace | undefined;
}

/** Reads a live block. Failure `postmortem/block-invalid` says in a sentence what to write instead. */
export function parseLiveBlock({ info, body }: LiveBlockRequest, context: LiveBlockContext): Result<LiveBlockQuestion> {
  const [, name = '', rest = ''] = /^\s*(\S*)([\s\S]*)$/.exec(info) ?? [];
  const kind = LIVE_BLOCK_KINDS.find((one) => one === (name === 'fault-tree' ? 'tree' : name));
  if (!kind) return wrong(name === '' ? `Name what is to be shown: ${LIVE_BLOCK_KINDS.join(', ')}.` : `“${name}” is no live block. There are ${LIVE_BLOCK_KINDS.join(', ')}.`);
  const words = readWords(rest, kind);
  if (!words.ok) return words;
  try {
    return ok(question(kind, words.value, body, context));
  } catch (error) {
    if (error instanceof BlockError) return wrong(error.message);
    throw error;
  }
}

class BlockError extends Error {}

function wrong(message: string): Result<never> {
  return fail('postmortem/block-invalid', message);
}

function readWords(text: string, kind: LiveBlockKind): Result<Words> {
  const options = new Map<string, string>();
  const plain: string[] = [];
  let place: CitedPlace | undefined;
  const known = LIVE_BLOCK_HELP[kind].options;
  for (const [word] of text.matchAll(/\[@[^\]]*\]|[\w-]+=(?:"[^"]*"|\S*)|\S+/g)) {
    if (word.startsWith('[@')) {
      place = citedPlace(word);
      if (!place) return wrong(`${word} is no citation. One looks like [@3be1d07a:0x219e2e0+412].`);
      continue;
    }
    const option = /^([\w-]+)=(?:"([^"]*)"|(\S*))$/.exec(word);
    if (!option) {
      plain.push(word);
      continue;
    }
    if (!known.includes(option[1]!) || kind === 'chart') {
      return wrong(`“${option[1]!}” is nothing that ${kind} takes. ${known.length === 0 || kind === 'chart' ? 'It has no options.' : `It takes ${known.map((one) => `${one}=`).join(', ')}.`}`);
    }
    options.set(option[1]!, option[2] ?? option[3] ?? '');
  }
  return ok({ options, plain, place });
}

function citedPlace(word: string): CitedPlace | undefined {
  const m = /^\[@([0-9a-f]{8,64})(?::([^\]]+))?\]$/i.exec(word);
  const locator = m && parseLocator(m[2] ?? '');
  return m && locator ? { hashPrefix: m[1]!.toLowerCase(), locator } : undefined;
}

function question(kind: LiveBlockKind, words: Words, body: string, context: LiveBlockContext): LiveBlockQuestion {
  const { place } = words;
  if (place && kind !== 'log' && kind !== 'terminal' && kind !== 'image') throw new BlockError(`${kind} takes no citation.`);
  if (words.plain.length > (kind === 'tree' ? Infinity : kind === 'chart' || kind === 'trace' ? 1 : 0)) throw new BlockError(`“${words.plain.at(-1)!}” is nothing that ${kind} takes.`);
  if (body.trim() !== '' && kind !== 'log' && kind !== 'table' && kind !== 'chart') throw new BlockError(`${kind} takes nothing between its fences.`);
  switch (kind) {
    case 'timeline': {
      const [fromNs, toNs] = [time(words, 'from', context), time(words, 'to', context)];
      if (fromNs !== undefined && toNs !== undefined && toNs <= fromNs) throw new BlockError('“to” is not after “from”.');
      return { kind, fromNs, toNs, lanes: oneOf(words, 'lane', LANES), kinds: oneOf(words, 'kind', ENTRY_KINDS) };
    }
    case 'metrics': return { kind };
    case 'actions': return { kind, states: oneOf(words, 'state', ACTION_STATES), types: oneOf(words, 'type', ACTION_TYPES) };
    case 'whys': {
      const set = words.options.get('set')?.trim();
      return { kind, set: set === '' ? undefined : set, as: one(words, 'as', WHYS_FORMS) };
    }
    case 'factors': return { kind, parts: oneOf(words, 'part', FACTOR_PARTS), as: one(words, 'as', FACTORS_FORMS) };
    case 'barriers': return { kind };
    case 'tree': return { kind, of: words.options.get('of')?.trim() ?? words.plain.join(' '), page: words.options.get('page')?.trim(), depth: words.options.has('depth') ? count(words, 'depth', 3, 1, 100) : undefined, show: words.options.has('show') ? [...new Set(oneOf(words, 'show', TREE_PARTS))] : ['tree'] };
    case 'log': {
      if (place) {
        if (place.locator.kind !== 'bytes') throw new BlockError('A log excerpt cites a record, such as [@3be1d07a:0x219e2e0+412].');
        if (body.trim() !== '' || words.options.has('limit')) throw new BlockError('Either a citation or a filter, not both.');
        return { kind, of: { place, before: count(words, 'before', 2, 0, BLOCK_LIMITS.around), after: count(words, 'after', 2, 0, BLOCK_LIMITS.around) } };
      }
      if (words.options.has('before') || words.options.has('after')) throw new BlockError('“before” and “after” go with a citation: ```tephra log [@…] before=2 after=5.');
      if (body.trim() === '') throw new BlockError('Cite a record ([@…]), or write a filter between the fences, such as level:error.');
      const filter = parseFilter(body.replace(/\s+/g, ' ').trim(), { zone: context.zone, dayNs: context.nearNs });
      if (!filter.ok) throw new BlockError(filter.failure.message);
      return { kind, of: { filter: filter.value, limit: count(words, 'limit', 20, 1, BLOCK_LIMITS.log) } };
    }
    case 'table': return { kind, sql: sql(body, kind), limit: count(words, 'limit', 100, 1, BLOCK_LIMITS.table) };
    case 'chart': {
      const mark = CHART_MARKS.find((one) => one === (words.plain[0] ?? 'line'));
      if (!mark) throw new BlockError(`“${words.plain[0]!}” is no kind of chart. There are ${CHART_MARKS.join(', ')}.`);
      return { kind, mark, sql: sql(body, kind) };
    }
    case 'trace': {
      const [traceId] = words.plain;
      if (traceId === undefined) throw new BlockError('Name the trace by its id, such as ```tephra trace 4bf92f3577b34da6a3ce929d0e0e4736.');
      return { kind, traceId, limit: count(words, 'limit', 100, 1, BLOCK_LIMITS.trace) };
    }
    case 'terminal': return { kind, place: place?.locator.kind === 'bytes' ? place : missing('Cite a moment of a recording, such as [@3be1d07a:0x1f0+88].'), lines: count(words, 'lines', 12, 1, BLOCK_LIMITS.terminal) };
    case 'image': return { kind, place: place && place.locator.kind !== 'bytes' ? place : missing('Cite an image or a region of one, such as [@3be1d07a:xywh=10,20,300,200].') };
    default: return kind satisfies never;
  }
}

function missing(message: string): never {
  throw new BlockError(message);
}

function sql(body: string, kind: string): string {
  return body.trim() === '' ? missing(`Write the query between the fences: a ${kind} is drawn from a SELECT.`) : body.trim();
}

function count({ options }: Words, name: string, usual: number, least: number, most: number): number {
  const text = options.get(name);
  if (text === undefined) return usual;
  const value = Number(text);
  if (!/^\d{1,6}$/.test(text) || value < least || value > most) throw new BlockError(`${name}= takes a number from ${least} to ${most}.`);
  return value;
}

function oneOf<const T extends string>({ options }: Words, name: string, known: readonly T[]): T[] {
  const text = options.get(name);
  if (text === undefined) return [];
  return text.split(',').map((part) => part.trim()).filter((part) => part !== '').map((part) => {
    const found = known.find((other) => other === part.toLowerCase());
    if (!found) throw new BlockError(`“${part}” is no ${name}. There are ${known.join(', ')}.`);
    return found;
  });
}

/** One of those, the first unless said. */
function one<const T extends string>(words: Words, name: string, known: readonly [T, ...T[]]): T {
  const [first = known[0], ...more] = oneOf(words, name, known);
  if (more.length > 0) throw new BlockError(`${name}= takes one of ${known.join(', ')}.`);
  return first;
}

function time({ options }: Words, name: string, { zone, nearNs }: LiveBlockContext): bigint | undefined {
  const text = options.get(name);
  if (text === undefined) return undefined;
  const read = parseTimeText(text, { zone, nearNs, nowNs: nearNs });
  // "now" would say something else tomorrow.
  if (!read.ok || /^now$/i.test(text.trim())) throw new BlockError(`${name}=${text} is no time. Write 10:42, or ${name}="2026-10-14 10:42".`);
  return read.value.ns;
}
