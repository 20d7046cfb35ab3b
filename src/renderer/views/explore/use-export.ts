import { useCallback, useMemo, useRef, useState } from 'react';
import { plural } from '../../../base/text.ts';
import type { Filter } from '../../../model/filter.ts';
import { api } from '../../../protocol/api.ts';
import type { RecordsFormat } from '../../../protocol/methods/export.ts';
import { useCaseInfo, useCaseSession } from '../../rpc/react.tsx';
import { download } from '../../rpc/download.ts';
import { shell } from '../../rpc/shell.ts';
import { useToast } from '../../ui/index.ts';

export const EXPORT_FORMATS: ReadonlyArray<{ readonly id: RecordsFormat; readonly label: string; readonly ending: 'csv' | 'jsonl' | 'parquet' | 'txt'; readonly about: string }> = [
  { id: 'csv', label: 'CSV', ending: 'csv', about: 'A table for spreadsheets. Text that a spreadsheet would run gets an apostrophe.' },
  { id: 'jsonl', label: 'JSON lines', ending: 'jsonl', about: 'A record a line, with all its fields.' },
  { id: 'parquet', label: 'Parquet', ending: 'parquet', about: 'Typed columns for DuckDB, ClickHouse, Spark and pandas.' },
  { id: 'text', label: 'Text', ending: 'txt', about: 'The original lines, byte by byte.' },
];

export interface ExportRequest {
  readonly filter: Filter;
  readonly format: RecordsFormat;
  readonly note: boolean;
  /** Absent: everything that passes the filter. */
  readonly rows: { readonly from: number; readonly count: number } | undefined;
}

export interface RunningExport {
  readonly label: string;
  readonly records: number;
  readonly total: number;
  /** Since it began. */
  readonly seconds: number;
}

/** One export at a time, to where the shell's person says; its progress, and the way to end it. */
export function useExport(): { readonly running: RunningExport | undefined; start(request: ExportRequest): Promise<void>; cancel(): void } {
  const session = useCaseSession();
  const { title } = useCaseInfo();
  const toast = useToast();
  const [running, setRunning] = useState<RunningExport>();
  const stop = useRef<AbortController>(undefined);

  const start = useCallback(async ({ filter, format, note, rows }: ExportRequest): Promise<void> => {
    if (stop.current) return toast({ text: 'An export is running. Wait for it, or cancel it.' });
    const { ending, label } = EXPORT_FORMATS.find((f) => f.id === format)!;
    const name = `${title.replaceAll(/[/\\:*?"<>|]/g, '-')}-records.${ending}`;
    const electron = shell();
    const path = electron ? await electron.saveFile(name, ending) : undefined;
    if (electron && path === undefined) return;
    const mine = new AbortController();
    stop.current = mine;
    const startedMs = performance.now();
    setRunning({ label, records: 0, total: 0, seconds: 0 });
    // Each part becomes a Blob at once: the browser may keep it on disk.
    const parts: Blob[] = [];
    const done = await session.call(api.exportRecords, { filter, format, note, ...rows, ...(path === undefined ? {} : { path }) }, {
      signal: mine.signal,
      onItem: ({ bytes }) => void parts.push(new Blob([new Uint8Array(bytes)])),
      onProgress: ({ records, total }) => setRunning({ label, records, total, seconds: (performance.now() - startedMs) / 1000 }),
    });
    stop.current = undefined;
    setRunning(undefined);
    if (!done.ok) return toast(done.failure.code === 'cancelled' ? { text: 'The export was ended. Nothing was written.' } : { kind: 'failed', text: done.failure.message });
    if (path !== undefined) return toast({ text: `${plural(done.value.records, 'record')} written to ${path}.` });
    download(parts, done.value.mediaType, name);
    toast({ text: `${plural(done.value.records, 'record')} in ${name}, in your downloads.` });
  }, [session, title, toast]);

  return useMemo(() => ({ running, start, cancel: () => stop.current?.abort() }), [running, start]);
}
