import { z } from 'zod';
import { Count } from './primitives.ts';

/**
 * What was wrong with evidence, as data: parsing goes on. `code` is namespaced by the format or stage
 * ("json-lines/invalid-json", "intake/truncated"). The byte range points into the artifact itself.
 */
export const Diagnostic = z.object({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  message: z.string(),
  offsetBytes: Count,
  lengthBytes: Count,
});
export type Diagnostic = z.infer<typeof Diagnostic>;
