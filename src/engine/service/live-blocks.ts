import { plural } from '../../base/text.ts';
import { formatDuration, formatUncertainty } from '../../base/time.ts';
import { byPriority, type Action } from '../../model/action.ts';
import type { EventRow } from '../../model/event.ts';
import type { Locator } from '../../model/evidence.ts';
import { barrierLines } from '../../model/factor.ts';
import { itemsOf } from '../../model/item.ts';
import { BLOCK_LIMITS, parseLiveBlock, type CitedPlace, type LiveBlockQuestion } from '../../model/live-block-text.ts';
import { thawBlocks, type LiveBlock, type LiveBlockRequest } from '../../model/live-block.ts';
import { liveBlocksOf, parsePostmortem } from '../../model/postmortem.ts';
import { isStandIn } from '../../model/stand-in.ts';
import { SPAN_FLAG } from '../../model/trace.ts';
import { byTime, LANE_OF_KIND, milestoneDurations, type TimelineEntry } from '../../model/timeline.ts';
import { buildWaterfall } from '../analyse/traces/waterfall.ts';
import type { Custody } from '../casefile/contract.ts';
import { holds, imageSizeOf } from '../ingest/regions.ts';
import { factorsBlock, whysBlock } from './cause-blocks.ts';
import type { OpenCase } from './open-case.ts';
import { treeBlock, type AnalyseTree } from './tree-block.ts';

/** Seconds that the query of one block may take: somebody is reading. */
const SQL_SECONDS = 20;
const MOST_SPANS = 500_000;
/** Longest text of a cell, in UTF-16 units. */
const CELL = 4000;

type BlockCase = Pick<OpenCase, 'work' | 'index'>;

/**
 * What the live blocks of a text say now, one answer per request, in order; once the postmortem is signed off, what
 * they said then. A block that cannot be answered is a `problem` in words; nothing but `signal` ends this early (throws).
 */
export async function resolveLiveBlocks(open: BlockCase, requests: readonly LiveBlockRequest[], signal: AbortSignal, analyse: AnalyseTree): Promise<LiveBlock[]> {
  const frozen = frozenBlocks(open);
  const answers: LiveBlock[] = [];
  // One after the other: DuckDB has all cores for each.
  for (const request of requests) {
    signal.throwIfAborted();
    answers.push(frozen?.get(keyOf(request)) ?? await resolveOne(open, request, signal, analyse));
  }
  return answers;
}

function keyOf({ info, body }: LiveBlockRequest): string {
  return `${info.trim()}\n${body}`;
}

/** Blocks of the version that was signed off, by what they ask; `undefined` while the postmortem is open. */
function frozenBlocks({ work }: BlockCase): ReadonlyMap<string, LiveBlock> | undefined {
  const items = work.items(['status', 'version']);
  if (itemsOf(items, 'status')[0]?.state !== 'closed') return undefined;
  const version = itemsOf(items, 'version').findLast((one) => one.state === 'closed' && one.frozen !== undefined);
  const blocks = version?.frozen === undefined ? undefined : thawBlocks(version.frozen);
  if (!version || !blocks) return undefined;
  return new Map(liveBlocksOf(parsePostmortem(version.text)).flatMap((request, i) => (blocks[i] ? [[keyOf(request), blocks[i]] as const] : [])));
}

async function resolveOne(open: BlockCase, request: LiveBlockRequest, signal: AbortSignal, analyse: AnalyseTree): Promise<LiveBlock> {
  const { work, index } = open;
  const entries = [...work.timeline()].sort(byTime);
  const nearNs = entries[0]?.time.startNs ?? index.totals().fromNs ?? work.meta().createdAtNs;
  const question = parseLiveBlock(request, { zone: work.meta().zone, nearNs });
  if (!question.ok) return problem(question.failure.message);
  switch (question.value.kind) {
    case 'timeline': return timelineBlock(entries, question.value);
    case 'metrics': return metricsBlock(entries);
    case 'actions': return actionsBlock(itemsOf(work.items(['action']), 'action'), question.value);
    case 'whys': return whysBlock(work.items(['why']), question.value);
    case 'factors': return factorsBlock(work.items(['factor', 'taxonomy']), work.meta().title, question.value);
    case 'tree': return treeBlock(work.items(['fault-tree', 'fault-node']), question.value, analyse, signal);
    case 'barriers': return { kind: 'barriers', barriers: barrierLines(itemsOf(work.items(['barrier']), 'barrier')).flatMap((line) => line.barriers) };
    case 'log': return logBlock(open, question.value.of);
    case 'table': return tableBlock(open, question.value, signal);
    case 'chart': return tableBlock(open, { ...question.value, limit: BLOCK_LIMITS.chart }, signal);
    case 'trace': return traceBlock(open, question.value);
    case 'terminal': return terminalBlock(open, question.value);
    case 'image': return imageBlock(open, question.value);
    default: return question.value satisfies never;
  }
}

