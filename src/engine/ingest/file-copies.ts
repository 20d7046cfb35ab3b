import { copyIn, hashFile, type TakenIn } from '../intake/take-in.ts';
import type { FoundFile } from '../intake/walk.ts';
import type { EarlyParse } from './early-parse.ts';
import type { JobProgress } from './job-progress.ts';
import type { JobHost, JobRequest } from './job.ts';

/** The first records stand within so much of a file. */
const FIRST_ROWS_BYTES = 8 * 1024 * 1024;

/** Hashes files, and copies those whose bytes the case does not have. */
export class FileCopies {
  private readonly host: JobHost;
  private readonly signal: AbortSignal;
  private readonly progress: JobProgress;
  /** Sizes of what the case has: a file of another size is new, and is copied at once. */
  private readonly sizes: Set<number>;

  constructor(host: JobHost, signal: AbortSignal, progress: JobProgress) {
    this.host = host;
    this.signal = signal;
    this.progress = progress;
    this.sizes = new Set(host.options.work.custody().map((c) => c.sizeBytes));
  }

  /** Whether the case may have the bytes of a file of this size. */
  mayHave(sizeBytes: number): boolean {
    return this.sizes.has(sizeBytes);
  }

  async take(file: FoundFile, storage: JobRequest['storage'], early: EarlyParse | undefined): Promise<TakenIn> {
    const { progress, signal } = this;
    const { dir, options } = this.host;
    let done = 0;
    const count = (bytes: number): Promise<void> | undefined => {
      early?.wrote(bytes);
      progress.hashedBytes += bytes;
      done += bytes;
      progress.tell('hash', file.shownPath);
      return early && done >= FIRST_ROWS_BYTES ? this.host.firstRows.waiting() : undefined;
    };
    let taken: TakenIn;
    if (storage === 'referenced') taken = { ...(await hashFile(file.path, signal, count)), location: file.path };
    else if (this.mayHave(file.sizeBytes)) {
      const start = progress.hashedBytes;
      const hashed = await hashFile(file.path, signal, count);
      const one = options.work.artifact(hashed.sha256);
      const here = one?.storage === 'copied' ? one : undefined;
      progress.hashedBytes = here ? progress.hashedBytes : start;
      taken = here ? { ...hashed, location: here.location } : await copyIn(file.path, dir, signal, count);
    } else taken = await copyIn(file.path, dir, signal, count, early);
    this.sizes.add(taken.sizeBytes);
    return taken;
  }
}
