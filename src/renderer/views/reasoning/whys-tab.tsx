import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { plural } from '../../../base/text.ts';
import type { Why } from '../../../model/cause.ts';
import { factorOfWhy } from '../../../model/factor.ts';
import { saveItem } from '../../../model/item-change.ts';
import { itemsOf, type Item } from '../../../model/item.ts';
import { addAnswer, addSet, changeWhy, moveWhy, moveWhyTo, newWhy, removeWhy, setFromEntry, setStrict, setWhyEvidence, setWhyState, type WhyMove } from '../../../model/why-edit.ts';
import { faultTreeOfWhys, whysOfFaultTree } from '../../../model/why-tree.ts';
import { whysText } from '../../../model/why-text.ts';
import { countWhys, findWhy, whyForest, whySteps, type WhyNode } from '../../../model/why.ts';
import { EvidencePicker } from '../../parts/evidence-picker.tsx';
import { useActions, useParam, usePlaceStore } from '../../state/react.tsx';
import { Button, Checkbox, ComboField, Empty, isOnArrival, Keys, MenuButton, Segmented, Select, useCommands, type Command } from '../../ui/index.ts';
import { focusDrawer } from './focus-drawer.ts';
import { Head, type TabProps } from './head.tsx';
import { withProof } from './proof.tsx';
import { StatementEditor, type Then } from './statement-editor.tsx';
import { useSense } from './use-sense.ts';
import type { Edit } from './edit-line.ts';
import { WhyDrawer, newId, setTitle } from './why-drawer.tsx';
import { WhyFigure } from './why-figures.tsx';
import { WhyTree, type Editing } from './why-tree-view.tsx';
import { countText, now, short } from './words.ts';

const FORMS = ['tree', 'map', 'fishbone', 'text'] as const;
type Form = (typeof FORMS)[number];
const whysIn = (items: readonly Item[]): readonly Why[] => itemsOf(items, 'why');

