import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { uuidv7 } from '../../../base/ids.ts';
import { plural } from '../../../base/text.ts';
import { stepOf, withBelow, type Search } from '../../../model/search-history.ts';
import { api } from '../../../protocol/api.ts';
import { useCaseSession, useRead } from '../../rpc/react.tsx';
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
  const { data: all, reload } = useRead(api.listSearches, {}, { dependsOn: 'nothing' });
  const text = useMemo(() => textOf(x.filter), [x.filter]);
  const { range, filterFailure } = x;
  const shown = useLater(useMemo(() => ({ filter: text, ...range }), [text, range]), LOOKED_AT_MS);
  const isShown = shown.filter === text && shown.fromNs === range?.fromNs && shown.toNs === range?.toNs && filterFailure === undefined;
  const total = useStore(x.model.store, (s) => (s.outdated ? undefined : s.total));
  const keeping = useRef(false);

  useEffect(() => {
    if (!all || !isShown || total === undefined || keeping.current) return;
    const atNs = BigInt(Date.now()) * 1_000_000n;
    const step = stepOf(all, currentId, shown, atNs);
    if (step.kind === 'all' || step.kind === 'at') {
      const id = step.kind === 'at' ? step.id : undefined;
      if (id !== currentId) ui.setState({ search: id });
      return;
    }
    const id = step.kind === 'move' ? step.id : uuidv7();
    const parentId = step.kind === 'move' ? all.find((s) => s.id === id)?.parentId : step.parentId;
    keeping.current = true;
    void session.call(api.keepSearches, { searches: [{ id, filter: shown.filter, records: total, atNs, by: '', ...(shown.fromNs === undefined || shown.toNs === undefined ? {} : { fromNs: shown.fromNs, toNs: shown.toNs }), ...(parentId === undefined ? {} : { parentId }) }] }).then((kept) => {
      if (kept.ok) ui.setState({ search: id });
      keeping.current = false;
      reload();
      return undefined;
    });
  }, [all, currentId, isShown, shown, total, session, ui, reload]);

  const goTo = useCallback((search: Search | undefined) => {
    ui.setState({ search: search?.id });
    const to = search?.fromNs === undefined || search.toNs === undefined ? undefined : { fromNs: search.fromNs, toNs: search.toNs };
    place.set({ filter: search?.filter, ...rangeParams(to) });
  }, [ui, place]);

  const forget = useCallback(async (id: string | undefined): Promise<void> => {
    const gone = id === undefined ? (all ?? []) : (all ?? []).filter((s) => withBelow(all ?? [], id).has(s.id));
    const done = await session.call(api.forgetSearches, id === undefined ? {} : { id });
    reload();
    if (!done.ok) return toast({ kind: 'failed', text: done.failure.message });
    return toast({
      text: `Forgot ${plural(gone.length, 'search', 'searches')}.`,
      actions: [{ label: 'Undo', run: () => void session.call(api.keepSearches, { searches: [...gone] }).then(() => reload()) }],
    });
  }, [all, session, toast, reload]);

  return useMemo(() => ({ all, currentId, goTo, forget }), [all, currentId, goTo, forget]);
}
