import { visibleText } from '../../base/text.ts';
import type { FaultGate, FaultNode, FaultTreeDocument } from '../../model/fault-tree/document.ts';
import { linePieces, type LinePiece } from './lines.ts';
import { measureNode, METRICS, NAME_FONT_PX, type Measured, type Metrics } from './measure.ts';
import { outlineFaultTree, type FaultTreeOutline, type FaultTreePage } from './pages.ts';
import type { Box, Connector, PlacedNode, PlacedText, Point, TransferTarget } from './place.ts';
import { gateText, SYMBOLS, symbolOf } from './symbols.ts';
import { fitText } from '../text-metrics.ts';
import { tidyTree, type TidyNode } from '../tidy-tree.ts';

export interface FaultTreeLayoutOptions {
  /** Id of the top event or gate that the page begins with; a gate without a page of its own is drawn as if it had one. Default: the first page. */
  readonly pageId?: string | undefined;
  /** Ids of gates whose inputs are not drawn. */
  readonly folded?: ReadonlySet<string> | undefined;
  /** `titles`: rectangles with words; `names`: small rectangles with names, events as symbols alone, for large trees. Default `titles`. */
  readonly labels?: 'titles' | 'names' | undefined;
  /** Gates that are taken in again: as transfer symbols (default), or drawn again and marked. */
  readonly again?: 'transfer' | 'draw' | undefined;
  /** Ids of gates that get pages of their own besides those that ask for one. */
  readonly morePages?: readonly string[] | undefined;
  /** More events and transfers side by side than this stand in columns below each other: for paper. Not where their order counts. Default: never. */
  readonly mostInRow?: number | undefined;
  /** What text may appear. Default `visibleText`; the same function for as long as it says the same. */
  readonly showText?: ((text: string) => string) | undefined;
}

export interface FaultTreeLayout {
  /** `undefined` of a tree that has no page. */
  readonly page: FaultTreePage | undefined;
  readonly pages: readonly FaultTreePage[];
  readonly loose: readonly string[];
  /** Row by row below their parents: parents before children, children in the order of inputs. */
  readonly nodes: readonly PlacedNode[];
  readonly byKey: ReadonlyMap<string, PlacedNode>;
  readonly connectors: readonly Connector[];
  /** The same lines in pieces that do not lie on one another. */
  readonly lines: readonly LinePiece[];
  /** Keys of each row from left to right, conditions behind their gates. */
  readonly rows: ReadonlyArray<readonly string[]>;
  /** All that is drawn. The middle of the first node is x = 0, its top y = 0. */
  readonly extent: Box;
}

/** With `again: 'draw'` a tree may unfold without end; from here on gates that were drawn are transfers. */
const MOST_DRAWN = 4000;

/** One appearance of a node on the page. */
interface Appearance {
  readonly key: string;
  readonly id: string;
  readonly node: FaultNode | undefined;
  readonly role: PlacedNode['role'];
  readonly row: number;
  readonly parent: number;
  readonly index: number;
  readonly complement: boolean;
  readonly measured: Measured;
  readonly problem: PlacedNode['problem'];
  /** Appearances in the order of inputs. */
  readonly children: number[];
  condition: number | undefined;
  /** Place in a column of events, and what stands below in it; 0 where there are no columns. */
  readonly stacked: number;
  next: number | undefined;
  /** How far the widest of its column reaches from the middle; 0 where there are no columns. */
  columnHalf: number;
}

