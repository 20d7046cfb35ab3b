import { graphOf } from '../../../model/fault-tree/graph.ts';
import type { FaultTreeProblem } from '../../../model/fault-tree/result.ts';
import type { FaultGate, FaultNode, FaultTreeDocument } from '../../../model/fault-tree/document.ts';

/** What is wrong with a tree, and with which nodes nothing can be worked out. Never throws. */
export interface Checked {
  readonly problems: readonly FaultTreeProblem[];
  /** Ids of nodes with a fatal problem. */
  readonly unusable: ReadonlySet<string>;
}

export function checkTree(document: FaultTreeDocument): Checked {
  const { byId } = graphOf(document);
  const problems: FaultTreeProblem[] = [];
  const unusable = new Set<string>();
  const say = (node: FaultNode, message: string, fatal: boolean): void => {
    problems.push({ id: node.id, name: node.name, message: `“${node.name}” ${message}`, fatal });
    if (fatal) unusable.add(node.id);
  };
  if (document.tree.tops.length === 0) problems.push({ message: 'The tree has no top event.', fatal: true });
  for (const id of document.tree.tops) if (!byId.has(id)) problems.push({ id, message: 'A top event of the tree is not there.', fatal: true });
  const seen = new Set<string>();
  for (const node of document.nodes) {
    if (seen.has(node.id)) say(node, 'has the id of another node.', true);
    seen.add(node.id);
    if (node.type === 'gate') checkGate(node, byId, (message, fatal) => say(node, message, fatal));
  }
  for (const id of inLoops(document)) say(byId.get(id)!, 'is under itself.', true);
  return { problems, unusable };
}

const NAMES: Partial<Record<FaultGate['gate'], string>> = { not: 'NOT', null: 'a gate that passes on', imply: 'IMPLY', iff: 'IFF', inhibit: 'INHIBIT' };

function checkGate(gate: FaultGate, byId: ReadonlyMap<string, FaultNode>, say: (message: string, fatal: boolean) => void): void {
  const count = gate.inputs.length;
  const missing = gate.inputs.filter((input) => !byId.has(input.id)).length;
  if (missing > 0) say(missing === 1 ? 'has an input that is not there.' : `has ${missing} inputs that are not there.`, true);
  if (count === 0) {
    say('has no inputs: it counts as an event without a probability.', false);
    return;
  }
  switch (gate.gate) {
    case 'not': case 'null':
      if (count !== 1) say(`is ${NAMES[gate.gate]!}, which takes one input, and has ${count}.`, true);
      return;
    case 'imply': case 'iff':
      if (count !== 2) say(`is ${NAMES[gate.gate]!}, which takes two inputs, and has ${count}.`, true);
      return;
    case 'inhibit':
      if (count !== 2) say(`is INHIBIT, which takes an event and its condition, and has ${count} ${count === 1 ? 'input' : 'inputs'}: it counts as AND.`, false);
      return;
    case 'atleast':
      if (gate.min === undefined) say('does not say how many of its inputs it takes.', true);
      else if (gate.min > count) say(`takes ${gate.min} of its inputs and has ${count}: it never happens.`, false);
      else if (gate.min === 0) say('takes none of its inputs: it always happens.', false);
      return;
    case 'cardinality':
      if (gate.min === undefined && gate.max === undefined) say('does not say how many of its inputs it takes.', true);
      else if ((gate.min ?? 0) > Math.min(gate.max ?? count, count)) say(`takes from ${gate.min ?? 0} to ${gate.max ?? count} of its ${count} inputs: it never happens.`, false);
      return;
    default:
  }
}

/** Nodes on a loop: strongly connected parts of more than one node, and nodes that take in themselves (R. Tarjan 1972). */
function inLoops(document: FaultTreeDocument): string[] {
  const { byId } = graphOf(document);
  const index = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found: string[] = [];
  for (const { id: start } of document.nodes) {
    if (index.has(start)) continue;
    const path: Array<{ id: string; next: number }> = [];
    const enter = (id: string): void => {
      index.set(id, index.size);
      lowest.set(id, index.get(id)!);
      open.push(id);
      isOpen.add(id);
      path.push({ id, next: 0 });
    };
    enter(start);
    for (let at = path.at(-1); at; at = path.at(-1)) {
      const { id } = at;
      const node = byId.get(id);
      const input = node?.type === 'gate' ? node.inputs[at.next] : undefined;
      if (input) {
        at.next++;
        if (!byId.has(input.id)) continue;
        if (input.id === id) found.push(id);
        if (!index.has(input.id)) enter(input.id);
        else if (isOpen.has(input.id)) lowest.set(id, Math.min(lowest.get(id)!, index.get(input.id)!));
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent) lowest.set(parent.id, Math.min(lowest.get(parent.id)!, lowest.get(id)!));
      if (lowest.get(id) !== index.get(id)) continue;
      const part: string[] = [];
      for (let member = open.pop()!; ; member = open.pop()!) {
        isOpen.delete(member);
        part.push(member);
        if (member === id) break;
      }
      if (part.length > 1) found.push(...part);
    }
  }
  return [...new Set(found)];
}
