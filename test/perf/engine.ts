import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createEngine } from '../../src/engine/service/engine.ts';
import { connect } from '../../src/protocol/client.ts';
import type { Client } from '../../src/protocol/handler.ts';
import { memoryPair } from '../../src/protocol/transports/memory.ts';

const RESOURCES = fileURLToPath(new URL('../../resources', import.meta.url));
const ENGINE = new URL('../../src/engine/', import.meta.url);

/** The engine from its source, in this process, for what a benchmark prepares. */
export async function withClient(folder: string, work: (client: Client) => Promise<void>): Promise<void> {
  const engine = createEngine({
    appDataDir: join(folder, 'data'), resourcesDir: RESOURCES, author: 'Ada Tester',
    createParseWorker: () => new Worker(new URL('ingest/worker.ts', ENGINE)),
    createReportWorker: () => new Worker(new URL('service/report-thread.ts', ENGINE)),
    createFaultTreeWorker: () => new Worker(new URL('service/fault-tree-thread.ts', ENGINE)),
    log: (entry) => { if (entry.level === 'error') console.error(entry.message); },
  });
  try {
    const [ours, theirs] = memoryPair();
    engine.connect(theirs);
    await work(connect(ours, { client: 'bench', author: 'Ada Tester' }));
  } finally {
    await engine.close();
  }
}
