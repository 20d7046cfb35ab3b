import { basename } from 'node:path';
import type { Format } from '../../formats/contract.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { LineFormatDefinition } from '../../model/line-format.ts';
import type { Custody } from '../casefile/contract.ts';
import type { ArtifactFacts, ArtifactWriter, EventIndex } from '../index/contract.ts';
import { artifactPath, readEvidence } from './evidence-bytes.ts';
import type { EvidenceNames } from './evidence-names.ts';
import type { EarlyParse } from './early-parse.ts';
import { knownFormats } from './known-formats.ts';
import type { FirstRows } from './first-rows.ts';
import type { ParseJob } from './messages.ts';
import { readingKey } from './reading.ts';
import { NO_COUNTS, statusOf } from './tally.ts';
import type { Detected, WorkerPool } from './worker-pool.ts';

export interface ParseHost {
  readonly dir: string;
  readonly index: EventIndex;
  readonly pool: WorkerPool;
  readonly names: EvidenceNames;
  readonly firstRows: FirstRows;
  /** Whether somebody has looked for records before there were any. */
  isAwaited(): boolean;
  /** Of a slice of a followed source: the name and the beginning of that source, which decide what the slice is. */
  readonly beginning?: ((sha256: string) => Promise<{ readonly name: string; readonly head: Uint8Array } | undefined>) | undefined;
  /** Formats that the person described, for evidence that nothing was said of. */
  readonly ownFormats?: (() => Promise<readonly LineFormatDefinition[]>) | undefined;
  /** Keeps such a format with the evidence that was found to have it. */
  readonly keepFormat?: ((sha256: string, format: LineFormatDefinition) => void) | undefined;
  readonly log: (entry: { level: 'warn' | 'error'; message: string; data?: Record<string, unknown> }) => void;
}

export interface ParseProgress {
  bytes(doneBytes: number): void;
  /** The file has been read; what is left to do is the index's. */
  read?(): void;
  /** Records since the last call, and how many can be seen since. */
  records(more: number, visible: number): void;
  /** What was seen under a stand-in has its name. */
  named?(): void;
}

/** Kind of an artifact whose bytes could not be had; tried again when the case is next opened. */
export const UNREAD = 'unread';

/** Reads one artifact into the index. False when it was cancelled: then the index is as before. */
export async function parseArtifact(host: ParseHost, custody: Custody, signal: AbortSignal, progress: ParseProgress): Promise<boolean> {
  const { sha256 } = custody;
  const shownPath = custody.paths[0] ?? sha256;
  // What is parsed later, when a case is opened, may have been moved or changed meanwhile.
  const there = await readEvidence(host.dir, custody, 0, 0);
  if (!there.ok) {
    // What was derived from the bytes while they were there stands.
    if (host.index.facts().some((f) => f.sha256 === sha256 && f.kind !== UNREAD)) return true;
    const message = there.failure.message;
    await host.index.carry({ sha256, ...NO_COUNTS, diagnostics: 1, status: 'failed', kind: UNREAD, title: 'Not read', confidence: 0, reason: message }, shownPath, [
      { code: 'ingest/not-readable', severity: 'error', message, offsetBytes: 0, lengthBytes: custody.sizeBytes },
    ]);
    return true;
  }
  const beginning = await host.beginning?.(sha256);
  // What was read before is read again as it was: a person who took a format back does not get it again.
  const isNew = custody.reading?.format === undefined && !host.index.facts().some((f) => f.sha256 === sha256);
  return parse(host, {
    job: {
      path: artifactPath(host.dir, custody), name: beginning?.name ?? basename(shownPath), zone: custody.zone, newestNs: custody.addedAtNs,
      mapping: custody.reading?.mapping, format: custody.reading?.format, own: isNew ? await host.ownFormats?.() : undefined, head: beginning?.head,
    },
    shownPath, sizeBytes: custody.sizeBytes, begin: (format) => host.index.begin(sha256, shownPath, format), custody: Promise.resolve(custody),
  }, signal, progress);
}

/** Reads a file into the index while it is being hashed. False when it was cancelled or is not wanted: then the index is as before. */
export async function parseEarly(host: ParseHost, early: EarlyParse, signal: AbortSignal, progress: ParseProgress): Promise<boolean> {
  const unwanted = new AbortController();
  const onRecord = Promise.withResolvers<string | undefined>();
  const naming: { done?: Promise<void> } = {};
  try {
    const path = await early.path;
    if (path === '') return false;
    void early.custody.then((custody) => {
      if (!custody) unwanted.abort();
      return undefined;
    });
    return await parse(host, {
      job: { path, growing: early.growing, name: basename(early.shownPath), zone: early.zone, newestNs: early.addedAtNs, own: await host.ownFormats?.() },
      shownPath: early.shownPath, sizeBytes: early.sizeBytes, custody: early.custody,
      detected: () => early.settleOpened(),
      begin: async (format) => {
        const writer = await host.index.beginUnnamed(host.names.add(onRecord.promise), early.shownPath, format);
        const name = async (): Promise<void> => {
          const custody = await early.custody;
          if (!custody) return;
          await writer.identify(custody.sha256);
          onRecord.resolve(custody.sha256);
          progress.named?.();
        };
        naming.done = name();
        naming.done.catch(() => undefined);
        return { ...writer, finish: async (facts) => {
          await naming.done;
          await writer.finish(facts);
        } };
      },
    }, AbortSignal.any([signal, unwanted.signal]), progress);
  } finally {
    early.settleOpened();
    // Broken off after its bytes were put on record it still has its name.
    void early.custody.then((custody) => onRecord.resolve(custody?.sha256));
  }
}

