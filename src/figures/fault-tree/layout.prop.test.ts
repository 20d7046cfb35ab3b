import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_TYPES, GATE_TYPES, UNOBSERVED, type FaultEvent, type FaultGate, type FaultNode, type FaultTreeDocument } from '../../model/fault-tree/document.ts';
import { layoutFaultTree, neighbourOf, nodeAt, type FaultTreeLayout } from './layout.ts';
import { outlineFaultTree } from './pages.ts';
import type { Box } from './place.ts';

const treeId = 'tree';
const common = { kind: 'fault-node', treeId, note: '', observed: UNOBSERVED } as const;
const gateOf = (id: string, more: Partial<FaultGate> = {}): FaultGate => ({ ...common, id, name: id, title: '', type: 'gate', gate: 'or', inputs: [], ownPage: false, ...more });
const eventOf = (id: string, more: Partial<FaultEvent> = {}): FaultEvent => ({ ...common, id, name: id, title: '', type: 'event', event: 'basic', probability: '', on: false, ...more });
const documentOf = (nodes: readonly FaultNode[], tops: string[] = ['g0']): FaultTreeDocument => ({
  tree: { kind: 'fault-tree', id: treeId, title: 'T', note: '', tops, per: '', parameters: [], commonCauses: [], createdAtNs: 0n }, nodes,
});

const words = fc.oneof(fc.constant(''), fc.lorem({ maxCount: 12 }), fc.string({ maxLength: 60, unit: 'grapheme' }));
const names = fc.oneof(fc.constantFrom('E1', 'pump-1', 'ElectricSource.Failure', 'a_rather_long_name_of_an_event_that_has_no_room'), fc.stringMatching(/^[A-Z][a-z0-9]{0,20}$/));

/** Gates whose inputs are anything: shared, dangling, in loops, twice. */
const anyDocument = fc.record({
  gates: fc.array(fc.record({ gate: fc.constantFrom(...GATE_TYPES), title: words, name: names, ownPage: fc.boolean().map((own) => own), inputs: fc.array(fc.nat(40), { maxLength: 6 }), complement: fc.boolean() }), { minLength: 1, maxLength: 18 }),
  events: fc.array(fc.record({ event: fc.constantFrom(...EVENT_TYPES), title: words, name: names }), { maxLength: 14 }),
  tops: fc.integer({ min: 1, max: 3 }),
}).map(({ gates, events, tops }) => documentOf([
  ...gates.map(({ inputs, complement, ...g }, i) => gateOf(`g${i}`, {
    ...g, ownPage: g.ownPage && i % 4 === 3, inputs: inputs.map((n, at) => ({ id: n < 20 ? `g${n}` : `e${n - 20}`, complement: complement && at === 0 })),
  })),
  ...events.map((e, i) => eventOf(`e${i}`, e)),
], Array.from({ length: tops }, (_, i) => `g${i}`)));

/** A tree and nothing else: each gate at one place. */
const anyTree = fc.array(fc.tuple(fc.nat(), words), { minLength: 1, maxLength: 60 }).map((parents) => {
  const inputs: string[][] = [[]];
  for (const [i, [parent]] of parents.entries()) {
    inputs.push([]);
    inputs[parent % (i + 1)]!.push(`g${i + 1}`);
  }
  return documentOf(inputs.map((ids, i) => (ids.length === 0 ? eventOf(`g${i}`, { title: parents[i - 1]?.[1] ?? '' }) : gateOf(`g${i}`, { title: parents[i - 1]?.[1] ?? '', inputs: ids.map((id) => ({ id, complement: false })) }))));
});

const overlap = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const middle = (layout: FaultTreeLayout, key: string): number => layout.byKey.get(key)!.box.x + layout.byKey.get(key)!.box.width / 2;

