import type * as NodeApi from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
import { fail, FailureError, type Result } from '../../base/result.ts';

type DuckDb = typeof NodeApi;
let loaded: DuckDb | undefined;

/** A native package of 70 MB: loaded when the first index is opened. */
export async function loadDuckdb(): Promise<DuckDb> {
  loaded ??= await import('@duckdb/node-api');
  return loaded;
}

/** The package, once an index was opened. */
export function duckdb(): DuckDb {
  if (!loaded) throw new Error('no index has been opened yet');
  return loaded;
}

/** A name as SQL writes it. */
export function ident(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A 64-bit literal: a bound bigint would be HUGEINT, and a comparison with it reads every row. */
export function int64(value: bigint | number): string {
  return `(${BigInt(value)})::BIGINT`;
}

/** SQL with its parameters, put together piece by piece. Numbers stand in the text, strings are bound. */
export class Sql {
  readonly values: string[] = [];

  /** Binds a string; returns its placeholder. */
  bind(text: string): string {
    this.values.push(text);
    return `$${this.values.length}`;
  }
}

export async function rows(connection: DuckDBConnection, sql: string, values: DuckDBValue[] = []): Promise<DuckDBValue[][]> {
  const result = await connection.run(sql, values);
  return result.getRows();
}

/** Runs statements one after the other, in one call: each on its own waits for its turn in the engine's loop. */
export async function runAll(connection: DuckDBConnection, statements: readonly string[]): Promise<void> {
  await connection.run(statements.join(';\n'));
}

const CASE_CLOSED = { code: 'case/not-open', message: 'The case is closed.' };

/** How often what is to end is interrupted, until it has. */
const AGAIN_MS = 25;

/**
 * Ends what runs on `connections` from `fire` until `cease`. More than once: an interrupt that comes before a statement has
 * begun, or between two of them, is lost.
 */
export function interruptsOf(...connections: readonly DuckDBConnection[]): { readonly fire: () => void; readonly cease: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    for (const connection of connections) connection.interrupt();
  };
  return {
    fire() {
      interrupt();
      timer ??= setInterval(interrupt, AGAIN_MS);
    },
    cease: () => clearInterval(timer),
  };
}

/** Runs `work`, and ends what runs on its connections when nobody waits for it any more. */
export async function whileWanted<T>(connections: DuckDBConnection | readonly DuckDBConnection[], signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const { fire, cease } = interruptsOf(...[connections].flat());
  signal.addEventListener('abort', fire);
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', fire);
    cease();
  }
}

/** Runs `work` on a free reading connection, with a time limit. */
export type Read = <T>(work: (connection: DuckDBConnection) => Promise<T>) => Promise<T>;

/** Connections for reading: a slow query holds up no other. One of them is for what comes first. */
export class Readers {
  private readonly idle: DuckDBConnection[] = [];
  private readonly waiting: Array<{ readonly first: boolean; readonly take: (connection: DuckDBConnection) => void }> = [];
  private notFirst = 0;
  private readonly busy = new Set<DuckDBConnection>();
  private open = 0;
  private closed = false;
  private readonly instance: DuckDBInstance;
  private readonly limit: number;

  constructor(instance: DuckDBInstance, limit: number) {
    this.instance = instance;
    this.limit = limit;
  }

  /** Runs `work` on a free connection; ends it with `query/too-slow` after `seconds`. `first`: before others that wait. */
  async use<T>(seconds: number, work: (connection: DuckDBConnection) => Promise<T>, first = false): Promise<T> {
    const connection = await this.take(first);
    const { fire, cease } = interruptsOf(connection);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      fire();
    }, seconds * 1000);
    try {
      return await work(connection);
    } catch (error) {
      if (this.closed) throw new FailureError(CASE_CLOSED);
      if (late) throw new FailureError({ code: 'query/too-slow', message: `The query was ended after ${seconds} s. Narrow the time range or the filter.` });
      throw error;
    } finally {
      clearTimeout(timer);
      cease();
      this.give(connection, first);
    }
  }

  /** Interrupts what runs and closes every connection. */
  async close(): Promise<void> {
    this.closed = true;
    while (this.busy.size > 0) {
      for (const connection of this.busy) connection.interrupt();
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    }
    for (const connection of this.idle.splice(0)) connection.disconnectSync();
  }

  private async take(first: boolean): Promise<DuckDBConnection> {
    if (this.closed) throw new FailureError(CASE_CLOSED);
    const mayBegin = this.mayBegin(first);
    let connection = mayBegin ? this.idle.pop() : undefined;
    if (connection) this.begin(first);
    else if (mayBegin && this.open < this.limit) {
      this.open++;
      this.begin(first);
      connection = await this.instance.connect();
    }
    connection ??= await new Promise<DuckDBConnection>((take) => {
      this.waiting.push({ first, take });
    });
    this.busy.add(connection);
    return connection;
  }

  private begin(first: boolean): void {
    if (!first) this.notFirst++;
  }

  private give(connection: DuckDBConnection, first: boolean): void {
    this.busy.delete(connection);
    if (!first) this.notFirst--;
    const at = this.waiting.findIndex((one) => one.first);
    const next = at >= 0 ? at : this.mayBegin(false) ? 0 : -1;
    const [one] = next < 0 ? [] : this.waiting.splice(next, 1);
    if (!one) return void this.idle.push(connection);
    this.begin(one.first);
    one.take(connection);
  }

  private mayBegin(first: boolean): boolean {
    return first || this.notFirst < this.limit - 1;
  }
}

/** DuckDB's message without its class and the echo of the statement. */
export function duckMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^(?:Failed to [a-z ]+: )?[A-Z][A-Za-z ]* Error: /, '').split('\n\nLINE ')[0]!.split('\nLINE ')[0]!.trim();
}

/** A query's failure as a value: what the person typed was wrong, or the query took too long; anything else is a bug. */
export async function asQuery<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, failure: error.failure };
    const text = error instanceof Error ? error.message : String(error);
    if (/^(?:Invalid Input|Conversion|Out of Range|Binder) Error/.test(text)) return fail('query/invalid', duckMessage(error));
    throw error;
  }
}
