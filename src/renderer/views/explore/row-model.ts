import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure, Result } from '../../../base/result.ts';
import type { EventId, EventRow } from '../../../model/event.ts';
import type { Filter } from '../../../model/filter.ts';
import { formatEventId } from '../../state/place.ts';

/** Rows of one request. A screen is 30 to 60 rows: one page or two. */
export const PAGE_ROWS = 128;
const KEPT_PAGES = 40;
const MOST_ATTEMPTS = 20;

export interface SeekTarget {
  readonly minSeverity?: number;
  readonly term?: { kind: 'text' | 'regex'; text: string };
  readonly timeNs?: bigint;
  readonly event?: EventId;
  readonly events?: EventId[];
}

/** The engine as the table needs it. */
export interface RowSource {
  page(filter: Filter, from: number, count: number, signal: AbortSignal): Promise<Result<{ total: number; unfiltered: number; rows: EventRow[] }>>;
  seek(filter: Filter, fromRow: number, direction: 'next' | 'previous', target: SeekTarget, signal: AbortSignal): Promise<Result<{ row?: number | undefined }>>;
}

export interface RowState {
  readonly filter: Filter;
  /** Rows that pass the filter, and all of the case. `undefined` until the first answer. */
  readonly total: number | undefined;
  readonly unfiltered: number;
  readonly pages: ReadonlyMap<number, readonly EventRow[]>;
  readonly failure: Failure | undefined;
  /** An answer to a newer question is on its way; what is shown answers the one before. */
  readonly outdated: boolean;
  /** The row one is at, and the other end of the selected range when there is one. */
  readonly cursor: number | undefined;
  readonly rangeEnd: number | undefined;
  /** Where the list should stand after a new answer: `row` at `screenRow` rows below the top. Changes with each. */
  readonly stand: { readonly row: number; readonly screenRow: number };
}

/** The record one is at, to be found again in a new answer. */
export interface Anchor {
  readonly event: EventId;
  readonly timeNs: bigint | undefined;
  /** Rows below the top of the screen. */
  readonly screenRow: number;
  readonly isCursor: boolean;
}

export interface RowModel {
  readonly store: StoreApi<RowState>;
  /**
   * Asks anew: another filter, or the same one after the index changed. Without an anchor it starts at the top; a row
   * number is for rows not loaded yet; `end` stands at the last row.
   */
  ask(filter: Filter, anchor: Anchor | { readonly row: number } | 'end' | undefined): Promise<void>;
  /** Loads what is missing of the rows on screen (half-open) and gives up what is not. */
  want(first: number, end: number): void;
  row(index: number): EventRow | undefined;
  /** A row, loaded if need be; `undefined` where the cursor has left it meanwhile. */
  load(index: number): Promise<EventRow | undefined>;
  setCursor(row: number | undefined, extend?: boolean): void;
  /**
   * Whether rows of another filter are on their way: then `step` is kept for them, as who has just asked for other rows
   * means those. `held` takes what was kept once they are there; another question drops it.
   */
  hold(step: () => void): boolean;
  held(): ReadonlyArray<() => void>;
  close(): void;
}

