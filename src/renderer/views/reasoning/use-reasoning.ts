import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Action } from '../../../model/action.ts';
import type { Barrier, Factor, FailureMode, Taxonomy, Why } from '../../../model/cause.ts';
import type { FaultNode, FaultTree } from '../../../model/fault-tree/document.ts';
import { itemsOf, type Item, type ItemKind } from '../../../model/item.ts';
import { taxonomiesOf } from '../../../model/taxonomies.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { whyForest, type WhyNode } from '../../../model/why.ts';
import { api } from '../../../protocol/api.ts';
import { useChange } from '../../parts/use-change.ts';
import { useCaseSession, useCaseState, useRead, useSame, type Reading } from '../../rpc/react.tsx';
import { createEditLine, shownItems, stillPending, type EditLine } from './edit-line.ts';

const KINDS = ['why', 'factor', 'taxonomy', 'barrier', 'failure-mode', 'action', 'fault-tree', 'fault-node'] as const satisfies readonly ItemKind[];
const NOTHING: readonly Item[] = [];
const NO_ENTRIES: readonly TimelineEntry[] = [];

/** What people reason with in this case, as the screen shows it: with what they have just changed. */
export interface Reasoning {
  readonly whys: readonly Why[];
  readonly forest: readonly WhyNode[];
  readonly factors: readonly Factor[];
  /** Those of the case over those that come with Tephra. */
  readonly taxonomies: readonly Taxonomy[];
  readonly ownTaxonomies: readonly Taxonomy[];
  readonly barriers: readonly Barrier[];
  readonly modes: readonly FailureMode[];
  readonly actions: readonly Action[];
  readonly trees: readonly FaultTree[];
  readonly nodes: readonly FaultNode[];
  readonly entries: readonly TimelineEntry[];
}

export function useReasoning(): { readonly reading: Reading<unknown>; readonly reasoning: Reasoning; readonly line: EditLine } {
  const session = useCaseSession();
  const change = useChange();
  const reading = useRead(api.listItems, { kinds: [...KINDS] }, { dependsOn: 'work' });
  const entries = useRead(api.listTimeline, {}, { dependsOn: 'work' }).data ?? NO_ENTRIES;
  const revision = useCaseState((state) => state.info?.workRevision ?? -1);
  const { data, outdated } = reading;
  const line = useMemo(() => createEditLine(async (made, said) => {
    const done = await change({ name: 'batch', input: { label: made.label, commands: [...made.commands] } }, said ? made.label : undefined, 'item/not-found');
    return done ? session.state.getState().info?.workRevision ?? 0 : undefined;
  }), [change, session]);
  const pending = useStore(line.pending);
  useEffect(() => {
    const left = stillPending(pending, revision, outdated);
    if (left !== pending) line.pending.setState(left, true);
  }, [line, pending, revision, outdated]);
  // The same objects for what is the same: rows that did not change are not drawn again.
  const items = useSame(useMemo(() => shownItems(data ?? NOTHING, pending, revision, outdated), [data, pending, revision, outdated]));
  useEffect(() => line.shows(items));

  const reasoning = useMemo((): Reasoning => {
    const whys = itemsOf(items, 'why');
    const ownTaxonomies = itemsOf(items, 'taxonomy');
    return {
      whys, forest: whyForest(whys), factors: itemsOf(items, 'factor'), taxonomies: taxonomiesOf(ownTaxonomies), ownTaxonomies, barriers: itemsOf(items, 'barrier'), modes: itemsOf(items, 'failure-mode'),
      actions: itemsOf(items, 'action'), trees: itemsOf(items, 'fault-tree'), nodes: itemsOf(items, 'fault-node'), entries,
    };
  }, [items, entries]);
  return { reading, reasoning, line };
}
