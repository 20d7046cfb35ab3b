import type { DuckDBConnection } from '@duckdb/node-api';
import { int64, rows } from './duck.ts';

/** Records of one artifact in one stretch of time: how many, the first and the last. */
export interface Activity {
  readonly artifact: number;
  readonly count: number;
  readonly firstNs: bigint;
  readonly lastNs: bigint;
}

/**
 * When artifacts said something, in `buckets` stretches of a span, both ends included. One pass over a range of the order,
 * which is by time: what lies outside is not read. Stretches in which an artifact is silent are left out.
 */
export async function activityOf(connection: DuckDBConnection, fromNs: bigint, toNs: bigint, buckets: number): Promise<Activity[]> {
  if (toNs < fromNs) return [];
  const step = (toNs - fromNs) / BigInt(buckets) + 1n;
  // Times at both ends of 64 bits would overflow a difference in 64 bits.
  const time = toNs - fromNs > 2n ** 62n ? `(time_ns::HUGEINT - ${int64(fromNs)})` : `(time_ns - ${int64(fromNs)})`;
  const found = await rows(connection, `SELECT artifact, count(*), min(time_ns), max(time_ns) FROM store.ord
    WHERE time_ns >= ${int64(fromNs)} AND time_ns <= ${int64(toNs)} GROUP BY artifact, ${time} // ${int64(step)} ORDER BY artifact, 3`);
  return found.flatMap(([artifact, count, first, last]) => (
    typeof first === 'bigint' && typeof last === 'bigint' ? [{ artifact: Number(artifact), count: Number(count), firstNs: first, lastNs: last }] : []
  ));
}
