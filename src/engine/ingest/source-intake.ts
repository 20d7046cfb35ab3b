import { createHash } from 'node:crypto';
import type { Artifact } from '../../model/artifact.ts';
import { slicePath } from '../../model/source-name.ts';
import type { Custody, FollowedSlice, FollowedSource } from '../casefile/contract.ts';
import { evidenceLocation, streamIn } from '../intake/take-in.ts';
import { toArtifact } from './artifact.ts';
import type { JobHost } from './job.ts';
import { parseArtifact } from './parse-artifact.ts';
import { Cutter } from './slices.ts';
import { HEAD_BYTES, type SourceHeads } from './source-heads.ts';

/** A slice is made at once when there is this much. */
export const SLICE_BYTES = 8 << 20;
/** From one slice to the next, when little comes: each is an artifact, and rows are to be seen within a second. */
const GAP_MS = 500;
/** When nothing came for so long, what came is taken for whole: a writer writes a record at once. */
const SETTLE_MS = 60;
/** How long a slice waits for that. */
const PATIENCE_MS = 100;
/** No more waits in memory; a line without an end that is longer is cut. */
const MOST_BYTES = 2 * SLICE_BYTES;

export interface FollowHost {
  readonly job: JobHost;
  readonly heads: SourceHeads;
  /** Resolves when what a killed process left has been gone on with. */
  ready(): Promise<void>;
  /** Records came in: they are to be in the order of events soon. */
  orderSoon(sha256: string): void;
  /** Aborted when the case is being closed: what is being parsed is parsed again when it is next opened. */
  readonly closing: AbortSignal;
}

export interface IntakeListener {
  item(artifact: Artifact): void | Promise<void>;
  /** Something about the source is different now. */
  changed(): void;
}

/** What was taken of a source since its follow began. */
export interface TakenSlice {
  readonly sha256: string;
  readonly alreadyInCase: boolean;
}

/** Takes the bytes of one growing source into the case, slice by slice, in order. */
export class SourceIntake {
  readonly source: FollowedSource;
  readonly taken: TakenSlice[] = [];
  run = 0;
  /** Bytes of the run that are in custody. */
  offsetBytes = 0;
  /** What was taken since the follow began. */
  takenBytes = 0;
  records = 0;
  lastTakenNs: bigint | undefined;
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;
  private cutter = new Cutter();
  private cameAt = 0;
  private dueAt = 0;
  /** Pending bytes that are, up to here, what another artifact is: they wait for more to tell them apart. */
  private sameAs = 0;
  private kind: string | undefined;
  private readonly parses = new Set<Promise<void>>();
  private failure: unknown;
  private readonly host: FollowHost;
  private readonly author: string;
  private readonly listener: IntakeListener;

  constructor(host: FollowHost, source: FollowedSource, author: string, listener: IntakeListener) {
    this.host = host;
    this.source = source;
    this.author = author;
    this.listener = listener;
  }

  /** Bytes that came and are not in custody. */
  get waitingBytes(): number {
    return this.pendingBytes;
  }

  get hasRoom(): boolean {
    return this.pendingBytes < MOST_BYTES;
  }

  /** Goes on with the run that is on record, behind its last slice. */
  continueRun(run: number, slices: readonly FollowedSlice[]): void {
    this.run = run;
    const last = slices.at(-1);
    this.offsetBytes = last ? last.offsetBytes + last.lengthBytes : 0;
    this.kind = last && this.host.job.index.facts().find((f) => f.sha256 === last.sha256)?.kind;
  }

  /** The source begins anew. Everything of the run before must have been taken. */
  beginRun(file: string | undefined): void {
    this.run = (this.host.job.options.work.followedRun(this.source.id)?.run ?? 0) + 1;
    this.host.job.options.work.putFollowedRun({ source: this.source.id, run: this.run, file });
    this.offsetBytes = 0;
    this.cutter = new Cutter();
    this.kind = undefined;
  }

