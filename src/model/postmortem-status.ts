import { z } from 'zod';
import { Nanoseconds, Sha256 } from './primitives.ts';

/** Where a postmortem stands. `closed` is signed off: text and live blocks are as they were, until it is opened again. */
export const POSTMORTEM_STATES = ['draft', 'in-review', 'reviewed', 'closed'] as const;
export const PostmortemState = z.enum(POSTMORTEM_STATES);
export type PostmortemState = z.infer<typeof PostmortemState>;

export const PostmortemStatus = z.object({ kind: z.literal('status'), id: z.literal('status'), state: PostmortemState });
export type PostmortemStatus = z.infer<typeof PostmortemStatus>;

/** What can be asked of a postmortem before it goes on. */
export const GATES = [
  'claims-cited', 'entries-cited', 'milestones-set', 'milestones-agree', 'severity-set', 'lint-clean', 'comments-settled', 'actions-complete', 'review-held',
  'attendance-taken', 'no-secrets',
] as const;
export const Gate = z.enum(GATES);
export type Gate = z.infer<typeof Gate>;

export const GATE_TITLE: Readonly<Record<Gate, string>> = {
  'claims-cited': 'Every claim cites evidence',
  'entries-cited': 'Every timeline entry cites evidence',
  'milestones-set': 'Impact start, detected, mitigated and resolved are set',
  'milestones-agree': 'Milestones do not contradict one another',
  'severity-set': 'The severity is set',
  'lint-clean': 'The language check has nothing to say',
  'comments-settled': 'Every comment is resolved',
  'actions-complete': 'Every action has an owner, a date and a test of done',
  'review-held': 'A review was held',
  'attendance-taken': 'The review’s attendance is on record',
  'no-secrets': 'The text holds nothing that looks like a secret',
};

/** Which gates lead to each state; a team's own choice. */
export const Gates = z.object({
  kind: z.literal('gates'),
  id: z.literal('gates'),
  required: z.object({ 'in-review': z.array(Gate), reviewed: z.array(Gate), closed: z.array(Gate) }),
});
export type Gates = z.infer<typeof Gates>;

export const DEFAULT_GATES: Gates['required'] = {
  'in-review': ['milestones-set', 'no-secrets'],
  reviewed: ['milestones-agree', 'review-held', 'attendance-taken'],
  closed: ['claims-cited', 'severity-set', 'comments-settled', 'actions-complete', 'no-secrets'],
};

/** A text kept as it was. `frozen`: what its live blocks said then, one for each in document order, as JSON (live-block.ts). */
export const PostmortemVersion = z.object({
  kind: z.literal('version'),
  id: z.string().min(1).max(64),
  /** What it was kept for: "Sent to review". */
  label: z.string().max(300),
  state: PostmortemState,
  author: z.string().max(200),
  atNs: Nanoseconds,
  text: z.string(),
  sha256: Sha256,
  frozen: z.string().optional(),
});
export type PostmortemVersion = z.infer<typeof PostmortemVersion>;
