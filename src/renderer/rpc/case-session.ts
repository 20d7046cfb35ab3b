import { replaceEqualDeep } from '@tanstack/react-query';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { fail, type Failure, type Result } from '../../base/result.ts';
import type { CaseInfo } from '../../model/case.ts';
import type { Command } from '../../model/command.ts';
import { api, type Api } from '../../protocol/api.ts';
import type { AnyMethod, InputOf, ItemOf, OutputOf } from '../../protocol/define.ts';
import type { CallOptions } from '../../protocol/handler.ts';
import type { Connection } from './connection.ts';
import { addSample } from './ingest-rate.ts';

export type IngestState = ItemOf<Api['watchIngest']>;
export type FollowedSource = ItemOf<Api['watchFollowed']>[number];

export interface CaseSessionState {
  readonly status: 'opening' | 'open' | 'failed';
  /** Present from the first time the case was open; kept while the connection is renewed. */
  readonly info: CaseInfo | undefined;
  readonly failure: Failure | undefined;
  readonly ingest: IngestState | undefined;
  /** The last seconds of it, for the rate. */
  readonly ingestSamples: readonly IngestState[];
  /** Sources that are taken in while they grow. */
  readonly followed: readonly FollowedSource[];
  /** Commands on their way to disk. */
  readonly saving: number;
}

/** One case over a connection: opened again whenever the connection is renewed, watched for changes. */
export interface CaseSession {
  readonly path: string;
  readonly state: StoreApi<CaseSessionState>;
  /** A question that may be asked again: waits for the case to be open and repeats when the connection was lost. */
  read<M extends AnyMethod>(method: M, input: InputOf<M>, options?: CallOptions<M>): Promise<Result<OutputOf<M>>>;
  /** Something that must not happen twice: asked once, `protocol/disconnected` when that is not certain to have arrived. */
  call<M extends AnyMethod>(method: M, input: InputOf<M>, options?: CallOptions<M>): Promise<Result<OutputOf<M>>>;
  /** Runs a command. A good result means that the change is on disk. */
  run(command: Command): Promise<Result<{ workRevision: number; summary: string }>>;
  undo(): Promise<Result<{ workRevision: number; summary: string }>>;
  redo(): Promise<Result<{ workRevision: number; summary: string }>>;
  /** Opens again after a failure. */
  retry(): void;
  /**
   * Opens the case and watches it until the returned function is called. The engine closes a case when another one
   * is opened, or when it is told to (`case.close`).
   */
  start(): () => void;
}

