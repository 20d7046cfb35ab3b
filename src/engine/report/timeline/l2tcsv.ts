import { formatRfc3339, nsToCivil } from '../../../base/time.ts';
import { citationLabel, referenceKey } from '../../../model/evidence.ts';
import { byTime, LANE_OF_KIND, MILESTONE_TITLE, type TimelineEntry } from '../../../model/timeline.ts';
import { csvText, words } from './csv.ts';
import type { TimelineInput } from './input.ts';

const COLUMNS = [
  'date', 'time', 'timezone', 'MACB', 'source', 'sourcetype', 'type', 'user', 'host', 'short', 'desc', 'version', 'filename', 'inode', 'notes',
  'format', 'extra',
] as const;

/**
 * log2timeline CSV, version 2, 17 columns (https://plaso.readthedocs.io/en/latest/sources/user/Output-format-l2tcsv.html).
 * Times are UTC in whole seconds, as the format has them; the exact one is in `extra`. Fields with commas are quoted
 * as in RFC 4180, where plaso would drop the commas. A line per entry: line breaks become spaces.
 */
export function timelineL2tCsv(input: TimelineInput): string {
  return csvText([[...COLUMNS], ...[...input.entries].sort(byTime).map((entry) => row(entry, input))]);
}

function row(entry: TimelineEntry, input: TimelineInput): string[] {
  const c = nsToCivil(entry.time.startNs);
  const pad = (n: number): string => String(n).padStart(2, '0');
  const [first] = entry.evidence;
  return [
    `${pad(c.month)}/${pad(c.day)}/${String(c.year).padStart(4, '0')}`, `${pad(c.hour)}:${pad(c.minute)}:${pad(c.second)}`, 'UTC', '....',
    'TEPHRA', `Timeline ${LANE_OF_KIND[entry.kind]}`, typeOf(entry), cell(entry.role), '-', cell(entry.title),
    cell(entry.note === '' ? entry.title : `${entry.title}: ${entry.note}`), '2',
    cell(first === undefined ? '-' : (input.paths.get(first.sha256) ?? first.sha256)), '-',
    cell(entry.evidence.length === 0 ? 'no evidence' : entry.evidence.map(citationLabel).join(' ')), 'tephra/timeline', cell(extra(entry)),
  ];
}

/** What the time is the time of: "Impact", "Impact, start of interval", "Impact, milestone Impact start". */
export function typeOf(entry: TimelineEntry): string {
  const kind = entry.kind.charAt(0).toUpperCase() + entry.kind.slice(1);
  const form = entry.time.form === 'interval' ? ', start of interval' : entry.time.form === 'between' ? ', earliest' : '';
  return kind + form + (entry.milestone ? `, milestone ${MILESTONE_TITLE[entry.milestone]}` : '');
}

function extra(entry: TimelineEntry): string {
  const facts: Array<[string, string]> = [['id', entry.id], ['kind', entry.kind], ['zone', entry.time.zone], ['form', entry.time.form], ['start', formatRfc3339(entry.time.startNs)]];
  if (entry.time.endNs !== undefined) facts.push(['end', formatRfc3339(entry.time.endNs)]);
  if (entry.time.uncertaintyNs > 0n) facts.push(['uncertainty_ns', String(entry.time.uncertaintyNs)]);
  facts.push(['basis', entry.time.basis]);
  if (entry.knownSinceNs !== undefined) facts.push(['known_since', formatRfc3339(entry.knownSinceNs)]);
  if (entry.milestone) facts.push(['milestone', entry.milestone]);
  if (entry.evidence.length > 0) facts.push(['evidence', entry.evidence.map(referenceKey).join(' ')]);
  return facts.map(([key, value]) => `${key}: ${value}`).join('; ');
}

/** One line, never empty. */
export function cell(text: string): string {
  const line = words(text.replace(/\s*[\r\n]+\s*/g, ' '));
  return line === '' ? '-' : line;
}