export function layoutFaultTree(document: FaultTreeDocument, options: FaultTreeLayoutOptions = {}): FaultTreeLayout {
  const more = options.morePages ?? [];
  let outline = outlineFaultTree(document, more);
  const pageId = options.pageId ?? outline.pages[0]?.id;
  if (pageId !== undefined && !outline.pageOf.has(pageId) && outline.nodes.get(pageId)?.type === 'gate') outline = outlineFaultTree(document, [...more, pageId]);
  const page = pageId === undefined ? undefined : outline.pageOf.get(pageId);
  const { pages, loose } = outline;
  if (!page) return { page, pages, loose, nodes: [], byKey: new Map(), connectors: [], lines: [], rows: [], extent: { x: 0, y: 0, width: 0, height: 0 } };
  const metrics = METRICS[options.labels ?? 'titles'];
  const appearances = appear(outline, page, options, metrics);
  const x = tidyTree(appearances.map((a) => tidyOf(a, appearances, outline)), { siblings: metrics.gapPx, cousins: metrics.cousinGapPx });
  return build(outline, page, appearances, x, metrics, options.folded ?? NONE);
}

const NONE: ReadonlySet<string> = new Set();

function appear(outline: FaultTreeOutline, page: FaultTreePage, options: FaultTreeLayoutOptions, metrics: Metrics): Appearance[] {
  const { nodes, home } = outline;
  const folded = options.folded ?? NONE;
  const showText = options.showText ?? visibleText;
  const drawAgain = options.again === 'draw';
  const list: Appearance[] = [];
  const twinsOf = new Map<string, number>();
  interface Waiting { readonly id: string; readonly parent: number; readonly index: number; readonly complement: boolean; readonly condition: boolean; readonly stacked: number }
  const waiting: Waiting[] = [{ id: page.id, parent: -1, index: 0, complement: false, condition: false, stacked: 0 }];
  while (waiting.length > 0) {
    const { id, parent, index, complement, condition, stacked } = waiting.pop()!;
    const above = list[parent];
    const node = nodes.get(id);
    let role: PlacedNode['role'] = 'missing';
    let problem: PlacedNode['problem'];
    let key = id;
    if (!node) problem = 'missing';
    else if (node.type === 'event') role = condition ? 'condition' : 'event';
    else if (!above) role = 'gate';
    else {
      const at = home.get(id);
      const isHome = at?.parent === above.id && at.index === index;
      if (outline.component.get(id) === outline.component.get(above.id)) problem = isHome ? undefined : 'loop';
      const draws = isHome || (drawAgain && at !== undefined && problem === undefined && list.length < MOST_DRAWN);
      role = draws ? 'gate' : 'transfer';
    }
    if (above && !(role === 'gate' && above.key === above.id && home.get(id)?.parent === above.id && home.get(id)?.index === index)) {
      key = `${above.key}>${id}`;
      const twins = (twinsOf.get(key) ?? 0) + 1;
      twinsOf.set(key, twins);
      if (twins > 1) key += `#${twins}`;
    }
    if (node?.type === 'gate' && role === 'gate' && node.inputs.length === 0) problem = 'no-inputs';
    const measured = measureNode(id, node, role, { top: !above && page.isTop, metrics, showText });
    const at = list.length;
    const appearance: Appearance = { key, id, node, role, row: above ? above.row + 1 + stacked : 0, parent, index, complement, measured, problem, children: [], condition: undefined, stacked, next: undefined, columnHalf: 0 };
    list.push(appearance);
    if (stacked > 0) list[at - 1]!.next = at;
    if (above) {
      above.children.push(at);
      if (role === 'condition') above.condition = at;
    }
    if (node?.type !== 'gate' || role !== 'gate' || folded.has(id)) continue;
    const places = placesInColumns(node, options.mostInRow, metrics.mostStacked, (input, i) => nodes.get(input)?.type !== 'gate' || !(drawAgain || (home.get(input)?.parent === id && home.get(input)?.index === i)));
    for (let i = node.inputs.length - 1; i >= 0; i--) {
      const input = node.inputs[i]!;
      waiting.push({ id: input.id, parent: at, index: i, complement: input.complement, condition: node.gate === 'inhibit' && i === 1, stacked: places?.[i] ?? 0 });
    }
  }
  for (const [i, head] of list.entries()) {
    if (head.stacked > 0 || head.next === undefined) continue;
    const column = [i];
    for (let at = head.next as number | undefined; at !== undefined; at = list[at]!.next) column.push(at);
    const half = Math.max(...column.map((at) => list[at]!.measured.half));
    for (const at of column) list[at]!.columnHalf = half;
  }
  return list;
}

