import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { uuidv7 } from '../../../base/ids.ts';
import type { Result } from '../../../base/result.ts';
import { layoutFaultTree, type FaultTreeLayout } from '../../../figures/fault-tree/layout.ts';
import { outlineFaultTree, overviewFolds } from '../../../figures/fault-tree/pages.ts';
import type { PlacedNode } from '../../../figures/fault-tree/place.ts';
import type { FaultNode, FaultTreeDocument, ObservedState } from '../../../model/fault-tree/document.ts';
import { applyEdit, nodeWords, patchNode, type FaultTreeEdit, type NodePatch } from '../../../model/fault-tree/edit.ts';
import { graphOf, type Spot } from '../../../model/fault-tree/graph.ts';
import { useParam, usePlaceStore } from '../../state/react.tsx';
import { useToast } from '../../ui/index.ts';
import type { TreeSession } from './use-trees.ts';
import { STATE_WORDS } from './words.ts';

export type Labels = 'titles' | 'names';

/** One tree under somebody's hands: what is drawn, what is selected, and edits that show at once. */
export interface Editor {
  readonly document: FaultTreeDocument;
  readonly layout: FaultTreeLayout;
  readonly folded: ReadonlySet<string>;
  readonly labels: Labels;
  readonly selected: PlacedNode | undefined;
  /** Where the selected node stands, for edits. */
  readonly spot: Spot | undefined;
  readonly node: FaultNode | undefined;
  /** Writes an edit of the tree as it is now; what it refuses is said. The node it selects, once drawn. */
  readonly edit: (make: (document: FaultTreeDocument) => Result<FaultTreeEdit>) => string | undefined;
  readonly patch: (id: string, patch: NodePatch, label?: string) => void;
  readonly observe: (id: string, state: ObservedState) => void;
  readonly select: (key: string | undefined) => void;
  /** Goes to where a node is drawn, on its page, unfolded. */
  readonly reveal: (id: string) => void;
  readonly goToPage: (id: string, key?: string) => void;
  readonly toggleFold: (id: string) => void;
  readonly setFolded: (folded: ReadonlySet<string>) => void;
  readonly setLabels: (labels: Labels) => void;
}

export const newId = (): string => uuidv7();

/** A larger page begins as an overview. */
const MOST_SYMBOLS = 700;

function beginsFolded(document: FaultTreeDocument): ReadonlySet<string> {
  const outline = outlineFaultTree(document);
  return new Set(outline.pages.flatMap((page) => [...overviewFolds(outline, page.id, MOST_SYMBOLS)]));
}

/** The last drawings: an edit asks for the one that is then drawn. */
const drawings: Array<{ readonly document: FaultTreeDocument; readonly pageId: string | undefined; readonly folded: ReadonlySet<string>; readonly labels: Labels; readonly layout: FaultTreeLayout }> = [];

function drawingOf(document: FaultTreeDocument, pageId: string | undefined, folded: ReadonlySet<string>, labels: Labels): FaultTreeLayout {
  const known = drawings.find((d) => d.document === document && d.pageId === pageId && d.folded === folded && d.labels === labels);
  if (known) return known.layout;
  const layout = layoutFaultTree(document, { pageId, folded, labels });
  drawings.unshift({ document, pageId, folded, labels, layout });
  drawings.length = Math.min(drawings.length, 3);
  return layout;
}

