import { truncate, visibleText } from '../base/text.ts';
import { uuidv7 } from '../base/ids.ts';
import type { EventRow } from './event.ts';
import type { EvidenceReference } from './evidence.ts';
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
 * `undefined` when none of them has a time.
 */
export function entryOf(rows: readonly EventRow[], evidence: EvidenceReference[], timeText: string | undefined): TimelineEntry | undefined {
  const times = rows.map((r) => r.timeNs).filter((t) => t !== undefined);
  const [first] = times;
  if (first === undefined) return undefined;
  const startNs = times.reduce((a, b) => (a < b ? a : b));
  const endNs = times.reduce((a, b) => (a > b ? a : b));
  const title = truncate(visibleText(rows[0]!.body.split('\n')[0]!.trim()), 200) || 'Record';
  return {
    id: uuidv7(), kind: 'observation', title: rows.length > 1 ? truncate(`${title} (and ${rows.length - 1} more)`, 240) : title, note: '', role: '', evidence,
    time: {
      form: endNs > startNs ? 'interval' : 'point', startNs, ...(endNs > startNs ? { endNs } : {}), uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC',
      ...(timeText === undefined || timeText.length > 400 ? {} : { text: timeText }),
    },
  };
}
