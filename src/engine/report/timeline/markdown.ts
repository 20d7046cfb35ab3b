import { formatDate, formatDuration, formatOffset, isZone } from '../../../base/time.ts';
import { clockOfArtifacts, entryOrderEstablished } from '../../../model/clock.ts';
import { citationLabel } from '../../../model/evidence.ts';
import { byTime, milestoneDurations, MILESTONE_TITLE } from '../../../model/timeline.ts';
import { tableLines } from '../markdown/blocks.ts';
import { codeSpan, escapeInline } from '../markdown/escape.ts';
import { knownText, timeText, utcText } from '../times.ts';
import type { TimelineInput } from './input.ts';

/** The timeline alone as a GFM table, with the durations that its milestones define. */
export function timelineMarkdown(input: TimelineInput): string {
  const zone = isZone(input.zone) ? input.zone : 'UTC';
  const entries = [...input.entries].sort(byTime);
  const [earliest] = entries;
  const title = [input.title, input.incidentId].filter((word) => word !== '').join(', ');
  const parts = [`# Timeline: ${escapeInline(title)}`];
  if (!earliest) return `${parts[0]}\n\nThe timeline has no entries.\n`;
  const offset = formatOffset(earliest.time.startNs, zone);
  parts.push(`Times are in ${escapeInline(offset === zone ? zone : `${zone} (${offset})`)}.`);
  const durations = milestoneDurations(entries);
  if (durations.length > 0) {
    parts.push(durations.map((d) => `- ${d.title}: **${formatDuration(d.durationNs)}**${d.uncertaintyNs > 0n ? ` ±${formatDuration(d.uncertaintyNs)}` : ''} (${d.definition})`).join('\n'));
  }
  const clockOf = clockOfArtifacts([...input.paths].map(([sha256, path]) => [sha256, path, input.clocks?.get(sha256)] as const));
  const rows = entries.map((entry, i) => {
    const above = entries[i - 1];
    const offsetHere = formatOffset(entry.time.startNs, zone);
    const time = `${formatDate(entry.time.startNs, zone)} ${timeText(entry.time, zone)}${offsetHere === offset ? '' : ` ${offsetHere}`}`;
    const what = [
      entry.milestone ? `**${MILESTONE_TITLE[entry.milestone]}:** ${escapeInline(entry.title)}` : escapeInline(entry.title),
      above && !entryOrderEstablished(above, entry, clockOf) ? '(order to the one above not established)' : '',
    ];
    const evidence = entry.evidence.map((reference) => codeSpan(`${input.paths.get(reference.sha256) ?? ''} ${citationLabel(reference)}`.trim()).replaceAll('|', '\\|'));
    return [
      escapeInline(time), escapeInline(utcText(entry.time, zone)), entry.kind, what.filter((w) => w !== '').join(' '), escapeInline(entry.role),
      evidence.length === 0 ? 'none' : evidence.join(', '), escapeInline(knownText(entry, zone)),
    ];
  });
  const header = ['Time', 'UTC', 'Kind', 'What happened', 'Role', 'Evidence', 'Known since'];
  // Columns in which nothing is said are left out.
  const keep = header.map((title, column) => (title !== 'UTC' && title !== 'Known since') || rows.some((row) => row[column] !== ''));
  const cut = (cells: readonly string[]): string[] => cells.filter((_, column) => keep[column]);
  parts.push(tableLines(cut(header), cut(header.map(() => ':--')), rows.map(cut)).join('\n'));
  return `${parts.join('\n\n')}\n`;
}
