import { basename, isAbsolute } from 'node:path';
import { plural } from '../../../base/text.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Api } from '../../../protocol/api.ts';
import type { Handlers } from '../../../protocol/handler.ts';
import type { RecordsFormat } from '../../../protocol/methods/export.ts';
import { deliver, makeExport, removeExport } from '../export-records.ts';
import { sendFile } from '../send-file.ts';
import type { Session } from '../session.ts';

export type ExportHandlers = Pick<Handlers<Api, Session>, 'exportRecords'>;

const MEDIA_TYPE: Readonly<Record<RecordsFormat, string>> = {
  csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl', parquet: 'application/vnd.apache.parquet', text: 'text/plain; charset=utf-8',
};

/** Records that leave the case. */
export function exportHandlers(): ExportHandlers {
  return {
    async exportRecords({ filter, from, count, format, note, path }, { session, signal, item, progress }) {
      if (path !== undefined && !isAbsolute(path)) return fail('file/not-writable', `${path} is not an absolute path. Give the whole path of the file to write.`, { path });
      const openCase = session.requireCase();
      const ended = AbortSignal.any([signal, openCase.closing]);
      const made = await makeExport(openCase, { filter, range: { from, count }, format, note, author: session.author }, ended, (records, total) => {
        if (!signal.aborted) progress({ records, total });
      });
      if (!made.ok) return made;
      const { file, records, bytes, filterText } = made.value;
      try {
        if (path !== undefined) {
          const delivered = await deliver(file, path);
          if (!delivered.ok) return delivered;
        } else {
          await sendFile(file, bytes, item);
        }
        const where = path === undefined ? '' : ` to ${basename(path)}`;
        openCase.work.note('records.export', `Exported ${plural(records, 'record')}${where}`, { format, records, bytes, filter: filterText, ...(path === undefined ? {} : { path }) }, session.author);
        openCase.changed();
        return ok({ records, bytes, mediaType: MEDIA_TYPE[format], ...(path === undefined ? {} : { path }) });
      } finally {
        await removeExport(file);
      }
    },
  };
}
