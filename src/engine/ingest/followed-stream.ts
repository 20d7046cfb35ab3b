import { setTimeout as delay } from 'node:timers/promises';
import { fail, ok, type Result } from '../../base/result.ts';
import type { FollowedSlice } from '../casefile/contract.ts';
import { readEvidence } from './evidence-bytes.ts';
import type { FollowHost, SourceIntake } from './source-intake.ts';
import { receiveUpload } from './uploads.ts';

const STEP_MS = 25;
/** What is read of the run on record at once. */
const COMPARE_BYTES = 1 << 20;
/** Before it is said what a stream is, so much is waited for, or until nothing comes for a moment. */
const HEAD_BYTES = 64 * 1024;
const HEAD_MS = 60;

/**
 * What is done with the bytes that come: `compare` with the run on record, wait for enough of them to tell what it is
 * (`look`), take slices (`live`), or keep them until the end, because they can only be read as a whole (`whole`).
 */
type Mode = 'compare' | 'look' | 'live' | 'whole';

export interface StreamListener {
  /** Something a person must know of the source, for its record: one sentence. */
  note(sentence: string): void;
  /** Whether a source that begins so can be taken in piece by piece. */
  accept(head: Uint8Array): Promise<boolean>;
}

/**
 * A source without a place, such as standard input, whose bytes are handed in as they come. One that is started again
 * often sends what it sent before (`kubectl logs -f`): as long as it is what the case has, nothing is taken.
 */
export class FollowedStream {
  private readonly host: FollowHost;
  private readonly intake: SourceIntake;
  private readonly listener: StreamListener;
  private mode: Mode;
  /** The run on record, and how far what came is equal to it. */
  private readonly run: number;
  private readonly slices: readonly FollowedSlice[];
  private equalBytes = 0;
  private readonly takenBefore: number;
  private recorded: { readonly from: number; readonly bytes: Uint8Array } | undefined;
  private held: Uint8Array[] = [];
  private heldBytes = 0;
  private heldSince = 0;
  private upload: { readonly uploadId: string; readonly path: string } | undefined;
  private readonly stop = new AbortController();
  private readonly stepping: Promise<void>;
  private failure: unknown;
  /** Calls are answered one after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(host: FollowHost, intake: SourceIntake, listener: StreamListener) {
    this.host = host;
    this.intake = intake;
    this.listener = listener;
    const { work } = host.job.options;
    const last = work.followedRun(intake.source.id);
    this.run = last?.run ?? 0;
    this.slices = last ? work.followedSlices(intake.source.id, last.run) : [];
    const end = this.slices.at(-1);
    this.takenBefore = end ? end.offsetBytes + end.lengthBytes : 0;
    this.mode = this.takenBefore > 0 ? 'compare' : 'look';
    this.stepping = this.keepStepping();
  }

  get isWhole(): boolean {
    return this.mode === 'whole';
  }

  /** Resolves when there is room for more. */
  append(bytes: Uint8Array): Promise<Result<undefined>> {
    return this.inTurn(async () => {
      if (this.failure !== undefined) throw this.failure;
      return this.receive(bytes);
    });
  }

  /** Nothing more comes. Answers with the path of a whole that is to be added, if it is one. */
  end(): Promise<Result<{ whole: string | undefined }>> {
    return this.inTurn(async () => {
      this.stop.abort();
      await this.stepping;
      if (this.failure !== undefined) throw this.failure;
      if (this.mode === 'look' && this.heldBytes > 0) {
        const decided = await this.decide();
        if (!decided.ok) return decided;
      }
      if (this.mode === 'live') await this.intake.flush(true);
      await this.intake.settled();
      return ok({ whole: this.upload?.path });
    });
  }

  /** What came of the run on record and was there already. */
  alreadyThere(): readonly FollowedSlice[] {
    return this.slices.filter(({ offsetBytes }) => offsetBytes < this.equalBytes);
  }

  private async receive(bytes: Uint8Array): Promise<Result<undefined>> {
    switch (this.mode) {
      case 'compare':
        return this.compare(bytes);
      case 'look':
        if (this.heldBytes === 0) this.heldSince = performance.now();
        this.held.push(Uint8Array.from(bytes));
        this.heldBytes += bytes.length;
        return this.heldBytes >= HEAD_BYTES ? this.decide() : ok(undefined);
      case 'live':
        this.intake.push(bytes);
        while (!this.intake.hasRoom && this.failure === undefined) await delay(STEP_MS);
        return ok(undefined);
      default:
        return this.keep(bytes);
    }
  }

