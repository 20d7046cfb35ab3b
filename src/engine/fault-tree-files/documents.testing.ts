import fc from 'fast-check';
import { formatExpression, type ExpressionTree } from '../../model/fault-tree/expression.ts';
import { mostInputs } from '../../model/fault-tree/graph.ts';
import { CCF_MODELS, EVENT_TYPES, GATE_TYPES, UNOBSERVED, type CommonCauseGroup, type FaultNode, type FaultTreeDocument, type Observation } from '../../model/fault-tree/document.ts';

/** Any documents, and what two of them have in common but for ids. */

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'X', 'Y', '_', '0', '1', '9'), minLength: 1, maxLength: 6 });
const part = fc.tuple(fc.constantFrom('E', 'pump', '_', 'G'), letters).map((both) => both.join(''));
export const nodeName = fc.oneof({ weight: 4, arbitrary: part }, fc.array(part, { minLength: 2, maxLength: 3 }).map((parts) => parts.join('.')), fc.tuple(part, part).map((two) => two.join('-')), fc.tuple(part, part).map((two) => two.join('--')));

const words = fc.oneof(fc.constant(''), fc.string({ maxLength: 20 }), fc.constantFrom('Disk full', ' two  lines\nand \\n a tab\t', '<b> & "q"', 'größer 订单 🔥', '\ud800', ']]>', '-'));

const observation: fc.Arbitrary<Observation> = fc.oneof({ weight: 3, arbitrary: fc.constant(UNOBSERVED) }, fc.record<Observation>({
  state: fc.constantFrom('happened' as const, 'did-not-happen' as const, 'unknown' as const), note: words, evidence: fc.constant<Observation['evidence']>([]), atNs: fc.bigInt({ min: 0n, max: 2_000_000_000_000_000_000n }),
}));

const numbers = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 9 })).map((value): ExpressionTree => ({ kind: 'number', value: Math.abs(value) }));
const call = (name: string, ...args: fc.Arbitrary<ExpressionTree>[]): fc.Arbitrary<ExpressionTree> => fc.tuple(...args).map((all): ExpressionTree => ({ kind: 'call', name, args: all }));

function expressionOf(names: readonly string[]): fc.Arbitrary<string> {
  const leaf = names.length === 0 ? numbers : fc.oneof(numbers, fc.constantFrom(...names).map((name): ExpressionTree => ({ kind: 'name', name })), fc.boolean().map((value): ExpressionTree => ({ kind: 'boolean', value })));
  const inner = fc.oneof(leaf, call('add', leaf, leaf, leaf), call('sub', leaf, leaf), call('mul', leaf, leaf), call('neg', call('exp', leaf)), call('pow', leaf, leaf), call('pi'), call('mission-time'));
  return fc.oneof(inner, call('exponential', inner, inner), call('periodic-test', inner, inner, inner, inner), call('lognormal-deviate', inner, inner, inner), call('histogram', inner, inner, inner, inner, inner), call('switch', inner, inner, inner), call('ite', inner, inner, inner)).map(formatExpression);
}

const distinct = (names: fc.Arbitrary<string>, limits: fc.ArrayConstraints): fc.Arbitrary<string[]> => fc.uniqueArray(names, { ...limits, selector: (name) => name.toLowerCase() });

/** `gateTypes`: those that a format has; acyclic, with any inputs. */
export function documents(gateTypes: ReadonlyArray<(typeof GATE_TYPES)[number]> = GATE_TYPES): fc.Arbitrary<FaultTreeDocument> {
  return fc.record({
    nodeNames: distinct(nodeName, { minLength: 2, maxLength: 12 }), parameterNames: fc.uniqueArray(nodeName, { maxLength: 3 }), title: fc.oneof(fc.constant('Checkout cannot place orders'), words.map((text) => text.trim() || 'T')),
    note: words, per: words,
  }).chain(({ nodeNames, parameterNames, title, note, per }) => {
    const expression = fc.oneof(fc.constant(''), expressionOf(parameterNames));
    const gates = Math.floor(nodeNames.length / 2);
    return fc.record({
      nodes: fc.tuple(...nodeNames.map((name, at) => node(name, at, at < gates, nodeNames, gateTypes, expression))),
      parameters: fc.tuple(...parameterNames.map((name) => fc.record({ name: fc.constant(name), expression, unit: fc.constantFrom('', 'hours', 'hours-1', 'furlongs'), title: words }))),
      group: fc.option(fc.record({ name: nodeName, title: words, model: fc.constantFrom(...CCF_MODELS), distribution: expressionOf(parameterNames), factors: fc.array(expressionOf(parameterNames), { minLength: 1, maxLength: 3 }) })),
    }).map(({ nodes, parameters, group }): FaultTreeDocument => {
      const members = nodes.filter((one) => one.type === 'event' && one.event !== 'house').map((one) => one.id);
      const commonCauses: CommonCauseGroup[] = group === null || members.length < 2 ? [] : [{ ...group, factors: group.model === 'beta-factor' ? group.factors.slice(0, 1) : group.factors, members: members.slice(0, 3) }];
      const used = new Set(nodes.flatMap((one) => (one.type === 'gate' ? one.inputs.map((input) => input.id) : [])));
      return {
        tree: { kind: 'fault-tree', id: 't', title, note, per, tops: nodes.filter((one) => one.type === 'gate' && !used.has(one.id)).map((one) => one.id), missionTimeHours: 42.5, parameters, commonCauses, createdAtNs: 0n },
        nodes,
      };
    });
  });
}

function node(name: string, at: number, isGate: boolean, names: readonly string[], gateTypes: ReadonlyArray<(typeof GATE_TYPES)[number]>, expression: fc.Arbitrary<string>): fc.Arbitrary<FaultNode> {
  const common = { kind: fc.constant('fault-node' as const), id: fc.constant(`#${name}`), treeId: fc.constant('t'), name: fc.constant(name), title: words, note: words, observed: observation };
  if (!isGate) return fc.record({ ...common, type: fc.constant('event' as const), event: fc.constantFrom(...EVENT_TYPES), probability: expression, on: fc.boolean() });
  const later = names.slice(at + 1).map((other) => `#${other}`);
  return fc.record({
    ...common, type: fc.constant('gate' as const), gate: fc.constantFrom(...gateTypes), ownPage: fc.boolean(), inputs: fc.array(fc.record({ id: fc.constantFrom(...later), complement: fc.boolean() }), { maxLength: 5 }),
    min: fc.integer({ min: 0, max: 4 }), max: fc.integer({ min: 0, max: 5 }),
  }).map(({ min, max, ...gate }) => ({ ...gate, inputs: gate.inputs.slice(0, mostInputs(gate.gate)), ...(gate.gate === 'atleast' || gate.gate === 'cardinality' ? { min } : {}), ...(gate.gate === 'cardinality' ? { max } : {}) }));
}

/** What a document says, by names: the same for documents that differ in ids, in the order of nodes, and in references to evidence. */
export function saying({ tree, nodes }: FaultTreeDocument): unknown {
  const names = new Map(nodes.map((one) => [one.id, one.name]));
  return {
    ...tree, id: '', createdAtNs: 0n, tops: tree.tops.map((id) => names.get(id)), commonCauses: tree.commonCauses.map((group) => ({ ...group, members: group.members.map((id) => names.get(id)) })),
    nodes: nodes.map((one) => ({ ...one, id: '', treeId: '', observed: { ...one.observed, evidence: [] }, ...(one.type === 'gate' ? { inputs: one.inputs.map(({ id, complement }) => ({ name: names.get(id), complement })) } : {}) })).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
