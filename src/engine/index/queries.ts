import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { truncate } from '../../base/text.ts';
import { correctedTime, type Clock } from '../../model/clock.ts';
import type { EventDetail, EventId, EventRow } from '../../model/event.ts';
import { SEVERITY_CLASSES, severityIndex } from '../../model/severity.ts';
import { ident, int64, rows } from './duck.ts';
import type { ArtifactNames } from './predicate.ts';
import { shortPath } from './predicate.ts';
import type { ResultList } from './result-lists.ts';
import { bodySql, storeTable, TEMPLATE_COLUMN, type TableFormat } from './schema.ts';

export interface Scope {
  readonly formats: readonly TableFormat[];
  readonly artifact: (id: number) => (ArtifactNames & { readonly short: string; readonly clock?: Clock | undefined }) | undefined;
  readonly idOf: (sha256: string) => number | undefined;
  /** Whether any clock was set. */
  readonly hasClocks: boolean;
}

/** Longest body of a row, in UTF-16 units (EventRow). */
const ROW_BODY = 2000;
const ROW_COLUMNS = 'id, artifact, offset_bytes, length_bytes, line, time_ns, severity_number, service_name';

/** `ROW_COLUMNS` and the body of a format's table, which is called `alias`. */
function rowColumns(format: TableFormat, alias: string): string {
  return `${ROW_COLUMNS.split(', ').map((c) => `${alias}.${c}`).join(', ')}, ${bodySql(format, alias)} AS body`;
}

/**
 * Records of a stretch of a list. The join's build side is that stretch, so DuckDB reads only the row groups whose
 * ids can match.
 */
async function stretch(connection: DuckDBConnection, scope: Scope, select: string): Promise<DuckDBValue[][]> {
  if (scope.formats.length === 0) return [];
  const all = scope.formats.map((f) => `SELECT ${rowColumns(f, 't')} FROM ${storeTable(f.id)} t`).join(' UNION ALL ');
  const columns = `${ROW_COLUMNS}, body`.split(', ').map((c) => `e.${c}`).join(', ');
  return rows(connection, `SELECT ${columns} FROM (${select}) r JOIN (${all}) e ON e.id = r.id ORDER BY r.n`);
}

function rowOf(values: DuckDBValue[], scope: Scope): EventRow & { path: string; text: string } {
  const [, artifactId, offset, length, line, timeNs, severity, service, body] = values;
  const artifact = scope.artifact(Number(artifactId))!;
  const text = String(body ?? '');
  return {
    sha256: artifact.sha256, offsetBytes: Number(offset), lengthBytes: Number(length), line: Number(line),
    timeNs: typeof timeNs === 'bigint' ? correctedTime(timeNs, artifact.clock) : undefined,
    ...(artifact.clock && typeof timeNs === 'bigint' ? { clock: artifact.clock } : {}),
    severityNumber: Number(severity), source: typeof service === 'string' ? service : artifact.short,
    body: truncate(text, ROW_BODY), path: artifact.path, text,
  };
}

function plainRow(values: DuckDBValue[], scope: Scope): EventRow {
  const { path: _path, text: _text, ...row } = rowOf(values, scope);
  return row;
}

function range(list: ResultList, from: number, count: number): string {
  const first = list.first + from;
  const end = list.first + Math.min(list.total, from + count);
  return `SELECT n, id FROM ${list.table} WHERE n >= ${int64(first)} AND n < ${int64(Math.max(first, end))}`;
}

export async function pageRows(connection: DuckDBConnection, scope: Scope, list: ResultList, from: number, count: number): Promise<EventRow[]> {
  if (from >= list.total || count === 0) return [];
  return (await stretch(connection, scope, range(list, from, count))).map((row) => plainRow(row, scope));
}

export async function hitRows(
  connection: DuckDBConnection, scope: Scope, list: ResultList, from: number, count: number,
): Promise<Array<EventRow & { path: string; text: string }>> {
  if (from >= list.total || count === 0) return [];
  return (await stretch(connection, scope, range(list, from, count))).map((row) => rowOf(row, scope));
}

