import { join } from 'node:path';
import { FailureError } from '../../base/result.ts';
import type { Artifact } from '../../model/artifact.ts';
import type { Custody } from '../casefile/contract.ts';
import type { UnpackLimits } from '../intake/archive/limits.ts';
import { containerAt } from '../intake/archive/unpack.ts';
import { lasting, type TakenIn } from '../intake/take-in.ts';
import { unreadable, walk, type FoundFile, type Refused } from '../intake/walk.ts';
import { toArtifact } from './artifact.ts';
import { checkLists } from './checksum-lists.ts';
import type { IngestProgress, IngestServiceOptions } from './contract.ts';
import { ContainerQueue } from './containers.ts';
import { EARLY_BYTES, EarlyParse } from './early-parse.ts';
import { readEvidence } from './evidence-bytes.ts';
import { FileCopies } from './file-copies.ts';
import { JobProgress } from './job-progress.ts';
import { UNREAD, type ParseHost } from './parse-artifact.ts';
import { ParseQueue } from './parse-queue.ts';

/** Small files that are put on record in one transaction: each waits for the disk, in the engine's thread. */
const GROUP_FILES = 64;
const GROUP_MS = 200;

export interface JobRequest {
  readonly paths: readonly string[];
  readonly storage: 'copied' | 'referenced';
  readonly zone: string;
  readonly author: string;
}

export interface TakenFile {
  readonly file: FoundFile;
  readonly sha256: string;
  readonly alreadyInCase: boolean;
}

export interface JobHost extends ParseHost {
  readonly options: IngestServiceOptions;
  readonly limits: UnpackLimits;
  /** Renews the order of events if records came in; now and then, and at the end. */
  order(force: boolean, signal: AbortSignal): Promise<void>;
  recordsCame(count: number): void;
  nowNs(): bigint;
}

export interface JobListener {
  item(artifact: Artifact): void | Promise<void>;
  progress(progress: IngestProgress): void;
}

/** One piece of ingest: walk, hash and copy, unpack, parse, order. Files are taken in one after the other while others are parsed. */
export class IngestJob {
  readonly taken: TakenFile[] = [];
  readonly refused: Refused[] = [];
  private readonly host: JobHost;
  private readonly listener: JobListener;
  private readonly signal: AbortSignal;
  private readonly progress: JobProgress;
  private readonly copies: FileCopies;
  private readonly parses: ParseQueue;
  /** Copied and hashed, and not on record yet. */
  private readonly unrecorded: Array<{
    readonly file: FoundFile; readonly taken: TakenIn; readonly request: JobRequest; readonly early: EarlyParse | undefined; readonly addedAtNs: bigint;
  }> = [];
  private unrecordedSince = 0;
  /** Kinds of what the index holds, or will when this job is done. */
  private readonly kinds: Map<string, string>;
  /** Artifacts whose reading this job began. */
  private readonly begun = new Set<string>();
  private readonly containers: ContainerQueue;

  constructor(host: JobHost, listener: JobListener, signal: AbortSignal) {
    this.host = host;
    this.listener = listener;
    this.signal = signal;
    this.progress = new JobProgress((progress) => listener.progress(progress));
    this.copies = new FileCopies(host, signal, this.progress);
    this.parses = new ParseQueue(host, signal, this.progress, (custody) => this.indexed(custody));
    this.kinds = new Map(host.index.facts().map((f) => [f.sha256, f.kind]));
    this.containers = new ContainerQueue(host, signal, {
      bytes: (count, path) => {
        this.progress.addBytes(count);
        this.progress.hashedBytes += count;
        this.progress.tell('hash', path);
      },
      members: (found) => this.takeMembers(found),
      done: (custody) => this.indexed(custody),
    });
  }

  state(): IngestProgress {
    return this.progress.state();
  }

  /** Takes paths in, then parses what is new. Throws when aborted. */
  async takeIn(request: JobRequest): Promise<void> {
    const files: FoundFile[] = [];
    for (const path of request.paths) {
      for await (const found of walk(path, this.signal)) {
        if ('refused' in found) this.refused.push(found.refused);
        else {
          files.push(found.file);
          this.progress.addBytes(found.file.sizeBytes);
          this.progress.addFiles(1);
          this.progress.tell('walk', found.file.shownPath);
        }
      }
    }
    this.progress.tell('walk', '', true);
    await this.each(files, (file) => this.takeFile(file, request));
  }

