import type { DuckDBConnection } from '@duckdb/node-api';
import { COMPARED_RECORDS } from '../../model/clock.ts';
import { clockJoin, timeSql } from './clocks.ts';
import { ident, int64, literal, rows } from './duck.ts';
import { bodySql, storeTable, type TableFormat } from './schema.ts';

/** Where one value stands: from its first record to the end of its last, and the first of them. */
export interface ValuePlace {
  readonly artifact: number;
  readonly offsetBytes: number;
  readonly firstNs: bigint;
  readonly lastNs: bigint;
}

/** A value that stands in few records of two sources and nowhere else in them: both are likely of one moment. */
export interface SharedValue {
  readonly value: string;
  /** Times as recorded. */
  readonly here: ValuePlace;
  /** Times as the case has them. */
  readonly there: ValuePlace;
  /** As `there` was given. */
  readonly source: number;
}

/** What names one request, session, job or object: `key=value`, or a word of eight characters, with a digit in it. */
const VALUE = String.raw`[\w.%-]{1,64}=[\w.%+-]{2,64}|[\w-]{8,64}`;
/** A value in more records, or over a longer time, names no moment. */
const MOST_TIMES = 8;
const LONGEST_NS = 60_000_000_000n;
/** More say nothing new. */
const MOST_SHARED = 2000;

/**
 * Values that the artifacts `here` share with other sources, at most 2,000 for each, chosen by their hash: the same for the
 * same evidence. `there`: source by artifact. Body, typed text and attributes are searched, trace and span ids too.
 */
export async function sharedValues(
  connection: DuckDBConnection, formats: readonly TableFormat[], here: readonly number[], there: ReadonlyMap<number, number>, hasClocks: boolean,
): Promise<SharedValue[]> {
  if (here.length === 0 || there.size === 0 || formats.length === 0) return [];
  const values = (artifacts: readonly number[], clocks: boolean, limit: string): string => formats.map((format) => `(SELECT e.artifact, e.offset_bytes, ${timeSql(clocks)} AS t,
      ${timeSql(clocks)} + ${format.signal === 'spans' ? 'coalesce(greatest(e.duration_ns, 0), 0)' : '0'} AS t_end, ${textSql(format)} AS text
      FROM ${storeTable(format.id)} e${clockJoin(clocks)} WHERE e.artifact IN (${artifacts.join(', ')}) AND ${SOUND} ${limit})`).join(' UNION ALL ');
  const moments = `min(t) AS first, max(t_end) AS last, arg_min(artifact, t) AS artifact, arg_min(offset_bytes, t) AS place`;
  const few = `count(*) <= ${MOST_TIMES} AND max(t_end) - min(t) <= ${int64(LONGEST_NS)}`;
  const words = `unnest(list_distinct(regexp_extract_all(text, ${literal(VALUE)}))) AS value`;
  const found = await rows(connection, `
    WITH here AS MATERIALIZED (SELECT value, ${moments} FROM (SELECT *, ${words} FROM (${values(here, false, `LIMIT ${COMPARED_RECORDS}`)}))
        WHERE regexp_matches(value, '[0-9]') GROUP BY value HAVING ${few}),
      sources AS (SELECT * FROM (VALUES ${[...there].map(([artifact, source]) => `(${artifact}, ${source})`).join(', ')}) s (artifact, source)),
      there AS (SELECT source, value, ${moments.replace('(artifact, t)', '(v.artifact, t)')} FROM (SELECT *, ${words} FROM (${values([...there.keys()], hasClocks, '')})) v JOIN sources s ON s.artifact = v.artifact
        WHERE value IN (SELECT value FROM here) GROUP BY source, value HAVING ${few}),
      pairs AS (SELECT there.source, min(value) AS value, here.artifact, here.place, min(here.first) AS first, max(here.last) AS last,
          there.artifact AS there_artifact, there.place AS there_place, min(there.first) AS there_first, max(there.last) AS there_last
        FROM here JOIN there USING (value) GROUP BY ALL)
    SELECT source, value, artifact, place, first, last, there_artifact, there_place, there_first, there_last FROM pairs
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY hash(value), value) <= ${MOST_SHARED} ORDER BY source, first, place`);
  return found.map(([source, value, artifact, place, first, last, thereArtifact, therePlace, thereFirst, thereLast]) => ({
    source: Number(source), value: String(value),
    here: { artifact: Number(artifact), offsetBytes: Number(place), firstNs: BigInt(String(first)), lastNs: BigInt(String(last)) },
    there: { artifact: Number(thereArtifact), offsetBytes: Number(therePlace), firstNs: BigInt(String(thereFirst)), lastNs: BigInt(String(thereLast)) },
  }));
}

/** Differences of such times cannot overflow. */
const SOUND = `e.time_ns BETWEEN ${int64(-(2n ** 61n))} AND ${int64(2n ** 61n)}`;

/** All text of a record. A body that is made of its fields has them in it. */
function textSql(format: TableFormat): string {
  const fields = format.bodyParts ? [] : format.fields.filter((f) => f.type === 'string').map((f) => `e.${ident(f.name)}`);
  return `concat_ws(' ', ${[bodySql(format, 'e'), 'e.attributes', 'e.trace_id', 'e.span_id', ...fields].join(', ')})`;
}
