import { randomBytes } from 'node:crypto';
import { mkdir, open as openFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result } from '../../base/result.ts';
import { formatRows } from '../../model/result-text.ts';
import { SQL_EXPORT_ROWS, type SqlFormat } from '../../protocol/methods/sql.ts';
import { beginFile, removeExport } from './export-records.ts';
import type { OpenCase } from './open-case.ts';
import { writeFailure } from './replace-file.ts';

export interface MadeSqlExport {
  /** In the folder of exports: `deliver` it, then `removeExport`. */
  readonly file: string;
  readonly rows: number;
  readonly truncated: boolean;
  readonly bytes: number;
}

/** Rows written at a time. */
const PART_ROWS = 5000;

/** Makes a file of all rows of a query in the folder of exports. A failure leaves nothing. */
export async function makeSqlExport({ index }: Pick<OpenCase, 'index'>, sql: string, format: SqlFormat, signal: AbortSignal): Promise<Result<MadeSqlExport>> {
  const dir = index.exportsDir();
  const file = join(dir, `${randomBytes(8).toString('hex')}.${format}`);
  beginFile(file);
  try {
    await mkdir(dir, { recursive: true });
    const done = format === 'parquet' ? await parquet(index, sql, file, signal) : await text(index, sql, format, file, signal);
    if (done.ok) return ok({ file, ...done.value, bytes: (await stat(file)).size });
    await removeExport(file);
    return done;
  } catch (error) {
    await removeExport(file).catch(() => {});
    const failure = writeFailure(error, file);
    if (!failure) throw error;
    return failure;
  }
}

async function parquet(index: OpenCase['index'], sql: string, file: string, signal: AbortSignal): Promise<Result<{ rows: number; truncated: boolean }>> {
  const rows = await index.sqlParquet(sql, file, signal);
  return rows.ok ? ok({ rows: rows.value, truncated: false }) : rows;
}

async function text(index: OpenCase['index'], sql: string, format: 'csv' | 'jsonl', file: string, signal: AbortSignal): Promise<Result<{ rows: number; truncated: boolean }>> {
  const answer = await index.sql(sql, SQL_EXPORT_ROWS, signal);
  if (!answer.ok) return answer;
  const { columns, rows, truncated } = answer.value;
  const newline = format === 'csv' ? '\r\n' : '\n';
  const handle = await openFile(file, 'wx');
  try {
    for (let at = 0; at === 0 || at < rows.length; at += PART_ROWS) {
      const part = formatRows(format, columns, rows.slice(at, at + PART_ROWS));
      // Names stand above the first part alone.
      const lines = format === 'csv' && at > 0 ? part.slice(part.indexOf(newline, headLength(columns)) + newline.length) : part;
      await handle.write(lines === '' ? '' : lines + newline);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return ok({ rows: rows.length, truncated });
}

/** UTF-16 units of the head: a name may hold a line break. */
function headLength(columns: Parameters<typeof formatRows>[1]): number {
  return formatRows('csv', columns, []).length;
}
