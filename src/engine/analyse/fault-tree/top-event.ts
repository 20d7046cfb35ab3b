import { formatCount } from '../../../base/text.ts';
import { graphOf } from '../../../model/fault-tree/graph.ts';
import type { FaultTreeQuantities } from '../../../model/fault-tree/quantities.ts';
import type { CutSet, FaultTreeAnalysisOptions, TopEventResult } from '../../../model/fault-tree/result.ts';
import type { FaultTreeDocument } from '../../../model/fault-tree/document.ts';
import type { SetLiteral } from './best-first.ts';
import { probabilityBounds } from './bounds.ts';
import { fewestChecks } from './checks.ts';
import { Circuit, hasComplements, type Literal } from './circuit.ts';
import { LimitError, stopIfAborted, type Control } from './control.ts';
import { counted, probable, product, walkOf, type Walked } from './counting.ts';
import { diagramOf, type Diagram } from './diagram.ts';
import { minimalCutSets, primeImplicants, type Families } from './families.ts';
import { functionsOf, type TreeFunctions } from './function-of.ts';
import { importances } from './importance.ts';
import { givenObserved, knownEvents, stateOfSet, type Known } from './observed.ts';
import { evaluate, type Evaluation } from './probability.ts';
import { smallCutSets } from './small-sets.ts';
import { sums, sumsByOrder } from './sums.ts';
import { uncertaintyOf } from './uncertainty.ts';
import { minCutUpperBound } from './upper-bound.ts';

export interface Limits {
  readonly diagramNodes: number;
  readonly familyNodes: number;
  /** Of prime implicants, which of most trees are either few or too many for anybody. */
  readonly primeNodes: number;
}

export interface TopTask {
  readonly document: FaultTreeDocument;
  readonly quantities: FaultTreeQuantities;
  readonly options: FaultTreeAnalysisOptions;
  readonly control: Control;
  readonly limits: Limits;
}

const LIST_MOST = 100;
/** Cut sets of more events than this are not looked for when the diagram is too large. */
const SMALL_ORDER = 6;
const SMALL_NODES = 500_000;
const UNION_NODES = 200_000;

/** All about one top event, under which nothing is fatally wrong. */
export function analyseTop(task: TopTask, id: string): TopEventResult {
  const { document, quantities, control, limits } = task;
  const functions = functionsOf(document, [id], quantities.expanded);
  const literal = functions.literals.get(id)!;
  const membersOf = new Map(quantities.commonCauseEvents.map((event) => [event.id, event.members]));
  const known = knownEvents(document, functions, membersOf);
  const probabilities = Float64Array.from(functions.events, (event) => quantities.probabilities.get(event) ?? Number.NaN);
  const approximations = [...functions.approximations.values()];
  const diagram = withinLimits(() => diagramOf(functions.circuit, literal, { nodes: limits.diagramNodes }, control));
  const truncated: string[] = [];
  const found = diagram ? familiesOf(task, diagram, truncated) : smallFamilies(functions.circuit, literal, control, truncated);
  const { families } = found;
  const matters = mattering(functions, diagram, families, literal);
  const withoutProbability = matters.filter((event) => Number.isNaN(probabilities[event]!)).map((event) => functions.events[event]!);
  const isKnown = withoutProbability.length === 0;
  const evaluation = diagram && isKnown ? evaluate(diagram, probabilities) : undefined;
  stopIfAborted(control);
  const cutSets = cutSetsOf(task, functions, families, known, isKnown ? probabilities : undefined, truncated);
  const bounds = isKnown && families ? boundsOf(task, families, probabilities) : undefined;
  control.onProgress?.({ phase: 'importance', done: 0 });
  const importance = diagram && evaluation ? importances(diagram, families, probabilities, evaluation, (event) => functions.events[event]!) : undefined;
  if (importance?.fussellVeselyBounded === true) approximations.push('Fussell–Vesely is an upper bound here: the sum of the probabilities of the event’s cut sets, because their union is too large.');
  const given = observedProbability(task, functions, known, id, probabilities, approximations);
  return {
    id, ...probabilityOf(evaluation, bounds, diagram, isKnown, functions.circuit, literal, probabilities, truncated, families),
    rareEvent: bounds?.rareEvent, minCutUpperBound: bounds?.minCutUpperBound, withoutProbability,
    coherent: diagram?.coherent ?? !hasComplements(functions.circuit, literal),
    cutSets: { kind: found.kind, ...cutSets, truncated },
    importance: importance?.importance ?? [], givenObserved: given, checks: checksOf(cutSets.list),
    uncertainty: uncertainty(task, functions, diagram, evaluation, probabilities), approximations,
  };
}

function withinLimits<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof LimitError) return undefined;
    throw error;
  }
}

interface FoundFamilies { readonly families: Families | undefined; readonly kind: 'minimal-cut-sets' | 'prime-implicants' }

