import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FaultNode, FaultTree, type FaultTreeDocument, type GateType } from './fault-tree/document.ts';
import type { Why, WhyState } from './cause.ts';
import type { EvidenceReference } from './evidence.ts';
import { newWhy } from './why-edit.ts';
import { faultTreeOfWhys, whysOfFaultTree } from './why-tree.ts';
import { whyForest, type WhyNode } from './why.ts';

const proof = (digit: string): EvidenceReference => ({ sha256: digit.repeat(64), locator: { kind: 'artifact' }, excerpt: digit, addedBy: 'ada', addedAtNs: 0n });

interface Said { readonly statement: string; readonly note: string; readonly join: Why['join']; readonly state: WhyState; readonly evidence: readonly EvidenceReference[]; readonly below: readonly Said[] }

const statement = fc.oneof(fc.constantFrom('The pool was empty', 'the pool was EMPTY', '3 of 5 pods restarted', 'Die Verbindung wurde nicht zurückgegeben', '…'), fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((text) => text.trim() !== ''));
const said: fc.Memo<Said> = fc.memo((depth) => fc.record({
  statement, note: fc.constantFrom('', 'Seen in the heap dump'), join: fc.constantFrom('all', 'any'), state: fc.constantFrom('open', 'closed', 'ruled-out'),
  evidence: fc.subarray(['a', 'b', 'c']).map((digits) => digits.map(proof)), below: depth > 1 ? fc.array(said(), { maxLength: 3 }) : fc.constant([]),
}));

let made = 0;
const newId = (): string => `id-${String(++made).padStart(6, '0')}`;
const ids = { newId, createdAtNs: 5n };

function whysOf(step: Said, parentId?: string, order = 0): Why[] {
  const id = newId();
  const why = newWhy(id, step.statement, 5n, { ...(parentId === undefined ? {} : { parentId }), order, note: step.note, join: step.join, state: step.state, evidence: [...step.evidence] });
  return [why, ...step.below.flatMap((below, i) => whysOf(below, id, i))];
}

/** What a set says, without ids. Fewer than two answers are joined neither way. */
const told = ({ why, children }: WhyNode): Said => ({
  statement: why.statement, note: why.note, join: children.length < 2 ? 'all' : why.join, state: why.state, evidence: why.evidence, below: children.map(told),
});

test('a set of whys becomes a tree of the contract and comes back as it was', () => {
  fc.assert(fc.property(said(4), (step) => {
    const [root] = whyForest(whysOf(step));
    const document = faultTreeOfWhys(root!, ids);
    FaultTree.parse(document.tree);
    for (const node of document.nodes) FaultNode.parse(node);
    expect(new Set(document.nodes.map(({ name }) => name)).size).toBe(document.nodes.length);
    for (const node of document.nodes) if (node.type === 'gate') expect(node.gate === 'null').toBe(node.inputs.length === 1);
    const back = whyForest(whysOfFaultTree(document, ids));
    expect(back).toHaveLength(1);
    expect(told(back[0]!)).toEqual(told(root!));
  }));
});

interface Shape { readonly title: string; readonly gate: GateType; readonly state: 'happened' | 'did-not-happen' | 'unknown'; readonly complement: boolean; readonly below: readonly Shape[] }

const gates = ['or', 'and', 'atleast', 'xor', 'not', 'nand', 'nor', 'iff', 'imply', 'cardinality', 'inhibit', 'pand', 'null'] as const satisfies readonly GateType[];
const shape: fc.Memo<Shape> = fc.memo((depth) => fc.record({
  title: fc.constantFrom('Pump', 'Valve', ''), gate: fc.constantFrom(...gates), state: fc.constantFrom('happened', 'did-not-happen', 'unknown'), complement: fc.boolean(),
  below: depth > 1 ? fc.array(shape(), { maxLength: 3 }) : fc.constant([]),
}));

function documentOf(top: Shape, share: boolean): FaultTreeDocument {
  const nodes: FaultNode[] = [];
  const grow = (one: Shape): string => {
    const id = newId();
    const inputs = one.below.map((below) => ({ id: grow(below), complement: below.complement }));
    const common = { kind: 'fault-node' as const, id, treeId: 't', name: `n-${id}`, title: one.title, note: '', observed: { state: one.state, note: '', evidence: [] } };
    nodes.push(inputs.length === 0
      ? { ...common, type: 'event', event: 'basic', probability: '', on: false }
      : { ...common, type: 'gate', gate: one.gate, inputs: share ? [...inputs, ...inputs.slice(0, 1)] : inputs, ownPage: false });
    return id;
  };
  const tops = [grow(top)];
  return { tree: { kind: 'fault-tree', id: 't', title: 'T', note: '', tops, per: '', parameters: [], commonCauses: [], createdAtNs: 0n }, nodes };
}

test('any tree becomes whys: every node is told, what is shared is expanded once, and the joins follow the gates', () => {
  fc.assert(fc.property(shape(4), fc.boolean(), (top, share) => {
    const document = documentOf(top, share);
    const whys = whysOfFaultTree(document, ids);
    const forest = whyForest(whys);
    expect(forest).toHaveLength(1);
    expect(whys.length).toBeLessThanOrEqual(document.nodes.length + document.nodes.reduce((sum, node) => sum + (node.type === 'gate' ? node.inputs.length : 0), 0));
    for (const why of whys) expect(why.statement).not.toBe('');
    if (share) return;
    const walk = (node: WhyNode, one: Shape, complement: boolean): void => {
      expect(node.children).toHaveLength(one.below.length);
      expect(node.why.statement.startsWith('Not: ')).toBe(complement);
      if (one.below.length > 1 && (one.gate === 'and' || one.gate === 'or')) expect(node.why.join).toBe(one.gate === 'and' ? 'all' : 'any');
      const happened = complement ? 'did-not-happen' : 'happened';
      if (one.state !== 'unknown') expect(node.why.state).toBe(one.state === happened ? 'closed' : 'ruled-out');
      one.below.forEach((below, i) => walk(node.children[i]!, below, below.complement));
    };
    walk(forest[0]!, top, false);
  }));
});

test('a circle between gates ends', () => {
  const document = documentOf({ title: 'A', gate: 'or', state: 'unknown', complement: false, below: [{ title: 'B', gate: 'or', state: 'unknown', complement: false, below: [{ title: 'C', gate: 'or', state: 'unknown', complement: false, below: [] }] }] }, false);
  const top = document.nodes.find((node) => node.title === 'A')!;
  const nodes = document.nodes.map((node) => (node.title === 'B' && node.type === 'gate' ? { ...node, inputs: [{ id: top.id, complement: false }] } : node));
  expect(whysOfFaultTree({ tree: document.tree, nodes }, ids).map((why) => why.statement)).toEqual(['A', 'B', 'A']);
});

test('entries give the moment an event was seen, long statements keep all their words in the note', () => {
  const long = 'It '.repeat(300).trim();
  const [root] = whyForest([newWhy('a', long, 0n, { entries: ['e1', 'e2'], note: 'More.' })]);
  const { nodes } = faultTreeOfWhys(root!, { ...ids, timeOf: (id) => (id === 'e2' ? 7n : undefined) });
  expect(nodes[0]!.observed.atNs).toBe(7n);
  expect(nodes[0]!.title).toHaveLength(500);
  expect(nodes[0]!.note).toBe(`${long}\n\nMore.`);
});
