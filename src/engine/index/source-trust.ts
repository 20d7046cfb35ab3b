import type { DuckDBConnection } from '@duckdb/node-api';
import { correctedTime, type Clock } from '../../model/clock.ts';
import type { EventId } from '../../model/event.ts';
import { ident, rows } from './duck.ts';
import { bodySql, storeTable, type TableFormat } from './schema.ts';

/** A record, with its time as the case has it. */
export interface RecordPlace extends EventId {
  readonly timeNs?: bigint;
}

/** The artifact that is asked about. */
interface Subject {
  readonly format: TableFormat;
  readonly id: number;
  readonly sha256: string;
  readonly clock: Clock | undefined;
}

/** Records that stand a second time, in the same order: a forwarder that sent again after it was cut off. */
export interface Replay {
  readonly count: number;
  readonly first: RecordPlace;
  /** The record that the first repeats. */
  readonly of: RecordPlace;
}

/** A number that counts up by one from record to record, and where it does not. */
export interface Sequence {
  readonly field: string;
  readonly missing: number;
  /** The largest holes. */
  readonly holes: Array<{ readonly before: bigint; readonly after: bigint; readonly at: RecordPlace }>;
  /** Times it began anew: a restart, or another writer. */
  readonly restarts: number;
}

/** What the records of one artifact say of how far it can be trusted. */
export interface RecordTrust {
  readonly records: number;
  readonly understood: number;
  readonly timed: number;
  readonly withLevel: number;
  readonly withTrace: number;
  readonly outOfOrder: number;
  readonly firstOutOfOrder?: RecordPlace;
  /** Records that are equal to one before them, time and all. */
  readonly repeated: number;
  readonly replays: Replay[];
  readonly sequence?: Sequence;
}

/** Fewer equal records on end are a program that says the same again. */
const LEAST_REPLAY = 10;
const LISTED = 20;
/** Share of steps by one from which a number is a sequence; a larger step than this is none. */
const STEADY = 0.8;
const LONGEST_STEP = 1_000_000;
/** Records that say whether a number is one. */
const LOOKED_AT = 1000;
/** Attributes that are called so hold numbers of records. */
const SEQUENCE_NAMES = ['seq', 'sequence', 'seqno', 'seq_no', 'sequence_number', 'sequenceNumber', 'record_id', 'offset'];

export async function recordTrust(connection: DuckDBConnection, of: Subject): Promise<RecordTrust> {
  const from = `FROM ${storeTable(of.format.id)} e WHERE e.artifact = ${of.id}`;
  const [sums] = await rows(connection, `SELECT count(*), count(*) FILTER (understood), count(time_ns), count(*) FILTER (severity_number > 0), count(trace_id) ${from}`);
  const [late] = await rows(connection, `SELECT count(*), arg_min(offset_bytes, offset_bytes), arg_min(time_ns, offset_bytes)
    FROM (SELECT offset_bytes, time_ns, lag(offset_bytes) OVER () < offset_bytes AND lag(time_ns) OVER () > time_ns AS late ${from} AND time_ns IS NOT NULL) WHERE late`);
  const [records, understood, timed, withLevel, withTrace] = sums!.map(Number);
  const outOfOrder = Number(late![0]);
  const sequence = await sequenceOf(connection, of, from, records!);
  return {
    records: records!, understood: understood!, timed: timed!, withLevel: withLevel!, withTrace: withTrace!, outOfOrder,
    ...(outOfOrder === 0 ? {} : { firstOutOfOrder: place(of, late![1], late![2]) }),
    ...(await repeats(connection, of, from)),
    ...(sequence ? { sequence } : {}),
  };
}

