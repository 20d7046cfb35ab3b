import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import { connect, type Connection } from '../../protocol/client.ts';
import { memoryPair } from '../../protocol/transports/memory.ts';
import { streamTransport } from '../../protocol/transports/stream.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { createEngine, type Engine, type EngineOptions } from './engine.ts';

const RESOURCES = fileURLToPath(new URL('../../../resources', import.meta.url));

export interface TestEngine {
  readonly engine: Engine;
  /** What the engine logged as an error: a test expects none. */
  readonly errors: string[];
  readonly client: (author?: string) => Connection;
}

/** A real engine in this process, closed after the test. */
export function testEngine(options: Partial<EngineOptions> = {}): TestEngine {
  const errors: string[] = [];
  const engine = createEngine({
    appDataDir: join(temporaryFolder(), 'app-data'), resourcesDir: RESOURCES, author: 'ada',
    createParseWorker: () => new Worker(new URL('../ingest/worker.ts', import.meta.url)),
    createReportWorker: () => new Worker(new URL('./report-thread.ts', import.meta.url)),
    createFaultTreeWorker: () => new Worker(new URL('./fault-tree-thread.ts', import.meta.url)),
    log: (entry) => {
      if (entry.level === 'error') errors.push(JSON.stringify(entry));
    },
    ...options,
  });
  onTestFinished(() => engine.close());
  return {
    engine, errors,
    client(author) {
      const [ours, theirs] = memoryPair();
      engine.connect(theirs);
      return connect(ours, { client: 'test', author });
    },
  };
}

export interface ChildEngine {
  readonly client: Connection;
  readonly process: ChildProcess;
  /** Sends SIGKILL and waits until the process is gone. */
  readonly kill: () => Promise<void>;
}

/** A real engine in another process, killed after the test. */
export function childEngine(author: string): ChildEngine {
  const script = fileURLToPath(new URL('./engine.testing.ts', import.meta.url));
  const child = spawn(process.execPath, [script, join(temporaryFolder(), 'app-data'), RESOURCES], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(kill);
  const client = connect(streamTransport(Duplex.from({ readable: child.stdout, writable: child.stdin })), { client: 'test', author });
  return { client, process: child, kill };
}
