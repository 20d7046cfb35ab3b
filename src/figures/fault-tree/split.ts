import type { FaultTreeDocument } from '../../model/fault-tree/document.ts';
import { layoutFaultTree, type FaultTreeLayout, type FaultTreeLayoutOptions } from './layout.ts';
import { outlineFaultTree } from './pages.ts';

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
    if (!page) return putBack(document, options, room, more);
    const moved = gatesToMove(layoutFaultTree(document, { ...options, morePages: more, pageId: page.id }), room);
    if (moved.length === 0) done.add(page.id);
    else more.push(...moved);
  }
}

/** With more pages than this nobody misses one. */
const MOST_TRIED = 60;

/** Gates that could have stayed: what was moved after them left the room they need. */
function putBack(document: FaultTreeDocument, options: FaultTreeLayoutOptions, room: Room, more: readonly string[]): string[] {
  const asked = new Set(options.morePages);
  const tooLarge = (morePages: readonly string[]): number => outlineFaultTree(document, morePages).pages.filter(({ id }) => {
    const { width, height } = layoutFaultTree(document, { ...options, morePages, pageId: id }).extent;
    return width > room.widthPx || height > room.heightPx;
  }).length;
  if (more.length - asked.size > MOST_TRIED) return [...more];
  let kept = [...more];
  const allowed = tooLarge(kept);
  for (const id of more) {
    const without = kept.filter((one) => one !== id);
    if (!asked.has(id) && tooLarge(without) <= allowed) kept = without;
  }
  return kept;
}

interface Reach {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
}

interface Candidate {
  readonly id: string;
  readonly size: number;
  readonly widthPx: number;
  /** Places of its subtree among the nodes of the layout. */
  readonly from: number;
  readonly to: number;
}

function gatesToMove({ nodes, extent }: FaultTreeLayout, room: Room): string[] {
  const tooWide = extent.width > room.widthPx;
  if (!tooWide && extent.height <= room.heightPx) return [];
  const lowest = extent.y + room.heightPx;
  const reaches = new Map<string, Reach>();
  const ends = new Map<string, number>();
  const candidates: Candidate[] = [];
  for (let i = nodes.length - 1; i > 0; i--) {
    const node = nodes[i]!;
    const { area } = node;
    const reach = wider({ left: area.x, right: area.x + area.width, bottom: area.y + area.height }, reaches.get(node.key));
    const to = ends.get(node.key) ?? i;
    reaches.set(node.parent!, wider(reach, reaches.get(node.parent!)));
    ends.set(node.parent!, Math.max(to, ends.get(node.parent!) ?? to));
    if (node.role !== 'gate' || !node.fold || node.fold.folded || node.fold.hidden < LEAST_BELOW) continue;
    const widthPx = reach.right - reach.left;
    const helps = tooWide ? widthPx > area.width : reach.bottom > lowest;
    if (helps && widthPx <= room.widthPx && reach.bottom - area.y <= room.heightPx) candidates.push({ id: node.id, size: node.fold.hidden, widthPx: widthPx - area.width, from: i, to });
  }
  // Several at once when it is clear that one is not enough: each layout tells how much was gained.
  const moved: Candidate[] = [];
  let excess = tooWide ? extent.width - room.widthPx : 0;
  for (const one of candidates.toSorted((a, b) => b.size - a.size || a.from - b.from)) {
    if (moved.length > 0 && excess <= 0) break;
    if (moved.some((other) => one.from <= other.to && other.from <= one.to)) continue;
    moved.push(one);
    excess -= one.widthPx;
  }
  return moved.map((one) => one.id);
}

function wider(a: Reach, b: Reach | undefined): Reach {
  return b ? { left: Math.min(a.left, b.left), right: Math.max(a.right, b.right), bottom: Math.max(a.bottom, b.bottom) } : a;
}
