import type { Worker } from 'node:worker_threads';
// oxlint-disable-next-line import/default -- `?nodeWorker` is the build's
import createWorker from '../ingest/worker.ts?nodeWorker';

/**
 * Starts a parse worker in the built app. Only the entries of the shells import this file (src/main/engine.ts,
 * src/cli/main.ts): `?nodeWorker` exists in the build alone, so tests make their worker from the source instead.
 */
export function createParseWorker(): Worker {
  return createWorker({ name: 'tephra-parse' });
}
