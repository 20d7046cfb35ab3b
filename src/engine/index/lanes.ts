import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement } from '@duckdb/node-api';
import type { Feed } from './feed.ts';
import type { TableFormat } from './schema.ts';

/**
 * Rows in one transaction: fewer means more waiting for the disk, more means rows that appear late. One of DuckDB's row
 * groups: parts of one would be written again with the next, and a row at a time to its log before.
 */
export const ROWS_PER_COMMIT = 122_880;
/** Connections that a format is written on: a batch is compressed on one thread, and there are two cores at least. */
const LANES = 2;
/** What is complete waits for more of its kind at most so long. */
const PATIENCE_MS = 500;

/** Who has rows in a lane. */
export interface LaneUser {
  /** Its rows, so many of them, are about to be committed; it may add to the transaction. */
  committing(lane: Lane, rows: number): Promise<void>;
  wasCommitted(rows: number): void;
  /** Its rows went with the transaction of somebody else's that failed. */
  wasLost(error: unknown): void;
}

/** A connection with its transaction. */
export interface Lane {
  readonly connection: DuckDBConnection;
  /** Of the feed. */
  readonly source: number;
  insert: DuckDBPreparedStatement | undefined;
  /** Puts an artifact on record. */
  facts: DuckDBPreparedStatement | undefined;
  rows: number;
  open: boolean;
  busy: boolean;
  /** Rows of each that are not committed. */
  readonly parts: Map<LaneUser, number>;
  finishing: Array<PromiseWithResolvers<void> & { readonly user: LaneUser }>;
  timer: NodeJS.Timeout | undefined;
}

/** The connections that artifacts of one format are written on, side by side, each with transactions of its own. */
export class Lanes {
  readonly feed: Feed;
  private readonly lanes: Lane[] = [];
  private readonly waiting: Array<{ readonly only: Lane | undefined; readonly take: (lane: Lane) => void }> = [];
  private made = 0;
  private readonly instance: DuckDBInstance;
  private readonly format: TableFormat;
  /** Whether more is expected to come soon. */
  private readonly patient: () => boolean;

  constructor(instance: DuckDBInstance, feed: Feed, format: TableFormat, patient: () => boolean) {
    this.instance = instance;
    this.feed = feed;
    this.format = format;
    this.patient = patient;
  }

  /** Lanes with something of a user's that is not committed. */
  with(user: LaneUser): Lane[] {
    return this.lanes.filter((lane) => lane.parts.has(user));
  }

  /** Runs `work` on a lane when nobody else does: on one that has something of the user's already, if it can be. */
  async useFor<T>(user: LaneUser, work: (lane: Lane) => Promise<T>): Promise<T> {
    const free = this.lanes.filter((lane) => !lane.busy);
    const lane = free.find((one) => one.parts.has(user)) ?? free[0] ?? (this.made < LANES ? await this.make() : await this.wait(undefined));
    return this.run(lane, work);
  }

  async use<T>(lane: Lane, work: (lane: Lane) => Promise<T>): Promise<T> {
    return this.run(lane.busy ? await this.wait(lane) : lane, work);
  }

  async begin(lane: Lane): Promise<void> {
    if (lane.open) return;
    await lane.connection.run('BEGIN TRANSACTION');
    lane.open = true;
  }

  wrote(lane: Lane, user: LaneUser, rows: number): void {
    lane.rows += rows;
    lane.parts.set(user, (lane.parts.get(user) ?? 0) + rows);
  }

  /** Resolves when what the lane has now is committed; with that the user is done. */
  finishing(lane: Lane, user: LaneUser): Promise<void> {
    const done = { ...Promise.withResolvers<void>(), user };
    lane.finishing.push(done);
    return done.promise;
  }

  /** Commits now, or with more that comes soon. */
  async commitSoon(lane: Lane): Promise<void> {
    if (!this.patient() || lane.rows >= ROWS_PER_COMMIT) return this.commit(lane);
    lane.timer ??= setTimeout(() => {
      void this.use(lane, () => this.commit(lane)).catch(() => undefined);
    }, PATIENCE_MS);
  }

  /** Commits what somebody waits for. */
  async flush(): Promise<void> {
    for (const lane of this.lanes) if (lane.finishing.length > 0) await this.use(lane, () => this.commit(lane)).catch(() => undefined);
  }

  async commit(lane: Lane): Promise<void> {
    clearTimeout(lane.timer);
    lane.timer = undefined;
    if (!lane.open) return;
    const done = new Set(lane.finishing.map(({ user }) => user));
    for (const [user, rows] of lane.parts) if (!done.has(user) && rows > 0) await user.committing(lane, rows);
    await lane.connection.run('COMMIT');
    const { finishing, parts } = this.clear(lane);
    for (const [user, rows] of parts) user.wasCommitted(rows);
    for (const one of finishing) one.resolve();
  }

  /** Takes what is not committed of a user back; where others wait for the same transaction, it is committed for them. */
  async drop(lane: Lane, user: LaneUser): Promise<void> {
    if ([...lane.parts.keys()].some((one) => one !== user) || lane.finishing.length > 0) return this.commit(lane);
    if (lane.open) await lane.connection.run('ROLLBACK');
    this.clear(lane);
  }

  /** When nobody writes any more. */
  end(): void {
    for (const lane of this.lanes.splice(0)) {
      clearTimeout(lane.timer);
      lane.insert?.destroySync();
      lane.facts?.destroySync();
      this.feed.close(lane.source);
      lane.connection.disconnectSync();
    }
    this.made = 0;
  }

  private clear(lane: Lane): { finishing: Lane['finishing']; parts: Array<[LaneUser, number]> } {
    const cleared = { finishing: lane.finishing, parts: [...lane.parts] };
    lane.open = false;
    lane.rows = 0;
    lane.finishing = [];
    lane.parts.clear();
    return cleared;
  }

  /** On a lane that is this one's. A statement that fails takes the whole transaction along. */
  private async run<T>(lane: Lane, work: (lane: Lane) => Promise<T>): Promise<T> {
    lane.busy = true;
    try {
      return await work(lane);
    } catch (error) {
      await lane.connection.run('ROLLBACK').catch(() => undefined);
      const { finishing, parts } = this.clear(lane);
      for (const [user] of parts) user.wasLost(error);
      for (const one of finishing) one.reject(error);
      throw error;
    } finally {
      const next = this.waiting.findIndex(({ only }) => only === undefined || only === lane);
      // Stays busy: it goes straight to who waits for it.
      if (next >= 0) this.waiting.splice(next, 1)[0]!.take(lane);
      else lane.busy = false;
    }
  }

  private wait(only: Lane | undefined): Promise<Lane> {
    return new Promise((take) => {
      this.waiting.push({ only, take });
    });
  }

  private async make(): Promise<Lane> {
    this.made++;
    const connection = await this.instance.connect();
    const lane: Lane = {
      connection, source: this.feed.open(this.format), insert: undefined, facts: undefined, open: false, busy: true, rows: 0, parts: new Map(), finishing: [], timer: undefined,
    };
    this.lanes.push(lane);
    return lane;
  }
}
