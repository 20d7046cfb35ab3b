// Loaded into the process that holds the engine (`--import`): writes down when its loop was held up, and how much of
// that the thread itself worked. On a busy machine most delays are the machine's.
import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const EVERY_MS = 5;
const TOLD_MS = 20;

const path = process.env['TEPHRA_BENCH_LOOP'];
if (path !== undefined && isMainThread && process.argv.some((argument) => argument.endsWith('bin.mjs') || argument.endsWith('engine.js'))) {
  let wall = performance.now();
  let cpu = process.threadCpuUsage();
  setInterval(() => {
    const now = performance.now();
    const used = process.threadCpuUsage(cpu);
    const delayMs = now - wall - EVERY_MS;
    if (delayMs > TOLD_MS) appendFileSync(path, `${JSON.stringify({ at: Date.now(), delayMs, workedMs: (used.user + used.system) / 1000 })}\n`);
    wall = now;
    cpu = process.threadCpuUsage();
  }, EVERY_MS).unref();
}
