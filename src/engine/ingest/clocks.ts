import type { Clock } from '../../model/clock.ts';
import { slicePlace } from '../../model/source-name.ts';
import type { CaseReader } from '../casefile/contract.ts';

/**
 * The clock of each artifact that has one. A slice of a followed source that came in after people spoke of the source is
 * of the same clock as the slices before it. Other files that come in later are not: a file of the same name may be of
 * another host.
 */
export function clocksOf(work: Pick<CaseReader, 'clocks' | 'custody'>): ReadonlyMap<string, Clock> {
  const said = new Map<string, Clock>(work.clocks().map((one) => [one.sha256, one]));
  if (said.size === 0) return said;
  const slices = work.custody().flatMap(({ sha256, paths: [path = ''] }) => {
    const place = slicePlace(path);
    return place ? [{ sha256, source: place.source }] : [];
  });
  const bySource = new Map<string, Clock>();
  for (const { sha256, source } of slices) {
    const clock = said.get(sha256);
    if (clock) bySource.set(source, clock);
  }
  const all = new Map(said);
  for (const { sha256, source } of slices) {
    const clock = bySource.get(source);
    if (clock && !all.has(sha256)) all.set(sha256, clock);
  }
  return all;
}
