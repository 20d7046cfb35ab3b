import { useEffect } from 'react';
import { useStore } from 'zustand';
import { api } from '../../../protocol/api.ts';
import type { CaseSession } from '../../rpc/case-session.ts';
import { useCaseSession, useCaseState } from '../../rpc/react.tsx';
import { runRepeatable } from '../../rpc/run-repeatable.ts';
import { useToast } from '../../ui/index.ts';
import { createCanvasView, type CanvasView } from './canvas-state.ts';
import { createTreesStore, type TreesState, type TreesStore } from './tree-store.ts';

/** What belongs to the open case and outlives a look at another view. */
export interface TreeSession {
  readonly store: TreesStore;
  readonly view: CanvasView;
  /** Ids of folded gates, by tree. */
  readonly folded: Map<string, ReadonlySet<string>>;
  /** Keys of what was selected last and of what is above it: where the selection goes when its node is gone. */
  readonly trail: () => readonly string[];
  readonly setTrail: (keys: readonly string[]) => void;
  /** Who says what went wrong; until the returned function is called. */
  readonly onFailed: (say: (message: string) => void) => () => void;
}

const sessions = new WeakMap<CaseSession, TreeSession>();

export function treeSessionOf(session: CaseSession): TreeSession {
  const known = sessions.get(session);
  if (known) return known;
  let trail: readonly string[] = [];
  let sayFailed: (message: string) => void = () => undefined;
  const made: TreeSession = {
    view: createCanvasView(), folded: new Map(),
    trail: () => trail,
    setTrail: (keys) => { trail = keys; },
    onFailed: (say) => {
      sayFailed = say;
      return () => { if (sayFailed === say) sayFailed = () => undefined; };
    },
    store: createTreesStore({
      read: () => session.read(api.listItems, { kinds: ['fault-tree', 'fault-node'] }),
      run: (command) => runRepeatable(session, command, 'item/not-found'),
      failed: (message) => sayFailed(message),
    }),
  };
  sessions.set(session, made);
  return made;
}

export function useTreeSession(): TreeSession {
  const session = treeSessionOf(useCaseSession());
  const revision = useCaseState((s) => s.info?.workRevision ?? -1);
  const toast = useToast();
  useEffect(() => session.onFailed((text) => toast({ kind: 'failed', text })), [session, toast]);
  useEffect(() => session.store.follow(revision), [session, revision]);
  return session;
}

export function useTrees({ store }: TreeSession): TreesState {
  return useStore(store.state);
}
