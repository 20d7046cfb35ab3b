import type { Worker } from 'node:worker_threads';
import type { FaultTreeAnalysisOptions } from '../../model/fault-tree/result.ts';
import type { FaultTreeDocument } from '../../model/fault-tree/document.ts';
import type { Progress } from '../analyse/fault-tree/control.ts';
import type { AnalysisAnswer, AnalysisTask } from '../analyse/fault-tree/job.ts';
import type { EngineContext } from './context.ts';
import type { AnalyseTree } from './tree-block.ts';

const analysts = new WeakMap<EngineContext, FaultTreeAnalyst>();

/** The one of an engine: numbers for a view, for a file and for a postmortem come from the same warm worker. */
export function analystOf(engine: EngineContext): FaultTreeAnalyst {
  const known = analysts.get(engine);
  if (known) return known;
  const made = new FaultTreeAnalyst(engine.options.createFaultTreeWorker);
  analysts.set(engine, made);
  return made;
}

/** The numbers of a tree where they can be worked out: what a drawing or a block of text shows, and goes without if it must. */
export function treeAnalysis(engine: EngineContext): AnalyseTree {
  return async (document, signal) => {
    const answer = await analystOf(engine).ask(document, {}, signal, () => {});
    if (answer.kind === 'failed') engine.options.log({ level: 'error', message: 'A fault tree could not be analysed', data: { tree: document.tree.id, error: answer.message } });
    return answer.kind === 'analysed' ? answer.analysis : undefined;
  };
}

export type FinalAnswer = Exclude<AnalysisAnswer, { readonly kind: 'progress' }>;

/** A worker that nobody needed for so long goes, with the memory of what it analysed. */
const IDLE_MS = 60_000;
/** One that was told to stop and has not after so long is ended. */
const PATIENCE_MS = 5_000;

/**
 * Asks workers for analyses: one stays warm for the next question, and a question that comes while it computes has one of its
 * own. Whoever aborts is answered at once; the worker stops at its next step, or is ended.
 */
export class FaultTreeAnalyst {
  readonly #create: () => Worker;
  #idle: Worker | undefined;
  #leave: NodeJS.Timeout | undefined;

  constructor(create: () => Worker) {
    this.#create = create;
  }

  ask(document: FaultTreeDocument, options: FaultTreeAnalysisOptions, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<FinalAnswer> {
    if (signal.aborted) return Promise.resolve({ kind: 'cancelled' });
    const worker = this.#take();
    const stop = new SharedArrayBuffer(4);
    const { promise, resolve } = Promise.withResolvers<FinalAnswer>();
    let patience: NodeJS.Timeout | undefined;
    let isOver = false;
    const onMessage = (answer: AnalysisAnswer): void => {
      if (answer.kind !== 'progress') end(answer, true);
      else if (!signal.aborted) onProgress(answer.progress);
    };
    const onError = (error: unknown): void => end({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }, false);
    const onExit = (code: number): void => end({ kind: 'failed', message: `The analysis worker ended with code ${code} and no answer.` }, false);
    const onAbort = (): void => {
      Atomics.store(new Int32Array(stop), 0, 1);
      patience = setTimeout(() => end({ kind: 'cancelled' }, false), PATIENCE_MS);
      resolve({ kind: 'cancelled' });
    };
    const end = (answer: FinalAnswer, lives: boolean): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(patience);
      signal.removeEventListener('abort', onAbort);
      worker.off('message', onMessage).off('exit', onExit);
      // An error after this must not end the process.
      if (lives) this.#keep(worker.off('error', onError));
      else void worker.terminate();
      resolve(answer);
    };
    worker.ref();
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    signal.addEventListener('abort', onAbort, { once: true });
    const task: AnalysisTask = { document, options, stop };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of Node, not a window
    worker.postMessage(task);
    return promise;
  }

  #take(): Worker {
    clearTimeout(this.#leave);
    const worker = this.#idle ?? this.#create();
    if (this.#idle) worker.off('error', this.#lost).off('exit', this.#lost);
    this.#idle = undefined;
    return worker;
  }

  #keep(worker: Worker): void {
    if (this.#idle) {
      void worker.terminate();
      return;
    }
    this.#idle = worker;
    worker.on('error', this.#lost).on('exit', this.#lost).unref();
    this.#leave = setTimeout(() => {
      this.#idle = undefined;
      void worker.off('error', this.#lost).off('exit', this.#lost).terminate();
    }, IDLE_MS).unref();
  }

  readonly #lost = (): void => {
    this.#idle = undefined;
    clearTimeout(this.#leave);
  };
}
