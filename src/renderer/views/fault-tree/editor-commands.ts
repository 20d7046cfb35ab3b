import { neighbourOf } from '../../../figures/fault-tree/layout.ts';
import type { FaultTreeDocument, ObservedState } from '../../../model/fault-tree/document.ts';
import { addChild, addSibling, addTop, duplicateSubtree, move, remove, setComplement, share, unwrap, wrap, type FaultTreeEdit } from '../../../model/fault-tree/edit.ts';
import { gateOf, graphOf, type Spot } from '../../../model/fault-tree/graph.ts';
import { fail, type Result } from '../../../base/result.ts';
import { isOnArrival, type Command } from '../../ui/index.ts';
import type { CanvasHandle } from './canvas.tsx';
import { newId, spotOf, type Editor } from './use-editor.ts';
import { ZOOM_STEP } from './viewport.ts';

/** What was cut or copied: where from, and of what. */
export interface Clip {
  readonly how: 'cut' | 'copy';
  readonly treeId: string;
  readonly spot: Spot;
  readonly key: string;
}

export interface EditorActions {
  readonly editor: Editor;
  readonly canvas: () => CanvasHandle | null;
  readonly clip: Clip | undefined;
  readonly setClip: (clip: Clip | undefined) => void;
  /** Opens the words of a node to be written; `text` is what was typed already. */
  readonly write: (key: string, text?: string) => void;
  readonly openTypes: () => void;
  readonly openShare: () => void;
  readonly cite: () => void;
  readonly search: () => void;
  readonly setOverlay: (overlay: 'observed' | 'probability') => void;
  readonly overlay: 'observed' | 'probability';
  readonly openPanel: (panel: 'results' | 'node' | 'tree') => void;
  readonly focusProbability: () => void;
  readonly isNothingOpen: () => boolean;
  readonly escape: () => void;
}

const GROUP = 'Fault tree';

/** The canvas has the focus, or nothing has it yet. */
export function inTree(): boolean {
  return isOnArrival() || (document.activeElement?.classList.contains('ft-canvas') ?? false);
}

/** Adds to a node, and opens the words of what was added. */
export function add(actions: EditorActions, where: 'below' | 'beside', placed = actions.editor.selected): void {
  const { editor } = actions;
  if (!placed) return;
  const spot = spotOf(editor.document, editor.layout, placed);
  const key = editor.edit((now) => (where === 'below' || spot?.parentId === undefined ? addChild(now, placed.id, newId) : addSibling(now, spot, newId)));
  if (key !== undefined) actions.write(key);
}

/** Takes what was cut along, copies what was copied; into a gate, or beside an event. */
export function paste(actions: EditorActions, asSame: boolean): void {
  const { editor, clip } = actions;
  if (!clip || !editor.selected) return;
  const target = (now: FaultTreeDocument): { parentId: string; index: number } | undefined => {
    const { selected, spot } = editor;
    const gate = selected && gateOf(now, selected.id);
    if (gate) return { parentId: gate.id, index: gate.inputs.length };
    return spot?.parentId === undefined ? undefined : { parentId: spot.parentId, index: spot.index + 1 };
  };
  editor.edit((now): Result<FaultTreeEdit> => {
    const to = target(now);
    if (!to) return fail('fault-tree/refused', 'Select a gate to paste into.');
    if (clip.treeId !== now.tree.id) return fail('fault-tree/refused', 'What was copied is of another tree.');
    if (asSame) return share(now, clip.spot.id, to.parentId);
    return clip.how === 'cut' ? move(now, clip.spot, to) : duplicateSubtree(now, clip.spot.id, to.parentId, newId);
  });
  if (clip.how === 'cut') actions.setClip(undefined);
}

function moved(actions: EditorActions, where: 'left' | 'right' | 'up' | 'down'): void {
  const { spot } = actions.editor;
  if (!spot) return;
  actions.editor.edit((now): Result<FaultTreeEdit> => {
    if (spot.parentId === undefined) return fail('fault-tree/refused', 'A top event stays at the top.');
    if (where === 'left' || where === 'right') return move(now, spot, { parentId: spot.parentId, index: spot.index + (where === 'left' ? -1 : 1) });
    if (where === 'up') {
      const above = graphOf(now).spots.get(spot.parentId)?.[0];
      if (above?.parentId === undefined) return fail('fault-tree/refused', 'It stands right under the top event.');
      return move(now, spot, { parentId: above.parentId, index: above.index + 1 });
    }
    const beside = gateOf(now, spot.parentId)?.inputs[spot.index - 1];
    const gate = beside && gateOf(now, beside.id);
    return gate ? move(now, spot, { parentId: gate.id, index: gate.inputs.length }) : fail('fault-tree/refused', 'There is no gate to its left to move under.');
  });
}

