import type { TimelineEntry } from './timeline.ts';

/**
 * For whom a report is made. One source, two variants: the external one leaves out what is marked internal. In Markdown
 * that is what stands between `<!-- internal -->` and `<!-- /internal -->`; of entries those with `internal`.
 */
export const AUDIENCES = ['internal', 'external'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** A passage between the two marks, marks included: offsets in UTF-16 units, the 1-based line it begins on. */
export interface InternalPassage {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** `false`: no end mark follows, so everything to the end of the text counts as internal. */
  readonly closed: boolean;
}

const MARK = /<!--[ \t]*(\/?)internal[ \t]*-->/gi;

/**
 * Passages in order. They may nest; an end mark without a beginning means nothing. A mark counts wherever it stands, in
 * code too: leaving out too much is mended by a look at the report, leaving out too little by nothing.
 */
export function internalPassages(text: string): InternalPassage[] {
  const found: InternalPassage[] = [];
  let depth = 0;
  let start = 0;
  for (const mark of text.matchAll(MARK)) {
    if (mark[1] === '') {
      if (depth++ === 0) start = mark.index;
    } else if (depth > 0 && --depth === 0) {
      found.push({ start, end: mark.index + mark[0].length, line: lineAt(text, start), closed: true });
    }
  }
  if (depth > 0) found.push({ start, end: text.length, line: lineAt(text, start), closed: false });
  return found;
}

/** The text without its internal passages; their line breaks stay, so that line numbers mean the same in both. */
export function externalText(text: string): string {
  let out = '';
  let at = 0;
  for (const passage of internalPassages(text)) {
    out += text.slice(at, passage.start) + text.slice(passage.start, passage.end).replace(/[^\n]+/g, '');
    at = passage.end;
  }
  return out + text.slice(at);
}

/** Whether an offset of a text lies within one of its passages. */
export function isInternalAt(passages: readonly InternalPassage[], offset: number): boolean {
  return passages.some((passage) => offset >= passage.start && offset < passage.end);
}

/** Entries that may be told outside, without the internal passages of their notes. */
export function externalEntries(entries: readonly TimelineEntry[]): TimelineEntry[] {
  return entries.filter((entry) => entry.internal !== true).map((entry) => ({ ...entry, note: externalText(entry.note) }));
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) line++;
  return line;
}
