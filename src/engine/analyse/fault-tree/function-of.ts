import { graphOf, reachable } from '../../../model/fault-tree/graph.ts';
import type { FaultGate, FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import { Circuit, FALSE, TRUE, type Literal } from './circuit.ts';
import { orderOf } from './pand.ts';

/** The Boolean functions of a document's nodes, over events that are independent of one another. */
export interface TreeFunctions {
  readonly circuit: Circuit;
  /** Ids by number of event, from 1: nodes, and events of common causes. `[0]` is empty. */
  readonly events: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  /** Of each node that was asked for or is under one. */
  readonly literals: ReadonlyMap<string, Literal>;
  /** What is not as drawn, by id of the gate. */
  readonly approximations: ReadonlyMap<string, string>;
}

/**
 * The functions of the nodes under `roots`, none of which has a fatal problem under it. `expanded`: events that are an OR of
 * others (common causes). Events are numbered as a walk from the first root meets them.
 */
export function functionsOf(document: FaultTreeDocument, roots: readonly string[], expanded: ReadonlyMap<string, readonly string[]>): TreeFunctions {
  const { byId } = graphOf(document);
  const events = [''];
  const numbers = new Map<string, number>();
  const number = (id: string): void => {
    if (!numbers.has(id)) numbers.set(id, events.push(id) - 1);
  };
  const gates = gatesInOrder(document, roots, (id) => {
    const node = byId.get(id)!;
    if (node.type === 'event' && node.event === 'house') return;
    const causes = expanded.get(id);
    if (causes) causes.forEach(number);
    else number(id);
  });
  const circuit = new Circuit(events.length - 1);
  const literals = new Map<string, Literal>();
  for (const id of reachable(document, roots)) {
    const node = byId.get(id)!;
    if (node.type === 'event') {
      if (node.event === 'house') literals.set(id, node.on ? TRUE : FALSE);
      else literals.set(id, circuit.or((expanded.get(id) ?? [id]).map((cause) => circuit.variable(numbers.get(cause)!))));
    } else if (node.inputs.length === 0) literals.set(id, circuit.variable(numbers.get(id)!));
  }
  const approximations = new Map<string, string>();
  for (const gate of gates) {
    const inputs = gate.inputs.map((input) => literals.get(input.id)! ^ (input.complement ? 1 : 0));
    if (gate.gate !== 'pand') {
      literals.set(gate.id, literalOf(circuit, gate, inputs));
      continue;
    }
    const order = orderOf(document, gate);
    literals.set(gate.id, order === 'another' ? FALSE : circuit.and(inputs));
    if (order === 'unknown') approximations.set(gate.id, `“${gate.name}” (PAND) is taken as AND: the order of its inputs is not known.`);
    if (order === 'another') approximations.set(gate.id, `“${gate.name}” (PAND) is taken as not happening: its inputs were observed in another order.`);
  }
  return { circuit, events, numbers, literals, approximations };
}

function literalOf(circuit: Circuit, { gate, min, max }: FaultGate, inputs: readonly Literal[]): Literal {
  switch (gate) {
    case 'or': return circuit.or(inputs);
    case 'and': case 'inhibit': case 'pand': return circuit.and(inputs);
    case 'nand': return circuit.and(inputs) ^ 1;
    case 'nor': return circuit.or(inputs) ^ 1;
    case 'xor': return circuit.xor(inputs);
    case 'not': return inputs[0]! ^ 1;
    case 'null': return inputs[0]!;
    case 'imply': return circuit.or([inputs[0]! ^ 1, inputs[1]!]);
    case 'iff': return circuit.xor(inputs) ^ 1;
    case 'atleast': return circuit.atLeast(min!, inputs);
    default: return circuit.and([circuit.atLeast(min ?? 0, inputs), max === undefined ? TRUE : circuit.atLeast(max + 1, inputs) ^ 1]);
  }
}

/** Gates with inputs under the roots, each after its inputs; `onEvent` hears of everything else, in the order drawn. */
function gatesInOrder(document: FaultTreeDocument, roots: readonly string[], onEvent: (id: string) => void): FaultGate[] {
  const { byId } = graphOf(document);
  const found: FaultGate[] = [];
  const seen = new Set<string>();
  for (const root of roots) {
    const path: Array<{ id: string; next: number }> = [];
    const enter = (id: string): void => {
      if (seen.has(id)) return;
      seen.add(id);
      const node = byId.get(id)!;
      if (node.type === 'gate' && node.inputs.length > 0) path.push({ id, next: 0 });
      else onEvent(id);
    };
    enter(root);
    for (let at = path.at(-1); at; at = path.at(-1)) {
      const node = byId.get(at.id);
      if (node?.type !== 'gate') break;
      const input = node.inputs[at.next++];
      if (input) enter(input.id);
      else {
        found.push(node);
        path.pop();
      }
    }
  }
  return found;
}
