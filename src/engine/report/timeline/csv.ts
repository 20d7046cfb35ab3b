import { visibleText } from '../../../base/text.ts';
import { formatRfc3339 } from '../../../base/time.ts';
import { referenceKey } from '../../../model/evidence.ts';
import { byTime, LANE_OF_KIND } from '../../../model/timeline.ts';
import type { TimelineInput } from './input.ts';

const COLUMNS = [
  'id', 'start', 'end', 'form', 'uncertainty_ns', 'basis', 'zone', 'time_text', 'kind', 'lane', 'milestone', 'title', 'note', 'role', 'evidence', 'known_since',
] as const;

/** The timeline as a table for spreadsheets and scripts: RFC 4180, UTF-8, times in RFC 3339 with nanoseconds in UTC. */
export function timelineCsv(input: TimelineInput): string {
  const rows = [...input.entries].sort(byTime).map((entry) => [
    entry.id, formatRfc3339(entry.time.startNs), entry.time.endNs === undefined ? '' : formatRfc3339(entry.time.endNs), entry.time.form,
    String(entry.time.uncertaintyNs), entry.time.basis, entry.time.zone, words(entry.time.text ?? ''), entry.kind, LANE_OF_KIND[entry.kind],
    entry.milestone ?? '', words(entry.title), words(entry.note), words(entry.role), entry.evidence.map(referenceKey).join(' '),
    entry.knownSinceNs === undefined ? '' : formatRfc3339(entry.knownSinceNs),
  ]);
  return csvText([[...COLUMNS], ...rows]);
}

/** Rows as RFC 4180 has them: CRLF behind every record, quotes where a field needs them, quotes inside doubled. */
export function csvText(rows: ReadonlyArray<readonly string[]>): string {
  return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Free text for a cell: control characters in their visible form, line breaks kept, and an apostrophe before what a
 * spreadsheet would run as a formula (OWASP "CSV Injection"), and before what would look so guarded, so that one taken away
 * gives the text again. Times, numbers and identifiers never pass through here.
 */
export function words(text: string): string {
  const shown = visibleText(text, true);
  return /^'*[=+\-@\t\n]/.test(shown) ? `'${shown}` : shown;
}