/** Equal records; and runs of them that stand as far behind what they repeat as one another. */
async function repeats(connection: DuckDBConnection, of: Subject, from: string): Promise<Pick<RecordTrust, 'repeated' | 'replays'>> {
  // Most sources repeat nothing: to know that needs no order.
  const [found] = await rows(connection, `SELECT count(*) - count(DISTINCT ${sameSql(of.format)}) ${from}`);
  const repeated = Number(found![0]);
  if (repeated < LEAST_REPLAY) return { repeated, replays: [] };
  const again = `WITH placed AS (SELECT row_number() OVER (ORDER BY offset_bytes) AS n, offset_bytes, time_ns, ${sameSql(of.format)} AS h ${from}),
    seen AS (SELECT *, min(n) OVER (PARTITION BY h) AS first FROM placed), again AS (SELECT n, offset_bytes, time_ns, n - first AS behind FROM seen WHERE n > first)`;
  const runs = await rows(connection, `${again}, runs AS (SELECT count(*) AS count, arg_min(offset_bytes, n) AS place, arg_min(time_ns, n) AS t, min(n) - behind AS source
      FROM (SELECT *, n - row_number() OVER (PARTITION BY behind ORDER BY n) AS island FROM again) GROUP BY behind, island HAVING count(*) >= ${LEAST_REPLAY} AND behind >= count(*))
    SELECT count, place, t, p.offset_bytes, p.time_ns FROM runs JOIN placed p ON p.n = runs.source ORDER BY count DESC, place LIMIT ${LISTED}`);
  return { repeated, replays: runs.map(([n, at, t, source, sourceTime]) => ({ count: Number(n), first: place(of, at, t), of: place(of, source, sourceTime) })) };
}

/** Equal for records that say the same at the same time. */
function sameSql(format: TableFormat): string {
  return `hash(${['e.time_ns', bodySql(format, 'e'), 'e.attributes', ...(format.bodyParts ? [] : format.fields.map((f) => `e.${ident(f.name)}`))].join(', ')})`;
}

const BY_PLACE = 'ORDER BY offset_bytes';

/** The number that counts its records, where it has one. What was sent again counts once. */
async function sequenceOf(connection: DuckDBConnection, of: Subject, all: string, records: number): Promise<Sequence | undefined> {
  if (records < LEAST_REPLAY) return undefined;
  const from = `FROM (SELECT e.* ${all} QUALIFY row_number() OVER (PARTITION BY ${sameSql(of.format)} ORDER BY e.offset_bytes) = 1) e`;
  const candidates = [
    ...of.format.fields.filter((f) => f.type === 'integer').map((f) => ({ name: f.name, sql: `e.${ident(f.name)}`, over: f.countsRecords === true ? 'PARTITION BY host_name ORDER BY value, offset_bytes' : BY_PLACE })),
    ...SEQUENCE_NAMES.map((name) => ({ name, sql: `TRY_CAST(e.attributes->>'$."${name}"' AS BIGINT)`, over: BY_PLACE })),
  ];
  const steps = ({ sql, over }: { sql: string; over: string }, some: string): string =>
    `SELECT offset_bytes, time_ns, value, lag(value) OVER (${over}) AS before FROM (SELECT offset_bytes, time_ns, host_name, ${sql} AS value ${some}) WHERE value IS NOT NULL`;
  const first = `FROM (SELECT e.* ${all} ORDER BY e.id LIMIT ${LOOKED_AT}) e`;
  const counts = await rows(connection, candidates.map((candidate, i) => `SELECT ${i}, count(*) FILTER (value - before = 1), count(*) FROM (${steps(candidate, first)})`).join(' UNION ALL '));
  const steady = counts.map(([i, byOne, all]) => ({ i: Number(i), share: Number(byOne) / Math.max(1, Number(all) - 1), all: Number(all) }))
    .filter((one) => one.all >= LEAST_REPLAY && one.share >= STEADY).sort((a, b) => b.share - a.share || a.i - b.i)[0];
  if (!steady) return undefined;
  const candidate = candidates[steady.i]!;
  const { name, over } = candidate;
  const hole = `value - before > 1 AND value - before <= ${LONGEST_STEP}`;
  const [sums] = await rows(connection, `SELECT coalesce(sum(value - before - 1) FILTER (${hole}), 0), count(*) FILTER (value <= before OR value - before > ${LONGEST_STEP}) FROM (${steps(candidate, from)})`);
  const holes = await rows(connection, `SELECT before, value, offset_bytes, time_ns FROM (${steps(candidate, from)}) WHERE ${hole} ORDER BY value - before DESC, offset_bytes LIMIT ${LISTED}`);
  return {
    field: name, missing: Number(sums![0]), restarts: over === BY_PLACE ? Number(sums![1]) : 0,
    holes: holes.map(([before, after, at, t]) => ({ before: BigInt(String(before)), after: BigInt(String(after)), at: place(of, at, t) })),
  };
}

function place({ sha256, clock }: Subject, offset: unknown, time: unknown): RecordPlace {
  return { sha256, offsetBytes: Number(offset), ...(typeof time === 'bigint' ? { timeNs: correctedTime(time, clock) } : {}) };
}
