import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
import { clockJoin, timeSql, withClock } from './clocks.ts';
import { int64, interruptsOf, literal } from './duck.ts';
import type { Scope } from './queries.ts';
import type { ResultList } from './result-lists.ts';
import { attributesSql, bodySql, storeTable, type TableFormat } from './schema.ts';
import type { FullRecord, RecordParts, RecordRange } from './contract.ts';

export type { FullRecord, RecordParts, RecordRange } from './contract.ts';

/** Columns of an exported record in the order of `FullRecord`, over a format's table `e` and its artifact `a`. */
const COLUMNS: ReadonlyArray<readonly [name: string, sql: (format: TableFormat, hasClocks: boolean) => string]> = [
  ['time_ns', (_f, hasClocks) => timeSql(hasClocks)],
  ['severity_number', () => 'e.severity_number'],
  ['severity_text', () => 'e.severity_text'],
  ['service_name', () => 'e.service_name'],
  ['host_name', () => 'e.host_name'],
  ['body', (f) => bodySql(f, 'e')],
  ['trace_id', () => 'e.trace_id'],
  ['span_id', () => 'e.span_id'],
  ['kind', (f) => literal(f.id)],
  ['artifact', () => 'a.sha256'],
  ['path', () => 'a.path'],
  ['line', () => 'e.line'],
  ['offset_bytes', () => 'e.offset_bytes'],
  ['length_bytes', () => 'e.length_bytes'],
  ['clock_offset_ns', (_f, hasClocks) => withClock('{offset}', hasClocks)],
  ['attributes', (f) => attributesSql(f)],
];

/** Columns that are put together for each record, and cost the most. */
const SAID = new Set(['body', 'attributes']);

/** Records of a stretch of a list, in its order. What a record says is put together after the join, for these alone. */
function select(scope: Scope, list: ResultList, from: number, count: number, what: RecordParts): string {
  const first = list.first + from;
  const end = list.first + Math.min(list.total, from + count);
  const range = `SELECT n, id FROM ${list.table} WHERE n >= ${int64(first)} AND n < ${int64(end)}`;
  return scope.formats.map((f) => `SELECT r.n, ${COLUMNS.map(([name, sql]) => `${what === 'places' && SAID.has(name) ? 'NULL' : sql(f, scope.hasClocks)} AS ${name}`).join(', ')}
    FROM (${range}) r JOIN ${storeTable(f.id)} e ON e.id = r.id${clockJoin(scope.hasClocks)} JOIN store.artifact a ON a.id = e.artifact`).join(' UNION ALL ');
}

/** Rows that one statement answers with: enough to be worth it, few enough to stand in memory. */
const STEP = 32_768;

/**
 * The records of `range` in chunks, at most 2,048 each, as the list stands at the beginning: an ingest that goes on
 * changes nothing of it. On a connection of its own: it may take as long as it takes.
 */
export async function* recordsOf(instance: DuckDBInstance, scope: Scope, list: ResultList, { from, count }: RecordRange, what: RecordParts, signal: AbortSignal): AsyncGenerator<FullRecord[]> {
  if (scope.formats.length === 0) return;
  const connection = await instance.connect();
  const { fire, cease } = interruptsOf(connection);
  signal.addEventListener('abort', fire);
  try {
    await connection.run('BEGIN TRANSACTION READ ONLY');
    const end = Math.min(list.total, from + count);
    for (let at = from; at < end; at += STEP) {
      signal.throwIfAborted();
      const result = await connection.stream(`SELECT * EXCLUDE (n) FROM (${select(scope, list, at, Math.min(STEP, end - at), what)}) ORDER BY n`);
      for (;;) {
        const chunk = await result.fetchChunk();
        signal.throwIfAborted();
        if (!chunk || chunk.rowCount === 0) break;
        yield chunk.getRows().map(toRecord);
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', fire);
    cease();
    connection.disconnectSync();
  }
}

function toRecord(row: DuckDBValue[]): FullRecord {
  const [timeNs, severityNumber, severityText, serviceName, hostName, body, traceId, spanId, kind, sha256, path, line, offsetBytes, lengthBytes, clockOffsetNs, attributes] = row;
  const text = (value: DuckDBValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    timeNs: typeof timeNs === 'bigint' ? timeNs : undefined, severityNumber: Number(severityNumber), severityText: text(severityText),
    serviceName: text(serviceName), hostName: text(hostName), body: text(body) ?? '', traceId: text(traceId), spanId: text(spanId),
    kind: String(kind), sha256: String(sha256), path: String(path), line: Number(line), offsetBytes: Number(offsetBytes),
    lengthBytes: Number(lengthBytes), clockOffsetNs: typeof clockOffsetNs === 'bigint' ? clockOffsetNs : 0n, attributes: text(attributes) ?? '{}',
  };
}

/** `formatCitation` of model/evidence.ts, in SQL. */
const CITATION = "'[@' || artifact[:8] || ':0x' || format('{:x}', offset_bytes) || '+' || greatest(1, length_bytes) || ']'";

/** How often a running statement is asked how far it is. */
const PROGRESS_MS = 200;

/**
 * Writes the records of `range` as Parquet to `path`, which must lie in the folder that open-index.ts allows. `note` is
 * the file's metadata under the key `tephra`. Progress from 0 to 1.
 */
export async function writeParquet(
  instance: DuckDBInstance, scope: Scope, list: ResultList, { from, count }: RecordRange, path: string, note: string, signal: AbortSignal, progress: (share: number) => void,
): Promise<void> {
  const connection = await instance.connect();
  const { fire, cease } = interruptsOf(connection);
  signal.addEventListener('abort', fire);
  const timer = setInterval(() => progress(shareOf(connection)), PROGRESS_MS);
  try {
    signal.throwIfAborted();
    await connection.run('SET enable_progress_bar_print = false');
    await connection.run('SET enable_progress_bar = true');
    await connection.run(`COPY (SELECT make_timestamp_ns(time_ns) AS time, severity_number, severity_text, service_name, host_name, body, trace_id, span_id, kind,
        ${CITATION} AS citation, artifact, path, line, offset_bytes, length_bytes,
        nullif(clock_offset_ns, 0) AS clock_offset_ns, attributes::VARCHAR AS attributes
      FROM (${select(scope, list, from, count, 'all')}) ORDER BY n) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {tephra: ${literal(note)}})`);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', fire);
    cease();
    connection.disconnectSync();
  }
}

function shareOf(connection: DuckDBConnection): number {
  const { percentage } = connection.progress;
  return Math.max(0, Math.min(1, percentage / 100));
}