  /** Parses artifacts that are in custody and not in the index. */
  async parseAll(custody: readonly Custody[]): Promise<void> {
    this.progress.addFiles(custody.length);
    for (const one of custody) {
      this.progress.addBytes(one.sizeBytes);
      this.progress.hashedBytes += one.sizeBytes;
    }
    await this.each(custody, async (one) => {
      if (!this.begun.has(one.sha256)) await this.begin(one);
    });
  }

  /** Takes one after the other, and waits until all is in the index. */
  private async each<T>(all: readonly T[], take: (one: T) => Promise<void>): Promise<void> {
    this.parses.expectMore();
    try {
      for (const one of all) {
        await take(one);
        await this.containers.drain();
      }
      await this.record();
      await this.containers.drain();
    } catch (error) {
      await this.recordOnly();
      // What is being parsed ends too, before anything else begins.
      this.parses.noMore();
      await this.parses.ended();
      throw error;
    }
    this.parses.noMore();
    await this.settled();
  }

  /** What was copied before something went wrong is in the case; it is read when the case is next opened. */
  private async recordOnly(): Promise<void> {
    const group = this.unrecorded.splice(0);
    for (const { early } of group) early?.drop();
    if (group.length === 0) return;
    await lasting(this.host.dir, group.map(({ taken }) => taken));
    this.host.options.work.addAllCustody(group.map(({ file, taken, request, addedAtNs }) => custodyOf(file, taken, request, addedAtNs)));
    this.host.options.changed();
  }

  /** Reads artifacts once more, whatever the index holds of them. */
  async readAgain(custody: readonly Custody[]): Promise<void> {
    for (const { sha256 } of custody) this.kinds.delete(sha256);
    await this.parseAll(custody);
  }

  /** Waits for what is being parsed and puts it in order. */
  private async settled(): Promise<void> {
    await this.parses.settled();
    await checkLists(this.host, this.begun, this.signal);
    this.progress.tell('order', '', true);
    await this.host.order(true, this.signal);
    this.progress.tell('order', '', true);
  }

  private async takeFile(file: FoundFile, request: JobRequest): Promise<void> {
    this.signal.throwIfAborted();
    this.progress.tell('hash', file.shownPath);
    const before = this.progress.hashedBytes;
    const isLarge = file.sizeBytes >= EARLY_BYTES;
    if (isLarge) await this.record();
    const early = await this.beginEarly(file, request);
    let taken: TakenIn;
    try {
      taken = await this.copies.take(file, request.storage, early);
    } catch (error) {
      early?.drop();
      this.signal.throwIfAborted();
      if (!isFileError(error)) throw error;
      this.progress.hashedBytes = before + file.sizeBytes;
      this.progress.done(file.sizeBytes);
      this.refused.push(unreadable(file.path, error));
      return;
    }
    this.progress.hashedBytes = before + file.sizeBytes;
    if (this.unrecorded.length === 0) this.unrecordedSince = performance.now();
    this.unrecorded.push({ file, taken, request, early, addedAtNs: early?.addedAtNs ?? this.host.nowNs() });
    if (isLarge || this.unrecorded.length >= GROUP_FILES || performance.now() - this.unrecordedSince > GROUP_MS) await this.record();
  }

  /** Puts what was copied and hashed on record, in one transaction, and begins to read it. */
  private async record(): Promise<void> {
    const { options } = this.host;
    const group = this.unrecorded.splice(0);
    if (group.length === 0) return;
    try {
      await lasting(this.host.dir, group.map(({ taken }) => taken));
      const fresh = new Set(group.map(({ taken }) => taken.sha256).filter((sha256) => options.work.artifact(sha256) === undefined));
      if (options.work.addAllCustody(group.map(({ file, taken, request, addedAtNs }) => custodyOf(file, taken, request, addedAtNs))) > 0) options.changed();
      for (const { file, taken, request, early } of group) {
        await this.relinkMissing(options.work.artifact(taken.sha256)!, file.path, request);
        const custody = options.work.artifact(taken.sha256)!;
        const isNew = fresh.delete(taken.sha256);
        this.taken.push({ file, sha256: custody.sha256, alreadyInCase: !isNew });
        await this.tellItem(custody);
        if (early && isNew && custody.sizeBytes === file.sizeBytes && !this.kinds.has(custody.sha256)) {
          this.begun.add(custody.sha256);
          early.identify(custody);
        } else {
          early?.drop();
          await this.begin(custody);
        }
      }
    } finally {
      // When something failed: nobody else says what becomes of it.
      for (const { early } of group) early?.drop();
    }
  }

