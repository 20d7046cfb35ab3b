import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Db } from './database.ts';

export const BACKUP_FILE_NAME = 'case.sqlite.backup';

/**
 * Keeps a copy of a case that was just found sound, as it was when it was opened: what a person goes back to when
 * a disk or another program spoils the file. One copy, replaced whole. A convenience: where it cannot be written,
 * the case is opened all the same.
 */
export function keepBackup(db: Db, dir: string): void {
  const path = join(dir, BACKUP_FILE_NAME);
  const unfinished = `${path}.new`;
  try {
    if (headOf(path) === db.prepare('SELECT hash FROM journal_head').pluck().get()) return;
    rmSync(unfinished, { force: true });
    db.prepare('VACUUM INTO ?').run(unfinished);
    const file = openSync(unfinished, 'r+');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
  } catch {
    rmSync(unfinished, { force: true });
  }
}

/** The sentence that leads from a damaged case to its copy, or to other backups. */
export function adviceFor(dir: string): string {
  const path = join(dir, BACKUP_FILE_NAME);
  if (headOf(path) === undefined) return 'Put a copy of it from a backup in its place; the evidence beside it is not touched.';
  return `${BACKUP_FILE_NAME} beside it is the case as it was when it was last opened: put a copy of that in its place.`;
}

/** The journal's head in a copy; `undefined` when there is none to read. */
function headOf(path: string): unknown {
  if (!existsSync(path)) return undefined;
  let copy: Db | undefined;
  try {
    copy = new Database(path, { readonly: true });
    return copy.prepare('SELECT hash FROM journal_head').pluck().get();
  } catch {
    return undefined;
  } finally {
    copy?.close();
  }
}
