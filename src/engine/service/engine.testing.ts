/** An engine in a process of its own, served over stdin and stdout: the other process of the tests beside this file. */
import { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { streamTransport } from '../../protocol/transports/stream.ts';
import { createEngine } from './engine.ts';

const engine = createEngine({
  appDataDir: process.argv[2]!, resourcesDir: process.argv[3]!, author: 'child',
  createParseWorker: () => new Worker(new URL('../ingest/worker.ts', import.meta.url)),
  createReportWorker: () => new Worker(new URL('./report-thread.ts', import.meta.url)),
  createFaultTreeWorker: () => new Worker(new URL('./fault-tree-thread.ts', import.meta.url)),
  log: (entry) => void process.stderr.write(`${JSON.stringify(entry)}\n`),
});
const transport = streamTransport(Duplex.from({ readable: process.stdin, writable: process.stdout }));
engine.connect(transport);
transport.onClose(() => void engine.close().then(() => process.exit(0)));
