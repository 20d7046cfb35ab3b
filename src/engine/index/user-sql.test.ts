import { DuckDBInstance } from '@duckdb/node-api';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { put, SHA_A, withIndex } from './index.testing.ts';

const refusals: ReadonlyArray<readonly [what: string, sql: string, codes: string]> = [
  ['a write', "INSERT INTO store.meta VALUES ('x', 'y')", 'sql/not-a-select'],
  ['a delete', 'DELETE FROM store.f_test_log', 'sql/not-a-select'],
  ['an update', "UPDATE store.artifact SET path = 'x'", 'sql/not-a-select'],
  ['a table', 'CREATE TABLE t AS SELECT 1', 'sql/not-a-select'],
  ['a temporary table', 'CREATE TEMP TABLE t AS SELECT 1', 'sql/not-a-select'],
  ['a drop', 'DROP VIEW events', 'sql/not-a-select'],
  ['several statements', 'SELECT 1; SELECT 2', 'sql/several-statements'],
  ['a statement behind a select', 'SELECT 1; DROP VIEW events', 'sql/several-statements'],
  ['a setting', 'SET threads = 1', 'sql/not-a-select'],
  ['unlocking', 'SET lock_configuration = false', 'sql/not-a-select'],
  ['external access', 'SET enable_external_access = true', 'sql/not-a-select'],
  ['attaching', "ATTACH '/tmp/x.db' AS x", 'sql/refused|sql/not-a-select'],
  ['copying out', "COPY events TO '/tmp/x.csv'", 'sql/refused|sql/not-a-select'],
  ['copying into the folder of exports', "COPY events TO 'EXPORTS/x.csv'", 'sql/refused|sql/not-a-select'],
  ['copying there by an explain', "EXPLAIN ANALYZE COPY (SELECT 1) TO 'EXPORTS/x.csv'", 'sql/refused|sql/invalid|sql/not-a-select'],
  ['reading an export', "SELECT * FROM read_csv('EXPORTS/kept.csv')", 'sql/refused'],
  ['an export as a table', "SELECT * FROM 'EXPORTS/kept.csv'", 'sql/refused'],
  ['an export as a table below', "SELECT (SELECT max(a) FROM \"EXPORTS/kept.csv\")", 'sql/refused'],
  ['listing exports', "SELECT * FROM glob('EXPORTS/*')", 'sql/refused'],
  ['exporting', "EXPORT DATABASE '/tmp/x'", 'sql/refused|sql/not-a-select'],
  ['installing', 'INSTALL httpfs', 'sql/not-a-select'],
  ['loading', 'LOAD httpfs', 'sql/not-a-select'],
  ['calling', "CALL pragma_version()", 'sql/not-a-select'],
  ['a checkpoint', 'CHECKPOINT', 'sql/not-a-select'],
  ['a checkpoint function', 'SELECT * FROM force_checkpoint()', 'sql/refused'],
  ['a checkpoint function in quotes', 'SELECT * FROM "force_checkpoint" /* */ ()', 'sql/refused'],
  ['profiling into a file', "SELECT * FROM enable_profiling(save_location := '/tmp/x')", 'sql/refused'],
  ['logging', 'SELECT * FROM enable_logging()', 'sql/refused'],
  ['raw pointers', 'SELECT * FROM arrow_scan(1, 2, 3)', 'sql/refused'],
  ['raw pointers below', 'WITH a AS (SELECT * FROM range(3), lateral (SELECT * FROM arrow_scan(1, 2, 3))) SELECT * FROM a', 'sql/refused'],
  ['raw pointers in an explain', '/* x */ EXPLAIN (FORMAT json) SELECT * FROM ARROW_SCAN(1, 2, 3)', 'sql/refused'],
  ['hidden text', "SELECT * FROM query('SELECT * FROM arrow_' || 'scan(1,2,3)')", 'sql/refused'],
  ['serialized text', "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))", 'sql/refused'],
  ['a transaction', 'COMMIT', 'sql/not-a-select'],
  ['reading a CSV', "SELECT * FROM read_csv('FILE')", 'sql/refused'],
  ['reading text', "SELECT * FROM read_text('FILE')", 'sql/refused'],
  ['reading a blob', "SELECT * FROM read_blob('FILE')", 'sql/refused'],
  ['reading JSON', "SELECT * FROM read_json('FILE')", 'sql/refused'],
  ['reading Parquet', "SELECT * FROM read_parquet('FILE')", 'sql/refused'],
  ['a file as a table', "SELECT * FROM 'FILE'", 'sql/refused|sql/invalid'],
  ['listing files', "SELECT * FROM glob('/*')", 'sql/refused'],
  ['sniffing', "SELECT * FROM sniff_csv('FILE')", 'sql/refused'],
  ['the environment', "SELECT getenv('HOME')", 'sql/invalid|sql/refused'],
  ['explaining a write into being', 'EXPLAIN ANALYZE DELETE FROM store.f_test_log', 'sql/refused|sql/invalid|sql/not-a-select'],
  ['explaining a copy into being', "EXPLAIN ANALYZE COPY (SELECT 1) TO 'FILE.out'", 'sql/refused|sql/invalid|sql/not-a-select'],
  ['a write inside a query function', "SELECT * FROM query('DROP VIEW events')", 'sql/refused|sql/invalid'],
  ['a sequence', "SELECT nextval('s')", 'sql/invalid|sql/refused'],
  ['a parameter', 'SELECT $1', 'sql/invalid'],
  ['nonsense', 'SELEKT 1', 'sql/invalid'],
  ['nothing', ' -- only a comment', 'sql/invalid'],
];

