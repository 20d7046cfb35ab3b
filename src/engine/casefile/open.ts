import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { uuidv7 } from '../../base/ids.ts';
import { fail, type Result, ok } from '../../base/result.ts';
import { truncate } from '../../base/text.ts';
import { NS_PER_MS } from '../../base/time.ts';
import { keepBackup } from './backup.ts';
import { encodeCanonical } from './canonical-json.ts';
import { caseFileOn } from './case-file.ts';
import type { CaseFile } from './contract.ts';
import { APPLICATION_ID, applicationId, configure, damaged, databaseFailure, databaseProblems, type Db, migrate, schemaVersion } from './database.ts';
import { appendJournal, startJournal } from './journal.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { CASE_CREATED, type CaseCreated } from './replay.ts';
import { Store } from './store.ts';
import { POSTMORTEM_TEMPLATE } from './template.ts';

export const CASE_FILE_NAME = 'case.sqlite';
/** How long another program (a backup, the sqlite3 shell) may hold the file before a command fails; the engine waits with it. */
const BUSY_MS = 1_000;
const UNFINISHED = `${CASE_FILE_NAME}.new`;

export interface CaseFileOptions {
  /** The clock of the journal. */
  readonly nowNs?: () => bigint;
}

export interface NewCase {
  /** By default the folder's name without `.tephra`. */
  readonly title?: string | undefined;
  readonly author: string;
}

/** A native package: loaded with the first database. */
export function loadSqlite(): void {
  try {
    new Database(':memory:').close();
  } catch {
    // Said when a case is opened.
  }
}

/** Whether a folder holds a case. */
export function isCaseFolder(dir: string): boolean {
  return existsSync(join(dir, CASE_FILE_NAME));
}

/** Why no case can be made in a folder: it is one, or something else is there. */
export function refusesCreation(dir: string): Result<never> | undefined {
  if (isCaseFolder(dir)) return fail('case/exists', `${dir} is a case already. Open it, or choose another name.`, { path: dir });
  if (!existsSync(dir)) return undefined;
  if (statSync(dir).isDirectory() && readdirSync(dir).every(isOwnLeftover)) return undefined;
  return fail('case/exists', `${dir} exists and is not an empty folder. Choose another name for the case.`, { path: dir });
}

/**
 * Makes a case in a folder that does not exist or is empty, and opens it. The file is built under another name and
 * put in place complete, so that a creation that was killed leaves nothing that looks like a case.
 * Codes: `case/exists`, `file/not-writable`.
 */
export function createCaseFile(dir: string, wanted: NewCase, options: CaseFileOptions = {}): Result<CaseFile> {
  const path = join(dir, CASE_FILE_NAME);
  const unfinished = join(dir, UNFINISHED);
  try {
    const refused = refusesCreation(dir);
    if (refused) return refused;
    mkdirSync(join(dir, 'evidence'), { recursive: true });
    mkdirSync(join(dir, 'derived'), { recursive: true });
    rmSync(unfinished, { force: true });
    rmSync(`${unfinished}-journal`, { force: true });
    const db = new Database(unfinished);
    try {
      fill(db, dir, wanted, options);
    } finally {
      db.close();
    }
    sync(unfinished);
    renameSync(unfinished, path);
    sync(dir);
  } catch (error) {
    const failure = databaseFailure(error, path) ?? fileFailure(error, dir);
    if (!failure) throw error;
    return { ok: false, failure };
  }
  return openCaseFile(dir, options);
}

/**
 * Opens the case in a folder, bringing an older one up to date. The caller holds the case's lock.
 * Codes: `case/not-found`, `case/damaged`, `case/newer`, `file/not-writable`.
 */
export function openCaseFile(dir: string, options: CaseFileOptions = {}): Result<CaseFile> {
  const path = join(dir, CASE_FILE_NAME);
  if (!isCaseFolder(dir)) return fail('case/not-found', `${dir} holds no case (there is no ${CASE_FILE_NAME} in it).`, { path: dir });
  let db: Db | undefined;
  try {
    db = new Database(path, { fileMustExist: true, timeout: BUSY_MS });
    const refused = examine(db, path);
    if (refused) {
      db.close();
      return refused;
    }
    configure(db);
    migrate(db);
    const missing = missingPart(db);
    if (missing !== undefined) {
      db.close();
      return { ok: false, failure: damaged(path, missing) };
    }
    keepBackup(db, dir);
    return ok(caseFileOn(db, path, options.nowNs ?? wallClockNs));
  } catch (error) {
    db?.close();
    const failure = databaseFailure(error, path) ?? fileFailure(error, dir);
    if (!failure) throw error;
    return { ok: false, failure };
  }
}

