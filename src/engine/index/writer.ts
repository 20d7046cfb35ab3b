import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement } from '@duckdb/node-api';
import { visibleText } from '../../base/text.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { ArtifactFacts, ArtifactWriter, RecordBatch } from './contract.ts';
import type { Feed } from './feed.ts';
import { storeTable, type TableFormat } from './schema.ts';

/**
 * Rows in one transaction: fewer means more waiting for the disk, more means rows that appear late. One of DuckDB's row
 * groups: parts of one would be written again with the next.
 */
const ROWS_PER_COMMIT = 122_880;

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

/** Connections that one artifact is written on: a batch is compressed on one thread, and there are two cores at least. */
const LANES = 2;

/** A connection with its transaction. */
interface Lane {
  readonly connection: DuckDBConnection;
  readonly source: number;
  insert: DuckDBPreparedStatement | undefined;
  open: boolean;
  pendingRows: number;
}

/**
 * Writes the records of one artifact; DuckDB takes them from the feed. Batches that are appended at the same time are
 * written side by side, each lane with transactions of its own. Facts are committed last, with nothing left to write.
 */
export class DuckArtifactWriter implements ArtifactWriter {
  private readonly lanes: Lane[] = [];
  private readonly free: Lane[] = [];
  private readonly waiting: Array<(lane: Lane) => void> = [];
  private made = 0;
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
    // Ids follow the order of the calls, whichever lane is free first.
    const firstId = this.host.reserveIds(batch.rows);
    return this.inLane(async (lane) => {
      await begin(lane);
      lane.insert ??= await lane.connection.prepare(`INSERT INTO ${storeTable(this.format.id)} SELECT * FROM tephra_feed(${lane.source})`);
      this.host.feed.offer(lane.source, batch, firstId);
      const result = await lane.insert.run();
      if (result.rowsChanged !== batch.rows) throw new Error(`the index took ${result.rowsChanged} of ${batch.rows} records`);
      lane.pendingRows += batch.rows;
      if (lane.pendingRows < ROWS_PER_COMMIT) return 0;
      const visible = lane.pendingRows;
      await commit(lane);
      return visible;
    });
  }

  async diagnostics(found: readonly Diagnostic[]): Promise<void> {
    if (found.length === 0) return;
    const firstSeq = this.diagnosticSeq;
    this.diagnosticSeq += found.length;
    await this.inLane(async (lane) => {
      await begin(lane);
      await insertDiagnostics(lane.connection, this.artifactId, firstSeq, found);
    });
  }

  async finish(facts: ArtifactFacts): Promise<void> {
    try {
      await this.inLane(async (last) => {
        for (const lane of this.lanes) if (lane !== last) await commit(lane);
        await begin(last);
        await this.host.writeFacts(last.connection, this.artifactId, facts);
        await commit(last);
      });
    } finally {
      this.end();
    }
  }

  async abandon(): Promise<void> {
    try {
      for (const lane of this.lanes) {
        if (lane.open) await lane.connection.run('ROLLBACK');
        lane.open = false;
      }
      await this.host.removeRows(this.artifactId, this.format.id);
    } finally {
      this.end();
    }
  }

  private async inLane<T>(work: (lane: Lane) => Promise<T>): Promise<T> {
    const lane = await this.take();
    try {
      return await work(lane);
    } finally {
      const next = this.waiting.shift();
      if (next) next(lane);
      else this.free.push(lane);
    }
  }

  private async take(): Promise<Lane> {
    const free = this.free.pop();
    if (free) return free;
    if (this.made === LANES) {
      return new Promise((resolve) => {
        this.waiting.push(resolve);
      });
    }
    this.made++;
    const connection = await this.host.instance.connect();
    const lane: Lane = { connection, source: this.host.feed.open(this.format, this.artifactId), insert: undefined, open: false, pendingRows: 0 };
    this.lanes.push(lane);
    return lane;
  }

  private end(): void {
    for (const lane of this.lanes.splice(0)) {
      lane.insert?.destroySync();
      this.host.feed.close(lane.source);
      lane.connection.disconnectSync();
    }
    this.settle();
  }
}

async function begin(lane: Lane): Promise<void> {
  if (lane.open) return;
  await lane.connection.run('BEGIN TRANSACTION');
  lane.open = true;
}

async function commit(lane: Lane): Promise<void> {
  if (!lane.open) return;
  await lane.connection.run('COMMIT');
  lane.open = false;
  lane.pendingRows = 0;
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
