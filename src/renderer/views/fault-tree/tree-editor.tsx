import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { FaultTreeDocument, ObservedState } from '../../../model/fault-tree/document.ts';
import { referenceKey } from '../../../model/evidence.ts';
import { changeType, move, nodeWords, share, writeWords, type NodePatch, type NodeType } from '../../../model/fault-tree/edit.ts';
import { graphOf } from '../../../model/fault-tree/graph.ts';
import { knownStates } from '../../../model/fault-tree/state.ts';
import { formatProbability } from '../../../figures/probability-text.ts';
import { plural, visibleText } from '../../../base/text.ts';
import { EvidencePicker } from '../../parts/evidence-picker.tsx';
import { useCaseInfo, useSame } from '../../rpc/react.tsx';
import { useCaseUi, useCaseUiStore, useParam, usePlaceStore, useZone } from '../../state/react.tsx';
import { Button, Drawer, Empty, Keys, Later, MenuAt, Tabs, useCommands, useSteady, type MenuEntry } from '../../ui/index.ts';
import { Canvas, type CanvasHandle } from './canvas.tsx';
import { add, editorCommands, follow, type Clip, type EditorActions } from './editor-commands.ts';
import { SelectNode } from './event-chip.tsx';
import { createLooks, type Overlay } from './looks.ts';
import { NodePanel } from './node-panel.tsx';
import { NodeStrip } from './node-strip.tsx';
import { StateMark } from './node-mark.tsx';
import { PagesBar } from './pages-bar.tsx';
import { keyOfSet, ResultsPanel, StoppedBar, WorkingBar } from './results-panel.tsx';
import { SharePicker } from './share-picker.tsx';
import { Toolbar } from './toolbar.tsx';
import { TreePanel } from './tree-panel.tsx';
import { useAnalysis } from './use-analysis.ts';
import { useEditor } from './use-editor.ts';
import type { TreeSession } from './use-trees.ts';
import { TYPES, typeOf, wordsOf } from './words.ts';

const PANELS = ['results', 'node', 'tree'] as const;
type Panel = (typeof PANELS)[number];

