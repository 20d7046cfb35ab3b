import type { Item, ItemKind, ItemOf } from '../../model/item.ts';
import { decodeTrusted, encodeCanonical } from './canonical-json.ts';
import type { Db } from './database.ts';

/** Items of case.sqlite: actions, people, reviews and what else stands in model/item.ts. */
export class ItemStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Of these kinds (all, without any), by kind and id; ids begin with the time they were made at (UUIDv7). */
  list(kinds?: readonly ItemKind[]): Item[] {
    const rows = kinds
      ? this.#db.prepare<unknown[], { value: string }>(`SELECT value FROM item WHERE kind IN (${kinds.map(() => '?').join(', ')}) ORDER BY kind, id`).all(...kinds)
      : this.#db.prepare<[], { value: string }>('SELECT value FROM item ORDER BY kind, id').all();
    return rows.map((row) => decodeTrusted<Item>(row.value));
  }

  find<Kind extends ItemKind>(kind: Kind, id: string): ItemOf<Kind> | undefined {
    const row = this.#db.prepare<[string, string], { value: string }>('SELECT value FROM item WHERE kind = ? AND id = ?').get(kind, id);
    return row && decodeTrusted<ItemOf<Kind>>(row.value);
  }

  put(item: Item): void {
    this.#db.prepare('INSERT OR REPLACE INTO item (kind, id, value) VALUES (?, ?, ?)').run(item.kind, item.id, encodeCanonical(item));
  }

  remove(kind: ItemKind, id: string): void {
    this.#db.prepare('DELETE FROM item WHERE kind = ? AND id = ?').run(kind, id);
  }
}
