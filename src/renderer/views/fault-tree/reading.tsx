import { Fragment, type ReactNode } from 'react';
import { plural } from '../../../base/text.ts';
import { formatTimeOfDay } from '../../../base/time.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import { graphOf } from '../../../model/fault-tree/graph.ts';
import type { CutSet, FaultTreeAnalysis, TopEventResult } from '../../../model/fault-tree/result.ts';
import { useCaseInfo } from '../../rpc/react.tsx';
import { useZone } from '../../state/react.tsx';
import { EventChip, namedOf } from './event-chip.tsx';

/** What the analysis means for this incident, in sentences. */
export function Reading({ document, analysis, top }: { document: FaultTreeDocument; analysis: FaultTreeAnalysis; top: TopEventResult }): ReactNode {
  const zone = useZone(useCaseInfo().zone);
  const { list } = top.cutSets;
  const chips = (ids: readonly string[]): ReactNode => ids.map((id, i) => <Fragment key={id}>{i > 0 && ' '}<EventChip named={namedOf(document, analysis, id)} /></Fragment>);
  const of = (set: CutSet): ReactNode => chips(set.events.map((event) => event.id));
  const since = (set: CutSet): string => {
    const times = set.events.flatMap((event) => { const at = graphOf(document).byId.get(event.id)?.observed.atNs; return at === undefined ? [] : [at]; });
    // The set is complete when the last of it has happened.
    const last = times.length === set.events.length ? times.reduce((a, b) => (a > b ? a : b)) : undefined;
    return last === undefined ? '' : `, complete from ${formatTimeOfDay(last, zone, 'minute')}`;
  };
  const evidenced = list.filter((set) => set.state === 'evidenced');
  const [first, ...others] = evidenced;
  const [check] = top.checks;
  const single = list.filter((set) => set.events.length === 1 && set.state !== 'excluded');
  if (list.length === 0) return <p className="ft-reading">Nothing leads to the top event yet.</p>;
  return (
    <p className="ft-reading">
      {first
        ? <>{'The set '}{of(first)}{` is fully evidenced${since(first)}: it explains the top event. `}</>
        : 'No set is fully evidenced: what is known does not explain the top event yet. '}
      {others.length > 0 && <>{others.length === 1 ? 'So is ' : `So are ${plural(others.length, 'other')}: `}{others.slice(0, 3).map((set, i) => <Fragment key={i}>{i > 0 && ', '}{of(set)}</Fragment>)}{others.length > 3 ? ' and more. ' : '. '}</>}
      {check && <>{'Deciding '}{chips([check.id])}{` would settle ${plural(check.settles.length, 'set')}${evidenced.length > 0 ? ' more' : ''}. `}</>}
      {single.length > 0 && <>{single.length === 1 ? 'One event is enough by itself: ' : `${plural(single.length, 'event is', 'events are')} each enough by themselves: `}{chips(single.slice(0, 6).map((set) => set.events[0]!.id))}{single.length > 6 ? ' and more.' : '.'}</>}
    </p>
  );
}
