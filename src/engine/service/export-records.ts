import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, open as openFile, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, FailureError, ok, unwrap, type Result } from '../../base/result.ts';
import type { Filter } from '../../model/filter.ts';
import { formatFilter } from '../../model/filter-text.ts';
import type { RecordsFormat } from '../../protocol/methods/export.ts';
import type { FullRecord, RecordRange } from '../index/contract.ts';
import { readEvidence } from '../ingest/evidence-bytes.ts';
import { csvHead, csvRecords, jsonRecords } from '../report/records/lines.ts';
import { noteJson, noteLines, type ExportNote } from '../report/records/note.ts';
import type { OpenCase } from './open-case.ts';
import { writeFailure } from './replace-file.ts';

export interface RecordsExport {
  readonly filter: Filter;
  readonly range: { readonly from: number; readonly count?: number | undefined };
  readonly format: RecordsFormat;
  readonly note: boolean;
  readonly author: string;
}

export interface MadeExport {
  /** The finished file in the folder of exports; whoever asked takes it from there with `deliver`, and then calls `removeExport`. */
  readonly file: string;
  readonly records: number;
  readonly bytes: number;
  /** What was exported, in the language of the filter bar. */
  readonly filterText: string;
}

/** Files that are being made, so that what an engine that was killed left behind can be told from them. */
const making = new Set<string>();

/** A file that is about to be made in the folder of exports: nobody tidies it away until `removeExport`. */
export function beginFile(file: string): void {
  making.add(file);
}

/**
 * Makes a file of records in the folder of exports (`derived/exports` of the case), record by record: nothing is held in
 * memory but the chunk at hand. Aborting `signal` ends it with `cancelled` and leaves nothing.
 */
export async function makeExport(open: OpenCase, { filter, range, format, note, author }: RecordsExport, signal: AbortSignal, progress: (records: number, total: number) => void): Promise<Result<MadeExport>> {
  const { index, work } = open;
  const passing = await index.count(filter);
  if (!passing.ok) return passing;
  const rows: RecordRange = { from: Math.min(range.from, passing.value), count: Math.max(0, Math.min(range.count ?? Infinity, passing.value - range.from)) };
  const { title, incidentId } = work.meta();
  const filterText = formatFilter(filter);
  const about: ExportNote = {
    title, incidentId, author, atNs: BigInt(Date.now()) * 1_000_000n, filter: filterText, records: rows.count, ofRecords: passing.value, allRecords: index.totals().records,
  };
  const dir = index.exportsDir();
  const file = join(dir, `${randomBytes(8).toString('hex')}.${format}`);
  beginFile(file);
  try {
    await mkdir(dir, { recursive: true });
    await tidy(dir);
    progress(0, rows.count);
    const done = format === 'parquet'
      ? await index.writeParquet(filter, rows, file, note ? noteJson(about) : '', signal, (share) => progress(Math.floor(share * rows.count), rows.count))
      : await writeLines(open, file, filter, rows, format, note ? about : undefined, signal, progress);
    if (!done.ok) {
      await removeExport(file);
      return done;
    }
    progress(rows.count, rows.count);
    return ok({ file, records: rows.count, bytes: (await stat(file)).size, filterText });
  } catch (error) {
    await removeExport(file).catch(() => {});
    const failure = writeFailure(error, file);
    if (!failure) throw error;
    return failure;
  }
}

/** Removes a made file; one that was delivered is gone already. */
export async function removeExport(file: string): Promise<void> {
  making.delete(file);
  await rm(file, { force: true });
}

/** Moves a made file to where it was asked for; over another disk by a copy beside the target first. */
export async function deliver(file: string, path: string): Promise<Result<undefined>> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await rename(file, path).catch(async (error: unknown) => {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EXDEV') throw error;
      await copyFile(file, temporary);
      await rename(temporary, path);
    });
    return ok(undefined);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    const failure = writeFailure(error, path);
    if (!failure) throw error;
    return failure;
  }
}

