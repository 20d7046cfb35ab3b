import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { severityClass } from '../../model/severity.ts';
import { WINDOW_BINS, type TimeWindow, type WindowCount } from './contract-templates.ts';
import { ident, int64, literal, rows } from './duck.ts';
import type { Scope } from './queries.ts';
import type { ResultList } from './result-lists.ts';
import { storeTable, TEMPLATE_COLUMN } from './schema.ts';

/** What records are counted by: a field as filters name it, and its column in each format's table that has it. */
export interface Dimension {
  readonly kind: 'template' | 'level' | 'field';
  readonly field: string;
  /** By format id; empty for levels, which the order has. */
  readonly columns: ReadonlyMap<string, string>;
}

/** Values of a field that are compared, the most frequent ones: a field with more is no field of a few values. */
const MOST_VALUES = 300;

export function dimensionsOf(scope: Scope): Dimension[] {
  const everywhere = (column: string): Map<string, string> => new Map(scope.formats.map((f) => [f.id, column]));
  const typed = [...new Set(scope.formats.flatMap((f) => f.fields.filter((field) => field.facet === true).map((field) => field.name)))];
  return [
    { kind: 'template', field: 'template', columns: everywhere(`(SELECT t.id FROM store.template t WHERE t.n = e.${ident(TEMPLATE_COLUMN)})`) },
    { kind: 'level', field: 'level', columns: new Map() },
    { kind: 'field', field: 'service', columns: everywhere('e.service_name') },
    { kind: 'field', field: 'host', columns: everywhere('e.host_name') },
    ...typed.map((name): Dimension => ({
      kind: 'field', field: name, columns: new Map(scope.formats.filter((f) => f.fields.some((field) => field.name === name)).map((f) => [f.id, `e.${ident(name)}::VARCHAR`])),
    })),
  ];
}

/** Records of a list with the value of a dimension: n, id, time_ns, severity, value. */
function valued(scope: Scope, list: ResultList, dimension: Dimension, condition: string): string {
  const within = `n >= ${int64(list.first)} AND n < ${int64(list.first + list.total)} AND ${condition}`;
  if (dimension.kind === 'level') return `SELECT n, id, time_ns, severity, severity::VARCHAR AS value FROM ${list.table} WHERE ${within}`;
  const values = scope.formats.filter((f) => dimension.columns.has(f.id)).map((f) => `SELECT e.id, ${dimension.columns.get(f.id)!} AS value FROM ${storeTable(f.id)} e`);
  return `SELECT o.n, o.id, o.time_ns, o.severity, v.value FROM (SELECT n, id, time_ns, severity FROM ${list.table} WHERE ${within}) o JOIN (${values.join(' UNION ALL ')}) v ON v.id = o.id`;
}

export interface CountedWindows {
  readonly dimension: Dimension;
  readonly counts: readonly WindowCount[];
  readonly baselineRecords: number;
  readonly incidentRecords: number;
}

