import type { BestFirst, SetLiteral } from './best-first.ts';
import { bestFirst } from './best-first.ts';
import type { Families } from './families.ts';
import type { Known } from './observed.ts';
import { stateOf } from './observed.ts';
import { countOf, countsByOrder } from './sums.ts';

/** Longer sets than any tree has. */
export const ANY_ORDER = 100_000;
/** Sets that are walked to count those above a probability. */
const MOST_WALKED = 300_000;

export interface Counted {
  /** `undefined`: more than could be walked. */
  readonly count: bigint | undefined;
  readonly byOrder: ReadonlyArray<{ readonly order: number; readonly count: bigint }>;
  readonly evidenced: bigint;
  readonly excluded: bigint;
  readonly open: bigint;
  /** Of all, whatever the limits. */
  readonly all: bigint;
}

/** Sets within limits by order and by what is known of their events. */
export function counted(families: Families, known: Known, maxOrder: number | undefined): Counted {
  const all = countOf(families, () => 1);
  const of = (weight: (event: number, complement: boolean) => number): bigint =>
    (maxOrder === undefined ? countOf(families, weight) : total(countsByOrder(families, weight, maxOrder)));
  const orders = countsByOrder(families, () => 1, maxOrder ?? ANY_ORDER);
  const byOrder = orders.flatMap((count, order) => (count > 0n ? [{ order, count }] : []));
  const count = total(orders);
  const states = (event: number, complement: boolean): boolean | undefined => stateOf(known, { event, complement });
  const evidenced = known.any ? of((event, complement) => (states(event, complement) === true ? 1 : 0)) : (orders[0] ?? 0n);
  const notExcluded = known.any ? of((event, complement) => (states(event, complement) === false ? 0 : 1)) : count;
  return { count, byOrder, evidenced, excluded: count - notExcluded, open: notExcluded - evidenced, all };
}

export function total(counts: readonly bigint[]): bigint {
  return counts.reduce((sum, count) => sum + count, 0n);
}

export interface Walked { readonly literals: SetLiteral[]; readonly probability: number | undefined }

/** The sets to be listed: the most probable, or the smallest while a probability is missing. */
export function walkOf(families: Families, probabilityOf: ((literal: SetLiteral) => number) | undefined, maxOrder: number | undefined): BestFirst {
  return bestFirst(families, probabilityOf ? (literal) => Math.min(IMPOSSIBLE, -Math.log(probabilityOf(literal))) + TIE : () => 1, maxOrder, 5_000_000);
}

/** Of equally probable sets the one of fewer events comes first. */
const TIE = 1e-12;
/** The cost of an event of probability 0: its sets come last. */
const IMPOSSIBLE = 1e6;

/** Sets no less probable than `least`, from a walk; `undefined` when there are more than can be walked. */
export function probable(families: Families, probabilityOf: (literal: SetLiteral) => number, maxOrder: number | undefined, least: number): { sets: Walked[]; complete: boolean } {
  const walk = walkOf(families, probabilityOf, maxOrder);
  const sets: Walked[] = [];
  for (;;) {
    const next = walk.next();
    if (!next) return { sets, complete: true };
    const probability = product(next.literals, probabilityOf);
    if (probability < least * (1 - 1e-12)) return { sets, complete: true };
    if (sets.length >= MOST_WALKED) return { sets, complete: false };
    sets.push({ literals: next.literals, probability });
  }
}

export function product(literals: readonly SetLiteral[], probabilityOf: (literal: SetLiteral) => number): number {
  return literals.reduce((all, literal) => all * probabilityOf(literal), 1);
}
