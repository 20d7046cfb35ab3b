import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { openIndex } from '../index/open-index.ts';
import type { EventIndex } from '../index/contract.ts';
import { makeSqlExport } from './export-sql.ts';

let folder = '';
let index: EventIndex | undefined;

afterEach(async () => {
  await index?.close();
  await rm(folder, { recursive: true, force: true });
});

async function made(sql: string, format: 'csv' | 'jsonl'): Promise<{ text: string; rows: number }> {
  folder = await mkdtemp(join(tmpdir(), 'tephra-sql-export-'));
  index = await openIndex(join(folder, 'index.duckdb'));
  const done = unwrap(await makeSqlExport({ index }, sql, format, new AbortController().signal));
  const text = await readFile(done.file, 'utf8');
  expect(done.bytes).toBe(Buffer.byteLength(text));
  return { text, rows: done.rows };
}

it('writes all rows under one head, over the size of a part', async () => {
  const { text, rows } = await made(`SELECT i AS "n\nm", 'row ' || i AS name FROM range(12000) t(i)`, 'csv');
  expect(rows).toBe(12_000);
  const records = text.slice('"n\nm",name\r\n'.length).split('\r\n');
  expect(text.startsWith('"n\nm",name\r\n')).toBe(true);
  expect(records).toHaveLength(12_001);
  expect([records[0], records[4999], records[5000], records[11_999], records[12_000]]).toEqual(['0,row 0', '4999,row 4999', '5000,row 5000', '11999,row 11999', '']);
});

it('writes an object a line, and an empty answer as nothing', async () => {
  const { text } = await made('SELECT i AS n, NULL AS nothing FROM range(6000) t(i)', 'jsonl');
  const lines = text.split('\n');
  expect([lines.length, lines[0], lines[5999], lines[6000]]).toEqual([6001, '{"n":0,"nothing":null}', '{"n":5999,"nothing":null}', '']);
  expect(unwrap(await makeSqlExport({ index: index! }, 'SELECT 1 AS n WHERE false', 'jsonl', new AbortController().signal))).toMatchObject({ rows: 0, bytes: 0 });
});

it('leaves nothing of a query that fails', async () => {
  await made('SELECT 1', 'csv');
  const before = await readdir(index!.exportsDir());
  expect(await makeSqlExport({ index: index! }, 'SELECT nothing', 'parquet', new AbortController().signal)).toMatchObject({ ok: false, failure: { code: 'sql/invalid' } });
  expect(await makeSqlExport({ index: index! }, 'DELETE FROM store.meta', 'csv', new AbortController().signal)).toMatchObject({ ok: false, failure: { code: 'sql/not-a-select' } });
  expect(await readdir(index!.exportsDir())).toEqual(before);
});
