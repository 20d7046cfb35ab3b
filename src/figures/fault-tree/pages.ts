import type { FaultNode, FaultTreeDocument } from '../../model/fault-tree/document.ts';

/** A page of a fault tree: that of a top event, or of a gate that is drawn on a page of its own. */
export interface FaultTreePage {
  /** Id of the node that the page begins with. */
  readonly id: string;
  /** From 1, in the order of `FaultTreeOutline.pages`. */
  readonly number: number;
  readonly isTop: boolean;
}

/**
 * Where each node of a document is drawn. A gate has one place, its home: below the first gate that takes it in, counted
 * row by row from the beginning of its page. Everywhere else stands a transfer symbol. Events are drawn wherever they
 * are taken in.
 */
export interface FaultTreeOutline {
  readonly nodes: ReadonlyMap<string, FaultNode>;
  readonly pages: readonly FaultTreePage[];
  readonly pageOf: ReadonlyMap<string, FaultTreePage>;
  /** By id of a gate: the gate and the place among its inputs where it is drawn. Beginnings of pages have none. */
  readonly home: ReadonlyMap<string, { readonly parent: string; readonly index: number; readonly page: FaultTreePage }>;
  /** How often a node is an input, by id. */
  readonly uses: ReadonlyMap<string, number>;
  /** By id of a gate: pages where it is taken in away from its home, ascending; the number of its own page may be among them. */
  readonly transfers: ReadonlyMap<string, readonly number[]>;
  /** Number of the strongly connected component of each gate: two gates of one number are in a loop with each other. */
  readonly component: ReadonlyMap<string, number>;
  /** By id of a gate: the symbols below it at its home, events as often as they are drawn; transfers and what is behind them are one. */
  readonly below: ReadonlyMap<string, number>;
  /** Ids of nodes that no page shows, in the order of the document. */
  readonly loose: readonly string[];
}

const remembered = new WeakMap<FaultTreeDocument, Map<string, FaultTreeOutline>>();

/** `morePages`: ids of gates that get a page of their own besides those that ask for one. */
export function outlineFaultTree(document: FaultTreeDocument, morePages: readonly string[] = []): FaultTreeOutline {
  const key = morePages.join('\n');
  const known = remembered.get(document) ?? new Map<string, FaultTreeOutline>();
  remembered.set(document, known);
  let outline = known.get(key);
  if (!outline) known.set(key, outline = makeOutline(document, new Set(morePages)));
  return outline;
}

function makeOutline(document: FaultTreeDocument, more: ReadonlySet<string>): FaultTreeOutline {
  const nodes = new Map<string, FaultNode>();
  for (const node of document.nodes) nodes.set(node.id, node);
  const begins = new Set<string>();
  for (const id of document.tree.tops) if (nodes.has(id)) begins.add(id);
  const tops = new Set(begins);
  for (const node of document.nodes) if (node.type === 'gate' && (node.ownPage || more.has(node.id))) begins.add(node.id);

  const pages: FaultTreePage[] = [];
  const pageOf = new Map<string, FaultTreePage>();
  const home = new Map<string, { parent: string; index: number; page: FaultTreePage }>();
  const uses = new Map<string, number>();
  const transfers = new Map<string, number[]>();
  const shown = new Set<string>();
  const rows: string[] = [];
  const addPage = (id: string): void => {
    if (pageOf.has(id)) return;
    const page = { id, number: pages.length + 1, isTop: tops.has(id) };
    pages.push(page);
    pageOf.set(id, page);
  };
  const transfer = (id: string, page: FaultTreePage): void => {
    const known = transfers.get(id);
    if (!known) transfers.set(id, [page.number]);
    else if (known.at(-1) !== page.number) known.push(page.number);
  };
  const drawPage = (page: FaultTreePage): void => {
    const queue = [page.id];
    shown.add(page.id);
    for (let i = 0; i < queue.length; i++) {
      const node = nodes.get(queue[i]!);
      if (node?.type !== 'gate') continue;
      rows.push(node.id);
      for (const [index, input] of node.inputs.entries()) {
        uses.set(input.id, (uses.get(input.id) ?? 0) + 1);
        const below = nodes.get(input.id);
        if (!below) continue;
        if (below.type === 'event') shown.add(below.id);
        else if (begins.has(below.id)) {
          addPage(below.id);
          transfer(below.id, page);
        } else if (home.has(below.id)) transfer(below.id, page);
        else {
          home.set(below.id, { parent: node.id, index, page });
          shown.add(below.id);
          queue.push(below.id);
        }
      }
    }
  };
  for (const id of tops) addPage(id);
  let drawn = 0;
  const drawPages = (): void => {
    for (; drawn < pages.length; drawn++) drawPage(pages[drawn]!);
  };
  drawPages();
  for (const id of begins) {
    addPage(id);
    drawPages();
  }
  const below = new Map<string, number>();
  for (let i = rows.length - 1; i >= 0; i--) {
    const id = rows[i]!;
    const node = nodes.get(id);
    if (node?.type !== 'gate') continue;
    let count = 0;
    for (const [index, input] of node.inputs.entries()) {
      const at = home.get(input.id);
      count += 1 + (at && at.parent === id && at.index === index ? below.get(input.id) ?? 0 : 0);
    }
    below.set(id, count);
  }
  return {
    nodes, pages, pageOf, home, uses, transfers, component: components(nodes), below,
    loose: document.nodes.filter((node) => !shown.has(node.id)).map((node) => node.id),
  };
}