export interface SeekTarget {
  minSeverity?: number | undefined;
  term?: { kind: 'text' | 'regex'; text: string } | undefined;
  timeNs?: bigint | undefined;
  event?: EventId | undefined;
  /** The next of these. */
  events?: readonly EventId[] | undefined;
}

/** Row of a list, `undefined` when nothing more matches. `hits`: table of the rows that have the term. */
export async function seekRow(
  connection: DuckDBConnection, scope: Scope, list: ResultList, fromRow: number, direction: 'next' | 'previous', target: SeekTarget, hits: string | undefined,
): Promise<number | undefined> {
  const conditions = [`r.n >= ${int64(list.first)}`, `r.n < ${int64(list.first + list.total)}`];
  // A time and an event have one place, wherever one stands.
  const places = target.timeNs !== undefined || target.event !== undefined;
  if (!places) conditions.push(direction === 'next' ? `r.n > ${int64(list.first + fromRow)}` : `r.n < ${int64(list.first + fromRow)}`);
  if (target.minSeverity !== undefined) conditions.push(`r.severity BETWEEN ${Math.floor(target.minSeverity)} AND 24`);
  if (target.timeNs !== undefined) conditions.push(`r.time_ns >= ${int64(target.timeNs)}`);
  if (target.event) {
    const ids = idsOf(scope, [target.event]);
    if (ids === undefined) return undefined;
    conditions.push(`r.id IN (${ids})`);
  }
  if (target.events) {
    const ids = idsOf(scope, target.events);
    if (ids === undefined) return undefined;
    conditions.push(`r.id IN (${ids})`);
  }
  const join = hits === undefined ? '' : ` SEMI JOIN ${hits} h ON h.id = r.id`;
  const pick = direction === 'next' || places ? 'min' : 'max';
  const [row] = await rows(connection, `SELECT ${pick}(r.n) FROM ${list.table} r${join} WHERE ${conditions.join(' AND ')}`);
  return row![0] === null ? undefined : Number(row![0]) - list.first;
}

/** A query for the ids of events; `undefined` when the index holds none of their artifacts. */
function idsOf(scope: Scope, events: readonly EventId[]): string | undefined {
  const byFormat = new Map<string, Array<{ artifact: number; offset: string }>>();
  for (const { sha256, offsetBytes } of events) {
    const id = scope.idOf(sha256);
    const artifact = id === undefined ? undefined : scope.artifact(id);
    if (!artifact || !scope.formats.some((f) => f.id === artifact.kind)) continue;
    byFormat.set(artifact.kind, [...(byFormat.get(artifact.kind) ?? []), { artifact: artifact.id, offset: int64(offsetBytes) }]);
  }
  if (byFormat.size === 0) return undefined;
  return [...byFormat].map(([format, wanted]) => {
    const [first, ...more] = wanted;
    // One is sought where it can be.
    return `SELECT e.id FROM ${storeTable(format)} e ${more.length === 0
      ? `WHERE e.artifact = ${first!.artifact} AND e.offset_bytes = ${first!.offset}`
      : `JOIN (VALUES ${wanted.map(({ artifact, offset }) => `(${artifact}, ${offset})`).join(', ')}) w (artifact, offset_bytes) ON w.artifact = e.artifact AND w.offset_bytes = e.offset_bytes`}`;
  }).join(' UNION ALL ');
}

export interface Overview {
  total: number;
  /** The worst severity class of each stretch (`SEVERITY_CLASSES`), and which part of it is of that class, in 255ths. */
  worst: Uint8Array<ArrayBuffer>;
  share: Uint8Array<ArrayBuffer>;
  rows: number[];
}

