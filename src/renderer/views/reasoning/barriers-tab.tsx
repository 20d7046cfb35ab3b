import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import { barrierFigure } from '../../../figures/barrier-figure.ts';
import { SCREEN_PALETTE } from '../../../figures/palette.ts';
import { BARRIER_STATES, type Barrier } from '../../../model/cause.ts';
import { addBarrier, BARRIER_FUNCTION_TITLE, BARRIER_STATE_ABOUT, BARRIER_STATE_TITLE, barrierLines, moveBarrier, newBarrier } from '../../../model/factor.ts';
import { removeItem, saveItem } from '../../../model/item-change.ts';
import { itemsOf } from '../../../model/item.ts';
import { useDraft } from '../../parts/use-draft.ts';
import { useCaseUi, useCaseUiStore, useParam, usePlaceStore } from '../../state/react.tsx';
import { Button, ComboField, Drawer, Empty, Icon, IconButton, isOnArrival, Keys, MenuButton, Select, TextBlock, useCommands, useWidth, type Command } from '../../ui/index.ts';
import { Head, type TabProps } from './head.tsx';
import { Links } from './links.tsx';
import { Proof } from './proof.tsx';
import type { Edit } from './edit-line.ts';
import type { Reasoning } from './use-reasoning.ts';
import { newId } from './why-drawer.tsx';
import { now, short } from './words.ts';

const FUNCTIONS = (['prevent', 'detect', 'contain', 'recover'] as const).map((id) => ({ id, label: BARRIER_FUNCTION_TITLE[id] }));

