import { WORTHWHILE } from './bdd.ts';
import { ComputedTable, NodeStore } from './node-store.ts';

/**
 * Families of sets as zero-suppressed decision diagrams (S. Minato: Zero-suppressed BDDs for set manipulation in
 * combinatorial problems, 1993). A family is the number of a node: its sets without the node's level are those of `low`,
 * its sets with it those of `high`, each with the level added.
 */
export type Family = number;

/** No set. */
export const NONE: Family = 0;
/** The empty set alone. */
export const EMPTY: Family = 1;

const UNION = 1;
const DIFFERENCE = 2;
const WITHOUT = 3;
const MOST_RESULTS = 1 << 21;

export class Zbdd {
  readonly nodes: NodeStore;
  private readonly computed = new ComputedTable(MOST_RESULTS);

  constructor(limit: number) {
    this.nodes = new NodeStore(2, limit);
  }

  make(level: number, low: Family, high: Family): Family {
    return high === NONE ? low : this.nodes.find(level, low, high);
  }

  /** Sets of one or of both. */
  union(a: Family, b: Family): Family {
    if (a === b || b === NONE) return a;
    if (a === NONE) return b;
    if (a > b) return this.union(b, a);
    const known = this.computed.get(UNION, a, b);
    if (known >= 0) return known;
    const { level, low, high } = this.nodes;
    const levelA = level[a]!;
    const levelB = level[b]!;
    const a0 = low[a]!;
    const a1 = high[a]!;
    const b0 = low[b]!;
    const b1 = high[b]!;
    let result: Family;
    if (levelA < levelB) result = this.make(levelA, this.union(a0, b), a1);
    else if (levelB < levelA) result = this.make(levelB, this.union(a, b0), b1);
    else {
      const without = this.union(a0, b0);
      result = this.make(levelA, without, this.union(a1, b1));
    }
    this.computed.set(UNION, a, b, result);
    return result;
  }

  /** Sets of `a` that are not in `b`. */
  difference(a: Family, b: Family): Family {
    if (a === NONE || a === b) return NONE;
    if (b === NONE) return a;
    const known = this.computed.get(DIFFERENCE, a, b);
    if (known >= 0) return known;
    const { level, low, high } = this.nodes;
    const levelA = level[a]!;
    const levelB = level[b]!;
    const a0 = low[a]!;
    const a1 = high[a]!;
    const b0 = low[b]!;
    const b1 = high[b]!;
    let result: Family;
    if (levelA < levelB) result = this.make(levelA, this.difference(a0, b), a1);
    else if (levelB < levelA) result = this.difference(a, b0);
    else {
      const without = this.difference(a0, b0);
      result = this.make(levelA, without, this.difference(a1, b1));
    }
    this.computed.set(DIFFERENCE, a, b, result);
    return result;
  }

  /** Sets of `a` that contain no set of `b` (A. Rauzy 1993: "without"). */
  without(a: Family, b: Family): Family {
    if (a === NONE || b === EMPTY || a === b) return NONE;
    if (b === NONE || a === EMPTY) return this.without0(a, b);
    const known = this.computed.get(WITHOUT, a, b);
    if (known >= 0) return known;
    const { level, low, high } = this.nodes;
    const levelA = level[a]!;
    const levelB = level[b]!;
    const a0 = low[a]!;
    const a1 = high[a]!;
    const b0 = low[b]!;
    const b1 = high[b]!;
    let result: Family;
    if (levelA < levelB) {
      const without = this.without(a0, b);
      result = this.make(levelA, without, this.without(a1, b));
    } else if (levelB < levelA) result = this.without(a, b0);
    else {
      const without = this.without(a0, b0);
      result = this.make(levelA, without, this.without(this.without(a1, b1), b0));
    }
    this.computed.set(WITHOUT, a, b, result);
    return result;
  }

  /** Where `b` has no set, or `a` only the empty one. */
  private without0(a: Family, b: Family): Family {
    return a === EMPTY && this.hasEmpty(b) ? NONE : a;
  }

  hasEmpty(family: Family): boolean {
    let at = family;
    while (at > EMPTY) at = this.nodes.low[at]!;
    return at === EMPTY;
  }

  /** `NodeStore.compact`, and forgets what was computed; nothing where there is little to forget. */
  compact(from: number, kept: readonly Family[]): Family[] {
    if (this.nodes.size - from < WORTHWHILE) return [...kept];
    this.computed.clear();
    return this.nodes.compact(from, kept, 0);
  }

  /** Forgets the nodes from number `size` on, with all that was computed. */
  truncate(size: number): void {
    if (size === this.nodes.size) return;
    this.nodes.truncate(size);
    this.computed.clear();
  }
}
