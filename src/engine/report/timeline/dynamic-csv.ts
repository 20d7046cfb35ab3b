import { formatRfc3339 } from '../../../base/time.ts';
import { referenceKey } from '../../../model/evidence.ts';
import { byTime, LANE_OF_KIND, type TimelineEntry } from '../../../model/timeline.ts';
import { csvText } from './csv.ts';
import type { TimelineInput } from './input.ts';
import { cell, typeOf } from './l2tcsv.ts';

/** Plaso's default columns, then what else an entry says: the format lets a person choose columns. */
const COLUMNS = [
  'datetime', 'timestamp_desc', 'source', 'source_long', 'message', 'parser', 'display_name', 'tag',
  'id', 'kind', 'zone', 'form', 'end', 'uncertainty_ns', 'basis', 'role', 'note', 'milestone', 'known_since', 'evidence',
] as const;

/**
 * Plaso's dynamic CSV (https://plaso.readthedocs.io/en/latest/sources/user/Output-format-dynamic.html): times with
 * nanoseconds in UTC, a line per entry, `-` for nothing. Fields with commas are quoted as in RFC 4180, where plaso
 * would drop the commas.
 */
export function timelineDynamicCsv(input: TimelineInput): string {
  return csvText([[...COLUMNS], ...[...input.entries].sort(byTime).map((entry) => row(entry, input))]);
}

function row(entry: TimelineEntry, input: TimelineInput): string[] {
  const { time } = entry;
  const [first] = entry.evidence;
  const utc = (ns: bigint): string => formatRfc3339(ns).replace(/Z$/, '+00:00');
  return [
    utc(time.startNs), typeOf(entry), 'TEPHRA', `Timeline ${LANE_OF_KIND[entry.kind]}`, cell(entry.title), 'tephra/timeline',
    cell(first === undefined ? '-' : (input.paths.get(first.sha256) ?? first.sha256)), entry.milestone === undefined ? '-' : `milestone-${entry.milestone}`,
    cell(entry.id), entry.kind, cell(time.zone), time.form, time.endNs === undefined ? '-' : utc(time.endNs), String(time.uncertaintyNs), time.basis,
    cell(entry.role), cell(entry.note), entry.milestone ?? '-', entry.knownSinceNs === undefined ? '-' : utc(entry.knownSinceNs), cell(entry.evidence.map(referenceKey).join(' ')),
  ];
}
