import { truncate } from '../base/text.ts';
import { uuidv7 } from '../base/ids.ts';
import type { EventRow } from './event.ts';
import type { EvidenceReference } from './evidence.ts';
import { recordTitle } from './record-title.ts';
import type { TimelineEntry } from './timeline.ts';

/** Longest excerpt of a reference, in UTF-16 units. */
const EXCERPT_MAX = 4000;

/** Proof of one record: its bytes, with the text a person saw. */
export function referenceOf(row: Pick<EventRow, 'sha256' | 'offsetBytes' | 'lengthBytes' | 'line'>, excerpt: string, nowNs: bigint): EvidenceReference {
  return {
    sha256: row.sha256,
    locator: { kind: 'bytes', offsetBytes: row.offsetBytes, lengthBytes: Math.max(1, row.lengthBytes), ...(row.line > 0 ? { line: row.line } : {}) },
    excerpt: truncate(excerpt, EXCERPT_MAX), addedBy: '', addedAtNs: nowNs,
  };
}

/**
 * A timeline entry of records in time order: an observation at the time of the record, or over the span of several.
 * Its ± is that of the clock, where people set one. `undefined` when none of them has a time. Attributes of the first make for a better title.
 */
export function entryOf(rows: ReadonlyArray<EventRow & { readonly attributes?: Readonly<Record<string, unknown>> }>, evidence: EvidenceReference[], timeText: string | undefined): TimelineEntry | undefined {
  const times = rows.map((r) => r.timeNs).filter((t) => t !== undefined);
  const [first] = times;
  if (first === undefined) return undefined;
  const startNs = times.reduce((a, b) => (a < b ? a : b));
  const endNs = times.reduce((a, b) => (a > b ? a : b));
  // As far off as the clocks that its bounds come from.
  const uncertaintyNs = rows.map((r) => r.clock?.uncertaintyNs ?? 0n).reduce((a, b) => (a > b ? a : b));
  const title = recordTitle(rows[0]!.body, rows[0]!.attributes);
  return {
    id: uuidv7(), kind: 'observation', title: rows.length > 1 ? `${title} (and ${rows.length - 1} more)` : title, note: '', role: '', evidence,
    time: {
      form: endNs > startNs ? 'interval' : 'point', startNs, ...(endNs > startNs ? { endNs } : {}), uncertaintyNs, basis: 'evidence', zone: 'UTC',
      ...(timeText === undefined || timeText.length > 400 ? {} : { text: timeText }),
    },
  };
}
