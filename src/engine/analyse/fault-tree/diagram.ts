import { Bdd, ONE, ZERO, type Edge } from './bdd.ts';
import { hasComplements, type Circuit, type Literal } from './circuit.ts';
import { LimitError, stopIfAborted, type Control } from './control.ts';
import { modulesUnder } from './modules.ts';
import { asDrawn, breadthFirst, heavyFirst, lightFirst, pulledTogether, regionOf, repeatedFirst, sharedWeight, type Ordering, type Region } from './order.ts';
import { simplified } from './simplify.ts';

/**
 * A function as diagrams, one for each module: in that of another a module stands as one variable, so a tree of modules
 * costs the sum of their sizes and not the product. A module's function is turned so that it is false where no event
 * happens; `levels` of different modules are different, and all share one table of nodes.
 */
export interface Diagram {
  readonly bdd: Bdd;
  /** Each after the modules in it; the last is that of `root`. */
  readonly modules: readonly Module[];
  /** What stands at a level: an event's number (from 1), or −1 − the index of a module. */
  readonly leaves: readonly number[];
  /** The function: of the last module, or a constant, or a single event. Complemented where the module is turned. */
  readonly root: Edge;
  /** Nothing that happens makes it false. */
  readonly coherent: boolean;
}

export interface Module {
  readonly edge: Edge;
  /** The level at which it stands in others; −1: nowhere. */
  level: number;
  /** Nodes from `start` to before `end` are its own. */
  readonly start: number;
  readonly end: number;
}

export interface DiagramLimits {
  /** Nodes of all diagrams of a function together. */
  readonly nodes: number;
}

const ORDERINGS: readonly Ordering[] = [heavyFirst, sharedWeight, lightFirst, pulledTogether(asDrawn), pulledTogether(lightFirst), breadthFirst, repeatedFirst];

/** Of a circuit's literal; `LimitError` when it is too large. */
export function diagramOf(circuit: Circuit, literal: Literal, limits: DiagramLimits, control: Control): Diagram {
  const bdd = new Bdd(limits.nodes);
  const small = simplified(circuit, [literal]);
  const root = small.roots[0]!;
  const leaves: number[] = [];
  if (root >> 1 === 0) return { bdd, modules: [], leaves, root: root === 0 ? ONE : ZERO, coherent: true };
  const { circuit: c } = small;
  if (!c.isGate(root >> 1)) {
    leaves.push(root >> 1);
    const edge = bdd.variable(0);
    return { bdd, modules: [{ edge, level: -1, start: 1, end: bdd.nodes.size }], leaves, root: edge ^ (root & 1), coherent: (root & 1) === 0 };
  }
  const nodes = modulesUnder(c, root);
  const stops = new Set(nodes);
  const modules: Module[] = [];
  const edges = new Map<number, Edge>();
  nodes.forEach((node, n) => {
    control.onProgress?.({ phase: 'diagrams', done: n / nodes.length });
    const region = regionOf(c, node, stops);
    const start = bdd.nodes.size;
    const firstLevel = leaves.length;
    const edge = build(bdd, c, region, edges, leaves, control);
    for (let level = firstLevel; level < leaves.length; level++) if (leaves[level]! < 0) modules[-1 - leaves[level]!]!.level = level;
    const turned = isTrueOfNothing(bdd, edge);
    if (edge >> 1 === 0) {
      edges.set(node, edge);
      return;
    }
    const index = modules.length;
    modules.push({ edge: edge ^ turned, level: -1, start, end: bdd.nodes.size });
    // The variable that stands for it is made where it is used: `leafEdge`.
    edges.set(node, -2 - ((index << 1) | turned));
  });
  const last = edges.get(root >> 1)!;
  if (last >= 0) return { bdd, modules: [], leaves: [], root: last ^ (root & 1), coherent: true };
  const { index, turned } = moduleOf(last);
  const used = dropUnused(bdd, modules, leaves);
  const coherent = !hasComplements(c, root) || ((turned ^ (root & 1)) === 0 && used.every((module) => isMonotone(bdd, module)));
  return { bdd, modules, leaves, root: modules[index]!.edge ^ turned ^ (root & 1), coherent };
}

