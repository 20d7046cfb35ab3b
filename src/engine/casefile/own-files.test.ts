import { join } from 'node:path';
import { expect, test } from 'vitest';
import { belongsToCase } from './own-files.ts';
import { sampleCase, temporaryFolder } from './sample.testing.ts';

test('a case and its databases are told from what merely has their names', () => {
  const { dir } = sampleCase();
  for (const name of ['', 'case.sqlite', 'case.sqlite-wal', 'lock.sqlite', 'index.duckdb', 'index.duckdb.wal']) expect(belongsToCase(join(dir, name)), name).toBe(true);
  expect(belongsToCase(join(dir, 'evidence', 'aa', 'x'))).toBe(false);
  expect(belongsToCase(join(dir, 'notes.txt'))).toBe(false);
  const other = temporaryFolder();
  expect(belongsToCase(other)).toBe(false);
  expect(belongsToCase(join(other, 'case.sqlite'))).toBe(false);
});