/** Sets of whys, one at a time: as a tree that is written by keys alone, drawn, or as text. */
export function WhysTab({ reasoning, onTab, edit: run, show }: TabProps & { edit: Edit }): ReactNode {
  const place = usePlaceStore();
  const app = useActions();
  const { forest, entries } = reasoning;
  const selParam = useParam('sel');
  const setParam = useParam('set');
  const asParam = useParam('as');
  const form: Form = FORMS.find((id) => id === asParam) ?? 'tree';
  const isNew = useParam('edit') === 'new';
  const entryParam = useParam('entry');
  const { selected, root } = useMemo(() => {
    const found = findWhy(forest, selParam);
    return { selected: found, root: found?.root ?? forest.find(({ why }) => why.id === setParam) ?? forest[0] };
  }, [forest, selParam, setParam]);
  const selectedId = selected?.why.id;
  // The keys go through the steps; what is at the right follows when there is time.
  const detailed = useDeferredValue(selected);
  const steps = useMemo(() => (root ? whySteps(root) : []), [root]);
  const sense = useSense(useMemo(() => steps.map(({ why }) => why.statement), [steps]));
  const entriesById = useMemo(() => new Map(entries.map((entry) => [entry.id, entry])), [entries]);

  const [editing, setEditing] = useState<Editing>();
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [picking, setPicking] = useState(false);
  const treeRef = useRef<HTMLDivElement>(null);
  const refocus = useRef(false);
  const focusTree = useCallback((): void => { refocus.current = true; treeRef.current?.focus(); }, []);
  useEffect(() => {
    if (!refocus.current || editing !== undefined || isNew || !treeRef.current) return;
    refocus.current = false;
    treeRef.current.focus();
  });

  const select = useCallback((id: string | undefined): void => place.set({ sel: id, set: id === undefined ? root?.why.id : undefined, edit: undefined, entry: undefined }, { replace: true }), [place, root]);
  const visible = useMemo(() => {
    const rows: WhyNode[] = [];
    const walk = (node: WhyNode): void => { rows.push(node); if (!folded.has(node.why.id)) node.children.forEach(walk); };
    if (root) walk(root);
    return rows;
  }, [root, folded]);
  const at = visible.findIndex(({ why }) => why.id === selectedId);
  const step = (by: number): void => {
    const next = visible[at < 0 ? (by > 0 ? 0 : visible.length - 1) : Math.max(0, Math.min(visible.length - 1, at + by))];
    if (next) select(next.why.id);
  };
  const fold = useCallback((id: string, isFolded: boolean): void => setFolded((all) => { const after = new Set(all); if (isFolded) after.add(id); else after.delete(id); return after; }), []);
  const startEdit = useCallback((next: Editing): void => {
    if (next.kind === 'answer') fold(next.parentId, false);
    setEditing(next);
  }, [fold]);
  const open = (node: WhyNode): void => { const inTree = form === 'tree'; if (!inTree) place.set({ as: undefined }, { replace: true }); select(node.why.id); };

  const commit = useCallback((text: string, then: Then): void => {
    const words = text.replaceAll(/\s+/g, ' ').trim().slice(0, 2000);
    setEditing(undefined);
    if (then !== 'left') refocus.current = true;
    if (!editing || words === '') return;
    let id = '';
    if (editing.kind === 'words') {
      id = editing.id;
      void run((items) => changeWhy(whysIn(items), editing.id, { statement: words }));
    } else {
      id = newId();
      const made = newWhy(id, words, now());
      void run((items) => addAnswer(whysIn(items), editing.parentId, made, editing.afterId));
      select(id);
    }
    if (then === 'below') setEditing({ kind: 'answer', parentId: id, afterId: undefined, ask: '' });
  }, [editing, run, select]);
  const cancel = useCallback((): void => { refocus.current = true; setEditing(undefined); }, []);

  const entry = entryParam === undefined ? undefined : entriesById.get(entryParam);
  const startSet = (entryId?: string): void => { setEditing(undefined); place.set({ edit: 'new', entry: entryId, as: undefined }, { replace: true }); };
  const commitSet = (text: string, then: Then): void => {
    const words = text.replaceAll(/\s+/g, ' ').trim().slice(0, 2000);
    if (words === '') return stopSet();
    const id = newId();
    const made = { ...(entry ? setFromEntry(id, entry, now()) : newWhy(id, words, now())), statement: words };
    void run((items) => addSet(whysIn(items), made));
    select(id);
    refocus.current = then !== 'left';
    if (then === 'below') setEditing({ kind: 'answer', parentId: id, afterId: undefined, ask: '' });
  };
  const stopSet = (): void => { refocus.current = true; place.set({ edit: undefined, entry: undefined }, { replace: true }); };

  const remove = (node: WhyNode): void => {
    const next = node.parent ? node.parent.children[node.parent.children.indexOf(node) + 1] ?? node.parent.children[node.parent.children.indexOf(node) - 1] ?? node.parent : forest.find((other) => other !== node);
    void run((items) => removeWhy(whysIn(items), node.why.id), { said: true });
    select(next?.why.id);
    focusTree();
  };
  const move = (to: WhyMove): void => { if (selected) void run((items) => moveWhy(whysIn(items), selected.why.id, to)); };
  const join = useCallback((id: string): void => void run((items) => { const why = whysIn(items).find((one) => one.id === id); return changeWhy(whysIn(items), id, { join: why?.join === 'all' ? 'any' : 'all' }); }), [run]);
  const [refused, setRefused] = useState<{ readonly id: string; readonly problem: string }>();
  /** Answers why it was refused. */
  const setState = (id: string, state: Why['state']): string | undefined => {
    let problem: string | undefined;
    void run((items) => {
      const made = setWhyState(whysIn(items), id, state);
      if (made.ok) return made.value;
      problem = made.failure.message;
      return { label: '', commands: [] };
    });
    setRefused(problem === undefined ? undefined : { id, problem });
    return problem;
  };
  const moveTo = useCallback((id: string, parentId: string): void => void run((items) => moveWhyTo(whysIn(items), id, parentId)), [run]);
  const goEntry = useCallback((id: string): void => place.go('timeline', { sel: id }), [place]);

  const toFaultTree = (): void => {
    if (!root) return;
    const document = faultTreeOfWhys(root, { newId, createdAtNs: now(), timeOf: (id) => entriesById.get(id)?.time.startNs });
    const go = async (): Promise<void> => {
      const done = await run(() => ({ label: `Fault tree from “${short(root.why.statement)}”`, commands: [saveItem(document.tree), ...document.nodes.map(saveItem)] }), { said: true });
      if (done) place.go('fault-tree', { tree: document.tree.id });
    };
    void go();
  };
  const fromFaultTree = (treeId: string): void => {
    const tree = reasoning.trees.find(({ id }) => id === treeId);
    if (!tree) return;
    const whys = whysOfFaultTree({ tree, nodes: reasoning.nodes.filter((node) => node.treeId === treeId) }, { newId, createdAtNs: now() });
    const [first] = whys;
    if (!first) return;
    void run((items) => {
      const last = whyForest(whysIn(items)).at(-1)?.why.order ?? -1;
      return { label: `Whys from the fault tree “${short(tree.title)}”`, commands: whys.map((why) => saveItem(why.parentId === undefined ? { ...why, order: last + 1 + why.order } : why)) };
    }, { said: true });
    select(first.id);
  };
  const makeFactor = (node: WhyNode): void => {
    const factor = factorOfWhy(newId(), node.why, node.children.length === 0, now());
    void run(() => ({ label: `Made a factor of “${short(node.why.statement)}”`, commands: [saveItem(factor)] }));
    place.go('reasoning', { tab: 'factors', sel: factor.id });
  };
  const linkFactors = (node: WhyNode, ids: readonly string[]): void => void run((items) => ({
    label: `Changed the factors of “${short(node.why.statement)}”`,
    commands: itemsOf(items, 'factor').flatMap((factor) => {
      const [has, should] = [factor.whys.includes(node.why.id), ids.includes(factor.id)];
      return has === should ? [] : [saveItem({ ...factor, whys: should ? [...factor.whys, node.why.id] : factor.whys.filter((id) => id !== node.why.id) })];
    }),
  }));
  const copyText = (): void => { if (root) void app.copy(whysText(root), `Copied ${plural(steps.length, 'step')}`); };

  const inTree = (): boolean => treeRef.current !== null && document.activeElement === treeRef.current;
  const hasStep = (): boolean => selected !== undefined && editing === undefined && inTree();
  const walks = (): boolean => form === 'tree' && root !== undefined && editing === undefined && !isNew && (inTree() || isOnArrival());
  const walk = (act: () => void) => (): void => { focusTree(); act(); };
  const moveKeys: ReadonlyArray<readonly [WhyMove, string, string]> = [['up', 'Move the step up', 'Alt+Up Shift+Up'], ['down', 'Move the step down', 'Alt+Down Shift+Down'], ['in', 'Move the step in', 'Alt+Right Shift+Right'], ['out', 'Move the step out', 'Alt+Left Shift+Left']];
  const commands: Command[] = [
    { id: 'reasoning.new-set', label: 'Ask why: a new set', icon: 'plus', keys: 'n', group: 'Whys', run: () => startSet() },
    { id: 'reasoning.answer', label: 'Answer below', icon: 'plus', keys: 'Tab', group: 'Whys', when: hasStep, run: () => startEdit({ kind: 'answer', parentId: selectedId!, afterId: undefined, ask: '' }) },
    { id: 'reasoning.another', label: 'Another answer', keys: 'Enter', group: 'Whys', when: hasStep, run: () => startEdit(selected!.parent ? { kind: 'answer', parentId: selected!.parent.why.id, afterId: selectedId, ask: '' } : { kind: 'answer', parentId: selectedId!, afterId: undefined, ask: '' }) },
    { id: 'reasoning.edit', label: 'Edit the words', icon: 'edit', keys: 'F2', group: 'Whys', when: hasStep, run: () => startEdit({ kind: 'words', id: selectedId!, typed: undefined }) },
    { id: 'reasoning.cite', label: 'Cite what is pinned', icon: 'pin', keys: 'Ctrl+K', group: 'Whys', when: () => selected !== undefined && editing === undefined, run: () => setPicking(true) },
    { id: 'reasoning.details', label: 'To the details of the step', icon: 'list', keys: 'F6', group: 'Whys', when: hasStep, run: focusDrawer },
    { id: 'reasoning.close', label: 'Close, or open again', icon: 'check', keys: 'Ctrl+Enter', group: 'Whys', when: hasStep, run: () => void setState(selectedId!, selected!.why.state === 'closed' ? 'open' : 'closed') },
    { id: 'reasoning.rule-out', label: 'Rule out, or open again', keys: 'Ctrl+Shift+Enter', group: 'Whys', when: hasStep, run: () => void setState(selectedId!, selected!.why.state === 'ruled-out' ? 'open' : 'ruled-out') },
    { id: 'reasoning.join', label: 'All of its answers, or any of them', keys: 'Ctrl+J', group: 'Whys', when: () => hasStep() && selected!.children.length > 1, run: () => join(selectedId!) },
    { id: 'reasoning.remove', label: 'Remove the step', icon: 'trash', keys: 'Delete Backspace', group: 'Whys', when: hasStep, run: () => remove(selected!) },
    ...moveKeys.map(([to, label, keys]): Command => ({ id: `reasoning.move-${to}`, label, keys, group: 'Whys', hidden: true, when: hasStep, run: () => move(to) })),
    { id: 'reasoning.next', label: 'Next step', keys: 'Down', group: 'Whys', hidden: true, when: walks, run: walk(() => step(1)) },
    { id: 'reasoning.previous', label: 'Previous step', keys: 'Up', group: 'Whys', hidden: true, when: walks, run: walk(() => step(-1)) },
    { id: 'reasoning.into', label: 'To its answers, or show them', keys: 'Right', group: 'Whys', hidden: true, when: walks, run: walk(() => { if (!selected || folded.has(selected.why.id)) { if (selected) fold(selected.why.id, false); } else if (selected.children[0]) select(selected.children[0].why.id); }) },
    { id: 'reasoning.out-of', label: 'To what it answers, or hide its answers', keys: 'Left', group: 'Whys', hidden: true, when: walks, run: walk(() => { if (selected && selected.children.length > 0 && !folded.has(selected.why.id)) fold(selected.why.id, true); else if (selected?.parent) select(selected.parent.why.id); }) },
    { id: 'reasoning.first', label: 'First step', keys: 'Home', group: 'Whys', hidden: true, when: walks, run: walk(() => { if (root) select(root.why.id); }) },
    { id: 'reasoning.last', label: 'Last step', keys: 'End', group: 'Whys', hidden: true, when: walks, run: walk(() => { const last = visible.at(-1); if (last) select(last.why.id); }) },
    { id: 'reasoning.copy', label: 'Copy the whys as text', icon: 'copy', keys: 'Ctrl+C', group: 'Whys', when: () => root !== undefined && inTree(), run: copyText },
    { id: 'reasoning.leave', label: 'Leave the step', keys: 'Escape', group: 'Whys', hidden: true, when: () => selected !== undefined && editing === undefined && !picking, run: () => { select(undefined); focusTree(); } },
  ];
  useCommands(commands);

  const isEmpty = forest.length === 0 && !isNew;
  return (
    <>
      <section className="main rs-main" aria-label="Reasoning">
        <Head tab="whys" reasoning={reasoning} onTab={onTab}>
          {!isEmpty && <Button kind="primary" icon="plus" keys="n" onPress={() => startSet()}>Ask why</Button>}
        </Head>
        {root && !isNew && (
          <div className="toolbar rs-bar">
            {forest.length > 1 && <Select label="Set of whys" hideLabel value={root.why.id} onChange={(id) => { place.set({ set: id, sel: undefined }, { replace: true }); }} options={forest.map((one) => ({ id: one.why.id, label: setTitle(one, show) }))} />}
            <span className="t2 nowrap rs-count">{countText(countWhys(root))}</span>
            <span className="grow" />
            <Checkbox isSelected={root.why.strict} onChange={(strict) => void run((items) => setStrict(whysIn(items), root.why.id, strict))}>Strict</Checkbox>
            <Segmented<Form> label="Whys as" value={form} onChange={(id) => place.set({ as: id === 'tree' ? undefined : id })} options={[{ id: 'tree', label: 'Tree' }, { id: 'map', label: 'Cause map' }, { id: 'fishbone', label: 'Fishbone' }, { id: 'text', label: 'Text' }]} />
            <MenuButton
              label="More of these whys" icon="more" entries={[
                { id: 'copy', label: 'Copy as text', icon: 'copy', keys: 'Ctrl+C', run: copyText },
                { id: 'tree', label: 'Fault tree from this set', icon: 'fault-tree', run: toFaultTree },
                ...reasoning.trees.map((tree) => ({ id: `from-${tree.id}`, label: `Whys from the fault tree “${short(show(tree.title), 48)}”`, icon: 'merge' as const, run: () => fromFaultTree(tree.id) })),
                { id: 'remove', label: 'Remove this set', icon: 'trash', apart: true, run: () => remove(root) },
              ]}
            />
          </div>
        )}
        {isNew ? (
          <div className="rs-new">
            <h2>{entry ? 'Why did this happen?' : 'What happened?'}</h2>
            <p className="t2">{entry ? `From the timeline${entry.evidence.length === 0 ? '.' : `, with ${plural(entry.evidence.length, 'piece of evidence', 'pieces of evidence')}.`}` : 'Say what was so, as a sentence: “Checkout answered with errors for 22 minutes”. The questions follow from it.'}</p>
            <div className="rs-box selected"><StatementEditor key={entry?.id ?? ''} label="What happened" initial={entry?.title ?? ''} isWhole placeholder="Checkout answered with errors for 22 minutes" onCommit={commitSet} onCancel={stopSet} /></div>
            <p className="t3 rs-keys"><Keys keys="Enter" /> keeps it, <Keys keys="Tab" /> keeps it and asks why, <Keys keys="Escape" /> leaves</p>
          </div>
        ) : !root ? <NoWhys reasoning={reasoning} show={show} onNew={startSet} onTree={fromFaultTree} />
          : form === 'tree' ? (
            <>
              <WhyTree
                treeRef={treeRef} root={root} selectedId={selectedId} editing={editing} folded={folded} sense={sense} entries={entriesById} show={show} onSelect={(id) => { select(id); focusTree(); }} onFold={fold} onEdit={startEdit} onCommit={commit}
                onCancel={cancel} onJoin={join} onMoveTo={moveTo} onEntry={goEntry}
              />
              <p className="rs-hints t3" id="rs-tree-keys">
                {refused?.id !== selectedId || !refused ? (
                  <>
                    <span><Keys keys="Tab" /> answer below</span><span><Keys keys="Enter" /> another answer</span><span><Keys keys="F2" /> or typing edits</span><span><Keys keys="Alt+Up" /> moves</span>
                    <span><Keys keys="Ctrl+K" /> cites</span><span><Keys keys="Ctrl+Enter" /> closes</span><span><Keys keys="F6" /> details</span><span><Keys keys="Escape" /> then <Keys keys="Tab" /> leaves</span>
                  </>
                ) : <span className="rs-refused" role="alert">{refused.problem}</span>}
              </p>
            </>
          ) : <WhyFigure form={form} root={root} show={show} onOpen={(id) => { const node = findWhy(forest, id); if (node) open(node); }} onCopy={copyText} />}
      </section>
      {selected && detailed && !isNew && (
        <WhyDrawer
          key={detailed.why.id} node={detailed} blame={sense.get(detailed.why.statement)} entries={entries} factors={reasoning.factors} show={show}
          onChange={(change) => void run((items) => changeWhy(whysIn(items), detailed.why.id, change))} onState={(state) => setState(detailed.why.id, state)} onEvidence={(evidence) => void run((items) => setWhyEvidence(whysIn(items), detailed.why.id, evidence))}
          onPicker={() => setPicking(true)} onAsk={(ask) => { place.set({ as: undefined }, { replace: true }); startEdit({ kind: 'answer', parentId: detailed.why.id, afterId: undefined, ask }); }} onFactor={() => makeFactor(detailed)} onFactorLinks={(ids) => linkFactors(detailed, ids)}
          onOpenFactor={(id) => place.go('reasoning', { tab: 'factors', sel: id })} onEntry={goEntry} onRemove={() => remove(detailed)} onClose={() => { select(undefined); focusTree(); }} onLeave={focusTree}
        />
      )}
      {selected && <EvidencePicker isOpen={picking} onClose={() => setPicking(false)} onPick={(reference) => { setPicking(false); focusTree(); void run((items) => setWhyEvidence(whysIn(items), selected.why.id, withProof(whysIn(items).find(({ id }) => id === selected.why.id)?.evidence ?? [], reference))); }} />}
    </>
  );
}

/** Nothing asked yet: what happened is the first step, or an entry of the timeline is. */
function NoWhys({ reasoning, show, onNew, onTree }: Pick<TabProps, 'reasoning' | 'show'> & { onNew: (entryId?: string) => void; onTree: (treeId: string) => void }): ReactNode {
  const [typed, setTyped] = useState('');
  return (
    <Empty action={(
      <div className="rs-begin">
        <Button kind="primary" icon="plus" keys="n" onPress={() => onNew()}>Ask why</Button>
        {reasoning.entries.length > 0 && <ComboField label="Begin with a timeline entry" hideLabel placeholder="Begin with a timeline entry" value={typed} onChange={setTyped} options={reasoning.entries.map((entry) => ({ id: entry.id, label: short(show(entry.title)) }))} onPick={({ id }) => onNew(id)} />}
        {reasoning.trees.map((tree) => <Button key={tree.id} icon="merge" onPress={() => onTree(tree.id)}>{`From the fault tree “${short(show(tree.title), 48)}”`}</Button>)}
      </div>
    )}>
      No whys yet. Say what happened and ask why it came about, as often as it takes: every answer may have several, and each cites what shows it.
    </Empty>
  );
}
