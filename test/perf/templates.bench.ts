import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { TemplateMiner } from '../../src/engine/analyse/templates/miner.ts';
import { MiningThread } from '../../src/engine/ingest/mining.ts';
import { accuracyOf, logSets } from '../support/template-accuracy.ts';
import type { BenchOptions, Measurement } from './bench.ts';

export const title = 'templates of messages: how fast in one thread, how well against what people sorted (the samples of loghub, raw)';

/** Lines of each set, its own again and again: as many kinds of messages as the log itself has. */
const LINES = 400_000;

/** Reads each set in a thread as `tephra templates` does. CPU is of the whole process: the thread that mines and this one that waits. */
export async function run(folder: string, { only }: BenchOptions): Promise<readonly Measurement[]> {
  const sets = logSets().filter((set) => only === undefined || set.name.toLowerCase() === only.toLowerCase());
  if (sets.length === 0) return generated();
  console.log(`  ${'set'.padEnd(12)}${'GA'.padStart(8)}${'PA'.padStart(8)}${'FTA'.padStart(8)}   ${'corrected GA'.padStart(12)}${'PA'.padStart(8)}${'FTA'.padStart(8)}   ${'templates'.padStart(9)}${'true'.padStart(6)}${'lines/s'.padStart(12)}${'per CPU s'.padStart(12)}`);
  const groupings: number[] = [];
  const speeds: number[] = [];
  for (const { name, log, truth, corrected } of sets) {
    const patterns = await patternsOf(log);
    const plain = accuracyOf(patterns, truth);
    const better = corrected && accuracyOf(patterns, corrected);
    const long = join(folder, `${name}.log`);
    const { lines, seconds, cpuSeconds } = await timed(long, log);
    groupings.push(plain.grouping);
    speeds.push(lines / seconds);
    const share = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(3)).padStart(8);
    console.log(`  ${name.padEnd(12)}${share(plain.grouping)}${share(plain.parsing)}${share(plain.templateF1)}   ${share(better?.grouping).padStart(12)}${share(better?.parsing)}${share(better?.templateF1)}   ${String(plain.templates).padStart(9)}${String(plain.trueTemplates).padStart(6)}${Math.round(lines / seconds).toLocaleString('en').padStart(12)}${Math.round(lines / cpuSeconds).toLocaleString('en').padStart(12)}`);
  }
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return [
    { what: 'mean grouping accuracy', value: mean(groupings), unit: '' },
    { what: 'least grouping accuracy', value: Math.min(...groupings), unit: '' },
    { what: 'read and mined, mean', value: Math.round(mean(speeds)), unit: 'lines/s' },
    { what: 'read and mined, slowest set', value: Math.round(Math.min(...speeds)), unit: 'lines/s' },
    ...generated(),
  ];
}

function thread(): MiningThread {
  return new MiningThread(() => new Worker(new URL('../../src/engine/ingest/worker.ts', import.meta.url)));
}

async function patternsOf(log: string): Promise<string[]> {
  const miner = thread();
  try {
    const { lines } = await miner.file(log, 'UTC', true, new AbortController().signal, () => undefined);
    const { templates, templateOf } = await miner.finish();
    return Array.from(lines, (number) => (number < 0 ? '' : templates[templateOf[number]!]!.pattern));
  } finally {
    await miner.close();
  }
}

async function timed(long: string, log: string): Promise<{ lines: number; seconds: number; cpuSeconds: number }> {
  const bytes = readFileSync(log);
  writeFileSync(long, '');
  for (let lines = 0; lines < LINES; lines += 2000) appendFileSync(long, bytes[bytes.length - 1] === 10 ? bytes : Buffer.concat([bytes, Buffer.from('\n')]));
  const miner = thread();
  try {
    // Once to start the thread and load its code.
    await miner.messages(['warm']);
    const started = performance.now();
    const cpu = process.cpuUsage();
    const { records } = await miner.file(long, 'UTC', false, new AbortController().signal, () => undefined);
    await miner.finish();
    const { user, system } = process.cpuUsage(cpu);
    return { lines: records, seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
  } finally {
    await miner.close();
  }
}

/** Mining alone, without reading: messages that this file makes. */
function generated(): Measurement[] {
  const users = Array.from({ length: 200 }, (_, n) => `user${String.fromCharCode(97 + (n % 26))}${String.fromCharCode(97 + Math.floor(n / 26))}`);
  const messages = Array.from({ length: 20_000 }, (_, n) => [
    `Accepted password for ${users[n % 200]!} from 10.0.${n % 7}.${n % 250} port ${n} ssh2`, `GET /api/v1/orders/${n}/items status=200 took ${n % 900} ms (${n * 3} bytes)`,
    `Lost connection to node-${n % 40} after ${n % 100} retries: connection reset by peer`, `worker ${n % 16} took job 0f8fad5b-d9cd-469f-a165-${String(n).padStart(12, '0')} of queue mail`,
  ][n % 4]!);
  const miner = new TemplateMiner();
  const started = performance.now();
  for (let round = 0; round < 20; round++) for (const message of messages) miner.add(message);
  miner.finish();
  return [{ what: 'mined alone, generated messages', value: Math.round((messages.length * 20) / ((performance.now() - started) / 1000)), unit: 'lines/s' }];
}
