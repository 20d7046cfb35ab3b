import { event, gate, treeOf } from '../../src/engine/analyse/fault-tree/trees.testing.ts';
import type { FaultTreeDocument } from '../../src/model/fault-tree/document.ts';

/** As people draw them: gates of three inputs, one in five shared, one voting gate in ten. */
export function drawnTree(nodes: number): FaultTreeDocument {
  const made = [];
  const gates = Math.floor(nodes / 3);
  for (let n = 0; n < gates; n++) {
    const inputs = [1, 2, 3].map((k) => 3 * n + k).map((child) => (child < gates ? `g${child}` : `e${(child * 7919) % (nodes - gates)}`));
    made.push(n % 10 === 9 ? gate(`g${n}`, 'atleast', inputs, { min: 2 }) : gate(`g${n}`, n % 2 === 0 ? 'or' : 'and', inputs));
  }
  for (let n = 0; n < nodes - gates; n++) made.push(event(`e${n}`, 0.001 * (1 + (n % 50))));
  return treeOf(made, ['g0']);
}
