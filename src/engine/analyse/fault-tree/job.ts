import type { FaultTreeAnalysis, FaultTreeAnalysisOptions } from '../../../model/fault-tree/result.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import { analyse } from './analyse.ts';
import { CancelledError, type Progress } from './control.ts';

/** What a worker is asked. `stop`: four bytes that are not zero once nobody waits for the answer. */
export interface AnalysisTask {
  readonly document: FaultTreeDocument;
  readonly options: FaultTreeAnalysisOptions;
  readonly stop: SharedArrayBuffer;
}

export type AnalysisAnswer =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'analysed'; readonly analysis: FaultTreeAnalysis }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string };

/** Progress is told at most as often as this. */
const EVERY_MS = 100;

/** Analyses in this thread, which it holds up: no message arrives meanwhile, so what says stop is shared memory. */
export function answerTask({ document, options, stop }: AnalysisTask, onProgress: (progress: Progress) => void): AnalysisAnswer {
  const flag = new Int32Array(stop);
  let told = 0;
  try {
    const analysis = analyse(document, options, {
      signal: { get aborted() { return Atomics.load(flag, 0) !== 0; } },
      onProgress: (progress) => {
        const now = performance.now();
        if (now - told < EVERY_MS) return;
        told = now;
        onProgress(progress);
      },
    });
    return { kind: 'analysed', analysis };
  } catch (error) {
    if (error instanceof CancelledError) return { kind: 'cancelled' };
    return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