  private async compare(bytes: Uint8Array): Promise<Result<undefined>> {
    for (let at = 0; at < bytes.length; ) {
      const there = await this.recordedAt(this.equalBytes);
      if (there === undefined || there.length === 0) {
        this.goOn();
        return this.receive(bytes.subarray(at));
      }
      const length = Math.min(there.length, bytes.length - at);
      if (Buffer.compare(bytes.subarray(at, at + length), there.subarray(0, length)) !== 0) return this.beginAnew(bytes.subarray(at));
      at += length;
      this.equalBytes += length;
    }
    if (this.equalBytes === this.takenBefore) this.goOn();
    return ok(undefined);
  }

  /** All that is on record came again: what follows is new. */
  private goOn(): void {
    this.mode = 'live';
    this.intake.continueRun(this.run, this.slices);
  }

  /** Other bytes than those on record: another run, all of it, what was equal so far included. */
  private async beginAnew(rest: Uint8Array): Promise<Result<undefined>> {
    const equal = this.equalBytes;
    this.listener.note(`${this.intake.source.name} began anew: it differs from run ${this.run} from byte ${equal} on, and is kept as a run of its own.`);
    this.mode = 'look';
    this.equalBytes = 0;
    for (let at = 0; at < equal; ) {
      const there = await this.recordedAt(at);
      if (there === undefined || there.length === 0) break;
      const part = there.subarray(0, equal - at);
      const received = await this.receive(part);
      if (!received.ok) return received;
      at += part.length;
    }
    return this.receive(rest);
  }

  /** Bytes of the run on record from an offset on; empty at its end. */
  private async recordedAt(offset: number): Promise<Uint8Array | undefined> {
    const { recorded } = this;
    if (recorded && offset >= recorded.from && offset < recorded.from + recorded.bytes.length) return recorded.bytes.subarray(offset - recorded.from);
    const slice = this.slices.find((s) => offset >= s.offsetBytes && offset < s.offsetBytes + s.lengthBytes);
    const custody = slice && this.host.job.options.work.artifact(slice.sha256);
    if (!slice || !custody) return undefined;
    const bytes = await readEvidence(this.host.job.dir, custody, offset - slice.offsetBytes, COMPARE_BYTES);
    if (!bytes.ok) return undefined;
    this.recorded = { from: offset, bytes: bytes.value };
    return bytes.value;
  }

  /** Says what it is from what came so far, and goes on accordingly. */
  private async decide(): Promise<Result<undefined>> {
    const head = Buffer.concat(this.held);
    this.held = [];
    this.heldBytes = 0;
    if (await this.listener.accept(head.subarray(0, HEAD_BYTES))) {
      this.mode = 'live';
      this.intake.beginRun(undefined);
      return this.receive(head);
    }
    this.mode = 'whole';
    return this.keep(head);
  }

  private async keep(bytes: Uint8Array): Promise<Result<undefined>> {
    const name = this.intake.source.name;
    const kept = await receiveUpload(this.host.job.dir, { uploadId: this.upload?.uploadId, name, bytes });
    if (!kept.ok) return kept;
    this.upload = { uploadId: kept.value.uploadId, path: kept.value.path };
    return ok(undefined);
  }

  private async keepStepping(): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        if (this.mode === 'look' && this.heldBytes > 0 && performance.now() - this.heldSince >= HEAD_MS) {
          const decided = await this.inTurn(() => (this.mode === 'look' && this.heldBytes > 0 ? this.decide() : Promise.resolve(ok(undefined))));
          if (!decided.ok) this.failure ??= new Error(decided.failure.message);
        }
        if (this.mode === 'live') await this.intake.step();
      } catch (error) {
        this.failure ??= error;
        return;
      }
      await delay(STEP_MS, undefined, { signal: this.stop.signal }).catch(() => undefined);
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = this.turn.then(work, work);
    this.turn = run.catch(() => undefined);
    return run;
  }
}

export function streamGone(streamId: string): Result<never> {
  return fail('evidence/stream-not-found', `There is no stream ${streamId}. Start it again: what is in the case is not taken in twice.`, { streamId });
}
