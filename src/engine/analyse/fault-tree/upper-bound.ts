import { bestFirst } from './best-first.ts';
import type { Families } from './families.ts';
import { sums, sumsByOrder } from './sums.ts';

/** Sets more probable than this are taken one by one: the series below is slow for them. */
const PROBABLE = 0.2;
const MOST_ALONE = 5000;
const MOST_TERMS = 2000;

/**
 * 1 − Π (1 − P(C)) over all sets C, without listing them: −ln of the product is Σ P(C) + Σ P(C)²/2 + Σ P(C)³/3 …, and each of
 * these sums is one pass over the diagram with the events' probabilities raised to that power.
 */
export function minCutUpperBound(families: Families, probability: (event: number, complement: boolean) => number, maxOrder: number | undefined): number {
  const weigh = (event: number, complement: boolean): number => probability(event, complement);
  const walk = bestFirst(families, ({ event, complement }) => -Math.log(weigh(event, complement)), maxOrder, 200_000);
  const alone: number[] = [];
  let largest = 1;
  while (alone.length < MOST_ALONE) {
    const next = walk.next();
    if (!next) {
      largest = 0;
      break;
    }
    largest = next.literals.reduce((product, literal) => product * weigh(literal.event, literal.complement), 1);
    if (largest >= 1) return 1;
    if (largest < PROBABLE) break;
    alone.push(largest);
  }
  let exponent = alone.reduce((sum, p) => sum - Math.log1p(-p), 0);
  for (let power = 1; power <= MOST_TERMS; power++) {
    const weight = (event: number, complement: boolean): number => weigh(event, complement) ** power;
    const all = maxOrder === undefined ? sums(families, weight).total : sumsByOrder(families, weight, maxOrder).reduce((a, b) => a + b, 0);
    const rest = Math.max(0, all - alone.reduce((sum, p) => sum + p ** power, 0));
    exponent += rest / power;
    // e^-40 is less than the last digit of 1.
    if (exponent > 40) return 1;
    if (rest * largest <= exponent * 1e-13 * (1 - largest) || rest === 0) break;
  }
  return -Math.expm1(-exponent);
}