export function editorCommands(actions: EditorActions): Command[] {
  const { editor } = actions;
  const { selected, spot, node } = editor;
  const has = (): boolean => selected !== undefined && inTree() && actions.isNothingOpen();
  const hasNode = (): boolean => node !== undefined && has();
  const isGate = (): boolean => selected?.role === 'gate' && has();
  const walk = (direction: 'up' | 'down' | 'left' | 'right') => (): void => {
    actions.canvas()?.focus();
    if (!selected) return editor.select(editor.layout.nodes[0]?.key);
    const next = neighbourOf(editor.layout, selected.key, direction);
    if (next !== undefined) editor.select(next);
    return undefined;
  };
  const observe = (state: ObservedState) => (): void => { if (selected) editor.observe(selected.id, state); };
  const page = (by: number) => (): void => {
    const { pages, page: now } = editor.layout;
    const next = pages[pages.findIndex((p) => p.id === now?.id) + by];
    if (next) editor.goToPage(next.id);
  };
  const inCanvas = (): boolean => inTree() && actions.isNothingOpen();
  const clipped = (how: Clip['how']) => (): void => { if (selected && spot) actions.setClip({ how, treeId: editor.document.tree.id, spot, key: selected.key }); };
  return [
    { id: 'fault-tree.up', label: 'To what it leads to', keys: 'Up', group: GROUP, hidden: true, when: inCanvas, run: walk('up') },
    { id: 'fault-tree.down', label: 'To the first below', keys: 'Down', group: GROUP, hidden: true, when: inCanvas, run: walk('down') },
    { id: 'fault-tree.left', label: 'To the left', keys: 'Left', group: GROUP, hidden: true, when: inCanvas, run: walk('left') },
    { id: 'fault-tree.right', label: 'To the right', keys: 'Right', group: GROUP, hidden: true, when: inCanvas, run: walk('right') },
    { id: 'fault-tree.add-below', label: 'Add below', icon: 'plus', keys: 'Tab', group: GROUP, when: hasNode, run: () => add(actions, 'below') },
    { id: 'fault-tree.add-beside', label: 'Add beside', icon: 'plus', keys: 'Enter', group: GROUP, when: hasNode, run: () => (selected?.role === 'transfer' ? follow(editor) : add(actions, 'beside')) },
    { id: 'fault-tree.add-top', label: 'Add a top event', icon: 'plus', group: GROUP, run: () => { const key = editor.edit((now) => addTop(now, newId)); if (key !== undefined) actions.write(key); } },
    { id: 'fault-tree.words', label: 'Write its words', icon: 'edit', keys: 'F2', group: GROUP, when: hasNode, run: () => actions.write(selected!.key) },
    { id: 'fault-tree.type', label: 'Change its type', keys: 't', group: GROUP, when: hasNode, run: actions.openTypes },
    { id: 'fault-tree.wrap', label: 'Wrap in a gate', icon: 'merge', keys: 'w', group: GROUP, when: hasNode, run: () => void editor.edit((now) => wrap(now, spot!, newId)) },
    { id: 'fault-tree.unwrap', label: 'Take the gate out from between', icon: 'split', keys: 'u', group: GROUP, when: isGate, run: () => void editor.edit((now) => unwrap(now, spot!)) },
    { id: 'fault-tree.complement', label: 'Must not happen', keys: '!', group: GROUP, when: () => hasNode() && spot?.parentId !== undefined, run: () => void editor.edit((now) => setComplement(now, spot!, !selected!.complement)) },
    { id: 'fault-tree.cut', label: 'Cut the subtree', keys: 'x Ctrl+X', group: GROUP, when: hasNode, run: clipped('cut') },
    { id: 'fault-tree.copy', label: 'Copy the subtree', icon: 'copy', keys: 'Ctrl+C', group: GROUP, when: hasNode, run: clipped('copy') },
    { id: 'fault-tree.paste', label: 'Paste below', keys: 'Ctrl+V', group: GROUP, when: () => has() && actions.clip !== undefined, run: () => paste(actions, false) },
    { id: 'fault-tree.paste-same', label: 'Paste the same event, not a copy', keys: 'Ctrl+Shift+V', group: GROUP, when: () => has() && actions.clip !== undefined, run: () => paste(actions, true) },
    { id: 'fault-tree.share', label: 'Take in an event that is there already', keys: 's', group: GROUP, when: isGate, run: actions.openShare },
    { id: 'fault-tree.move-left', label: 'Move left', keys: 'Shift+Left Alt+Left', group: GROUP, hidden: true, when: has, run: () => moved(actions, 'left') },
    { id: 'fault-tree.move-right', label: 'Move right', keys: 'Shift+Right Alt+Right', group: GROUP, hidden: true, when: has, run: () => moved(actions, 'right') },
    { id: 'fault-tree.move-up', label: 'Move a level up', keys: 'Shift+Up Alt+Up', group: GROUP, hidden: true, when: has, run: () => moved(actions, 'up') },
    { id: 'fault-tree.move-down', label: 'Move under the gate to its left', keys: 'Shift+Down Alt+Down', group: GROUP, hidden: true, when: has, run: () => moved(actions, 'down') },
    { id: 'fault-tree.remove', label: 'Remove, with what is below', icon: 'trash', keys: 'Delete Backspace', group: GROUP, when: has, run: () => void editor.edit((now) => remove(now, spot!)) },
    { id: 'fault-tree.happened', label: 'It happened', keys: '1', group: GROUP, when: hasNode, run: observe('happened') },
    { id: 'fault-tree.did-not', label: 'It did not happen', keys: '2', group: GROUP, when: hasNode, run: observe('did-not-happen') },
    { id: 'fault-tree.unknown', label: 'Not known whether it happened', keys: '3', group: GROUP, when: hasNode, run: observe('unknown') },
    { id: 'fault-tree.cite', label: 'Cite evidence', icon: 'cite', keys: 'e Ctrl+K', group: GROUP, when: hasNode, run: actions.cite },
    { id: 'fault-tree.probability', label: 'Set its probability', keys: 'p', group: GROUP, when: () => hasNode() && node?.type === 'event', run: actions.focusProbability },
    { id: 'fault-tree.fold', label: 'Fold, or unfold', keys: 'Space', group: GROUP, when: () => has() && (selected?.fold !== undefined || selected?.role === 'transfer'), run: () => (selected!.role === 'transfer' ? follow(editor) : editor.toggleFold(selected!.id)) },
    { id: 'fault-tree.unfold-all', label: 'Unfold all', group: GROUP, when: () => editor.folded.size > 0, run: () => editor.setFolded(new Set()) },
    { id: 'fault-tree.own-page', label: node?.type === 'gate' && node.ownPage ? 'Draw on this page' : 'Draw on a page of its own', group: GROUP, when: () => node?.type === 'gate', run: () => { if (node?.type === 'gate') editor.patch(node.id, { ownPage: !node.ownPage }); } },
    { id: 'fault-tree.next-page', label: 'Next page', keys: 'PageDown', group: GROUP, hidden: true, when: inCanvas, run: page(1) },
    { id: 'fault-tree.previous-page', label: 'Previous page', keys: 'PageUp', group: GROUP, hidden: true, when: inCanvas, run: page(-1) },
    { id: 'fault-tree.search', label: 'Search the tree', icon: 'search', keys: '/', group: GROUP, run: actions.search },
    { id: 'fault-tree.fit', label: 'Show all of the page', icon: 'fit', keys: 'f', group: GROUP, run: () => actions.canvas()?.fit() },
    { id: 'fault-tree.zoom-in', label: 'Zoom in', icon: 'zoom-in', keys: '+ =', group: GROUP, hidden: true, run: () => actions.canvas()?.zoom(ZOOM_STEP) },
    { id: 'fault-tree.zoom-out', label: 'Zoom out', icon: 'zoom-out', keys: '-', group: GROUP, hidden: true, run: () => actions.canvas()?.zoom(1 / ZOOM_STEP) },
    { id: 'fault-tree.overlay', label: actions.overlay === 'observed' ? 'Show probabilities' : 'Show what was observed', icon: 'eye', keys: 'o', group: GROUP, run: () => actions.setOverlay(actions.overlay === 'observed' ? 'probability' : 'observed') },
    { id: 'fault-tree.names-only', label: editor.labels === 'titles' ? 'Names only, for large trees' : 'Words in the symbols', group: GROUP, run: () => editor.setLabels(editor.labels === 'titles' ? 'names' : 'titles') },
    { id: 'fault-tree.results', label: 'Results of the tree', group: GROUP, run: () => actions.openPanel('results') },
    { id: 'fault-tree.node', label: 'Everything of the node', keys: 'i', group: GROUP, run: () => actions.openPanel('node') },
    { id: 'fault-tree.tree', label: 'Parameters and common causes of the tree', group: GROUP, run: () => actions.openPanel('tree') },
    { id: 'fault-tree.escape', label: 'Nothing selected', keys: 'Escape', group: GROUP, hidden: true, when: inCanvas, run: actions.escape },
  ];
}

/** To the gate that a transfer stands for. */
export function follow(editor: Editor): void {
  const { selected } = editor;
  if (selected?.role === 'transfer') editor.reveal(selected.id);
}