export function createCaseSession(connection: Connection, path: string): CaseSession {
  const state = createStore<CaseSessionState>(() => ({
    status: 'opening', info: undefined, failure: undefined, ingest: undefined, ingestSamples: [], followed: [], saving: 0,
  }));
  let end = new AbortController();
  let attempt = 0;

  /** The answer to a change and the watch tell the same news: the second time nothing is new. */
  function setInfo(info: CaseInfo): void {
    state.setState((s) => ({ info: replaceEqualDeep(s.info, info) }));
  }

  async function open(): Promise<void> {
    const mine = ++attempt;
    state.setState({ status: 'opening', failure: undefined });
    const { signal } = end;
    const client = await connection.open(signal);
    if (!client || mine !== attempt) return;
    const opened = await client.call(api.openCase, { path }, { signal });
    if (mine !== attempt || signal.aborted) return;
    if (!opened.ok) {
      // A lost connection is not a failed case: the next connection opens it again.
      if (opened.failure.code !== 'protocol/disconnected') state.setState({ status: 'failed', failure: opened.failure });
      return;
    }
    state.setState((s) => ({ status: 'open', info: opened.value, ingest: s.ingest }));
    void watch(client.call(api.watchCase, {}, { signal, onItem: (info) => { if (mine === attempt) setInfo(info); } }), mine);
    void watch(client.call(api.watchIngest, {}, { signal, onItem: (ingest) => { if (mine === attempt) state.setState((s) => ({ ingest, ingestSamples: addSample(s.ingestSamples, ingest) })); } }), mine);
    void watch(client.call(api.watchFollowed, {}, { signal, onItem: (followed) => { if (mine === attempt) state.setState({ followed }); } }), mine);
  }

  /** A watch ends with the connection (which opens anew), or when the engine closed the case under us: open it again once. */
  async function watch(ending: Promise<Result<unknown>>, mine: number): Promise<void> {
    const ended = await ending;
    if (mine !== attempt || connection.state.getState().phase !== 'open') return;
    if (!ended.ok && ended.failure.code === 'protocol/disconnected') return;
    if (!ended.ok) state.setState({ status: 'failed', failure: ended.failure });
    else void open();
  }

  function start(): () => void {
    end = new AbortController();
    const ending = end;
    let { generation } = connection.state.getState();
    const unsubscribe = connection.state.subscribe((now) => {
      if (now.phase !== 'open') {
        if (state.getState().status === 'open') state.setState({ status: 'opening' });
      } else if (now.generation !== generation) {
        generation = now.generation;
        void open();
      }
    });
    void open();
    return () => {
      attempt++;
      unsubscribe();
      ending.abort();
    };
  }

  /** Resolves when calls of case scope can be made, or the failure that prevents it. */
  function ready(signal: AbortSignal | undefined): Promise<Failure | undefined> {
    const settled = (): { failure: Failure | undefined } | undefined => {
      const now = state.getState();
      if (end.signal.aborted || signal?.aborted) return { failure: { code: 'cancelled', message: 'Cancelled.' } };
      if (now.status === 'open') return { failure: undefined };
      if (now.status === 'failed') return { failure: now.failure };
      return undefined;
    };
    const now = settled();
    if (now) return Promise.resolve(now.failure);
    const ending = end.signal;
    return new Promise((resolve) => {
      const check = (): void => {
        const done = settled();
        if (!done) return;
        stop();
        signal?.removeEventListener('abort', check);
        ending.removeEventListener('abort', check);
        resolve(done.failure);
      };
      const stop = state.subscribe(check);
      signal?.addEventListener('abort', check);
      ending.addEventListener('abort', check);
    });
  }

  async function saving<T>(work: Promise<Result<T>>): Promise<Result<T>> {
    state.setState((s) => ({ saving: s.saving + 1 }));
    try {
      return await work;
    } finally {
      state.setState((s) => ({ saving: s.saving - 1 }));
    }
  }

  /**
   * A change is told of by the watch as well, but in its own time: what the frame says of the case (what can be undone)
   * is true when the answer is, not a moment later. The engine answers in order, so that the last answer is the newest.
   */
  async function changing<T extends { workRevision: number }>(work: Promise<Result<T>>): Promise<Result<T>> {
    const result = await saving(work);
    if (result.ok && (state.getState().info?.workRevision ?? 0) < result.value.workRevision) {
      const mine = attempt;
      const now = await session.call(api.caseInfo, {});
      if (now.ok && mine === attempt && now.value.workRevision >= result.value.workRevision) setInfo(now.value);
    }
    return result;
  }

  const session: CaseSession = {
    path,
    state,
    async read(method, input, options) {
      for (;;) {
        const failure = await ready(options?.signal);
        if (failure) return fail(failure.code, failure.message, failure.data);
        const result = await connection.call(method, input, options);
        if (result.ok || result.failure.code !== 'protocol/disconnected') return result;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async call(method, input, options) {
      if (state.getState().status !== 'open') {
        const { failure } = state.getState();
        return failure
          ? fail(failure.code, failure.message, failure.data)
          : fail('protocol/disconnected', 'The case is being opened again. Try again in a moment.');
      }
      return connection.call(method, input, options);
    },
    run: (command) => changing(session.call(api.doCommand, { command })),
    undo: () => changing(session.call(api.undo, {})),
    redo: () => changing(session.call(api.redo, {})),
    retry: () => void open(),
    start,
  };
  return session;
}
