import { QueryClient, QueryClientProvider, replaceEqualDeep, useQuery } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { FailureError, unwrap, type Failure } from '../../base/result.ts';
import type { CaseInfo } from '../../model/case.ts';
import { api } from '../../protocol/api.ts';
import type { AnyMethod, InputOf, OutputOf } from '../../protocol/define.ts';
import { createCaseSession, type CaseSession, type CaseSessionState } from './case-session.ts';
import type { Connection, ConnectionState } from './connection.ts';
import { stableText } from './query-key.ts';

const ConnectionContext = createContext<Connection | undefined>(undefined);
const CaseContext = createContext<CaseSession | undefined>(undefined);

/** The connection and the query cache of this window. */
export function ConnectionProvider({ connection, children }: { connection: Connection; children: ReactNode }): ReactNode {
  const [queries] = useState(() => new QueryClient({
    defaultOptions: {
      queries: {
        // Staleness is decided by revisions in the key, never by the clock; `read` repeats what a lost connection took.
        staleTime: Infinity, gcTime: 120_000, retry: false, networkMode: 'always',
        refetchOnWindowFocus: false, refetchOnReconnect: false, queryKeyHashFn: stableText,
      },
    },
  }));
  return (
    <ConnectionContext value={connection}>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </ConnectionContext>
  );
}

/** Opens the case at `path` for what is inside. Give it a `key` of the path. */
export function CaseProvider({ path, children }: { path: string; children: ReactNode }): ReactNode {
  const connection = useConnection();
  const [session] = useState(() => createCaseSession(connection, path));
  useEffect(() => session.start(), [session]);
  return <CaseContext value={session}>{children}</CaseContext>;
}

export function useConnection(): Connection {
  return required(useContext(ConnectionContext), 'ConnectionProvider');
}

/** Whether the engine is there. Owners of unsent changes send them again when `generation` grows and `phase` is `open`. */
export function useConnectionState(): ConnectionState {
  return useStore(useConnection().state);
}

export function useCaseSession(): CaseSession {
  return required(useContext(CaseContext), 'CaseProvider');
}

/** A part of what is known of the case: who asks for one is drawn again for that one alone. */
export function useCaseState<T>(select: (state: CaseSessionState) => T): T {
  return useStore(useCaseSession().state, select);
}

/** The open case. Only inside the frame, which shows its content once the case has been open. */
export function useCaseInfo(): CaseInfo {
  return required(useStore(useCaseSession().state, (s) => s.info), 'an open case');
}

/**
 * From the first to the last record. The case's facts speak of artifacts that are read to their end: while some are
 * still being read, the records in order are asked instead, so that rulers keep up with the rows.
 */
export function useWholeSpan(): { fromNs: bigint; toNs: bigint } | undefined {
  const { fromNs, toNs } = useCaseInfo();
  // Not how far it is: that is another ten times a second, and whole views ask for this.
  const running = useCaseState((s) => s.ingest?.running ?? false);
  const ordered = useRead(api.histogram, { filter: { terms: [] }, buckets: 1 }, { dependsOn: 'index', enabled: running }).data;
  const more = running && ordered && ordered.stepNs > 0n ? ordered : undefined;
  const moreToNs = more && more.fromNs + more.stepNs;
  const first = more && (fromNs === undefined || more.fromNs < fromNs) ? more.fromNs : fromNs;
  const last = moreToNs !== undefined && (toNs === undefined || moreToNs > toNs) ? moreToNs : toNs;
  return useMemo(() => (first !== undefined && last !== undefined ? { fromNs: first, toNs: last } : undefined), [first, last]);
}

/** The value before, as long as nothing in it is different: what depends on it stays as it is. For plain data. */
export function useSame<T>(value: T): T {
  const [kept, keep] = useState(value);
  const same = replaceEqualDeep(kept, value);
  if (same !== kept) keep(same);
  return same;
}

export interface Reading<T> {
  /** The answer, or while a newer one is on its way the one before it. */
  readonly data: T | undefined;
  readonly failure: Failure | undefined;
  /** Nothing to show yet: draw skeletons. */
  readonly loading: boolean;
  /** `data` answers an earlier question. */
  readonly outdated: boolean;
  readonly reload: () => void;
}

/**
 * Reads from the open case and again when what it depends on has changed: people's work, the index of evidence,
 * or both. What was read before stays until the new answer is there, so that nothing flashes.
 */
export function useRead<M extends AnyMethod>(
  method: M,
  input: InputOf<M>,
  options: { dependsOn: 'work' | 'index' | 'both' | 'nothing'; enabled?: boolean },
): Reading<OutputOf<M>> {
  const session = useCaseSession();
  const revision = useStore(session.state, (s) => {
    const work = s.info?.workRevision ?? -1;
    const index = s.info?.indexRevision ?? -1;
    return { work: String(work), index: String(index), both: `${work}/${index}`, nothing: '' }[options.dependsOn];
  });
  const query = useQuery<OutputOf<M>>({
    queryKey: [session.path, method.name, input, revision],
    queryFn: async ({ client, signal }) => {
      const answer = unwrap(await session.read(method, input, { signal }));
      // What is as it was at the revision before stays the same object, and what is drawn of it stays drawn.
      const [, before] = client.getQueriesData<OutputOf<M>>({ queryKey: [session.path, method.name, input] }).findLast(([, data]) => data !== undefined) ?? [];
      return replaceEqualDeep(before, answer);
    },
    placeholderData: (previous) => previous,
    enabled: options.enabled ?? true,
  });
  return reading(query);
}

/** Reads something that belongs to no case (recent cases, folders). */
export function useShellRead<M extends AnyMethod>(method: M, input: InputOf<M>, options?: { enabled?: boolean }): Reading<OutputOf<M>> {
  const connection = useConnection();
  const generation = useStore(connection.state, (s) => s.generation);
  const query = useQuery<OutputOf<M>>({
    queryKey: ['shell', method.name, input, generation],
    queryFn: async ({ signal }) => {
      const client = await connection.open(signal);
      if (!client) throw new FailureError({ code: 'cancelled', message: 'Cancelled.' });
      return unwrap(await client.call(method, input, { signal }));
    },
    placeholderData: (previous) => previous,
    staleTime: 0,
    enabled: options?.enabled ?? true,
  });
  return reading(query);
}

function reading<T>(query: { data: T | undefined; error: Error | null; isPending: boolean; isPlaceholderData: boolean; refetch: () => Promise<unknown> }): Reading<T> {
  return {
    data: query.data,
    failure: query.error ? failureOf(query.error) : undefined,
    loading: query.isPending,
    outdated: query.isPlaceholderData,
    reload: () => void query.refetch(),
  };
}

function failureOf(error: Error): Failure {
  return error instanceof FailureError ? error.failure : { code: 'internal', message: error.message };
}

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`This must be inside ${what}.`);
  return value;
}