const IN_ORDER: ReadonlySet<string> = new Set(['pand', 'imply', 'inhibit']);
/** Place in its column of each input, read from above before the next column to the right; `undefined` where all stand side by side. */
function placesInColumns({ gate, inputs }: FaultGate, mostInRow: number | undefined, mostStacked: number, isLeaf: (id: string, index: number) => boolean): number[] | undefined {
  if (mostInRow === undefined || inputs.length <= mostInRow || IN_ORDER.has(gate)) return undefined;
  const leaves = inputs.map((input, i) => isLeaf(input.id, i));
  const count = leaves.filter(Boolean).length;
  if (count <= mostInRow) return undefined;
  const high = Math.min(mostStacked, Math.ceil(count / mostInRow));
  let run = 0;
  return leaves.map((leaf) => (leaf ? run++ % high : (run = 0)));
}

/** Two bands to a row: the rectangle, and below it the symbol with what stands beside it. A condition takes no place in the row. */
function tidyOf(a: Appearance, all: readonly Appearance[], outline: FaultTreeOutline): TidyNode {
  if (a.role === 'condition') return { children: [], left: [], right: [] };
  const condition = a.condition === undefined ? undefined : all[a.condition]!.measured;
  const { half, symbolLeft, symbolRight } = a.measured;
  // Beside a column runs the line to those below.
  if (a.columnHalf > 0) return { children: a.next === undefined ? [] : [a.next], left: [a.columnHalf + 2 * RISER_PX, a.columnHalf + 2 * RISER_PX], right: [half, symbolRight] };
  return {
    children: a.children.filter((c) => c !== a.condition && all[c]!.stacked === 0),
    left: [half, hasTransferOut(a, outline) ? Math.max(symbolLeft, TRANSFER_OUT_PX) : symbolLeft], right: [half, condition ? conditionX(a.measured, condition) + condition.half + 8 : symbolRight],
  };
}

const RISER_PX = 5;

/** How far the triangle of a transfer out reaches to the left. */
const TRANSFER_OUT_PX = 56;

function hasTransferOut(a: Appearance, outline: FaultTreeOutline): boolean {
  return a.role === 'gate' && a.key === a.id && outline.transfers.has(a.id);
}

/** Middle of a condition's ellipse, from the middle of its gate. */
function conditionX(gate: Measured, condition: Measured): number {
  return Math.max(SYMBOLS.inhibit.widthPx / 2 + 36, gate.half + 10) + condition.half;
}

function build(outline: FaultTreeOutline, page: FaultTreePage, list: readonly Appearance[], x: Float64Array, metrics: Metrics, folded: ReadonlySet<string>): FaultTreeLayout {
  const nodes: PlacedNode[] = [];
  const byKey = new Map<string, PlacedNode>();
  const connectors: Connector[] = [];
  const rows: string[][] = [];
  for (const [i, a] of list.entries()) {
    const above = nodes[a.parent];
    const placed = a.role === 'condition' && above
      ? placeCondition(a, above, x[a.parent]! + conditionX(list[a.parent]!.measured, a.measured), outline)
      : placeNode(a, list, x[i]!, { outline, page, metrics, folded });
    nodes.push(placed);
    byKey.set(placed.key, placed);
    (rows[placed.row] ??= []).push(placed.key);
    if (above) connectors.push(connect(above, placed, metrics, a.columnHalf));
  }
  return { page, pages: outline.pages, loose: outline.loose, nodes, byKey, connectors, lines: linePieces(connectors), rows, extent: extentOf(nodes, connectors) };
}

interface Context {
  readonly outline: FaultTreeOutline;
  readonly page: FaultTreePage;
  readonly metrics: Metrics;
  readonly folded: ReadonlySet<string>;
}