describe('any document', () => {
  test.each(['titles', 'names'] as const)('no two nodes cover each other, no line crosses a node, all is inside, keys are unique (%s)', (labels) => {
    fc.assert(fc.property(anyDocument, fc.constantFrom<'transfer' | 'draw'>('transfer', 'draw'), fc.array(fc.nat(18)), fc.constantFrom(undefined, 2, 3), (document, again, folds, mostInRow) => {
      for (const { id } of outlineFaultTree(document).pages) {
        const layout = layoutFaultTree(document, { pageId: id, labels, again, mostInRow, folded: new Set(folds.map((n) => `g${n}`)) });
        expect(layout.byKey.size).toBe(layout.nodes.length);
        for (const [i, a] of layout.nodes.entries()) {
          for (const b of layout.nodes.slice(i + 1)) if (overlap(a.area, b.area)) throw new Error(`${a.key} ${JSON.stringify(a.area)} covers ${b.key} ${JSON.stringify(b.area)}`);
          expect(a.area.x >= layout.extent.x && a.area.x + a.area.width <= layout.extent.x + layout.extent.width).toBe(true);
          expect(a.area.y >= layout.extent.y && a.area.y + a.area.height <= layout.extent.y + layout.extent.height).toBe(true);
          for (const { points, from, to } of layout.connectors) {
            if (from === a.key || to === a.key) continue;
            for (const [n, p] of points.slice(1).entries()) {
              const q = points[n]!;
              const line = { x: Math.min(p.x, q.x), y: Math.min(p.y, q.y), width: Math.abs(p.x - q.x), height: Math.abs(p.y - q.y) };
              if (overlap(line, a.area) || overlap(line, a.box)) throw new Error(`${from} to ${to} crosses ${a.key}`);
            }
          }
        }
      }
    }), { numRuns: 150 });
  });

  test('parents are in the middle above their children, the order of inputs is that on the page', () => {
    fc.assert(fc.property(anyDocument, (document) => {
      for (const { id } of outlineFaultTree(document).pages) {
        const layout = layoutFaultTree(document, { pageId: id });
        for (const node of layout.nodes) {
          const below = node.children.filter((key) => layout.byKey.get(key)!.role !== 'condition').map((key) => middle(layout, key));
          if (below.length === 0) continue;
          expect((below[0]! + below.at(-1)!) / 2).toBe(middle(layout, node.key));
          expect(below).toEqual([...below].sort((a, b) => a - b));
          expect(node.children.map((key) => layout.byKey.get(key)!.index)).toEqual(node.node?.type === 'gate' ? node.node.inputs.map((_, i) => i) : []);
        }
      }
    }));
  });

  test('each gate is drawn once over all pages, elsewhere a transfer leads to it', () => {
    fc.assert(fc.property(anyDocument, (document) => {
      const outline = outlineFaultTree(document);
      const drawn = new Map<string, number>();
      for (const { id, number } of outline.pages) {
        const layout = layoutFaultTree(document, { pageId: id });
        for (const node of layout.nodes) if (node.role === 'gate') {
          expect(drawn.has(node.id)).toBe(false);
          drawn.set(node.id, number);
        }
      }
      for (const { id } of outline.pages) for (const node of layoutFaultTree(document, { pageId: id }).nodes) {
        if (node.role === 'transfer') expect(node.transfer!.page).toBe(drawn.get(node.id));
      }
      const shown = new Set([...drawn.keys(), ...outline.pages.flatMap(({ id }) => layoutFaultTree(document, { pageId: id }).nodes.filter((n) => n.node).map((n) => n.id))]);
      expect([...outline.loose].sort()).toEqual(document.nodes.map((n) => n.id).filter((id) => !shown.has(id)).sort());
    }));
  });

  test('arrow keys lead there and back, a pointer hits what it points at', () => {
    fc.assert(fc.property(anyDocument, (document) => {
      const layout = layoutFaultTree(document);
      for (const node of layout.nodes) {
        const right = neighbourOf(layout, node.key, 'right');
        if (right !== undefined) expect(neighbourOf(layout, right, 'left')).toBe(node.key);
        const down = neighbourOf(layout, node.key, 'down');
        if (down !== undefined) expect(neighbourOf(layout, down, 'up')).toBe(node.key);
        expect(nodeAt(layout, { x: node.box.x + node.box.width / 2, y: node.box.y + node.box.height / 2 })?.key).toBe(node.key);
      }
    }));
  });
});

describe('edits', () => {
  /** Positions in the subtree of `key`, from its first node. */
  const shapeOf = (layout: FaultTreeLayout, key: string): Array<readonly [string, number, number]> => {
    const root = layout.byKey.get(key)!;
    const keys = [key];
    for (let i = 0; i < keys.length; i++) keys.push(...layout.byKey.get(keys[i]!)!.children);
    return keys.map((k) => [k, middle(layout, k) - middle(layout, key), layout.byKey.get(k)!.box.y - root.box.y] as const);
  };

  test('a subtree without the edit moves as one; rows stay where they are', () => {
    fc.assert(fc.property(anyTree, fc.nat(), words, fc.boolean(), (document, pick, title, fold) => {
      const gates = document.nodes.filter((node) => node.type === 'gate');
      const target = gates[pick % gates.length]!;
      const before = layoutFaultTree(document);
      const after = fold ? layoutFaultTree(document, { folded: new Set([target.id]) })
        : layoutFaultTree({ ...document, nodes: [...document.nodes.map((n) => (n === target ? { ...target, inputs: [...target.inputs, { id: 'new', complement: false }] } : n)), eventOf('new', { title })] });
      const touched = new Set<string>();
      for (let key: string | undefined = target.id; key !== undefined; key = before.byKey.get(key)!.parent) touched.add(key);
      for (const node of before.nodes) {
        const now = after.byKey.get(node.key);
        if (!now) {
          expect(fold).toBe(true);
          continue;
        }
        expect(now.box.y).toBe(node.box.y);
        if (!touched.has(node.key) && !touched.has(node.id)) expect(shapeOf(after, node.key)).toEqual(shapeOf(before, node.key));
      }
    }));
  });

  test('equal trees are laid out equally, and a mirrored one is the mirror', () => {
    fc.assert(fc.property(anyTree, (document) => {
      const layout = layoutFaultTree(document);
      expect(layoutFaultTree({ ...document })).toEqual(layout);
      const mirrored = layoutFaultTree({ ...document, nodes: document.nodes.map((n) => (n.type === 'gate' ? { ...n, inputs: n.inputs.toReversed() } : n)) });
      for (const { id } of document.nodes) {
        const at = layout.nodes.find((n) => n.id === id)!;
        const other = mirrored.nodes.find((n) => n.id === id)!;
        expect(middle(mirrored, other.key)).toBe(0 - middle(layout, at.key));
      }
    }));
  });
});

test('a chain of six thousand gates and a gate of three thousand inputs are laid out', () => {
  const chain = documentOf([...Array.from({ length: 6000 }, (_, i) => gateOf(`g${i}`, { inputs: [{ id: `g${i + 1}`, complement: false }, { id: 'e', complement: false }] })), eventOf('g6000'), eventOf('e')]);
  expect(layoutFaultTree(chain).rows).toHaveLength(6001);
  const wide = documentOf([gateOf('g0', { inputs: Array.from({ length: 3000 }, () => ({ id: 'e', complement: false })) }), eventOf('e')]);
  expect(layoutFaultTree(wide).nodes).toHaveLength(3001);
});
