import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { ToWorker } from './messages.ts';
import { listen } from './worker.ts';

/** A parse worker that ends or hangs on files that begin with those words, as a parser with a bug would. */
listen(parentPort!);
parentPort!.on('message', (message: ToWorker) => {
  if (message.type !== 'parse') return;
  const start = readFileSync(message.job.path, 'utf8').slice(0, 5);
  if (start === 'crash') process.exit(7);
  if (start === 'hang ') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