/** What an engine that ended in the middle left. */
async function tidy(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    const path = join(dir, name);
    if (!making.has(path)) await rm(path, { force: true, recursive: true });
  }
}

async function writeLines(
  open: OpenCase, file: string, filter: Filter, range: RecordRange, format: Exclude<RecordsFormat, 'parquet'>, note: ExportNote | undefined,
  signal: AbortSignal, progress: (records: number, total: number) => void,
): Promise<Result<undefined>> {
  const handle = await openFile(file, 'wx');
  try {
    if (note) await handle.appendFile(format === 'jsonl' ? `{"tephra_export":${noteJson(note)}}\n` : noteLines(note, format === 'csv', format === 'csv' ? '\r\n' : '\n'));
    if (format === 'csv') await handle.appendFile(csvHead());
    let written = 0;
    const done = await open.index.records(filter, range, format === 'text' ? 'places' : 'all', signal, async (records) => {
      if (format === 'text') await writeOriginals(open, handle, records, signal);
      else await handle.appendFile(format === 'csv' ? csvRecords(records) : jsonRecords(records));
      written += records.length;
      progress(written, range.count);
    });
    if (done.ok) await handle.sync();
    return done;
  } catch (error) {
    if (error instanceof FailureError) return fail(error.failure.code, error.failure.message, error.failure.data);
    throw error;
  } finally {
    await handle.close();
  }
}


/** Bytes of evidence held at a time, and how far apart records may lie to be read together. */
const HELD_BYTES = 8 * 1024 * 1024;
const GAP_BYTES = 64 * 1024;

/** The records exactly as they stand in the evidence, a line break behind each that has none. */
async function writeOriginals({ dir, work, index }: OpenCase, handle: FileHandle, records: readonly FullRecord[], signal: AbortSignal): Promise<void> {
  for (const group of inGroups(records)) {
    signal.throwIfAborted();
    const parts = new Map<FullRecord, Uint8Array>();
    const byPlace = group.toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : a.sha256 > b.sha256 ? 1 : a.offsetBytes - b.offsetBytes));
    for (let i = 0; i < byPlace.length; ) {
      const first = byPlace[i]!;
      let end = first.offsetBytes + first.lengthBytes;
      let next = i + 1;
      for (; next < byPlace.length; next++) {
        const one = byPlace[next]!;
        if (one.sha256 !== first.sha256 || one.offsetBytes - end > GAP_BYTES || one.offsetBytes + one.lengthBytes - first.offsetBytes > HELD_BYTES) break;
        end = Math.max(end, one.offsetBytes + one.lengthBytes);
      }
      const custody = work.artifact(first.sha256);
      if (!custody) throw new FailureError({ code: 'evidence/missing', message: `The case has no evidence ${first.sha256.slice(0, 8)}. Add the file again.` });
      const bytes = unwrap(await readEvidence(dir, custody, first.offsetBytes, end - first.offsetBytes));
      for (; i < next; i++) {
        const one = byPlace[i]!;
        parts.set(one, bytes.subarray(one.offsetBytes - first.offsetBytes, one.offsetBytes - first.offsetBytes + one.lengthBytes));
      }
    }
    const lines: Uint8Array[] = [];
    for (const record of group) {
      const bytes = parts.get(record)!;
      // NULs: UTF-16, which among lines of UTF-8 nobody could read; its text instead.
      if (bytes.includes(0)) lines.push(new TextEncoder().encode(`${(await index.event(record))?.fullBody ?? ''}\n`));
      else lines.push(...(bytes.at(-1) === 0x0a ? [bytes] : [bytes, NEWLINE]));
    }
    await handle.appendFile(Buffer.concat(lines));
  }
}

const NEWLINE = new Uint8Array([0x0a]);

/** Records in groups of about `HELD_BYTES`; a larger one is a group of its own. */
function* inGroups(records: readonly FullRecord[]): Generator<FullRecord[]> {
  let group: FullRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    if (group.length > 0 && bytes + record.lengthBytes > HELD_BYTES) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(record);
    bytes += record.lengthBytes;
  }
  if (group.length > 0) yield group;
}
