import { join } from 'node:path';
import Database from 'better-sqlite3';
import { fail, ok, type Result } from '../../base/result.ts';
import { databaseFailure } from '../casefile/database.ts';

export const LOCK_FILE_NAME = 'lock.sqlite';

export interface CaseLock {
  release(): void;
}

/**
 * Takes the case for this process, or answers `undefined` when another has it. The lock is an open exclusive
 * transaction on an empty SQLite file: the kernel frees it with the process, kill -9 included, so that there is no
 * stale lock to guess about, on all three systems, with no addon of our own.
 *
 * POSIX drops a process's locks on a file when it closes any handle of that file: nothing but SQLite may open
 * lock.sqlite (nor case.sqlite) in this process, not even to read it. Should it happen, whoever gets the lock next
 * still finds the holder listening and joins it (case-registry.ts).
 */
export function takeLock(dir: string): Result<CaseLock | undefined> {
  const path = join(dir, LOCK_FILE_NAME);
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { timeout: 0 });
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
    const held = db;
    return ok({ release: () => void held.close() });
  } catch (error) {
    db?.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return ok(undefined);
    const failure = databaseFailure(error, path);
    if (!failure) throw error;
    if (failure.code === 'case/damaged') return fail('file/not-writable', `${path} is not what Tephra put there. Delete that file and open the case again; it holds no work.`, { path });
    return fail('file/not-writable', `The case in ${dir} cannot be opened, because its folder cannot be written. Check its permissions, or copy the folder to a place where you may write.`, { path: dir });
  }
}
