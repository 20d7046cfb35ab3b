import type { DuckDBConnection } from '@duckdb/node-api';
import { int64, rows } from './duck.ts';
import { storeTable } from './schema.ts';

/** How far the times of one artifact can be trusted, as far as its own records tell. */
export interface ArtifactTrust {
  readonly sha256: string;
  /** Records with a time. */
  readonly timed: number;
  /** Coarsest unit all its times are whole multiples of; `undefined` with fewer than two different times. */
  readonly resolutionNs: bigint | undefined;
  /** Records whose time is before that of a record above them. */
  readonly outOfOrder: number;
  /** Times among the first `sampled` that say no year: the year was inferred. */
  readonly withoutYear: number;
  /** Times among the first `sampled` that name no zone: read in the artifact's own. */
  readonly withoutZone: number;
  /** Times whose text was looked at. */
  readonly sampled: number;
}

/** Texts of an artifact that are looked at: a format writes its times one way. */
const SAMPLED = 4096;
/** The last is that of Windows. */
const UNITS = [1_000_000_000n, 1_000_000n, 1000n, 100n];

/** A number since 1970 says its year and its zone. */
const EPOCH = String.raw`^\d{9,}([.,]\d+)?$`;
/** An offset or a zone's name behind a time of day; a name before the year (asctime). AM and PM are none. */
const ZONED = String.raw`:\d\d([.,]\d+)? ?([Zz]|[+-]\d\d:?(\d\d)?)\W*$|\b(UTC|GMT|[A-Z]{1,3}ST|[A-Z]{1,3}DT|MSK|WET|CET|EET|MET)\b`;
/** Two digits of a year before month and day. */
const SHORT_YEAR = String.raw`^\d\d[-/.]\d\d[-/.]\d\d\D|^\d{6} |^\d\d[A-Z][a-z]{2}\d\d`;

/** Times at both ends of 64 bits would overflow what is computed with them. */
const SOUND = `time_ns BETWEEN ${int64(-(2n ** 62n))} AND ${int64(2n ** 62n)}`;

/**
 * Two queries per format: its artifacts side by side. The first reads numbers of every record in the order they are
 * stored, which is the order of the file but for batches that were written at the same time: a record is late when the one
 * before it stands above it in the file and is later. Sorting millions of rows to know the rest would take seconds.
 */
export async function trustOf(connection: DuckDBConnection, formatId: string, artifacts: ReadonlyMap<number, string>): Promise<ArtifactTrust[]> {
  if (artifacts.size === 0) return [];
  const table = storeTable(formatId);
  const numbers = await rows(connection, `
    SELECT artifact, count(*), count(*) FILTER (late), min(time_ns) < max(time_ns), ${UNITS.map((unit) => `bool_and(time_ns % ${int64(unit)} = 0)`).join(', ')}, min(id)
    FROM (SELECT artifact, id, time_ns, lag(artifact) OVER () = artifact AND lag(offset_bytes) OVER () < offset_bytes AND lag(time_ns) OVER () > time_ns AS late
      FROM ${table} WHERE artifact IN (${[...artifacts.keys()].join(', ')}) AND ${SOUND}) GROUP BY artifact`);
  const texts = await textsOf(connection, table, numbers.map((row) => [Number(row[0]), Number(row.at(-1))]));
  return numbers.map(([artifact, timed, late, differ, ...units]) => ({
    sha256: artifacts.get(Number(artifact))!, timed: Number(timed), outOfOrder: Number(late),
    resolutionNs: differ === true ? UNITS.find((_, i) => units[i] === true) ?? 1n : undefined,
    ...(texts.get(Number(artifact)) ?? { withoutYear: 0, withoutZone: 0, sampled: 0 }),
  }));
}

/** What the first texts of each artifact say. */
async function textsOf(
  connection: DuckDBConnection, table: string, firsts: ReadonlyArray<readonly [artifact: number, id: number]>,
): Promise<Map<number, Pick<ArtifactTrust, 'withoutYear' | 'withoutZone' | 'sampled'>>> {
  if (firsts.length === 0) return new Map();
  const ids = firsts.map(([, id]) => id);
  const year = (shift: string): string => `contains(time_text, CAST(year(make_timestamp_ns(time_ns ${shift} 86400000000000)) AS VARCHAR))`;
  const found = await rows(connection, `
    SELECT t.artifact,
      count(*) FILTER (NOT regexp_matches(time_text, '${EPOCH}') AND NOT ${year('-')} AND NOT ${year('+')} AND NOT regexp_matches(time_text, '${SHORT_YEAR}')),
      count(*) FILTER (NOT regexp_matches(time_text, '${EPOCH}') AND NOT regexp_matches(time_text, '${ZONED}')), count(*)
    FROM ${table} t JOIN (VALUES ${firsts.map(([artifact, id]) => `(${artifact}, ${int64(id)})`).join(', ')}) f (artifact, first)
      ON f.artifact = t.artifact AND t.id >= f.first AND t.id < f.first + ${SAMPLED}
    WHERE t.id >= ${int64(Math.min(...ids))} AND t.id < ${int64(Math.max(...ids) + SAMPLED)} AND time_text IS NOT NULL AND ${SOUND} GROUP BY t.artifact`);
  return new Map(found.map(([artifact, withoutYear, withoutZone, sampled]) => [
    Number(artifact), { withoutYear: Number(withoutYear), withoutZone: Number(withoutZone), sampled: Number(sampled) },
  ]));
}
