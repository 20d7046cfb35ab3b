/** The engine's process in the Electron shell: one engine, and a connection for every port that main passes on. */
import type { ParentPort } from 'electron';
import { createEngine } from '../engine/service/engine.ts';
import { createParseWorker } from '../engine/service/parse-worker.ts';
import { createFaultTreeWorker } from '../engine/service/fault-tree-worker.ts';
import { createReportWorker } from '../engine/service/report-worker.ts';
import { appDataDir, authorName } from '../engine/service/places.ts';
import { messagePortTransport } from '../protocol/transports/message-port.ts';

const parent: ParentPort = process.parentPort;

const engine = createEngine({
  appDataDir: appDataDir(),
  resourcesDir: process.argv[2] ?? '',
  author: authorName(),
  createParseWorker,
  createReportWorker,
  createFaultTreeWorker,
  log: (entry) => process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`),
});

parent.on('message', (event) => {
  const [port] = event.ports;
  if (port !== undefined) {
    engine.connect(messagePortTransport(port));
    engine.warm();
  } else if (isExpected(event.data)) engine.expect(event.data.expect);
  else if (event.data === 'close') void engine.close().finally(() => process.exit(0));
});

function isExpected(data: unknown): data is { readonly expect: string } {
  return typeof data === 'object' && data !== null && 'expect' in data && typeof data.expect === 'string';
}
