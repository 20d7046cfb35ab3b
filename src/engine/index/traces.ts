import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { Result } from '../../base/result.ts';
import { SPAN_KINDS, SUMMARY_SERVICES, type TraceFilter, type TraceSort, type TraceSummary } from '../../model/trace.ts';
import type { CalledBy, Peer, ServiceSpans, TraceDurations, TraceIndex, TraceNames, TraceSpans } from './contract-traces.ts';
import { asQuery, duckdb, int64, literal, rows, Sql, type Read } from './duck.ts';
import type { TableFormat } from './schema.ts';
import { EDGES, NODES, PEERS } from './span-sql.ts';
import { TableCache } from './table-cache.ts';

/** Filters whose traces are kept, beside the summaries of all. */
const KEPT = 12;

export interface TraceSource {
  readonly formats: () => readonly TableFormat[];
  /** Every span there is, with corrected times (`spansSql`). */
  readonly spans: () => string;
  readonly revision: () => number;
  readonly read: Read;
}

/**
 * Traces, which no evidence has as such: summed up from spans when somebody asks, once for each revision of the index,
 * into tables of the in-memory database beside it. A page or a chart is then a read of a few thousand rows.
 */
export class DuckTraceIndex implements TraceIndex {
  private readonly source: TraceSource;
  private readonly tables: TableCache;
  private next = 1;

  constructor(source: TraceSource) {
    this.source = source;
    this.tables = new TableCache(KEPT, (table) => source.read(async (connection) => { await connection.run(`DROP TABLE IF EXISTS ${table}`); }));
  }

  list(filter: TraceFilter, sort: TraceSort, descending: boolean, from: number, count: number): Promise<Result<{ total: number; unfiltered: number; rows: TraceSummary[] }>> {
    return asQuery(() => this.passing(filter, (table, all) => this.source.read(async (connection) => {
      const [totals] = await rows(connection, `SELECT (SELECT count(*) FROM ${table}), (SELECT count(*) FROM ${all})`);
      const order = `${SORT_COLUMN[sort]} ${descending ? 'DESC' : 'ASC'} NULLS LAST, start_ns NULLS LAST, trace_id`;
      const found = await rows(connection, `SELECT trace_id, service_name, name, root_missing, start_ns, duration_ns, spans, errors, services
        FROM ${table} ORDER BY ${order} LIMIT ${Math.floor(count)} OFFSET ${Math.floor(from)}`);
      return { total: Number(totals![0]), unfiltered: Number(totals![1]), rows: found.map(summaryOf) };
    })));
  }

  durations(filter: TraceFilter, columns: number, bands: number): Promise<Result<TraceDurations>> {
    return asQuery(() => this.passing(filter, (table) => this.source.read((connection) => grid(connection, table, filter, columns, bands))));
  }

  names(service: string | undefined, limit: number): Promise<Result<TraceNames>> {
    return asQuery(() => this.source.read(async (connection) => {
      const spans = this.source.spans();
      const counted = (name: string, where: string): string => `SELECT coalesce(${name}, '') AS n, count(*) AS c, count(*) FILTER (error) FROM (${spans}) s ${where} GROUP BY n ORDER BY c DESC, n LIMIT ${Math.floor(limit)}`;
      const read = async (sql: string, values: DuckDBValue[] = []): Promise<TraceNames['services']> =>
        (await rows(connection, sql, values)).map(([name, count, errors]) => ({ name: String(name), spans: Number(count), errors: Number(errors) }));
      const [total] = await rows(connection, `SELECT count(*) FROM (${spans}) s`);
      return {
        spans: Number(total![0]),
        formats: this.source.formats().map((f) => f.title),
        services: await read(counted('service_name', '')),
        operations: service === undefined ? [] : await read(counted('name', "WHERE coalesce(service_name, '') = $1"), [service]),
      };
    }));
  }

  spans(traceId: string, limit: number): Promise<Result<TraceSpans | undefined>> {
    return asQuery(() => this.source.read((connection) => readSpans(connection, this.source.spans(), traceId, limit)));
  }

