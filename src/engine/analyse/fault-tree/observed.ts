import { graphOf } from '../../../model/fault-tree/graph.ts';
import type { CutSet } from '../../../model/fault-tree/result.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import type { SetLiteral } from './best-first.ts';
import { Circuit, FALSE, TRUE, type Literal } from './circuit.ts';
import type { TreeFunctions } from './function-of.ts';

/** What is known of the independent events, from what was observed of the nodes. */
export interface Known {
  /** By number of event. */
  readonly states: ReadonlyArray<boolean | undefined>;
  /** Ids to find out about when a set waits for an event: the event, or the members of its common-cause group. */
  readonly ask: (event: number) => readonly string[];
  /** Of one of them or more. */
  readonly any: boolean;
}

export function knownEvents(document: FaultTreeDocument, functions: TreeFunctions, membersOf: ReadonlyMap<string, readonly string[]>): Known {
  const { byId } = graphOf(document);
  const observed = (id: string): boolean | undefined => {
    const state = byId.get(id)?.observed.state ?? 'unknown';
    return state === 'unknown' ? undefined : state === 'happened';
  };
  const states: Array<boolean | undefined> = functions.events.map((id) => {
    const members = membersOf.get(id);
    if (!members) return observed(id);
    // A common failure of members one of which did not fail did not happen.
    return members.some((member) => observed(member) === false) ? false : undefined;
  });
  // A member that failed did so by the one event that is left for it.
  const left = new Map<string, number[]>();
  functions.events.forEach((id, event) => {
    for (const member of membersOf.get(id) ?? []) if (states[event] !== false) left.set(member, [...(left.get(member) ?? []), event]);
  });
  for (const [member, events] of left) if (observed(member) === true && events.length === 1) states[events[0]!] = true;
  const ask = (event: number): readonly string[] => {
    const id = functions.events[event]!;
    const open = (membersOf.get(id) ?? []).filter((member) => observed(member) === undefined);
    return open.length > 0 ? open : [id];
  };
  return { states, ask, any: states.some((state) => state !== undefined) };
}

/** What is known of a literal. */
export function stateOf({ states }: Known, { event, complement }: SetLiteral): boolean | undefined {
  const state = states[event];
  return state === undefined ? undefined : state !== complement;
}

export function stateOfSet(known: Known, literals: readonly SetLiteral[]): Pick<CutSet, 'state' | 'undecided'> {
  const states = literals.map((literal) => stateOf(known, literal));
  if (states.includes(false)) return { state: 'excluded', undecided: [] };
  if (!states.includes(undefined)) return { state: 'evidenced', undecided: [] };
  return { state: 'open', undecided: [...new Set(literals.flatMap((literal, n) => (states[n] === undefined ? known.ask(literal.event) : [])))] };
}

/**
 * The top event and what was observed, and what was observed alone, as functions of the events that nothing is known of: the
 * quotient of their probabilities is P(top | observed). The top event's own state is left out: with it the answer is known.
 * `undefined` when nothing was observed.
 */
export function givenObserved(document: FaultTreeDocument, functions: TreeFunctions, known: Known, topId: string): { circuit: Circuit; joint: Literal; observed: Literal } | undefined {
  const { byId } = graphOf(document);
  const conditions: Literal[] = [];
  for (const [id, literal] of functions.literals) {
    const node = byId.get(id);
    if (!node || id === topId || node.observed.state === 'unknown' || functions.numbers.has(id)) continue;
    // A house event is what it is set to.
    if (node.type === 'event' && node.event === 'house') continue;
    conditions.push(literal ^ (node.observed.state === 'happened' ? 0 : 1));
  }
  if (conditions.length === 0 && !known.any) return undefined;
  const top = functions.literals.get(topId)!;
  const made = new Circuit(functions.circuit.variables);
  const literals = new Int32Array(functions.circuit.size);
  for (let event = 1; event <= made.variables; event++) {
    const state = known.states[event];
    literals[event] = state === undefined ? event << 1 : state ? TRUE : FALSE;
  }
  for (const node of functions.circuit.gatesUnder([top, ...conditions])) {
    const gate = functions.circuit.gate(node);
    literals[node] = made.again(gate, gate.inputs.map((input) => literals[input >> 1]! ^ (input & 1)));
  }
  const of = (literal: Literal): Literal => literals[literal >> 1]! ^ (literal & 1);
  const observed = made.and(conditions.map(of));
  return { circuit: made, joint: made.and([of(top), observed]), observed };
}
