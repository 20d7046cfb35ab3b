import { formatDuration, formatUncertainty } from '../../../base/time.ts';
import { entryOrderEstablished, orderMargin, type ClockOf } from '../../../model/clock.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';

/** Neighbours in time whose order is not established, one after the other; two or more. */
export type OrderRun = readonly TimelineEntry[];

/** `entries` in time order. */
export function orderRuns(entries: readonly TimelineEntry[], clockOf: ClockOf): OrderRun[] {
  const runs: TimelineEntry[][] = [];
  let run: TimelineEntry[] | undefined;
  entries.forEach((entry, i) => {
    const before = entries[i - 1];
    if (!before || entryOrderEstablished(before, entry, clockOf)) {
      run = undefined;
      return;
    }
    if (run) run.push(entry);
    else runs.push(run = [before, entry]);
  });
  return runs;
}

/** The numbers behind "order not established": `1.4 s apart, ±2.1 s`. */
export function marginText(a: TimelineEntry, b: TimelineEntry, clockOf: ClockOf): string {
  const { apartNs, jointNs } = orderMargin(a, b, clockOf);
  const apart = apartNs === 0n ? 'the same time' : `${formatDuration(apartNs)} apart`;
  return jointNs === 0n ? apart : `${apart}, ${formatUncertainty(jointNs)}`;
}

/** What a run says in one line. */
export function runText(run: OrderRun, clockOf: ClockOf): string {
  if (run.length === 2) return marginText(run[0]!, run[1]!, clockOf);
  return `${run.length} entries over ${formatDuration(run.at(-1)!.time.startNs - run[0]!.time.startNs)}`;
}
