import { formatBytes } from '../../base/bytes.ts';
import { formatCount, plural } from '../../base/text.ts';
import { formatDate, formatDuration, formatOffset, formatTimeOfDay, formatUncertainty, zoneOffsetNs } from '../../base/time.ts';
import type { Artifact } from '../../model/artifact.ts';
import { entryOrderEstablished, type ClockOf } from '../../model/clock.ts';
import { parsePostmortem } from '../../model/postmortem.ts';
import { isHindsight, MILESTONES, MILESTONE_TITLE, milestoneDurations, type EntryTime, type TimelineEntry } from '../../model/timeline.ts';
import type { ArtifactRow, Fact, MilestoneMark, TimelineRow } from './document.ts';
import type { ReportInput } from './input.ts';
import { toBlocks } from './markdown-body.ts';
import type { Register } from './register.ts';
import { knownText, timeText, utcText } from './times.ts';

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function timelineRow(entry: TimelineEntry, above: TimelineEntry | undefined, zone: string, usualOffsetNs: bigint | undefined, register: Register, clockOf: ClockOf): TimelineRow {
  const { time } = entry;
  const citations = register.numbers(entry.evidence);
  return {
    date: formatDate(time.startNs, zone),
    // Where clocks were set meanwhile, the offset that holds stands with the time.
    time: timeText(time, zone) + (usualOffsetNs === undefined || zoneOffsetNs(time.startNs, zone) === usualOffsetNs ? '' : ` ${formatOffset(time.startNs, zone)}`),
    utc: utcText(time, zone),
    kind: sentence(entry.kind),
    role: entry.role,
    title: entry.title,
    note: toBlocks(parsePostmortem(entry.note), { cite: register.cite, topLevel: 1, isNote: true }),
    milestone: entry.milestone ? MILESTONE_TITLE[entry.milestone] : undefined,
    basis: basisText(time),
    known: knownSentence(entry, zone),
    isHindsight: isHindsight(entry),
    citations,
    orderUnknown: above !== undefined && !entryOrderEstablished(above, entry, clockOf),
  };
}

function knownSentence(entry: TimelineEntry, zone: string): string | undefined {
  const known = knownText(entry, zone);
  if (known === '') return undefined;
  return isHindsight(entry) ? `not known at the time, learned ${known}` : `known since ${known}`;
}

function basisText(time: EntryTime): string | undefined {
  if (time.basis === 'evidence') return undefined;
  return time.text ? `time ${time.basis}: ${time.text}` : `time ${time.basis}`;
}

export function milestoneMarks(entries: readonly TimelineEntry[], zone: string): MilestoneMark[] {
  return MILESTONES.flatMap((milestone) => {
    const entry = entries.find((e) => e.milestone === milestone);
    if (!entry) return [];
    // An interval reaches its milestone at its start; "between" stays as vague as it is.
    const time: EntryTime = entry.time.form === 'interval' ? { ...entry.time, form: 'point', endNs: undefined } : entry.time;
    return [{ title: MILESTONE_TITLE[milestone], time: timeText(time, zone), date: formatDate(time.startNs, zone), utc: utcText(time, zone) }];
  });
}

export function facts(input: ReportInput, entries: readonly TimelineEntry[], anchorNs: bigint): Fact[] {
  const { zone } = input;
  const out: Fact[] = [];
  const held = (milestone: string): TimelineEntry | undefined => entries.find((e) => e.milestone === milestone);
  const start = held('impact-start');
  const end = held('resolved') ?? held('mitigated');
  if (start && end && end.time.startNs >= start.time.startNs) {
    // To the second, as the milestones above it: the entries have every digit.
    const at = (ns: bigint): string => formatTimeOfDay(ns, zone, 'second');
    const sameDay = formatDate(start.time.startNs, zone) === formatDate(end.time.startNs, zone);
    const to = `${sameDay ? '' : `${formatDate(end.time.startNs, zone)} `}${at(end.time.startNs)}`;
    out.push({
      label: 'Impact',
      value: `${formatDate(start.time.startNs, zone)} ${at(start.time.startNs)} to ${to}`,
      definition: `impact start to ${MILESTONE_TITLE[end.milestone!].toLowerCase()}`,
    });
  }
  for (const duration of milestoneDurations(entries)) {
    const uncertainty = duration.uncertaintyNs > 0n ? ` ${formatUncertainty(duration.uncertaintyNs)}` : '';
    out.push({ label: duration.title, value: `${formatDuration(duration.durationNs)}${uncertainty}`, definition: duration.definition });
  }
  const zoneFact: Fact = { label: 'Times', value: zoneText(zone, anchorNs), definition: zone === 'UTC' ? '' : 'UTC beside them' };
  // How well a case is proven is a matter of those who work on it.
  if (input.options.audience === 'external') return [...out, zoneFact];
  const unsupported = entries.filter((e) => e.evidence.length === 0).length;
  out.push({
    label: 'Timeline', value: plural(entries.length, 'entry', 'entries'),
    definition: entries.length === 0 ? '' : unsupported === 0 ? 'each cites evidence' : `${formatCount(unsupported)} without evidence, listed at the end`,
  });
  const bytes = input.artifacts.reduce((sum, a) => sum + a.sizeBytes, 0);
  const records = input.artifacts.reduce((sum, a) => sum + a.records, 0);
  out.push({ label: 'Evidence', value: `${plural(input.artifacts.length, 'file')}, ${formatBytes(bytes)}`, definition: plural(records, 'record') });
  return [...out, zoneFact];
}

export function zoneText(zone: string, atNs: bigint): string {
  const offset = formatOffset(atNs, zone);
  return offset === zone ? zone : `${zone} (${offset})`;
}

const STATUS: Readonly<Record<Artifact['status'], string>> = {
  understood: '', carried: 'kept, not understood yet', pending: 'not indexed yet', failed: 'indexing broke off',
};

export function artifactRow(artifact: Artifact): ArtifactRow {
  // Of records, not of bytes: line ends and blank lines belong to no record and would look like a loss.
  const share = artifact.records === 0 ? undefined : 100 * (1 - artifact.notUnderstood / artifact.records);
  const understood = share === undefined ? '' : share > 99.9 && share < 100 ? '>99.9 %' : `${Number(share.toFixed(1))} %`;
  return {
    path: artifact.paths[0]!,
    otherPaths: artifact.paths.slice(1),
    sha256: artifact.sha256,
    size: formatBytes(artifact.sizeBytes),
    kind: artifact.status === 'understood' ? artifact.title : artifact.status === 'carried' && artifact.kind !== 'unknown' ? `${artifact.title}, ${artifact.records > 0 ? 'line by line' : 'not read yet'}` : STATUS[artifact.status],
    records: formatCount(artifact.records),
    understood: artifact.status === 'understood' || artifact.status === 'failed' ? understood : '',
    diagnostics: formatCount(artifact.diagnostics),
    referencedInPlace: artifact.storage === 'referenced',
  };
}
