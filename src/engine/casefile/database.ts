import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { Failure } from '../../base/result.ts';
import { adviceFor } from './backup.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';

export type Db = Database.Database;

/** "Teph" in the header of case.sqlite (https://www.sqlite.org/fileformat2.html, application ID). */
export const APPLICATION_ID = 0x54657068;

/**
 * WAL with `synchronous = FULL`: a command that was acknowledged survives kill -9 (its pages are with the kernel)
 * and a power cut as well (the log is synced on every commit; NORMAL would sync at checkpoints only and could lose
 * the last commits). It costs one fsync per command, which is a person's pace.
 */
export function configure(db: Db): void {
  db.defaultSafeIntegers(true);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  // A file from elsewhere must not run functions through views or triggers it brought along.
  db.pragma('trusted_schema = OFF');
}

/** A connection to nothing but memory, with the newest schema: for replaying a journal. */
export function memoryDatabase(): Db {
  const db = new Database(':memory:');
  db.defaultSafeIntegers(true);
  db.pragma('foreign_keys = ON');
  migrate(db);
  return db;
}

/** Brings the schema up to date, each migration in a transaction of its own with its number. */
export function migrate(db: Db, migrations: readonly Migration[] = MIGRATIONS): void {
  for (const migration of migrations) {
    if (migration.id <= schemaVersion(db)) continue;
    db.transaction(() => {
      db.exec(migration.sql);
      db.pragma(`user_version = ${migration.id}`);
    }).immediate();
  }
}

export function schemaVersion(db: Db): number {
  return Number(db.pragma('user_version', { simple: true }));
}

export function applicationId(db: Db): number {
  return Number(db.pragma('application_id', { simple: true }));
}

/** What SQLite found wrong, at most ten lines; empty when sound. */
export function databaseProblems(db: Db, how: 'quick_check' | 'integrity_check'): string[] {
  const rows = db.prepare<[], Record<string, unknown>>(`PRAGMA ${how}(10)`).all();
  return rows.map((row) => String(row[how])).filter((line) => line !== 'ok');
}

/**
 * The failure a SQLite error means to a person, by its code (https://www.sqlite.org/rescode.html), or `undefined`
 * when it is a bug of ours and should go on as an exception.
 */
export function databaseFailure(error: unknown, path: string): Failure | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined;
  const code = error.code;
  const data = { path, reason: code };
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return damaged(path, error.message);
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code === 'SQLITE_PERM') {
    return { code: 'file/not-writable', message: `${path} cannot be written. Check its permissions and those of its folder.`, data };
  }
  if (code === 'SQLITE_FULL') {
    return { code: 'file/not-writable', message: `The disk that holds ${path} is full, so the last change was not saved. Free some space and try again.`, data };
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return { code: 'file/not-writable', message: `${path} could not be read or written (${code}). Check the disk and try again.`, data };
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return { code: 'case/busy', message: `Another program has ${path} open. Close it and try again.`, data };
  }
  return undefined;
}

export function damaged(path: string, reason: string): Failure {
  return {
    code: 'case/damaged',
    message: `${path} is damaged (${reason}). ${adviceFor(dirname(path))}`,
    data: { path, reason },
  };
}