  /** Keeps a copy of the bytes. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const now = performance.now();
    if (this.pendingBytes === 0) this.dueAt = Math.max(this.dueAt, now);
    this.pending.push(Uint8Array.from(bytes));
    this.pendingBytes += bytes.length;
    this.cameAt = now;
  }

  /** Takes a slice if it is time for one. Throws what went wrong while one was parsed. */
  async step(): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    const now = performance.now();
    if (this.pendingBytes === 0 || this.pendingBytes === this.sameAs) return;
    const isMuch = this.pendingBytes >= SLICE_BYTES;
    const settled = now - this.cameAt >= SETTLE_MS;
    if (!isMuch && (now < this.dueAt || (!settled && now < this.dueAt + PATIENCE_MS))) return;
    await this.takeWhole(settled && !isMuch, isMuch);
  }

  /** Takes all whole lines that came. `ended`: nothing more will, so that a last line without an end is taken as well. */
  async flush(ended: boolean): Promise<void> {
    for (let before = 0; this.pendingBytes > 0 && this.pendingBytes !== before; ) {
      before = this.pendingBytes;
      await this.takeWhole(true, ended);
    }
    if (ended && this.pendingBytes > 0) await this.take(this.gather(), true);
  }

  /** Forgets what came and is not in custody: a last line without an end, which will be read again with its end. */
  drop(): void {
    this.pending = [];
    this.pendingBytes = 0;
    this.sameAs = 0;
  }

  /** Waits until everything that was taken is in the index. */
  async settled(): Promise<void> {
    await Promise.all(this.parses);
    if (this.failure !== undefined) throw this.failure;
  }

  private async takeWhole(settled: boolean, anyway: boolean): Promise<void> {
    const bytes = this.gather();
    const some = bytes.subarray(0, Math.min(bytes.length, SLICE_BYTES));
    let end = this.cutter.cut(some, settled && some.length === bytes.length);
    // One record that is longer than a slice: all of it, or if it never ends what memory holds.
    if (end === 0 && some.length < bytes.length) end = this.cutter.cut(bytes, settled) || bytes.lastIndexOf(0x0a) + 1;
    if (end === 0 && bytes.length >= MOST_BYTES) end = bytes.length;
    if (end > 0) await this.take(bytes.subarray(0, end), anyway);
    else if (settled) this.sameAs = this.pendingBytes;
  }

  private gather(): Uint8Array {
    if (this.pending.length > 1) this.pending = [Buffer.concat(this.pending)];
    return this.pending[0] ?? new Uint8Array();
  }

  /** Puts bytes in custody and has them parsed. Unless `anyway`, bytes that another artifact is already wait for more. */
  private async take(bytes: Uint8Array, anyway: boolean): Promise<void> {
    const { job, heads } = this.host;
    const { work } = job.options;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const known = work.artifact(sha256);
    if (known && !anyway) {
      this.sameAs = this.pendingBytes;
      return;
    }
    if (known?.storage !== 'copied') await streamIn(once(bytes), job.dir, this.host.closing, () => undefined);
    const custody: Custody = {
      sha256, paths: [slicePath(this.source.name, this.run, this.offsetBytes)], sizeBytes: bytes.length, addedAtNs: job.nowNs(), addedBy: this.author,
      storage: 'copied', location: evidenceLocation(sha256), zone: this.source.zone,
    };
    work.addFollowedSlice({ source: this.source.id, run: this.run, offsetBytes: this.offsetBytes, lengthBytes: bytes.length, sha256 }, custody);
    heads.add(this.source.id, this.run, this.offsetBytes, bytes);
    this.offsetBytes += bytes.length;
    this.takenBytes += bytes.length;
    this.lastTakenNs = custody.addedAtNs;
    this.taken.push({ sha256, alreadyInCase: known !== undefined });
    const rest = this.gather().subarray(bytes.length);
    this.pending = rest.length > 0 ? [rest] : [];
    this.pendingBytes = rest.length;
    this.sameAs = 0;
    this.dueAt = performance.now() + GAP_MS;
    job.options.changed();
    this.listener.changed();
    // While its beginning grows, what the source is may become clearer: one after the other.
    const limit = this.offsetBytes < HEAD_BYTES ? 1 : 2;
    while (this.parses.size >= limit) await Promise.race(this.parses);
    const parse: Promise<void> = this.parse(work.artifact(sha256)!).catch((error: unknown) => {
      if (!this.host.closing.aborted) this.failure ??= error;
    }).finally(() => this.parses.delete(parse));
    this.parses.add(parse);
  }

  private async parse(custody: Custody): Promise<void> {
    const { index } = this.host.job;
    const before = index.facts().find((f) => f.sha256 === custody.sha256);
    if (!before && !(await this.read(custody))) return;
    const facts = index.facts().find((f) => f.sha256 === custody.sha256);
    if (!before) this.records += facts?.records ?? 0;
    await this.listener.item({ ...toArtifact(custody, facts) });
    this.listener.changed();
    const known = this.kind;
    this.kind = facts?.kind;
    if (known !== undefined && facts && known !== facts.kind && this.offsetBytes <= 2 * HEAD_BYTES) await this.readAgain(facts.kind);
  }

  /** More of the source says what it is: slices that were read as something else are read again. */
  private async readAgain(kind: string): Promise<void> {
    const { index, options } = this.host.job;
    const kinds = new Map(index.facts().map((f) => [f.sha256, f.kind]));
    for (const { sha256, offsetBytes } of options.work.followedSlices(this.source.id, this.run)) {
      const custody = options.work.artifact(sha256);
      if (offsetBytes < HEAD_BYTES && custody && kinds.has(sha256) && kinds.get(sha256) !== kind) await this.read(custody);
    }
  }

  private async read(custody: Custody): Promise<boolean> {
    const { job } = this.host;
    const done = await parseArtifact(job, custody, this.host.closing, { bytes: () => undefined, records: () => undefined });
    if (done) {
      job.options.changed();
      this.host.orderSoon(custody.sha256);
    }
    return done;
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
