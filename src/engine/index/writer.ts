import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import { visibleText } from '../../base/text.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { ArtifactFacts, ArtifactWriter, RecordBatch } from './contract.ts';
import { ROWS_PER_COMMIT, type Lane, type LaneUser, type Lanes } from './lanes.ts';
import { storeTable, type TableFormat } from './schema.ts';

export interface WriterHost {
  /** Reserves `count` event ids, ascending over the life of the index. */
  reserveIds(count: number): number;
  /** Puts facts on record inside the writer's transaction. `replaces`: an entry of the artifact is there. `prepared`: `factsSql`, where many are put on record. */
  insertFacts(connection: DuckDBConnection, artifactId: number, facts: ArtifactFacts, replaces: boolean, prepared?: DuckDBPreparedStatement): Promise<void>;
  /** The statement that does it. */
  readonly factsSql: string;
  /** The same while it is not complete, so that people's SQL sees what there is; false when it has no name yet. */
  insertPending(connection: DuckDBConnection, artifactId: number): Promise<boolean>;
  /** What was put on record has been committed. */
  factsCommitted(artifactId: number, facts: ArtifactFacts): void;
  /** Removes the artifact's rows, committed or not. */
  removeRows(artifactId: number, formatId: string): Promise<void>;
  ended(writer: DuckArtifactWriter): void;
}

/**
 * Writes the records of one artifact, on lanes that it shares with others of its format: many small files are one
 * transaction. Facts are committed with the last rows, or after them.
 */
export class DuckArtifactWriter implements ArtifactWriter, LaneUser {
  private diagnosticSeq = 0;
  private visible = 0;
  private committed = 0;
  private failure: unknown;
  private readonly host: WriterHost;
  private readonly lanes: Lanes;
  private readonly artifactId: number;
  private readonly format: TableFormat;
  /** Whether the artifact has an entry that a new transaction sees. */
  private hasEntry: boolean;

  constructor(host: WriterHost, lanes: Lanes, artifactId: number, format: TableFormat, hasEntry: boolean) {
    this.host = host;
    this.lanes = lanes;
    this.artifactId = artifactId;
    this.format = format;
    this.hasEntry = hasEntry;
  }

  async append(batch: RecordBatch): Promise<number> {
    if (batch.rows > 0) {
      // Ids follow the order of the calls, whichever lane is free first.
      const firstId = this.host.reserveIds(batch.rows);
      await this.inLane(async (lane) => {
        lane.insert ??= await lane.connection.prepare(`INSERT INTO ${storeTable(this.format.id)} SELECT * FROM tephra_feed(${lane.source})`);
        this.lanes.feed.offer(lane.source, batch, firstId, this.artifactId);
        const result = await lane.insert.run();
        if (result.rowsChanged !== batch.rows) throw new Error(`the index took ${result.rowsChanged} of ${batch.rows} records`);
        this.lanes.wrote(lane, this, batch.rows);
        if (lane.rows >= ROWS_PER_COMMIT) await this.lanes.commit(lane);
      });
    }
    const { visible } = this;
    this.visible = 0;
    return visible;
  }

  async diagnostics(found: readonly Diagnostic[]): Promise<void> {
    if (found.length === 0) return;
    const firstSeq = this.diagnosticSeq;
    this.diagnosticSeq += found.length;
    await this.inLane(async (lane) => {
      await insertDiagnostics(lane.connection, this.artifactId, firstSeq, found);
      this.lanes.wrote(lane, this, 0);
    });
  }

  async finish(facts: ArtifactFacts): Promise<void> {
    // Facts stand in one transaction: what is in others goes before.
    const [, ...others] = this.lanes.with(this);
    for (const lane of others) await this.lanes.use(lane, () => this.lanes.commit(lane));
    let done: Promise<void> | undefined;
    await this.inLane(async (lane) => {
      // A transaction sees what was there when it began.
      if (this.hasEntry) await this.lanes.commit(lane);
      await this.lanes.begin(lane);
      lane.facts ??= await lane.connection.prepare(this.host.factsSql);
      await this.host.insertFacts(lane.connection, this.artifactId, facts, this.hasEntry, lane.facts);
      done = this.lanes.finishing(lane, this).then(() => this.host.factsCommitted(this.artifactId, facts));
      done.catch(() => undefined);
      await this.lanes.commitSoon(lane);
    });
    await done;
    this.host.ended(this);
  }

  async abandon(): Promise<void> {
    try {
      for (const lane of this.lanes.with(this)) await this.lanes.use(lane, () => this.lanes.drop(lane, this));
      await this.host.removeRows(this.artifactId, this.format.id);
    } finally {
      this.host.ended(this);
    }
  }

  /** What a long artifact has so far can be seen in SQL before it is complete. */
  async committing(lane: Lane, rows: number): Promise<void> {
    this.committed += rows;
    if (this.hasEntry || this.committed < ROWS_PER_COMMIT / 2) return;
    // At once: another lane may be committing too.
    this.hasEntry = true;
    this.hasEntry = await this.host.insertPending(lane.connection, this.artifactId);
  }

  wasCommitted(rows: number): void {
    this.visible += rows;
  }

  wasLost(error: unknown): void {
    this.failure ??= error;
  }

  private async inLane(work: (lane: Lane) => Promise<void>): Promise<void> {
    await this.lanes.useFor(this, async (lane) => {
      if (this.failure !== undefined) throw this.failure;
      await this.lanes.begin(lane);
      await work(lane);
    });
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
