import type { Families } from './families.ts';
import { EMPTY } from './zbdd.ts';

/**
 * Sums over all sets of a family, worked out over the diagram and without listing a set: each set counts the product of
 * its literals' weights. Counts are sums with the weight 1.
 */

/** The weight of an event's literal; a module's follows from those of its sets. */
export type Weight = (event: number, complement: boolean) => number;

/** Weights of a family's levels, those of modules still to be filled in. */
function weightsOf({ leaves, stride }: Families, weight: Weight): Float64Array {
  const weights = new Float64Array(leaves.length * stride);
  leaves.forEach((leaf, n) => {
    if (leaf <= 0) return;
    weights[n * stride] = weight(leaf, false);
    if (stride === 2) weights[n * 2 + 1] = weight(leaf, true);
  });
  return weights;
}


/** The levels at which modules stand, module by module. */
export function modulePlaces({ leaves }: Families): Array<number | undefined> {
  const places: Array<number | undefined> = [];
  leaves.forEach((leaf, n) => { if (leaf < 0) places[-1 - leaf] = n; });
  return places;
}

export interface Sums {
  /** Of each node. */
  readonly nodes: Float64Array;
  /** Of each level. */
  readonly weights: Float64Array;
  readonly total: number;
}

export function sums(families: Families, weight: Weight): Sums {
  const { zbdd: { nodes: { level, low, high, size } }, modules, root, stride } = families;
  const weights = weightsOf(families, weight);
  const places = modulePlaces(families);
  const value = new Float64Array(size);
  value[EMPTY] = 1;
  modules.forEach(({ plain, complement, start, end }, m) => {
    for (let node = start; node < end; node++) value[node] = value[low[node]!]! + weights[level[node]!]! * value[high[node]!]!;
    const place = places[m];
    if (place === undefined) return;
    weights[place * stride] = value[plain]!;
    if (stride === 2) weights[place * 2 + 1] = value[complement]!;
  });
  return { nodes: value, weights, total: value[root]! };
}

/** Of integers, exactly: for sums that a double cannot hold. */
export interface ExactSums {
  readonly nodes: readonly bigint[];
  readonly weights: readonly bigint[];
  readonly total: bigint;
}

export function exactSums(families: Families, weight: Weight): ExactSums {
  const { zbdd: { nodes: { level, low, high, size } }, modules, root, stride } = families;
  const weights = Array.from(weightsOf(families, weight), BigInt);
  const places = modulePlaces(families);
  const value = Array.from<bigint>({ length: size }).fill(0n);
  value[EMPTY] = 1n;
  modules.forEach(({ plain, complement, start, end }, m) => {
    for (let node = start; node < end; node++) value[node] = value[low[node]!]! + weights[level[node]!]! * value[high[node]!]!;
    const place = places[m];
    if (place === undefined) return;
    weights[place * stride] = value[plain]!;
    if (stride === 2) weights[place * 2 + 1] = value[complement]!;
  });
  return { nodes: value, weights, total: value[root]! };
}

const SAFE = Number.MAX_SAFE_INTEGER;

/** How many sets have literals of the weight 1 alone; weights are 0 or 1. */
export function countOf(families: Families, weight: Weight): bigint {
  const rough = sums(families, weight).total;
  // Sums of integers are exact as long as the largest is: all others are no larger where it matters.
  return rough < SAFE ? BigInt(rough) : exactSums(families, weight).total;
}

/**
 * Sums by the number of literals: `[n]` is that of the sets of n literals, up to `most`. Each node keeps a polynomial, so
 * memory is that of the diagram times its orders.
 */
export function sumsByOrder(families: Families, weight: Weight, most: number): number[] {
  return byOrder<number>(families, Array.from(weightsOf(families, weight)), most, 0, 1, (a, b) => a + b, (a, b) => a * b);
}

export function countsByOrder(families: Families, weight: Weight, most: number): bigint[] {
  const weights = Array.from(weightsOf(families, weight));
  if (sums(families, weight).total < SAFE) return byOrder<number>(families, weights, most, 0, 1, (a, b) => a + b, (a, b) => a * b).map(BigInt);
  return byOrder<bigint>(families, weights.map(BigInt), most, 0n, 1n, (a, b) => a + b, (a, b) => a * b);
}

/** A polynomial in the order: the coefficients from `from` on. */
interface Polynomial<T> { readonly from: number; readonly of: readonly T[] }

function byOrder<T>(families: Families, weights: readonly T[], most: number, zero: T, one: T, plus: (a: T, b: T) => T, times: (a: T, b: T) => T): T[] {
  const { zbdd: { nodes: { level, low, high, size } }, modules, root, stride } = families;
  const places = modulePlaces(families);
  const none: Polynomial<T> = { from: 0, of: [] };
  const levels: Array<Polynomial<T>> = weights.map((weight) => ({ from: 1, of: weight === zero ? [] : [weight] }));
  const value: Array<Polynomial<T>> = Array.from({ length: size });
  value[0] = none;
  value[EMPTY] = { from: 0, of: [one] };
  /** What later modules need of a module is at its roots alone. */
  const add = (a: Polynomial<T>, b: Polynomial<T>): Polynomial<T> => {
    if (a.of.length === 0) return b;
    if (b.of.length === 0) return a;
    const from = Math.min(a.from, b.from);
    const sum = Array.from<T>({ length: Math.max(a.from + a.of.length, b.from + b.of.length) - from }).fill(zero);
    a.of.forEach((x, n) => { sum[a.from - from + n] = x; });
    b.of.forEach((x, n) => { const at = b.from - from + n; sum[at] = plus(sum[at]!, x); });
    return { from, of: sum };
  };
  const multiply = (a: Polynomial<T>, b: Polynomial<T>): Polynomial<T> => {
    if (a.of.length === 0 || b.of.length === 0) return none;
    const from = a.from + b.from;
    const length = Math.min(a.of.length + b.of.length - 1, most - from + 1);
    if (length <= 0) return none;
    if (a.of.length === 1 && a.of[0] === one && length === b.of.length) return { from, of: b.of };
    const product = Array.from<T>({ length }).fill(zero);
    a.of.forEach((x, i) => b.of.forEach((y, j) => { if (i + j < length) product[i + j] = plus(product[i + j]!, times(x, y)); }));
    return { from, of: product };
  };
  modules.forEach(({ plain, complement, start, end }, m) => {
    for (let node = start; node < end; node++) value[node] = add(value[low[node]!]!, multiply(levels[level[node]!]!, value[high[node]!]!));
    const ofPlain = value[plain]!;
    const ofComplement = value[complement]!;
    const ofRoot = value[root]!;
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- it is never written to
    value.fill(none, start, end);
    value[plain] = ofPlain;
    value[complement] = ofComplement;
    if (root >= start && root < end) value[root] = ofRoot;
    const place = places[m];
    if (place === undefined) return;
    levels[place * stride] = ofPlain;
    if (stride === 2) levels[place * 2 + 1] = ofComplement;
  });
  const { from, of } = value[root]!;
  return [...Array.from<T>({ length: of.length === 0 ? 0 : from }).fill(zero), ...of];
}
