import type { FaultTreeDocument } from '../model/fault-tree.ts';
import { layoutFaultTree, type FaultTreeLayout, type FaultTreeLayoutOptions } from './fault-tree-layout.ts';
import { outlineFaultTree } from './fault-tree-pages.ts';

export interface Room {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A gate that is moved to another page takes something with it: with fewer symbols below it stays where it is. */
const LEAST_BELOW = 4;

/**
 * Which gates to give pages of their own so that each page fits into `room`, besides those that ask for one: the largest
 * subtree that fills a page goes first, until the rest fits. A gate with more inputs than fit stays too wide.
 */
export function splitFaultTree(document: FaultTreeDocument, options: FaultTreeLayoutOptions, room: Room): string[] {
  const more = [...options.morePages ?? []];
  // A gate that moves takes its transfers along: pages that were looked at may look different then, but none gets larger.
  const done = new Set<string>();
  for (;;) {
    const page = outlineFaultTree(document, more).pages.find(({ id }) => !done.has(id));
    if (!page) return more;
    const moved = gateToMove(layoutFaultTree(document, { ...options, morePages: more, pageId: page.id }), room);
    if (moved === undefined) done.add(page.id);
    else more.push(moved);
  }
}

interface Reach {
  left: number;
  right: number;
  bottom: number;
}

function gateToMove({ nodes, extent }: FaultTreeLayout, room: Room): string | undefined {
  const tooWide = extent.width > room.widthPx;
  if (!tooWide && extent.height <= room.heightPx) return undefined;
  const lowest = extent.y + room.heightPx;
  const reaches = new Map<string, Reach>();
  let best: { readonly id: string; readonly size: number } | undefined;
  for (const node of nodes.toReversed()) {
    const { area } = node;
    const own = { left: area.x, right: area.x + area.width, bottom: area.y + area.height };
    const below = reaches.get(node.key);
    const reach = below ? { left: Math.min(own.left, below.left), right: Math.max(own.right, below.right), bottom: Math.max(own.bottom, below.bottom) } : own;
    if (node.parent === undefined) break;
    const above = reaches.get(node.parent);
    reaches.set(node.parent, above ? { left: Math.min(above.left, reach.left), right: Math.max(above.right, reach.right), bottom: Math.max(above.bottom, reach.bottom) } : reach);
    if (node.role !== 'gate' || !node.fold || node.fold.folded || node.fold.hidden < LEAST_BELOW) continue;
    const width = reach.right - reach.left;
    const fits = width <= room.widthPx && reach.bottom - area.y <= room.heightPx;
    const helps = tooWide ? width > area.width : reach.bottom > lowest;
    if (fits && helps && node.fold.hidden >= (best?.size ?? 0)) best = { id: node.id, size: node.fold.hidden };
  }
  return best?.id;
}
