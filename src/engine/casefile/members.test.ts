import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Custody } from './contract.ts';
import { migrate } from './database.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { createCaseFile, openCaseFile } from './open.ts';

let dir: string;
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'tephra-test-')), 'x.tephra');
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

const hash = (digit: string): string => digit.repeat(64);
const custody = (digit: string, path: string, more: Partial<Custody> = {}): Custody => ({
  sha256: hash(digit), paths: [path], sizeBytes: 3, addedAtNs: 1n, addedBy: 'a', storage: 'copied', location: `evidence/${digit}`, zone: 'UTC', ...more,
});

describe('members of archives', () => {
  it('know the container they came out of, once for each place in it, and so does the journal', () => {
    const work = unwrap(createCaseFile(dir, { author: 'a', title: undefined }));
    work.addCustody(custody('a', 'bundle.zip'));
    const member = custody('b', 'bundle.zip/x.log', { partOf: [{ container: hash('a'), path: 'x.log' }] });
    expect(work.addAllCustody([member, member])).toBe(1);
    expect(work.addCustody(custody('b', 'bundle.zip/y.log', { partOf: [{ container: hash('a'), path: 'y.log' }] }))).toBe(true);
    expect(work.artifact(hash('b'))).toMatchObject({
      paths: ['bundle.zip/x.log', 'bundle.zip/y.log'], partOf: [{ container: hash('a'), path: 'x.log' }, { container: hash('a'), path: 'y.log' }],
    });
    expect(work.artifact(hash('a'))).not.toHaveProperty('partOf');
    expect(work.memberCounts()).toEqual(new Map([[hash('a'), 2]]));
    expect(work.check().journal).toMatchObject({ ok: true });
    work.close();
  });

  it('can be kept in a case that was made before there were any', () => {
    const before = unwrap(createCaseFile(dir, { author: 'a', title: undefined }));
    before.addCustody(custody('a', 'bundle.zip'));
    before.close();
    // As the first version left it.
    const db = new Database(join(dir, 'case.sqlite'));
    const old = new Database(':memory:');
    migrate(old, MIGRATIONS.slice(0, 1));
    const tables = (of: Database.Database): string[] => of.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'").all().map((t) => t.name);
    const kept = new Set(tables(old));
    for (const table of tables(db)) if (!kept.has(table)) db.exec(`DROP TABLE ${table}`);
    const columns = (of: Database.Database, table: string): string[] => of.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)').all(table).map((c) => c.name);
    for (const table of kept) {
      const had = new Set(columns(old, table));
      for (const column of columns(db, table)) if (!had.has(column)) db.exec(`ALTER TABLE ${table} DROP COLUMN ${column}`);
    }
    db.pragma('user_version = 1');
    db.close();

    const after = unwrap(openCaseFile(dir));
    expect(after.custody().map((c) => c.paths)).toEqual([['bundle.zip']]);
    after.addCustody(custody('b', 'bundle.zip/x', { partOf: [{ container: hash('a'), path: 'x' }] }));
    expect(after.check().journal).toMatchObject({ ok: true });
    expect(after.check().database).toMatchObject({ ok: true });
    after.close();
  });
});