function familiesOf({ options, limits, control }: TopTask, diagram: Diagram, truncated: string[]): FoundFamilies {
  if (!diagram.coherent && options.products !== 'minimal-cut-sets') {
    const primes = withinLimits(() => primeImplicants(diagram, limits.primeNodes, control));
    if (primes) return { families: primes, kind: 'prime-implicants' };
    truncated.push('There are too many prime implicants: these are the minimal cut sets, the events that happen without those that do not.');
  }
  const families = withinLimits(() => minimalCutSets(diagram, limits.familyNodes, control));
  if (!families) truncated.push('The cut sets are too large to be held: they were not counted. The probability is exact all the same.');
  return { families, kind: 'minimal-cut-sets' };
}

function smallFamilies(circuit: Circuit, literal: Literal, control: Control, truncated: string[]): FoundFamilies {
  if (hasComplements(circuit, literal)) {
    truncated.push('The tree is too large for an exact analysis, and its cut sets were not counted because it is not coherent.');
    return { families: undefined, kind: 'minimal-cut-sets' };
  }
  const small = smallCutSets(circuit, literal, SMALL_NODES, SMALL_ORDER, control);
  truncated.push(small
    ? `The tree is too large for an exact analysis: cut sets of more than ${small.order === 1 ? 'one event' : `${small.order} events`} were not counted.`
    : 'The tree is too large for an exact analysis, and its cut sets were not counted.');
  return { families: small?.families, kind: 'minimal-cut-sets' };
}

/** Events that what was worked out depends on. */
function mattering({ circuit }: TreeFunctions, diagram: Diagram | undefined, families: Families | undefined, literal: Literal): number[] {
  if (diagram) return diagram.leaves.filter((leaf) => leaf > 0).sort((a, b) => a - b);
  const found = new Set(families?.leaves ?? []);
  if (!families) for (const gate of circuit.gatesUnder([literal])) for (const input of circuit.gate(gate).inputs) if (!circuit.isGate(input >> 1)) found.add(input >> 1);
  return [...found].sort((a, b) => a - b);
}

interface SetBounds { readonly rareEvent: number; readonly minCutUpperBound: number }

function boundsOf({ options: { maxOrder, minProbability } }: TopTask, families: Families, probabilities: Float64Array): SetBounds {
  const of = (event: number, complement: boolean): number => (complement ? 1 - probabilities[event]! : probabilities[event]!);
  if (minProbability !== undefined) {
    const { sets } = probable(families, ({ event, complement }) => of(event, complement), maxOrder, minProbability);
    return {
      rareEvent: sets.reduce((sum, set) => sum + set.probability!, 0),
      minCutUpperBound: -Math.expm1(sets.reduce((sum, set) => sum + Math.log1p(-set.probability!), 0)),
    };
  }
  const rareEvent = maxOrder === undefined ? sums(families, of).total : sumsByOrder(families, of, maxOrder).reduce((a, b) => a + b, 0);
  return { rareEvent, minCutUpperBound: minCutUpperBound(families, of, maxOrder) };
}

type Probability = Pick<TopEventResult, 'probability' | 'method' | 'bounds'>;

function probabilityOf(
  evaluation: Evaluation | undefined, sets: SetBounds | undefined, diagram: Diagram | undefined, isKnown: boolean, circuit: Circuit, literal: Literal, probabilities: Float64Array,
  truncated: string[], families: Families | undefined,
): Probability {
  if (evaluation) return { probability: Math.min(1, evaluation.total), method: 'exact' };
  if (diagram || !isKnown) return { probability: undefined, method: 'exact' };
  const bounds = probabilityBounds(circuit, literal, probabilities);
  if (families) bounds.lower = Math.max(bounds.lower, unionOfSome(circuit.variables, families, probabilities));
  truncated.push(`The probability lies between ${bounds.lower.toPrecision(3)} and ${bounds.upper.toPrecision(3)}.`);
  if (sets && sets.minCutUpperBound >= bounds.lower && sets.minCutUpperBound <= bounds.upper) return { probability: sets.minCutUpperBound, method: 'min-cut-upper-bound', bounds };
  return { probability: bounds.lower, method: 'lower-bound', bounds };
}

/** The probability that one of the most probable cut sets happens, of as many as there is room for: no more than that of all. */
function unionOfSome(variables: number, families: Families, probabilities: Float64Array): number {
  for (const most of [1000, 200, 40, 8, 1]) {
    const walk = walkOf(families, ({ event }) => probabilities[event]!, undefined);
    const circuit = new Circuit(variables);
    const sets: Literal[] = [];
    for (let next = walk.next(); next && sets.length < most; next = walk.next()) sets.push(circuit.and(next.literals.map(({ event }) => circuit.variable(event))));
    const diagram = withinLimits(() => diagramOf(circuit, circuit.or(sets), { nodes: UNION_NODES }, {}));
    if (diagram) return evaluate(diagram, probabilities).total;
  }
  return 0;
}

type ListedSets = Omit<TopEventResult['cutSets'], 'truncated' | 'kind'>;

