import type { DuckDBConnection } from '@duckdb/node-api';
import { runAll } from './duck.ts';

/** The connection that makes all changes but a writer's rows, one after the other. */
export class Control {
  readonly connection: DuckDBConnection;
  private turn: Promise<unknown> = Promise.resolve();
  /** Whether anything was written since the file was opened. */
  private written = false;
  private readonly allThreads: number;
  private threads: number;
  private settingThreads: Promise<void> = Promise.resolve();
  private ending = false;

  /** `threads`: of DuckDB while nothing is written. */
  constructor(connection: DuckDBConnection, threads: number) {
    this.connection = connection;
    this.allThreads = threads;
    this.threads = threads;
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const run = this.turn.then(work, work);
    this.turn = run.catch(() => undefined);
    return run;
  }

  async inTransaction(work: () => Promise<void>): Promise<void> {
    this.written = true;
    await this.connection.run('BEGIN TRANSACTION');
    try {
      await work();
      await this.connection.run('COMMIT');
    } catch (error) {
      await this.connection.run('ROLLBACK');
      throw error;
    }
  }

  /** Runs statements that change something, outside a transaction, or in one that is open. */
  async change(...statements: readonly string[]): Promise<void> {
    this.markWritten();
    await runAll(this.connection, statements);
  }

  /** Something is about to be written, here or by writers: closing the file then puts it in place. */
  markWritten(): void {
    this.written = true;
  }

  /**
   * While rows are written each statement runs on the thread that called it: an INSERT from the feed is one task, and
   * DuckDB's caller would wait for another thread to do it by spinning, at the cost of half a core.
   */
  async useThreads(isWriting: boolean): Promise<void> {
    const wanted = isWriting ? 1 : this.allThreads;
    if (wanted === this.threads) return;
    this.threads = wanted;
    this.settingThreads = this.setThreads(this.settingThreads, wanted);
    await this.settingThreads;
  }

  /** Resolves when the threads asked for last are given. */
  async threadsSet(): Promise<void> {
    await this.settingThreads;
  }

  /** Waits for the change that is being made; threads stay as they are from now on. */
  async settle(): Promise<void> {
    this.ending = true;
    await this.turn.catch(() => undefined);
    await this.settingThreads.catch(() => undefined);
  }

  async close(): Promise<void> {
    // Closing the file would do this on the engine's loop. What is not put in place now is when the file is next opened.
    if (this.written) await this.connection.run('CHECKPOINT').catch(() => undefined);
    this.connection.disconnectSync();
  }

  private async setThreads(before: Promise<void>, threads: number): Promise<void> {
    await before;
    if (!this.ending) await this.connection.run(`SET threads = ${threads}`);
  }
}
