import { createStore, type StoreApi } from 'zustand/vanilla';
import { fail, type Result } from '../../base/result.ts';
import type { AnyMethod, InputOf, OutputOf } from '../../protocol/define.ts';
import type { CallOptions, Client } from '../../protocol/handler.ts';

/** `generation` grows with every connection made: what was asked of an earlier one is lost. */
export interface ConnectionState {
  readonly phase: 'connecting' | 'open' | 'reconnecting' | 'ended';
  readonly generation: number;
  /** Why the last attempt failed, in words for people. */
  readonly problem: string | undefined;
}

/** One connection to the engine that renews itself until `close`. */
export interface Connection {
  readonly state: StoreApi<ConnectionState>;
  /** Asks once. Fails with `protocol/disconnected` when there is no connection or it is lost meanwhile. */
  call<M extends AnyMethod>(method: M, input: InputOf<M>, options?: CallOptions<M>): Promise<Result<OutputOf<M>>>;
  /** The open client, once there is one; `undefined` when the signal aborts or the connection was closed for good. */
  open(signal?: AbortSignal): Promise<Client | undefined>;
  close(): void;
}

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

/** Connects, and again whenever the connection ends, waiting longer each time (250 ms … 5 s). */
export function createConnection(connect: () => Promise<Client>): Connection {
  const state = createStore<ConnectionState>(() => ({ phase: 'connecting', generation: 0, problem: undefined }));
  let client: Client | undefined;
  const end = new AbortController();

  async function run(): Promise<void> {
    let wait = FIRST_RETRY_MS;
    while (!end.signal.aborted) {
      try {
        client = await connect();
        if (end.signal.aborted) return client.close();
        wait = FIRST_RETRY_MS;
        state.setState((s) => ({ phase: 'open', generation: s.generation + 1, problem: undefined }));
        await client.closed;
      } catch (error) {
        state.setState({ problem: error instanceof Error ? error.message : String(error) });
      }
      client = undefined;
      if (end.signal.aborted) return;
      state.setState((s) => ({ phase: s.generation === 0 ? 'connecting' : 'reconnecting' }));
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(wait * 2, LAST_RETRY_MS);
    }
  }
  void run();

  return {
    state,
    call(method, input, options) {
      if (!client) return Promise.resolve(fail('protocol/disconnected', 'The engine is not connected.'));
      return client.call(method, input, options);
    },
    open(signal) {
      if (client) return Promise.resolve(client);
      if (end.signal.aborted || signal?.aborted) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const settle = (): void => {
          if (!client && !end.signal.aborted && !signal?.aborted) return;
          unsubscribe();
          signal?.removeEventListener('abort', settle);
          resolve(client);
        };
        const unsubscribe = state.subscribe(settle);
        signal?.addEventListener('abort', settle);
      });
    },
    close() {
      end.abort();
      state.setState({ phase: 'ended' });
      client?.close();
    },
  };
}
