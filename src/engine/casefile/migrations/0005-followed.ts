import type { Migration } from './index.ts';

/**
 * Sources that grow while they are read, and what of them is in custody. How far a source was taken is the end of its
 * last slice: it stands nowhere a second time. A run is one life of the source: a log file until it is rotated or
 * truncated, a stream until it begins anew.
 */
export const followed: Migration = {
  id: 5,
  sql: `
    CREATE TABLE followed_source (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('file', 'stream')),
      -- a file's absolute path, a stream's name
      location TEXT NOT NULL,
      -- what its slices are shown under
      name TEXT NOT NULL UNIQUE,
      zone TEXT NOT NULL,
      UNIQUE (kind, location)
    ) STRICT;
    CREATE TABLE followed_run (
      source TEXT NOT NULL REFERENCES followed_source (id),
      run INTEGER NOT NULL,
      -- device and inode of a file, as stat says them
      file TEXT,
      PRIMARY KEY (source, run)
    ) STRICT;
    CREATE TABLE followed_slice (
      source TEXT NOT NULL,
      run INTEGER NOT NULL,
      offset_bytes INTEGER NOT NULL,
      length_bytes INTEGER NOT NULL,
      sha256 TEXT NOT NULL REFERENCES custody (sha256),
      PRIMARY KEY (source, run, offset_bytes),
      FOREIGN KEY (source, run) REFERENCES followed_run (source, run)
    ) STRICT;
    CREATE INDEX followed_slice_of_artifact ON followed_slice (sha256);
  `,
};
