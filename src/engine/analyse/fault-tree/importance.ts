import type { Importance } from '../../../model/fault-tree/result.ts';
import type { Diagram } from './diagram.ts';
import type { Families } from './families.ts';
import { fussellVesely } from './fussell-vesely.ts';
import { birnbaum, evaluate, type Evaluation } from './probability.ts';
import { countsThrough } from './through.ts';

/** Nodes that may be walked to find P(top | event does not happen) of events that nearly all of it needs. */
const MOST_STEPS = 50_000_000;

/**
 * Importance measures as the contract defines them, of the events that the diagram or the sets have. P(top | event) and
 * P(top | no event) follow from Birnbaum's measure, for the top event's probability is linear in each event's.
 */
export function importances(
  diagram: Diagram, families: Families | undefined, probabilities: Float64Array, evaluation: Evaluation, idOf: (event: number) => string,
): { importance: Importance[]; fussellVeselyBounded: boolean } {
  const top = evaluation.total;
  const derivatives = birnbaum(diagram, evaluation, probabilities.length - 1);
  const counts = new Map<number, bigint>();
  if (families) {
    const through = countsThrough(families);
    families.leaves.forEach((leaf, n) => {
      if (leaf <= 0) return;
      let count = 0n;
      for (let at = n * families.stride; at < (n + 1) * families.stride; at++) count += through[at]!;
      counts.set(leaf, count);
    });
  }
  const unions = families ? fussellVesely(diagram, families, evaluation, probabilities) : undefined;
  let steps = MOST_STEPS;
  const importance = diagram.leaves.filter((leaf) => leaf > 0).sort((a, b) => a - b).map((event): Importance => {
    const p = probabilities[event]!;
    const b = derivatives[event]!;
    const ifHappens = Math.min(1, Math.max(0, top + (1 - p) * b));
    let ifNot = Math.max(0, top - p * b);
    // Nearly all was taken away: what is left has too few digits, so it is worked out by itself.
    if (ifNot < top * 1e-6 && steps > 0) {
      steps -= evaluation.plain.length;
      const without = Float64Array.from(probabilities);
      without[event] = 0;
      ifNot = evaluate(diagram, without).total;
    }
    const per = (value: number, by: number): number | undefined => (by > 0 ? value / by : undefined);
    const union = unions?.unions[event];
    return {
      id: idOf(event), cutSets: counts.get(event) ?? 0n, probability: p, birnbaum: b,
      criticality: per(b * p, top), fussellVesely: union === undefined ? undefined : capped(per(union, top)),
      diagnostic: per(p * ifHappens, top), raw: per(ifHappens, top), rrw: per(top, ifNot),
    };
  });
  return { importance, fussellVeselyBounded: unions?.bounded === true };
}

function capped(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.min(1, value);
}
