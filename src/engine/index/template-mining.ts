import { createHash } from 'node:crypto';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Catalog, KnownArtifact } from './catalog.ts';
import type { Control } from './control.ts';
import type { MiningProgress, TemplateMining } from './contract-templates.ts';
import { duckdb, ident, literal, rows, whileWanted } from './duck.ts';
import type { FormatTables } from './format-tables.ts';
import { bodySql, holdsEvents, inFileOrder, storeTable, TEMPLATE_COLUMN, type TableFormat } from './schema.ts';

/** Messages that are under way to the miner at a time, and records of one statement that changes them. */
const AHEAD = 4;
const UPDATED = 1_000_000;
/** Characters of a message that are read. */
const MOST_CHARACTERS = 4096;
/** Artifacts with fewer records are read together. */
const SMALL = 5000;
/** Lines that a header is learnt from. */
const SAMPLE = 2000;
const BATCH = 4096;

/** What templates were mined from, as text: other evidence, or read otherwise, is another text. */
export function fingerprintOf(catalog: Catalog): string {
  const parts = catalog.facts().map((f) => `${f.sha256} ${f.kind} ${f.records} ${f.reading ?? ''}`).toSorted();
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

export interface MinedIndex {
  readonly instance: DuckDBInstance;
  readonly control: Control;
  readonly catalog: Catalog;
  readonly tables: FormatTables;
}

/**
 * Hands every message to the miner, file by file, and writes down what each record says. Numbers of templates are new ones
 * each time, so that a process killed in the middle leaves records that name templates which still stand there.
 */
export async function mineAll(
  { instance, control, catalog, tables }: MinedIndex, mining: TemplateMining, signal: AbortSignal, progress: (done: MiningProgress) => void,
): Promise<void> {
  const fingerprint = fingerprintOf(catalog);
  const connection = await instance.connect();
  // A statement ends the result that its connection is being read from.
  const reader = await instance.connect();
  try {
    await whileWanted([connection, reader], signal, async () => {
      await connection.run('CREATE OR REPLACE TABLE cache.mined (id BIGINT, number INTEGER)');
      await readAll(reader, connection, catalog, mining, signal, progress);
      const { templates, templateOf } = await mining.finish();
      signal.throwIfAborted();
      await connection.run('CREATE OR REPLACE TABLE cache.mined_as (number INTEGER, template INTEGER)');
      await append(connection, 'mined_as', templateOf.length, (n) => [n, templateOf[n]!]);
      await write({ instance, control, catalog, tables }, fingerprint, templates, signal);
    });
  } finally {
    await connection.run('DROP TABLE IF EXISTS cache.mined; DROP TABLE IF EXISTS cache.mined_as').catch(() => undefined);
    connection.disconnectSync();
    reader.disconnectSync();
  }
}

async function readAll(reader: DuckDBConnection, connection: DuckDBConnection, catalog: Catalog, mining: TemplateMining, signal: AbortSignal, progress: (done: MiningProgress) => void): Promise<void> {
  const formats = new Map(catalog.eventFormats().map((f) => [f.id, f]));
  const byId = new Map(catalog.artifacts().map((a) => [a.id, a]));
  // The same evidence is mined in the same order, however it was taken in.
  const artifacts = inFileOrder(catalog.artifacts()).flatMap((id) => byId.get(id) ?? []).filter((a) => formats.has(a.kind) && (a.facts?.records ?? 0) > 0);
  const recordsTotal = artifacts.reduce((sum, a) => sum + (a.facts?.records ?? 0), 0);
  let recordsDone = 0;
  const reading = new Reading(reader, connection, mining, signal, (records) => {
    recordsDone += records;
    progress({ recordsDone, recordsTotal });
  });
  for (const group of groupsOf(artifacts)) {
    const format = formats.get(group[0]!.kind)!;
    mining.source(group[0]!.facts?.status === 'carried' ? await sampleOf(reader, format, group[0]!) : undefined);
    await reading.read(format, group);
  }
  await reading.end();
  if (recordsDone !== recordsTotal) throw new Error(`templates were mined of ${recordsDone} of ${recordsTotal} records`);
}

/** Neighbours that are small, understood and of one format are read together; the others alone. */
function groupsOf(artifacts: readonly KnownArtifact[]): KnownArtifact[][] {
  const groups: KnownArtifact[][] = [];
  for (const artifact of artifacts) {
    const last = groups.at(-1);
    const before = last?.[0];
    const isSmall = (a: KnownArtifact): boolean => a.facts?.status !== 'carried' && (a.facts?.records ?? 0) < SMALL;
    if (last && before && before.kind === artifact.kind && isSmall(before) && isSmall(artifact) && last.length < 500) last.push(artifact);
    else groups.push([artifact]);
  }
  return groups;
}

/** The message of a record `e`, as much of it as is looked at. */
function textSql(format: TableFormat): string {
  const body = bodySql(format, 'e');
  return `CASE WHEN strlen(${body}) > ${MOST_CHARACTERS} THEN left(${body}, ${MOST_CHARACTERS}) ELSE ${body} END`;
}

async function sampleOf(connection: DuckDBConnection, format: TableFormat, artifact: KnownArtifact): Promise<string[]> {
  const found = await rows(connection, `SELECT ${textSql(format)} FROM ${storeTable(format.id)} e WHERE e.artifact = ${artifact.id} ORDER BY e.offset_bytes LIMIT ${SAMPLE}`);
  return found.map(([text]) => String(text ?? ''));
}

/** Reads messages while others are being mined. */
class Reading {
  private readonly waiting: Array<Promise<void>> = [];
  private readonly reader: DuckDBConnection;
  private readonly connection: DuckDBConnection;
  private readonly mining: TemplateMining;
  private readonly signal: AbortSignal;
  private readonly done: (records: number) => void;

  constructor(reader: DuckDBConnection, connection: DuckDBConnection, mining: TemplateMining, signal: AbortSignal, done: (records: number) => void) {
    this.reader = reader;
    this.connection = connection;
    this.mining = mining;
    this.signal = signal;
    this.done = done;
  }

  async read(format: TableFormat, artifacts: readonly KnownArtifact[]): Promise<void> {
    const ids = artifacts.map((a) => a.id);
    const order = ids.length === 1 ? 'e.offset_bytes' : `list_position([${ids.join(', ')}], e.artifact), e.offset_bytes`;
    const result = await this.reader.stream(`SELECT e.id, ${textSql(format)} FROM ${storeTable(format.id)} e WHERE e.artifact IN (${ids.join(', ')}) ORDER BY ${order}`);
    let batch: { ids: bigint[]; texts: string[] } = { ids: [], texts: [] };
    for (;;) {
      const chunk = await result.fetchChunk();
      this.signal.throwIfAborted();
      if (!chunk || chunk.rowCount === 0) break;
      for (const id of chunk.getColumnValues(0)) batch.ids.push(typeof id === 'bigint' ? id : 0n);
      for (const text of chunk.getColumnValues(1)) batch.texts.push(typeof text === 'string' ? text : '');
      if (batch.ids.length >= BATCH) {
        await this.mine(batch);
        batch = { ids: [], texts: [] };
      }
    }
    await this.mine(batch);
  }

  /** Everything is mined and written down. */
  async end(): Promise<void> {
    await Promise.all(this.waiting.splice(0));
    this.signal.throwIfAborted();
  }

  private async mine({ ids, texts }: { readonly ids: readonly bigint[]; readonly texts: readonly string[] }): Promise<void> {
    if (ids.length === 0) return;
    const before = this.waiting.at(-1) ?? Promise.resolve();
    const mined = this.mining.messages(texts);
    const kept = this.keep(before, mined, ids);
    // Whoever waits for it hears of a failure.
    kept.catch(() => undefined);
    this.waiting.push(kept);
    if (this.waiting.length >= AHEAD) await this.waiting.shift();
  }

  private async keep(before: Promise<void>, mined: Promise<Int32Array>, ids: readonly bigint[]): Promise<void> {
    const numbers = await mined;
    await before;
    this.signal.throwIfAborted();
    await append(this.connection, 'mined', ids.length, (n) => [ids[n]!, numbers[n]!]);
    this.done(ids.length);
  }
}

/** Rows of two columns into a table of the in-memory database. */
async function append(connection: DuckDBConnection, table: 'mined' | 'mined_as', count: number, row: (n: number) => [number | bigint, number]): Promise<void> {
  const { BIGINT, INTEGER, DuckDBDataChunk } = duckdb();
  const appender = await connection.createAppender(table, 'main', 'cache');
  const step = 2048;
  for (let from = 0; from < count; from += step) {
    const size = Math.min(step, count - from);
    const found = Array.from({ length: size }, (_, n) => row(from + n));
    const chunk = DuckDBDataChunk.create([table === 'mined' ? BIGINT : INTEGER, INTEGER], size);
    chunk.setColumnValues(0, found.map(([first]) => first));
    chunk.setColumnValues(1, found.map(([, second]) => second));
    appender.appendDataChunk(chunk);
  }
  appender.flushSync();
  appender.closeSync();
}

async function write(
  { control, catalog, tables }: MinedIndex, fingerprint: string, templates: ReadonlyArray<{ readonly id: string; readonly pattern: string; readonly parameters: readonly string[]; readonly isContinuation: boolean }>, signal: AbortSignal,
): Promise<void> {
  await control.exclusively(async () => {
    const { connection } = control;
    const [[highest] = [0]] = await rows(connection, 'SELECT coalesce(max(n), -1) FROM store.template');
    const first = Number(highest) + 1;
    const [[lowestId, highestId] = [null, null]] = await rows(connection, 'SELECT min(id), max(id) FROM cache.mined');
    await control.inTransaction(async () => {
      await connection.run("DELETE FROM store.meta WHERE key = 'templates'");
      const step = 1000;
      for (let from = 0; from < templates.length; from += step) {
        const values = templates.slice(from, from + step).map((t, n) => `(${first + from + n}, ${literal(t.id)}, ${literal(t.pattern)}, ${literal(t.parameters.join(','))}, ${t.isContinuation})`);
        await connection.run(`INSERT INTO store.template VALUES ${values.join(', ')}`);
      }
    });
    if (lowestId !== null) {
      for (let from = Number(lowestId); from <= Number(highestId); from += UPDATED) {
        signal.throwIfAborted();
        const range = (alias: string): string => `${alias}.id >= ${from} AND ${alias}.id < ${from + UPDATED}`;
        await control.inTransaction(async () => {
          for (const format of catalog.formatsPresent().filter(holdsEvents)) {
            await connection.run(`UPDATE ${storeTable(format.id)} AS e SET ${ident(TEMPLATE_COLUMN)} = m.template + ${first}
              FROM (SELECT r.id, t.template FROM cache.mined r JOIN cache.mined_as t ON t.number = r.number WHERE ${range('r')}) m WHERE m.id = e.id AND ${range('e')}`);
          }
        });
      }
    }
    await control.inTransaction(async () => {
      await connection.run(`DELETE FROM store.template WHERE n < ${first}`);
      await connection.run(`INSERT INTO store.meta VALUES ('templates', ${literal(fingerprint)})`);
      await tables.useTemplates(catalog.formatsPresent().filter(holdsEvents).map((f) => f.id));
    });
  });
}