function problem(message: string): LiveBlock {
  return { kind: 'problem', message };
}

function timelineBlock(all: readonly TimelineEntry[], { fromNs, toNs, lanes, kinds }: Extract<LiveBlockQuestion, { kind: 'timeline' }>): LiveBlock {
  const entries = all.filter((e) => {
    const [start, end] = [e.time.startNs - e.time.uncertaintyNs, (e.time.endNs ?? e.time.startNs) + e.time.uncertaintyNs];
    return (fromNs === undefined || end >= fromNs) && (toNs === undefined || start <= toNs)
      && (lanes.length === 0 || lanes.includes(LANE_OF_KIND[e.kind])) && (kinds.length === 0 || kinds.includes(e.kind));
  });
  return { kind: 'timeline', entries, ...(fromNs === undefined ? {} : { fromNs }), ...(toNs === undefined ? {} : { toNs }) };
}

function metricsBlock(entries: readonly TimelineEntry[]): LiveBlock {
  const metrics = milestoneDurations(entries).map(({ id, title, durationNs, uncertaintyNs, definition }) => ({
    id, title, definition, value: `${formatDuration(durationNs)}${uncertaintyNs === 0n ? '' : ` ${formatUncertainty(uncertaintyNs)}`}`,
  }));
  return { kind: 'metrics', metrics };
}

function actionsBlock(all: readonly Action[], { states, types }: Extract<LiveBlockQuestion, { kind: 'actions' }>): LiveBlock {
  const actions = all.filter((a) => (states.length === 0 || states.includes(a.state)) && (types.length === 0 || types.includes(a.type))).sort(byPriority);
  return { kind: 'actions', actions };
}

type LogOf = Extract<LiveBlockQuestion, { kind: 'log' }>['of'];

async function logBlock(open: BlockCase, of: LogOf): Promise<LiveBlock> {
  if ('filter' in of) {
    const page = await open.index.page(of.filter, 0, of.limit);
    if (!page.ok) return problem(page.failure.message);
    // A line without the hash of its evidence cannot be cited yet.
    const rows = page.value.rows.filter((row) => !isStandIn(row.sha256));
    return { kind: 'log', more: page.value.total > page.value.rows.length, lines: rows.map((row) => logLine(row, false)) };
  }
  const found = artifactOf(open, of.place);
  if (typeof found === 'string') return problem(found);
  const range = bytesOf(of.place.locator);
  const around = await rowsAround(open, found.sha256, range.offsetBytes, of.before, of.after);
  if (typeof around === 'string') return problem(around);
  const end = range.offsetBytes + range.lengthBytes;
  const lines = around.map((row) => logLine(row, row.offsetBytes < end && row.offsetBytes + row.lengthBytes > range.offsetBytes));
  return { kind: 'log', more: false, lines };
}

function logLine(row: EventRow, cited: boolean): Extract<LiveBlock, { kind: 'log' }>['lines'][number] {
  return {
    sha256: row.sha256, locator: recordPlace(row), severityNumber: row.severityNumber, service: row.source, text: row.body, cited,
    ...(row.timeNs === undefined ? {} : { timeNs: row.timeNs }),
  };
}

function recordPlace({ offsetBytes, lengthBytes, line }: EventRow): Locator {
  return { kind: 'bytes', offsetBytes, lengthBytes: Math.max(1, lengthBytes), ...(line > 0 ? { line } : {}) };
}

