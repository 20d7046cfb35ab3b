import type { Circuit, Literal } from './circuit.ts';
import { LimitError, stopIfAborted, type Control } from './control.ts';
import type { Families } from './families.ts';
import { asDrawn, regionOf } from './order.ts';
import { EMPTY, NONE, Zbdd, type Family } from './zbdd.ts';

/**
 * The minimal cut sets of few events of a coherent function whose diagram is too large: sets are put together from the gates'
 * inputs upward, and those that grow too long on the way are dropped, which loses none of the short ones. Answers with the
 * longest order for which there was room, or `undefined`.
 */
export function smallCutSets(circuit: Circuit, root: Literal, limit: number, mostOrder: number, control: Control): { families: Families; order: number } | undefined {
  let found: { families: Families; order: number } | undefined;
  for (let order = 1; order <= mostOrder; order++) {
    try {
      found = { families: upToOrder(circuit, root, limit, order, control), order };
    } catch (error) {
      if (!(error instanceof LimitError) && !(error instanceof RangeError)) throw error;
      break;
    }
  }
  return found;
}

function upToOrder(circuit: Circuit, root: Literal, limit: number, order: number, control: Control): Families {
  const zbdd = new Zbdd(limit);
  const region = regionOf(circuit, root >> 1, new Set());
  const leaves = asDrawn(circuit, region);
  const sets = new Sets(zbdd, limit);
  const made = new Map<number, Family>();
  leaves.forEach((leaf, level) => made.set(leaf, zbdd.make(level, NONE, EMPTY)));
  /**
   * Of a gate uncomplemented and complemented: an AND stands for an OR where it is complemented, its inputs then too. Events
   * are never complemented at the end of this, because the function is coherent.
   */
  const of = (literal: Literal): Family => made.get((literal >> 1 << 1 | (literal & 1)) + OFFSET) ?? NONE;
  for (const node of region.gates) {
    stopIfAborted(control);
    const { kind, k, inputs } = circuit.gate(node);
    const literal = (input: Literal, isTurned: 0 | 1): Family => {
      const at = input ^ isTurned;
      return circuit.isGate(at >> 1) ? of(at) : (at & 1) === 0 ? made.get(at >> 1)! : NONE;
    };
    for (const isTurned of [0, 1] as const) {
      const families = inputs.map((input) => literal(input, isTurned));
      let result: Family;
      if (kind === 'and') result = isTurned === 0 ? families.reduce((all, one) => sets.product(all, one, order), EMPTY) : families.reduce((all, one) => sets.union(all, one), NONE);
      else if (kind === 'atleast') result = sets.atLeast(isTurned === 0 ? k : inputs.length - k + 1, families, order);
      else throw new LimitError('nodes');
      made.set((node << 1 | isTurned) + OFFSET, result);
    }
  }
  const family = sets.compacted(circuit.isGate(root >> 1) ? of(root) : made.get(root >> 1)!);
  return { zbdd, root: family, modules: [{ plain: family, complement: EMPTY, start: 2, end: zbdd.nodes.size }], leaves, stride: 1 };
}

/** Keys of literals of gates, apart from those of leaves. */
const OFFSET = 2 ** 32;

/** Minimal families: no set in them contains another. */
class Sets {
  private readonly zbdd: Zbdd;
  private readonly steps: { left: number };
  private readonly products = new Map<string, Family>();

  constructor(zbdd: Zbdd, limit: number) {
    this.zbdd = zbdd;
    this.steps = { left: limit * 4 };
  }

  compacted(family: Family): Family {
    return this.zbdd.compact(2, [family])[0]!;
  }

  union(a: Family, b: Family): Family {
    const { zbdd } = this;
    return zbdd.union(zbdd.without(a, b), zbdd.union(zbdd.difference(b, zbdd.difference(b, a)), zbdd.without(b, a)));
  }

  atLeast(k: number, families: readonly Family[], order: number): Family {
    let row: Family[] = Array.from({ length: k + 1 }, (_, needed) => (needed === 0 ? EMPTY : NONE));
    for (const family of families) row = row.map((without, needed) => (needed === 0 ? EMPTY : this.union(without, this.product(row[needed - 1]!, family, order))));
    return row[k]!;
  }

  /** Unions of a set of each, of `order` events at most. */
  product(a: Family, b: Family, order: number): Family {
    const { zbdd } = this;
    if (a === NONE || b === NONE || order < 0) return NONE;
    if (a === EMPTY && b === EMPTY) return EMPTY;
    if (a > b) return this.product(b, a, order);
    const key = `${a} ${b} ${order}`;
    const known = this.products.get(key);
    if (known !== undefined) return known;
    if (--this.steps.left < 0) throw new LimitError('steps');
    const { level, low, high } = zbdd.nodes;
    const top = Math.min(level[a]!, level[b]!);
    const a0 = level[a] === top ? low[a]! : a;
    const a1 = level[a] === top ? high[a]! : NONE;
    const b0 = level[b] === top ? low[b]! : b;
    const b1 = level[b] === top ? high[b]! : NONE;
    const without = this.product(a0, b0, order);
    const withIt = this.union(this.product(a1, this.union(b0, b1), order - 1), this.product(a0, b1, order - 1));
    const result = zbdd.make(top, without, zbdd.without(withIt, without));
    this.products.set(key, result);
    return result;
  }
}