/** What stood between a hazard and harm, or could have: a line of bars, and the same as a list. */
export function BarriersTab({ reasoning, onTab, edit, show }: TabProps & { edit: Edit }): ReactNode {
  const place = usePlaceStore();
  const selectedId = useParam('sel');
  const isNew = useParam('edit') === 'new';
  const lines = useMemo(() => barrierLines(reasoning.barriers), [reasoning.barriers]);
  const rows = useMemo(() => lines.flatMap((line) => line.barriers), [lines]);
  const selected = rows.find(({ id }) => id === selectedId);
  const listRef = useRef<HTMLDivElement>(null);
  const [ask, setAsk] = useState(0);
  const asked = useRef(false);
  const refocus = useRef(false);
  const focusList = useCallback((): void => { refocus.current = true; listRef.current?.focus(); }, []);
  useEffect(() => {
    if (!refocus.current || isNew || !listRef.current) return;
    refocus.current = false;
    listRef.current.focus();
  });
  const takeFocus = useCallback((): boolean => { const was = asked.current; asked.current = false; return was; }, []);
  const askFields = (): void => { asked.current = true; setAsk((n) => n + 1); };
  const select = (id: string | undefined): void => place.set({ sel: id, edit: undefined }, { replace: true });
  useEffect(() => { if (selectedId !== undefined) document.getElementById(rowId(selectedId))?.scrollIntoView({ block: 'nearest' }); }, [selectedId]);
  const step = (by: number): void => {
    const at = rows.findIndex(({ id }) => id === selectedId);
    const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + by))];
    if (next) select(next.id);
  };
  const startNew = (): void => place.set({ edit: 'new' }, { replace: true });
  const change = (id: string, to: Partial<Barrier>): void => void edit((items) => {
    const barrier = itemsOf(items, 'barrier').find((one) => one.id === id);
    return barrier ? { label: to.state ? `${BARRIER_STATE_TITLE[to.state]}: “${short(barrier.title)}”` : `Changed the barrier “${short(barrier.title)}”`, commands: [saveItem({ ...barrier, ...to })] } : { label: '', commands: [] };
  });
  const move = (id: string, by: -1 | 1): void => void edit((items) => moveBarrier(itemsOf(items, 'barrier'), id, by));
  const add = (title: string): void => {
    const like = selected ?? rows.at(-1);
    const barrier = newBarrier(newId(), title, now(), like ? { hazard: like.hazard, target: like.target } : {});
    void edit((items) => addBarrier(itemsOf(items, 'barrier'), barrier));
    select(barrier.id);
    if (like) focusList();
    else askFields();
  };
  const remove = (barrier: Barrier): void => {
    const at = rows.indexOf(barrier);
    void edit(() => ({ label: `Removed the barrier “${short(barrier.title)}”`, commands: [removeItem(barrier)] }), { said: true });
    select((rows[at + 1] ?? rows[at - 1])?.id);
    focusList();
  };
  const inList = (): boolean => listRef.current !== null && document.activeElement === listRef.current;
  const hasRow = (): boolean => selected !== undefined && !isNew && inList();
  const walks = (): boolean => rows.length > 0 && !isNew && (inList() || isOnArrival());
  const commands: Command[] = [
    { id: 'reasoning.new-barrier', label: 'New barrier', icon: 'plus', keys: 'n', group: 'Barriers', run: startNew },
    { id: 'reasoning.open-barrier', label: 'Change the barrier', icon: 'edit', keys: 'Enter F2', group: 'Barriers', when: hasRow, run: askFields },
    { id: 'reasoning.next-barrier', label: 'Next barrier', keys: 'Down', group: 'Barriers', hidden: true, when: walks, run: () => { focusList(); step(1); } },
    { id: 'reasoning.previous-barrier', label: 'Previous barrier', keys: 'Up', group: 'Barriers', hidden: true, when: walks, run: () => { focusList(); step(-1); } },
    { id: 'reasoning.barrier-up', label: 'Move the barrier towards the hazard', keys: 'Shift+Up Alt+Up', group: 'Barriers', hidden: true, when: hasRow, run: () => move(selected!.id, -1) },
    { id: 'reasoning.barrier-down', label: 'Move the barrier towards the target', keys: 'Shift+Down Alt+Down', group: 'Barriers', hidden: true, when: hasRow, run: () => move(selected!.id, 1) },
    ...BARRIER_STATES.map((state, i): Command => ({ id: `reasoning.barrier-${state}`, label: `The barrier: ${BARRIER_STATE_TITLE[state].toLowerCase()}`, keys: String(i + 1), group: 'Barriers', when: hasRow, run: () => change(selected!.id, { state }) })),
    { id: 'reasoning.remove-barrier', label: 'Remove the barrier', icon: 'trash', keys: 'Delete Backspace', group: 'Barriers', when: hasRow, run: () => remove(selected!) },
    { id: 'reasoning.leave-barrier', label: 'Close the drawer', keys: 'Escape', group: 'Barriers', hidden: true, when: () => selected !== undefined && !isNew, run: () => { select(undefined); focusList(); } },
  ];
  useCommands(commands);
  return (
    <>
      <section className="main rs-main" aria-label="Reasoning">
        <Head tab="barriers" reasoning={reasoning} onTab={onTab}>{rows.length > 0 && <Button kind="primary" icon="plus" keys="n" onPress={startNew}>New barrier</Button>}</Head>
        {rows.length === 0 && !isNew
          ? <Empty action={<Button kind="primary" icon="plus" keys="n" onPress={startNew}>New barrier</Button>}>No barriers yet. Say what stood between the hazard and those it harms, in the order the hazard met it: what held, what failed, what was bypassed, and what could have stood there.</Empty>
          : (
            <div className="rs-barriers scroll">
              <Drawing lines={lines} show={show} />
              {isNew && <NewBarrier onAdd={add} onCancel={() => { select(selectedId); focusList(); }} />}
              {rows.length > 0 && (
                <div ref={listRef} className="rs-barrier-list focus-inside" role="listbox" tabIndex={0} aria-label="Barriers, from the hazard to the target" {...(selected ? { 'aria-activedescendant': rowId(selected.id) } : {})}>
                  {lines.map((line) => (
                    <div key={line.barriers[0]!.id} role="group" aria-label={`${line.hazard || 'A hazard'} to ${line.target || 'what it endangers'}`}>
                      <p className="rs-barrier-line" role="presentation"><b>{visibleText(show(line.hazard)) || 'Hazard not said'}</b><Icon name="chevron-right" size={12} /><b>{visibleText(show(line.target)) || 'Target not said'}</b></p>
                      {line.barriers.map((barrier) => <Row key={barrier.id} barrier={barrier} isSelected={barrier.id === selectedId} show={show} onSelect={(id) => { select(id); focusList(); }} />)}
                    </div>
                  ))}
                </div>
              )}
            </div>
          )}
        {rows.length > 0 && (
          <p className="rs-hints t3"><span><Keys keys="Shift+Up" /> moves</span>{BARRIER_STATES.map((state, i) => <span key={state}><Keys keys={String(i + 1)} /> {BARRIER_STATE_TITLE[state].toLowerCase()}</span>)}<span><Keys keys="Enter" /> changes</span><span><Keys keys="Delete" /> removes</span></p>
        )}
      </section>
      {selected && !isNew && (
        <BarrierDrawer
          key={selected.id} barrier={selected} reasoning={reasoning} show={show} ask={ask} takeFocus={takeFocus} onChange={(to) => change(selected.id, to)} onMove={(by) => move(selected.id, by)} onRemove={() => remove(selected)}
          onClose={() => { select(undefined); focusList(); }} onLeave={focusList}
        />
      )}
    </>
  );
}

