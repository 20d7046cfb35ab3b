import type { Migration } from './index.ts';

/** Members of archives are artifacts of their own: which container they came out of, and under which path. */
export const members: Migration = {
  id: 2,
  sql: `
    CREATE TABLE custody_member (
      sha256 TEXT NOT NULL REFERENCES custody (sha256),
      ordinal INTEGER NOT NULL,
      container TEXT NOT NULL REFERENCES custody (sha256),
      path TEXT NOT NULL,
      PRIMARY KEY (sha256, ordinal),
      UNIQUE (sha256, container, path)
    ) STRICT;
    CREATE INDEX custody_member_of_container ON custody_member (container);
  `,
};