  serviceSpans(filter: TraceFilter): Promise<Result<{ traces: number; services: ServiceSpans[]; calls: CalledBy[]; peers: Peer[] }>> {
    return asQuery(() => this.passing(filter, (table) => this.source.read(async (connection) => {
      const spans = this.source.spans();
      const within = isEverything(filter) ? spans : `SELECT s.* FROM (${spans}) s SEMI JOIN ${table} t ON t.trace_id = s.trace_id`;
      const [total] = await rows(connection, `SELECT count(*) FROM ${table}`);
      const services = await rows(connection, NODES(within));
      const calls = await rows(connection, EDGES(within));
      const peers = await rows(connection, PEERS(within));
      return {
        traces: Number(total![0]),
        services: services.map(([name, count, errors, requests, quantiles]) => ({ name: String(name), spans: Number(count), errors: Number(errors), requests: Number(requests), ...quantilesOf(quantiles) })),
        calls: calls.map(([from, to, count, errors, quantiles]) => ({ from: String(from), to: String(to), calls: Number(count), errors: Number(errors), ...quantilesOf(quantiles) })),
        peers: peers.map(([from, kind, system, name, count, errors, quantiles]) => ({
          from: String(from), kind: kind === 'database' || kind === 'messaging' ? kind : 'external', system: String(system), name: String(name),
          calls: Number(count), errors: Number(errors), ...quantilesOf(quantiles),
        })),
      };
    })));
  }

  /** Runs `work` with the table of the traces that pass, and that of all. */
  private passing<T>(filter: TraceFilter, work: (table: string, all: string) => Promise<T>): Promise<T> {
    const revision = this.source.revision();
    // Those of an index that is no more.
    this.tables.forget((key) => key.startsWith(`${revision} `));
    return this.tables.use(`${revision} all`, () => this.summarise(), (all) => {
      if (isEverything(filter)) return work(all, all);
      return this.tables.use(`${revision} ${filterKey(filter)}`, () => this.filtered(all, filter), (table) => work(table, all));
    });
  }

  private summarise(): Promise<string> {
    const table = `cache.traces${this.next++}`;
    const spans = this.source.spans();
    return this.source.read(async (connection) => {
      await connection.run(`CREATE TABLE ${table} AS
        WITH s AS (${spans}),
        t AS (SELECT trace_id, min(time_ns) AS start_ns, max(${END}) AS end_ns, count(*) AS spans, count(*) FILTER (error) AS errors,
            count(*) FILTER (parent_span_id IS NULL) = 0 AS root_missing,
            coalesce(arg_min(id, time_ns) FILTER (parent_span_id IS NULL), min(id) FILTER (parent_span_id IS NULL), arg_min(id, time_ns), min(id)) AS root,
            histogram(coalesce(service_name, '')) AS services
          FROM s GROUP BY trace_id)
        SELECT t.trace_id, coalesce(r.service_name, '') AS service_name, coalesce(r.name, '') AS name, root_missing, start_ns,
          least(coalesce(end_ns - start_ns, 0), ${MAX_INT64})::BIGINT AS duration_ns, spans, errors, services
        FROM t JOIN s r ON r.id = t.root`);
      return table;
    });
  }

  private filtered(all: string, filter: TraceFilter): Promise<string> {
    const table = `cache.traces${this.next++}`;
    const sql = new Sql();
    const conditions = traceConditions(filter);
    const span = spanConditions(filter, sql);
    if (span.length > 0) conditions.push(`trace_id IN (SELECT trace_id FROM (${this.source.spans()}) s WHERE ${span.join(' AND ')})`);
    return this.source.read(async (connection) => {
      await connection.run(`CREATE TABLE ${table} AS SELECT * FROM ${all} WHERE ${conditions.join(' AND ')}`, sql.values);
      return table;
    });
  }
}

const MAX_INT64 = '9223372036854775807';
/** When a span ends, in 128 bits: evidence may say anything. */
const END = 'time_ns::HUGEINT + greatest(coalesce(duration_ns, 0), 0)';

const SORT_COLUMN: Record<TraceSort, string> = { start: 'start_ns', duration: 'duration_ns', spans: 'spans', errors: 'errors' };

function isEverything(filter: TraceFilter): boolean {
  return traceConditions(filter).length === 0 && spanConditions(filter, new Sql()).length === 0;
}

