import type { FoldedTimeline, Repeat } from '../../../model/timeline-folds.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { all, taken, type Selection, type Take } from './selection.ts';

/** Ids of the entries that one mark or row stands for: an entry alone, or each of a run of repeats. */
export function idsOf(shown: TimelineEntry, repeats: ReadonlyMap<string, Repeat>): readonly string[] {
  return repeats.get(shown.id)?.entries.map((e) => e.id) ?? [shown.id];
}

/** Ids as they stand on screen, those of a run together. */
export function orderOf({ entries, repeats }: FoldedTimeline): string[] {
  return entries.flatMap((shown) => idsOf(shown, repeats));
}

/** Whether something that a mark or row stands for is selected: a link may lead to one entry of a folded run. */
export function isTaken(shown: TimelineEntry, repeats: ReadonlyMap<string, Repeat>, selection: Selection): boolean {
  return idsOf(shown, repeats).some((id) => selection.ids.has(id));
}

/** Where the entry in hand stands among what is shown; -1 when it is not shown. */
export function placeOf({ entries, repeats }: FoldedTimeline, id: string | undefined): number {
  return id === undefined ? -1 : entries.findIndex((shown) => shown.id === id || (repeats.get(shown.id)?.entries.some((e) => e.id === id) ?? false));
}

/** What a press on a mark or row makes of the selection: a run is taken as a whole. `id` is of an entry or of a run. */
export function takenUnit(selection: Selection, id: string, take: Take, repeats: ReadonlyMap<string, Repeat>, order: readonly string[]): Selection {
  const ids = repeats.get(id)?.entries.map((e) => e.id);
  if (!ids) return taken(selection, id, take, order);
  const [first] = ids;
  if (take === 'only') return { lead: first, anchor: first, ids: new Set(ids) };
  if (take === 'extend') {
    const anchor = order.indexOf(selection.anchor ?? selection.lead ?? '');
    return taken(selection, anchor < 0 || anchor <= order.indexOf(first!) ? ids.at(-1)! : first!, 'extend', order);
  }
  if (ids.every((one) => selection.ids.has(one))) {
    const left = [...selection.ids].filter((one) => !ids.includes(one));
    return all({ ...selection, lead: selection.lead !== undefined && left.includes(selection.lead) ? selection.lead : left.at(-1) }, left);
  }
  return { lead: first, anchor: first, ids: new Set([...selection.ids, ...ids]) };
}