/** One tree: canvas, what is selected below it, what it says at the right. Give it a key of the tree. */
export function TreeEditor({ session, documents, document, revision, isNew, more, onNew }: {
  session: TreeSession; documents: readonly FaultTreeDocument[]; document: FaultTreeDocument; revision: number;
  /** Just begun: its top event is in hand. */
  isNew: boolean; more: readonly MenuEntry[]; onNew: () => void;
}): ReactNode {
  const place = usePlaceStore();
  const info = useCaseInfo();
  const zone = useZone(info.zone);
  const ui = useCaseUiStore();
  const drawerWidthPx = useCaseUi((s) => s.drawerWidthPx);
  const editor = useEditor(session, document);
  const { layout, selected, node } = editor;
  const overlay: Overlay = useParam('as') === 'probability' ? 'probability' : 'observed';
  const panelParam = useParam('panel');
  const panel: Panel = PANELS.find((id) => id === panelParam) ?? 'results';
  const canvas = useRef<CanvasHandle>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  const probabilityRef = useRef<HTMLInputElement>(null);
  const [editing, setEditing] = useState<{ readonly key: string; readonly text: string; readonly fresh: boolean }>();
  const [clip, setClip] = useState<Clip>();
  const [menu, setMenu] = useState<{ readonly kind: 'node' | 'types'; readonly at: { readonly x: number; readonly y: number } }>();
  const [isCiting, setCiting] = useState(false);
  const [isSharing, setSharing] = useState(false);
  const [query, setQuery] = useState('');
  const [chosenSet, setChosenSet] = useState<string>();
  const [sampling, setSampling] = useState<{ readonly samples: number; readonly seed: number }>();
  const analysis = useAnalysis(document, revision, sampling);

  const top = useMemo(() => {
    const tops = analysis.data?.tops ?? [];
    return tops.find((one) => one.id === layout.page?.id) ?? tops[0];
  }, [analysis.data, layout.page]);
  const cutSet = useMemo(() => (chosenSet === undefined ? undefined : top?.cutSets.list.find((set) => keyOfSet(set) === chosenSet)), [top, chosenSet]);
  const values = useMemo(() => {
    const texts = new Map<string, string>();
    for (const { id, probability } of analysis.data?.probabilities ?? []) texts.set(id, formatProbability(probability));
    for (const one of analysis.data?.tops ?? []) if (one.probability !== undefined) texts.set(one.id, formatProbability(one.probability));
    return texts;
  }, [analysis.data]);
  const shares = useMemo(() => new Map(top?.importance.flatMap((row) => (row.fussellVesely === undefined ? [] : [[row.id, row.fussellVesely]])) ?? []), [top]);
  const problems = useMemo(() => new Set(analysis.data?.problems.flatMap((problem) => (problem.id === undefined ? [] : [problem.id])) ?? []), [analysis.data]);
  const hits = useMemo(() => searchHits(document, query), [document, query]);
  const found = useMemo(() => new Set(hits), [hits]);
  const [looksFrom] = useState(createLooks);
  const drawn = useMemo(
    () => looksFrom({ document, layout, overlay, values, shares, cutSet, cutKey: clip?.how === 'cut' ? clip.key : undefined, found, problems }),
    [looksFrom, document, layout, overlay, values, shares, cutSet, clip, found, problems],
  );

  const focusCanvas = useCallback((): void => canvas.current?.focus(), []);
  const openPanel = (id: Panel): void => place.set({ panel: id === 'results' ? undefined : id }, { replace: true });
  const actions: EditorActions = {
    editor, clip, setClip, overlay,
    canvas: () => canvas.current,
    write: (key, text) => {
      const placed = editor.layout.byKey.get(key);
      setEditing({ key, text: text ?? placed?.node?.title ?? '', fresh: text !== undefined });
    },
    openTypes: () => { const at = selected && canvas.current?.pointOf(selected.key); if (at) setMenu({ kind: 'types', at }); },
    openShare: () => setSharing(true),
    cite: () => setCiting(true),
    search: () => { searchRef.current?.focus(); searchRef.current?.select(); },
    setOverlay: (next) => place.set({ as: next === 'observed' ? undefined : next }, { replace: true }),
    openPanel,
    focusProbability: () => { probabilityRef.current?.focus(); probabilityRef.current?.select(); },
    isNothingOpen: () => editing === undefined && menu === undefined && !isCiting && !isSharing,
    escape: () => {
      if (clip) setClip(undefined);
      else if (chosenSet !== undefined) setChosenSet(undefined);
      else editor.select(undefined);
    },
  };
  useCommands(editorCommands(actions));

  const steady = useSteady({
    onSelect: (key: string | undefined) => editor.select(key),
    onEdit: (key: string) => { editor.select(key); actions.write(key); },
    onWritten: (text: string | undefined, then: 'stay' | 'below') => {
      const id = editing && editor.layout.byKey.get(editing.key)?.id;
      setEditing(undefined);
      focusCanvas();
      const written = id === undefined ? undefined : graphOf(session.store.document(document.tree.id) ?? document).byId.get(id);
      if (written && text !== undefined && text.trim() !== written.title) editor.edit((now) => writeWords(now, written.id, text.trim()));
      if (then === 'below') add(actions, 'below');
    },
    onFold: (id: string) => editor.toggleFold(id),
    onFollow: () => follow(editor),
    onMenu: (_key: string, at: { readonly x: number; readonly y: number }) => setMenu({ kind: 'node', at }),
    onAdd: (key: string, where: 'below' | 'beside') => {
      focusCanvas();
      add(actions, where, editor.layout.byKey.get(key));
    },
    onMove: (key: string, parent: string, index: number) => {
      const from = editor.layout.byKey.get(key);
      const under = editor.layout.byKey.get(parent);
      const above = from?.parent === undefined ? undefined : editor.layout.byKey.get(from.parent);
      if (!from || !under || !above) return;
      // Taken out of the same gate first, what stands behind it moves up.
      const at = above.id === under.id && from.index < index ? index - 1 : index;
      editor.edit((now) => move(now, { id: from.id, parentId: above.id, index: from.index }, { parentId: under.id, index: at }));
    },
    onTree: (id: string) => place.go('fault-tree', { tree: id }),
    onNew, onOverlay: actions.setOverlay,
    onQuery: setQuery,
    onHit: (by: number) => {
      if (hits.length === 0) return;
      const now = selected ? hits.indexOf(selected.id) : -1;
      const next = hits[(now + by + hits.length + (now < 0 && by < 0 ? 1 : 0)) % hits.length];
      if (next !== undefined) editor.reveal(next);
    },
    onLeaveSearch: focusCanvas,
    onZoom: (factor: number) => canvas.current?.zoom(factor),
    onFit: () => canvas.current?.fit(),
    onAddBelow: () => { focusCanvas(); add(actions, 'below'); },
    selectId: (id: string) => editor.reveal(id),
    onRetry: () => analysis.reload(),
    onStop: () => analysis.stop(),
    onCite: () => setCiting(true),
    onMore: () => openPanel('node'),
    onPatch: (id: string, patch: NodePatch, label: string) => editor.patch(id, patch, label),
    onObserve: (id: string, state: ObservedState) => editor.observe(id, state),
    setWidth: (width: number) => ui.setState({ drawerWidthPx: width }),
  });
  useEffect(() => {
    if (!isNew) return;
    const first = document.tree.tops[0];
    if (first === undefined) return;
    editor.select(first);
    focusCanvas();
    // Nothing but a top event: what it is called comes first.
    if (document.nodes.length === 1) actions.write(first);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, as it begins
  }, []);

  const types: MenuEntry[] = TYPES.map(({ id, label, apart }) => ({
    id, label, ...(apart ? { apart } : {}), ...(node && typeOf(node) === id ? { icon: 'check' as const } : {}),
    run: () => { if (node) editor.edit((now) => changeType(now, node.id, id satisfies NodeType)); },
  }));
  const commands = editorCommands(actions);
  const entry = (id: string, apart = false): MenuEntry[] => {
    const command = commands.find((one) => one.id === id);
    return command ? [{ id, label: command.label, icon: command.icon, keys: command.keys?.split(' ')[0], apart, run: () => { focusCanvas(); void command.run(); } }] : [];
  };
  const nodeMenu: MenuEntry[] = [
    ...entry('fault-tree.add-below'), ...(selected?.parent === undefined ? [] : entry('fault-tree.add-beside')), ...entry('fault-tree.words'), ...entry('fault-tree.type'), ...entry('fault-tree.wrap'),
    ...(selected?.role === 'gate' ? [...entry('fault-tree.unwrap'), ...entry('fault-tree.share'), ...entry('fault-tree.own-page')] : []), ...(selected?.parent === undefined ? [] : entry('fault-tree.complement')),
    ...entry('fault-tree.happened', true), ...entry('fault-tree.did-not'), ...entry('fault-tree.unknown'), ...entry('fault-tree.cite'),
    ...entry('fault-tree.cut', true), ...entry('fault-tree.copy'), ...(clip ? [...entry('fault-tree.paste'), ...entry('fault-tree.paste-same')] : []), ...entry('fault-tree.remove', true),
  ];
  // Below what it speaks of, so that nothing moves when it comes.
  const foot = analysis.working ? <WorkingBar working={analysis.working} onStop={steady.onStop} /> : analysis.failure && analysis.data ? <StoppedBar message={analysis.failure.message} onRetry={steady.onRetry} /> : undefined;
  const counts = useMemo(() => countStates(document), [document]);
  const trees = useSame(documents.map(({ tree }) => ({ id: tree.id, title: tree.title })));
  // Keys come first: the numbers of the tree follow.
  const shownDocument = useDeferredValue(document);
  const shownSets = useDeferredValue(chosenSet);
  const samplingOf = useMemo(() => ({ asked: sampling, onAsk: setSampling }), [sampling]);
  const label = `Fault tree ${visibleText(document.tree.title)}, ${plural(layout.nodes.length, 'node')} on this page`;
  return (
    <SelectNode value={steady.selectId}>
      <section className="main ft-main" aria-label="Fault tree">
        <Toolbar
          trees={trees} treeId={document.tree.id} title={document.tree.title} overlay={overlay} query={query} hits={hits.length} searchRef={searchRef} canAdd={node !== undefined} more={more}
          onTree={steady.onTree} onNew={steady.onNew} onOverlay={steady.onOverlay} onQuery={steady.onQuery} onHit={steady.onHit} onLeaveSearch={steady.onLeaveSearch} onZoom={steady.onZoom} onFit={steady.onFit} onAdd={steady.onAddBelow}
        />
        <PagesBar document={document} layout={layout} onPage={editor.goToPage} />
        {layout.nodes.length === 0
          ? <Empty action={<Button kind="primary" icon="plus" onPress={() => void commands.find((one) => one.id === 'fault-tree.add-top')?.run()}>Add a top event</Button>}>This tree has no top event.</Empty>
          : (
            <Canvas
              ref={canvas} view={session.view} layout={layout} pageKey={`${document.tree.id} ${layout.page?.id}`} label={label} looks={drawn.looks} labels={drawn.labels} selectedKey={selected?.key} editing={editing}
              onSelect={steady.onSelect} onEdit={steady.onEdit} onWritten={steady.onWritten} onFold={steady.onFold} onFollow={steady.onFollow} onMenu={steady.onMenu} onAdd={steady.onAdd} onMove={steady.onMove}
              onType={(letter) => { if (selected?.node && actions.isNothingOpen()) actions.write(selected.key, letter); }}
            />
          )}
        <div className="ft-legend">
          <span className="strong">Observed</span>
          <span><StateMark state="happened" />{`happened ${counts.happened}`}</span><span><StateMark state="did-not-happen" />{`did not happen ${counts['did-not-happen']}`}</span><span><StateMark state="unknown" />{`unknown ${counts.unknown}`}</span>
          <span className="grow" />
          <span className="t3">IEC 61025</span><span className="t3">Set state <Keys keys="1" /><Keys keys="2" /><Keys keys="3" /></span><span className="t3">Fold <Keys keys="Space" /></span>
        </div>
        {node
          ? <NodeStrip key={node.id} node={node} tree={document.tree} known={knownStates(document).get(node.id)} probabilityRef={probabilityRef} onCite={steady.onCite} onMore={steady.onMore} onLeave={focusCanvas} onPatch={steady.onPatch} onObserve={steady.onObserve} />
          : <p className="ft-strip none t2">Press a node, or walk the tree with the arrows. Enter adds beside, Tab below, and the keys of the sheet (?) do the rest.</p>}
      </section>
      <Later until={<aside className="drawer" style={{ width: drawerWidthPx }} />}>
        <Drawer label="Results and details" title={<strong className="ell">{wordsOf({ name: '', title: document.tree.title }, 80)}</strong>} widthPx={drawerWidthPx} onWidth={steady.setWidth} foot={foot}>
          <div className="ft-panel"><Tabs<Panel>
            label="Results and details" value={panel} onChange={openPanel}
            tabs={[
              {
                id: 'results', label: 'Results', content: (
                  <div className={analysis.outdated ? 'ft-results outdated' : 'ft-results'}>
                    <ResultsPanel document={shownDocument} analysis={analysis.data} top={top} failure={analysis.failure} chosenSet={shownSets} onChooseSet={setChosenSet} onSelect={steady.selectId} onRetry={steady.onRetry} sampling={samplingOf} />
                  </div>
                ),
              },
              { id: 'node', label: 'Node', content: node ? <NodePanel key={node.id} editor={editor} node={node} zone={zone} nearNs={info.fromNs ?? info.createdAtNs} onCite={() => setCiting(true)} /> : <p className="ft-remark t2">Nothing is selected.</p> },
              { id: 'tree', label: 'Tree', content: <TreePanel key={document.tree.id} editor={editor} /> },
            ]}
          /></div>
        </Drawer>
      </Later>
      <MenuAt label={menu?.kind === 'types' ? 'Type of the node' : 'The node'} at={menu?.at} entries={menu?.kind === 'types' ? types : nodeMenu} onClose={() => { setMenu(undefined); focusCanvas(); }} />
      <EvidencePicker
        isOpen={isCiting} onClose={() => { setCiting(false); requestAnimationFrame(focusCanvas); }}
        onPick={(reference) => {
          setCiting(false);
          requestAnimationFrame(focusCanvas);
          if (node && !node.observed.evidence.some((one) => referenceKey(one) === referenceKey(reference))) editor.patch(node.id, { observed: { ...node.observed, evidence: [...node.observed.evidence, reference] } }, `Cited evidence for ${nodeWords(node)}`);
        }}
      />
      <SharePicker
        isOpen={isSharing} document={document} onClose={() => { setSharing(false); requestAnimationFrame(focusCanvas); }}
        onPick={(id) => { setSharing(false); requestAnimationFrame(focusCanvas); if (selected) editor.edit((now) => share(now, id, selected.id)); }}
      />
    </SelectNode>
  );
}

/** Ids in the order of the document. */
function searchHits(document: FaultTreeDocument, query: string): string[] {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return [];
  return document.nodes.filter((node) => { const text = `${node.name} ${node.title} ${node.note}`.toLowerCase(); return words.every((word) => text.includes(word)); }).map((node) => node.id);
}

/** Of events: what gates are follows from them. */
function countStates(document: FaultTreeDocument): Record<ObservedState, number> {
  const known = knownStates(document);
  const counts: Record<ObservedState, number> = { happened: 0, 'did-not-happen': 0, unknown: 0 };
  for (const node of document.nodes) if (node.type === 'event') counts[known.get(node.id)?.state ?? 'unknown']++;
  return counts;
}
