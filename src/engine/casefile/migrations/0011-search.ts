import type { Migration } from './index.ts';

/** What was searched for, each step under the one it was made from. Not part of the journal: it is how people looked, not what they wrote. */
export const search: Migration = {
  id: 11,
  sql: `
    CREATE TABLE search (
      id TEXT PRIMARY KEY,
      -- a step whose parent is gone begins a tree
      parent TEXT,
      filter TEXT NOT NULL,
      from_ns INTEGER,
      to_ns INTEGER,
      records INTEGER,
      at_ns INTEGER NOT NULL,
      author TEXT NOT NULL
    ) STRICT;
  `,
};
