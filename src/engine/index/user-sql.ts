import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement } from '@duckdb/node-api';
import { fail, ok, type Result } from '../../base/result.ts';
import type { SqlResult } from './contract.ts';
import { duckdb, duckMessage, interruptsOf, literal, rows } from './duck.ts';
import { errorPosition } from './error-position.ts';
import { plainValue } from './plain-value.ts';
import { guard } from './sql-guard.ts';

/** Seconds a person's query may take. */
const LIMIT_SECONDS = 120;

const CANCELLED = fail('cancelled', 'The query was ended.');

/**
 * One SELECT or EXPLAIN that a person typed, on a connection of its own in a read-only transaction. The instance has
 * external access switched off and its configuration locked (open-index.ts), so a SELECT reaches no file and no
 * setting; what is not a SELECT never runs, and sql-guard.ts has looked at the functions it calls.
 */
export async function runUserSql(instance: DuckDBInstance, query: string, maxRows: number, signal?: AbortSignal): Promise<Result<SqlResult>> {
  const started = performance.now();
  return guarded(instance, query, signal, async (connection) => {
    const statement = await prepare(connection, query);
    if (!statement.ok) return statement;
    try {
      await connection.run('BEGIN TRANSACTION READ ONLY');
      return ok({ ...(await read(statement.value, maxRows)), seconds: (performance.now() - started) / 1000 });
    } finally {
      statement.value.destroySync();
    }
  });
}

/** All rows of a query as a Parquet file at `path`, which lies in the folder of exports. Answers with their number. */
export async function exportUserSql(instance: DuckDBInstance, query: string, path: string, signal: AbortSignal): Promise<Result<number>> {
  return guarded(instance, query, signal, async (connection) => {
    // What is put between parentheses is one whole SELECT by itself, so that nothing of it can reach the COPY.
    const statement = await prepare(connection, query);
    if (!statement.ok) return statement;
    statement.value.destroySync();
    const inner = `(${query.replace(/[;\s]+$/, '')}\n)`;
    const whole = await guard(connection, `SELECT * FROM ${inner}`);
    if (!whole.ok) return fail('sql/not-a-select', 'Only the rows of a SELECT can be written as Parquet.');
    const [row] = await rows(connection, `COPY ${inner} TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`);
    return ok(Number(row?.[0] ?? 0));
  });
}

/** Runs on a connection of its own, with a time limit and an end to it by `signal`. */
async function guarded<T>(instance: DuckDBInstance, query: string, signal: AbortSignal | undefined, work: (connection: DuckDBConnection) => Promise<Result<T>>): Promise<Result<T>> {
  const connection = await instance.connect();
  const { fire, cease } = interruptsOf(connection);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    fire();
  }, LIMIT_SECONDS * 1000);
  signal?.addEventListener('abort', fire);
  try {
    if (signal?.aborted) return CANCELLED;
    return await work(connection);
  } catch (error) {
    if (signal?.aborted) return CANCELLED;
    if (late) return fail('query/too-slow', `The query was ended after ${LIMIT_SECONDS} s.`);
    return refusal(error, query);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', fire);
    cease();
    connection.disconnectSync();
  }
}

async function prepare(connection: DuckDBConnection, query: string): Promise<Result<DuckDBPreparedStatement>> {
  const { StatementType } = duckdb();
  const extracted = await connection.extractStatements(query);
  if (extracted.count === 0) return fail('sql/invalid', 'There is no statement.');
  if (extracted.count > 1) return fail('sql/several-statements', 'Only one statement runs at a time.');
  const guarded = await guard(connection, query);
  if (!guarded.ok) return guarded;
  const statement = await extracted.prepare(0);
  if (statement.statementType !== StatementType.SELECT && statement.statementType !== StatementType.EXPLAIN) {
    statement.destroySync();
    return fail('sql/not-a-select', 'Only SELECT and EXPLAIN run here: the index is derived from evidence and read-only.');
  }
  if (statement.parameterCount > 0) {
    statement.destroySync();
    return fail('sql/invalid', 'Parameters ($1, ?) have no values here; write the values into the query.');
  }
  return ok(statement);
}

async function read(statement: DuckDBPreparedStatement, maxRows: number): Promise<Omit<SqlResult, 'seconds'>> {
  const result = await statement.stream();
  const types = result.columnTypes();
  const columns = result.columnNames().map((name, i) => ({ name, type: types[i]!.toString() }));
  const found: unknown[][] = [];
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return { columns, rows: found, truncated: false };
    for (const row of chunk.getRows()) {
      if (found.length === maxRows) return { columns, rows: found, truncated: true };
      found.push(row.map(plainValue));
    }
  }
}

/** Data `offset` (UTF-16 units), `line` and `column` say where, when DuckDB does. */
function refusal(error: unknown, query: string): Result<never> {
  const text = error instanceof Error ? error.message : String(error);
  const message = duckMessage(error);
  if (/^(?:Permission|IO) Error|TransactionContext Error|read-only|Cannot change configuration|disabled by configuration|disabled through configuration/i.test(text)) {
    return fail('sql/refused', message);
  }
  const position = errorPosition(text, query);
  return fail('sql/invalid', message, position && { ...position });
}
