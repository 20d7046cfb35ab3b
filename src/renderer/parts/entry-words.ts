import { formatDayMonth } from '../../base/time-ticks.ts';
import { formatOffset, formatTimeOfDay, NS_PER_MS, NS_PER_S } from '../../base/time.ts';
import { formatDurationText } from '../../model/time-text.ts';
import type { EntryKind, EntryTime } from '../../model/timeline.ts';

/** How views say what an entry is and when it was. */

export const KIND_TITLE: Readonly<Record<EntryKind, string>> = {
  impact: 'Impact', detection: 'Detection', diagnosis: 'Diagnosis', decision: 'Decision', action: 'Action', change: 'Change',
  communication: 'Communication', recovery: 'Recovery', observation: 'Observation',
};

/** `10:58:10`, with as many digits as the instant has. */
export function clockText(ns: bigint, zone: string): string {
  return formatTimeOfDay(ns, zone, ns % NS_PER_S === 0n ? 'second' : ns % NS_PER_MS === 0n ? 'millisecond' : 'microsecond');
}

/** `UTC`, `Europe/Berlin +02:00`: a zone is never left out, and a name alone does not say what it means. */
export function zoneText(ns: bigint, zone: string): string {
  const offset = formatOffset(ns, zone);
  return zone === offset || zone === 'UTC' ? offset : `${zone} ${offset}`;
}

/** When an entry happened, for the list: `10:58:10`, `10:29:00 to 10:33:00`. */
export function whenText(time: EntryTime, zone: string): string {
  const start = clockText(time.startNs, zone);
  if (time.form === 'point') return start;
  const sameDay = formatDayMonth(time.startNs, zone) === formatDayMonth(time.endNs!, zone);
  const end = sameDay ? clockText(time.endNs!, zone) : `${formatDayMonth(time.endNs!, zone)} ${clockText(time.endNs!, zone)}`;
  return time.form === 'interval' ? `${start} to ${end}` : `between ${start} and ${end}`;
}

export function uncertaintyText(time: EntryTime): string {
  return time.uncertaintyNs > 0n ? `±${formatDurationText(time.uncertaintyNs)}` : '';
}
