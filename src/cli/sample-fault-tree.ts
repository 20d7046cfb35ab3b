import type { EvidenceReference } from '../model/evidence.ts';
import type { FaultNode, ObservedState } from '../model/fault-tree/document.ts';
import { treeOfOutline } from '../model/fault-tree/outline.ts';
import type { Item } from '../model/item.ts';
import type { TimelineEntry } from '../model/timeline.ts';

const OUTLINE = `
or Customers cannot pay
  and All connections to the database are held
    basic A coupon that is not found keeps its connection | The transaction of the coupon update is new in 2.31.0; its connections stay idle in transaction.
    basic Customers try coupons that do not exist | On 2.30.4 the same coupon was refused without harm.
    2/3 It gets past the safeguards
      basic No alert on use of the pool | The alert is on the ratio of errors: it fires when customers are turned away.
      basic Two changes within ten minutes | edge had been changed just before, and was suspected first.
      undeveloped The load test has no unknown coupons | To find out: ask the shop team for the plan of the last one.
  inhibit checkout runs out of memory
    basic Prices are kept without bound | The price cache has no limit.
    conditioning It runs until the heap is full | A restart empties the heap; it fills up again.
  basic edge does not reach checkout | Ruled out: put back as it was, it made no difference.`;

interface Said {
  readonly probability: string;
  readonly state?: ObservedState;
  /** Entry whose evidence shows it, and the one it happened at, where that is another. */
  readonly entry?: string;
  readonly at?: string;
}

/** What the team had found out of each event, and how likely it thought it in a release. */
const SAID: Readonly<Record<string, Said>> = {
  'A coupon that is not found keeps its connection': { probability: '0.02', state: 'happened', entry: 'finding', at: 'coupon' },
  'Customers try coupons that do not exist': { probability: '0.3', state: 'happened', entry: 'coupon' },
  'No alert on use of the pool': { probability: '0.6', state: 'happened', entry: 'pool' },
  'Two changes within ten minutes': { probability: '0.25', state: 'happened', entry: 'edge', at: 'release' },
  'The load test has no unknown coupons': { probability: '0.5' },
  'Prices are kept without bound': { probability: '0.006', state: 'happened', entry: 'death' },
  'It runs until the heap is full': { probability: '0.05', state: 'happened', entry: 'death' },
  'edge does not reach checkout': { probability: '0.001', state: 'did-not-happen', entry: 'not-edge' },
};

/** Why customers could not pay, as far as the team had come after an hour. */
export function sampleFaultTree(entries: readonly TimelineEntry[]): Item[] {
  const entryOf = (id: string): TimelineEntry => entries.find((entry) => entry.id === `sample-${id}`)!;
  let made = 0;
  const { tree, nodes } = treeOfOutline(OUTLINE, { title: 'Customers cannot pay', createdAtNs: entryOf('resolved').time.startNs, newId: () => `sample-fault-${made++}` });
  return [
    { ...tree, per: 'per release', note: 'Probabilities are the team’s estimates for a release like this one.' },
    ...nodes.map((node): FaultNode => {
      const said = SAID[node.title];
      if (!said || node.type !== 'event') return node;
      const entry = said.entry === undefined ? undefined : entryOf(said.entry);
      const evidence: EvidenceReference[] = entry?.evidence ?? [];
      return {
        ...node, probability: said.probability,
        observed: { state: said.state ?? 'unknown', note: '', evidence, ...(entry && said.state === 'happened' && { atNs: (said.at === undefined ? entry : entryOf(said.at)).time.startNs }) },
      };
    }),
  ];
}
