import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';

export interface EngineProcessOptions {
  /** The built src/main/engine.ts. */
  readonly entry: string;
  readonly resourcesDir: string;
}

/** How long the engine may take to put its databases away when the app ends. */
const CLOSE_MS = 5_000;
/** An engine that dies this often within a minute will not get better by starting it at once. */
const MOST_STARTS_PER_MINUTE = 5;

/**
 * The engine in a process of its own: what goes wrong in a native module, or is killed, takes no window down.
 * It is started when a window asks for a connection and none runs; a window whose port has closed asks again.
 */
export class EngineProcess {
  readonly #options: EngineProcessOptions;
  #child: UtilityProcess | undefined;
  #starts: number[] = [];

  constructor(options: EngineProcessOptions) {
    this.#options = options;
  }

  /** For tests, which end it by its id. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** A port to the engine, which it may be starting for. */
  connect(): MessagePortMain {
    this.#child ??= this.#start();
    const { port1, port2 } = new MessageChannelMain();
    this.#child.postMessage('connect', [port1]);
    return port2;
  }

  /** Somebody will connect soon, to open a case when one is named: the engine starts and opens it while the window is being made. */
  expect(casePath: string | undefined): void {
    try {
      this.#child ??= this.#start();
      if (casePath !== undefined) this.#child.postMessage({ expect: casePath }, []);
    } catch {
      // Who connects is told why it does not start.
    }
  }

  #start(): UtilityProcess {
    const now = Date.now();
    this.#starts = this.#starts.filter((at) => now - at < 60_000);
    if (this.#starts.length >= MOST_STARTS_PER_MINUTE) {
      throw new Error(`The engine stopped ${MOST_STARTS_PER_MINUTE} times within a minute. It is started again in a minute; what was saved is on disk.`);
    }
    this.#starts.push(now);
    const child = utilityProcess.fork(this.#options.entry, [this.#options.resourcesDir], {
      serviceName: 'Tephra engine',
      stdio: 'inherit',
      // Four slow queries would otherwise stall every file read: libuv's pool has four threads.
      env: { ...process.env, UV_THREADPOOL_SIZE: process.env['UV_THREADPOOL_SIZE'] ?? '16' },
    });
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined;
    });
    return child;
  }

  /** Asks the engine to close its cases, and ends it when it takes too long. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => child.kill(), CLOSE_MS);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      child.postMessage('close', []);
    });
  }
}
