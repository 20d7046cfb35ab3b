import type { Worker } from 'node:worker_threads';
import type { ToWorker } from '../ingest/messages.ts';

/** A parse worker that is started before it is needed: starting one and loading the formats takes as long as parsing 10 MB. */
export class SpareWorker {
  private readonly make: () => Worker;
  private spare: Worker | undefined;

  constructor(make: () => Worker) {
    this.make = make;
  }

  start(): void {
    if (this.spare) return;
    const worker = this.make();
    // One that does not start says so when it is used.
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      if (this.spare === worker) this.spare = undefined;
    });
    // It keeps no process alive.
    worker.unref();
    worker.postMessage({ type: 'rehearse' } satisfies ToWorker, []);
    this.spare = worker;
  }

  /** The one that was started, or a new one. */
  take(): Worker {
    const worker = this.spare ?? this.make();
    this.spare = undefined;
    return worker;
  }

  async end(): Promise<void> {
    await this.spare?.terminate();
  }
}
