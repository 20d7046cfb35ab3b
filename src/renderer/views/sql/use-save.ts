import { useRef, useState } from 'react';
import { formatCount, plural } from '../../../base/text.ts';
import { api } from '../../../protocol/api.ts';
import type { SqlFormat } from '../../../protocol/methods/sql.ts';
import { useCaseSession } from '../../rpc/react.tsx';
import { download } from '../../rpc/download.ts';
import { shell } from '../../rpc/shell.ts';
import { useToast } from '../../ui/index.ts';

/** Writes all rows of a query to where the shell's person says, or to the browser's downloads. One at a time. */
export function useSave(): { readonly saving: SqlFormat | undefined; save(sql: string, format: SqlFormat): Promise<void>; cancel(): void } {
  const session = useCaseSession();
  const toast = useToast();
  const [saving, setSaving] = useState<SqlFormat>();
  const stop = useRef<AbortController>(undefined);

  async function save(sql: string, format: SqlFormat): Promise<void> {
    if (stop.current) return toast({ text: 'A result is being written. Wait for it, or end it.' });
    const name = `query.${format}`;
    const electron = shell();
    const path = electron ? await electron.saveFile(name, format) : undefined;
    if (electron && path === undefined) return;
    const mine = new AbortController();
    stop.current = mine;
    setSaving(format);
    const parts: Blob[] = [];
    const done = await session.call(api.exportSql, { sql, format, ...(path === undefined ? {} : { path }) }, {
      signal: mine.signal, onItem: ({ bytes }) => void parts.push(new Blob([new Uint8Array(bytes)])),
    });
    stop.current = undefined;
    setSaving(undefined);
    if (!done.ok) return toast(done.failure.code === 'cancelled' ? { text: 'The export was ended. Nothing was written.' } : { kind: 'failed', text: done.failure.message });
    const { rows, truncated } = done.value;
    const what = truncated ? `The first ${formatCount(rows)} rows` : plural(rows, 'row');
    if (path !== undefined) return toast({ text: `${what} written to ${path}.` });
    download(parts, done.value.mediaType, name);
    toast({ text: `${what} in ${name}, in your downloads.` });
  }

  return { saving, save, cancel: () => stop.current?.abort() };
}
