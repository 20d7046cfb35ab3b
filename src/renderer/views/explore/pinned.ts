import type { EventId } from '../../../model/event.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { formatEventId } from '../../state/place.ts';

/**
 * The entry whose evidence is just these records, if there is one: pinning them again would say the same twice. One
 * record is pinned by an entry of several, too.
 */
export function pinnedIn(entries: readonly TimelineEntry[], rows: readonly EventId[]): TimelineEntry | undefined {
  const wanted = new Set(rows.map(formatEventId));
  const all = entries.map((entry) => {
    const cited = new Set(entry.evidence.map((r) => (r.locator.kind === 'bytes' ? formatEventId({ sha256: r.sha256, offsetBytes: r.locator.offsetBytes }) : '')));
    return { entry, cited, has: [...wanted].every((key) => cited.has(key)) };
  });
  const exact = all.find(({ cited, has }) => has && cited.size === wanted.size);
  return (exact ?? (wanted.size === 1 ? all.find(({ has }) => has) : undefined))?.entry;
}
