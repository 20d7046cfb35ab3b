import type { Migration } from './index.ts';

/**
 * What people said of evidence after it came in: how to read it (zone, columns of a table), and where a referenced file
 * lies now. Custody itself stays as it was written.
 */
export const evidence: Migration = {
  id: 4,
  sql: `
    CREATE TABLE evidence_reading (
      sha256 TEXT PRIMARY KEY REFERENCES custody (sha256),
      -- zone for times that name none; null: as it was handed in
      zone TEXT,
      -- canonical JSON of a TableMapping; null: guessed
      mapping TEXT,
      CHECK (zone IS NOT NULL OR mapping IS NOT NULL)
    ) STRICT;
    CREATE TABLE evidence_link (
      sha256 TEXT PRIMARY KEY REFERENCES custody (sha256),
      location TEXT NOT NULL
    ) STRICT;
  `,
};
