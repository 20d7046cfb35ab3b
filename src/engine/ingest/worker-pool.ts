import type { Worker } from 'node:worker_threads';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { RecordBatch } from '../index/contract.ts';
import { buffersOf } from './batch.ts';
import type { FromWorker, ParseJob, ToWorker } from './messages.ts';
import { NO_COUNTS, type TallyCounts } from './tally.ts';

/** Batches a worker may be ahead of the index. */
const CREDIT = 4;
/** Batches that the index takes at the same time. */
const TAKEN_AT_ONCE = 2;

export interface Detected {
  readonly formatId: string | undefined;
  readonly confidence: number;
  readonly reason: string;
}

export interface ParseListener {
  /** Comes once, before any batch; the worker waits for it. */
  detected(detected: Detected): Promise<void>;
  /** Called in order, the next before the one before is done; the worker waits when several are not taken yet. */
  batch(batch: RecordBatch, diagnostics: readonly Diagnostic[], counts: TallyCounts): Promise<void>;
  progress(doneBytes: number): void;
}

export type ParseOutcome =
  | { readonly kind: 'done'; readonly counts: TallyCounts }
  | { readonly kind: 'cancelled' }
  /** The parser or its worker ended on its own, or gave no sign of life; what came before stands. */
  | { readonly kind: 'failed'; readonly counts: TallyCounts; readonly message: string; readonly detail: string };

export interface WorkerPoolOptions {
  readonly create: () => Worker;
  readonly size: number;
  /** Milliseconds without a sign of life, while the worker has work and room, after which it is ended. */
  readonly patienceMs: number;
}

/** Parse workers, made when needed. A worker that crashed or hung is replaced. */
export class WorkerPool {
  private readonly idle: Worker[] = [];
  private readonly all = new Set<Worker>();
  private readonly queue: Array<() => void> = [];
  private running = 0;
  private closed = false;
  private readonly options: WorkerPoolOptions;

  constructor(options: WorkerPoolOptions) {
    this.options = options;
  }

  /** Whether a file would be parsed at once. */
  get free(): boolean {
    return !this.closed && this.running < this.options.size;
  }

  /** Parses one file. Rejects only when the listener does. */
  async run(job: ParseJob, listener: ParseListener, signal: AbortSignal): Promise<ParseOutcome> {
    if (this.running >= this.options.size) {
      await new Promise<void>((resolve) => {
        this.queue.push(resolve);
      });
    }
    this.running++;
    try {
      if (signal.aborted || this.closed) return { kind: 'cancelled' };
      const worker = this.idle.pop() ?? this.create();
      worker.ref();
      const parse = new Parse(worker, job, listener, signal, this.options.patienceMs);
      const outcome = await parse.outcome;
      // An idle worker keeps no process alive.
      worker.unref();
      if (parse.reusable && !this.closed) this.idle.push(worker);
      else await this.end(worker);
      return outcome;
    } finally {
      this.running--;
      this.queue.shift()?.();
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.all].map((worker) => this.end(worker)));
  }

  private create(): Worker {
    const worker = this.options.create();
    worker.on('error', () => undefined);
    this.all.add(worker);
    return worker;
  }

  private async end(worker: Worker): Promise<void> {
    this.all.delete(worker);
    await worker.terminate();
  }
}

/** One job on one worker. */
class Parse {
  readonly outcome: Promise<ParseOutcome>;
  reusable = false;
  private counts: TallyCounts = NO_COUNTS;
  private settle!: (outcome: ParseOutcome) => void;
  private fail!: (error: unknown) => void;
  private work: Promise<unknown> = Promise.resolve();
  private lastSign = performance.now();
  /** Batches that wait for the index: meanwhile the worker may rightly be silent. */
  private untaken = 0;
  /** Batches that the index is taking. */
  private readonly taking = new Set<Promise<void>>();
  private failed: { readonly error: unknown } | undefined;
  private over = false;
  private readonly watchdog: NodeJS.Timeout;
  private readonly worker: Worker;
  private readonly listener: ParseListener;
  private readonly signal: AbortSignal;

