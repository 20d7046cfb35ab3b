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
  /** Records whose time is before that of the record above them. */
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
const UNITS = [1_000_000_000n, 1_000_000n, 1000n];

/** A number since 1970 says its year and its zone. */
const EPOCH = String.raw`^\d{9,}([.,]\d+)?$`;
/** An offset or a zone's name behind a time of day; a name before the year (asctime). AM and PM are none. */
const ZONED = String.raw`:\d\d([.,]\d+)? ?([Zz]|[+-]\d\d:?(\d\d)?)\W*$|\b(UTC|GMT|[A-Z]{1,3}ST|[A-Z]{1,3}DT|MSK|WET|CET|EET|MET)\b`;
/** Two digits of a year before month and day. */
const SHORT_YEAR = String.raw`^\d\d[-/.]\d\d[-/.]\d\d\D|^\d{6} |^\d\d[A-Z][a-z]{2}\d\d`;

/** One query per format: its artifacts side by side. */
export async function trustOf(connection: DuckDBConnection, formatId: string, artifacts: ReadonlyMap<number, string>): Promise<ArtifactTrust[]> {
  if (artifacts.size === 0) return [];
  const table = storeTable(formatId);
  const wanted = `artifact IN (${[...artifacts.keys()].join(', ')})`;
  const year = (shift: string): string => `contains(time_text, CAST(year(make_timestamp_ns(time_ns ${shift} 86400000000000)) AS VARCHAR))`;
  const found = await rows(connection, `
    WITH t AS (SELECT artifact, id, time_ns, time_text, time_ns < lag(time_ns) OVER (PARTITION BY artifact ORDER BY offset_bytes) AS late
        FROM ${table} WHERE ${wanted} AND time_ns BETWEEN ${int64(-(2n ** 62n))} AND ${int64(2n ** 62n)}),
      f AS (SELECT artifact, min(id) AS first FROM t GROUP BY artifact)
    SELECT t.artifact, count(*), count(*) FILTER (late), min(time_ns) < max(time_ns), ${UNITS.map((unit) => `bool_and(time_ns % ${int64(unit)} = 0)`).join(', ')},
      count(*) FILTER (sampled AND NOT regexp_matches(time_text, '${EPOCH}') AND NOT ${year('-')} AND NOT ${year('+')} AND NOT regexp_matches(time_text, '${SHORT_YEAR}')),
      count(*) FILTER (sampled AND NOT regexp_matches(time_text, '${EPOCH}') AND NOT regexp_matches(time_text, '${ZONED}')),
      count(*) FILTER (sampled)
    FROM (SELECT t.*, t.id < f.first + ${SAMPLED} AND time_text IS NOT NULL AS sampled FROM t JOIN f ON f.artifact = t.artifact) t GROUP BY t.artifact`);
  return found.map(([artifact, timed, late, differ, s, ms, us, withoutYear, withoutZone, sampled]) => ({
    sha256: artifacts.get(Number(artifact))!, timed: Number(timed), outOfOrder: Number(late),
    resolutionNs: differ !== true ? undefined : s === true ? UNITS[0] : ms === true ? UNITS[1] : us === true ? UNITS[2] : 1n,
    withoutYear: Number(withoutYear), withoutZone: Number(withoutZone), sampled: Number(sampled),
  }));
}
