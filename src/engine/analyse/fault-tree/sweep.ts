import { quantitiesOf } from '../../../model/fault-tree/quantities.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import { checkTree } from './check.ts';
import { LimitError, stopIfAborted, type Control } from './control.ts';
import { diagramOf } from './diagram.ts';
import { functionsOf } from './function-of.ts';
import { evaluate } from './probability.ts';
import { reachable } from '../../../model/fault-tree/graph.ts';

/** What is varied: the probability of an event by its id, or a parameter by its name. */
export type Swept = { readonly eventId: string } | { readonly parameter: string };

export interface SweepPoint {
  readonly value: number;
  /** `undefined` where an event that matters has no probability. */
  readonly probability: number | undefined;
}

/** Most points of a sweep. */
const MOST_POINTS = 2000;

/** Values from `from` to `to`, in equal steps or, `logarithmic`, in equal ratios (both above 0). */
export function sweepValues(from: number, to: number, points: number, logarithmic: boolean): number[] {
  const count = Math.max(2, Math.min(MOST_POINTS, Math.round(points)));
  return Array.from({ length: count }, (_, n) => {
    const share = n / (count - 1);
    return logarithmic ? from * (to / from) ** share : from + (to - from) * share;
  });
}

/**
 * The probability of a top event for each value of one quantity, the others as they are. The diagram is made once: only its
 * numbers change. `undefined` when there is something fatally wrong under the top event, or the tree is too large.
 */
export function sweep(document: FaultTreeDocument, topId: string, swept: Swept, values: readonly number[], control: Control = {}, nodes = 24_000_000): SweepPoint[] | undefined {
  const { unusable } = checkTree(document);
  if (!document.nodes.some(({ id }) => id === topId) || [...reachable(document, [topId])].some((id) => unusable.has(id))) return undefined;
  const functions = functionsOf(document, [topId], quantitiesOf(document).expanded);
  try {
    const diagram = diagramOf(functions.circuit, functions.literals.get(topId)!, { nodes }, control);
    const matters = new Set(diagram.leaves.filter((leaf) => leaf > 0));
    return values.map((value) => {
      stopIfAborted(control);
      const { probabilities } = quantitiesOf(withValue(document, swept, value));
      const of = Float64Array.from(functions.events, (id, event) => (matters.has(event) ? (probabilities.get(id) ?? Number.NaN) : 0));
      const probability = evaluate(diagram, of).total;
      return { value, probability: Number.isNaN(probability) ? undefined : Math.min(1, probability) };
    });
  } catch (error) {
    if (error instanceof LimitError) return undefined;
    throw error;
  }
}

function withValue(document: FaultTreeDocument, swept: Swept, value: number): FaultTreeDocument {
  if ('parameter' in swept) {
    return { ...document, tree: { ...document.tree, parameters: document.tree.parameters.map((parameter) => (parameter.name === swept.parameter ? { ...parameter, expression: String(value) } : parameter)) } };
  }
  return { ...document, nodes: document.nodes.map((node) => (node.id === swept.eventId && node.type === 'event' ? { ...node, probability: String(value) } : node)) };
}