/** Leaves that turned out not to matter stand for nothing any more. Answers with the modules that matter. */
function dropUnused(bdd: Bdd, modules: readonly Module[], leaves: number[]): Module[] {
  const used: Module[] = [];
  const isUsed = new Uint8Array(leaves.length);
  for (const module of modules.toReversed()) {
    if (module.level >= 0 ? isUsed[module.level] === 0 : module !== modules.at(-1)) continue;
    used.push(module);
    const parities = paritiesOf(bdd, module);
    for (let node = module.start; node < module.end; node++) if (parities[node - module.start] !== 0) isUsed[bdd.nodes.level[node]!] = 1;
  }
  for (let level = 0; level < leaves.length; level++) if (isUsed[level] === 0) leaves[level] = 0;
  return used;
}

function moduleOf(mark: number): { index: number; turned: number } {
  return { index: (-2 - mark) >> 1, turned: (-2 - mark) & 1 };
}

/** Room for nodes that an order gets at first, and how many times more at each next try. */
const FIRST_ROOM = 4000;
const MORE_ROOM = 8;
/** Steps of operations that an order gets for each node it has room for: all models of the Aralia set do with it. */
const STEPS_A_NODE = 20;

/**
 * Tries orders with room for few nodes, then for more: a good order is found for less than a bad one costs. Where none gets
 * to the end those that came farthest are tried again, half of them each time.
 */
function build(bdd: Bdd, circuit: Circuit, region: Region, edges: ReadonlyMap<number, Edge>, leaves: number[], control: Control): Edge {
  const start = bdd.nodes.size;
  const most = bdd.nodes.limit;
  const levels = leaves.length;
  const distinct = new Map<string, { order: readonly number[]; reached: number }>();
  for (const ordering of region.leaves.length < 4 ? ORDERINGS.slice(0, 1) : ORDERINGS) {
    const order = ordering(circuit, region);
    if (!distinct.has(order.join())) distinct.set(order.join(), { order, reached: 0 });
    // Most modules are small, and their first order is as good as any.
    if (region.leaves.length < 12) break;
  }
  let attempts = [...distinct.values()];
  for (let room = FIRST_ROOM; ; room *= MORE_ROOM) {
    const limit = Math.min(most, start + room);
    for (const attempt of attempts) {
      stopIfAborted(control);
      attempt.reached = 0;
      bdd.nodes.limit = limit;
      bdd.stepsLeft = (limit - start) * STEPS_A_NODE;
      try {
        const edge = buildOrdered(bdd, circuit, region, attempt.order, levels, edges, start, control, () => { attempt.reached++; });
        for (const leaf of attempt.order) leaves.push(leafAt(leaf, edges, circuit));
        return edge;
      } catch (error) {
        bdd.truncate(start);
        if (error instanceof RangeError) throw new LimitError('depth');
        if (!(error instanceof LimitError)) throw error;
      } finally {
        bdd.nodes.limit = most;
        bdd.stepsLeft = Infinity;
      }
    }
    if (limit === most) throw new LimitError('nodes');
    attempts = attempts.sort((a, b) => b.reached - a.reached);
    if (room > FIRST_ROOM) attempts = attempts.slice(0, Math.max(2, Math.ceil(attempts.length / 2)));
  }
}

function leafAt(leaf: number, edges: ReadonlyMap<number, Edge>, circuit: Circuit): number {
  if (!circuit.isGate(leaf)) return leaf;
  const mark = edges.get(leaf)!;
  // A module that turned out constant keeps a level that nothing stands at.
  return mark >= 0 ? 0 : -1 - moduleOf(mark).index;
}

