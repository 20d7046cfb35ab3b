import { z } from 'zod';
import { LiveBlock, LiveBlockRequest } from '../../model/live-block.ts';
import { GateResult } from '../../model/postmortem-gates.ts';
import { Gates, PostmortemState, PostmortemVersion } from '../../model/postmortem-status.ts';
import { Count } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';

/** What live blocks say now, one answer per request, in order; once the postmortem is signed off, what they said then. */
export const resolveBlocks = defineMethod({
  name: 'postmortem.blocks', kind: 'call', scope: 'case', errors: [],
  input: z.object({ blocks: z.array(LiveBlockRequest).max(200) }),
  output: z.array(LiveBlock),
});

/** Claims of the text (model/claims.ts) and how many of them cite nothing. */
export const countClaims = defineMethod({
  name: 'postmortem.claims', kind: 'call', scope: 'case', errors: [],
  input: z.object({}),
  output: z.object({ claims: Count, withoutEvidence: Count }),
});

/** Where the postmortem stands, every gate with its reason, and which of them lead to which state. */
export const checkGates = defineMethod({
  name: 'postmortem.gates', kind: 'call', scope: 'case', errors: [],
  input: z.object({}),
  output: z.object({ state: PostmortemState, required: Gates.shape.required, gates: z.array(GateResult) }),
});

/** A version without its text and blocks, for lists. `words` of its text. */
const VersionHead = PostmortemVersion.omit({ text: true, frozen: true }).extend({ words: Count });

/**
 * Goes to another state. Forward it needs the gates of each step (`postmortem/gate-closed`, data `gates`: those that are
 * not open) and keeps the text with what its live blocks say as a version, in one step of undo with the new state. Back
 * it needs nothing; versions stay.
 */
export const advancePostmortem = defineMethod({
  name: 'postmortem.advance', kind: 'call', scope: 'case', errors: ['postmortem/gate-closed', 'postmortem/conflict', 'file/not-writable', 'case/damaged', 'case/busy'],
  input: z.object({ to: PostmortemState }),
  output: z.object({ workRevision: Count, summary: z.string(), version: VersionHead.optional() }),
});

/** Keeps the text and what its live blocks say now, under a label. */
export const keepVersion = defineMethod({
  name: 'postmortem.keep', kind: 'call', scope: 'case', errors: ['postmortem/conflict', 'file/not-writable', 'case/damaged', 'case/busy'],
  input: z.object({ label: z.string().trim().min(1).max(300) }),
  output: z.object({ workRevision: Count, summary: z.string(), version: VersionHead }),
});

/** Kept versions, newest first. */
export const listVersions = defineMethod({
  name: 'postmortem.versions', kind: 'call', scope: 'case', errors: [],
  input: z.object({}),
  output: z.array(VersionHead),
});

export const getVersion = defineMethod({
  name: 'postmortem.version', kind: 'call', scope: 'case', errors: ['item/not-found'],
  input: z.object({ id: z.string().min(1).max(64) }),
  output: PostmortemVersion,
});
