import { existsSync, rmSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { sep } from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';
import type { EventIndex } from './contract.ts';
import { duckdb, literal, loadDuckdb, rows, runAll } from './duck.ts';
import { exportsDirOf } from './exports-dir.ts';
import { createEventIndex } from './event-index.ts';
import { CORE_TABLES, SCHEMA_VERSION } from './schema.ts';

/** What a full disk, a lock or missing rights say: no reason to throw an index away. */
const NOT_DAMAGE = /lock|permission denied|no space|too many open files|read-only file system|out of memory/i;

/**
 * Opens index.duckdb, making it when absent. An index that is damaged or of another schema version is thrown away
 * and made anew: it is derived, `IngestService.resume` fills it again.
 */
export async function openIndex(path: string): Promise<EventIndex> {
  // A package that does not load says nothing of the file.
  await loadDuckdb();
  let instance: DuckDBInstance | undefined;
  try {
    if (existsSync(path)) {
      instance = await open(path);
      if (await isCurrent(instance)) return await createEventIndex(instance, path, threadCount());
      instance.closeSync();
    }
  } catch (error) {
    instance?.closeSync();
    // The message names the file, whose folder may well be called after a lock.
    if (NOT_DAMAGE.test(String(error).replaceAll(path, ''))) throw error;
  }
  remove(path);
  instance = await open(path);
  const connection = await instance.connect();
  try {
    await runAll(connection, ['BEGIN TRANSACTION', ...CORE_TABLES, 'COMMIT']);
  } finally {
    connection.disconnectSync();
  }
  return createEventIndex(instance, path, threadCount());
}

/**
 * External access is off and the configuration locked before anything else runs, for the life of the instance: no
 * statement, ours or a person's, reads or writes another file but for our exports, loads an extension or changes a setting.
 */
async function open(path: string): Promise<DuckDBInstance> {
  const memoryMb = Math.round(Math.min(MOST_MEMORY_MB, Math.max(512, totalmem() / 4 / 1024 / 1024)));
  const instance = await duckdb().DuckDBInstance.create(path, {
    threads: String(threadCount()),
    memory_limit: `${memoryMb}MB`,
    temp_directory: `${path}.tmp`,
    // Compression that came with DuckDB 1.3; nobody but Tephra has to read the file. Half as much work as the older kinds.
    storage_compatibility_version: 'v1.3.0',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    await runAll(connection, [
      // Result lists; in memory, gone with the instance.
      "ATTACH ':memory:' AS cache",
      // Parquet leaves by this folder alone; people's SQL may not even read there (sql-guard.ts).
      `SET allowed_directories = [${literal(`${exportsDirOf(path)}${sep}`)}]`,
      'SET enable_external_access = false',
      // The index itself changes these (control.ts, records.ts); people's SQL can SET nothing.
      "SET allowed_configs = ['threads', 'enable_progress_bar', 'enable_progress_bar_print']",
      'SET lock_configuration = true',
    ]);
  } finally {
    connection.disconnectSync();
  }
  return instance;
}

/**
 * What DuckDB holds at most before it goes to its temporary folder. Putting 40 million records in order took 2.9 GB of
 * all processes together with 4096 here, and 1.4 GB with 1024; at most 1.5 GB are promised.
 */
const MOST_MEMORY_MB = 768;

/** Threads of DuckDB while nothing is written. */
function threadCount(): number {
  return Math.max(2, availableParallelism());
}

async function isCurrent(instance: DuckDBInstance): Promise<boolean> {
  const connection = await instance.connect();
  try {
    const [row] = await rows(connection, "SELECT value FROM store.meta WHERE key = 'schema'");
    return row?.[0] === SCHEMA_VERSION;
  } catch (error) {
    // A new file has no such table; to list the tables of one that has costs as much as the rest of opening it.
    if (String(error).includes('Catalog Error')) return false;
    throw error;
  } finally {
    connection.disconnectSync();
  }
}

function remove(path: string): void {
  for (const file of [path, `${path}.wal`, `${path}.tmp`]) rmSync(file, { recursive: true, force: true });
}
