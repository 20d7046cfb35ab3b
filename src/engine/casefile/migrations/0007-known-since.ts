import type { Migration } from './index.ts';

/** When people came to know of what an entry tells, where that was later than it happened. Null: as it happened. */
export const knownSince: Migration = {
  id: 7,
  sql: `
    ALTER TABLE timeline_entry ADD COLUMN known_since_ns INTEGER;
  `,
};
