import type { DuckDBConnection } from '@duckdb/node-api';
import { clockJoin, timeSql } from './clocks.ts';
import { int64, rows } from './duck.ts';
import { holdsEvents, inFileOrder, ORDERED, storeTable, type TableFormat } from './schema.ts';

/** A tail that is longer is not worth more than ordering all. */
const MOST_OF_ALL = 0.5;

export interface OrderedArtifact {
  readonly id: number;
  readonly path: string;
  readonly sha256: string;
  readonly kind: string;
}

/**
 * Puts the events of new artifacts into the order without making all of it again: events that come in while a source is
 * followed are newer than most, so that only the end of the order changes. False when that is not so, or when the order
 * has some of them already: then all must be ordered.
 */
export async function orderTail(
  connection: DuckDBConnection, formats: readonly TableFormat[], known: readonly OrderedArtifact[], fresh: readonly OrderedArtifact[], hasClocks: boolean,
): Promise<boolean> {
  const wanted = fresh.filter(({ kind }) => formats.some((format) => format.id === kind && holdsEvents(format)));
  if (wanted.length === 0) return true;
  const ids = wanted.map(({ id }) => id).join(', ');
  const newest = formats.filter((format) => wanted.some(({ kind }) => kind === format.id));
  const from = newest.map((format) => `SELECT ${timeSql(hasClocks)} AS time_ns FROM ${storeTable(format.id)} e${clockJoin(hasClocks)} WHERE e.artifact IN (${ids})`).join(' UNION ALL ');
  const [state] = await rows(connection, `SELECT (SELECT min(time_ns) FROM (${from})), (SELECT count(*) FROM store.ord),
    (SELECT count(*) FROM store.ord WHERE artifact IN (${ids}))`);
  const [first, all, already] = state!;
  if (Number(already) > 0) return false;
  const total = Number(all);
  // Where the order is from the first new time on, and from the first event without a time.
  const [place] = await rows(connection, `SELECT count(*) FROM store.ord WHERE time_ns < ${typeof first === 'bigint' ? int64(first) : int64(2n ** 63n - 1n)}`);
  const kept = Number(place![0]);
  if (total - kept > Math.max(10_000, total * MOST_OF_ALL)) return false;
  const tail = await rows(connection, `SELECT DISTINCT artifact FROM store.ord WHERE n >= ${kept}`);
  const artifacts = new Set([...tail.map(([id]) => Number(id)), ...wanted.map(({ id }) => id)]);
  const concerned = known.filter(({ id }) => artifacts.has(id));
  const order = inFileOrder(concerned).join(', ');
  const parts = formats.filter((format) => holdsEvents(format) && concerned.some(({ kind }) => kind === format.id)).map((format) =>
    `${ORDERED(format, hasClocks)} WHERE e.artifact IN (${ids}) UNION ALL ${ORDERED(format, hasClocks)} WHERE e.id IN (SELECT id FROM store.ord WHERE n >= ${kept})`);
  await connection.run('BEGIN TRANSACTION');
  try {
    await connection.run(`CREATE OR REPLACE TEMP TABLE order_tail AS SELECT ${kept} + row_number() OVER () - 1 AS n, id, time_ns, severity_number AS severity, artifact
      FROM (SELECT e.id, e.time_ns, e.severity_number, e.artifact FROM (${parts.join(' UNION ALL ')}) e
      JOIN (SELECT unnest([${order}]::INTEGER[]) AS id, generate_subscripts([${order}]::INTEGER[], 1) AS rank) a ON a.id = e.artifact
      ORDER BY e.time_ns NULLS LAST, a.rank, e.offset_bytes)`);
    await connection.run(`DELETE FROM store.ord WHERE n >= ${kept}`);
    await connection.run('INSERT INTO store.ord SELECT * FROM order_tail ORDER BY n');
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
  return true;
}
