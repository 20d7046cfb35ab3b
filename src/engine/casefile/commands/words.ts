import { truncate, visibleText } from '../../../base/text.ts';
import { formatDate, formatOffset, formatTimeOfDay } from '../../../base/time.ts';
import { LANE_TITLE } from '../../../figures/timeline-layout.ts';
import { type EntryTime, LANE_OF_KIND, type TimelineEntry } from '../../../model/timeline.ts';

/** A title as history quotes it. */
export function quote(text: string): string {
  return `“${truncate(visibleText(text), 80)}”`;
}

/** The lane an entry stands in, as a word: "Changes". */
export function laneName(entry: Pick<TimelineEntry, 'kind'>): string {
  return LANE_TITLE[LANE_OF_KIND[entry.kind]].title;
}

/** When, in words that name the zone: "2026-10-14 10:34:11 UTC to 10:35:00 UTC". */
export function when(time: EntryTime): string {
  const at = (ns: bigint): string => {
    const offset = formatOffset(ns, time.zone);
    return `${formatTimeOfDay(ns, time.zone, ns % 1_000_000_000n === 0n ? 'second' : 'millisecond')} ${offset}`;
  };
  const start = `${formatDate(time.startNs, time.zone)} ${at(time.startNs)}`;
  if (time.endNs === undefined) return start;
  return time.form === 'between' ? `between ${start} and ${at(time.endNs)}` : `${start} to ${at(time.endNs)}`;
}
