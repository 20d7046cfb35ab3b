import { expect, test } from 'vitest';
import { unwrap as value } from '../../base/result.ts';
import type { FaultTreeDocument } from './document.ts';
import { addChild, addSibling, applyEdit, changeType, duplicateSubtree, move, remove, rename, share, wrap, writeWords, type FaultTreeEdit } from './edit.ts';
import { gateOf, graphOf } from './graph.ts';
import type { Result } from '../../base/result.ts';

const EMPTY: FaultTreeDocument = {
  tree: { kind: 'fault-tree', id: 't', title: 'Checkout cannot place orders', note: '', tops: ['top'], per: '', parameters: [], commonCauses: [], createdAtNs: 0n },
  nodes: [{ kind: 'fault-node', type: 'gate', id: 'top', treeId: 't', name: 'G1', title: 'Checkout cannot place orders', note: '', observed: { state: 'unknown', note: '', evidence: [] }, gate: 'or', inputs: [], ownPage: false }],
};

function ids(): () => string {
  let n = 0;
  return () => `n${++n}`;
}

const after = (document: FaultTreeDocument, edit: Result<FaultTreeEdit>): FaultTreeDocument => applyEdit(document, value(edit));
const inputs = (document: FaultTreeDocument, id: string): string[] => gateOf(document, id)!.inputs.map((input) => graphOf(document).byId.get(input.id)!.name);
const message = (edit: Result<FaultTreeEdit>): string => (edit.ok ? 'done' : edit.failure.message);

/** G1 over E1 and E2. */
function two(newId: () => string): FaultTreeDocument {
  const one = after(EMPTY, addChild(EMPTY, 'top', newId));
  return after(one, addSibling(one, { id: 'n1', parentId: 'top', index: 0 }, newId));
}

test('children and siblings are named on, beside the one they were asked from', () => {
  const newId = ids();
  const document = two(newId);
  expect(inputs(document, 'top')).toEqual(['E1', 'E2']);
  const third = after(document, addSibling(document, { id: 'n1', parentId: 'top', index: 0 }, newId));
  expect(inputs(third, 'top')).toEqual(['E1', 'E3', 'E2']);
});

test('an event that gets something below becomes a gate with a gate’s name and keeps its words', () => {
  const newId = ids();
  const document = two(newId);
  const edit = value(addChild(document, 'n1', newId));
  const developed = applyEdit(document, edit);
  expect(graphOf(developed).byId.get('n1')).toMatchObject({ type: 'gate', gate: 'or', name: 'G2' });
  expect(inputs(developed, 'n1')).toEqual(['E3']);
  expect(edit.select).toEqual({ id: 'n3', parentId: 'n1', index: 0 });
});

test('a name somebody chose stays when the type changes', () => {
  const document = two(ids());
  const named = after(document, rename(document, 'n1', 'pool-empty'));
  expect(graphOf(after(named, changeType(named, 'n1', 'and'))).byId.get('n1')!.name).toBe('pool-empty');
  expect(message(rename(named, 'n2', 'Pool-Empty'))).toBe('Another node is called pool-empty.');
});

test('k of n begins with two', () => {
  const document = two(ids());
  expect(graphOf(after(document, changeType(document, 'top', 'atleast'))).byId.get('top')).toMatchObject({ gate: 'atleast', min: 2 });
  expect(graphOf(after(document, changeType(document, 'top', 'and'))).byId.get('top')).not.toHaveProperty('min');
});

test('what a type cannot take is refused in words', () => {
  const document = two(ids());
  expect(message(changeType(document, 'top', 'not'))).toBe('This type takes one input, and “Checkout cannot place orders” has 2. Wrap some of them in a gate first.');
  const inhibit = after(document, changeType(document, 'top', 'inhibit'));
  expect(message(addChild(inhibit, 'top', ids()))).toBe('“Checkout cannot place orders” takes two inputs and has both. Change its type, or wrap an input in a gate first.');
});

test('a wrapped node stays where it stood', () => {
  const document = two(ids());
  const edit = value(wrap(document, { id: 'n1', parentId: 'top', index: 0 }, () => 'w', 'and'));
  const wrapped = applyEdit(document, edit);
  expect(inputs(wrapped, 'top')).toEqual(['G2', 'E2']);
  expect(inputs(wrapped, 'w')).toEqual(['E1']);
  expect(edit.select).toEqual({ id: 'w', parentId: 'top', index: 0 });
});

test('a shared event stays where others use it, and goes with the last of them', () => {
  const document = two(ids());
  const gate = after(document, wrap(document, { id: 'n1', parentId: 'top', index: 0 }, () => 'w'));
  const shared = after(gate, share(gate, 'n2', 'w'));
  const once = value(remove(shared, { id: 'n2', parentId: 'top', index: 1 }));
  expect(once.remove).toEqual([]);
  expect(once.label).toBe('Took “E2” away here; it stays elsewhere');
  const left = applyEdit(shared, once);
  const all = value(remove(left, { id: 'w', parentId: 'top', index: 0 }));
  expect(new Set(all.remove)).toEqual(new Set(['w', 'n1', 'n2']));
  expect(all.select).toEqual({ id: 'top', parentId: undefined, index: 0 });
});

test('a loop is refused', () => {
  const document = two(ids());
  const gate = after(document, wrap(document, { id: 'n1', parentId: 'top', index: 0 }, () => 'w'));
  expect(message(move(gate, { id: 'top', parentId: undefined, index: 0 }, { parentId: 'w', index: 0 }))).toContain('that would be a loop');
  expect(message(share(gate, 'w', 'w'))).toContain('that would be a loop');
});

test('a copy has names of its own', () => {
  const newId = ids();
  const document = two(newId);
  const gate = after(document, wrap(document, { id: 'n1', parentId: 'top', index: 0 }, newId));
  const copied = after(gate, duplicateSubtree(gate, 'n3', 'top', newId));
  expect(inputs(copied, 'top')).toEqual(['G2', 'E2', 'G3']);
  expect(copied.nodes.map((n) => n.name)).toEqual(['G1', 'E1', 'E2', 'G2', 'G3', 'E3']);
});

test('a tree that is called as its top event goes on being so; another title is somebody’s own', () => {
  const written = after(EMPTY, writeWords(EMPTY, 'top', 'Nobody can pay'));
  expect([written.tree.title, written.nodes[0]!.title]).toEqual(['Nobody can pay', 'Nobody can pay']);
  const own = { ...EMPTY, tree: { ...EMPTY.tree, title: 'Review of May' } };
  expect(after(own, writeWords(own, 'top', 'Nobody can pay')).tree.title).toBe('Review of May');
});
