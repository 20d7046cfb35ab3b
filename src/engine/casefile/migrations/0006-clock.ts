import type { Migration } from './index.ts';

/** What people said of the clocks of evidence. Times in evidence and in the index stay as recorded; this is added to them. */
export const clock: Migration = {
  id: 6,
  sql: `
    CREATE TABLE evidence_clock (
      sha256 TEXT PRIMARY KEY REFERENCES custody (sha256),
      -- added to recorded times
      offset_ns INTEGER NOT NULL,
      -- ± against the other clocks of the case
      uncertainty_ns INTEGER NOT NULL CHECK (uncertainty_ns >= 0),
      note TEXT NOT NULL
    ) STRICT;
  `,
};
