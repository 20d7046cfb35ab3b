/**
 * The command line on the real engine, run from source: as a function for tests, and as a process of its own
 * (`node test/support/cli.ts ARGS…`) where a test needs signals, pipes or a second process.
 */
import { Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { createEngine, type Engine } from '../../src/engine/service/engine.ts';
import { connectInMemory } from '../../src/cli/connect.ts';
import type { CliDeps, Output } from '../../src/cli/io.ts';
import { processIo } from '../../src/cli/process-io.ts';
import { startHost } from '../../src/host/host.ts';
import { runCli } from '../../src/cli/run.ts';
import { smallIncidentFolder } from './small-incident.ts';

export const RESOURCES = fileURLToPath(new URL('../../resources', import.meta.url));
/** The sample incident that `npm start` opens, and a smaller one for tests. */
export const SAMPLE = `${RESOURCES}/sample-incident`;
export const SMALL = smallIncidentFolder();

export function sourceEngine(dataFolder: string): Engine {
  return createEngine({
    appDataDir: dataFolder,
    resourcesDir: RESOURCES,
    author: 'tester',
    createParseWorker: () => new Worker(new URL('../../src/engine/ingest/worker.ts', import.meta.url)),
    createReportWorker: () => new Worker(new URL('../../src/engine/service/report-thread.ts', import.meta.url)),
    createFaultTreeWorker: () => new Worker(new URL('../../src/engine/service/fault-tree-thread.ts', import.meta.url)),
    log: (entry) => {
      if (entry.level === 'error') process.stderr.write(`${entry.message} ${JSON.stringify(entry.data ?? {})}\n`);
    },
  });
}

export function sourceDeps(dataFolder: string): CliDeps {
  return {
    version: '0.0.0-test',
    dataFolder,
    sampleFolder: SAMPLE,
    connect: () => Promise.resolve(connectInMemory(sourceEngine(dataFolder), 'tester')),
    startBrowserShell: async ({ casePath, port }) => {
      const engine = sourceEngine(dataFolder);
      const host = await startHost({
        engine, rendererDir: RESOURCES, log: () => {},
        ...(port === undefined ? {} : { port }), ...(casePath === undefined ? {} : { openPath: casePath }),
      });
      return {
        url: host.url,
        close: async () => {
          await host.close();
          await engine.close();
        },
      };
    },
    openDesktop: () => Promise.resolve({ whyNot: 'These tests open no window.' }),
  };
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly bytes: Buffer;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly dataFolder: string;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
  readonly terminal?: boolean;
  /** Called with what is written to standard output, as it is written. */
  readonly onStdout?: (text: string) => void;
  readonly deps?: Partial<CliDeps>;
}

/** Runs one command line and answers with what came out of it. */
export async function run(argv: readonly string[], options: RunOptions): Promise<Ran> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const output = (to: Buffer[]): Output => ({
    isTTY: options.terminal ?? false, columns: 100,
    write: (chunk) => {
      to.push(Buffer.from(chunk));
      if (to === out) options.onStdout?.(Buffer.from(chunk).toString());
      return Promise.resolve();
    },
  });
  const code = await runCli(argv, {
    cwd: options.cwd, env: {}, stdin: options.stdin ?? nothing(), stdout: output(out), stderr: output(err), signal: options.signal ?? new AbortController().signal,
  }, { ...sourceDeps(options.dataFolder), ...options.deps });
  const bytes = Buffer.concat(out);
  return { code, bytes, stdout: bytes.toString('utf8'), stderr: Buffer.concat(err).toString('utf8') };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { io, stop, readerGone, flush } = processIo(process);
  process.on('SIGINT', stop);
  const code = await runCli(process.argv.slice(2), io, sourceDeps(process.env['TEPHRA_DATA'] ?? '/nonexistent'));
  await flush();
  process.exit(readerGone() ? 0 : code);
}
