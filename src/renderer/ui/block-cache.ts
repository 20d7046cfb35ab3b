import { createStore, type StoreApi } from 'zustand/vanilla';

/** Answers with the bytes at an offset (fewer at the end of the file), or with a sentence on why not. */
export type ReadBlock = (offsetBytes: number, lengthBytes: number, signal: AbortSignal) => Promise<{ bytes: Uint8Array } | { problem: string }>;

export const BLOCK_BYTES = 64 * 1024;
const KEPT_BLOCKS = 16;

/** Blocks of a file that is never read whole: what is on screen, and the blocks seen last. */
export interface BlockCache {
  /** Reads what is missing of a half-open range, and drops questions about blocks far from it. */
  want(fromBytes: number, toBytes: number): void;
  readonly store: StoreApi<BlockState>;
  close(): void;
}

export interface BlockState {
  readonly blocks: ReadonlyMap<number, Uint8Array>;
  readonly problem: string | undefined;
}

export function createBlockCache(read: ReadBlock): BlockCache {
  const store = createStore<BlockState>(() => ({ blocks: new Map(), problem: undefined }));
  const asked = new Map<number, AbortController>();

  async function load(block: number, controller: AbortController): Promise<void> {
    const answer = await read(block * BLOCK_BYTES, BLOCK_BYTES, controller.signal);
    if (controller.signal.aborted) return;
    asked.delete(block);
    if ('problem' in answer) store.setState({ problem: answer.problem });
    else store.setState((s) => ({ blocks: new Map([...s.blocks].slice(1 - KEPT_BLOCKS)).set(block, answer.bytes), problem: undefined }));
  }

  return {
    want(fromBytes, toBytes) {
      const first = Math.floor(fromBytes / BLOCK_BYTES);
      const last = Math.floor(Math.max(fromBytes, toBytes - 1) / BLOCK_BYTES);
      for (const [block, controller] of asked) {
        if (block >= first && block <= last) continue;
        controller.abort();
        asked.delete(block);
      }
      for (let block = first; block <= last; block++) {
        if (asked.has(block) || store.getState().blocks.has(block)) continue;
        const controller = new AbortController();
        asked.set(block, controller);
        void load(block, controller);
      }
    },
    store,
    close() {
      for (const controller of asked.values()) controller.abort();
      asked.clear();
    },
  };
}