export function useEditor(session: TreeSession, document: FaultTreeDocument): Editor {
  const place = usePlaceStore();
  const toast = useToast();
  const treeId = document.tree.id;
  const [folded, setFoldedState] = useState<ReadonlySet<string>>(() => session.folded.get(treeId) ?? beginsFolded(document));
  // A model from elsewhere often has names alone.
  const [labels, setLabels] = useState<Labels>(() => (document.nodes.some((node) => node.title !== '') ? 'titles' : 'names'));
  const pageParam = useParam('page');
  const sel = useParam('sel');
  const pageId = pageParam !== undefined && graphOf(document).byId.get(pageParam)?.type === 'gate' ? pageParam : document.tree.tops[0];
  const layout = useMemo(() => drawingOf(document, pageId, folded, labels), [document, pageId, folded, labels]);
  const selected = sel === undefined ? undefined : layout.byKey.get(sel) ?? sameNode(layout, sel, session.trail()) ?? nearest(layout, session.trail());
  const latest = useRef({ document, pageId, folded, labels });
  useEffect(() => { latest.current = { document, pageId, folded, labels }; });
  useEffect(() => {
    if (selected) session.setTrail(trailOf(layout, selected));
  }, [session, layout, selected]);

  const setFolded = useCallback((next: ReadonlySet<string>): void => {
    session.folded.set(treeId, next);
    setFoldedState(next);
  }, [session, treeId]);
  const select = useCallback((key: string | undefined): void => place.set({ sel: key }, { replace: true }), [place]);
  const goToPage = useCallback((id: string, key?: string): void => place.set({ page: id === latest.current.document.tree.tops[0] ? undefined : id, sel: key ?? id }), [place]);

  const edit = useCallback((make: (document: FaultTreeDocument) => Result<FaultTreeEdit>): string | undefined => {
    const now = session.store.document(treeId);
    if (!now) return undefined;
    const made = make(now);
    if (!made.ok) {
      toast({ text: made.failure.message, about: 'fault-tree' });
      return undefined;
    }
    void session.store.edit(treeId, made.value);
    const after = session.store.document(treeId) ?? applyEdit(now, made.value);
    const { select: spot } = made.value;
    if (!spot) return undefined;
    let { folded: shown } = latest.current;
    if (spot.parentId !== undefined && shown.has(spot.parentId)) {
      shown = new Set([...shown].filter((id) => id !== spot.parentId));
      setFolded(shown);
    }
    if (spot.parentId === undefined) {
      place.set({ page: spot.id === after.tree.tops[0] ? undefined : spot.id, sel: spot.id }, { replace: true });
      return spot.id;
    }
    const page = graphOf(after).byId.has(latest.current.pageId ?? '') ? latest.current.pageId : after.tree.tops[0];
    const drawn = drawingOf(after, page, shown, latest.current.labels);
    const key = keyOfSpot(drawn, spot);
    if (key !== undefined) select(key);
    else {
      const elsewhere = whereIs(after, spot.id);
      if (elsewhere) place.set({ page: elsewhere.pageId === after.tree.tops[0] ? undefined : elsewhere.pageId, sel: elsewhere.key }, { replace: true });
    }
    return key;
  }, [session, treeId, toast, place, select, setFolded]);

  const patch = useCallback((id: string, change: NodePatch, label?: string): void => void edit((now) => patchNode(now, id, change, label)), [edit]);
  const observe = useCallback((id: string, state: ObservedState): void => void edit((now) => {
    const node = graphOf(now).byId.get(id);
    return patchNode(now, id, node ? { observed: { ...node.observed, state } } : {}, node && `${nodeWords(node)}: ${STATE_WORDS[state]}`);
  }), [edit]);
  const reveal = useCallback((id: string): void => {
    const { document: now, folded: shown, pageId: page } = latest.current;
    const where = whereIs(now, id);
    if (!where) return;
    const above = new Set(where.above);
    if ([...shown].some((gate) => above.has(gate))) setFolded(new Set([...shown].filter((gate) => !above.has(gate))));
    if (where.pageId === page) select(where.key);
    else goToPage(where.pageId, where.key);
  }, [select, goToPage, setFolded]);
  const toggleFold = useCallback((id: string): void => {
    const next = new Set(latest.current.folded);
    if (!next.delete(id)) next.add(id);
    setFolded(next);
  }, [setFolded]);

  const spot = useMemo(() => selected && spotOf(document, layout, selected), [document, layout, selected]);

  return useMemo(() => ({
    document, layout, folded, labels, selected, spot, node: selected?.node, edit, patch, observe, select, reveal, goToPage, toggleFold, setFolded, setLabels,
  }), [document, layout, folded, labels, selected, spot, edit, patch, observe, select, reveal, goToPage, toggleFold, setFolded]);
}

/** Where a drawn node stands in the tree. */
export function spotOf(document: FaultTreeDocument, layout: FaultTreeLayout, placed: PlacedNode): Spot | undefined {
  const parent = placed.parent === undefined ? undefined : layout.byKey.get(placed.parent);
  return parent ? { id: placed.id, parentId: parent.id, index: placed.index } : graphOf(document).spots.get(placed.id)?.[0];
}

function keyOfSpot(layout: FaultTreeLayout, { id, parentId, index }: Spot): string | undefined {
  const inPlace = (placed: PlacedNode): boolean => placed.id === id && placed.parent !== undefined && layout.byKey.get(placed.parent)?.id === parentId;
  return (layout.nodes.find((placed) => inPlace(placed) && placed.index === index) ?? layout.nodes.find(inPlace))?.key;
}

/** Page and key where a node has its place, and the gates above it there. */
export function whereIs(document: FaultTreeDocument, id: string): { readonly pageId: string; readonly key: string; readonly above: readonly string[] } | undefined {
  const outline = outlineFaultTree(document);
  const node = graphOf(document).byId.get(id);
  if (!node) return undefined;
  let gate = id;
  let key = id;
  const above: string[] = [];
  if (node.type === 'event' && !outline.pageOf.has(id)) {
    const at = graphOf(document).spots.get(id)?.find((spot) => spot.parentId !== undefined && (outline.pageOf.has(spot.parentId) || outline.home.has(spot.parentId)));
    if (at?.parentId === undefined) return undefined;
    gate = at.parentId;
    key = `${at.parentId}>${id}`;
    above.push(gate);
  }
  for (let home = outline.home.get(gate); home && !outline.pageOf.has(gate); home = outline.home.get(gate)) {
    gate = home.parent;
    above.push(gate);
  }
  return outline.pageOf.has(gate) ? { pageId: gate, key, above } : undefined;
}

function trailOf(layout: FaultTreeLayout, selected: PlacedNode): readonly string[] {
  const trail: string[] = [];
  for (let key: string | undefined = selected.key; key !== undefined; key = layout.byKey.get(key)?.parent) trail.push(key);
  return trail;
}

/** The node of a key that is of another drawing: an event that became a gate has another key, a link may have the id alone. */
function sameNode(layout: FaultTreeLayout, key: string, trail: readonly string[]): PlacedNode | undefined {
  const id = key.slice(key.lastIndexOf('>') + 1).replace(/#\d+$/, '');
  const all = layout.nodes.filter((placed) => placed.id === id);
  return all.find((placed) => placed.parent === trail[1]) ?? all[0];
}

/** What was above the selected node, when it is gone. */
function nearest(layout: FaultTreeLayout, trail: readonly string[]): PlacedNode | undefined {
  for (const key of trail) {
    const placed = layout.byKey.get(key);
    if (placed) return placed;
  }
  return undefined;
}
