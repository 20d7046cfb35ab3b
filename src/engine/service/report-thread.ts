import { parentPort } from 'node:worker_threads';
import type { ReportAnswer, ReportTask } from '../report/job.ts';
import { citationRequests } from '../report/model.ts';
import { renderReport } from '../report/render.ts';

/** A report worker: reading Markdown and typesetting would hold up the engine's event loop otherwise. */
const port = parentPort;
if (!port) throw new Error('The report worker was started as a program of its own; it belongs to an engine.');

port.on('message', (task: ReportTask) => {
  const said = answer(task);
  port.postMessage(said, said.kind === 'rendered' ? [said.rendered.bytes.buffer] : []);
});

function answer(task: ReportTask): ReportAnswer {
  try {
    return task.kind === 'read'
      ? { kind: 'citations', requests: citationRequests(task.written) }
      : { kind: 'rendered', rendered: renderReport(task.job) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
