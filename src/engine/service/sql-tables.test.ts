import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { api } from '../../protocol/api.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { testEngine } from './engines.testing.ts';

test('a kind of evidence that the case has none of is a table without rows, and a name that is no kind is a mistake', async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'a.log'), '2026-10-14T10:00:00Z INFO tick\n');
  const engine = testEngine();
  const client = engine.client('ada');
  unwrap(await client.call(api.createCase, { path: join(root, 'c.tephra') }));
  unwrap(await client.call(api.addEvidence, { paths: [join(root, 'a.log')] }));
  expect(unwrap(await client.call(api.sqlSchema, {})).map(({ table }) => table)).not.toContain('web_access');
  const sql = 'SELECT (SELECT count(*) FROM web_access) AS w, (SELECT count("db.namespace") FROM mongodb) AS m, (SELECT count(*) FROM events) AS e';
  expect(unwrap(await client.call(api.runSql, { sql, maxRows: 10 })).rows).toEqual([[0, 0, 1]]);
  expect(unwrap(await client.call(api.sqlSchema, {})).map(({ table }) => table)).toContain('web_access');
  expect(await client.call(api.runSql, { sql: 'SELECT * FROM web_acces', maxRows: 1 })).toMatchObject({ ok: false, failure: { message: expect.stringContaining('web_acces') } });
  expect(engine.errors).toEqual([]);
});
