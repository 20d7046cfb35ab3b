import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { unwrap, type Result } from '../../base/result.ts';
import { BACKUP_FILE_NAME } from './backup.ts';
import { caseFileOn } from './case-file.ts';
import { APPLICATION_ID, configure, migrate, schemaVersion } from './database.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { createCaseFile, openCaseFile } from './open.ts';
import { entry, readable, sampleCase, T0, temporaryFolder } from './sample.testing.ts';

function codeOf(result: Result<{ close(): void }>): string {
  if (!result.ok) return result.failure.code;
  result.value.close();
  return 'opened';
}

/** A closed case with some work in it, larger than a few pages. */
function closedCase(): string {
  const { dir, file } = sampleCase();
  for (let i = 0; i < 40; i++) unwrap(file.run({ name: 'timeline.add', input: { entry: entry(`e${i}`, { note: 'x'.repeat(500) }) } }, 'ada'));
  file.close();
  return dir;
}

describe('creating', () => {
  test('takes a folder that does not exist or is empty, also one that a killed creation left', () => {
    const dir = temporaryFolder();
    expect(codeOf(createCaseFile(join(dir, 'a', 'b.tephra'), { author: 'ada', title: 'Outage' }))).toBe('opened');
    expect(codeOf(createCaseFile(join(dir, 'a', 'b.tephra'), { author: 'ada' }))).toBe('case/exists');
    mkdirSync(join(dir, 'killed', 'evidence'), { recursive: true });
    writeFileSync(join(dir, 'killed', 'case.sqlite.new'), 'half of it');
    expect(codeOf(openCaseFile(join(dir, 'killed')))).toBe('case/not-found');
    expect(codeOf(createCaseFile(join(dir, 'killed'), { author: 'ada' }))).toBe('opened');
    expect(existsSync(join(dir, 'killed', 'case.sqlite.new'))).toBe(false);
  });

  test('leaves what is not its own alone', () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'notes.txt'), 'mine');
    expect(codeOf(createCaseFile(dir, { author: 'ada' }))).toBe('case/exists');
    expect(codeOf(createCaseFile(join(dir, 'notes.txt'), { author: 'ada' }))).toBe('case/exists');
    expect(codeOf(createCaseFile(join(dir, 'notes.txt', 'x'), { author: 'ada' }))).toBe('file/not-writable');
    expect(readFileSync(join(dir, 'notes.txt'), 'utf8')).toBe('mine');
    expect(existsSync(join(dir, 'evidence'))).toBe(false);
  });

  test('writes what the durability of a command rests on', () => {
    const dir = closedCase();
    const db = new Database(join(dir, 'case.sqlite'));
    configure(db);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2n);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1n);
    expect(db.pragma('application_id', { simple: true })).toBe(BigInt(APPLICATION_ID));
    const loose = db.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND strict = 0").all();
    expect(loose).toEqual([]);
    db.close();
  });
});

