import { constants } from 'node:fs';
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FollowedSlice, FollowedSource } from '../casefile/contract.ts';
import { readEvidence } from './evidence-bytes.ts';
import type { FollowHost, SourceIntake } from './source-intake.ts';

/** From one look at the file to the next. */
const POLL_MS = 50;
const STEP_BYTES = 1 << 20;
/** Bytes before the place reached that are read again each time: a file that was replaced in place has others there. */
const OVERLAP_BYTES = 256;
/** After a rotation, a writer may go on in the old file for a moment. */
const DRAIN_LOOKS = 5;
/** Files of a folder that are looked at for the one that was rotated away meanwhile. */
const MOST_NEIGHBOURS = 5000;

export type FollowState = 'following' | 'waiting' | 'ended';

export interface FileListener {
  state(state: FollowState): void;
  /** Something a person must know of the source, for its record: one sentence. */
  note(sentence: string): void;
  /** The first bytes are there: whether they are of a kind that can be followed. */
  accept(head: Uint8Array): Promise<boolean>;
}

/**
 * Follows one file as `tail -F` does, by its name: through rotation (renamed, and a new one in its place), truncation
 * and replacement, each a new run of the source. Begins where the case has it, if the file is still the one it was.
 */
export class FollowedFile {
  private readonly host: FollowHost;
  private readonly source: FollowedSource;
  private readonly intake: SourceIntake;
  private readonly listener: FileListener;
  private handle: FileHandle | undefined;
  private identity = '';
  /** Bytes of the file that were handed to the intake, and the last of them. */
  private position = 0;
  private overlap: Uint8Array = new Uint8Array();
  private accepted = false;

  constructor(host: FollowHost, intake: SourceIntake, listener: FileListener) {
    this.host = host;
    this.source = intake.source;
    this.intake = intake;
    this.listener = listener;
  }

  /** Runs until `stop`, or until the file turns out to be of a kind that cannot be followed. */
  async run(stop: AbortSignal): Promise<void> {
    try {
      await this.begin();
      while (!stop.aborted) {
        const more = await this.look();
        if (more === undefined) return;
        await this.intake.step();
        if (!more || !this.intake.hasRoom) await delay(POLL_MS, undefined, { signal: stop }).catch(() => undefined);
      }
      // What is there now belongs to what was asked for; what may still change is read again when the follow goes on.
      while (this.intake.hasRoom && (await this.read()) > 0);
      if (this.accepted) await this.intake.flush(false);
      this.intake.drop();
    } finally {
      await this.handle?.close();
      this.handle = undefined;
    }
  }

  /** One look at the file: whether there is more to read at once; `undefined`: no use in looking again. */
  private async look(): Promise<boolean | undefined> {
    const there = await identityOf(this.source.location);
    if (!this.handle) {
      if (there === undefined) return false;
      await this.openNext('');
      return true;
    }
    if (this.intake.hasRoom) {
      const { size } = await this.handle.stat();
      if (size < this.position || (size > this.position && !(await this.isSameBefore(this.handle, this.position)))) {
        await this.intake.flush(true);
        this.startOver(`${this.source.name} was ${size < this.position ? 'truncated' : 'written anew'} after ${this.position} bytes; it is taken in from its beginning again.`);
        return true;
      }
      const bytes = await this.read();
      if (bytes > 0 && !this.accepted) {
        if (!(await this.listener.accept(await this.head()))) return undefined;
        this.accepted = true;
      }
      if (bytes > 0) return bytes === STEP_BYTES;
    } else return false;
    if (there === this.identity) {
      this.listener.state('following');
      return false;
    }
    if (there === undefined) {
      this.listener.state('waiting');
      return false;
    }
    await this.drain();
    await this.openNext(`${this.source.name} was rotated or replaced after ${this.position} bytes; the new file is taken in from its beginning.`);
    return true;
  }

  /** Opens the file and finds out how it goes on from what the case has of it. */
  private async begin(): Promise<void> {
    const { work } = this.host.job.options;
    const run = work.followedRun(this.source.id);
    const slices = run ? work.followedSlices(this.source.id, run.run) : [];
    const last = slices.at(-1);
    const taken = last ? last.offsetBytes + last.lengthBytes : 0;
    await this.openFile();
    if (!run) {
      this.intake.beginRun(this.identity);
      return;
    }
    this.accepted = taken > 0;
    const before = await this.lastBytes(last);
    if (before === undefined) {
      this.intake.beginRun(this.identity);
      return;
    }
    this.intake.continueRun(run.run, slices);
    if (this.handle && (await endsLike(this.handle, taken, before))) {
      this.position = taken;
      this.overlap = before;
      if (run.file !== this.identity) work.putFollowedRun({ ...run, file: this.identity });
      return;
    }
    // Rotated while nobody looked: the rest of the old file comes first, if it is still there.
    const old = run.file === undefined ? undefined : await this.rotatedFile(run.file, taken, before);
    const name = this.source.name;
    if (old) {
      const current = this.handle;
      this.handle = old.handle;
      this.position = taken;
      this.overlap = before;
      await this.drain();
      await old.handle.close();
      this.handle = current;
      this.startOver(`${name} was rotated to ${old.path} while it was not followed; the rest of that file was taken in, then the new one from its beginning.`);
    } else {
      this.startOver(`${name} is another file than the one of which the case has ${taken} bytes; it is taken in from its beginning. What was written in between and is in neither is not in the case.`);
    }
  }

