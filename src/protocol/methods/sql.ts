import { z } from 'zod';
import { Filter } from '../../model/filter.ts';
import { Count } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';
import { runSql } from './events.ts';

/** A query over `events` with the records of a filter in their order: what one sees in a list, to go on with in SQL. */
export const filterToSql = defineMethod({
  name: 'sql.ofFilter', kind: 'call', scope: 'case', errors: ['query/invalid'],
  input: z.object({ filter: Filter }),
  output: z.object({ sql: z.string() }),
});

export const SqlFormat = z.enum(['csv', 'jsonl', 'parquet']);
export type SqlFormat = z.infer<typeof SqlFormat>;

/**
 * Every row of a query as a file: to `path` (absolute, on the engine's machine), or without one as items of bytes. CSV
 * and JSON lines end after `SQL_EXPORT_ROWS` (`truncated`); Parquet, which DuckDB writes itself, has them all.
 */
export const exportSql = defineMethod({
  name: 'sql.export', kind: 'stream', scope: 'case', errors: [...runSql.errors, 'file/not-writable'],
  input: z.object({ sql: z.string().min(1).max(200_000), format: SqlFormat, path: z.string().min(1).optional() }),
  item: z.object({ bytes: z.instanceof(Uint8Array) }),
  output: z.object({ rows: Count, truncated: z.boolean(), bytes: Count, path: z.string().optional(), mediaType: z.string() }),
});

/** Rows that the engine holds at once. */
export const SQL_EXPORT_ROWS = 1_000_000;
