import { parentPort } from 'node:worker_threads';
import type { RenderAnswer, RenderJob } from './job.ts';
import { renderReport } from './render.ts';

/** A report worker: takes one job, answers, ends. Typesetting would hold up the engine's event loop otherwise. */
const port = parentPort;
if (!port) throw new Error('The report worker was started as a program of its own; it belongs to an engine.');

port.once('message', (job: RenderJob) => {
  let answer: RenderAnswer;
  try {
    answer = { ok: true, rendered: renderReport(job) };
  } catch (error) {
    answer = { ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  port.postMessage(answer);
});
