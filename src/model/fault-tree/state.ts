import type { FaultGate, FaultTreeDocument, ObservedState } from './document.ts';
import { graphOf } from './graph.ts';

/** What is known of a node: said of it, or following from what is said of those below. */
export interface KnownState {
  readonly state: ObservedState;
  /** Nobody said it of the node itself. */
  readonly derived: boolean;
}

/** Happened, did not, or `undefined`: not known. */
type Known = boolean | undefined;

const states = new WeakMap<FaultTreeDocument, ReadonlyMap<string, KnownState>>();

/**
 * What is known of each node, by Kleene's three values. What somebody said of a gate outranks what follows from its inputs; a
 * house event is what it is set to. Nothing follows in a loop. The order of a PAND's inputs is not looked at.
 */
export function knownStates(document: FaultTreeDocument): ReadonlyMap<string, KnownState> {
  const remembered = states.get(document);
  if (remembered) return remembered;
  const { byId } = graphOf(document);
  const found = new Map<string, KnownState>();
  const open = new Set<string>();
  const knownOf = (id: string): Known => {
    const { state } = found.get(id) ?? { state: 'unknown' };
    return state === 'unknown' ? undefined : state === 'happened';
  };
  for (const { id: start } of document.nodes) {
    const path = [start];
    for (let id = path.at(-1); id !== undefined; id = path.at(-1)) {
      const node = byId.get(id);
      if (!node || found.has(id)) {
        path.pop();
        continue;
      }
      const waits = node.type === 'gate' && !open.has(id) ? node.inputs.map((input) => input.id).filter((below) => !found.has(below) && !open.has(below) && byId.has(below)) : [];
      open.add(id);
      if (waits.length > 0) {
        path.push(...waits);
        continue;
      }
      path.pop();
      open.delete(id);
      if (node.observed.state !== 'unknown') found.set(id, { state: node.observed.state, derived: false });
      else if (node.type === 'event') found.set(id, node.event === 'house' ? { state: node.on ? 'happened' : 'did-not-happen', derived: true } : { state: 'unknown', derived: false });
      else {
        const known = followed(node, node.inputs.map((input) => { const below = knownOf(input.id); return below === undefined ? undefined : below !== input.complement; }));
        found.set(id, { state: known === undefined ? 'unknown' : known ? 'happened' : 'did-not-happen', derived: known !== undefined });
      }
    }
  }
  states.set(document, found);
  return found;
}

function followed({ gate, min = 0, max = Infinity }: FaultGate, inputs: readonly Known[]): Known {
  if (inputs.length === 0) return undefined;
  const yes = inputs.filter((input) => input === true).length;
  const no = inputs.filter((input) => input === false).length;
  const atLeast = (k: number): Known => (yes >= k ? true : inputs.length - no < k ? false : undefined);
  const not = (known: Known): Known => (known === undefined ? undefined : !known);
  switch (gate) {
    case 'or': return atLeast(1);
    case 'nor': return not(atLeast(1));
    case 'and': case 'inhibit': case 'pand': return atLeast(inputs.length);
    case 'nand': return not(atLeast(inputs.length));
    case 'atleast': return atLeast(min);
    case 'cardinality': {
      const few = not(atLeast(max + 1));
      const many = atLeast(min);
      return few === false || many === false ? false : few === true && many === true ? true : undefined;
    }
    case 'xor': return yes + no < inputs.length ? undefined : yes % 2 === 1;
    case 'iff': return yes + no < inputs.length ? undefined : yes === 0 || no === 0;
    case 'imply': return inputs[0] === false || inputs[1] === true ? true : inputs[0] === true && inputs[1] === false ? false : undefined;
    case 'not': return not(inputs[0]);
    case 'null': return inputs[0];
    default: return gate satisfies never;
  }
}
