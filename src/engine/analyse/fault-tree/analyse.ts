import { graphOf, reachable } from '../../../model/fault-tree/graph.ts';
import { quantitiesOf } from '../../../model/fault-tree/quantities.ts';
import type { FaultTreeAnalysis, FaultTreeAnalysisOptions, FaultTreeProblem, TopEventResult } from '../../../model/fault-tree/result.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import { checkTree } from './check.ts';
import { stopIfAborted, type Control } from './control.ts';
import { analyseTop, type Limits } from './top-event.ts';

/**
 * What room an analysis may take. A node of a diagram takes some 25 bytes with its tables, so this is under 1 GB; the largest
 * model of the Aralia set (das9701) needs 15 million.
 */
const LIMITS: Limits = { diagramNodes: 24_000_000, familyNodes: 8_000_000, primeNodes: 1_000_000 };

/**
 * Analyses a fault tree: pure, in one go. What is wrong with it is in `problems` and never thrown; a top event with a fatal
 * problem under it has no result. Throws `CancelledError` when `control.signal` says so. `limits` is for tests.
 */
export function analyse(document: FaultTreeDocument, options: FaultTreeAnalysisOptions = {}, control: Control = {}, limits: Limits = LIMITS): FaultTreeAnalysis {
  const started = performance.now();
  control.onProgress?.({ phase: 'preparing', done: 0 });
  const { byId } = graphOf(document);
  const checked = checkTree(document);
  const quantities = quantitiesOf(document);
  const problems: FaultTreeProblem[] = [...checked.problems, ...quantities.problems];
  const tops: TopEventResult[] = [];
  for (const id of new Set(document.tree.tops)) {
    if (!byId.has(id)) continue;
    stopIfAborted(control);
    if ([...reachable(document, [id])].some((under) => checked.unusable.has(under))) continue;
    tops.push(analyseTop({ document, quantities, options, control, limits }, id));
  }
  return {
    tops, problems,
    probabilities: [...quantities.probabilities].map(([id, probability]) => ({ id, probability })),
    commonCauseEvents: quantities.commonCauseEvents.map(({ id, group, members }) => ({ id, group, members: [...members] })),
    seconds: (performance.now() - started) / 1000,
  };
}