export function createRowModel(source: RowSource): RowModel {
  const store = createStore<RowState>(() => ({
    filter: { terms: [] }, total: undefined, unfiltered: 0, pages: new Map(), failure: undefined, outdated: true,
    cursor: undefined, rangeEnd: undefined, stand: { row: 0, screenRow: 0 },
  }));
  let asking = new AbortController();
  let asked: Filter | undefined;
  let kept: Array<() => void> = [];
  const loading = new Map<number, { controller: AbortController; done: Promise<void> }>();

  function stopLoading(except: (page: number) => boolean): void {
    for (const [page, { controller }] of loading) {
      if (except(page)) continue;
      controller.abort();
      loading.delete(page);
    }
  }

  async function fetchPage(page: number, controller: AbortController): Promise<void> {
    const { filter } = store.getState();
    const answer = await source.page(filter, page * PAGE_ROWS, PAGE_ROWS, controller.signal);
    if (controller.signal.aborted) return;
    loading.delete(page);
    if (!answer.ok) return store.setState({ failure: answer.failure });
    store.setState((s) => ({
      total: answer.value.total, unfiltered: answer.value.unfiltered, failure: undefined,
      pages: new Map([...s.pages].filter(([p]) => p !== page).slice(1 - KEPT_PAGES)).set(page, answer.value.rows),
    }));
  }

  function startPage(page: number): Promise<void> {
    const running = loading.get(page);
    if (running) return running.done;
    const controller = new AbortController();
    const done = fetchPage(page, controller);
    loading.set(page, { controller, done });
    return done;
  }

  /** The record at the cursor, as far as it is loaded. */
  function cursorEvent(): EventRow | undefined {
    const { cursor, pages } = store.getState();
    return cursor === undefined ? undefined : pages.get(Math.floor(cursor / PAGE_ROWS))?.[cursor % PAGE_ROWS];
  }

  /** The anchor's row under a filter: itself, or the first row at or after its time. */
  async function find(filter: Filter, anchor: Anchor, signal: AbortSignal): Promise<{ row: number; exact: boolean } | undefined> {
    const itself = await source.seek(filter, -1, 'next', { event: anchor.event }, signal);
    if (itself.ok && itself.value.row !== undefined) return { row: itself.value.row, exact: true };
    if (anchor.timeNs === undefined || signal.aborted) return undefined;
    const near = await source.seek(filter, -1, 'next', { timeNs: anchor.timeNs }, signal);
    return near.ok && near.value.row !== undefined ? { row: near.value.row, exact: false } : undefined;
  }

  async function lastRow(filter: Filter, signal: AbortSignal): Promise<{ row: number } | undefined> {
    const count = await source.page(filter, 0, 0, signal);
    return count.ok ? { row: Math.max(0, count.value.total - 1) } : undefined;
  }

  return {
    store,
    async ask(filter, where) {
      asking.abort();
      asking = new AbortController();
      const { signal } = asking;
      stopLoading(() => false);
      if (asked !== filter) kept = [];
      asked = filter;
      store.setState({ outdated: true });
      const anchor = where === 'end' ? await lastRow(filter, signal) : where;
      if (signal.aborted) return;
      const found = anchor && ('row' in anchor ? { row: anchor.row, exact: false } : await find(filter, anchor, signal));
      if (signal.aborted) return;
      const page = Math.floor((found?.row ?? 0) / PAGE_ROWS);
      const answer = await source.page(filter, page * PAGE_ROWS, PAGE_ROWS, signal);
      if (signal.aborted) return;
      if (!answer.ok) return store.setState({ failure: answer.failure, outdated: false, filter, total: undefined, pages: new Map(), cursor: undefined, rangeEnd: undefined });
      let cursor = found?.exact && anchor && 'isCursor' in anchor && anchor.isCursor ? found.row : undefined;
      // A record that was chosen in the rows before while this answer was on its way stays chosen.
      let followed = cursor === undefined || !anchor || !('event' in anchor) ? undefined : formatEventId(anchor.event);
      for (let chosen = cursorEvent(); chosen && formatEventId(chosen) !== followed; chosen = cursorEvent()) {
        followed = formatEventId(chosen);
        const again = await source.seek(filter, -1, 'next', { event: chosen }, signal);
        if (signal.aborted) return;
        cursor = again.ok ? again.value.row : undefined;
      }
      // Pages of the answer before, asked for meanwhile, would mix with this one.
      stopLoading(() => false);
      store.setState({
        filter, failure: undefined, outdated: false, total: answer.value.total, unfiltered: answer.value.unfiltered,
        pages: new Map([[page, answer.value.rows]]),
        cursor, rangeEnd: undefined,
        stand: { row: found?.row ?? 0, screenRow: anchor && 'screenRow' in anchor ? anchor.screenRow : 0 },
      });
    },
    want(first, end) {
      const { pages, total } = store.getState();
      if (total === undefined) return;
      const firstPage = Math.floor(first / PAGE_ROWS);
      const lastPage = Math.floor(Math.max(first, end - 1) / PAGE_ROWS);
      stopLoading((page) => page >= firstPage && page <= lastPage);
      for (let page = firstPage; page <= lastPage; page++) if (!pages.has(page)) void startPage(page);
    },
    row(index) {
      return store.getState().pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
    },
    async load(index) {
      // A page that scrolling or a new answer gave up is asked for again, as long as one is at that row.
      for (let attempt = 0; !this.row(index) && attempt < MOST_ATTEMPTS; attempt++) {
        await startPage(Math.floor(index / PAGE_ROWS));
        const { cursor, failure } = store.getState();
        if (cursor !== index || failure) break;
      }
      return this.row(index);
    },
    setCursor(row, extend) {
      store.setState((s) => ({ cursor: row, rangeEnd: extend ? s.rangeEnd ?? s.cursor : undefined }));
    },
    hold(step) {
      const { outdated, filter } = store.getState();
      const holds = outdated && asked !== undefined && asked !== filter;
      if (holds) kept.push(step);
      return holds;
    },
    held() {
      const steps = kept;
      kept = [];
      return steps;
    },
    close() {
      kept = [];
      asking.abort();
      stopLoading(() => false);
    },
  };
}

/** The selected rows, ends included. */
export function selectedRange(state: Pick<RowState, 'cursor' | 'rangeEnd'>): { first: number; last: number } | undefined {
  if (state.cursor === undefined) return undefined;
  const other = state.rangeEnd ?? state.cursor;
  return { first: Math.min(state.cursor, other), last: Math.max(state.cursor, other) };
}
