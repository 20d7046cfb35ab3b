import { NS_PER_MIN } from '../base/time.ts';
import { byTime, type TimelineEntry } from './timeline.ts';

/** A stretch of the timeline in which nothing begins and nothing ends. */
export interface QuietStretch {
  readonly fromNs: bigint;
  readonly toNs: bigint;
  /** What last began or ended before it. */
  readonly before: TimelineEntry;
  /** What begins or ends after it. */
  readonly after: TimelineEntry;
}

/** Shorter stretches are how things go. */
export const SHORTEST_QUIET_NS = 2n * NS_PER_MIN;
/** How often the middle time from one moment of the timeline to the next. */
const TIMES_USUAL = 4n;

/**
 * Stretches without an entry: at least 2 minutes, and 4 times what usually lies between two moments of this timeline. A
 * moment is where an entry begins or ends, its ± included, so that a long impact does not hide that nobody did anything.
 */
export function quietStretches(entries: readonly TimelineEntry[]): QuietStretch[] {
  const moments = [...entries].sort(byTime).flatMap((entry) => {
    const { startNs, endNs, uncertaintyNs } = entry.time;
    const start = { fromNs: startNs - uncertaintyNs, toNs: startNs + uncertaintyNs, entry };
    if (endNs === undefined) return [start];
    // Of a "between" nobody knows when within it: there it is not quiet.
    return entry.time.form === 'between' ? [{ ...start, toNs: endNs + uncertaintyNs }] : [start, { fromNs: endNs - uncertaintyNs, toNs: endNs + uncertaintyNs, entry }];
  }).sort((a, b) => (a.fromNs < b.fromNs ? -1 : a.fromNs > b.fromNs ? 1 : 0));
  const pauses: QuietStretch[] = [];
  let last = moments[0];
  for (const moment of moments.slice(1)) {
    if (moment.fromNs > last!.toNs) pauses.push({ fromNs: last!.toNs, toNs: moment.fromNs, before: last!.entry, after: moment.entry });
    if (moment.toNs >= last!.toNs) last = moment;
  }
  const lengths = pauses.map((p) => p.toNs - p.fromNs).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const usualNs = lengths[Math.floor((lengths.length - 1) / 2)] ?? 0n;
  return pauses.filter(({ fromNs, toNs }) => toNs - fromNs >= SHORTEST_QUIET_NS && toNs - fromNs >= TIMES_USUAL * usualNs);
}
