import { itemsOf, type Item, type ItemKind, type ItemOf } from '../../model/item.ts';

/** Changes one item as it stands on disk; `undefined` before: there is none, `undefined` after: nothing to change. Answers whether it is on disk. */
export type EditItem = <K extends ItemKind>(kind: K, id: string, edit: (item: ItemOf<K> | undefined) => ItemOf<K> | undefined, said?: string) => Promise<boolean>;

/** `read` answers items of a kind, `undefined` when they cannot be read (which it has said). */
export interface ItemAccess {
  readonly read: (kind: ItemKind) => Promise<readonly Item[] | undefined>;
  readonly save: (item: Item, said: string | undefined) => Promise<boolean>;
}

/**
 * Items are saved whole. Each edit is made to the item as it is once the edits before it are on disk, so that two quick
 * clicks, a field that is left for a button, and a second window do not take back each other's.
 */
export function createItemEdits({ read, save }: ItemAccess): EditItem {
  let last: Promise<unknown> = Promise.resolve();
  return (kind, id, edit, said) => {
    const run = async (): Promise<boolean> => {
      const items = await read(kind);
      if (!items) return false;
      const after = edit(itemsOf(items, kind).find((item) => item.id === id));
      return after === undefined || save(after, said);
    };
    const done = last.then(run, run);
    last = done;
    return done;
  };
}
