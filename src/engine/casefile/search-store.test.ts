import { afterEach, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unwrap } from '../../base/result.ts';
import type { Search } from '../../model/search-history.ts';
import { MOST_SEARCHES } from '../../model/search-history.ts';
import { createCaseFile, openCaseFile } from './open.ts';

const dirs: string[] = [];
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});
const newDir = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'tephra-search-'));
  dirs.push(dir);
  return join(dir, 'a.tephra');
};
const search = (n: number, more: Partial<Search> = {}): Search => ({ id: `s${n}`, filter: `n=${n}`, atNs: BigInt(n), by: 'Ada', ...more });

it('searches are there after a restart, without a step of undo, and go with what was made from them', () => {
  const dir = newDir();
  const made = unwrap(createCaseFile(dir, { title: 'Outage', author: 'Ada' }));
  const revision = made.workRevision();
  made.keepSearch(search(1));
  made.keepSearch(search(2, { parentId: 's1', fromNs: 5n, toNs: 9n, records: 12 }));
  made.keepSearch(search(3, { parentId: 's2' }));
  made.keepSearch(search(4));
  made.close();

  const again = unwrap(openCaseFile(dir));
  expect(again.searches()).toEqual([search(1), search(2, { parentId: 's1', fromNs: 5n, toNs: 9n, records: 12 }), search(3, { parentId: 's2' }), search(4)]);
  expect(again.workRevision()).toBe(revision);
  expect(again.check().journal.ok).toBe(true);
  again.forgetSearches('s2');
  expect(again.searches().map((s) => s.id)).toEqual(['s1', 's4']);
  again.forgetSearches(undefined);
  expect(again.searches()).toEqual([]);
  again.close();
});

it('of more than a case keeps the oldest go that nothing was made from', () => {
  const file = unwrap(createCaseFile(newDir(), { title: 'Outage', author: 'Ada' }));
  for (let n = 1; n <= MOST_SEARCHES; n++) file.keepSearch(search(n, n === 2 ? { parentId: 's1' } : {}));
  file.keepSearch(search(MOST_SEARCHES + 1));
  const ids = file.searches().map((s) => s.id);
  expect(ids).toHaveLength(MOST_SEARCHES);
  expect(ids.slice(0, 2)).toEqual(['s1', 's3']);
  file.close();
});
