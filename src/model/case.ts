import { z } from 'zod';
import { Count, Nanoseconds, Zone } from './primitives.ts';

/** What a shell shows of an open case. */
export const CaseInfo = z.object({
  caseId: z.string(),
  path: z.string(),
  title: z.string(),
  incidentId: z.string(),
  zone: Zone,
  createdAtNs: Nanoseconds,
  /** Grows with every command, undo and redo. Query results about people's work are valid for one value. */
  workRevision: Count,
  /** Grows whenever the index gains or loses records. */
  indexRevision: Count,
  artifacts: Count,
  records: Count,
  diagnostics: Count,
  fromNs: Nanoseconds.optional(),
  toNs: Nanoseconds.optional(),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
  undoLabel: z.string(),
  redoLabel: z.string(),
  /** Whether another process on this machine holds the case and this shell has joined it. */
  joined: z.boolean(),
});
export type CaseInfo = z.infer<typeof CaseInfo>;
