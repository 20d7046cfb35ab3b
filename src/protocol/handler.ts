import type { Result } from '../base/result.ts';
import type { AnyMethod, InputOf, ItemOf, OutputOf, ParsedInputOf, ProgressOf } from './define.ts';

/** What a handler gets beside its input. `Session` is the engine's: one per connection. */
export interface HandlerContext<M extends AnyMethod, Session> {
  readonly session: Session;
  /** Aborted by a cancel frame, a closed connection, or the end of the engine. */
  readonly signal: AbortSignal;
  /** Sends an item; resolves when the receiver has room for another. Rejects once `signal` is aborted. */
  readonly item: (item: ItemOf<M>) => Promise<void>;
  /** Latest wins: progress that the receiver was too slow for is dropped. */
  readonly progress: (progress: ProgressOf<M>) => void;
}

export type Handler<M extends AnyMethod, Session> = (
  input: ParsedInputOf<M>,
  context: HandlerContext<M, Session>,
) => Promise<Result<OutputOf<M>>>;

/** One handler for every method of an api, by its key. */
export type Handlers<Methods extends Record<string, AnyMethod>, Session> = {
  readonly [K in keyof Methods]: Handler<Methods[K], Session>;
};

export interface CallOptions<M extends AnyMethod> {
  readonly signal?: AbortSignal;
  /** Streams: called in order; the next item waits until a returned promise resolves. */
  readonly onItem?: (item: ItemOf<M>) => void | Promise<void>;
  readonly onProgress?: (progress: ProgressOf<M>) => void;
}

/**
 * The caller's side. Expected failure, cancellation (`cancelled`) and a lost connection
 * (`protocol/disconnected`) all come back as a failed `Result`. A call rejects for bugs of its caller alone: a callback
 * that threw, an input that is no plain data.
 */
export interface Client {
  call<M extends AnyMethod>(method: M, input: InputOf<M>, options?: CallOptions<M>): Promise<Result<OutputOf<M>>>;
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<void>;
  close(): void;
}