/** Above where the inputs of neighbours part. */
const FOLD_PX = 16;

function placeNode(a: Appearance, list: readonly Appearance[], x: number, { outline, page, metrics, folded }: Context): PlacedNode {
  const { measured, node } = a;
  const top = a.row * metrics.rowPx;
  const kind = a.role === 'transfer' ? 'transfer' : node ? symbolOf(node) : 'missing';
  const shape = SYMBOLS[kind];
  const alone = !measured.framed;
  const symbolY = alone ? top : top + metrics.boxPx + metrics.stemPx;
  const symbol = { kind, x, y: symbolY };
  const texts: PlacedText[] = measured.lines.map((text, i) => ({
    text, x, y: top + metrics.boxPx / 2 + metrics.linePx * (i - (measured.lines.length - 1) / 2) + metrics.fontPx * 0.35, anchor: 'middle',
    style: i === measured.nameLine ? 'name' : 'title',
  }));
  if (measured.nameAbove !== '') texts.push({ text: measured.nameAbove, x: x - measured.half, y: top - 4, anchor: 'start', style: 'name' });
  if (measured.inSymbol !== '') texts.push({ text: measured.inSymbol, x, y: symbolY + shape.textY, anchor: 'middle', style: 'symbol' });
  let bottom = symbolY + shape.heightPx;
  if (measured.nameBelow !== '') texts.push({ text: measured.nameBelow, x, y: bottom += 13, anchor: 'middle', style: 'name' });

  const stem: Point[] = alone ? [] : [{ x, y: top + metrics.boxPx }, { x, y: symbolY + shape.inletY }];
  let trunk: Point[] = [];
  let fold: PlacedNode['fold'];
  let transferOut: PlacedNode['transferOut'];
  let transfer: TransferTarget | undefined;
  if (a.role === 'gate' && node?.type === 'gate') {
    texts.push(...gateTexts(node, x, symbolY));
    const busY = top + metrics.busPx;
    const isFolded = folded.has(a.id) && node.inputs.length > 0;
    if (node.inputs.length > 0) {
      const hidden = outline.below.get(a.id) ?? node.inputs.length;
      const label = `+${hidden}`;
      const width = Math.max(24, 8 * label.length + 6);
      fold = { folded: isFolded, hidden, box: { x: x - width / 2, y: busY - FOLD_PX - 3, width, height: FOLD_PX } };
      if (isFolded) texts.push({ text: label, x, y: busY - 7, anchor: 'middle', style: 'quiet' });
      trunk = [{ x, y: symbolY + shape.outletY }, { x, y: isFolded ? busY - FOLD_PX - 3 : busY }];
    } else texts.push({ text: 'no inputs', x, y: bottom + 13, anchor: 'middle', style: 'quiet' });
    const pages = outline.transfers.get(a.id);
    if (pages && hasTransferOut(a, outline)) {
      const at = { x: x - 40, y: symbolY + 9 };
      transferOut = { at, from: { x: x - shape.sideX, y: symbolY + 17 }, pages };
      texts.push({ text: fitText(pages.join(', '), 31, NAME_FONT_PX), x: at.x, y: at.y + 28, anchor: 'middle', style: 'quiet' });
    }
  } else if (a.role === 'transfer') {
    const target = outline.pageOf.get(a.id) ?? outline.home.get(a.id)?.page;
    const here = target?.id === page.id;
    transfer = { page: target?.number, pageId: target?.id, key: here ? a.id : undefined };
    if (target) texts.push({ text: String(target.number), x, y: symbolY + shape.textY, anchor: 'middle', style: 'symbol' });
    texts.push({ text: a.problem === 'loop' ? 'loop' : here ? 'this page' : `page ${target?.number ?? '?'}`, x, y: bottom + 14, anchor: 'middle', style: 'quiet' });
  } else if (a.role === 'missing') texts.push({ text: '?', x, y: symbolY + shape.textY, anchor: 'middle', style: 'symbol' });

  const box = alone ? { x: x - shape.widthPx / 2, y: top, width: shape.widthPx, height: shape.heightPx }
    : { x: x - measured.half, y: top, width: 2 * measured.half, height: metrics.boxPx };
  const isGate = a.role === 'gate';
  const areaTop = measured.nameAbove === '' ? top : top - 14;
  const areaBottom = fold?.folded ? fold.box.y + fold.box.height : bottom + (isGate && fold ? (transferOut ? 5 : 0) : 24);
  const reach = Math.max(measured.half, transferOut ? TRANSFER_OUT_PX : 0);
  const hasCondition = a.condition !== undefined;
  const uses = node?.type === 'event' ? outline.uses.get(a.id) ?? 0 : 0;
  return {
    key: a.key, id: a.id, node, role: a.role, row: a.row, parent: list[a.parent]?.key, children: a.children.map((c) => list[c]!.key), index: a.index,
    complement: a.complement, shape: alone ? 'none' : a.parent < 0 && page.isTop ? 'double' : 'rectangle', box, symbol, stem, trunk, texts, cut: measured.cut,
    badge: alone ? { x: x + shape.widthPx / 2 - 2, y: top + 4 } : { x: x + measured.half, y: top },
    value: isGate ? { at: { x: x + (hasCondition ? -26 : 26), y: symbolY + 21 }, anchor: hasCondition ? 'end' : 'start', widthPx: Math.max(0, measured.half - 26) }
      : { at: { x, y: bottom + 15 }, anchor: 'middle', widthPx: 2 * measured.half },
    fold, transfer, transferOut, shared: uses > 1 ? uses : undefined, problem: a.problem,
    area: { x: x - reach, y: areaTop, width: reach + measured.half, height: areaBottom - areaTop },
  };
}

