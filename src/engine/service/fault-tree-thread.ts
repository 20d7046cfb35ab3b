import { parentPort } from 'node:worker_threads';
import { answerTask, type AnalysisTask } from '../analyse/fault-tree/job.ts';

/** A worker that analyses fault trees, one after the other: it stays, warm, for the next keystroke. */
const port = parentPort;
if (!port) throw new Error('The analysis worker was started as a program of its own; it belongs to an engine.');

port.on('message', (task: AnalysisTask) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of Node, not a window
  port.postMessage(answerTask(task, (progress) => port.postMessage({ kind: 'progress', progress })));
});
