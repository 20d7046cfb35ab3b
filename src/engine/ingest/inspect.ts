import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fail, ok, type Result } from '../../base/result.ts';
import { knownFormats } from './known-formats.ts';
import type { LineFormatDefinition } from '../../model/line-format.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { Budget, UNPACK_LIMITS } from '../intake/archive/limits.ts';
import { containerAt, unpack } from '../intake/archive/unpack.ts';
import { hashFile } from '../intake/take-in.ts';
import { unreadable } from '../intake/walk.ts';
import type { InspectOutput } from './contract.ts';
import { FileSource } from './file-source.ts';
import { attributesJson, soundTimes, Tally } from './tally.ts';

/** Diagnostics in an answer, and members of an archive; `counts` has the true numbers. */
const LISTED = 1000;

export interface InspectOptions {
  readonly signal: AbortSignal;
  readonly progress: (progress: { bytesDone: number; bytesTotal: number }) => void;
  /** Formats that the person described. */
  readonly own?: readonly LineFormatDefinition[];
}

/**
 * What one file is and what is in it, without a case. Reads in this thread, giving way between chunks.
 * Codes: `file/not-found`, `file/not-readable`, `file/is-folder`.
 */
export async function inspectFile(path: string, zone: string, { signal, progress, own = [] }: InspectOptions): Promise<Result<InspectOutput>> {
  const started = performance.now();
  let source: FileSource | undefined;
  try {
    const info = await stat(path);
    if (info.isDirectory()) return fail('file/is-folder', `${path} is a folder. Name a file in it, or take the folder into a case.`, { path });
    if (!info.isFile()) return fail('file/not-readable', `${path} is not a regular file.`, { path });
    const bytesTotal = info.size * 2;
    let hashed = 0;
    const { sha256, sizeBytes } = await hashFile(path, signal, (bytes) => {
      hashed += bytes;
      progress({ bytesDone: hashed, bytesTotal });
    });
    const container = await inspectContainer(path, signal, (done) => progress({ bytesDone: sizeBytes + Math.min(sizeBytes, done), bytesTotal }));
    if (container) return ok({ file: path, sizeBytes, sha256, ...container, seconds: (performance.now() - started) / 1000 });
    source = await FileSource.open(path, (done) => progress({ bytesDone: sizeBytes + done, bytesTotal }));
    const head = await source.head(basename(path));
    const { detectFormat, ownFormat } = await knownFormats();
    const { format, confidence, reason } = detectFormat(head, own.map(ownFormat));
    const tally = new Tally();
    const diagnostics: Diagnostic[] = [];
    let counts: Readonly<Record<string, number>> = {};
    let summary: Readonly<Record<string, unknown>> = {};
    if (format) {
      const report = (diagnostic: Diagnostic): void => {
        tally.diagnostic();
        if (diagnostics.length < LISTED) diagnostics.push(diagnostic);
      };
      ({ counts, summary } = await format.parse(source, {
        record: (record) => {
          const time = soundTimes(record);
          if (time) report(time);
          const { left } = attributesJson(record);
          if (left) report(left);
          tally.record(record);
        },
        diagnostic: report,
        room: giveWay(),
      }, { name: head.name, zone }, signal));
    }
    const { records, notUnderstood, fromNs, toNs } = tally;
    return ok({
      file: path, sizeBytes, sha256, kind: format?.id ?? 'unknown', title: format?.title ?? 'Not understood yet', confidence, reason,
      ...(fromNs === undefined ? {} : { fromNs }), ...(toNs === undefined ? {} : { toNs }),
      counts: { records, notUnderstood, diagnostics: tally.diagnostics, ...counts }, summary: { ...summary }, diagnostics,
      seconds: (performance.now() - started) / 1000,
    });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error;
    const { code, message } = unreadable(path, error);
    return fail(code, message, { path });
  } finally {
    await source?.close();
  }
}

type ContainerFacts = Pick<InspectOutput, 'kind' | 'title' | 'confidence' | 'reason' | 'counts' | 'summary' | 'diagnostics'>;

/** An archive or a compressed file: its members with size and hash, one level deep. `undefined` when it is none. */
async function inspectContainer(path: string, signal: AbortSignal, onBytes: (done: number) => void): Promise<ContainerFacts | undefined> {
  const kind = await containerAt(path, signal);
  if (!kind) return undefined;
  const members: Array<{ path: string; sizeBytes: number; sha256: string }> = [];
  let unpackedBytes = 0;
  const found = await unpack(path, basename(path), kind, {
    budget: new Budget(UNPACK_LIMITS), signal,
    member: async (member, bytes) => {
      const hash = createHash('sha256');
      let sizeBytes = 0;
      for await (const chunk of bytes) {
        hash.update(chunk);
        sizeBytes += chunk.length;
        unpackedBytes += chunk.length;
        onBytes(unpackedBytes);
      }
      if (members.length < LISTED) members.push({ path: member, sizeBytes, sha256: hash.digest('hex') });
    },
  });
  return {
    kind: found.kind.id, title: found.title, confidence: 1, reason: found.reason,
    counts: { records: 0, members: found.members, unpackedBytes, diagnostics: found.diagnosticCount },
    summary: { members }, diagnostics: found.diagnostics.slice(0, LISTED),
  };
}

/** Lets other work of the thread run whenever some milliseconds have passed. */
function giveWay(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < 10) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        since = performance.now();
        resolve();
      });
    });
  };
}
