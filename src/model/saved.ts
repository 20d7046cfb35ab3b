import { z } from 'zod';
import { Count, Nanoseconds, Sha256 } from './primitives.ts';

/** What people keep of a search: filters by name, text to make stand out, records to come back to. */

/** A filter with a name. `text` is the language of filter-text.ts, so that it reads the same in a file as in the bar. */
export const SavedFilter = z.object({
  id: z.string().min(1).max(100),
  name: z.string().min(1).max(200),
  text: z.string().min(1).max(20_000),
});
export type SavedFilter = z.infer<typeof SavedFilter>;

/** Colours a highlighter may have. Each has a line of its own under the text as well, so that none is told by colour alone. */
export const HIGHLIGHT_COLOURS = ['amber', 'blue', 'green', 'violet', 'red'] as const;
export const HighlightColour = z.enum(HIGHLIGHT_COLOURS);
export type HighlightColour = z.infer<typeof HighlightColour>;

/** Text that stands out wherever it occurs. It hides nothing, other than a filter. */
export const Highlighter = z.object({
  id: z.string().min(1).max(100),
  /** Text whatever its case, or with slashes a regular expression: `/pattern/`, `/pattern/i`. */
  text: z.string().min(1).max(2000),
  colour: HighlightColour,
  /** Kept, but not shown, while false. */
  active: z.boolean(),
});
export type Highlighter = z.infer<typeof Highlighter>;

/** A record that somebody marked, to come back to. */
export const Mark = z.object({
  sha256: Sha256,
  offsetBytes: Count,
  lengthBytes: Count,
  /** Absent: the record carries no time of its own. */
  timeNs: Nanoseconds.optional(),
  /** What the record says, in short: a list of marks can be read where the index is not. */
  excerpt: z.string().max(500),
});
export type Mark = z.infer<typeof Mark>;

/** A file of saved filters and highlighters, to take from one case to another. Ids are of a case and stay there. */
export const SavedFile = z.object({
  format: z.literal('tephra-saved-1'),
  filters: z.array(SavedFilter.omit({ id: true })).max(1000),
  highlighters: z.array(Highlighter.omit({ id: true })).max(1000),
});
export type SavedFile = z.infer<typeof SavedFile>;
