interface Entry<K> {
  readonly kept: Promise<K>;
  users: number;
  stale: boolean;
}

/**
 * Tables derived from the index, in the in-memory database beside it, kept by what they answer: the last few stay, one
 * that is being read stays until it has been.
 */
export class TableCache<K = string> {
  private readonly entries = new Map<string, Entry<K>>();
  private readonly limit: number;
  private readonly dropTable: (kept: K) => Promise<void>;

  constructor(limit: number, dropTable: (kept: K) => Promise<void>) {
    this.limit = limit;
    this.dropTable = dropTable;
  }

  /** `make` makes the table for `key` when it is not there, and answers with its name or what else is to be known of it. */
  async use<T>(key: string, make: () => Promise<K>, work: (kept: K) => Promise<T>): Promise<T> {
    let entry = this.entries.get(key);
    if (entry) {
      this.entries.delete(key);
      this.entries.set(key, entry);
    } else {
      const made: Entry<K> = { kept: make(), users: 0, stale: false };
      entry = made;
      this.entries.set(key, made);
      made.kept.catch(() => {
        if (this.entries.get(key) === made) this.entries.delete(key);
      });
    }
    entry.users++;
    try {
      return await work(await entry.kept);
    } finally {
      entry.users--;
      if (entry.stale && entry.users === 0) void this.drop(entry);
      for (const [old, other] of this.entries) {
        if (this.entries.size <= this.limit) break;
        this.evict(old, other);
      }
    }
  }

  /** Drops all but those for which `current` is true. */
  forget(current: (key: string) => boolean): void {
    for (const [key, entry] of this.entries) if (!current(key)) this.evict(key, entry);
  }

  private evict(key: string, entry: Entry<K>): void {
    this.entries.delete(key);
    entry.stale = true;
    if (entry.users === 0) void this.drop(entry);
  }

  private async drop(entry: Entry<K>): Promise<void> {
    try {
      await this.dropTable(await entry.kept);
    } catch {
      // The table never came to be, or the index is closing.
    }
  }
}
