import { createStore, type StoreApi } from 'zustand/vanilla';
import { itemsAfter, type ItemChange } from '../../../model/item-change.ts';
import type { Item } from '../../../model/item.ts';

/** Makes an edit of what is shown now, even where an edit before it is not on disk yet. Answers whether it is on disk. */
export type Edit = (make: (items: readonly Item[]) => ItemChange, options?: { readonly said?: boolean }) => Promise<boolean>;

interface Pending {
  readonly change: ItemChange;
  /** The revision of the case that holds it; `undefined` while it is on its way. */
  readonly doneAt: number | undefined;
}

/** Edits on their way to disk, one after the other, and what the screen shows meanwhile. */
export interface EditLine {
  readonly pending: StoreApi<readonly Pending[]>;
  readonly edit: Edit;
  /** The items that the next edit is made of: what the screen shows. */
  shows(items: readonly Item[]): void;
  /** Whether an edit is on its way. */
  isSending(): boolean;
  /** Once all that was made is on disk, or failed. */
  settled(): Promise<unknown>;
}

/** `send` answers the revision that holds the change, or `undefined` when it failed, which it has said. */
export function createEditLine(send: (change: ItemChange, said: boolean) => Promise<number | undefined>): EditLine {
  const pending = createStore<readonly Pending[]>(() => []);
  let latest: readonly Item[] = [];
  let last: Promise<unknown> = Promise.resolve();
  let failures = 0;
  return {
    pending,
    shows: (items) => { latest = items; },
    isSending: () => pending.getState().some(({ doneAt }) => doneAt === undefined),
    settled: () => last,
    edit: (make, options) => {
      const change = make(latest);
      if (change.commands.length === 0) return Promise.resolve(true);
      latest = itemsAfter(latest, change.commands);
      const mine: Pending = { change, doneAt: undefined };
      pending.setState([...pending.getState(), mine], true);
      const failuresBefore = failures;
      const run = async (): Promise<boolean> => {
        // It was made on top of one that failed: what it would save was never so.
        const doneAt = failuresBefore === failures ? await send(change, options?.said ?? false) : undefined;
        if (doneAt === undefined) failures++;
        pending.setState(pending.getState().flatMap((one) => (one !== mine ? [one] : doneAt === undefined ? [] : [{ change, doneAt }])), true);
        return doneAt !== undefined;
      };
      const done = last.then(run, run);
      last = done;
      return done;
    },
  };
}

/** What was read, with the edits that it does not hold yet. `outdated`: it was read before `revision`. */
export function shownItems(read: readonly Item[], pending: readonly Pending[], revision: number, outdated: boolean): readonly Item[] {
  return itemsAfter(read, pending.filter(({ doneAt }) => doneAt === undefined || doneAt > revision || outdated).flatMap(({ change }) => change.commands));
}

/** Those that what was read at `revision` holds are no longer needed. */
export function stillPending(pending: readonly Pending[], revision: number, outdated: boolean): readonly Pending[] {
  const left = pending.filter(({ doneAt }) => doneAt === undefined || doneAt > revision || outdated);
  return left.length === pending.length ? pending : left;
}