function cutSetsOf({ options }: TopTask, functions: TreeFunctions, families: Families | undefined, known: Known, probabilities: Float64Array | undefined, truncated: string[]): ListedSets {
  if (!families) return { count: undefined, byOrder: [], list: [], more: false, evidenced: 0n, excluded: 0n, open: 0n };
  const { maxOrder, minProbability, listMost = LIST_MOST } = options;
  const of = probabilities && (({ event, complement }: SetLiteral): number => (complement ? 1 - probabilities[event]! : probabilities[event]!));
  const counts = counted(families, known, maxOrder);
  const setOf = ({ literals, probability }: Walked): CutSet => ({
    events: literals.map(({ event, complement }) => ({ id: functions.events[event]!, complement })), probability, ...stateOfSet(known, literals),
  });
  const within = counts.byOrder.reduce((sum, { count }) => sum + count, 0n);
  if (maxOrder !== undefined && counts.all > within) truncated.push(`${formatMany(counts.all - within)} of ${formatMany(counts.all)} cut sets have more than ${maxOrder === 1 ? 'one event' : `${maxOrder} events`} and are left out.`);
  if (of && minProbability !== undefined && minProbability > 0) {
    const { sets, complete } = probable(families, of, maxOrder, minProbability);
    const states = sets.map((set) => stateOfSet(known, set.literals).state);
    const count = (state: CutSet['state']): bigint => BigInt(states.filter((one) => one === state).length);
    const orders = new Map<number, bigint>();
    for (const { literals } of sets) orders.set(literals.length, (orders.get(literals.length) ?? 0n) + 1n);
    const found = BigInt(sets.length);
    if (!complete) truncated.push(`At least ${formatMany(found)} cut sets are as probable as ${minProbability}: more were not counted.`);
    else if (found < within) truncated.push(`${formatMany(within - found)} cut sets are less probable than ${minProbability} and are left out.`);
    return {
      count: complete ? found : undefined, byOrder: [...orders].sort(([a], [b]) => a - b).map(([order, one]) => ({ order, count: one })),
      list: sets.slice(0, listMost).map(setOf), more: sets.length > listMost || !complete,
      evidenced: count('evidenced'), excluded: count('excluded'), open: count('open'),
    };
  }
  if (minProbability !== undefined && minProbability > 0) truncated.push('The least probability of cut sets was not applied, because events have no probability.');
  const walk = walkOf(families, of || undefined, maxOrder);
  const list: CutSet[] = [];
  while (list.length < listMost) {
    const next = walk.next();
    if (!next) break;
    list.push(setOf({ literals: next.literals, probability: of ? product(next.literals, of) : undefined }));
  }
  return { count: counts.count, byOrder: [...counts.byOrder], list, more: within > BigInt(list.length), evidenced: counts.evidenced, excluded: counts.excluded, open: counts.open };
}

function formatMany(count: bigint): string {
  return count <= BigInt(Number.MAX_SAFE_INTEGER) ? formatCount(Number(count)) : count.toString();
}

function checksOf(list: readonly CutSet[]): TopEventResult['checks'] {
  return fewestChecks(list.flatMap((set, index) => (set.state === 'open' ? [{ index, undecided: set.undecided }] : [])));
}

function observedProbability({ document, limits, control }: TopTask, functions: TreeFunctions, known: Known, id: string, probabilities: Float64Array, approximations: string[]): number | undefined {
  const conditioned = givenObserved(document, functions, known, id);
  if (!conditioned) return undefined;
  const { circuit, joint, observed } = conditioned;
  const of = (literal: Literal): number | undefined => {
    const diagram = withinLimits(() => diagramOf(circuit, literal, { nodes: limits.diagramNodes }, control));
    return diagram && evaluate(diagram, probabilities).total;
  };
  const condition = of(observed);
  if (condition === 0) {
    approximations.push(`What was observed cannot all be so as ${graphOf(document).byId.get(id)?.name ?? id} is drawn.`);
    return undefined;
  }
  const both = of(joint);
  if (condition === undefined || both === undefined || Number.isNaN(both / condition)) return undefined;
  return Math.min(1, both / condition);
}

function uncertainty({ options, quantities, control }: TopTask, functions: TreeFunctions, diagram: Diagram | undefined, evaluation: Evaluation | undefined, probabilities: Float64Array): TopEventResult['uncertainty'] {
  if (!options.uncertainty || !diagram || !evaluation) return undefined;
  const { samples, seed } = options.uncertainty;
  const draw = quantities.sampleProbabilities(seed, functions.events.slice(1));
  const values = new Float64Array(samples);
  const drawn = Float64Array.from(probabilities);
  for (let n = 0; n < samples; n++) {
    if ((n & 63) === 0) {
      stopIfAborted(control);
      control.onProgress?.({ phase: 'uncertainty', done: n / samples });
    }
    drawn.set(draw(), 1);
    values[n] = evaluate(diagram, drawn).total;
  }
  return uncertaintyOf(values, seed);
}
