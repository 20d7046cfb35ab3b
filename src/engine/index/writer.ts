import type { Diagnostic } from '../../model/diagnostic.ts';
import { INSERT_FACTS, type ArtifactTable } from './artifact-table.ts';
import type { ArtifactFacts, ArtifactWriter, RecordBatch } from './contract.ts';
import { insertDiagnostics } from './diagnostics.ts';
import { ROWS_PER_COMMIT, type Lane, type LaneUser, type Lanes } from './lanes.ts';
import { storeTable, type TableFormat } from './schema.ts';

export interface WriterHost {
  readonly artifacts: ArtifactTable;
  /** Reserves `count` event ids, ascending over the life of the index. */
  reserveIds(count: number): number;
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
        lane.insert ??= await lane.connection.prepare(`INSERT INTO ${storeTable(this.format.id)} SELECT *, NULL FROM tephra_feed(${lane.source})`);
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

  async show(): Promise<number> {
    for (const lane of this.lanes.with(this)) await this.lanes.use(lane, () => this.lanes.commit(lane));
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
      lane.facts ??= await lane.connection.prepare(INSERT_FACTS);
      await this.host.artifacts.insertFacts(lane.connection, this.artifactId, facts, this.hasEntry, lane.facts);
      done = this.lanes.finishing(lane, this).then(() => this.host.artifacts.committed(this.artifactId, facts));
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
    this.hasEntry = await this.host.artifacts.insertPending(lane.connection, this.artifactId);
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
