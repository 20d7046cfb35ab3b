import { useCallback, useMemo, useState } from 'react';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { useParam, usePlaceStore } from '../../state/react.tsx';
import { NONE, only, type Selection } from './selection.ts';

/**
 * What is selected: the one in hand stands in the address (`sel`), the others here. Somebody who follows a link, or
 * takes another entry in hand elsewhere, lets go of the others. Entries that are gone are not selected.
 */
export function useSelection(entries: readonly TimelineEntry[]): [Selection, (selection: Selection) => void] {
  const place = usePlaceStore();
  const lead = useParam('sel');
  const [held, setHeld] = useState<Selection>(NONE);
  const selection = useMemo((): Selection => {
    if (lead === undefined) return NONE;
    if (held.lead !== lead || held.ids.size < 2) return held.lead === lead && held.ids.size === 1 ? held : only(lead);
    return { ...held, ids: new Set(entries.filter((e) => held.ids.has(e.id)).map((e) => e.id)) };
  }, [lead, held, entries]);
  const select = useCallback((next: Selection): void => {
    setHeld(next);
    place.set({ sel: next.lead, edit: undefined }, { replace: true });
  }, [place]);
  return [selection, select];
}