describe("people's SQL", () => {
  it('refuses what is not one reading statement, and changes nothing', async () => {
    await withIndex(async (index, path) => {
      await put(index, SHA_A, 'a.log', [{ body: 'x', status: 200 }]);
      const file = join(dirname(path), 'secret.csv');
      writeFileSync(file, 'a,b\n1,2\n');
      mkdirSync(index.exportsDir(), { recursive: true });
      writeFileSync(join(index.exportsDir(), 'kept.csv'), 'a,b\n1,2\n');
      for (const [what, sql, codes] of refusals) {
        const result = await index.sql(sql.replace('FILE', file).replace('EXPORTS', index.exportsDir()), 10);
        expect(result.ok ? `${what}: ${JSON.stringify(result.value.rows)}` : result.failure.code, what).toMatch(new RegExp(`^(?:${codes})$`));
      }
      expect(readdirSync(index.exportsDir())).toEqual(['kept.csv']);
      expect(unwrap(await index.sql('SELECT count(*) FROM events', 10)).rows).toEqual([[1]]);
      expect(unwrap(await index.sql("SELECT value FROM store.meta WHERE key NOT IN ('schema', 'views', 'unclean')", 10)).rows).toEqual([]);
      // The engine itself still writes.
      await put(index, SHA_A, 'a.log', [{ body: 'x' }, { body: 'y' }]);
      expect(unwrap(await index.count({ terms: [] }))).toBe(2);
    });
  });

  it('answers with names, types and plain values, and cuts long results', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_A, 'a.log', [
        { body: 'one', timeNs: 1_760_437_998_123_456_789n, status: 500, path: '/x', attributes: { k: [1, null, 'é'] }, severityNumber: 17 },
        { body: 'two' },
      ]);
      const result = unwrap(await index.sql(
        "SELECT time, time_ns, severity_number, body, template, artifact, attributes, attributes->>'$.\"url.path\"' AS p, [1, 2] AS list, {'a': 1.5} AS struct FROM events ORDER BY time NULLS LAST", 10,
      ));
      expect(result.columns.map((c) => c.name)).toEqual(['time', 'time_ns', 'severity_number', 'body', 'template', 'artifact', 'attributes', 'p', 'list', 'struct']);
      expect(result.rows[0]).toEqual([
        '2025-10-14T10:33:18.123456789Z', 1_760_437_998_123_456_789n, 17, 'one', null, SHA_A, expect.stringContaining('"url.path":"/x"'), '/x', [1, 2], { a: 1.5 },
      ]);
      expect(result.rows[1]!.slice(0, 4)).toEqual([null, null, 0, 'two']);
      const cut = unwrap(await index.sql('SELECT * FROM range(100000)', 7));
      expect([cut.rows.length, cut.truncated]).toEqual([7, true]);
      expect(unwrap(await index.sql('EXPLAIN SELECT 1', 10)).rows.length).toBeGreaterThan(0);
      // A time compares with a literal.
      expect(unwrap(await index.sql("SELECT count(*) FROM test_log WHERE time >= '2025-10-14 10:33:18.123456789' AND \"http.response.status_code\" >= 500", 1)).rows).toEqual([[1]]);
    });
  });

  it('has every promised table and column, documented as they are', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_A, 'a.log', [{ body: 'x' }]);
      const promised = ['time', 'severity_number', 'severity_text', 'service_name', 'host_name', 'body', 'trace_id', 'span_id', 'template', 'artifact', 'offset_bytes', 'length_bytes', 'attributes'];
      const schema = index.schema();
      expect(schema.map((t) => t.table)).toEqual(expect.arrayContaining(['events', 'spans', 'artifacts', 'diagnostics', 'test_log']));
      expect(schema.find((t) => t.table === 'events')!.columns.map((c) => c.name)).toEqual(expect.arrayContaining(promised));
      for (const { table, columns } of schema) {
        const described = unwrap(await index.sql(`SELECT * FROM ${table} LIMIT 0`, 1));
        expect(columns.map((c) => c.name), table).toEqual(expect.arrayContaining(described.columns.map((c) => c.name)));
        expect(described.columns.map((c) => c.name), table).toEqual(expect.arrayContaining(columns.map((c) => c.name)));
      }
    });
  });
});

describe('rows of a query as Parquet', () => {
  it('are all there, typed, and nothing but the rows of one SELECT is written', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_A, 'a.log', [{ body: 'x', status: 200 }, { body: 'y', status: 500 }]);
      mkdirSync(index.exportsDir(), { recursive: true });
      const file = join(index.exportsDir(), 'rows.parquet');
      const { signal } = new AbortController();
      expect(unwrap(await index.sqlParquet("SELECT body, line, 9007199254740993 AS big FROM events ORDER BY line -- all of them", file, signal))).toBe(2);
      const read = await DuckDBInstance.create(':memory:').then((i) => i.connect());
      const rows = await (await read.run(`SELECT body, line, big::VARCHAR FROM read_parquet('${file}')`)).getRows();
      expect(rows).toEqual([['x', 1n, '9007199254740993'], ['y', 2n, '9007199254740993']]);
      read.disconnectSync();
      const other = join(index.exportsDir(), 'other.parquet');
      for (const query of ['EXPLAIN SELECT 1', 'DELETE FROM store.meta', `SELECT 1) TO '${other}' (FORMAT csv); --`, 'SELECT 1; SELECT 2', `SELECT 1) TO '${other}' --`, "SELECT * FROM read_text('/etc/hostname')", 'SELECT nothing FROM events']) {
        const result = await index.sqlParquet(query, other, signal);
        expect(result.ok ? query : result.failure.code, query).toMatch(/^sql\//);
      }
      expect(readdirSync(index.exportsDir())).toEqual(['rows.parquet']);
      const ended = new AbortController();
      ended.abort();
      expect(await index.sqlParquet('SELECT 1', other, ended.signal)).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    });
  });
});
