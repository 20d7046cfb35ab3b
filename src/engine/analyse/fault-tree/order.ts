import type { Circuit } from './circuit.ts';

/** A part of a circuit that has a diagram of its own: its root gate, the gates under it down to leaves, each after its inputs. */
export interface Region {
  readonly root: number;
  readonly gates: readonly number[];
  /** Events and roots of other regions. */
  readonly leaves: readonly number[];
}

/** The region of a root, whose `stops` are leaves though they are gates. */
export function regionOf(circuit: Circuit, root: number, stops: ReadonlySet<number>): Region {
  const gates: number[] = [];
  const leaves: number[] = [];
  const seen = new Set<number>([root]);
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    gates.push(node);
    for (const input of circuit.gate(node).inputs) {
      const child = input >> 1;
      if (seen.has(child)) continue;
      seen.add(child);
      if (circuit.isGate(child) && !stops.has(child)) open.push(child);
      else leaves.push(child);
    }
  }
  return { root, gates: gates.sort((a, b) => a - b), leaves: leaves.sort((a, b) => a - b) };
}

/** An order of a region's leaves, the first at the top of the diagram. */
export type Ordering = (circuit: Circuit, region: Region) => number[];

/** A walk that takes inputs in the order that `rank` gives, small first. */
function depthFirst(circuit: Circuit, region: Region, rank: (node: number) => number): number[] {
  const inside = new Set(region.gates);
  const seen = new Set<number>();
  const order: number[] = [];
  const open = [region.root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (!inside.has(node)) {
      order.push(node);
      continue;
    }
    const inputs = circuit.gate(node).inputs.map((input) => input >> 1);
    const ranked = inputs.map((child, place) => ({ child, place, rank: rank(child) })).sort((a, b) => a.rank - b.rank || a.place - b.place);
    for (let n = ranked.length - 1; n >= 0; n--) open.push(ranked[n]!.child);
  }
  return order;
}

/** Leaves under each gate, a leaf under two gates counted twice. */
function weights(circuit: Circuit, region: Region): Map<number, number> {
  const weight = new Map<number, number>();
  for (const leaf of region.leaves) weight.set(leaf, 1);
  for (const gate of region.gates) {
    let sum = 0;
    for (const input of circuit.gate(gate).inputs) sum += weight.get(input >> 1)!;
    weight.set(gate, sum);
  }
  return weight;
}

/** How often a leaf, or a gate, is an input. */
function uses(circuit: Circuit, region: Region): Map<number, number> {
  const count = new Map<number, number>();
  for (const gate of region.gates) for (const input of circuit.gate(gate).inputs) count.set(input >> 1, (count.get(input >> 1) ?? 0) + 1);
  return count;
}

/** As drawn. */
export const asDrawn: Ordering = (circuit, region) => depthFirst(circuit, region, () => 0);

export const lightFirst: Ordering = (circuit, region) => {
  const weight = weights(circuit, region);
  return depthFirst(circuit, region, (node) => weight.get(node)!);
};

export const heavyFirst: Ordering = (circuit, region) => {
  const weight = weights(circuit, region);
  return depthFirst(circuit, region, (node) => -weight.get(node)!);
};

/** What is used most comes first. */
export const repeatedFirst: Ordering = (circuit, region) => {
  const count = uses(circuit, region);
  return depthFirst(circuit, region, (node) => -count.get(node)!);
};

/** S. Minato: the root's weight is shared among its inputs, and again by them; the heaviest leaf comes first. */
export const sharedWeight: Ordering = (circuit, region) => {
  const weight = new Map<number, number>([[region.root, 1]]);
  for (const gate of region.gates.toReversed()) {
    const { inputs } = circuit.gate(gate);
    const share = weight.get(gate)! / inputs.length;
    for (const input of inputs) weight.set(input >> 1, (weight.get(input >> 1) ?? 0) + share);
  }
  return depthFirst(circuit, region, (node) => -weight.get(node)!);
};

/** Gates by their distance from the root, the leaves of each in turn. */
export const breadthFirst: Ordering = (circuit, region) => {
  const inside = new Set(region.gates);
  const depth = new Map<number, number>([[region.root, 0]]);
  for (const gate of region.gates.toReversed()) for (const input of circuit.gate(gate).inputs) depth.set(input >> 1, Math.max(depth.get(input >> 1) ?? 0, depth.get(gate)! + 1));
  const order: number[] = [];
  const seen = new Set<number>();
  for (const gate of region.gates.toReversed().sort((a, b) => depth.get(a)! - depth.get(b)!)) {
    for (const input of circuit.gate(gate).inputs) {
      const child = input >> 1;
      if (inside.has(child) || seen.has(child)) continue;
      seen.add(child);
      order.push(child);
    }
  }
  return order;
};

/**
 * F. A. Aloul, I. L. Markov, K. A. Sakallah: FORCE, 2003. Each gate pulls its inputs to their middle, so that what belongs
 * together comes to stand together; from an order, as long as the spans of the gates become shorter.
 */
export function pulledTogether(from: Ordering): Ordering {
  return (circuit, region) => {
    const nodes = [...region.gates, ...region.leaves];
    const index = new Map(nodes.map((node, n) => [node, n]));
    const edges = region.gates.map((gate) => Int32Array.from([gate, ...circuit.gate(gate).inputs.map((input) => input >> 1)], (node) => index.get(node)!));
    const place = new Float64Array(nodes.length);
    const start = from(circuit, region);
    start.forEach((leaf, n) => { place[index.get(leaf)!] = n; });
    region.gates.forEach((gate, g) => {
      let sum = 0;
      const edge = edges[g]!;
      for (let n = 1; n < edge.length; n++) sum += place[edge[n]!]!;
      place[index.get(gate)!] = sum / (edge.length - 1);
    });
    const spanOf = (): number => edges.reduce((total, edge) => {
      let min = Infinity;
      let max = -Infinity;
      for (const n of edge) { min = Math.min(min, place[n]!); max = Math.max(max, place[n]!); }
      return total + max - min;
    }, 0);
    const leavesByPlace = (): number[] => region.leaves.toSorted((a, b) => place[index.get(a)!]! - place[index.get(b)!]!);
    let best = { span: Infinity, order: start };
    for (let round = 0; round < 60; round++) {
      const pull = new Float64Array(nodes.length);
      const count = new Int32Array(nodes.length);
      for (const edge of edges) {
        let sum = 0;
        for (const n of edge) sum += place[n]!;
        for (const n of edge) { pull[n]! += sum / edge.length; count[n]!++; }
      }
      const byPull = nodes.map((_, n) => n).sort((a, b) => pull[a]! / count[a]! - pull[b]! / count[b]!);
      byPull.forEach((n, at) => { place[n] = at; });
      const span = spanOf();
      if (span < best.span) best = { span, order: leavesByPlace() };
    }
    return best.order;
  };
}
