import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure, Result } from '../../../base/result.ts';

export const PAGE_ROWS = 200;
/** Pages kept around those on screen. */
const KEPT_PAGES = 20;

export interface PageState<T> {
  readonly total: number | undefined;
  readonly unfiltered: number;
  readonly pages: ReadonlyMap<number, readonly T[]>;
  readonly failure: Failure | undefined;
  /** The rows answer an earlier question. */
  readonly outdated: boolean;
}

type Read<T> = (from: number, count: number, signal: AbortSignal) => Promise<Result<{ total: number; unfiltered: number; rows: T[] }>>;

/** Pages of a long list that is asked for as it is looked at. */
export interface Pages<T> {
  readonly store: StoreApi<PageState<T>>;
  /** A new question. What was read stays on screen until its first answer. */
  ask(read: Read<T>): void;
  /** Reads what is missing of rows `first … end`. */
  want(first: number, end: number): void;
  row(index: number): T | undefined;
  close(): void;
}

export function createPages<T>(): Pages<T> {
  const store = createStore<PageState<T>>(() => ({ total: undefined, unfiltered: 0, pages: new Map(), failure: undefined, outdated: false }));
  let question = new AbortController();
  let read: Read<T> | undefined;
  const asked = new Set<number>();

  async function load(page: number): Promise<void> {
    if (!read || asked.has(page)) return;
    asked.add(page);
    const mine = question;
    const answer = await read(page * PAGE_ROWS, PAGE_ROWS, mine.signal);
    if (mine.signal.aborted) return;
    if (!answer.ok) {
      asked.delete(page);
      store.setState({ failure: answer.failure, outdated: false });
      return;
    }
    const { total, unfiltered, rows } = answer.value;
    store.setState((s) => {
      const pages = s.outdated ? new Map<number, readonly T[]>() : new Map(s.pages);
      pages.set(page, rows);
      for (const old of [...pages.keys()].slice(0, Math.max(0, pages.size - KEPT_PAGES))) {
        pages.delete(old);
        asked.delete(old);
      }
      return { total, unfiltered, pages, failure: undefined, outdated: false };
    });
  }

  return {
    store,
    ask(next) {
      question.abort();
      question = new AbortController();
      read = next;
      asked.clear();
      store.setState((s) => ({ outdated: s.total !== undefined, failure: undefined }));
      void load(0);
    },
    want(first, end) {
      if (store.getState().outdated) return;
      for (let page = Math.floor(first / PAGE_ROWS); page * PAGE_ROWS < end; page++) void load(page);
    },
    row: (index) => store.getState().pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    close: () => question.abort(),
  };
}
