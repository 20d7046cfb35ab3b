import { z } from 'zod';
import { Nanoseconds } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';

/** The shortest span, both ends included, that holds `share` of the events that have a time; the earliest of several. None without such events. */
export const focusEvents = defineMethod({
  name: 'events.focus', kind: 'call', scope: 'case', errors: [],
  input: z.object({ share: z.number().min(0.9).max(1) }),
  output: z.object({ span: z.object({ fromNs: Nanoseconds, toNs: Nanoseconds }).optional() }),
});
