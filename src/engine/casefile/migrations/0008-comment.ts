import type { Migration } from './index.ts';

/**
 * What people say about entries, the postmortem and actions. No foreign key: a comment stays when its entry is removed,
 * unseen, so that undo brings both back.
 */
export const comment: Migration = {
  id: 8,
  sql: `
    CREATE TABLE comment (
      id TEXT PRIMARY KEY,
      subject_kind TEXT NOT NULL CHECK (subject_kind IN ('entry', 'postmortem', 'action')),
      -- '' for the postmortem
      subject_id TEXT NOT NULL,
      -- words of the postmortem it is about, else ''
      quote TEXT NOT NULL,
      text TEXT NOT NULL,
      author TEXT NOT NULL,
      role TEXT,
      at_ns INTEGER NOT NULL,
      resolved_at_ns INTEGER,
      resolved_by TEXT,
      CHECK ((resolved_at_ns IS NULL) = (resolved_by IS NULL))
    ) STRICT;
    CREATE INDEX comment_of_subject ON comment (subject_kind, subject_id, at_ns, id);
  `,
};