function rowId(id: string): string {
  return `barrier-${id}`;
}

function Drawing({ lines, show }: { lines: ReturnType<typeof barrierLines>; show: (text: string) => string }): ReactNode {
  const [ref, widthPx] = useWidth();
  const figure = useMemo(() => (widthPx > 0 ? barrierFigure(lines, { widthPx: Math.min(widthPx, 1200), palette: SCREEN_PALETTE, showText: (text) => visibleText(show(text)) }) : undefined), [lines, widthPx, show]);
  return <div ref={ref} className="rs-barrier-figure">{figure && <div role="img" aria-label={figure.alt} dangerouslySetInnerHTML={{ __html: figure.svg }} />}</div>;
}

function Row({ barrier, isSelected, show, onSelect }: { barrier: Barrier; isSelected: boolean; show: (text: string) => string; onSelect: (id: string) => void }): ReactNode {
  return (
    // The keys are the list's, as the listbox pattern has it.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      className={isSelected ? 'rs-barrier-row selected' : 'rs-barrier-row'} id={rowId(barrier.id)} role="option" aria-selected={isSelected} onClick={() => onSelect(barrier.id)}
      aria-label={[visibleText(show(barrier.title)), BARRIER_STATE_TITLE[barrier.state].toLowerCase(), BARRIER_FUNCTION_TITLE[barrier.function].toLowerCase(), barrier.evidence.length === 0 ? 'no evidence' : plural(barrier.evidence.length, 'piece of evidence', 'pieces of evidence'), ...(barrier.actions.length > 0 ? [plural(barrier.actions.length, 'action')] : [])].join(', ')}
    >
      <span className={`rs-barrier-state ${barrier.state}`}>{BARRIER_STATE_TITLE[barrier.state]}</span>
      <span className="rs-barrier-title">{visibleText(show(barrier.title))}</span>
      <span className="t2">{BARRIER_FUNCTION_TITLE[barrier.function]}</span>
      {barrier.evidence.length === 0 ? <span className="rs-without">no evidence</span> : <span className="rs-proof"><Icon name="cite" size={12} /> {formatCount(barrier.evidence.length)}</span>}
      <span className="t2">{barrier.actions.length === 0 ? '' : plural(barrier.actions.length, 'action')}</span>
    </div>
  );
}

function NewBarrier({ onAdd, onCancel }: { onAdd: (title: string) => void; onCancel: () => void }): ReactNode {
  const [title, setTitle] = useState('');
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => { box.current?.querySelector('textarea')?.focus(); }, []);
  const add = (): void => { if (title.trim() !== '') onAdd(title.trim().slice(0, 500)); };
  return (
    <form
      className="rs-new-barrier" aria-label="New barrier" ref={box} onSubmit={(event) => { event.preventDefault(); add(); }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
        else if (event.key === 'Enter' && event.target instanceof HTMLTextAreaElement) add();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <TextBlock label="What stood in between, or could have" rows={1} value={title} onChange={setTitle} placeholder="Alert on pool use above 80 %" />
      <div className="rs-foot"><Button kind="primary" type="submit" keys="Enter" isDisabled={title.trim() === ''}>Add barrier</Button><Button kind="quiet" keys="Escape" onPress={onCancel}>Cancel</Button></div>
    </form>
  );
}