/** Tarjan's strongly connected components (1972) over gates, without recursion: a tree may be deep. */
function components(nodes: ReadonlyMap<string, FaultNode>): Map<string, number> {
  const component = new Map<string, number>();
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  let found = 0;
  for (const start of nodes.values()) {
    if (start.type !== 'gate' || index.has(start.id)) continue;
    const path: Array<{ readonly id: string; next: number }> = [];
    const enter = (id: string): void => {
      index.set(id, index.size);
      low.set(id, index.get(id)!);
      stack.push(id);
      path.push({ id, next: 0 });
    };
    enter(start.id);
    while (path.length > 0) {
      const at = path.at(-1)!;
      const node = nodes.get(at.id);
      const input = node?.type === 'gate' ? node.inputs[at.next++]?.id : undefined;
      if (input !== undefined) {
        if (nodes.get(input)?.type !== 'gate') continue;
        if (!index.has(input)) enter(input);
        else if (!component.has(input)) low.set(at.id, Math.min(low.get(at.id)!, index.get(input)!));
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above) low.set(above.id, Math.min(low.get(above.id)!, low.get(at.id)!));
      if (low.get(at.id) !== index.get(at.id)) continue;
      for (let id = ''; id !== at.id;) {
        id = stack.pop()!;
        component.set(id, found);
      }
      found++;
    }
  }
  return component;
}

/** The gates of a page from row `depth` on (its first is row 1): folded, they leave an overview that opens row by row. */
export function foldedBelow(outline: FaultTreeOutline, pageId: string, depth: number): Set<string> {
  return new Set(gateRows(outline, pageId).slice(Math.max(1, depth) - 1).flat());
}

/** What to fold so that a page begins with about `most` symbols and at least two rows of gates; nothing when all of it is no more. */
export function overviewFolds(outline: FaultTreeOutline, pageId: string, most: number): Set<string> {
  const rows = gateRows(outline, pageId);
  let symbols = 1;
  for (const [i, row] of rows.entries()) {
    symbols += row.reduce((sum, id) => sum + inputsOf(outline, id).length, 0);
    if (symbols > most) return foldedBelow(outline, pageId, Math.max(i + 1, 3));
  }
  return new Set();
}

/** Gates of a page that have inputs, row by row. */
function gateRows(outline: FaultTreeOutline, pageId: string): string[][] {
  const rows: string[][] = [];
  for (let row = [pageId].filter((id) => inputsOf(outline, id).length > 0); row.length > 0;) {
    rows.push(row);
    row = row.flatMap((id) => inputsOf(outline, id).flatMap((input, index) => {
      const at = outline.home.get(input.id);
      return at && at.parent === id && at.index === index && inputsOf(outline, input.id).length > 0 ? [input.id] : [];
    }));
  }
  return rows;
}

function inputsOf({ nodes }: FaultTreeOutline, id: string): ReadonlyArray<{ readonly id: string }> {
  const node = nodes.get(id);
  return node?.type === 'gate' ? node.inputs : [];
}
