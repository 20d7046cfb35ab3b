import { z } from 'zod';
import { CaseInfo } from '../../model/case.ts';
import { Command, JournalEntry } from '../../model/command.ts';
import { Count } from '../../model/primitives.ts';
import { TimelineEntry } from '../../model/timeline.ts';
import { defineMethod } from '../define.ts';

export const caseInfo = defineMethod({
  name: 'case.info', kind: 'call', scope: 'case', errors: [],
  input: z.object({}),
  output: CaseInfo,
});

/** Sends the case's state at once and again after every change, whoever made it. Ends when the case is closed. */
export const watchCase = defineMethod({
  name: 'case.watch', kind: 'stream', scope: 'case', errors: [],
  input: z.object({}),
  item: CaseInfo,
  output: z.object({}),
});

/** Re-hashes evidence, checks the audit chain and both databases. An item per artifact and check. */
export const VerifyItem = z.object({
  subject: z.string(),
  check: z.enum(['evidence', 'journal', 'case-database', 'index-database']),
  ok: z.boolean(),
  message: z.string(),
});
export const verifyCase = defineMethod({
  name: 'case.verify', kind: 'stream', scope: 'case', errors: [],
  input: z.object({}),
  item: VerifyItem,
  progress: z.object({ bytesDone: Count, bytesTotal: Count }),
  output: z.object({ ok: z.boolean(), checked: Count, failed: Count, seconds: z.number() }),
});

/** Newest first. */
export const caseHistory = defineMethod({
  name: 'case.history', kind: 'call', scope: 'case', errors: [],
  input: z.object({ beforeSeq: Count.optional(), limit: Count.max(1000).default(200) }),
  output: z.array(JournalEntry),
});

/** What was done to one timeline entry, newest first: who, when, what. */
export const entryHistory = defineMethod({
  name: 'timeline.history', kind: 'call', scope: 'case', errors: [],
  input: z.object({ id: z.string().min(1).max(64), limit: Count.max(1000).default(200) }),
  output: z.array(JournalEntry),
});

const Changed = z.object({ workRevision: Count, summary: z.string() });
/** Errors every command may meet. */
const COMMAND_ERRORS = [
  'timeline/entry-exists', 'timeline/entry-not-found', 'postmortem/conflict', 'evidence/not-found', 'case/unknown-zone',
  'filter/not-found', 'highlighter/not-found', 'mark/not-found', 'comment/exists', 'comment/not-found', 'item/not-found', 'postmortem/signed-off', 'file/not-writable', 'case/damaged', 'case/busy',
];

/** Runs a command. Its result means the change is on disk. */
export const doCommand = defineMethod({
  name: 'work.do', kind: 'call', scope: 'case', errors: COMMAND_ERRORS,
  input: z.object({ command: Command }),
  output: Changed,
});

export const undo = defineMethod({
  name: 'work.undo', kind: 'call', scope: 'case', errors: ['work/nothing-to-undo', ...COMMAND_ERRORS],
  input: z.object({}),
  output: Changed,
});

export const redo = defineMethod({
  name: 'work.redo', kind: 'call', scope: 'case', errors: ['work/nothing-to-redo', ...COMMAND_ERRORS],
  input: z.object({}),
  output: Changed,
});

/** All entries in time order. */
export const listTimeline = defineMethod({
  name: 'timeline.list', kind: 'call', scope: 'case', errors: [],
  input: z.object({}),
  output: z.array(TimelineEntry),
});

/** `revision` counts edits of this document alone; it is the `baseRevision` of the next edit. */
export const getPostmortem = defineMethod({
  name: 'postmortem.get', kind: 'call', scope: 'case', errors: [],
  input: z.object({}),
  output: z.object({ text: z.string(), revision: Count }),
});
