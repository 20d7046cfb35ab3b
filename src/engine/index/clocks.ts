import type { DuckDBConnection } from '@duckdb/node-api';
import type { Clock } from '../../model/clock.ts';
import { int64, rows } from './duck.ts';

/**
 * Clocks of artifacts, as case.sqlite has them. Times in the tables of formats stay as recorded, so that a clock that is
 * set, or taken back, costs one new order of events and no reading of evidence. Empty in most cases: then no query joins it.
 */
export const CLOCK_TABLE = 'CREATE TABLE IF NOT EXISTS store.clock (artifact INTEGER, offset_ns BIGINT, uncertainty_ns BIGINT)';

/** Behind a format's table that is called `e`. */
export function clockJoin(hasClocks: boolean): string {
  return hasClocks ? ' LEFT JOIN store.clock c ON c.artifact = e.artifact' : '';
}

/** The time of a record `e` as its clock corrects it, within 64 bits (`correctedTime`). */
export function timeSql(hasClocks: boolean): string {
  return hasClocks ? corrected('e.time_ns') : 'e.time_ns';
}

/** `column` as the clock `c` corrects it. */
export function corrected(column: string): string {
  return `CASE WHEN c.offset_ns IS NULL OR ${column} IS NULL THEN ${column}
    ELSE least(greatest(${column}::HUGEINT + c.offset_ns, (-9223372036854775808)::HUGEINT), 9223372036854775807::HUGEINT)::BIGINT END`;
}

/** SQL of a column, where `{time}`, `{offset}` and `{uncertainty}` stand for what the clock of its artifact says. */
export function withClock(sql: string, hasClocks: boolean): string {
  return sql.replaceAll('{time}', timeSql(hasClocks))
    .replaceAll('{offset}', hasClocks ? 'coalesce(c.offset_ns, 0)' : '0::BIGINT')
    .replaceAll('{uncertainty}', hasClocks ? 'c.uncertainty_ns' : 'NULL::BIGINT');
}

/** How far clocks move times at most, either way; `undefined` when there are none. */
export interface ClockReach {
  readonly leastNs: bigint;
  readonly mostNs: bigint;
}

export function reachOf(clocks: Iterable<Clock>): ClockReach | undefined {
  let reach: ClockReach | undefined;
  for (const { offsetNs } of clocks) {
    const { leastNs, mostNs } = reach ?? { leastNs: 0n, mostNs: 0n };
    reach = { leastNs: offsetNs < leastNs ? offsetNs : leastNs, mostNs: offsetNs > mostNs ? offsetNs : mostNs };
  }
  return reach;
}

export async function readClocks(connection: DuckDBConnection): Promise<Map<number, Clock>> {
  const found = await rows(connection, 'SELECT artifact, offset_ns, uncertainty_ns FROM store.clock');
  return new Map(found.map(([artifact, offset, uncertainty]) => [Number(artifact), { offsetNs: BigInt(String(offset)), uncertaintyNs: BigInt(String(uncertainty)) }]));
}

/** Inside a transaction. */
export async function writeClocks(connection: DuckDBConnection, clocks: ReadonlyMap<number, Clock>): Promise<void> {
  await connection.run('DELETE FROM store.clock');
  const values = [...clocks].map(([artifact, { offsetNs, uncertaintyNs }]) => `(${artifact}, ${int64(offsetNs)}, ${int64(uncertaintyNs)})`);
  if (values.length > 0) await connection.run(`INSERT INTO store.clock VALUES ${values.join(', ')}`);
}

/** Artifacts whose times are other ones now, and whether anything is different at all. */
export function changedClocks(before: ReadonlyMap<number, Clock>, after: ReadonlyMap<number, Clock>): { readonly any: boolean; readonly moved: readonly number[] } {
  let any = false;
  const moved: number[] = [];
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [a, b] = [before.get(id), after.get(id)];
    any ||= a === undefined || b === undefined || a.uncertaintyNs !== b.uncertaintyNs || a.offsetNs !== b.offsetNs;
    if ((a?.offsetNs ?? 0n) !== (b?.offsetNs ?? 0n)) moved.push(id);
  }
  return { any, moved };
}
