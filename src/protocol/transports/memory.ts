import type { Transport } from '../transport.ts';
import { Inbox } from './inbox.ts';

/**
 * Two ends in one process: the CLI over its own engine, and tests. Frames arrive in a later turn of the event loop,
 * never inside `send`, as on every other transport.
 */
export function memoryPair(): [Transport, Transport] {
  const left = new MemoryEnd();
  const right = new MemoryEnd();
  left.peer = right;
  right.peer = left;
  return [left, right];
}

class MemoryEnd implements Transport {
  peer: MemoryEnd | undefined;
  readonly #inbox = new Inbox();
  readonly #underWay: (Uint8Array | undefined)[] = [];
  #closed = false;

  send(frame: Uint8Array): void {
    if (!this.#closed) this.peer?.deliver(frame);
  }

  onFrame(listener: (frame: Uint8Array) => void): void {
    this.#inbox.onFrame(listener);
  }

  onClose(listener: () => void): void {
    this.#inbox.onClose(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.peer?.deliver(undefined);
    this.#inbox.close();
  }

  /** `undefined` is the end. */
  deliver(frame: Uint8Array | undefined): void {
    this.#underWay.push(frame);
    if (this.#underWay.length > 1) return;
    nextTurn(() => {
      for (const arrived of this.#underWay.splice(0)) {
        if (arrived !== undefined) this.#inbox.frame(arrived);
        else {
          this.#closed = true;
          this.#inbox.close();
        }
      }
    });
  }
}

/** A macrotask, so that a busy stream leaves room for timers and signals. `setImmediate` is Node's. */
const nextTurn: (run: () => void) => void =
  (globalThis as { setImmediate?: (run: () => void) => void }).setImmediate ?? ((run) => setTimeout(run, 0));
