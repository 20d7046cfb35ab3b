/** The command line of the built app: out/main/cli.js, started by src/cli/bin.mjs. */
import { readFileSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import { appDataDir, authorName } from '../engine/service/places.ts';
import type { Engine } from '../engine/service/engine.ts';
import { connectInMemory } from './connect.ts';
import type { CliDeps } from './io.ts';
import { processIo } from './process-io.ts';
import { runCli } from './run.ts';

/** The checkout's folder. */
const root = join(import.meta.dirname, '../..');
const resourcesDir = join(root, 'resources');
const { io, stop, readerGone, flush } = processIo({
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout, stderr: process.stderr, env: process.env, cwd: () => process.cwd(),
});

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Asked twice: at once.
    if (stopping) process.exit(130);
    stopping = true;
    stop();
  });
}

/** The engine with its databases is loaded where a command needs it: help and wrong usage answer without. */
async function startEngine({ endsWithProcess, takesIn = false }: { readonly endsWithProcess: boolean; readonly takesIn?: boolean }): Promise<Engine> {
  const { createParseWorker: newWorker } = await import('../engine/service/parse-worker.ts');
  // To start a worker and load the formats takes as long as all that comes before the first file: it begins first.
  const early = takesIn ? [newWorker()] : [];
  // One that does not start says so when it is used.
  for (const worker of early) worker.on('error', () => undefined).unref();
  const createParseWorker = (): Worker => early.pop() ?? newWorker();
  const [{ createEngine }, { createReportWorker }, { createFaultTreeWorker }] = await Promise.all([
    import('../engine/service/engine.ts'), import('../engine/service/report-worker.ts'), import('../engine/service/fault-tree-worker.ts'),
  ]);
  return createEngine({
    appDataDir: appDataDir(), resourcesDir, author: authorName(), createParseWorker, createReportWorker, createFaultTreeWorker, endsWithProcess,
    log: (entry) => {
      if (entry.level === 'error') process.stderr.write(`tephra: ${entry.message} ${JSON.stringify(entry.data ?? {})}\n`);
    },
  });
}

const deps: CliDeps = {
  version: versionOf(readFileSync(join(root, 'package.json'), 'utf8')),
  dataFolder: appDataDir(),
  sampleFolder: join(resourcesDir, 'sample-incident'),
  connect: async (takesIn = false) => connectInMemory(await startEngine({ endsWithProcess: true, takesIn }), authorName()),
  startBrowserShell: async ({ casePath, port }) => {
    const [{ startHost }, engine] = await Promise.all([import('../host/host.ts'), startEngine({ endsWithProcess: false })]);
    try {
      const host = await startHost({
        engine, rendererDir: join(root, 'out', 'renderer'), log: () => {},
        ...(port === undefined ? {} : { port }), ...(casePath === undefined ? {} : { openPath: casePath }),
      });
      return {
        url: host.url,
        close: async () => {
          await host.close();
          await engine.close();
        },
      };
    } catch (error) {
      await engine.close();
      throw error;
    }
  },
  openDesktop: async (casePath, signal) => {
    const { downloadElectron, findDesktop, openWindow } = await import('./desktop.ts');
    let desktop = findDesktop(root);
    if (!desktop.ok && desktop.downloadable === true && (await downloadElectron(root, (sentence) => process.stderr.write(`${sentence}\n`)))) desktop = findDesktop(root);
    if (!desktop.ok) return { whyNot: `${desktop.reason} ${desktop.advice}` };
    const opened = await openWindow(root, desktop, casePath === undefined ? [] : [casePath], signal);
    return opened.ok ? { exitCode: await opened.closed } : { whyNot: `${opened.reason} ${opened.advice}` };
  },
};

function versionOf(packageJson: string): string {
  return /"version":\s*"([^"]+)"/.exec(packageJson)?.[1] ?? 'unknown';
}

let code: number;
try {
  code = await runCli(process.argv.slice(2), io, deps);
} catch (error) {
  process.stderr.write(`tephra: this is a bug in Tephra: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  code = 1;
}
await flush();
process.exit(readerGone() ? 0 : code);
