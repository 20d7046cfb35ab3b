import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { api } from '../../src/protocol/api.ts';
import type { Client } from '../../src/protocol/handler.ts';
import { connectInMemory } from '../../src/cli/connect.ts';
import { sourceEngine } from '../support/cli.ts';
import type { BenchOptions, Measurement } from './bench.ts';
import { accessLines, writeLines } from './generate.ts';

export const title = 'a file that grows and a pipe: from the write of a line to its row in SQL, asked from another process';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** How often it is asked; what is measured is later than the truth by half of it on average. */
const ASK_MS = 10;

/** Milliseconds from a line written to its row seen, for lines that come one by one and for a busy source. */
export async function run(folder: string, { only, mb }: BenchOptions): Promise<readonly Measurement[]> {
  const all: Measurement[] = [];
  const want = (name: string): boolean => only === undefined || only === name;
  if (want('file')) all.push(...(await measure(folder, 'file, 7 lines a second', 'file', { lines: 150, everyMs: 137, atOnce: 1 })));
  if (want('pipe')) all.push(...(await measure(folder, 'pipe, 7 lines a second', 'pipe', { lines: 150, everyMs: 137, atOnce: 1 })));
  if (want('busy')) all.push(...(await measure(folder, 'file, 5,000 lines a second', 'file', { lines: 100_000, everyMs: 20, atOnce: 100 })));
  if (want('large')) all.push(...(await measure(folder, `file, 7 lines a second, beside ${mb} MB`, 'file', { lines: 150, everyMs: 137, atOnce: 1, besideMb: mb })));
  return all;
}

interface Load {
  readonly lines: number;
  readonly everyMs: number;
  readonly atOnce: number;
  /** Evidence that is in the case already. */
  readonly besideMb?: number;
}

async function measure(folder: string, what: string, how: 'file' | 'pipe', load: Load): Promise<Measurement[]> {
  const dir = join(folder, `${what.replaceAll(/\W/g, '')}.tephra`);
  const path = join(folder, `${what.replaceAll(/\W/g, '')}.log`);
  if (load.besideMb !== undefined) {
    const access = join(folder, 'access.log');
    writeLines(access, load.besideMb * 1e6, accessLines(42));
    const child = tephra(folder, ['ingest', access, '--case', dir]);
    await once(child, 'exit');
  }
  const engine = connectInMemory(sourceEngine(join(folder, 'asking')), 'bench');
  const line = (i: number): string => `${JSON.stringify({ time: new Date().toISOString(), level: 'info', msg: 'request done', n: i })}\n`;
  writeFileSync(path, line(0));
  const started = performance.now();
  const child = tephra(folder, how === 'file' ? ['ingest', '--follow', path, '--case', dir] : ['ingest', '-', '--case', dir]);
  if (how === 'pipe') child.stdin!.write(line(0));
  try {
    // Whoever asks must not be the one to open it.
    while (!existsSync(join(dir, 'endpoint.json'))) await delay(ASK_MS);
    let opened = await engine.client.call(api.openCase, { path: dir });
    while (!opened.ok) {
      await delay(ASK_MS);
      opened = await engine.client.call(api.openCase, { path: dir });
    }
    if (!opened.value.joined) throw new Error('the case is held by the bench and not by the command');
    while ((await newest(engine.client)) < 0) await delay(ASK_MS);
    const firstMs = performance.now() - started;

    const writtenAt = new Float64Array(load.lines + 1);
    const latencies: number[] = [];
    let seen = 0;
    const writing = (async () => {
      for (let i = 1; i <= load.lines; ) {
        const end = Math.min(load.lines, i + load.atOnce - 1);
        let text = '';
        for (let k = i; k <= end; k++) text += line(k);
        const now = performance.now();
        writtenAt.fill(now, i, end + 1);
        if (how === 'file') appendFileSync(path, text);
        else child.stdin!.write(text);
        i = end + 1;
        await delay(load.everyMs);
      }
    })();
    while (seen < load.lines) {
      const now = await newest(engine.client);
      const at = performance.now();
      for (let i = seen + 1; i <= now; i++) latencies.push(at - writtenAt[i]!);
      seen = Math.max(seen, now);
      await delay(ASK_MS);
    }
    await writing;
    latencies.sort((a, b) => a - b);
    const part = (share: number): number => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]!;
    const artifacts = await engine.client.call(api.runSql, { sql: "select count(*) from artifacts where path like '%/run-1/%'" });
    return [
      { what: `${what}: start to first row`, value: firstMs, unit: 'ms' },
      { what: `${what}: p50`, value: part(0.5), unit: 'ms' },
      { what: `${what}: p95`, value: part(0.95), unit: 'ms' },
      { what: `${what}: max`, value: part(1), unit: 'ms' },
      { what: `${what}: slices`, value: artifacts.ok ? Number(artifacts.value.rows[0]?.[0]) : Number.NaN, unit: '' },
    ];
  } finally {
    child.kill('SIGINT');
    if (child.exitCode === null) await once(child, 'exit');
    await engine.close();
  }
}

/** Number of the newest line that SQL has; -1 when there is none. */
async function newest(client: Client): Promise<number> {
  const found = await client.call(api.runSql, { sql: `select coalesce(max((attributes->>'n')::int), -1) from json_lines` });
  return found.ok ? Number(found.value.rows[0]?.[0]) : -1;
}

function tephra(folder: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(root, 'src/cli/bin.mjs'), ...args], { stdio: ['pipe', 'ignore', 'inherit'], env: { ...process.env, TEPHRA_DATA: join(folder, 'data') } });
}
