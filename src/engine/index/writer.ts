import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement } from '@duckdb/node-api';
import { visibleText } from '../../base/text.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { ArtifactFacts, ArtifactWriter, RecordBatch } from './contract.ts';
import type { Feed } from './feed.ts';
import { storeTable, type TableFormat } from './schema.ts';

/**
 * Rows in one transaction: fewer means more waiting for the disk, more means rows that appear late. Two of DuckDB's row
 * groups (122,880 rows, 6 batches): parts of one would be written again with the next.
 */
const ROWS_PER_COMMIT = 2 * 122_880;

export interface WriterHost {
  readonly instance: DuckDBInstance;
  readonly feed: Feed;
  /** Reserves `count` event ids, ascending over the life of the index. */
  reserveIds(count: number): number;
  /** Puts facts on record inside the writer's transaction. */
  writeFacts(connection: DuckDBConnection, artifactId: number, facts: ArtifactFacts): Promise<void>;
  /** Removes the artifact's rows, committed or not. */
  removeRows(artifactId: number, formatId: string): Promise<void>;
}

/** Writes the records of one artifact on a connection of its own; DuckDB takes them from the feed. */
export class DuckArtifactWriter implements ArtifactWriter {
  private connection: DuckDBConnection | undefined;
  private insert: DuckDBPreparedStatement | undefined;
  private source: number | undefined;
  private open = false;
  private pendingRows = 0;
  private diagnosticSeq = 0;
  private readonly host: WriterHost;
  private readonly artifactId: number;
  private readonly format: TableFormat;
  private readonly settle: () => void;

  constructor(host: WriterHost, artifactId: number, format: TableFormat, settle: () => void) {
    this.host = host;
    this.artifactId = artifactId;
    this.format = format;
    this.settle = settle;
  }

  async append(batch: RecordBatch): Promise<number> {
    if (batch.rows === 0) return 0;
    const connection = await this.begin();
    const source = (this.source ??= this.host.feed.open(this.format, this.artifactId));
    const insert = (this.insert ??= await connection.prepare(`INSERT INTO ${storeTable(this.format.id)} SELECT * FROM tephra_feed(${source})`));
    this.host.feed.offer(source, batch, this.host.reserveIds(batch.rows));
    const result = await insert.run();
    if (result.rowsChanged !== batch.rows) throw new Error(`the index took ${result.rowsChanged} of ${batch.rows} records`);
    this.pendingRows += batch.rows;
    if (this.pendingRows < ROWS_PER_COMMIT) return 0;
    const visible = this.pendingRows;
    await this.commit();
    return visible;
  }

  async diagnostics(found: readonly Diagnostic[]): Promise<void> {
    if (found.length === 0) return;
    const connection = await this.begin();
    this.diagnosticSeq = await insertDiagnostics(connection, this.artifactId, this.diagnosticSeq, found);
  }

  async finish(facts: ArtifactFacts): Promise<void> {
    try {
      await this.host.writeFacts(await this.begin(), this.artifactId, facts);
      await this.commit();
    } finally {
      this.end();
    }
  }

  async abandon(): Promise<void> {
    try {
      if (this.open && this.connection) await this.connection.run('ROLLBACK');
      this.open = false;
      await this.host.removeRows(this.artifactId, this.format.id);
    } finally {
      this.end();
    }
  }

  private async begin(): Promise<DuckDBConnection> {
    const connection = (this.connection ??= await this.host.instance.connect());
    if (!this.open) {
      await connection.run('BEGIN TRANSACTION');
      this.open = true;
    }
    return connection;
  }

  private async commit(): Promise<void> {
    if (!this.open || !this.connection) return;
    await this.connection.run('COMMIT');
    this.open = false;
    this.pendingRows = 0;
  }

  private end(): void {
    this.insert?.destroySync();
    this.insert = undefined;
    if (this.source !== undefined) this.host.feed.close(this.source);
    this.connection?.disconnectSync();
    this.connection = undefined;
    this.settle();
  }
}

/** Returns the next sequence number. */
export async function insertDiagnostics(
  connection: DuckDBConnection, artifactId: number, firstSeq: number, found: readonly Diagnostic[],
): Promise<number> {
  if (found.length === 0) return firstSeq;
  // One statement for all: a damaged file has one for each line.
  const json = JSON.stringify(found.map(({ code, severity, message, offsetBytes, lengthBytes }, i) => ({
    q: firstSeq + i, c: code, s: severity, m: visibleText(message), o: offsetBytes, l: lengthBytes,
  })));
  await connection.run(
    `INSERT INTO store.diagnostic SELECT ${artifactId}, d.q, d.c, d.s, d.m, d.o, d.l FROM (
      SELECT unnest(from_json($1::JSON, '[{"q":"BIGINT","c":"VARCHAR","s":"VARCHAR","m":"VARCHAR","o":"BIGINT","l":"BIGINT"}]')) AS d)`,
    [json],
  );
  return firstSeq + found.length;
}
