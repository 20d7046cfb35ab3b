import type { DuckDBConnection } from '@duckdb/node-api';
import { int64, rows } from './duck.ts';

/**
 * The shortest span, both ends included, that holds `share` of the events that have a time. Such a span begins among
 * the first `1 - share` of them and ends as many further on: two ranges of the order side by side, never all of it.
 */
export async function focusOf(connection: DuckDBConnection, share: number): Promise<{ fromNs: bigint; toNs: bigint } | undefined> {
  const [count] = await rows(connection, 'SELECT count(time_ns) FROM store.ord');
  const timed = Number(count![0]);
  if (timed === 0) return undefined;
  const held = Math.max(1, Math.ceil(timed * share));
  // Times at both ends of 64 bits would overflow a difference in 64 bits.
  const [span] = await rows(connection, `SELECT a.time_ns, b.time_ns FROM store.ord a JOIN store.ord b ON b.n = a.n + ${int64(held - 1)}
    WHERE a.n <= ${int64(timed - held)} AND b.n >= ${int64(held - 1)} AND b.n < ${int64(timed)} ORDER BY b.time_ns::HUGEINT - a.time_ns, a.n LIMIT 1`);
  return typeof span?.[0] === 'bigint' && typeof span[1] === 'bigint' ? { fromNs: span[0], toNs: span[1] } : undefined;
}
