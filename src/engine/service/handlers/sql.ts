import { basename, isAbsolute } from 'node:path';
import { plural } from '../../../base/text.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { SqlFormat } from '../../../protocol/methods/sql.ts';
import { deliver, removeExport } from '../export-records.ts';
import { makeSqlExport } from '../export-sql.ts';
import { sendFile } from '../send-file.ts';
import type { Session } from '../session.ts';

export type SqlHandlers = Pick<Handlers<Api, Session>, 'filterToSql' | 'exportSql'>;

const MEDIA_TYPE: Readonly<Record<SqlFormat, string>> = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl', parquet: 'application/vnd.apache.parquet' };

/** What the SQL console asks beside queries themselves (handlers/events.ts). */
export function sqlHandlers(): SqlHandlers {
  return {
    async filterToSql({ filter }, { session }) {
      const sql = session.requireCase().index.filterSql(filter);
      return sql.ok ? ok({ sql: sql.value }) : sql;
    },

    async exportSql({ sql, format, path }, { session, signal, item }) {
      if (path !== undefined && !isAbsolute(path)) return fail('file/not-writable', `${path} is not an absolute path. Give the whole path of the file to write.`, { path });
      const openCase = session.requireCase();
      const made = await makeSqlExport(openCase, sql, format, AbortSignal.any([signal, openCase.closing]));
      if (!made.ok) return made;
      const { file, rows, truncated, bytes } = made.value;
      try {
        if (path === undefined) await sendFile(file, bytes, item);
        else {
          const delivered = await deliver(file, path);
          if (!delivered.ok) return delivered;
        }
        // What leaves a case is on record.
        openCase.work.note('sql.export', `Exported ${plural(rows, 'row')} of a query${path === undefined ? '' : ` to ${basename(path)}`}`, { format, rows, bytes, sql, ...(path === undefined ? {} : { path }) }, session.author);
        openCase.changed();
        return ok({ rows, truncated, bytes, mediaType: MEDIA_TYPE[format], ...(path === undefined ? {} : { path }) });
      } finally {
        await removeExport(file);
      }
    },
  };
}