/** A list from its first row to its last in `buckets` stretches, and the rows of some events. */
export async function overview(
  connection: DuckDBConnection, scope: Scope, list: ResultList, buckets: number, events: readonly EventId[],
): Promise<Overview> {
  const worst = new Uint8Array(buckets);
  const share = new Uint8Array(buckets);
  if (list.total === 0) return { total: 0, worst, share, rows: [] };
  const inList = `n >= ${int64(list.first)} AND n < ${int64(list.first + list.total)}`;
  const found = await rows(connection, `SELECT ((n - ${int64(list.first)}) * ${buckets} // ${int64(list.total)})::INTEGER AS bucket, severity, count(*)
    FROM ${list.table} WHERE ${inList} GROUP BY bucket, severity`);
  const inWorst = new Float64Array(buckets);
  const inAll = new Float64Array(buckets);
  for (const [bucket, severity, count] of found) {
    const b = Number(bucket);
    const cls = severityIndex(Number(severity));
    if (cls > worst[b]!) inWorst[b] = 0;
    if (cls >= worst[b]!) {
      worst[b] = cls;
      inWorst[b] = inWorst[b]! + Number(count);
    }
    inAll[b] = inAll[b]! + Number(count);
  }
  for (let b = 0; b < buckets; b++) {
    if (inAll[b]! > 0) share[b] = Math.ceil((inWorst[b]! / inAll[b]!) * 255);
    // Fewer rows than stretches: one row fills several.
    else if (b > 0) [worst[b], share[b]] = [worst[b - 1]!, share[b - 1]!];
  }
  const ids = idsOf(scope, events);
  const places = ids === undefined ? [] : await rows(connection, `SELECT n FROM ${list.table} WHERE ${inList} AND id IN (${ids}) ORDER BY n`);
  return { total: list.total, worst, share, rows: places.map(([n]) => Number(n) - list.first) };
}

export interface Histogram {
  fromNs: bigint;
  stepNs: bigint;
  buckets: number;
  counts: Float64Array<ArrayBuffer>;
  withoutTime: number;
}

export async function histogram(
  connection: DuckDBConnection, list: ResultList, buckets: number, fromNs: bigint | undefined, toNs: bigint | undefined,
): Promise<Histogram> {
  const inList = `n >= ${int64(list.first)} AND n < ${int64(list.first + list.total)}`;
  const [span] = await rows(connection, `SELECT min(time_ns), max(time_ns), count(*) - count(time_ns) FROM ${list.table} WHERE ${inList}`);
  const withoutTime = Number(span![2]);
  const counts = new Float64Array(SEVERITY_CLASSES.length * buckets);
  const from = fromNs ?? (typeof span![0] === 'bigint' ? span![0] : undefined);
  const to = toNs ?? (typeof span![1] === 'bigint' ? span![1] : undefined);
  if (from === undefined || to === undefined || to < from) return { fromNs: from ?? 0n, stepNs: 0n, buckets, counts, withoutTime };
  const width = (to - from) / BigInt(buckets) + ((to - from) % BigInt(buckets) === 0n ? 0n : 1n);
  const step = width > 0n ? width : 1n;
  // Times at both ends of 64 bits would overflow a difference in 64 bits.
  const time = to - from > 2n ** 62n ? `(time_ns::HUGEINT - ${int64(from)})` : `(time_ns - ${int64(from)})`;
  const found = await rows(connection, `SELECT least(${time} // ${int64(step)}, ${buckets - 1})::INTEGER AS bucket, severity, count(*)
    FROM ${list.table} WHERE ${inList} AND time_ns >= ${int64(from)} AND time_ns <= ${int64(to)} GROUP BY ALL`);
  for (const [bucket, severity, count] of found) {
    const at = severityIndex(Number(severity)) * buckets + Number(bucket);
    counts[at] = counts[at]! + Number(count);
  }
  return { fromNs: from, stepNs: step, buckets, counts, withoutTime };
}

export interface Facet {
  field: string;
  title: string;
  distinct: number;
  values: Array<{ value: string; label: string; count: number }>;
}

