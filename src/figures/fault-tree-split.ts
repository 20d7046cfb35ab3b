import type { FaultTreeDocument } from '../model/fault-tree.ts';
import { layoutFaultTree, type FaultTreeLayout, type FaultTreeLayoutOptions } from './fault-tree-layout.ts';
import { outlineFaultTree } from './fault-tree-pages.ts';

export interface Room {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A gate that is moved to another page must take something with it: less than this is left where it is. */
const LEAST_BELOW = 3;

/**
 * Which gates to give pages of their own so that each page fits into `room`, besides those that ask for one: the widest
 * below a gate that is too wide, those that reach too deep. A gate with more inputs than fit stays too wide.
 */
export function splitFaultTree(document: FaultTreeDocument, options: FaultTreeLayoutOptions, room: Room): string[] {
  const more = new Set(options.morePages);
  const done = new Set<string>();
  for (;;) {
    const page = outlineFaultTree(document, [...more]).pages.find(({ id }) => !done.has(id));
    if (!page) return [...more];
    const layout = layoutFaultTree(document, { ...options, morePages: [...more], pageId: page.id });
    const { width, height } = layout.extent;
    const moved = width <= room.widthPx && height <= room.heightPx ? [] : gatesToMove(layout, room).filter((id) => !more.has(id));
    if (moved.length === 0) done.add(page.id);
    // A gate that moves takes its transfers along: pages before this one may look different, but none gets larger.
    for (const id of moved) more.add(id);
  }
}

function gatesToMove(layout: FaultTreeLayout, room: Room): string[] {
  const moved: string[] = [];
  const size = new Map<string, { width: number; bottom: number }>();
  const rowPx = Math.max(1, (layout.nodes.find((node) => node.row === 1)?.box.y ?? 0) - (layout.nodes[0]?.box.y ?? 0));
  for (const node of layout.nodes.toReversed()) {
    const own = node.area.width + 12;
    const below = node.children.map((key) => ({ node: layout.byKey.get(key)!, ...size.get(key)! })).filter((one) => one.node.role !== 'condition');
    const gates = below.filter((one) => one.node.role === 'gate' && (one.node.fold?.hidden ?? 0) >= LEAST_BELOW && !one.node.fold?.folded);
    const move = (one: (typeof below)[number]): void => {
      moved.push(one.node.id);
      one.width = one.node.area.width + 12;
      one.bottom = one.node.area.height;
    };
    for (const one of gates) if (one.bottom + rowPx > room.heightPx) move(one);
    let width = below.reduce((sum, one) => sum + one.width, 0);
    for (const one of gates.toSorted((a, b) => b.width - a.width)) {
      if (width <= room.widthPx) break;
      if (one.width <= one.node.area.width + 12) continue;
      width -= one.width;
      move(one);
      width += one.width;
    }
    size.set(node.key, { width: Math.max(own, width), bottom: Math.max(node.area.height, rowPx + Math.max(0, ...below.map((one) => one.bottom))) });
  }
  return moved;
}
