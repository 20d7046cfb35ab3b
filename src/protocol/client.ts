import { fail, ok, type Failure, type Result } from '../base/result.ts';
import { CodecError, decode, encode } from './codec.ts';
import type { AnyMethod, InputOf, ItemOf, OutputOf, ProgressOf } from './define.ts';
import { ServerFrame, describeIssue, type ClientFrame } from './frames.ts';
import type { CallOptions, Client } from './handler.ts';
import { PROTOCOL_VERSION, STREAM_WINDOW_ITEMS } from './limits.ts';
import type { Transport } from './transport.ts';

export interface ConnectOptions {
  /** Who connects, for the server's log: `tephra-cli`. */
  readonly client: string;
  /** Name that changes made over this connection are journalled under. */
  readonly author?: string;
  /** Secret of a server that asks for one. */
  readonly token?: string;
}

export interface RawCallOptions {
  readonly signal?: AbortSignal;
  /** Called in order, one at a time; the next waits until a returned promise resolves. */
  readonly onItem?: (item: unknown) => void | Promise<void>;
  readonly onProgress?: (progress: unknown) => void;
}

/** Calls by name, nothing checked on this side: what relays calls that it does not know. */
export interface RawClient {
  callRaw(method: string, input: unknown, options?: RawCallOptions): Promise<Result<unknown>>;
  readonly closed: Promise<void>;
  close(): void;
}

export interface Connection extends Client, RawClient {
  /** The server's name once it has agreed; `protocol/version`, its refusal or `protocol/disconnected` when it has not. */
  readonly ready: Promise<Result<{ readonly server: string }>>;
}

interface RunningCall {
  readonly options: RawCallOptions;
  /** Settles the caller's promise; the first of the two wins. */
  readonly finish: (result: Result<unknown>) => void;
  readonly crash: (error: unknown) => void;
  /** Items not consumed yet. The credit given bounds it. */
  readonly items: unknown[];
  consuming: boolean;
  /** Items consumed since credit was last given. */
  consumed: number;
  /** The result, held until the items before it are consumed. A failure does not wait for them. */
  result?: Result<unknown>;
}

/**
 * The caller's side of a connection. Calls may be made at once: they wait in order behind the hello. Failure,
 * cancellation and a lost connection come back as a failed `Result`. A call rejects for bugs of its caller alone: an
 * input that is no plain data, or `onItem` or `onProgress` threw (the call is then cancelled).
 */