function BarrierDrawer({ barrier, reasoning, show, ask, takeFocus, onChange, onMove, onRemove, onClose, onLeave }: {
  barrier: Barrier; reasoning: Reasoning; show: (text: string) => string; ask: number; takeFocus: () => boolean;
  onChange: (change: Partial<Barrier>) => void; onMove: (by: -1 | 1) => void; onRemove: () => void; onClose: () => void; onLeave: () => void;
}): ReactNode {
  const place = usePlaceStore();
  const store = useCaseUiStore();
  const widthPx = useCaseUi((s) => s.drawerWidthPx);
  const title = useDraft(barrier.title, (text) => { if (text.trim() !== '') onChange({ title: text.trim().slice(0, 500) }); });
  const note = useDraft(barrier.note, (text) => onChange({ note: text }));
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => { if (ask > 0 && takeFocus()) box.current?.querySelector('textarea')?.focus(); }, [ask, takeFocus]);
  return (
    <Drawer
      label="Barrier" widthPx={widthPx} onWidth={(drawerWidthPx) => store.setState({ drawerWidthPx })} onClose={onClose} title={<b>Barrier</b>}
      actions={(
        <>
          <IconButton icon="chevron-up" label="Towards the hazard" keys="Shift+Up" onPress={() => onMove(-1)} /><IconButton icon="chevron-down" label="Towards the target" keys="Shift+Down" onPress={() => onMove(1)} />
          <MenuButton label="More about this barrier" icon="more" entries={[{ id: 'remove', label: 'Remove', icon: 'trash', keys: 'Delete', run: onRemove }]} />
        </>
      )}
    >
      <div ref={box} role="presentation" onKeyDown={(event) => { if (event.key === 'Escape' && !event.defaultPrevented) { event.preventDefault(); event.stopPropagation(); onLeave(); } }}>
        <div className="rs-form">
          <TextBlock
            label="What stood in between, or could have" rows={2} value={title.text} onChange={title.set} onBlur={title.leave} error={title.text.trim() === '' ? 'A barrier says something.' : undefined}
            onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); title.leave(); } }}
          />
          <div className="rs-pair">
            <Select label="State" value={barrier.state} onChange={(state) => onChange({ state })} options={BARRIER_STATES.map((id) => ({ id, label: BARRIER_STATE_TITLE[id] }))} />
            <Select label="Function" value={barrier.function} onChange={(to) => onChange({ function: to })} options={FUNCTIONS} />
          </div>
          <p className="t2 data">{`${BARRIER_STATE_ABOUT[barrier.state]}.`}</p>
          <End label="Hazard: what it stops" placeholder="Connections that are not given back" value={barrier.hazard} known={reasoning.barriers.map(({ hazard }) => hazard)} onChange={(hazard) => onChange({ hazard })} />
          <End label="Target: what it protects" placeholder="Customers who pay" value={barrier.target} known={reasoning.barriers.map(({ target }) => target)} onChange={(target) => onChange({ target })} />
          <TextBlock label="Note, in Markdown" rows={3} value={note.text} onChange={note.set} onBlur={note.leave} />
        </div>
        <Proof evidence={barrier.evidence} without="Nothing shows this yet." onChange={(evidence) => onChange({ evidence })} />
        <Links
          title="Actions" of="Actions about it" add="Link an action" gone="An action that was removed" ids={barrier.actions} onChange={(ids) => onChange({ actions: ids })} onOpen={(id) => place.go('actions', { sel: id })}
          options={reasoning.actions.map((action) => ({ id: action.id, label: short(show(action.title)), aside: action.state.replace('-', ' ') }))}
        />
      </div>
    </Drawer>
  );
}

function End({ label, placeholder, value, known, onChange }: { label: string; placeholder: string; value: string; known: readonly string[]; onChange: (text: string) => void }): ReactNode {
  const draft = useDraft(value, (text) => onChange(text.trim().slice(0, 500)));
  const options = [...new Set(known.filter((text) => text.trim() !== ''))].map((text) => ({ id: text, label: text }));
  return <ComboField label={label} value={draft.text} onChange={(text) => { if (text !== draft.text) draft.set(text); }} onLeave={draft.leave} allowsOther placeholder={placeholder} options={options} onPick={({ label: picked }) => onChange(picked)} />;
}
