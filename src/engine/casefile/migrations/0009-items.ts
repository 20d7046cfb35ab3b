import type { Migration } from './index.ts';

/**
 * Actions, people, reviews and the rest of model/item.ts: canonical JSON, because people's work on them is saved whole
 * and nothing asks for them by parts. `internal`: an entry that is not told outside the organisation.
 */
export const items: Migration = {
  id: 9,
  sql: `
    CREATE TABLE item (
      kind TEXT NOT NULL,
      id TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (kind, id)
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE timeline_entry ADD COLUMN internal INTEGER NOT NULL DEFAULT 0 CHECK (internal IN (0, 1));
  `,
};