/** Counts of the values of a dimension in the bins of both windows. */
export async function countWindows(
  connection: DuckDBConnection, scope: Scope, list: ResultList, dimension: Dimension, baseline: TimeWindow, incident: TimeWindow,
): Promise<CountedWindows> {
  if (list.total === 0 || scope.formats.length === 0) return { dimension, counts: [], baselineRecords: 0, incidentRecords: 0 };
  const inside = ({ fromNs, toNs }: TimeWindow): string => `time_ns >= ${int64(fromNs)} AND time_ns < ${int64(toNs)}`;
  const bin = ({ fromNs, toNs }: TimeWindow, first: number): string =>
    `${first} + least(${WINDOW_BINS - 1}, floor((time_ns - ${int64(fromNs)})::DOUBLE * ${WINDOW_BINS} / ${Number(toNs - fromNs)}))::INTEGER`;
  // When templates were first and last said over the whole case is known; of what else, it is looked at here.
  const condition = dimension.kind === 'template' ? `(${inside(baseline)} OR ${inside(incident)})` : 'time_ns IS NOT NULL';
  const found = await rows(connection, `SELECT value, CASE WHEN ${inside(incident)} THEN ${bin(incident, WINDOW_BINS)} WHEN ${inside(baseline)} THEN ${bin(baseline, 0)} ELSE -1 END AS bin,
      count(*), max(CASE WHEN severity <= 24 THEN severity ELSE 0 END), min(n), max(n), min(time_ns), max(time_ns)
    FROM (${valued(scope, list, dimension, condition)}) WHERE value IS NOT NULL AND value <> '' GROUP BY ALL`);
  const counts = new Map<string, Mutable>();
  let [baselineRecords, incidentRecords] = [0, 0];
  for (const [value, binNumber, count, severity, first, last, firstNs, lastNs] of found) {
    const name = dimension.kind === 'level' ? severityClass(Number(value)) : String(value);
    const b = Number(binNumber);
    let entry = counts.get(name);
    if (!entry) {
      entry = {
        kind: dimension.kind, field: dimension.field, value: name, label: name, bins: new Float64Array(2 * WINDOW_BINS), severityNumber: 0, firstInIncident: -1, lastInBaseline: -1,
        firstNs: undefined, lastNs: undefined, isContinuation: false,
      };
      counts.set(name, entry);
    }
    if (typeof firstNs === 'bigint' && (entry.firstNs === undefined || firstNs < entry.firstNs)) entry.firstNs = firstNs;
    if (typeof lastNs === 'bigint' && (entry.lastNs === undefined || lastNs > entry.lastNs)) entry.lastNs = lastNs;
    if (b < 0) continue;
    entry.bins[b]! += Number(count);
    entry.severityNumber = Math.max(entry.severityNumber, Number(severity));
    if (b >= WINDOW_BINS) {
      incidentRecords += Number(count);
      const place = Number(first) - list.first;
      if (entry.firstInIncident < 0 || place < entry.firstInIncident) entry.firstInIncident = place;
    } else {
      baselineRecords += Number(count);
      entry.lastInBaseline = Math.max(entry.lastInBaseline, Number(last) - list.first);
    }
  }
  const sum = ({ bins }: Mutable): number => bins.reduce((total, n) => total + n, 0);
  const all = [...counts.values()].filter((entry) => sum(entry) > 0).sort((a, b) => sum(b) - sum(a) || (a.value < b.value ? -1 : 1));
  return { dimension, counts: dimension.kind === 'field' ? all.slice(0, MOST_VALUES) : all, baselineRecords, incidentRecords };
}

type Mutable = { -readonly [K in keyof WindowCount]: WindowCount[K] };

/** The value of a dimension as the order, or a table, has it. */
function oneOf(dimension: Dimension, values: readonly string[]): string {
  if (dimension.kind !== 'level') return values.map(literal).join(', ');
  const wanted = new Set(values);
  return Array.from({ length: 256 }, (_, n) => n).filter((n) => wanted.has(severityClass(n))).map((n) => literal(String(n))).join(', ');
}

function nameOf(dimension: Dimension, value: DuckDBValue | undefined): string {
  return dimension.kind === 'level' ? severityClass(Number(value)) : String(value);
}

/** Counts of values in equal steps. */
export async function sparklines(
  connection: DuckDBConnection, scope: Scope, list: ResultList, dimension: Dimension, values: readonly string[], fromNs: bigint, toNs: bigint, buckets: number,
): Promise<Map<string, Float64Array<ArrayBuffer>>> {
  const lines = new Map<string, Float64Array<ArrayBuffer>>();
  const found = await rows(connection, `SELECT value, least(${buckets - 1}, floor((time_ns - ${int64(fromNs)})::DOUBLE * ${buckets} / ${Number(toNs - fromNs)}))::INTEGER AS bucket, count(*)
    FROM (${valued(scope, list, dimension, `time_ns >= ${int64(fromNs)} AND time_ns < ${int64(toNs)}`)}) WHERE value IN (${oneOf(dimension, values)}) GROUP BY ALL`);
  for (const [value, bucket, count] of found) {
    const name = nameOf(dimension, value);
    const line = lines.get(name) ?? new Float64Array(buckets);
    line[Number(bucket)]! += Number(count);
    lines.set(name, line);
  }
  return lines;
}
