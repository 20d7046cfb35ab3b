import { createStore, type StoreApi } from 'zustand/vanilla';
import { fail, type Failure, type Result } from '../../../base/result.ts';
import type { Column, Row } from './cells.ts';
import type { Statement } from './tokens.ts';

/** A query that answered. Columns are known when the last row is there. */
export interface SqlAnswer {
  readonly sql: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly truncated: boolean;
  readonly maxRows: number;
  readonly seconds: number;
  /** The index it was asked of. */
  readonly indexRevision: number;
}

export type Outcome =
  | { readonly kind: 'answer'; readonly answer: SqlAnswer }
  /** `start`: where the statement begins in the editor's text. */
  | { readonly kind: 'failure'; readonly failure: Failure; readonly sql: string; readonly start: number }
  | { readonly kind: 'cancelled'; readonly seconds: number };

export interface HistoryEntry { readonly sql: string; readonly atMs: number; readonly rows: number | undefined; readonly seconds: number | undefined }

export interface ConsoleState {
  readonly text: string;
  readonly maxRows: number;
  readonly running: { readonly sql: string; readonly startedMs: number; readonly rows: number } | undefined;
  readonly outcome: Outcome | undefined;
  /** The latest first. */
  readonly history: readonly HistoryEntry[];
}

export interface SqlConsole {
  readonly store: StoreApi<ConsoleState>;
  setText(text: string): void;
  setMaxRows(maxRows: number): void;
  /** Runs a statement; what runs before it is ended. */
  run(statement: Pick<Statement, 'text' | 'start'>): Promise<void>;
  /** Whether anything ran. */
  cancel(): boolean;
  forget(): void;
}

/** Runs a query and hands over its rows as they come. */
export type RunQuery = (sql: string, maxRows: number, signal: AbortSignal, onRows: (rows: Row[]) => void) => Promise<Result<{ columns: readonly Column[]; truncated: boolean; seconds: number }>>;

export interface ConsoleHost {
  readonly run: RunQuery;
  readonly indexRevision: () => number;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | undefined;
  /** What is kept of this case is kept under this name. */
  readonly storageKey: string;
  readonly nowMs: () => number;
}

export const ROW_LIMITS = [10_000, 100_000, 1_000_000] as const;
const MOST_HISTORY = 100;
/** Queries longer than this are run, not remembered. */
const MOST_KEPT_CHARS = 100_000;

/** The console of one case: what is typed, what runs, what came of it. It outlives the view. */
export function createConsole(host: ConsoleHost): SqlConsole {
  const kept = readKept(host);
  const store = createStore<ConsoleState>(() => ({ text: kept.text, maxRows: 100_000, running: undefined, outcome: undefined, history: kept.history }));
  let ending: AbortController | undefined;

  function keep(): void {
    const { text, history } = store.getState();
    try {
      host.storage?.setItem(host.storageKey, JSON.stringify({ text: text.length > MOST_KEPT_CHARS ? '' : text, history }));
    } catch {
      // A full or forbidden storage costs the history, nothing else.
    }
  }

  function remember(entry: HistoryEntry): void {
    if (entry.sql.length > MOST_KEPT_CHARS) return;
    store.setState((s) => ({ history: [entry, ...s.history.filter((h) => h.sql !== entry.sql)].slice(0, MOST_HISTORY) }));
    keep();
  }

  return {
    store,
    setText(text) {
      if (text === store.getState().text) return;
      store.setState({ text });
      keep();
    },
    setMaxRows: (maxRows) => store.setState({ maxRows }),
    async run({ text: sql, start }) {
      ending?.abort();
      const controller = new AbortController();
      ending = controller;
      const { maxRows } = store.getState();
      const indexRevision = host.indexRevision();
      const startedMs = host.nowMs();
      store.setState({ running: { sql, startedMs, rows: 0 } });
      const rows: Row[] = [];
      let toldMs = startedMs;
      const result = await host.run(sql, maxRows, controller.signal, (more) => {
        for (const row of more) rows.push(row);
        const nowMs = host.nowMs();
        // A large answer comes in hundreds of pieces: nobody reads a count that changes with each.
        if (ending !== controller || nowMs - toldMs < 100) return;
        toldMs = nowMs;
        store.setState({ running: { sql, startedMs, rows: rows.length } });
      }).catch((error: unknown) => fail('internal', error instanceof Error ? error.message : String(error)));
      // Another query has taken its place.
      if (ending !== controller) return;
      ending = undefined;
      const seconds = (host.nowMs() - startedMs) / 1000;
      if (controller.signal.aborted) store.setState({ running: undefined, outcome: { kind: 'cancelled', seconds } });
      else if (result.ok) store.setState({ running: undefined, outcome: { kind: 'answer', answer: { sql, rows, maxRows, indexRevision, ...result.value } } });
      else store.setState({ running: undefined, outcome: { kind: 'failure', failure: result.failure, sql, start } });
      remember({ sql, atMs: startedMs, rows: result.ok ? rows.length : undefined, seconds: result.ok ? result.value.seconds : undefined });
    },
    cancel() {
      ending?.abort();
      return ending !== undefined;
    },
    forget() {
      store.setState({ history: [] });
      keep();
    },
  };
}

function readKept(host: ConsoleHost): { text: string; history: HistoryEntry[] } {
  try {
    const kept: unknown = JSON.parse(host.storage?.getItem(host.storageKey) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return { text: '', history: [] };
    return {
      text: 'text' in kept && typeof kept.text === 'string' ? kept.text : '',
      history: 'history' in kept && Array.isArray(kept.history) ? kept.history.flatMap(historyEntry).slice(0, MOST_HISTORY) : [],
    };
  } catch {
    return { text: '', history: [] };
  }
}

function historyEntry(value: unknown): HistoryEntry[] {
  if (typeof value !== 'object' || value === null || !('sql' in value) || typeof value.sql !== 'string') return [];
  const number = (key: 'atMs' | 'rows' | 'seconds'): number | undefined => {
    const one: unknown = Reflect.get(value, key);
    return typeof one === 'number' ? one : undefined;
  };
  return [{ sql: value.sql, atMs: number('atMs') ?? 0, rows: number('rows'), seconds: number('seconds') }];
}
