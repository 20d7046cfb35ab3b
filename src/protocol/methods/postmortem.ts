import { z } from 'zod';
import { LiveBlock, LiveBlockRequest } from '../../model/live-block.ts';
import { defineMethod } from '../define.ts';

/** What live blocks say now, one answer per request, in order; once the postmortem is signed off, what they said then. */
export const resolveBlocks = defineMethod({
  name: 'postmortem.blocks', kind: 'call', scope: 'case', errors: [],
  input: z.object({ blocks: z.array(LiveBlockRequest).max(200) }),
  output: z.array(LiveBlock),
});
