import type { Edge } from './bdd.ts';
import type { Diagram } from './diagram.ts';

/**
 * Exact probabilities over a diagram: one pass from the leaves. Of each node both that of its function and that of the
 * complement are summed up, because 1 − (1 − 1e-13) keeps three digits of what the sum keeps all of.
 */
export interface Evaluation {
  readonly plain: Float64Array;
  readonly complement: Float64Array;
  /** By level: of the event or module that stands there, and of its complement. */
  readonly happens: Float64Array;
  readonly doesNot: Float64Array;
  readonly total: number;
}

/** `probabilities`: by number of event; NaN spreads to what depends on it. */
export function evaluate(diagram: Diagram, probabilities: Float64Array): Evaluation {
  const { modules, leaves, bdd: { nodes: { level, low, high } } } = diagram;
  const end = modules.at(-1)?.end ?? 1;
  const plain = new Float64Array(end);
  const complement = new Float64Array(end);
  plain[0] = 1;
  const happens = new Float64Array(leaves.length);
  const doesNot = new Float64Array(leaves.length);
  leaves.forEach((leaf, n) => {
    if (leaf <= 0) return;
    happens[n] = probabilities[leaf]!;
    doesNot[n] = 1 - probabilities[leaf]!;
  });
  for (const module of modules) {
    for (let node = module.start; node < module.end; node++) {
      const at = level[node]!;
      const p = happens[at]!;
      const q = doesNot[at]!;
      const lo = low[node]!;
      const hi = high[node]! >> 1;
      const isTurned = (lo & 1) === 1;
      const loPlain = isTurned ? complement[lo >> 1]! : plain[lo >> 1]!;
      const loComplement = isTurned ? plain[lo >> 1]! : complement[lo >> 1]!;
      plain[node] = p * plain[hi]! + q * loPlain;
      complement[node] = p * complement[hi]! + q * loComplement;
    }
    if (module.level < 0) continue;
    happens[module.level] = of(module.edge, plain, complement);
    doesNot[module.level] = of(module.edge ^ 1, plain, complement);
  }
  return { plain, complement, happens, doesNot, total: of(diagram.root, plain, complement) };
}

function of(edge: Edge, plain: Float64Array, complement: Float64Array): number {
  return (edge & 1) === 1 ? complement[edge >> 1]! : plain[edge >> 1]!;
}

/**
 * Birnbaum's measure of every event, ∂P(top)/∂p, by number of event: one pass from the root that gives each node the
 * derivative of the whole by its probability (A. Rauzy, Y. Dutuit: Efficient algorithms to assess component and gate
 * importance in fault tree analysis, Reliability Engineering and System Safety 72, 2001), through modules by the chain rule.
 */
export function birnbaum(diagram: Diagram, evaluation: Evaluation, events: number): Float64Array {
  const { modules, leaves, root, bdd: { nodes: { level, low, high } } } = diagram;
  const { plain, complement, happens, doesNot } = evaluation;
  const found = new Float64Array(events + 1);
  const by = new Float64Array(plain.length);
  const byLevel = new Float64Array(leaves.length);
  by[root >> 1] = (root & 1) === 1 ? -1 : 1;
  for (let m = modules.length - 1; m >= 0; m--) {
    const module = modules[m]!;
    if (module.level >= 0) by[module.edge >> 1] = (module.edge & 1) === 1 ? -byLevel[module.level]! : byLevel[module.level]!;
    for (let node = module.end - 1; node >= module.start; node--) {
      const weight = by[node]!;
      if (weight === 0) continue;
      const at = level[node]!;
      const lo = low[node]!;
      const hi = high[node]! >> 1;
      const isTurned = (lo & 1) === 1;
      by[hi]! += weight * happens[at]!;
      by[lo >> 1]! += (isTurned ? -weight : weight) * doesNot[at]!;
      const loPlain = isTurned ? complement[lo >> 1]! : plain[lo >> 1]!;
      const loComplement = isTurned ? plain[lo >> 1]! : complement[lo >> 1]!;
      // Of two numbers near 1 the complements say the difference with more digits.
      byLevel[at]! += weight * (plain[hi]! + loPlain < 1 ? plain[hi]! - loPlain : loComplement - complement[hi]!);
    }
  }
  leaves.forEach((leaf, n) => { if (leaf > 0) found[leaf] = byLevel[n]!; });
  return found;
}

/** The probability of an edge over a diagram's levels that may be of nodes made after the diagram. */
export function evaluateEdge({ bdd: { nodes: { level, low, high } } }: Diagram, { happens, doesNot }: Evaluation, edge: Edge): number {
  const known = new Map<number, readonly [number, number]>();
  const both = (node: number): readonly [number, number] => {
    if (node === 0) return [1, 0];
    const found = known.get(node);
    if (found) return found;
    const at = level[node]!;
    const [lo, loNot] = both(low[node]! >> 1);
    const [hi, hiNot] = both(high[node]! >> 1);
    const isTurned = (low[node]! & 1) === 1;
    const p = happens[at]!;
    const q = doesNot[at]!;
    const pair = [p * hi + q * (isTurned ? loNot : lo), p * hiNot + q * (isTurned ? lo : loNot)] as const;
    known.set(node, pair);
    return pair;
  };
  const [happening, not] = both(edge >> 1);
  return (edge & 1) === 1 ? not : happening;
}
