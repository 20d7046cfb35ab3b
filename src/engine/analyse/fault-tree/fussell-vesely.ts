import { ONE, ZERO, type Edge } from './bdd.ts';
import type { Diagram } from './diagram.ts';
import { LimitError } from './control.ts';
import type { Families } from './families.ts';
import { evaluateEdge, type Evaluation } from './probability.ts';
import { modulePlaces } from './sums.ts';
import { sumsThrough } from './through.ts';
import { EMPTY, NONE, type Family } from './zbdd.ts';

/** Nodes of a module's sets times its events, and nodes of their unions: above either an upper bound is told instead. */
const MOST_STEPS = 500_000;
const MOST_NODES = 100_000;

export interface FussellVesely {
  /** P(union of the sets that have the event), by number of event. */
  readonly unions: Float64Array;
  /** Whether they are sums of the sets' probabilities, which is no less. */
  readonly bounded: boolean;
}

/**
 * For each event the probability that one of its sets happens. Exactly: the sets that have a literal, without it, as a
 * diagram of their union, in the event's module; above it in the same way for the module, and the product of them all, for
 * modules share no event.
 */
export function fussellVesely(diagram: Diagram, families: Families, evaluation: Evaluation, probabilities: Float64Array): FussellVesely {
  const work = families.modules.reduce((sum, { start, end }, m) => sum + (end - start) * levelsOf(families, m).length, 0);
  if (work <= MOST_STEPS) {
    const { nodes } = diagram.bdd;
    const { size, limit } = nodes;
    nodes.limit = Math.min(limit, size + MOST_NODES);
    try {
      return { unions: exactly(diagram, families, evaluation, probabilities.length), bounded: false };
    } catch (error) {
      if (!(error instanceof LimitError) && !(error instanceof RangeError)) throw error;
    } finally {
      nodes.limit = limit;
      diagram.bdd.truncate(size);
    }
  }
  const unions = new Float64Array(probabilities.length);
  const through = sumsThrough(families, (event, complement) => (complement ? 1 - probabilities[event]! : probabilities[event]!));
  families.leaves.forEach((leaf, n) => {
    if (leaf <= 0) return;
    for (let literal = n * families.stride; literal < (n + 1) * families.stride; literal++) unions[leaf]! += through[literal]!;
  });
  return { unions, bounded: true };
}

/** Levels of a module's own diagram, ascending. */
function levelsOf({ zbdd: { nodes }, modules, stride }: Families, module: number): number[] {
  const { start, end } = modules[module]!;
  const found = new Set<number>();
  for (let node = start; node < end; node++) found.add(Math.floor(nodes.level[node]! / stride));
  return [...found].sort((a, b) => a - b);
}

function exactly(diagram: Diagram, families: Families, evaluation: Evaluation, events: number): Float64Array {
  const { zbdd, modules, leaves, stride, root } = families;
  const { bdd } = diagram;
  const places = modulePlaces(families);
  const unions = new Float64Array(events);
  /** P(what must happen besides the module, or besides its complement, for the whole to happen through it). */
  const around = modules.map(() => [0, 0]);
  const toUnion = new Map<Family, Edge>();
  const union = (family: Family): Edge => {
    if (family <= EMPTY) return family === EMPTY ? ONE : ZERO;
    const known = toUnion.get(family);
    if (known !== undefined) return known;
    const at = zbdd.nodes.level[family]!;
    const level = Math.floor(at / stride);
    const low = union(zbdd.nodes.low[family]!);
    const high = union(zbdd.nodes.high[family]!);
    const literal = bdd.variable(level) ^ (stride === 2 && (at & 1) === 1 ? 1 : 0);
    const edge = bdd.or(low, bdd.and(literal, high));
    toUnion.set(family, edge);
    return edge;
  };
  for (let m = modules.length - 1; m >= 0; m--) {
    const module = modules[m]!;
    const isLast = m === modules.length - 1;
    const place = places[m];
    if (!isLast && (place === undefined || (around[m]![0] === 0 && around[m]![1] === 0))) continue;
    for (const level of levelsOf(families, m)) {
      for (let literal = level * stride; literal < (level + 1) * stride; literal++) {
        const isComplement = stride === 2 && (literal & 1) === 1;
        let sum = 0;
        for (const [side, family] of [module.plain, module.complement].entries()) {
          const weight = isLast ? (family === root ? 1 : 0) : around[m]![side]!;
          if (weight === 0 || family <= EMPTY || (side === 1 && stride === 1)) continue;
          sum += weight * evaluateEdge(diagram, evaluation, union(having(families, family, literal)));
        }
        const leaf = leaves[level]!;
        if (leaf > 0) unions[leaf]! += sum * (isComplement ? evaluation.doesNot[level]! : evaluation.happens[level]!);
        else if (leaf < 0) around[-1 - leaf]![isComplement ? 1 : 0]! += sum;
      }
    }
  }
  return unions;
}

/** The sets of a family that have a literal, without it. */
function having({ zbdd }: Families, family: Family, literal: number): Family {
  const { level, low, high } = zbdd.nodes;
  const memo = new Map<Family, Family>();
  const of = (at: Family): Family => {
    const here = level[at]!;
    if (at <= EMPTY || here > literal) return NONE;
    if (here === literal) return high[at]!;
    const known = memo.get(at);
    if (known !== undefined) return known;
    const without = of(low[at]!);
    const found = zbdd.make(here, without, of(high[at]!));
    memo.set(at, found);
    return found;
  };
  return of(family);
}
