import type { FaultGate, FaultNode, FaultTreeDocument, GateType } from './document.ts';

/** Where a node stands: an input of a gate, or without a `parentId` a top event. `index`: among the inputs, or the tops. */
export interface Spot {
  readonly id: string;
  readonly parentId: string | undefined;
  readonly index: number;
}

/** What is asked of a tree again and again. */
export interface FaultTreeGraph {
  readonly byId: ReadonlyMap<string, FaultNode>;
  /** Everywhere a node stands, in the order of tops, then of the nodes. */
  readonly spots: ReadonlyMap<string, readonly Spot[]>;
}

const graphs = new WeakMap<FaultTreeDocument, FaultTreeGraph>();

/** Of one document once. */
export function graphOf(document: FaultTreeDocument): FaultTreeGraph {
  const known = graphs.get(document);
  if (known) return known;
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const spots = new Map<string, Spot[]>();
  const add = (spot: Spot): void => {
    const others = spots.get(spot.id);
    if (others) others.push(spot);
    else spots.set(spot.id, [spot]);
  };
  document.tree.tops.forEach((id, index) => add({ id, parentId: undefined, index }));
  for (const node of document.nodes) {
    if (node.type === 'gate') node.inputs.forEach((input, index) => add({ id: input.id, parentId: node.id, index }));
  }
  const graph = { byId, spots };
  graphs.set(document, graph);
  return graph;
}

/** The ids under the ids given, and those themselves; ids that no node has are left out. */
export function reachable(document: FaultTreeDocument, from: readonly string[]): Set<string> {
  const { byId } = graphOf(document);
  const found = new Set<string>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = byId.get(id);
    if (!node || found.has(id)) continue;
    found.add(id);
    if (node.type === 'gate') for (const input of node.inputs) open.push(input.id);
  }
  return found;
}

/** How many inputs a gate of a type takes at most. */
export function mostInputs(gate: GateType): number {
  if (gate === 'not' || gate === 'null') return 1;
  return gate === 'inhibit' || gate === 'iff' || gate === 'imply' ? 2 : Infinity;
}

/** What stands at a spot, if the document still has it there. */
export function isAt(document: FaultTreeDocument, { id, parentId, index }: Spot): boolean {
  if (parentId === undefined) return document.tree.tops[index] === id;
  return gateOf(document, parentId)?.inputs[index]?.id === id;
}

export function gateOf(document: FaultTreeDocument, id: string): FaultGate | undefined {
  const node = graphOf(document).byId.get(id);
  return node?.type === 'gate' ? node : undefined;
}

/**
 * What would make a document no tree that can be kept: names or ids twice, references to nothing, a loop. What is merely
 * unfinished (a gate without inputs, an event without a probability) is the analysis' to say.
 */
export function structureProblems(document: FaultTreeDocument): string[] {
  const problems: string[] = [];
  const ids = new Set<string>();
  const names = new Set<string>();
  for (const node of document.nodes) {
    if (ids.has(node.id)) problems.push(`two nodes have the id ${node.id}`);
    if (names.has(node.name.toLowerCase())) problems.push(`two nodes are called ${node.name}`);
    if (node.treeId !== document.tree.id) problems.push(`${node.name} is of another tree`);
    ids.add(node.id);
    names.add(node.name.toLowerCase());
  }
  const missing = (id: string, where: string): void => { if (!ids.has(id)) problems.push(`${where} names ${id}, which is no node`); };
  for (const id of document.tree.tops) missing(id, 'the tree');
  for (const group of document.tree.commonCauses) for (const id of group.members) missing(id, group.name);
  for (const node of document.nodes) if (node.type === 'gate') for (const input of node.inputs) missing(input.id, node.name);
  if (hasLoop(document)) problems.push('a node is under itself');
  return problems;
}

function hasLoop(document: FaultTreeDocument): boolean {
  const { byId } = graphOf(document);
  const state = new Map<string, 'open' | 'done'>();
  for (const { id: start } of document.nodes) {
    if (state.has(start)) continue;
    const path: Array<{ id: string; next: number }> = [{ id: start, next: 0 }];
    state.set(start, 'open');
    for (let at = path.at(-1); at; at = path.at(-1)) {
      const node = byId.get(at.id);
      const input = node?.type === 'gate' ? node.inputs[at.next] : undefined;
      if (!input) {
        state.set(at.id, 'done');
        path.pop();
        continue;
      }
      at.next++;
      const seen = state.get(input.id);
      if (seen === 'open') return true;
      if (seen === undefined) {
        state.set(input.id, 'open');
        path.push({ id: input.id, next: 0 });
      }
    }
  }
  return false;
}
