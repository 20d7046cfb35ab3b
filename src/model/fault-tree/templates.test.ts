import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FaultNode, FaultTree } from './document.ts';
import { gateOf, graphOf, reachable, structureProblems } from './graph.ts';
import { treeOfOutline } from './outline.ts';
import { FAULT_TREE_TEMPLATES } from './templates.ts';
import { treeOfService } from './topology.ts';
import type { ServiceEdge, ServiceNode } from '../trace.ts';

function ids(): () => string {
  let n = 0;
  return () => `n${++n}`;
}

test.each(FAULT_TREE_TEMPLATES)('$title is a whole tree of events that say where to look', (template) => {
  const document = treeOfOutline(template.outline, { title: template.top, createdAtNs: 0n, newId: ids() });
  expect(structureProblems(document)).toEqual([]);
  FaultTree.parse(document.tree);
  for (const node of document.nodes) FaultNode.parse(node);
  expect(reachable(document, document.tree.tops).size).toBe(document.nodes.length);
  expect(graphOf(document).byId.get(document.tree.tops[0]!)!.title).toBe(template.top);
  for (const node of document.nodes) {
    expect(node.title).not.toBe('');
    if (node.type === 'gate') expect(node.inputs.length).toBeGreaterThan(1);
    else expect(node.note).not.toBe('');
  }
});

test('an outline has votes, conditions and shared events', () => {
  const document = treeOfOutline('2/3 Two of three\n  basic A | where\n  inhibit Held\n    basic B\n    conditioning At night\n  and Both\n    = A\n    house On', { title: 'T', createdAtNs: 0n, newId: ids() });
  expect(document.nodes.map((n) => `${n.name} ${n.title}`)).toEqual(['G1 Two of three', 'E1 A', 'G2 Held', 'E2 B', 'C1 At night', 'G3 Both', 'H1 On']);
  const [top, a] = document.nodes;
  expect(gateOf(document, top!.id)).toMatchObject({ gate: 'atleast', min: 2 });
  expect(graphOf(document).spots.get(a!.id)).toHaveLength(2);
  expect(a!.note).toBe('where');
  expect(() => treeOfOutline('or A\n  maybe B', { title: 'T', createdAtNs: 0n, newId: ids() })).toThrow('“maybe” is no type of node.');
});

const service = (name: string, kind: ServiceNode['kind'] = 'service'): ServiceNode => ({ id: `${kind}:${name}`, kind, name, system: '', spans: 4, errors: 1, requests: 2 });
const call = (from: ServiceNode, to: ServiceNode, calls = 1): ServiceEdge => ({ from: from.id, to: to.id, calls, errors: 0 });

test('a service fails by itself or with what it calls, the most called first', () => {
  const [edge, checkout, db, mail] = [service('edge'), service('checkout'), service('orders', 'database'), service('mail', 'external')];
  const map = { nodes: [edge, checkout, db, mail], edges: [call(edge, checkout, 9), call(checkout, db, 2), call(checkout, mail, 5), call(edge, db, 1)] };
  const document = treeOfService(map, edge.id, { createdAtNs: 0n, newId: ids() })!;
  const words = (id: string): string[] => gateOf(document, id)!.inputs.map((input) => graphOf(document).byId.get(input.id)!.title);
  expect(words(document.tree.tops[0]!)).toEqual(['edge fails by itself', 'checkout fails', 'orders fails']);
  const fails = document.nodes.find((n) => n.title === 'checkout fails')!;
  expect(words(fails.id)).toEqual(['checkout fails by itself', 'mail fails', 'orders fails']);
  expect(document.nodes.find((n) => n.title === 'mail fails')).toMatchObject({ type: 'event', event: 'undeveloped', note: '2 requests in the traces, 1 error.' });
  expect(treeOfService(map, 'service:none', { createdAtNs: 0n, newId: ids() })).toBeUndefined();
});

test('whoever calls whom, the tree can be kept and has every service that is reached', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 24 }), (count, pairs) => {
    const nodes = Array.from({ length: count }, (_, i) => service(`s${i}`));
    const edges = pairs.flatMap(([from, to]) => (nodes[from] && nodes[to] ? [call(nodes[from], nodes[to])] : []));
    const document = treeOfService({ nodes, edges }, nodes[0]!.id, { createdAtNs: 0n, newId: ids() })!;
    expect(structureProblems(document)).toEqual([]);
    const reached = new Set([nodes[0]!.id]);
    for (let grown = true; grown;) {
      grown = false;
      for (const edge of edges) if (reached.has(edge.from) && !reached.has(edge.to)) grown = Boolean(reached.add(edge.to));
    }
    const own = document.nodes.filter((n) => n.type === 'event').map((n) => n.title.split(' ')[0]);
    expect(new Set(own)).toEqual(new Set([...reached].map((id) => id.split(':')[1])));
    expect(own.length).toBe(reached.size);
  }));
});
