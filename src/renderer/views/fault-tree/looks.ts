import type { FaultTreeLayout } from '../../../figures/fault-tree/layout.ts';
import type { FaultTreeDocument, ObservedState } from '../../../model/fault-tree/document.ts';
import type { CutSet } from '../../../model/fault-tree/result.ts';
import { knownStates } from '../../../model/fault-tree/state.ts';
import type { NodeLook } from './node-mark.tsx';
import { spoken } from './words.ts';

export type Overlay = 'observed' | 'probability';

export interface LookInput {
  readonly document: FaultTreeDocument;
  readonly layout: FaultTreeLayout;
  readonly overlay: Overlay;
  /** By id of an event, or a top event. */
  readonly values: ReadonlyMap<string, string>;
  readonly shares: ReadonlyMap<string, number>;
  readonly cutSet: CutSet | undefined;
  /** Keys. */
  readonly cutKey: string | undefined;
  readonly found: ReadonlySet<string>;
  readonly problems: ReadonlySet<string>;
}

export interface Looks {
  readonly looks: ReadonlyMap<string, NodeLook>;
  readonly labels: ReadonlyMap<string, string>;
}

/** Looks of one drawing after another: what looks as it did before stays the same object, so that it is not drawn again. */
export function createLooks(): (input: LookInput) => Looks {
  let before: ReadonlyMap<string, NodeLook> = new Map();
  return (input) => {
    const made = looksOf(input, before);
    before = made.looks;
    return made;
  };
}

/** How each drawn node looks. A look that says what it said before stays the same object. */
export function looksOf(input: LookInput, before: ReadonlyMap<string, NodeLook>): Looks {
  const { document, layout, overlay, values, shares, cutSet, cutKey, found, problems } = input;
  const known = knownStates(document);
  // While nobody has said anything, nothing is dashed and doubted.
  const observed = overlay === 'observed' && document.nodes.some((node) => node.observed.state !== 'unknown');
  const lit = cutSet && litKeys(layout, cutSet);
  const looks = new Map<string, NodeLook>();
  const labels = new Map<string, string>();
  const cutFrom = cutKey === undefined ? undefined : subtreeKeys(layout, cutKey);
  for (const placed of layout.nodes) {
    const { state, derived } = known.get(placed.id) ?? UNKNOWN;
    const value = values.get(placed.id) ?? '';
    const look: NodeLook = {
      state: observed ? state : undefined, derived: derived && placed.node?.type === 'gate', value, share: overlay === 'probability' ? shares.get(placed.id) : undefined,
      lit: lit && lit.has(placed.key), cut: cutFrom?.has(placed.key) ?? false, found: found.has(placed.id), problem: problems.has(placed.id),
    };
    const was = before.get(placed.key);
    looks.set(placed.key, was && same(was, look) ? was : look);
    labels.set(placed.key, spoken(placed, state, derived, value));
  }
  return { looks, labels };
}

const UNKNOWN: { readonly state: ObservedState; readonly derived: boolean } = { state: 'unknown', derived: false };

function same(a: NodeLook, b: NodeLook): boolean {
  return a.state === b.state && a.derived === b.derived && a.value === b.value && a.share === b.share && a.lit === b.lit && a.cut === b.cut && a.found === b.found && a.problem === b.problem;
}

/** The events of a cut set and all that is above them. */
function litKeys(layout: FaultTreeLayout, cutSet: CutSet): Set<string> {
  const ids = new Set(cutSet.events.map((event) => event.id));
  const lit = new Set<string>();
  for (const placed of layout.nodes) {
    if (!ids.has(placed.id)) continue;
    for (let key: string | undefined = placed.key; key !== undefined && !lit.has(key); key = layout.byKey.get(key)?.parent) lit.add(key);
  }
  return lit;
}

function subtreeKeys(layout: FaultTreeLayout, key: string): Set<string> {
  const keys = new Set<string>();
  const open = [key];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    keys.add(next);
    open.push(...layout.byKey.get(next)?.children ?? []);
  }
  return keys;
}