describe('migrations', () => {
  test('are numbered without a gap', () => {
    expect(MIGRATIONS.map((m) => m.id)).toEqual(MIGRATIONS.map((_, i) => i + 1));
  });

  for (const { id } of MIGRATIONS) {
    test(`${id} leads from ${id - 1} to ${id} and is applied once`, () => {
      const db = new Database(':memory:');
      migrate(db, MIGRATIONS.slice(0, id - 1));
      expect(schemaVersion(db)).toBe(id - 1);
      migrate(db, MIGRATIONS.slice(0, id));
      migrate(db, MIGRATIONS.slice(0, id));
      expect(schemaVersion(db)).toBe(id);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(db.pragma('foreign_key_check')).toEqual([]);
      db.close();
    });
  }

  test('one that fails half way leaves the version before it, whole', () => {
    const db = new Database(':memory:');
    migrate(db);
    const newest = MIGRATIONS.length;
    expect(() => migrate(db, [...MIGRATIONS, { id: newest + 1, sql: 'CREATE TABLE more (x INTEGER) STRICT; SELECT nonsense;' }])).toThrow();
    expect(schemaVersion(db)).toBe(newest);
    expect(db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'more'").get()).toEqual({ n: 0 });
    db.close();
  });

  test('times within a query use their index', () => {
    const db = new Database(':memory:');
    migrate(db);
    const plan = db.prepare<[], { detail: string }>('EXPLAIN QUERY PLAN SELECT * FROM timeline_entry ORDER BY start_ns, id').all();
    expect(plan.map((p) => p.detail)).toEqual(['SCAN timeline_entry USING INDEX timeline_entry_in_time']);
    db.close();
  });
});

describe('opening what is not as it should be', () => {
  test('a newer schema is refused by name and left untouched', () => {
    const dir = closedCase();
    const db = new Database(join(dir, 'case.sqlite'));
    db.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    db.close();
    const before = readFileSync(join(dir, 'case.sqlite'));
    const result = openCaseFile(dir);
    expect(result).toMatchObject({ ok: false, failure: { code: 'case/newer', message: expect.stringContaining(join(dir, 'case.sqlite')) } });
    expect(readFileSync(join(dir, 'case.sqlite')).equals(before)).toBe(true);
  });

  test('garbage, nothing, a foreign database and a missing table are damaged, with the file named', () => {
    const dir = closedCase();
    const path = join(dir, 'case.sqlite');
    const whole = readFileSync(path);
    for (const make of [
      () => writeFileSync(path, 'not a database at all, but longer than its header would be'.repeat(50)),
      () => writeFileSync(path, ''),
      () => { rmSync(path); const db = new Database(path); db.exec('CREATE TABLE t (x)'); db.close(); },
      () => { writeFileSync(path, whole); const db = new Database(path); db.exec('DROP TABLE journal_head; DROP TABLE journal'); db.close(); },
    ]) {
      make();
      const result = openCaseFile(dir);
      expect(result).toMatchObject({ ok: false, failure: { code: 'case/damaged', message: expect.stringContaining(path), data: { path } } });
    }
    writeFileSync(path, whole);
    expect(codeOf(openCaseFile(dir))).toBe('opened');
  });

  test('truncated anywhere it is damaged, never half a case', () => {
    const dir = closedCase();
    const path = join(dir, 'case.sqlite');
    const whole = readFileSync(path);
    for (let share = 1; share < 20; share++) {
      writeFileSync(path, whole);
      truncateSync(path, Math.floor((whole.length * share) / 20));
      expect(codeOf(openCaseFile(dir)), `${share} twentieths`).toBe('case/damaged');
    }
  });

  test('a page of noise in the middle is found on opening', () => {
    const dir = closedCase();
    const path = join(dir, 'case.sqlite');
    const whole = readFileSync(path);
    for (let page = 1; page < whole.length / 4096; page++) {
      const broken = Buffer.from(whole);
      broken.fill(0xa5, page * 4096, page * 4096 + 4096);
      writeFileSync(path, broken);
      expect(codeOf(openCaseFile(dir)), `page ${page + 1}`).toBe('case/damaged');
    }
  });

  test('a damaged case names the copy kept when it was last opened, which opens in its place', () => {
    const dir = closedCase();
    const path = join(dir, 'case.sqlite');
    const again = unwrap(openCaseFile(dir));
    const kept = readable(again);
    unwrap(again.run({ name: 'timeline.remove', input: { id: 'e0' } }, 'ada'));
    again.close();
    writeFileSync(path, 'garbage'.repeat(5000));
    expect(openCaseFile(dir)).toMatchObject({ ok: false, failure: { code: 'case/damaged', message: expect.stringContaining(`${BACKUP_FILE_NAME} beside it`) } });
    copyFileSync(join(dir, BACKUP_FILE_NAME), path);
    const restored = unwrap(openCaseFile(dir));
    expect(readable(restored)).toEqual(kept);
    expect(restored.check()).toMatchObject({ database: { ok: true }, journal: { ok: true } });
    restored.close();
    rmSync(join(dir, BACKUP_FILE_NAME));
    mkdirSync(join(dir, BACKUP_FILE_NAME));
    expect(codeOf(openCaseFile(dir))).toBe('opened');
    writeFileSync(path, 'garbage'.repeat(5000));
    expect(openCaseFile(dir)).toMatchObject({ failure: { code: 'case/damaged', message: expect.stringContaining('from a backup') } });
  });

  test('a lost write-ahead log costs what was in it, not the case', () => {
    const { dir, file } = sampleCase();
    const work = readable(file);
    file.close();
    writeFileSync(join(dir, 'case.sqlite-wal'), 'noise'.repeat(1000));
    const again = unwrap(openCaseFile(dir));
    expect(readable(again)).toEqual(work);
    again.close();
  });

  test('a folder that cannot be written says so', ({ skip }) => {
    const dir = closedCase();
    chmodSync(join(dir, 'case.sqlite'), 0o444);
    chmodSync(dir, 0o555);
    try {
      // Permissions do not bind root: the case is opened as nobody then.
      const script = `import { openCaseFile, createCaseFile } from ${JSON.stringify(new URL('./open.ts', import.meta.url).href)};
        for (const r of [openCaseFile(${JSON.stringify(dir)}), createCaseFile(${JSON.stringify(join(dir, 'new.tephra'))}, { author: 'x' })])
          console.log(r.ok ? 'opened' : r.failure.code + ' ' + r.failure.message);`;
      chmodSync(join(dir, '..'), 0o755);
      const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
      const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', ...asNobody });
      skip(child.error !== undefined, 'nobody may not run the Node of a checkout that only root can read');
      expect(child.stdout.split('\n').map((line) => line.split(' ')[0]), child.stderr).toEqual(['file/not-writable', 'file/not-writable', '']);
      expect(child.stdout).toContain(dir);
    } finally {
      chmodSync(dir, 0o755);
    }
  });
});

test('a full disk refuses the change, keeps what was there, and goes on when there is room', () => {
  const dir = closedCase();
  const db = new Database(join(dir, 'case.sqlite'));
  configure(db);
  const file = caseFileOn(db, 'case.sqlite', () => T0);
  const before = readable(file);
  const undoBefore = file.undoState();
  db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`);
  const big = entry('big', { note: 'x'.repeat(50_000) });
  expect(file.run({ name: 'timeline.add', input: { entry: big } }, 'ada')).toMatchObject({
    ok: false, failure: { code: 'file/not-writable', message: expect.stringContaining('is full') },
  });
  expect(readable(file)).toEqual(before);
  expect(file.undoState()).toEqual(undoBefore);
  db.pragma('max_page_count = 100000');
  unwrap(file.run({ name: 'timeline.add', input: { entry: big } }, 'ada'));
  unwrap(file.undo('ada'));
  expect(readable(file)).toEqual(before);
  expect(file.check().journal.ok).toBe(true);
  file.close();
});
