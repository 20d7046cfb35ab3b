import { formatRfc3339, NS_PER_US } from '../../../base/time.ts';
import { referenceKey } from '../../../model/evidence.ts';
import { byTime, LANE_OF_KIND, type TimelineEntry } from '../../../model/timeline.ts';
import type { TimelineInput } from './input.ts';
import { csvText, words } from './csv.ts';
import { typeOf } from './l2tcsv.ts';

/**
 * JSON lines as Timesketch imports them: `message`, `datetime`, `timestamp` (µs) and `timestamp_desc` are its own, the
 * rest become fields of the event (https://timesketch.org/guides/user/import-from-json-csv/). Nanoseconds are in
 * `start` and `end`; text is exactly what people wrote.
 */
export function timelineTimesketch(input: TimelineInput): string {
  return [...input.entries].sort(byTime).map((entry) => `${JSON.stringify(event(entry, input))}\n`).join('');
}

/** The same as a table. Cells of text are guarded against spreadsheets, and control characters stand in their visible form. */
export function timelineTimesketchCsv(input: TimelineInput): string {
  const events = [...input.entries].sort(byTime).map((entry) => event(entry, input));
  const rows = events.map((one) => COLUMNS.map((name) => {
    const value = one[name];
    return typeof value === 'number' ? String(value) : words(Array.isArray(value) ? value.join(' ') : String(value));
  }));
  return csvText([[...COLUMNS], ...rows]);
}

/** Timesketch asks for the first three; their order is its own. */
const COLUMNS = [
  'message', 'datetime', 'timestamp_desc', 'timestamp', 'data_type', 'tag', 'id', 'incident', 'kind', 'lane', 'role', 'note', 'milestone', 'form', 'start', 'end', 'uncertainty_ns', 'basis', 'zone', 'known_since', 'evidence', 'evidence_path',
] as const;

function event(entry: TimelineEntry, input: TimelineInput): Record<string, unknown> {
  const { time } = entry;
  // Whole microseconds, rounded down: BigInt division rounds towards zero.
  const us = time.startNs / NS_PER_US - (time.startNs % NS_PER_US < 0n ? 1n : 0n);
  return {
    message: entry.title,
    datetime: `${formatRfc3339(us * NS_PER_US).slice(0, -4)}+00:00`,
    timestamp: Number(us),
    timestamp_desc: typeOf(entry),
    data_type: 'tephra:timeline:entry',
    tag: entry.milestone === undefined ? [] : [`milestone-${entry.milestone}`],
    id: entry.id,
    incident: input.incidentId,
    kind: entry.kind,
    lane: LANE_OF_KIND[entry.kind],
    role: entry.role,
    note: entry.note,
    milestone: entry.milestone ?? '',
    form: time.form,
    start: formatRfc3339(time.startNs),
    end: time.endNs === undefined ? '' : formatRfc3339(time.endNs),
    uncertainty_ns: String(time.uncertaintyNs),
    basis: time.basis,
    zone: time.zone,
    known_since: entry.knownSinceNs === undefined ? '' : formatRfc3339(entry.knownSinceNs),
    evidence: entry.evidence.map(referenceKey),
    evidence_path: [...new Set(entry.evidence.map((reference) => input.paths.get(reference.sha256) ?? ''))].filter((path) => path !== ''),
  };
}
