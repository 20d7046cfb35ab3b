import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sampleCase, temporaryFolder } from '../casefile/sample.testing.ts';
import { RecentCases } from './recent-cases.ts';

const quiet = (): void => {};

test('newest first, each once, across restarts; what is gone is marked', async () => {
  const dir = join(temporaryFolder(), 'not', 'yet');
  const { dir: caseDir } = sampleCase();
  const recent = new RecentCases(dir, quiet);
  await Promise.all([recent.opened(caseDir, 'Outage', 1n), recent.opened('/gone.tephra', 'Gone', 2n), recent.opened(caseDir, 'Outage 2', 3n)]);
  const again = new RecentCases(dir, quiet);
  expect(await again.list()).toEqual([
    { path: caseDir, title: 'Outage 2', openedAtNs: 3n, exists: true },
    { path: '/gone.tephra', title: 'Gone', openedAtNs: 2n, exists: false },
  ]);
  await again.forget('/gone.tephra');
  expect((await recent.list()).map((c) => c.path)).toEqual([caseDir]);
});

test('thirty are kept', async () => {
  const recent = new RecentCases(temporaryFolder(), quiet);
  for (let i = 0; i < 35; i++) await recent.opened(`/case-${i}`, 'T', BigInt(i));
  const kept = await recent.list();
  expect([kept.length, kept[0]!.path, kept.at(-1)!.path]).toEqual([30, '/case-34', '/case-5']);
});

test('a file that cannot be understood counts as empty and is made anew', async () => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'recent.json'), '{"cases": [{"path": 5}]');
  const recent = new RecentCases(dir, quiet);
  expect(await recent.list()).toEqual([]);
  await recent.opened('/a', 'A', 5n);
  expect(JSON.parse(readFileSync(join(dir, 'recent.json'), 'utf8'))).toEqual({ cases: [{ path: '/a', title: 'A', openedAtNs: '5' }] });
});

test('a folder that cannot be written is logged and nothing more', async () => {
  const dir = temporaryFolder();
  mkdirSync(join(dir, 'recent.json'));
  const logged: string[] = [];
  const recent = new RecentCases(dir, (entry) => logged.push(entry.level));
  await recent.opened('/a', 'A', 5n);
  expect(logged).toEqual(['warn']);
  expect(await recent.list()).toEqual([]);
});
