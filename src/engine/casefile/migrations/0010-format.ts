import type { Migration } from './index.ts';

/** Formats that people described, beside the evidence that is read with them: a case opens elsewhere without the library of whoever made it. */
export const format: Migration = {
  id: 10,
  sql: `
    CREATE TABLE evidence_format (
      sha256 TEXT PRIMARY KEY REFERENCES custody (sha256),
      -- canonical JSON of a LineFormatDefinition
      definition TEXT NOT NULL
    ) STRICT;
  `,
};