function buildOrdered(bdd: Bdd, circuit: Circuit, region: Region, order: readonly number[], firstLevel: number, edges: ReadonlyMap<number, Edge>, start: number, control: Control, onGate: () => void): Edge {
  const made = new Map<number, Edge>();
  order.forEach((leaf, n) => {
    const mark = circuit.isGate(leaf) ? edges.get(leaf)! : -1;
    if (mark >= 0) made.set(leaf, mark);
    else made.set(leaf, bdd.variable(firstLevel + n) ^ (mark === -1 ? 0 : moduleOf(mark).turned));
  });
  const waiting = new Map<number, number>();
  for (const gate of region.gates) for (const input of circuit.gate(gate).inputs) waiting.set(input >> 1, (waiting.get(input >> 1) ?? 0) + 1);
  let live = bdd.nodes.size;
  for (const node of region.gates) {
    stopIfAborted(control);
    const gate = circuit.gate(node);
    const inputs = gate.inputs.map((input) => made.get(input >> 1)! ^ (input & 1));
    made.set(node, combine(bdd, gate.kind, gate.k, inputs));
    onGate();
    for (const input of gate.inputs) {
      const left = waiting.get(input >> 1)! - 1;
      waiting.set(input >> 1, left);
      if (left === 0) made.delete(input >> 1);
    }
    // Seldom: with the nodes go the results that were computed.
    if (bdd.nodes.size > 2 * live && bdd.nodes.size - start > (bdd.nodes.limit - start) * 0.75) {
      live = compact(bdd, start, made);
    }
  }
  const root = made.get(region.root)!;
  return bdd.compact(start, [root])[0]!;
}

function compact(bdd: Bdd, start: number, made: Map<number, Edge>): number {
  const keys = [...made.keys()];
  bdd.compact(start, keys.map((key) => made.get(key)!)).forEach((edge, n) => made.set(keys[n]!, edge));
  return bdd.nodes.size;
}

function combine(bdd: Bdd, kind: 'and' | 'xor' | 'atleast', k: number, inputs: readonly Edge[]): Edge {
  if (kind === 'atleast') return bdd.atLeast(k, inputs);
  // From the bottom of the diagram up: what is made last stands on what is there.
  const sorted = inputs.toSorted((a, b) => bdd.level(b) - bdd.level(a));
  return kind === 'and' ? sorted.reduce((all, edge) => bdd.and(edge, all), ONE) : sorted.reduce((all, edge) => bdd.xor(edge, all), ZERO);
}

/** 1 where the function is true though nothing happens, else 0. */
function isTrueOfNothing(bdd: Bdd, edge: Edge): 0 | 1 {
  let at = edge;
  while (at >> 1 !== 0) at = bdd.low(at);
  return at === ONE ? 1 : 0;
}

/** Of each node of a module how its root reaches it: 1 as it is, 2 complemented, 3 both, 0 not at all. */
function paritiesOf(bdd: Bdd, { edge, start, end }: Module): Uint8Array {
  const { low, high } = bdd.nodes;
  const parities = new Uint8Array(end - start);
  const use = (used: Edge, parity: number): void => { if (used >> 1 >= start) parities[(used >> 1) - start]! |= (used & 1) === 0 ? parity : ((parity & 1) << 1) | (parity >> 1); };
  use(edge, 1);
  for (let node = end - 1; node >= start; node--) {
    const parity = parities[node - start]!;
    if (parity === 0) continue;
    use(low[node]!, parity);
    use(high[node]!, parity);
  }
  return parities;
}

/** Small nodes first: where something is amiss it is most often seen at the bottom, for little. */
function isMonotone(bdd: Bdd, module: Module): boolean {
  const { low, high } = bdd.nodes;
  const { start, end } = module;
  const { size } = bdd.nodes;
  const parities = paritiesOf(bdd, module);
  // A function that grows and its complement, which does not, are not both under one that grows.
  if (parities.includes(3)) return false;
  try {
    for (let node = start; node < end; node++) {
      const parity = parities[node - start]!;
      if (parity !== 0 && bdd.and(low[node]! ^ (parity - 1), high[node]! ^ (parity - 1) ^ 1) !== ZERO) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof LimitError) return false;
    throw error;
  } finally {
    bdd.truncate(size);
  }
}