function gateTexts(gate: FaultGate, x: number, symbolY: number): PlacedText[] {
  const text = gateText(gate);
  return text === '' ? [] : [{ text, x, y: symbolY + SYMBOLS[gate.gate].textY, anchor: 'middle', style: 'symbol' }];
}

function placeCondition(a: Appearance, gate: PlacedNode, x: number, outline: FaultTreeOutline): PlacedNode {
  const { measured } = a;
  const middle = gate.symbol!.y + SYMBOLS.inhibit.heightPx / 2;
  const ry = 21;
  const box = { x: x - measured.half, y: middle - ry, width: 2 * measured.half, height: 2 * ry };
  const texts: PlacedText[] = measured.lines.map((text, i) => ({
    text, x, y: middle + 13.5 * (i - (measured.lines.length - 1) / 2) + 4.2, anchor: 'middle', style: i === measured.nameLine ? 'name' : 'title',
  }));
  if (measured.nameAbove !== '') texts.push({ text: measured.nameAbove, x: box.x, y: box.y - 2, anchor: 'start', style: 'name' });
  const uses = outline.uses.get(a.id) ?? 0;
  return {
    key: a.key, id: a.id, node: a.node, role: 'condition', row: a.row, parent: gate.key, children: [], index: a.index, complement: a.complement, shape: 'ellipse', box,
    symbol: undefined, stem: [], trunk: [], texts, cut: measured.cut, badge: { x: x + measured.half * 0.93, y: middle - ry * 0.37 },
    value: { at: { x: box.x + box.width, y: box.y - 2 }, anchor: 'end', widthPx: measured.half }, fold: undefined, transfer: undefined, transferOut: undefined,
    shared: uses > 1 ? uses : undefined, problem: a.problem,
    area: { x: box.x, y: box.y - 10, width: box.width, height: box.height + 10 },
  };
}

const BUBBLE_RADIUS = 4;