export async function eventDetail(
  connection: DuckDBConnection, artifact: ArtifactNames, clock: Clock | undefined, format: TableFormat, offsetBytes: number,
): Promise<EventDetail | undefined> {
  const typed = format.fields.map((f) => `, ${ident(f.name)}`).join('');
  const [row] = await rows(connection, `SELECT ${rowColumns(format, 't')}, observed_time_ns, time_text, severity_text, host_name, trace_id, span_id, attributes,
      (SELECT m.id FROM store.template m WHERE m.n = t.${ident(TEMPLATE_COLUMN)}), (SELECT m.pattern FROM store.template m WHERE m.n = t.${ident(TEMPLATE_COLUMN)})${typed}
    FROM ${storeTable(format.id)} t WHERE artifact = ${artifact.id} AND offset_bytes = ${int64(offsetBytes)} LIMIT 1`);
  if (!row) return undefined;
  const scope: Scope = { formats: [], hasClocks: clock !== undefined, artifact: () => ({ ...artifact, clock, short: shortPath(artifact.path) }), idOf: () => artifact.id };
  const base = plainRow(row, scope);
  const [observed, timeText, severityText, hostName, traceId, spanId, rest, templateId, pattern, ...values] = row.slice(9);
  const attributes: Array<[string, unknown]> = [];
  format.fields.forEach((field, i) => {
    const value = values[i];
    if (value === null || value === undefined) return;
    attributes.push([field.name, typeof value === 'bigint' ? exact(value) : value]);
  });
  if (typeof rest === 'string') attributes.push(...Object.entries(exactJson(rest)));
  return {
    ...base,
    observedTimeNs: typeof observed === 'bigint' ? observed : undefined,
    timeText: text(timeText), severityText: text(severityText), serviceName: text(row[7]), hostName: text(hostName),
    traceId: text(traceId), spanId: text(spanId),
    ...(typeof templateId === 'string' ? { template: { id: templateId, pattern: String(pattern) } } : {}),
    attributes: Object.fromEntries(attributes), fullBody: String(row[8] ?? ''), path: artifact.path, kind: format.id,
  };
}

function text(value: DuckDBValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function exact(value: bigint): number | string {
  return value >= -BigInt(Number.MAX_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value);
}

/** Integers that a double cannot hold come as text with all their digits. */
function exactJson(json: string): Record<string, unknown> {
  const parse: (text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown) => unknown = JSON.parse;
  const value = parse(json, (_key, item, context) =>
    typeof item === 'number' && !Number.isSafeInteger(item) && context.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : item,
  );
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Events around one, itself included; around a record without a time, its neighbours in the file. */
export async function contextRows(
  connection: DuckDBConnection, scope: Scope, artifact: ArtifactNames, format: TableFormat, offsetBytes: number,
  seconds: number, sameArtifact: boolean, limit: number,
): Promise<{ rows: EventRow[]; total: number } | undefined> {
  const [event] = await rows(connection, `SELECT o.n, o.time_ns FROM store.ord o JOIN ${storeTable(format.id)} e ON e.id = o.id
    WHERE e.artifact = ${artifact.id} AND e.offset_bytes = ${int64(offsetBytes)} LIMIT 1`);
  if (!event) return undefined;
  const n = Number(event[0]);
  const timeNs = event[1];
  const conditions: string[] = [];
  if (sameArtifact || typeof timeNs !== 'bigint') conditions.push(`artifact = ${artifact.id}`);
  if (typeof timeNs === 'bigint') {
    const reach = BigInt(Math.round(seconds * 1e9));
    conditions.push(`time_ns BETWEEN ${int64(timeNs - reach)} AND ${int64(timeNs + reach)}`);
  } else conditions.push('time_ns IS NULL');
  const where = conditions.join(' AND ');
  const [count] = await rows(connection, `SELECT count(*), count(*) FILTER (n < ${n}) FROM store.ord WHERE ${where}`);
  const total = Number(count![0]);
  // As many before as after, unless one side has fewer.
  const before = Number(count![1]);
  const skip = Math.max(0, Math.min(before - Math.floor((limit - 1) / 2), total - limit));
  const found = await stretch(connection, scope, `SELECT n, id FROM store.ord WHERE ${where} ORDER BY n LIMIT ${Math.floor(limit)} OFFSET ${skip}`);
  return { rows: found.map((row) => plainRow(row, scope)), total };
}
