import type { Migration } from './index.ts';

/** What people keep of a search: filters by name, highlighters, marks. */
export const saved: Migration = {
  id: 3,
  sql: `
    CREATE TABLE saved_filter (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      text TEXT NOT NULL
    ) STRICT;
    CREATE TABLE highlighter (
      id TEXT PRIMARY KEY,
      text TEXT NOT NULL,
      colour TEXT NOT NULL,
      active INTEGER NOT NULL CHECK (active IN (0, 1))
    ) STRICT;
    CREATE TABLE mark (
      sha256 TEXT NOT NULL REFERENCES custody (sha256),
      offset_bytes INTEGER NOT NULL,
      length_bytes INTEGER NOT NULL,
      time_ns INTEGER,
      excerpt TEXT NOT NULL,
      PRIMARY KEY (sha256, offset_bytes)
    ) STRICT;
  `,
};