function connect(above: PlacedNode, below: PlacedNode, metrics: Metrics, columnHalf: number): Connector {
  const x = middleOf(above);
  const to = middleOf(below);
  const common = { from: above.key, to: below.key };
  if (below.role === 'condition') {
    const y = below.box.y + below.box.height / 2;
    const points = [{ x: x + SYMBOLS.inhibit.widthPx / 2, y }, { x: below.box.x, y }];
    return { ...common, points, condition: true, bubble: below.complement ? { x: below.box.x - BUBBLE_RADIUS, y, radius: BUBBLE_RADIUS } : undefined, order: undefined };
  }
  const busY = above.row * metrics.rowPx + metrics.busPx;
  const end = { x: to, y: below.shape === 'none' && below.symbol ? below.box.y + SYMBOLS[below.symbol.kind].inletY : below.box.y };
  const gate = above.node?.type === 'gate' ? above.node.gate : undefined;
  // A condition that has inputs of its own cannot be an ellipse: it stands in the row, its line leaves the hexagon at the side.
  const condition = gate === 'inhibit' && below.index === 1;
  const bus = condition ? busY + 6 : busY;
  if (below.row > above.row + 1) {
    const riser = to - columnHalf - RISER_PX;
    const stub = end.y - 18;
    const points = [{ x, y: bus }, { x: riser, y: bus }, { x: riser, y: stub }, { x: to, y: stub }, end];
    return { ...common, points, condition, bubble: below.complement ? { x: to, y: end.y - 8, radius: BUBBLE_RADIUS } : undefined, order: undefined };
  }
  const points = condition
    ? [{ x: x + 20, y: above.symbol!.y + 17 }, { x: x + 26, y: above.symbol!.y + 17 }, { x: x + 26, y: bus }, { x: to, y: bus }, end]
    : to === x ? [{ x, y: bus }, end] : [{ x, y: bus }, { x: to, y: bus }, end];
  return {
    ...common, points, condition,
    bubble: below.complement ? { x: to, y: bus + 4 + BUBBLE_RADIUS, radius: BUBBLE_RADIUS } : undefined,
    order: gate === 'pand' || gate === 'imply' ? { text: String(below.index + 1), x: to + 7, y: bus + 13, anchor: 'start', style: 'quiet' } : undefined,
  };
}

function middleOf({ box }: PlacedNode): number {
  return box.x + box.width / 2;
}

function extentOf(nodes: readonly PlacedNode[], connectors: readonly Connector[]): Box {
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  const take = (x: number, y: number): void => {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  };
  for (const { area, badge } of nodes) {
    take(area.x, area.y);
    take(area.x + area.width, area.y + area.height);
    take(badge.x + 8, badge.y - 8);
  }
  for (const { points } of connectors) for (const { x, y } of points) take(x, y);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The node whose area a point is in; the last drawn when there are several. */
export function nodeAt(layout: FaultTreeLayout, { x, y }: Point): PlacedNode | undefined {
  return layout.nodes.findLast(({ area }) => x >= area.x && x <= area.x + area.width && y >= area.y && y <= area.y + area.height);
}

/**
 * Where an arrow key leads: up to the parent, down to the first child, left and right to the next in the row; beside a
 * gate its siblings come first, then what stands next in the row.
 */
export function neighbourOf(layout: FaultTreeLayout, key: string, direction: 'up' | 'down' | 'left' | 'right'): string | undefined {
  const node = layout.byKey.get(key);
  if (!node) return undefined;
  if (direction === 'up') return node.parent;
  if (direction === 'down') return node.children[0];
  const row = layout.rows[node.row] ?? [];
  return row[row.indexOf(key) + (direction === 'left' ? -1 : 1)];
}

/** How far to move the drawing after an edit so that a node stays where it was on the screen. */
export function stayedShift(before: FaultTreeLayout, after: FaultTreeLayout, key: string): Point {
  const from = before.byKey.get(key)?.box;
  const to = after.byKey.get(key)?.box;
  return from && to ? { x: from.x + from.width / 2 - to.x - to.width / 2, y: from.y - to.y } : { x: 0, y: 0 };
}