export function connect(transport: Transport, options: ConnectOptions): Connection {
  const calls = new Map<number, RunningCall>();
  const closed = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<Result<{ server: string }>>();
  let lastId = 0;
  /** Why the connection has ended, once it has: what every later call answers. */
  let ended: Failure | undefined;

  function send(frame: ClientFrame): void {
    transport.send(encode(frame));
  }

  function end(failure: Failure): void {
    if (ended) return;
    ended = failure;
    ready.resolve({ ok: false, failure });
    for (const call of calls.values()) call.finish({ ok: false, failure });
    calls.clear();
    transport.close();
    closed.resolve();
  }

  function crash(id: number, call: RunningCall, error: unknown): void {
    if (calls.delete(id)) send({ type: 'cancel', id });
    call.crash(error);
  }

  /** Hands items to the caller one at a time, gives credit for them, and settles the call after the last. */
  async function consume(id: number, call: RunningCall): Promise<void> {
    if (call.consuming) return;
    call.consuming = true;
    try {
      while (call.items.length > 0 && calls.has(id)) {
        // Taken out first: `onItem?.(items.shift())` would leave it there for ever where nobody listens.
        const item = call.items.shift();
        await call.options.onItem?.(item);
        call.consumed++;
        // Half a window at a time: a frame of credit for each item would double the traffic of small ones.
        if (call.consumed >= STREAM_WINDOW_ITEMS / 2 && calls.has(id) && call.result === undefined) {
          send({ type: 'credit', id, items: call.consumed, progress: false });
          call.consumed = 0;
        }
      }
    } catch (error) {
      return crash(id, call, error);
    }
    call.consuming = false;
    if (call.result !== undefined && calls.delete(id)) call.finish(call.result);
  }

  function receiveProgress(id: number, call: RunningCall, progress: unknown): void {
    try {
      call.options.onProgress?.(progress);
    } catch (error) {
      return crash(id, call, error);
    }
    if (calls.has(id)) send({ type: 'credit', id, items: 0, progress: true });
  }

  function receive(frame: ServerFrame): void {
    if (frame.type === 'helloResult') return ready.resolve(ok({ server: frame.server }));
    if (frame.type === 'close') return end(frame.failure);
    const call = calls.get(frame.id);
    // Frames of a call that was cancelled may still have been under way.
    if (call === undefined) return;
    switch (frame.type) {
      case 'progress': return receiveProgress(frame.id, call, frame.progress);
      case 'error': {
        calls.delete(frame.id);
        return call.finish({ ok: false, failure: frame.failure });
      }
      case 'item':
        call.items.push(frame.item);
        if (call.items.length > STREAM_WINDOW_ITEMS) return end({ code: 'protocol/invalid-frame', message: 'The engine sent more items than there was room for.' });
        break;
      case 'result':
        call.result = ok(frame.value);
    }
    void consume(frame.id, call);
  }

  function callRaw(method: string, input: unknown, callOptions: RawCallOptions = {}): Promise<Result<unknown>> {
    if (ended) return Promise.resolve({ ok: false, failure: ended });
    const { signal } = callOptions;
    if (signal?.aborted) return Promise.resolve(CANCELLED);
    const id = ++lastId;
    try {
      send({ type: 'call', id, method, input, credit: STREAM_WINDOW_ITEMS });
    } catch (error) {
      if (!(error instanceof CodecError) || error.code === 'unsupported') return Promise.reject(error);
      return Promise.resolve(fail('protocol/too-large', `The input of ${method} is too large to send: ${error.message}.`));
    }
    const answer = Promise.withResolvers<Result<unknown>>();
    calls.set(id, { options: callOptions, finish: answer.resolve, crash: answer.reject, items: [], consuming: false, consumed: 0 });
    const cancel = (): void => {
      if (!calls.delete(id)) return;
      send({ type: 'cancel', id });
      answer.resolve(CANCELLED);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    return answer.promise.finally(() => signal?.removeEventListener('abort', cancel));
  }

  transport.onFrame((bytes) => {
    if (ended) return;
    const frame = readServerFrame(bytes);
    if (frame.ok) receive(frame.value);
    else end(frame.failure);
  });
  transport.onClose(() => end({ code: 'protocol/disconnected', message: 'The connection to the engine was lost.' }));
  send({ type: 'hello', version: PROTOCOL_VERSION, client: options.client, author: options.author, token: options.token });

  return {
    callRaw,
    async call<M extends AnyMethod>(method: M, input: InputOf<M>, callOptions: CallOptions<M> = {}): Promise<Result<OutputOf<M>>> {
      const { signal, onItem, onProgress } = callOptions;
      // The server has validated what it sends against the same definition.
      /* oxlint-disable typescript/no-unsafe-type-assertion */
      return (await callRaw(method.name, input, {
        signal,
        onItem: onItem && ((item) => onItem(item as ItemOf<M>)),
        onProgress: onProgress && ((progress) => onProgress(progress as ProgressOf<M>)),
      })) as Result<OutputOf<M>>;
      /* oxlint-enable typescript/no-unsafe-type-assertion */
    },
    ready: ready.promise,
    closed: closed.promise,
    close: () => end({ code: 'protocol/disconnected', message: 'The connection to the engine was closed.' }),
  };
}

const CANCELLED: Result<never> = fail('cancelled', 'Cancelled.');

function readServerFrame(bytes: Uint8Array): Result<ServerFrame> {
  try {
    const frame = ServerFrame.safeParse(decode(bytes));
    if (frame.success) return ok(frame.data);
    return fail('protocol/invalid-frame', `The engine sent a frame that is not understood: ${describeIssue(frame.error)}.`);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return fail('protocol/invalid-frame', `The engine sent bytes that are no frame: ${error.message}.`);
  }
}
