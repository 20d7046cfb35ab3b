import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Filter } from '../../model/filter.ts';

/** Records that a person is about to make entries of; rows are those of the list as it is now, and stand in no link. */
export interface ImportRequest {
  readonly filter: Filter;
  readonly from: number;
  readonly count: number;
  /** What they are, for the head of the panel: a file's name, "the selection". */
  readonly about: string;
}

export type ImportStore = StoreApi<{ readonly request: ImportRequest | undefined }>;

/** A store for one open case. */
export function createImportStore(): ImportStore {
  return createStore<{ readonly request: ImportRequest | undefined }>(() => ({ request: undefined }));
}
