import type { Worker } from 'node:worker_threads';
import type { ReportAnswer, ReportTask } from '../report/job.ts';
import type { FaultTreeAnswer, FaultTreeTask } from './fault-tree-task.ts';

export type WorkerAnswer = ReportAnswer | FaultTreeAnswer | { readonly kind: 'cancelled' };

/** A worker for one report, or for one file of fault trees. One question at a time; a worker that dies answers with what killed it. */
export class ReportWorker {
  readonly #worker: Worker;
  readonly #signal: AbortSignal;
  #answered: ((answer: WorkerAnswer) => void) | undefined;
  /** Set once there will be no other answer. */
  #last: WorkerAnswer | undefined;
  readonly #cancel = (): void => this.#settle({ kind: 'cancelled' });

  constructor(worker: Worker, signal: AbortSignal) {
    this.#worker = worker;
    this.#signal = signal;
    worker.on('message', (answer: ReportAnswer | FaultTreeAnswer) => this.#answered?.(answer));
    worker.once('error', (error) => this.#settle({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
    worker.once('exit', (code) => this.#settle({ kind: 'failed', message: `The report worker ended with code ${code} and no answer.` }));
    signal.addEventListener('abort', this.#cancel, { once: true });
    if (signal.aborted) this.#cancel();
  }

  ask(task: ReportTask | FaultTreeTask): Promise<WorkerAnswer> {
    if (this.#last) return Promise.resolve(this.#last);
    const { promise, resolve } = Promise.withResolvers<WorkerAnswer>();
    this.#answered = resolve;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of Node, not a window
    this.#worker.postMessage(task);
    return promise;
  }

  end(): void {
    this.#signal.removeEventListener('abort', this.#cancel);
    void this.#worker.terminate();
  }

  #settle(answer: WorkerAnswer): void {
    this.#last ??= answer;
    this.#answered?.(this.#last);
  }
}