  /** Begins to parse a large file that is probably new, if somebody is free to do it. */
  private async beginEarly(file: FoundFile, request: JobRequest): Promise<EarlyParse | undefined> {
    const { dir, pool } = this.host;
    if (file.sizeBytes < EARLY_BYTES || this.copies.mayHave(file.sizeBytes) || !pool.free || !this.parses.hasRoom()) return undefined;
    // What was uploaded may be the next piece of something else.
    if (file.path.startsWith(join(dir, 'derived'))) return undefined;
    try {
      if ((await containerAt(file.path, this.signal)) !== undefined) return undefined;
    } catch {
      // Taking it in says what is wrong.
      return undefined;
    }
    const early = new EarlyParse(file, { copied: request.storage === 'copied', zone: request.zone, addedAtNs: this.host.nowNs() });
    this.parses.addEarly(early);
    return early;
  }

  /** Members that an archive gave: in custody already. */
  private async takeMembers(found: ReadonlyArray<{ custody: Custody; shownPath: string; isNew: boolean }>): Promise<void> {
    this.progress.addFiles(found.length);
    this.host.options.changed();
    for (const { custody, shownPath, isNew } of found) {
      this.taken.push({ file: { path: shownPath, shownPath, sizeBytes: custody.sizeBytes }, sha256: custody.sha256, alreadyInCase: !isNew });
      await this.tellItem(custody);
      await this.begin(custody);
    }
  }

  /** Reads what the index does not hold: unpacks archives, parses the rest. */
  private async begin(custody: Custody): Promise<void> {
    const { sha256 } = custody;
    const kind = this.kinds.get(sha256);
    // What an older Tephra did not understand may be an archive.
    const isKnown = this.begun.has(sha256) || (kind !== undefined && kind !== UNREAD && kind !== 'unknown');
    if (!isKnown && custody.reading?.mapping === undefined && (await this.containers.offer(custody))) this.begun.add(sha256);
    else if (isKnown || kind === 'unknown') {
      this.progress.done(custody.sizeBytes);
    } else {
      this.begun.add(sha256);
      await this.parses.add(custody);
    }
  }

  private async tellItem(custody: Custody): Promise<void> {
    const facts = this.kinds.has(custody.sha256) ? this.host.index.facts().find((f) => f.sha256 === custody.sha256) : undefined;
    await this.listener.item(toArtifact(custody, facts));
  }

  private async indexed(custody: Custody): Promise<void> {
    const facts = this.host.index.facts().find((f) => f.sha256 === custody.sha256);
    if (facts) this.kinds.set(custody.sha256, facts.kind);
    this.progress.done(custody.sizeBytes);
    this.progress.tell('index', custody.paths[0] ?? custody.sha256, true);
    this.host.options.changed();
    await this.listener.item(toArtifact(this.host.options.work.artifact(custody.sha256) ?? custody, facts));
  }

  /** Referenced evidence that is not where it was, and was handed in again from where it lies now. */
  private async relinkMissing(custody: Custody, path: string, request: JobRequest): Promise<void> {
    const { dir, options } = this.host;
    if (custody.storage !== 'referenced' || request.storage !== 'referenced' || custody.location === path || (await readEvidence(dir, custody, 0, 0)).ok) return;
    const run = options.work.run({ name: 'evidence.relink', input: { links: [{ sha256: custody.sha256, location: path }] } }, request.author);
    if (!run.ok) throw new FailureError(run.failure);
    options.changed();
  }
}

function custodyOf(file: FoundFile, { sha256, sizeBytes, location }: TakenIn, request: JobRequest, addedAtNs: bigint): Custody {
  return { sha256, paths: [file.shownPath], sizeBytes, addedAtNs, addedBy: request.author, storage: request.storage, location, zone: request.zone };
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(?:ENOENT|ENOTDIR|EACCES|EPERM|EISDIR|EIO|ELOOP|ESTALE|ENXIO|EINVAL)$/.test(error.code);
}
