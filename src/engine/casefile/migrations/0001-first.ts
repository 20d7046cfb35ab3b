import type { Migration } from './index.ts';

/**
 * The first schema. Times are integer nanoseconds, hashes and keys lower-case hex text, locators and journal
 * inputs canonical JSON. Custody is never deleted, so that whatever once cited an artifact can come back by undo.
 */
export const first: Migration = {
  id: 1,
  sql: `
    CREATE TABLE case_info (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      case_id TEXT NOT NULL,
      title TEXT NOT NULL,
      incident_id TEXT NOT NULL,
      zone TEXT NOT NULL,
      created_at_ns INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE journal (
      seq INTEGER PRIMARY KEY,
      at_ns INTEGER NOT NULL,
      author TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo', 'note')),
      command TEXT NOT NULL,
      -- do: the command; note: its detail; undo, redo: null
      input TEXT,
      -- do only: the changes that take it back, in the order to apply
      inverse TEXT,
      -- do: seq of the first step that is undone together with this one; undo, redo: that seq of what they concern
      step_group INTEGER,
      summary TEXT NOT NULL,
      prev_hash TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal
      BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
    CREATE TRIGGER journal_keeps_words BEFORE UPDATE ON journal
      BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;

    CREATE TABLE journal_head (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      rows INTEGER NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;

    CREATE TABLE custody (
      sha256 TEXT PRIMARY KEY,
      size_bytes INTEGER NOT NULL,
      added_at_ns INTEGER NOT NULL,
      added_by TEXT NOT NULL,
      storage TEXT NOT NULL CHECK (storage IN ('copied', 'referenced')),
      location TEXT NOT NULL,
      zone TEXT NOT NULL,
      ordinal INTEGER NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE custody_path (
      sha256 TEXT NOT NULL REFERENCES custody (sha256),
      ordinal INTEGER NOT NULL,
      path TEXT NOT NULL,
      PRIMARY KEY (sha256, ordinal),
      UNIQUE (sha256, path)
    ) STRICT;

    CREATE TABLE intake_request (
      id TEXT PRIMARY KEY,
      path TEXT NOT NULL,
      storage TEXT NOT NULL CHECK (storage IN ('copied', 'referenced')),
      zone TEXT NOT NULL,
      requested_by TEXT NOT NULL,
      requested_at_ns INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE timeline_entry (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      title TEXT NOT NULL,
      note TEXT NOT NULL,
      form TEXT NOT NULL CHECK (form IN ('point', 'interval', 'between')),
      start_ns INTEGER NOT NULL,
      end_ns INTEGER,
      uncertainty_ns INTEGER NOT NULL CHECK (uncertainty_ns >= 0),
      basis TEXT NOT NULL,
      zone TEXT NOT NULL,
      time_text TEXT,
      role TEXT NOT NULL,
      milestone TEXT UNIQUE,
      CHECK ((form = 'point') = (end_ns IS NULL))
    ) STRICT;
    CREATE INDEX timeline_entry_in_time ON timeline_entry (start_ns, id);
    CREATE TABLE timeline_evidence (
      entry_id TEXT NOT NULL REFERENCES timeline_entry (id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      sha256 TEXT NOT NULL REFERENCES custody (sha256),
      locator TEXT NOT NULL,
      excerpt TEXT NOT NULL,
      added_by TEXT NOT NULL,
      added_at_ns INTEGER NOT NULL,
      PRIMARY KEY (entry_id, ordinal)
    ) STRICT;
    CREATE INDEX timeline_evidence_of_artifact ON timeline_evidence (sha256);

    CREATE TABLE postmortem (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      text TEXT NOT NULL,
      revision INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE postmortem_reference (
      key TEXT PRIMARY KEY,
      sha256 TEXT NOT NULL REFERENCES custody (sha256),
      locator TEXT NOT NULL,
      excerpt TEXT NOT NULL,
      added_by TEXT NOT NULL,
      added_at_ns INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX postmortem_reference_of_artifact ON postmortem_reference (sha256);
  `,
};