function filterKey(filter: TraceFilter): string {
  return JSON.stringify(filter, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

function traceConditions({ fromNs, toNs, minDurationNs, maxDurationNs, errorsOnly }: TraceFilter): string[] {
  return [
    ...(fromNs === undefined ? [] : [`start_ns >= ${int64(fromNs)}`]),
    ...(toNs === undefined ? [] : [`start_ns < ${int64(toNs)}`]),
    ...(minDurationNs === undefined ? [] : [`duration_ns >= ${int64(minDurationNs)}`]),
    ...(maxDurationNs === undefined ? [] : [`duration_ns <= ${int64(maxDurationNs)}`]),
    ...(errorsOnly ? ['errors > 0'] : []),
  ];
}

function spanConditions({ service, operation, errorsOnly, text }: TraceFilter, sql: Sql): string[] {
  const conditions: string[] = [];
  if (service !== undefined) conditions.push(`coalesce(s.service_name, '') = ${sql.bind(service)}`);
  if (operation !== undefined) conditions.push(`coalesce(s.name, '') = ${sql.bind(operation)}`);
  if (text !== undefined && text.trim() !== '') {
    const bound = sql.bind(text.trim().toLowerCase());
    const within = ['name', 'attributes', 'events', 'status_message'].map((column) => `coalesce(contains(lower(s.${column}), ${bound}), false)`);
    conditions.push(`(${[...within, `starts_with(s.trace_id, ${bound})`, `coalesce(starts_with(s.span_id, ${bound}), false)`].join(' OR ')})`);
  }
  if (errorsOnly && conditions.length > 0) conditions.push('s.error');
  return conditions;
}

function summaryOf([traceId, service, name, rootMissing, startNs, durationNs, spans, errors, services]: DuckDBValue[]): TraceSummary {
  const counted = services instanceof duckdb().DuckDBMapValue ? services.entries.map((e) => ({ name: String(e.key), spans: Number(e.value) })) : [];
  counted.sort((a, b) => b.spans - a.spans || (a.name < b.name ? -1 : 1));
  return {
    traceId: String(traceId), service: String(service), name: String(name), rootMissing: rootMissing === true,
    ...(typeof startNs === 'bigint' ? { startNs } : {}), durationNs: typeof durationNs === 'bigint' ? durationNs : 0n,
    spans: Number(spans), errors: Number(errors), services: counted.slice(0, SUMMARY_SERVICES), serviceCount: counted.length,
  };
}

function quantilesOf(value: DuckDBValue | undefined): { p50Ns?: bigint; p95Ns?: bigint } {
  if (!(value instanceof duckdb().DuckDBListValue)) return {};
  const [p50, p95] = value.items;
  return { ...(typeof p50 === 'bigint' ? { p50Ns: p50 } : {}), ...(typeof p95 === 'bigint' ? { p95Ns: p95 } : {}) };
}

async function grid(connection: DuckDBConnection, table: string, filter: TraceFilter, columns: number, bands: number): Promise<TraceDurations> {
  const [bounds] = await rows(connection, `SELECT min(start_ns), max(start_ns), min(greatest(duration_ns, 1)), max(greatest(duration_ns, 1)), count(*) - count(start_ns) FROM ${table}`);
  const [first, last, low, high, withoutTime] = bounds!;
  const empty = { column: new Uint16Array(), band: new Uint16Array(), traces: new Float64Array(), withErrors: new Float64Array(), slowest: [] };
  if (typeof first !== 'bigint' || typeof last !== 'bigint') return { fromNs: 0n, toNs: 0n, lowNs: 1, highNs: 1, ...empty, withoutTime: Number(withoutTime) };
  const fromNs = filter.fromNs ?? first;
  // All time is at least as long as its longest trace: one trace alone, or many of one moment, would be drawn over nothing.
  const longest = typeof high === 'bigint' && high < LONGEST_SPAN ? high : 1n;
  const starts = last + 1n - fromNs;
  const span = filter.toNs === undefined ? (starts > longest ? starts : longest) : filter.toNs - fromNs;
  const stepNs = span / BigInt(columns) + (span % BigInt(columns) === 0n ? 0n : 1n);
  // All of one duration: in the middle of a decade on either side.
  const [lowNs, highNs] = low === high ? [Math.max(1, Number(low) / 3), Number(high) * 3] : [Number(low), Number(high)];
  const band = `least(${bands - 1}, greatest(0, floor((log10(greatest(duration_ns, 1)) - ${Math.log10(lowNs)}::DOUBLE) / ${Math.log10(highNs) - Math.log10(lowNs)}::DOUBLE * ${bands})))`;
  const found = await rows(connection, `SELECT ((start_ns::HUGEINT - ${int64(fromNs)}) // ${int64(stepNs)})::INTEGER AS x, ${band}::INTEGER AS y, count(*), count(*) FILTER (errors > 0),
    arg_max(trace_id, duration_ns) FROM ${table} WHERE start_ns IS NOT NULL GROUP BY x, y ORDER BY x, y`);
  return {
    fromNs, toNs: fromNs + stepNs * BigInt(columns), lowNs, highNs, withoutTime: Number(withoutTime),
    column: Uint16Array.from(found, (r) => Number(r[0])), band: Uint16Array.from(found, (r) => Number(r[1])),
    traces: Float64Array.from(found, (r) => Number(r[2])), withErrors: Float64Array.from(found, (r) => Number(r[3])), slowest: found.map((r) => String(r[4])),
  };
}

/** A duration beyond a month is a mistake rather than a scale. */
const LONGEST_SPAN = 30n * 86_400n * 1_000_000_000n;

const KIND_NUMBER = new Map<string, number>(SPAN_KINDS.map((kind, i) => [kind, i]));

/** Spans of a trace in order of their starts, at most `limit`, as columns. `undefined`: there is no such trace. */
async function readSpans(connection: DuckDBConnection, spans: string, traceId: string, limit: number): Promise<TraceSpans | undefined> {
  const where = `WHERE s.trace_id = ${literal(traceId)}`;
  const [head] = await rows(connection, `SELECT count(*), min(time_ns), max(${END}) FROM (${spans}) s ${where}`);
  const total = Number(head![0]);
  if (total === 0) return undefined;
  const baseNs = typeof head![1] === 'bigint' ? head![1] : 0n;
  const lastNs = typeof head![2] === 'bigint' ? head![2] : baseNs;
  const count = Math.min(total, limit);
  const out = {
    spanId: Array.from<string>({ length: count }), parentId: Array.from<string>({ length: count }),
    startNs: new Float64Array(count), durationNs: new Float64Array(count), error: new Uint8Array(count), kind: new Uint8Array(count),
    service: Array.from<string>({ length: count }), name: Array.from<string>({ length: count }), artifact: Array.from<string>({ length: count }),
    offsetBytes: new Float64Array(count), lengthBytes: new Float64Array(count),
  };
  const result = await connection.stream(`SELECT coalesce(s.span_id, ''), coalesce(s.parent_span_id, ''), (s.time_ns::HUGEINT - ${int64(baseNs)})::DOUBLE, s.duration_ns::DOUBLE, s.error, s.kind,
    coalesce(s.service_name, ''), coalesce(s.name, ''), a.sha256, s.offset_bytes::DOUBLE, s.length_bytes::DOUBLE
    FROM (SELECT * FROM (${spans}) s ${where} ORDER BY time_ns NULLS LAST, id LIMIT ${count}) s JOIN store.artifact a ON a.id = s.artifact ORDER BY s.time_ns NULLS LAST, s.id`);
  let at = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const [ids, parentIds, starts, durations, errors, kinds, services, names, artifacts, offsets, lengths] = chunk.getColumns();
    for (let i = 0; i < chunk.rowCount && at < count; i++, at++) {
      out.spanId[at] = String(ids![i]);
      out.parentId[at] = String(parentIds![i]);
      out.startNs[at] = numberOf(starts![i]);
      out.durationNs[at] = numberOf(durations![i]);
      out.error[at] = errors![i] === true ? 1 : 0;
      out.kind[at] = KIND_NUMBER.get(String(kinds![i]).toUpperCase()) ?? 0;
      out.service[at] = String(services![i]);
      out.name[at] = String(names![i]);
      out.artifact[at] = String(artifacts![i]);
      out.offsetBytes[at] = numberOf(offsets![i]);
      out.lengthBytes[at] = numberOf(lengths![i]);
    }
  }
  return { ...out, count: at, baseNs, durationAllNs: Number(lastNs - baseNs), leftOut: total - at };
}

function numberOf(value: DuckDBValue | undefined): number {
  return typeof value === 'number' ? value : NaN;
}
