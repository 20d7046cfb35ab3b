import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { uuidv7 } from '../../../base/ids.ts';
import { plural } from '../../../base/text.ts';
import { stepOf, withBelow, type Search, type SearchPlace } from '../../../model/search-history.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseSession } from '../../rpc/react.tsx';
import { useCaseUi, useCaseUiStore, usePlaceStore } from '../../state/react.tsx';
import { rangeParams } from '../../state/place.ts';
import { useToast } from '../../ui/index.ts';
import { textOf } from './filter-state.ts';
import type { Explore } from './use-explore.ts';
import { useLater } from './use-later.ts';

/** What was searched for in this case, and where in it one is. */
export interface Searches {
  /** `undefined` while they are read. */
  readonly all: readonly Search[] | undefined;
  readonly currentId: string | undefined;
  readonly goTo: (search: Search | undefined) => void;
  /** A search with all that was made from it, or all. */
  readonly forget: (id: string | undefined) => Promise<void>;
}

/** A filter that was looked at this long is a search, not a step on the way to one. */
const LOOKED_AT_MS = 800;

export function useSearches(x: Explore): Searches {
  const session = useCaseSession();
  const toast = useToast();
  const ui = useCaseUiStore();
  const place = usePlaceStore();
  const currentId = useCaseUi((s) => s.search);
  const all = useCaseUi((s) => s.searches);
  const text = useMemo(() => textOf(x.filter), [x.filter]);
  const { range, filterFailure } = x;
  const shown = useLater(useMemo(() => ({ filter: text, ...range }), [text, range]), LOOKED_AT_MS);
  const isShown = shown.filter === text && shown.fromNs === range?.fromNs && shown.toNs === range?.toNs && filterFailure === undefined;
  const total = useStore(x.model.store, (s) => (s.outdated ? undefined : s.total));

  useEffect(() => {
    if (ui.getState().searches !== undefined) return;
    void session.read(api.listSearches, {}).then((listed) => listed.ok && ui.setState({ searches: listed.value }));
  }, [session, ui]);

  // What is shown and was forgotten is not kept again until one has looked at something else.
  const forgotten = useRef<SearchPlace>(undefined);

  /** They stand here at once; the case is told. */
  const keep = useCallback((searches: readonly Search[]): void => {
    const ids = new Set(searches.map((s) => s.id));
    ui.setState((s) => ({ searches: [...(s.searches ?? []).filter((old) => !ids.has(old.id)), ...searches] }));
    void session.call(api.keepSearches, { searches: [...searches] });
  }, [session, ui]);

  useEffect(() => {
    if (!all || !isShown || total === undefined || forgotten.current === shown) return;
    const atNs = BigInt(Date.now()) * 1_000_000n;
    const { search: current } = ui.getState();
    const step = stepOf(all, current, shown, atNs);
    if (step.kind === 'new' || step.kind === 'move') {
      const id = step.kind === 'move' ? step.id : uuidv7();
      const parentId = step.kind === 'move' ? all.find((s) => s.id === id)?.parentId : step.parentId;
      // First where one is: what is kept makes this run again.
      ui.setState({ search: id });
      keep([{ id, ...shown, records: total, atNs, by: '', ...(parentId === undefined ? {} : { parentId }) }]);
    } else {
      const id = step.kind === 'at' ? step.id : undefined;
      if (id !== current) ui.setState({ search: id });
    }
  }, [all, isShown, shown, total, ui, keep]);

  const goTo = useCallback((search: Search | undefined) => {
    ui.setState({ search: search?.id });
    const to = search?.fromNs === undefined || search.toNs === undefined ? undefined : { fromNs: search.fromNs, toNs: search.toNs };
    place.set({ filter: search?.filter, ...rangeParams(to) });
  }, [ui, place]);

  const forget = useCallback(async (id: string | undefined): Promise<void> => {
    const list = all ?? [];
    const ids = id === undefined ? new Set(list.map((s) => s.id)) : withBelow(list, id);
    const gone = list.filter((s) => ids.has(s.id));
    forgotten.current = shown;
    ui.setState({ searches: list.filter((s) => !ids.has(s.id)) });
    const done = await session.call(api.forgetSearches, id === undefined ? {} : { id });
    if (!done.ok) return toast({ kind: 'failed', text: done.failure.message });
    return toast({ text: `Forgot ${plural(gone.length, 'search', 'searches')}.`, actions: [{ label: 'Undo', run: () => keep(gone) }] });
  }, [all, shown, session, ui, toast, keep]);

  return useMemo(() => ({ all, currentId, goTo, forget }), [all, currentId, goTo, forget]);
}