interface Subject {
  readonly job: ParseJob;
  readonly shownPath: string;
  readonly sizeBytes: number;
  /** `undefined`: it is not wanted. */
  readonly custody: Promise<Custody | undefined>;
  readonly begin: (format: Format) => Promise<ArtifactWriter>;
  /** The file is open. */
  readonly detected?: () => void;
}

function definitionOf({ formatId }: Detected, job: ParseJob): LineFormatDefinition | undefined {
  return job.format ?? job.own?.find(({ id }) => id === formatId);
}

async function formatOf(found: Detected, job: ParseJob): Promise<Format | undefined> {
  const { formatById, ownFormat } = await knownFormats();
  if (found.formatId === undefined) return undefined;
  const definition = definitionOf(found, job);
  return definition ? ownFormat(definition) : formatById(found.formatId);
}

async function parse(host: ParseHost, { job, shownPath, sizeBytes, custody: known, begin, detected: onDetected }: Subject, signal: AbortSignal, progress: ParseProgress): Promise<boolean> {
  let writer: ArtifactWriter | undefined;
  let detected: Detected = { formatId: undefined, confidence: 0, reason: 'not read' };
  let lastRecords = 0;
  let seen = 0;
  try {
    const outcome = await host.pool.run(
      job,
      {
        async detected(found) {
          onDetected?.();
          detected = found;
          const format = await formatOf(found, job);
          if (definitionOf(found, job) && format) await host.index.useFormats([format]);
          if (format) writer = await begin(format);
          else host.firstRows.end();
        },
        async batch(batch, diagnostics, counts) {
          const isFirst = host.firstRows.take();
          if (!isFirst) await host.firstRows.waiting();
          let visible = await writer!.append(batch);
          if (visible === 0 && (isFirst || (seen === 0 && host.isAwaited()))) visible = await writer!.show();
          await writer!.diagnostics(diagnostics);
          seen += visible;
          // A later batch may be done first; its counts include this one.
          const records = Math.max(lastRecords, counts.records);
          progress.records(records - lastRecords, visible);
          lastRecords = records;
        },
        progress: (doneBytes) => progress.bytes(doneBytes),
      },
      signal,
    );
    // The copy waits for its reader, and its name for the copy: a worker that broke off before it had the file open must hold up neither.
    onDetected?.();
    progress.read?.();
    const custody = await known;
    if (outcome.kind === 'cancelled' || signal.aborted || !custody) {
      await writer?.abandon();
      // Rows that could be seen are gone: that is a change of order as well.
      progress.records(0, seen);
      return false;
    }
    const { sha256 } = custody;
    const format = await formatOf(detected, job);
    const own = job.format ? undefined : definitionOf(detected, job);
    if (own && custody.reading?.format === undefined) host.keepFormat?.(sha256, own);
    const reading = own ? { ...custody.reading, format: own } : custody.reading;
    const found: Diagnostic[] = [];
    let counts = outcome.counts;
    if (outcome.kind === 'failed') {
      host.log({ level: 'error', message: `Parsing ${shownPath} broke off`, data: { sha256, reason: outcome.message, detail: outcome.detail } });
      found.push({
        code: 'ingest/parser-failed', severity: 'error', offsetBytes: 0, lengthBytes: sizeBytes,
        message: `Reading broke off after ${counts.records} records: ${outcome.message}`,
      });
      counts = { ...counts, diagnostics: counts.diagnostics + 1 };
    }
    const facts: ArtifactFacts = {
      sha256, ...(format ? counts : { ...NO_COUNTS, diagnostics: found.length }),
      status: outcome.kind === 'failed' ? 'failed' : statusOf(format),
      kind: format?.id ?? 'unknown', title: format?.title ?? 'Not understood yet', confidence: detected.confidence, reason: detected.reason,
      ...(reading ? { reading: readingKey(reading) } : {}),
    };
    if (writer) {
      await writer.diagnostics(found);
      await writer.finish(facts);
      progress.records(0, lastRecords - seen);
    } else await host.index.carry(facts, shownPath, found);
    return true;
  } catch (error) {
    await writer?.abandon().catch(() => undefined);
    progress.records(0, seen);
    throw error;
  }
}
