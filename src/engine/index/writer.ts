import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement } from '@duckdb/node-api';
import { visibleText } from '../../base/text.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { BATCH_COLUMNS, type ArtifactFacts, type ArtifactWriter, type RecordBatch } from './contract.ts';
import { ident } from './duck.ts';
import { BASE_COLUMNS, fieldType, storeTable, type TableFormat } from './schema.ts';

/**
 * Rows in one transaction: fewer means more waiting for the disk, more means rows that appear late. Two of DuckDB's row
 * groups (122,880 rows, 15 batches): parts of one would be written again with the next.
 */
const ROWS_PER_COMMIT = 2 * 122_880;
const EMPTY = new Uint8Array();

export interface WriterHost {
  readonly instance: DuckDBInstance;
  /** Reserves `count` event ids, ascending over the life of the index. */
  reserveIds(count: number): number;
  /** Puts facts on record inside the writer's transaction. */
  writeFacts(connection: DuckDBConnection, artifactId: number, facts: ArtifactFacts): Promise<void>;
  /** Removes the artifact's rows, committed or not. */
  removeRows(artifactId: number, formatId: string): Promise<void>;
}

/**
 * Writes the records of one artifact on a connection of its own. Values arrive as joined text; `string_split` and
 * `unnest` make rows of them on DuckDB's threads. Several unnests side by side stop at the longest and pad with NULL,
 * which is what an absent column means.
 */
export class DuckArtifactWriter implements ArtifactWriter {
  private connection: DuckDBConnection | undefined;
  private insert: DuckDBPreparedStatement | undefined;
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
    const insert = (this.insert ??= await connection.prepare(insertStatement(this.format)));
    const first = this.host.reserveIds(batch.rows);
    insert.bindBigInt(1, BigInt(first));
    insert.bindBigInt(2, BigInt(first + batch.rows));
    insert.bindInteger(3, this.artifactId);
    const columns = BATCH_COLUMNS.length + this.format.fields.length;
    for (let i = 0; i < columns; i++) {
      const column = batch.columns[i];
      const at = 4 + i * 3;
      if (column) {
        insert.bindBlob(at, column.bytes);
        insert.bindVarchar(at + 1, column.separator);
        insert.bindVarchar(at + 2, column.nothing);
      } else {
        // Not NULL: a bound NULL makes DuckDB plan anew and fold the other columns as constants, at twice the cost.
        insert.bindBlob(at, EMPTY);
        insert.bindVarchar(at + 1, '\u001e');
        insert.bindVarchar(at + 2, '');
      }
    }
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
    this.connection?.disconnectSync();
    this.connection = undefined;
    this.settle();
  }
}

function insertStatement(format: TableFormat): string {
  const types = [...BASE_COLUMNS.slice(2), ...format.fields.map((f) => [f.name, fieldType(f)] as const)];
  const split = types.map((_, i) => `unnest(string_split(decode($${4 + i * 3}::BLOB), $${5 + i * 3})) AS c${i}`);
  const taken = types.map(([, type], i) => {
    const value = `nullif(c${i}, $${6 + i * 3})`;
    return type === 'VARCHAR' ? value : `TRY_CAST(${value} AS ${type})`;
  });
  return `INSERT INTO ${storeTable(format.id)} (${[...BASE_COLUMNS.map(([name]) => name), ...format.fields.map((f) => f.name)].map(ident).join(', ')})
    SELECT id, $3::INTEGER, ${taken.join(', ')} FROM (SELECT unnest(range($1::BIGINT, $2::BIGINT)) AS id, ${split.join(', ')})`;
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
