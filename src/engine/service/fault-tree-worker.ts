import type { Worker } from 'node:worker_threads';
// oxlint-disable-next-line import/default -- `?nodeWorker` is the build's
import createWorker from './fault-tree-thread.ts?nodeWorker';

/**
 * Starts a worker for the analysis of fault trees in the built app. Only the entries of the shells import this file, as with
 * parse-worker.ts: `?nodeWorker` exists in the build alone, so tests make their worker from the source instead.
 */
export function createFaultTreeWorker(): Worker {
  // Diagrams are walked as deep as a tree has events.
  return createWorker({ name: 'tephra-fault-tree', resourceLimits: { stackSizeMb: 32 } });
}
