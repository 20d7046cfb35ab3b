import { formatDate, formatTimeOfDay, formatUncertainty, zoneOffsetNs, type TimePrecision } from '../../base/time.ts';
import type { EntryTime, TimelineEntry } from '../../model/timeline.ts';

/** As many digits as the instant has, never more: a minute somebody remembers is not printed as `10:31:00.000`. */
export function precisionOf(ns: bigint): TimePrecision {
  if (ns % 1_000n !== 0n) return 'nanosecond';
  if (ns % 1_000_000n !== 0n) return 'microsecond';
  return ns % 1_000_000_000n === 0n ? 'second' : 'millisecond';
}

export function exactTimeOfDay(ns: bigint, zone: string): string {
  return formatTimeOfDay(ns, zone, precisionOf(ns));
}

/** `10:34:11.204`, `10:31:00 to 11:18:05`, `between 10:02:00 and 10:05:00 ±3.00 s`; dates only where they differ. */
export function timeText(time: EntryTime, zone: string): string {
  const start = exactTimeOfDay(time.startNs, zone);
  const uncertainty = time.uncertaintyNs > 0n ? ` ${formatUncertainty(time.uncertaintyNs)}` : '';
  if (time.form === 'point' || time.endNs === undefined) return start + uncertainty;
  const day = formatDate(time.endNs, zone);
  const end = `${day === formatDate(time.startNs, zone) ? '' : `${day} `}${exactTimeOfDay(time.endNs, zone)}`;
  return (time.form === 'between' ? `between ${start} and ${end}` : `${start} to ${end}`) + uncertainty;
}

/** When people came to know of an entry, where that was after it began: `11:40:00`, `2026-10-15 09:00:00`; else empty. */
export function knownText({ time, knownSinceNs }: Pick<TimelineEntry, 'time' | 'knownSinceNs'>, zone: string): string {
  if (knownSinceNs === undefined) return '';
  const day = formatDate(knownSinceNs, zone);
  return `${day === formatDate(time.startNs, zone) ? '' : `${day} `}${exactTimeOfDay(knownSinceNs, zone)}`;
}

/** The same in UTC, when the zone is another one at that time; else empty. */
export function utcText(time: EntryTime, zone: string): string {
  if (zoneOffsetNs(time.startNs, zone) === 0n && (time.endNs === undefined || zoneOffsetNs(time.endNs, zone) === 0n)) return '';
  const sameDay = formatDate(time.startNs, 'UTC') === formatDate(time.startNs, zone);
  return `${sameDay ? '' : `${formatDate(time.startNs, 'UTC')} `}${timeText({ ...time, uncertaintyNs: 0n }, 'UTC')} UTC`;
}