/** The record that holds a byte of an artifact, and those before and after it in the order of the artifact's records. */
async function rowsAround({ index }: BlockCase, sha256: string, offsetBytes: number, before: number, after: number): Promise<EventRow[] | string> {
  const start = await startOfRecord(index, sha256, offsetBytes);
  if (start === undefined) return 'No record of this evidence stands there. It may not be indexed yet, or be of a kind without records.';
  const filter = { terms: [], artifacts: [sha256] };
  const row = await index.seek(filter, -1, 'next', { event: { sha256, offsetBytes: start } });
  if (!row.ok) return row.failure.message;
  if (row.value === undefined) return 'No record of this evidence stands there. It may not be indexed yet.';
  const from = Math.max(0, row.value - before);
  const page = await index.page(filter, from, row.value - from + 1 + after);
  return page.ok ? page.value.rows : page.failure.message;
}

/** Where the record that a byte belongs to begins: citations may begin within one. */
async function startOfRecord(index: BlockCase['index'], sha256: string, offsetBytes: number): Promise<number | undefined> {
  if (await index.event({ sha256, offsetBytes })) return offsetBytes;
  const found = await index.sql(
    `SELECT max(offset_bytes) AS start FROM events WHERE artifact = '${sha256}' AND offset_bytes <= ${offsetBytes} AND offset_bytes + length_bytes > ${offsetBytes}`, 1,
  );
  const start = found.ok ? found.value.rows[0]?.[0] : undefined;
  return typeof start === 'number' ? start : undefined;
}

async function tableBlock({ index }: BlockCase, asked: { kind: 'table'; sql: string; limit: number } | { kind: 'chart'; mark: 'line' | 'bar' | 'area' | 'scatter'; sql: string; limit: number }, signal: AbortSignal): Promise<LiveBlock> {
  const late = AbortSignal.timeout(SQL_SECONDS * 1000);
  const answer = await index.sql(asked.sql, asked.limit, AbortSignal.any([signal, late]));
  signal.throwIfAborted();
  if (!answer.ok) return problem(late.aborted ? `The query took longer than ${SQL_SECONDS} s and was ended. Ask for less, or for a narrower time.` : answer.failure.message);
  const { columns, rows, truncated } = answer.value;
  const table = { columns: columns.map(({ name, type }) => ({ name, type })), rows: rows.map((row) => row.map(cell)), more: truncated };
  return asked.kind === 'chart' ? { kind: 'chart', mark: asked.mark, ...table } : { kind: 'table', ...table };
}

/** Integers beyond 2^53 and whatever is nested become text. */
function cell(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value.length > CELL ? `${value.slice(0, CELL - 1)}…` : value;
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return cell(JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner)));
}

async function traceBlock({ index }: BlockCase, { traceId, limit }: Extract<LiveBlockQuestion, { kind: 'trace' }>): Promise<LiveBlock> {
  const found = await index.traces.spans(traceId, MOST_SPANS);
  if (!found.ok) return problem(found.failure.message);
  const spans = found.value;
  if (!spans) return problem(`There is no trace ${traceId}. Copy its id from Traces; its evidence may not be indexed yet.`);
  const fall = buildWaterfall(spans);
  const rows = Array.from({ length: Math.min(limit, spans.count) }, (_, row) => {
    const at = fall.span[row]!;
    return {
      sha256: spans.artifact[at]!, locator: { kind: 'bytes' as const, offsetBytes: spans.offsetBytes[at]!, lengthBytes: Math.max(1, spans.lengthBytes[at]!) },
      depth: fall.depth[row]!, service: spans.service[at]!, name: spans.name[at]!, error: (fall.flags[row]! & SPAN_FLAG.error) !== 0,
      startNs: spans.baseNs + nanoseconds(fall.startNs[row]!), durationNs: nanoseconds(Math.max(0, fall.durationNs[row]!)),
    };
  });
  return { kind: 'trace', traceId, startNs: spans.baseNs, durationNs: nanoseconds(spans.durationAllNs), more: spans.count + spans.leftOut > rows.length, spans: rows };
}

