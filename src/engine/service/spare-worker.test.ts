import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { WorkerPool } from '../ingest/worker-pool.ts';
import { SpareWorker } from './spare-worker.ts';

test('a worker that was started before it is needed does its first job as any other, and is there once', async () => {
  let made = 0;
  const spare = new SpareWorker(() => {
    made++;
    return new Worker(new URL('../ingest/worker.ts', import.meta.url));
  });
  spare.start();
  spare.start();
  expect(made).toBe(1);
  const pool = new WorkerPool({ create: () => spare.take(), size: 2, patienceMs: 60_000 });
  onTestFinished(() => pool.close());
  const detect = async (text: string): Promise<unknown> => {
    const told: unknown[] = [];
    const outcome = await pool.run(
      { path: '', name: 'a.log', zone: 'UTC', newestNs: 0n, head: new TextEncoder().encode(text), detectOnly: true },
      { detected: async ({ formatId }) => void told.push(formatId), batch: () => Promise.reject(new Error('no records were asked for')), progress: () => undefined },
      new AbortController().signal,
    );
    return [outcome.kind, ...told];
  };
  const access = '192.0.2.1 - - [08/Oct/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-"\n'.repeat(50);
  expect(await Promise.all([detect(access), detect('{"level":30,"time":1791453600000,"msg":"x"}\n'.repeat(50))])).toEqual([['done', 'web-access'], ['done', 'json-lines']]);
  expect(made).toBe(2);
  spare.start();
  expect(made).toBe(3);
  await spare.end();
  spare.start();
  expect(made).toBe(4);
  await spare.end();
});
