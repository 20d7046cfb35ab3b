import type { Worker } from 'node:worker_threads';
import { fail, ok, type Result } from '../../base/result.ts';
import type { MiningProgress } from '../index/contract.ts';
import { MiningThread } from '../ingest/mining.ts';
import type { OpenCase } from './open-case.ts';

type OnProgress = (done: MiningProgress) => void;

interface Job {
  readonly done: Promise<Result<undefined>>;
  readonly listeners: Set<OnProgress>;
  readonly stop: AbortController;
}

/** After mining, screens wait so long before they have it done again: at least, and as a multiple of what it took. */
const LEAST_PAUSE_MS = 15_000;
const PAUSE_FACTOR = 20;

/** Mining in cases that are open: whoever asks while it goes on waits for the same. */
export class SharedMining {
  private readonly jobs = new WeakMap<OpenCase, Job>();
  /** When templates of a case were mined last, and how long that took. */
  private readonly last = new WeakMap<OpenCase, { readonly endedAt: number; readonly tookMs: number }>();
  private readonly createWorker: () => Worker;

  constructor(createWorker: () => Worker) {
    this.createWorker = createWorker;
  }

  isMining(held: OpenCase): boolean {
    return this.jobs.has(held);
  }

  /**
   * The same for screens that ask again and again while evidence grows: where templates were mined a moment ago, those
   * are taken, so that mining takes a twentieth of the time at most. The answer says whether they are of all the evidence.
   */
  async recent(held: OpenCase, signal: AbortSignal, progress: OnProgress): Promise<Result<{ readonly isStale: boolean }>> {
    const last = this.last.get(held);
    const pauseMs = last ? Math.max(LEAST_PAUSE_MS, last.tookMs * PAUSE_FACTOR) : 0;
    if (!last || performance.now() - last.endedAt > pauseMs) {
      const mined = await this.fresh(held, signal, progress);
      if (!mined.ok) return mined;
    }
    return ok({ isStale: (await held.index.templates.state()).state !== 'fresh' });
  }

  /** Templates of the evidence as it is now. Ends the work when the last who waits has gone, or the case is closed. */
  async fresh(held: OpenCase, signal: AbortSignal, progress: OnProgress): Promise<Result<undefined>> {
    let job = this.jobs.get(held);
    if (!job) {
      if ((await held.index.templates.state()).state === 'fresh') return ok(undefined);
      job = this.jobs.get(held) ?? this.start(held);
    }
    const { listeners, stop, done } = job;
    listeners.add(progress);
    const left = new Promise<Result<undefined>>((resolve) => {
      signal.addEventListener('abort', () => {
        listeners.delete(progress);
        if (listeners.size === 0) stop.abort();
        resolve(fail('cancelled', 'Mining templates was ended.'));
      }, { once: true });
    });
    return Promise.race([done, left]);
  }

  private start(held: OpenCase): Job {
    const stop = new AbortController();
    const listeners = new Set<OnProgress>();
    const onClosing = (): void => stop.abort();
    held.closing.addEventListener('abort', onClosing, { once: true });
    const startedAt = performance.now();
    const run = async (): Promise<Result<undefined>> => {
      const thread = new MiningThread(this.createWorker);
      const end = (): void => void thread.close();
      stop.signal.addEventListener('abort', end, { once: true });
      try {
        const mined = await held.index.templates.mine(thread, stop.signal, (done) => {
          for (const listener of listeners) listener(done);
        });
        const endedAt = performance.now();
        if (mined.ok) this.last.set(held, { endedAt, tookMs: endedAt - startedAt });
        return mined;
      } finally {
        held.closing.removeEventListener('abort', onClosing);
        this.jobs.delete(held);
        await thread.close();
        if (!held.closing.aborted) held.changed();
      }
    };
    const job: Job = { done: run(), listeners, stop };
    job.done.catch(() => undefined);
    this.jobs.set(held, job);
    return job;
  }
}
