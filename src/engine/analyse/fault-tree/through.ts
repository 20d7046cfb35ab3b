import type { Families } from './families.ts';
import { modulePlaces, sums, exactSums, type Weight } from './sums.ts';

/**
 * Of each literal, the sum over the sets that have it (weights as in sums.ts): a pass from the root that gives each node the
 * weight of the ways to it. Indexed by level.
 */
export function sumsThrough(families: Families, weight: Weight): Float64Array {
  const { zbdd: { nodes: { level, low, high } }, modules, root, stride } = families;
  const below = sums(families, weight);
  const places = modulePlaces(families);
  const ways = new Float64Array(below.nodes.length);
  /** Without the literal's own weight. */
  const without = new Float64Array(below.weights.length);
  ways[root] = 1;
  for (let m = modules.length - 1; m >= 0; m--) {
    const { plain, complement, start, end } = modules[m]!;
    const place = places[m];
    if (place !== undefined) {
      ways[plain]! += without[place * stride]!;
      if (stride === 2) ways[complement]! += without[place * 2 + 1]!;
    }
    for (let node = end - 1; node >= start; node--) {
      const way = ways[node]!;
      if (way === 0) continue;
      const at = level[node]!;
      ways[low[node]!]! += way;
      ways[high[node]!]! += way * below.weights[at]!;
      without[at]! += way * below.nodes[high[node]!]!;
    }
  }
  return without.map((sum, n) => sum * below.weights[n]!);
}

/** Of each literal, the number of sets that have it. */
export function countsThrough(families: Families): bigint[] {
  if (sums(families, () => 1).total < Number.MAX_SAFE_INTEGER) return Array.from(sumsThrough(families, () => 1), BigInt);
  const { zbdd: { nodes: { level, low, high } }, modules, root, stride } = families;
  const below = exactSums(families, () => 1);
  const places = modulePlaces(families);
  const ways = Array.from<bigint>({ length: below.nodes.length }).fill(0n);
  const without = Array.from<bigint>({ length: below.weights.length }).fill(0n);
  ways[root] = 1n;
  for (let m = modules.length - 1; m >= 0; m--) {
    const { plain, complement, start, end } = modules[m]!;
    const place = places[m];
    if (place !== undefined) {
      ways[plain]! += without[place * stride]!;
      if (stride === 2) ways[complement]! += without[place * 2 + 1]!;
    }
    for (let node = end - 1; node >= start; node--) {
      const way = ways[node]!;
      if (way === 0n) continue;
      const at = level[node]!;
      ways[low[node]!]! += way;
      ways[high[node]!]! += way * below.weights[at]!;
      without[at]! += way * below.nodes[high[node]!]!;
    }
  }
  return without.map((sum, n) => sum * below.weights[n]!);
}