/** A span without a time or an end counts from and lasts nothing. */
function nanoseconds(value: number): bigint {
  return Number.isFinite(value) ? BigInt(Math.round(value)) : 0n;
}

/** Kinds of records that hold what stood on a screen (formats/contract-recording.ts, `terminal.event`). */
const SCREEN_LINES = { kind: 'field', field: 'terminal.event', op: ':', value: 'line', negated: false } as const;

async function terminalBlock(open: BlockCase, { place, lines: wanted }: Extract<LiveBlockQuestion, { kind: 'terminal' }>): Promise<LiveBlock> {
  const { index } = open;
  const found = artifactOf(open, place);
  if (typeof found === 'string') return problem(found);
  const { sha256 } = found;
  const start = await startOfRecord(index, sha256, bytesOf(place.locator).offsetBytes);
  const cited = start === undefined ? undefined : await index.event({ sha256, offsetBytes: start });
  if (!cited) return problem('No moment of a recording stands there. Cite one from Terminal.');
  if (cited.attributes['terminal.event'] === undefined) return problem(`${found.paths[0]!} is no terminal recording. For lines of a log there is \`\`\`tephra log [@…].`);
  const filter = { terms: [SCREEN_LINES], artifacts: [sha256] };
  const all = await index.count(filter);
  // The first line that came later; all of them where none did. Lines of a moment belong to it.
  const later = cited.timeNs === undefined ? await index.seek(filter, -1, 'next', { event: cited }) : await index.seek(filter, -1, 'next', { timeNs: cited.timeNs + 1n });
  if (!all.ok || !later.ok) return problem('The lines of the recording could not be found.');
  const end = cited.timeNs === undefined ? (later.value ?? 0) + 1 : later.value ?? all.value;
  const from = Math.max(0, end - wanted);
  if (end <= from) return problem('Nothing stood on the screen yet at that moment.');
  const page = await index.page(filter, from, end - from);
  if (!page.ok) return problem(page.failure.message);
  return {
    kind: 'terminal', sha256, locator: recordPlace(cited), title: found.paths[0]!, lines: page.value.rows.map((row) => row.body), ...(cited.timeNs === undefined ? {} : { atNs: cited.timeNs }),
  };
}

const MEDIA_TYPE: Readonly<Record<string, string>> = { PNG: 'image/png', JPEG: 'image/jpeg', GIF: 'image/gif', WebP: 'image/webp' };

async function imageBlock(open: BlockCase, { place }: Extract<LiveBlockQuestion, { kind: 'image' }>): Promise<LiveBlock> {
  const found = artifactOf(open, place);
  if (typeof found === 'string') return problem(found);
  const { sha256 } = found;
  const path = found.paths[0]!;
  const size = await imageSizeOf(open.index, sha256);
  const type = (await open.index.event({ sha256, offsetBytes: 0 }))?.attributes['image.type'];
  const mediaType = typeof type === 'string' ? MEDIA_TYPE[type] : undefined;
  if (!size || mediaType === undefined) return problem(`${path} is no picture that can be drawn: PNG, JPEG, GIF and WebP are.`);
  if (place.locator.kind === 'region' && !holds(size, place.locator)) return problem(`The region lies outside of ${path}, which has ${size.width}×${size.height} pixels.`);
  return { kind: 'image', sha256, locator: place.locator, path, mediaType, ...size };
}

/** The artifact that a citation names, or why there is none, in words. */
function artifactOf({ work }: BlockCase, { hashPrefix }: CitedPlace): Custody | string {
  const found = work.custody().filter((c) => c.sha256.startsWith(hashPrefix));
  if (found.length === 1) return found[0]!;
  return found.length === 0 ? `No evidence of this case begins with ${hashPrefix}. Add the file, or correct the citation.` : `${plural(found.length, 'file')} of the case begin with ${hashPrefix}. Write more of its digits.`;
}

function bytesOf(locator: Locator): Extract<Locator, { kind: 'bytes' }> {
  return locator.kind === 'bytes' ? locator : { kind: 'bytes', offsetBytes: 0, lengthBytes: 1 };
}