  private async openFile(): Promise<void> {
    await this.handle?.close();
    this.handle = undefined;
    try {
      this.handle = await open(this.source.location, constants.O_RDONLY);
      this.identity = identity(await this.handle.stat({ bigint: true }));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  private async openNext(sentence: string): Promise<void> {
    await this.openFile();
    if (!this.handle) return;
    this.startOver(sentence);
  }

  private startOver(sentence: string): void {
    this.position = 0;
    this.overlap = new Uint8Array();
    this.intake.beginRun(this.identity);
    if (sentence !== '') this.listener.note(sentence);
    this.listener.state('following');
  }

  /** Reads the old file to its end, and takes all of it. */
  private async drain(): Promise<void> {
    for (let quiet = 0; quiet < DRAIN_LOOKS; ) {
      if (this.intake.hasRoom && (await this.read()) > 0) quiet = 0;
      else if (this.intake.hasRoom) quiet++;
      await this.intake.step();
      if (quiet > 0) await delay(POLL_MS);
    }
    await this.intake.flush(true);
  }

  /** Hands what comes next to the intake; how many bytes. */
  private async read(): Promise<number> {
    if (!this.handle) return 0;
    const buffer = Buffer.allocUnsafe(STEP_BYTES);
    const { bytesRead } = await this.handle.read(buffer, 0, buffer.length, this.position);
    if (bytesRead === 0) return 0;
    const bytes = buffer.subarray(0, bytesRead);
    this.intake.push(bytes);
    this.position += bytesRead;
    this.overlap = Uint8Array.from(Buffer.concat([this.overlap, bytes.subarray(-OVERLAP_BYTES)]).subarray(-OVERLAP_BYTES));
    return bytesRead;
  }

  private async head(): Promise<Uint8Array> {
    const bytes = new Uint8Array(65_536);
    const { bytesRead } = await this.handle!.read(bytes, 0, Math.min(bytes.length, this.position), 0);
    return bytes.slice(0, bytesRead);
  }

  private isSameBefore(handle: FileHandle, position: number): Promise<boolean> {
    return endsLike(handle, position, this.overlap);
  }

  /** The last bytes of what was taken; `undefined` when nothing was, or when they cannot be had. */
  private async lastBytes(last: FollowedSlice | undefined): Promise<Uint8Array | undefined> {
    const custody = last && this.host.job.options.work.artifact(last.sha256);
    if (!custody) return undefined;
    const length = Math.min(OVERLAP_BYTES, custody.sizeBytes);
    const bytes = await readEvidence(this.host.job.dir, custody, custody.sizeBytes - length, length);
    return bytes.ok ? bytes.value : undefined;
  }

  /** The file with this identity in the same folder. */
  private async rotatedFile(file: string, taken: number, before: Uint8Array): Promise<{ handle: FileHandle; path: string } | undefined> {
    const folder = dirname(this.source.location);
    const names = await readdir(folder).catch(() => []);
    for (const name of names.slice(0, MOST_NEIGHBOURS)) {
      const path = join(folder, name);
      if ((await identityOf(path)) !== file) continue;
      const handle = await open(path, constants.O_RDONLY).catch(() => undefined);
      if (!handle) return undefined;
      if (await endsLike(handle, taken, before)) return { handle, path };
      await handle.close();
    }
    return undefined;
  }
}

/** Whether the bytes before `position` are these. */
async function endsLike(handle: FileHandle, position: number, before: Uint8Array): Promise<boolean> {
  if ((await handle.stat()).size < position) return false;
  const bytes = new Uint8Array(before.length);
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, position - before.length);
  return bytesRead === before.length && Buffer.compare(bytes, before) === 0;
}

function identity({ dev, ino }: { readonly dev: bigint; readonly ino: bigint }): string {
  return `${dev}:${ino}`;
}

async function identityOf(path: string): Promise<string | undefined> {
  try {
    return identity(await stat(path, { bigint: true }));
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'EACCES' || error.code === 'ESTALE');
}
