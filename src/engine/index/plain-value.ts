import type { DuckDBValue } from '@duckdb/node-api';
import { formatRfc3339, NS_PER_MS, NS_PER_S, NS_PER_US } from '../../base/time.ts';
import { duckdb } from './duck.ts';

/**
 * A cell as the protocol carries it: strings, numbers, bigints, booleans, null, or lists and maps of them. Times are
 * RFC 3339 in UTC; bytes stay bytes in DuckDB's own text form; whole numbers that a double holds become numbers.
 */
export function plainValue(value: DuckDBValue): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return value >= -MAX_SAFE && value <= MAX_SAFE ? Number(value) : value;
  const d = duckdb();
  if (value instanceof d.DuckDBTimestampNanosecondsValue) return time(value.nanos, value);
  if (value instanceof d.DuckDBTimestampValue || value instanceof d.DuckDBTimestampTZValue) return time(value.micros * NS_PER_US, value);
  if (value instanceof d.DuckDBTimestampMillisecondsValue) return time(value.millis * NS_PER_MS, value);
  if (value instanceof d.DuckDBTimestampSecondsValue) return time(value.seconds * NS_PER_S, value);
  if (value instanceof d.DuckDBListValue || value instanceof d.DuckDBArrayValue) return value.items.map(plainValue);
  if (value instanceof d.DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, item]) => [name, plainValue(item)]));
  }
  if (value instanceof d.DuckDBMapValue) return value.entries.map((entry) => ({ key: plainValue(entry.key), value: plainValue(entry.value) }));
  if (value instanceof d.DuckDBDecimalValue) return value.width <= 15 ? Number(value.toString()) : value.toString();
  return String(value);
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

function time(ns: bigint, value: { toString(): string }): string {
  // DuckDB's infinities stand at the ends of the range.
  return ns > -(2n ** 62n) * 2n + 1n && ns < 2n ** 63n - 1n ? formatRfc3339(ns) : value.toString();
}
