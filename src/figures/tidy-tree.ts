/**
 * Tidy drawing of ordered trees in rows (Reingold and Tilford 1981): parents stand in the middle above their children,
 * subtrees as close as their outlines allow, equal subtrees look equal. Children are packed once from the left and once
 * from the right and stand at the mean, so that small subtrees between large ones are spread evenly and a mirrored tree
 * is drawn mirrored (Kennedy 1996). A subtree is rigid: what changes elsewhere only moves it as a whole. Time is linear
 * in the number of nodes, because outlines are merged along the shorter of the two.
 */
export interface TidyNode {
  /** Indexes, from left to right, each greater than the node's own. */
  readonly children: readonly number[];
  /** How far the node reaches from its middle, for each band of its row (all nodes have the same number of bands). */
  readonly left: readonly number[];
  readonly right: readonly number[];
}

export interface TidyGaps {
  readonly siblings: number;
  /** Between nodes of one row that have different parents. */
  readonly cousins: number;
}

/** Outline of a subtree on one side, from the top: x from the middle of its root. Cells are shared and never changed. */
interface Cell {
  readonly x: number;
  readonly next: Cell | undefined;
  /** Added to all that follow. */
  readonly shift: number;
}

interface Outline {
  readonly cell: Cell | undefined;
  readonly shift: number;
  readonly length: number;
}

const NOTHING: Outline = { cell: undefined, shift: 0, length: 0 };

/** x of the middle of each node, that of the first being 0; whole numbers when `left` and `right` are even. */
export function tidyTree(nodes: readonly TidyNode[], gaps: TidyGaps): Float64Array {
  const offset = new Float64Array(nodes.length);
  const lefts: Outline[] = Array.from({ length: nodes.length }, () => NOTHING);
  const rights: Outline[] = Array.from({ length: nodes.length }, () => NOTHING);
  for (let i = nodes.length - 1; i >= 0; i--) {
    const { children, left, right } = nodes[i]!;
    const bands = left.length;
    if (children.length > 0) place(children, lefts, rights, offset, bands, gaps);
    let below = NOTHING;
    for (let c = children.length - 1; c >= 0; c--) below = over(moved(lefts[children[c]!]!, offset[children[c]!]!), below);
    lefts[i] = crowned(left.map((px) => -px), below);
    below = NOTHING;
    for (const c of children) below = over(moved(rights[c]!, offset[c]!), below);
    rights[i] = crowned(right, below);
    for (const c of children) lefts[c] = rights[c] = NOTHING;
  }
  const x = new Float64Array(nodes.length);
  for (const [i, { children }] of nodes.entries()) for (const c of children) x[c] = x[i]! + offset[c]!;
  return x;
}

/** Offsets of children from the middle of their parent. */
function place(children: readonly number[], lefts: readonly Outline[], rights: readonly Outline[], offset: Float64Array, bands: number, gaps: TidyGaps): void {
  const last = children.length - 1;
  const fromLeft = [0];
  let outline = rights[children[0]!]!;
  for (let i = 1; i <= last; i++) {
    const at = even(distance(outline, lefts[children[i]!]!, bands, gaps));
    fromLeft.push(at);
    outline = over(moved(rights[children[i]!]!, at), outline);
  }
  const span = fromLeft[last]!;
  const fromRight = Array.from({ length: children.length }, () => span);
  outline = moved(lefts[children[last]!]!, span);
  for (let i = last - 1; i >= 0; i--) {
    fromRight[i] = -even(distance(rights[children[i]!]!, outline, bands, gaps));
    outline = over(moved(lefts[children[i]!]!, fromRight[i]!), outline);
  }
  for (const [i, child] of children.entries()) offset[child] = (fromLeft[i]! + fromRight[i]!) / 2 - span / 2;
}

/** How far the subtree on the right must stand from that on the left. */
function distance(left: Outline, right: Outline, bands: number, { siblings, cousins }: TidyGaps): number {
  let most = -Infinity;
  let { cell: l, shift: ls } = left;
  let { cell: r, shift: rs } = right;
  for (let band = 0; l && r; band++) {
    most = Math.max(most, l.x + ls - r.x - rs + (band < bands ? siblings : cousins));
    ls += l.shift;
    rs += r.shift;
    l = l.next;
    r = r.next;
  }
  return most;
}

function even(px: number): number {
  return 2 * Math.ceil(px / 2);
}

function moved(outline: Outline, by: number): Outline {
  return { ...outline, shift: outline.shift + by };
}

/** `upper`, and below its end what `lower` has there. */
function over(upper: Outline, lower: Outline): Outline {
  if (upper.length >= lower.length) return upper;
  const xs: number[] = [];
  let { cell: u, shift: us } = upper;
  let { cell: l, shift: ls } = lower;
  while (u) {
    xs.push(u.x + us);
    us += u.shift;
    u = u.next;
    ls += l!.shift;
    l = l!.next;
  }
  let cell = l;
  let shift = ls;
  for (let i = xs.length - 1; i >= 0; i--) {
    cell = { x: xs[i]!, next: cell, shift };
    shift = 0;
  }
  return { cell, shift, length: lower.length };
}

function crowned(xs: readonly number[], below: Outline): Outline {
  let { cell, shift } = below;
  for (let i = xs.length - 1; i >= 0; i--) {
    cell = { x: xs[i]!, next: cell, shift };
    shift = 0;
  }
  return { cell, shift, length: below.length + xs.length };
}
