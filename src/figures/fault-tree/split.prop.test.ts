import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UNOBSERVED, type FaultNode, type FaultTreeDocument } from '../../model/fault-tree/document.ts';
import { layoutFaultTree } from './layout.ts';
import { outlineFaultTree } from './pages.ts';
import { splitFaultTree } from './split.ts';

/** Trees whose gates have few inputs, so that each gate alone fits; some gates are taken in twice. */
const anyTree = fc.array(fc.tuple(fc.nat(), fc.boolean()), { minLength: 1, maxLength: 120 }).map((steps): FaultTreeDocument => {
  const inputs: string[][] = [[]];
  for (const [i, [pick, shares]] of steps.entries()) {
    const open = inputs.flatMap((ids, at) => (ids.length < 4 ? [at] : []));
    inputs[open[pick % open.length]!]!.push(`n${i + 1}`);
    inputs.push([]);
    if (shares && i > 4 && inputs[i]!.length < 4 && inputs[i - 3]!.length > 0 && !inputs[i]!.includes(`n${i - 3}`) && !reaches(inputs, i - 3, i)) inputs[i]!.push(`n${i - 3}`);
  }
  const common = { kind: 'fault-node', treeId: 't', title: '', note: '', observed: UNOBSERVED } as const;
  return {
    tree: { kind: 'fault-tree', id: 't', title: 'T', note: '', tops: ['n0'], per: '', parameters: [], commonCauses: [], createdAtNs: 0n },
    nodes: inputs.map((ids, i): FaultNode => (ids.length > 0 ? { ...common, id: `n${i}`, name: `n${i}`, type: 'gate', gate: 'or', inputs: ids.map((id) => ({ id, complement: false })), ownPage: false }
      : { ...common, id: `n${i}`, name: `n${i}`, type: 'event', event: 'basic', probability: '', on: false })),
  };
});

function reaches(inputs: readonly string[][], from: number, to: number): boolean {
  const open = [from];
  const seen = new Set(open);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === to) return true;
    for (const id of inputs[at] ?? []) {
      const next = Number(id.slice(1));
      if (!seen.has(next)) {
        seen.add(next);
        open.push(next);
      }
    }
  }
  return false;
}

test('each page fits where its gates can, every gate stands on one page, and a tree that fits is not split', () => {
  const room = { widthPx: 700, heightPx: 640 };
  fc.assert(fc.property(anyTree, (document) => {
    const more = splitFaultTree(document, { labels: 'names' }, room);
    const whole = layoutFaultTree(document, { labels: 'names' }).extent;
    if (whole.width <= room.widthPx && whole.height <= room.heightPx) expect(more).toEqual([]);
    const { pages } = outlineFaultTree(document, more);
    const drawn: string[] = [];
    for (const { id } of pages) {
      const { extent, nodes } = layoutFaultTree(document, { labels: 'names', morePages: more, pageId: id });
      expect(extent.width <= room.widthPx && extent.height <= room.heightPx).toBe(true);
      drawn.push(...nodes.filter((node) => node.role === 'gate').map((node) => node.id));
    }
    expect(drawn.toSorted()).toEqual(document.nodes.filter((node) => node.type === 'gate').map((node) => node.id).toSorted());
  }), { numRuns: 60 });
});
