import { z } from 'zod';
import { CaseInfo } from '../../model/case.ts';
import { Diagnostic } from '../../model/diagnostic.ts';
import { Count, Nanoseconds, Sha256, Zone } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';

export const recentCases = defineMethod({
  name: 'shell.recentCases', kind: 'call', scope: 'shell', errors: [],
  input: z.object({}),
  output: z.array(z.object({ path: z.string(), title: z.string(), openedAtNs: Nanoseconds, exists: z.boolean() })),
});

export const forgetRecentCase = defineMethod({
  name: 'shell.forgetRecentCase', kind: 'call', scope: 'shell', errors: [],
  input: z.object({ path: z.string() }),
  output: z.object({}),
});

/** What the screen remembers about a person on this machine, whatever the case and the shell. */
export const PersonNotes = z.object({
  /** The tour of the sample incident was taken or dismissed: it does not come by itself again. */
  tourDone: z.boolean().optional(),
  theme: z.enum(['system', 'light', 'dark', 'contrast']).optional(),
  /** Names of people are shown as their roles. */
  asRoles: z.boolean().optional(),
});

export const personNotes = defineMethod({
  name: 'shell.personNotes', kind: 'call', scope: 'shell', errors: [],
  input: z.object({}),
  output: PersonNotes,
});

/** Keeps these; the others stay. */
export const keepPersonNotes = defineMethod({
  name: 'shell.keepPersonNotes', kind: 'call', scope: 'shell', errors: [],
  input: PersonNotes,
  output: z.object({}),
});

/** The case of the sample incident: the path by which the shells know it, when it has been made here. */
export const sampleCase = defineMethod({
  name: 'shell.sampleCase', kind: 'call', scope: 'shell', errors: [],
  input: z.object({}),
  output: z.object({ path: z.string().optional() }),
});

/** A folder as the path prompt of shells without native dialogs shows it. Starts at the home folder. */
export const listFolder = defineMethod({
  name: 'shell.listFolder', kind: 'call', scope: 'shell', errors: ['file/not-found', 'file/not-readable'],
  input: z.object({ path: z.string().optional() }),
  output: z.object({
    path: z.string(),
    parent: z.string().optional(),
    entries: z.array(z.object({ name: z.string(), path: z.string(), kind: z.enum(['folder', 'file', 'case']), sizeBytes: Count })),
    /** Entries beyond the first 5,000 are counted, not listed. */
    omitted: Count,
  }),
});

export const FormatInfo = z.object({
  id: z.string(),
  title: z.string(),
  extensions: z.array(z.string()),
  magic: z.array(z.string()),
  specification: z.array(z.object({ title: z.string(), url: z.string() })),
  /** Known by name and not read yet: kept and hashed. */
  carried: z.boolean(),
  /** Of what is carried: text whose lines are records without a time, to be searched and cited. */
  byLine: z.boolean(),
});

export const listFormats = defineMethod({
  name: 'shell.listFormats', kind: 'call', scope: 'shell', errors: [],
  input: z.object({}),
  output: z.array(FormatInfo),
});

/** `tephra inspect`: what one file is and what is in it, without a case. Shape: cli.md. */
export const inspect = defineMethod({
  name: 'shell.inspect', kind: 'call', scope: 'shell', errors: ['file/not-found', 'file/not-readable', 'file/is-folder'],
  input: z.object({ path: z.string(), zone: Zone.default('UTC') }),
  output: z.object({
    file: z.string(),
    sizeBytes: Count,
    sha256: Sha256,
    kind: z.string(),
    title: z.string(),
    confidence: z.number(),
    reason: z.string(),
    fromNs: Nanoseconds.optional(),
    toNs: Nanoseconds.optional(),
    counts: z.record(z.string(), Count),
    summary: z.record(z.string(), z.unknown()),
    /** At most 1,000; `counts.diagnostics` has the true number. */
    diagnostics: z.array(Diagnostic),
    seconds: z.number(),
  }),
  progress: z.object({ bytesDone: Count, bytesTotal: Count }),
});

/** Makes a new case folder. A path that exists and is not an empty folder is refused. */
export const createCase = defineMethod({
  name: 'case.create', kind: 'call', scope: 'shell', errors: ['case/exists', 'file/not-writable'],
  input: z.object({ path: z.string(), title: z.string().min(1).max(300).optional() }),
  output: CaseInfo,
});

/** Opens a case in this session (closing the one open before), or joins the process that holds it. */
export const openCase = defineMethod({
  name: 'case.open', kind: 'call', scope: 'shell', errors: ['case/not-found', 'case/damaged', 'case/newer', 'case/busy', 'file/not-writable'],
  input: z.object({ path: z.string() }),
  output: CaseInfo,
});

export const closeCase = defineMethod({
  name: 'case.close', kind: 'call', scope: 'shell', errors: [],
  input: z.object({}),
  output: z.object({}),
});
