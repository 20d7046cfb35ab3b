import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Action } from '../../../model/action.ts';
import type { Barrier, Factor, FailureMode, Taxonomy, Why } from '../../../model/cause.ts';
import type { FaultNode, FaultTree } from '../../../model/fault-tree.ts';
import { itemsAfter, type ItemChange } from '../../../model/item-change.ts';
import { itemsOf, type Item, type ItemKind } from '../../../model/item.ts';
import { taxonomiesOf } from '../../../model/taxonomies.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { whyForest, type WhyNode } from '../../../model/why.ts';
import { api } from '../../../protocol/api.ts';
import { useChange } from '../../parts/use-change.ts';
import { useCaseSession, useCaseState, useRead, useSame, type Reading } from '../../rpc/react.tsx';

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

/** Makes an edit of what is shown now, even where an edit before it is not on disk yet; `said` in a toast with Undo. Answers whether it is on disk. */
export type Edit = (make: (items: readonly Item[]) => ItemChange, options?: { readonly said?: boolean }) => Promise<boolean>;

interface Pending {
  readonly change: ItemChange;
  /** The revision of the case that holds it; `undefined` while it is on its way. */
  readonly doneAt: number | undefined;
}

export function useReasoning(): { readonly reading: Reading<unknown>; readonly reasoning: Reasoning; readonly edit: Edit } {
  const session = useCaseSession();
  const change = useChange();
  const reading = useRead(api.listItems, { kinds: [...KINDS] }, { dependsOn: 'work' });
  const entries = useRead(api.listTimeline, {}, { dependsOn: 'work' }).data ?? NO_ENTRIES;
  const revision = useCaseState((state) => state.info?.workRevision ?? -1);
  const [pending, setPending] = useState<readonly Pending[]>([]);
  const { data, outdated } = reading;

  // What was read at a revision holds what was on disk by then.
  const live = useMemo(() => pending.filter(({ doneAt }) => doneAt === undefined || doneAt > revision || outdated), [pending, revision, outdated]);
  if (live.length < pending.length) setPending(live);
  // The same objects for what is the same: rows that did not change are not drawn again.
  const items = useSame(useMemo(() => itemsAfter(data ?? NOTHING, live.flatMap((one) => one.change.commands)), [data, live]));

  /** As shown, with edits that the screen has not been drawn with yet. */
  const latest = useRef<readonly Item[]>(items);
  useEffect(() => { latest.current = items; });
  const line = useRef<{ last: Promise<unknown>; failures: number }>({ last: Promise.resolve(), failures: 0 });
  const edit = useCallback<Edit>((make, options) => {
    const made = make(latest.current);
    if (made.commands.length === 0) return Promise.resolve(true);
    latest.current = itemsAfter(latest.current, made.commands);
    const mine: Pending = { change: made, doneAt: undefined };
    setPending((all) => [...all, mine]);
    const { failures } = line.current;
    const run = async (): Promise<boolean> => {
      // It was made on top of one that failed: what it would save was never so.
      const done = failures === line.current.failures
        && await change({ name: 'batch', input: { label: made.label, commands: [...made.commands] } }, options?.said ? made.label : undefined, 'item/not-found');
      if (!done) {
        line.current.failures++;
        setPending((all) => all.filter((one) => one !== mine));
        return false;
      }
      const doneAt = session.state.getState().info?.workRevision ?? 0;
      setPending((all) => all.map((one) => (one === mine ? { change: made, doneAt } : one)));
      return true;
    };
    const result = line.current.last.then(run, run);
    line.current.last = result;
    return result;
  }, [change, session]);

  const reasoning = useMemo((): Reasoning => {
    const whys = itemsOf(items, 'why');
    const ownTaxonomies = itemsOf(items, 'taxonomy');
    return {
      whys, forest: whyForest(whys), factors: itemsOf(items, 'factor'), taxonomies: taxonomiesOf(ownTaxonomies), ownTaxonomies, barriers: itemsOf(items, 'barrier'), modes: itemsOf(items, 'failure-mode'),
      actions: itemsOf(items, 'action'), trees: itemsOf(items, 'fault-tree'), nodes: itemsOf(items, 'fault-node'), entries,
    };
  }, [items, entries]);
  return { reading, reasoning, edit };
}