  constructor(worker: Worker, job: ParseJob, listener: ParseListener, signal: AbortSignal, patienceMs: number) {
    this.worker = worker;
    this.listener = listener;
    this.signal = signal;
    this.outcome = new Promise((resolve, reject) => {
      this.settle = resolve;
      this.fail = reject;
    });
    worker.on('message', this.onMessage);
    worker.on('error', this.onError);
    worker.on('exit', this.onExit);
    signal.addEventListener('abort', this.onAbort);
    this.watchdog = setInterval(() => {
      if (this.untaken > 0) this.lastSign = performance.now();
      else if (performance.now() - this.lastSign > patienceMs) this.broken('The parser gave no sign of life and was ended.', `silent for ${patienceMs} ms`);
    }, Math.min(1000, patienceMs / 4));
    this.watchdog.unref();
    this.send({ type: 'parse', job });
    if (signal.aborted) this.onAbort();
  }

  private readonly onMessage = (message: FromWorker): void => {
    this.lastSign = performance.now();
    switch (message.type) {
      case 'detected':
        this.enqueue(async () => {
          await this.listener.detected(message);
          this.send({ type: 'credit', batches: CREDIT });
        });
        break;
      case 'batch':
        this.enqueue(async () => {
          if (this.taking.size >= TAKEN_AT_ONCE) await Promise.race(this.taking);
          if (this.over) return;
          this.counts = message.counts;
          const taken: Promise<void> = this.take(message).finally(() => this.wasTaken(taken));
          this.taking.add(taken);
        });
        this.listener.progress(message.doneBytes);
        break;
      case 'progress':
        this.listener.progress(message.doneBytes);
        break;
      case 'done':
        this.enqueue(async () => this.finish({ kind: 'done', counts: message.counts }, true));
        break;
      case 'cancelled':
        this.enqueue(async () => this.finish({ kind: 'cancelled' }, true));
        break;
      case 'failed':
        this.enqueue(async () => this.finish({ kind: 'failed', counts: this.counts, message: message.message, detail: message.stack }, true));
        break;
    }
  };

  /** Gives a batch to the index; what was begun before may still be going on. */
  private async take({ batch, diagnostics, counts }: Extract<FromWorker, { type: 'batch' }>): Promise<void> {
    this.untaken++;
    try {
      if (!this.signal.aborted) await this.listener.batch(batch, diagnostics, counts);
      // Memory goes back and forth: collecting it costs more than filling it.
      const buffers = buffersOf(batch);
      if (!this.over) this.send({ type: 'credit', batches: 1, buffers }, buffers);
    } catch (error) {
      this.failed ??= { error };
      this.release();
    } finally {
      this.untaken--;
    }
  }

  private wasTaken(taken: Promise<void>): void {
    this.taking.delete(taken);
    if (this.failed && this.taking.size === 0) this.fail(this.failed.error);
  }

  private readonly onError = (error: Error): void => this.broken(error.message, error.stack ?? '');
  private readonly onExit = (code: number): void => this.broken('The parser ended on its own.', `exit code ${code}`);

  private readonly onAbort = (): void => {
    this.send({ type: 'cancel' });
    // A parser that does not listen is ended.
    setTimeout(() => this.enqueue(async () => this.finish({ kind: 'cancelled' }, false)), 2000).unref();
  };

  private broken(message: string, detail: string): void {
    this.enqueue(async () => this.finish(this.signal.aborted ? { kind: 'cancelled' } : { kind: 'failed', counts: this.counts, message, detail }, false));
  }

  /** Everything in the order it came. */
  private enqueue(step: () => Promise<void>): void {
    if (this.over) return;
    this.untaken++;
    this.work = this.inTurn(this.work, step);
  }

  private async inTurn(before: Promise<unknown>, step: () => Promise<void>): Promise<void> {
    await before;
    try {
      if (!this.over) await step();
    } catch (error) {
      this.release();
      this.fail(error);
    } finally {
      this.untaken--;
    }
  }

  private async finish(outcome: ParseOutcome, reusable: boolean): Promise<void> {
    await Promise.all(this.taking);
    if (this.over) return;
    this.reusable = reusable;
    this.release();
    this.settle(outcome);
  }

  private release(): void {
    this.over = true;
    clearInterval(this.watchdog);
    this.worker.off('message', this.onMessage);
    this.worker.off('error', this.onError);
    this.worker.off('exit', this.onExit);
    this.signal.removeEventListener('abort', this.onAbort);
  }

  private send(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    this.worker.postMessage(message, transfer);
  }
}
