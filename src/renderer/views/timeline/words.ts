import { plural, truncate, visibleText } from '../../../base/text.ts';
import { formatDayMonth } from '../../../base/time-ticks.ts';
import { formatDate, formatDuration, formatUncertainty } from '../../../base/time.ts';
import { entryDelta, entryOrderEstablished, type ClockOf } from '../../../model/clock.ts';
import { learnedText } from '../../../figures/timeline-layout.ts';
import { clockText, KIND_TITLE, uncertaintyText, whenText, zoneText } from '../../parts/entry-words.ts';
import { formatFromT0 } from '../../../model/time-text.ts';
import { isHindsight, MILESTONE_TITLE, type EntryTime, type TimelineEntry } from '../../../model/timeline.ts';

export { clockText, KIND_TITLE, uncertaintyText, whenText, zoneText };

export const BASIS_TITLE: Readonly<Record<EntryTime['basis'], string>> = { evidence: 'From evidence', stated: 'As stated', estimated: 'Estimated' };

/**
 * An instant as it was understood: in UTC, then in the zone it was said in and the one on screen, where they are others:
 * `2026-08-14 08:42:00 UTC · 10:42:00 Europe/Berlin`.
 */
export function understoodText(ns: bigint, saidIn: string, screen: string): string {
  const utc = formatDate(ns, 'UTC');
  const others = [...new Set([saidIn, screen])].filter((zone) => zone !== 'UTC').map((zone) => {
    const date = formatDate(ns, zone);
    return `${date === utc ? '' : `${date} `}${clockText(ns, zone)} ${zone}`;
  });
  return [`${utc} ${clockText(ns, 'UTC')} UTC`, ...others].join(' · ');
}

/** The same for a narrow column; that it is a "between" stands beside it. */
export function shortWhenText(time: EntryTime, zone: string): string {
  return whenText(time, zone).replace(/^between /, '').replace(' and ', ' to ');
}

/** The same where there is room for one time only: `10:26:18.875 +1.04 s`. */
export function shortestWhenText(time: EntryTime, zone: string): string {
  return time.form === 'point' ? clockText(time.startNs, zone) : `${clockText(time.startNs, zone)} +${formatDuration(time.endNs! - time.startNs)}`;
}

/** How exactly the time is known: `between`, `±2 s`. */
export function certaintyText(time: EntryTime): string {
  return [time.form === 'between' ? 'between' : '', uncertaintyText(time)].filter((t) => t !== '').join(' ');
}

/** What a screen reader says of an entry, and the tooltip of its mark. */
export function spokenEntry(entry: TimelineEntry, zone: string, comments = 0, isRun = false): string {
  return [
    `${visibleText(entry.title)}, ${KIND_TITLE[entry.kind].toLowerCase()}`,
    `${formatDayMonth(entry.time.startNs, zone)} ${whenText(entry.time, zone)} ${zoneText(entry.time.startNs, zone)} ${uncertaintyText(entry.time)}`.trim(),
    entry.milestone === undefined ? '' : `milestone ${MILESTONE_TITLE[entry.milestone].toLowerCase()}`,
    isHindsight(entry) ? `not known at the time, ${learnedText(entry, zone)}` : '',
    entry.role === '' ? '' : visibleText(entry.role),
    entry.evidence.length === 0 ? 'no evidence' : '',
    remarkText(comments),
    isRun ? 'repeats, folded' : '',
  ].filter((part) => part !== '').join(', ');
}

/** How many comments are open on an entry; empty for none. */
export function remarkText(comments: number): string {
  return comments === 0 ? '' : plural(comments, 'comment');
}

/** An entry's title where there is little room. */
export function nameOf(entry: Pick<TimelineEntry, 'title'>): string {
  return truncate(visibleText(entry.title), 60);
}

/** From one entry to another: `+4 min 12 s ±5 s after “Deploy v2.31”`, `2 s ±10 s from “Deploy v2.31”, order not established`. */
export function betweenText(from: TimelineEntry, to: TimelineEntry, clockOf: ClockOf): string {
  const { deltaNs, uncertaintyNs, isOrdered } = entryDelta(from, to, clockOf);
  const length = formatDuration(deltaNs < 0n ? -deltaNs : deltaNs);
  const plusMinus = formatUncertainty(uncertaintyNs);
  const text = plusMinus === '' ? length : `${length} ${plusMinus}`;
  if (!isOrdered) return `${text} from “${nameOf(from)}”, order not established`;
  return deltaNs < 0n ? `−${text} before “${nameOf(from)}”` : `+${text} after “${nameOf(from)}”`;
}

/** From T0 to an entry, for a column: `T+4 min 12 s`. */
export function fromT0Text(zero: TimelineEntry, entry: TimelineEntry, clockOf: ClockOf): Delta {
  if (zero.id === entry.id) return { text: 'T0', unordered: false };
  const { deltaNs, isOrdered } = entryDelta(zero, entry, clockOf);
  return { text: formatFromT0(deltaNs, 0n), unordered: !isOrdered };
}

export interface Delta {
  readonly text: string;
  /** The clocks cannot tell which came first. */
  readonly unordered: boolean;
}

/** From one entry to the next: `+2 min 23 s`, or that their order is not known. */
export function deltaText(before: TimelineEntry, after: TimelineEntry, clockOf: ClockOf): Delta {
  const gap = after.time.startNs - before.time.startNs;
  if (!entryOrderEstablished(before, after, clockOf)) return { text: gap === 0n ? 'same time' : `about +${formatDuration(gap)}`, unordered: true };
  return { text: `+${formatDuration(gap)}`, unordered: false };
}