/** Why the file is not one to work on, if so. */
function examine(db: Db, path: string): Result<never> | undefined {
  if (statSync(path).size === 0) return { ok: false, failure: damaged(path, 'it is empty') };
  if (applicationId(db) !== APPLICATION_ID) return { ok: false, failure: damaged(path, 'it is a database, but not one of Tephra') };
  const version = schemaVersion(db);
  const newest = MIGRATIONS.at(-1)!.id;
  if (version > newest) {
    return fail('case/newer', `${path} was written by a newer Tephra (schema ${version}; this one knows ${newest}). Open it with that version, or a later one.`, { path, version });
  }
  const [problem] = databaseProblems(db, 'quick_check');
  return problem === undefined ? undefined : { ok: false, failure: damaged(path, problem) };
}

/** What every case has one of: gone, there is nothing to work on. */
function missingPart(db: Db): string | undefined {
  for (const table of ['journal_head', 'case_info', 'postmortem', 'journal', 'timeline_entry', 'custody']) {
    if (!db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table)) return `the table ${table} is missing`;
  }
  return ['journal_head', 'case_info', 'postmortem'].flatMap((table) => (db.prepare(`SELECT 1 FROM ${table}`).get() ? [] : [`the table ${table} is empty`]))[0];
}

function fill(db: Db, dir: string, wanted: NewCase, options: CaseFileOptions): void {
  db.defaultSafeIntegers(true);
  // Nobody looks at the file before it is complete: what waits for the disk is its name.
  db.pragma('synchronous = OFF');
  db.pragma('journal_mode = MEMORY');
  db.pragma(`application_id = ${APPLICATION_ID}`);
  migrate(db);
  const atNs = (options.nowNs ?? wallClockNs)();
  const created: CaseCreated = {
    meta: { caseId: uuidv7(), title: titleOf(dir, wanted.title), incidentId: '', zone: 'UTC', createdAtNs: atNs },
    postmortem: POSTMORTEM_TEMPLATE,
  };
  db.transaction(() => {
    new Store(db).initialise(created.meta, created.postmortem);
    startJournal(db);
    appendJournal(db, () => ({
      atNs, author: wanted.author, kind: 'note', command: CASE_CREATED, input: encodeCanonical(created), inverse: undefined, group: undefined,
      summary: 'Created the case',
    }));
  }).immediate();
}

function titleOf(dir: string, title: string | undefined): string {
  const wanted = (title ?? basename(resolve(dir)).replace(/\.tephra$/, '')).toWellFormed().trim();
  return wanted === '' ? 'Untitled case' : truncate(wanted, 300);
}

function wallClockNs(): bigint {
  return BigInt(Date.now()) * NS_PER_MS;
}

/** What a creation that was killed may have left; whatever else lies in a folder is not ours. */
function isOwnLeftover(name: string): boolean {
  return name.startsWith(UNFINISHED) || name === 'evidence' || name === 'derived' || name.startsWith('lock.sqlite') || name === 'endpoint.json';
}

/** Waits until a file, or a rename in a folder, is on disk. Windows has no such call for folders, and needs none. */
function sync(path: string): void {
  const isFolder = statSync(path).isDirectory();
  if (isFolder && process.platform === 'win32') return;
  const handle = openSync(path, isFolder ? 'r' : 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function fileFailure(error: unknown, path: string): { code: string; message: string; data: Record<string, unknown> } | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { code: 'file/not-writable', message: `${path} cannot be written. Check its permissions, or choose another folder.`, data: { path, reason: error.code } };
    case 'ENOSPC':
      return { code: 'file/not-writable', message: `The disk that holds ${path} is full. Free some space and try again.`, data: { path, reason: error.code } };
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENAMETOOLONG':
    case 'EINVAL':
    case 'ENOENT':
      return { code: 'file/not-writable', message: `${path} cannot be a folder. Choose another name.`, data: { path, reason: error.code } };
    default:
      return undefined;
  }
}
