import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { plural } from '../../../base/text.ts';
import type { Factor, FailureMode } from '../../../model/cause.ts';
import { byActionPriority, failureModeOfEvent, failureModeOfFactor, failureModesCsv, newFailureMode } from '../../../model/failure-mode.ts';
import type { FaultEvent, FaultTree } from '../../../model/fault-tree/document.ts';
import { removeItem, saveItem } from '../../../model/item-change.ts';
import { itemsOf } from '../../../model/item.ts';
import { EvidencePicker } from '../../parts/evidence-picker.tsx';
import { download } from '../../rpc/download.ts';
import { useCaseInfo } from '../../rpc/react.tsx';
import { useActions, useParam, usePlaceStore } from '../../state/react.tsx';
import { Button, Empty, isOnArrival, Keys, MenuButton, Segmented, useCommands, type Command, type MenuEntry } from '../../ui/index.ts';
import { cellBeside, cellChange, cellText, COLUMNS } from './fmea-columns.ts';
import { focusDrawer } from './focus-drawer.ts';
import { FmeaDrawer } from './fmea-drawer.tsx';
import { FmeaGrid, type CellPlace } from './fmea-grid.tsx';
import { Head, type TabProps } from './head.tsx';
import { ImportSheet } from './import-sheet.tsx';
import { withProof } from './proof.tsx';
import type { Edit } from './edit-line.ts';
import { newId } from './why-drawer.tsx';
import { now, short } from './words.ts';

/** What can fail again, rated: a sheet that is filled by keys. */
export function FmeaTab({ reasoning, onTab, edit, show }: TabProps & { edit: Edit }): ReactNode {
  const place = usePlaceStore();
  const app = useActions();
  const { title } = useCaseInfo();
  const selectedId = useParam('sel');
  const columnParam = useParam('col');
  const byPriority = useParam('sort') === 'ap';
  const modes = useMemo(() => (byPriority ? reasoning.modes.toSorted(byActionPriority) : reasoning.modes), [reasoning.modes, byPriority]);
  const row = selectedId === 'new' ? modes.length : modes.findIndex(({ id }) => id === selectedId);
  const column = Math.max(0, COLUMNS.findIndex(({ id }) => id === columnParam));
  const at = useMemo((): CellPlace | undefined => (row < 0 ? undefined : { row, column }), [row, column]);
  const selected = at && modes[at.row];
  const [editing, setEditing] = useState<{ readonly text: string; readonly isWhole: boolean }>();
  const [problem, setProblem] = useState<string>();
  const [importing, setImporting] = useState<string>();
  const [picking, setPicking] = useState(false);
  const [isDetailed, setDetailed] = useState(false);
  const gridRef = useRef<HTMLDivElement>(null);
  const refocus = useRef(false);
  const focusGrid = useCallback((): void => { refocus.current = true; gridRef.current?.focus(); }, []);
  useEffect(() => {
    if (!refocus.current || editing !== undefined || !gridRef.current) return;
    refocus.current = false;
    gridRef.current.focus();
  });
  const go = (to: CellPlace | undefined, rows: readonly FailureMode[] = modes): void => {
    if (!to) return;
    place.set({ sel: rows[to.row]?.id ?? 'new', col: to.column === 0 ? undefined : COLUMNS[to.column]!.id }, { replace: true });
  };
  const walk = (down: number, right: number) => (): void => {
    focusGrid();
    go(at ? { row: Math.max(0, Math.min(modes.length, at.row + down)), column: Math.max(0, Math.min(COLUMNS.length - 1, at.column + right)) } : { row: 0, column: 0 });
  };
  const beside = (by: 1 | -1) => (): void => { if (at) go(cellBeside(at.row, at.column, by, modes.length + 1)); };
  const begin = (typed: string | undefined): void => {
    if (!at || COLUMNS[at.column]!.kind === 'worked-out') return;
    setProblem(undefined);
    setEditing(typed === undefined ? { text: modes[at.row] ? cellText(modes[at.row]!, COLUMNS[at.column]!) : '', isWhole: true } : { text: typed, isWhole: false });
  };
  const change = (id: string, to: Partial<FailureMode>): void => void edit((items) => {
    const mode = itemsOf(items, 'failure-mode').find((one) => one.id === id);
    return mode ? { label: `Changed the failure mode “${short(mode.mode)}”`, commands: [saveItem({ ...mode, ...to })] } : { label: '', commands: [] };
  });
  const commit = (text: string, then: 'down' | 'right' | 'left' | 'here'): boolean => {
    if (!at) return true;
    const made = cellChange(COLUMNS[at.column]!, text);
    if ('problem' in made) {
      setProblem(made.problem);
      return false;
    }
    setEditing(undefined);
    setProblem(undefined);
    if (then !== 'here') refocus.current = true;
    const mode = modes[at.row];
    let rows = modes;
    if (mode) {
      if (cellText(mode, COLUMNS[at.column]!) !== text.trim()) change(mode.id, made.change);
    } else if (text.trim() !== '') {
      const added = newFailureMode(newId(), now(), made.change);
      rows = [...modes, added];
      void edit(() => ({ label: 'Added a failure mode', commands: [saveItem(added)] }));
      if (then === 'here') place.set({ sel: added.id }, { replace: true });
    }
    if (then === 'down') go({ row: Math.min(rows.length, at.row + 1), column: at.column }, rows);
    else if (then !== 'here') go(cellBeside(at.row, at.column, then === 'right' ? 1 : -1, rows.length + 1), rows);
    return true;
  };
  const cancel = (): void => { refocus.current = true; setEditing(undefined); setProblem(undefined); };
  const clear = (): void => {
    if (!selected || !at) return;
    const made = cellChange(COLUMNS[at.column]!, '');
    if ('change' in made && cellText(selected, COLUMNS[at.column]!) !== '') change(selected.id, made.change);
  };
  const remove = (mode: FailureMode): void => {
    const index = modes.indexOf(mode);
    void edit(() => ({ label: `Removed the failure mode “${short(mode.mode)}”`, commands: [removeItem(mode)] }), { said: true });
    place.set({ sel: (modes[index + 1] ?? modes[index - 1])?.id }, { replace: true });
    focusGrid();
  };
  /** Asked for once more, the focus goes there. */
  const details = (): void => { if (isDetailed) focusDrawer(); else setDetailed(true); };
  const startNew = (): void => { place.set({ sel: 'new', col: undefined }, { replace: true }); setProblem(undefined); setEditing({ text: '', isWhole: false }); };
  const addAll = (made: readonly FailureMode[], label: string): void => {
    void edit(() => ({ label, commands: made.map(saveItem) }), { said: true });
    place.set({ sel: made[0]?.id, col: undefined }, { replace: true });
    focusGrid();
  };
  const paste = (text: string): void => {
    if (/[\t\n]|,.*\n/.test(text.trim())) setImporting(text);
    else if (at && text.trim() !== '') { const made = cellChange(COLUMNS[at.column]!, text); if ('change' in made && selected) change(selected.id, made.change); else if ('change' in made) begin(text.trim()); else setProblem(made.problem); }
  };

  const copyCsv = (): void => void app.copy(failureModesCsv(modes), `Copied ${plural(modes.length, 'row')}`);
  const saveCsv = (): void => download([failureModesCsv(modes)], 'text/csv', `${title.replaceAll(/[/\\:*?"<>|]/g, '-')}-failure-modes.csv`);

  const inGrid = (): boolean => gridRef.current !== null && document.activeElement === gridRef.current;
  const inCell = (): boolean => at !== undefined && editing === undefined && inGrid();
  const walks = (): boolean => editing === undefined && (inGrid() || (isOnArrival() && modes.length > 0));
  const commands: Command[] = [
    { id: 'reasoning.new-mode', label: 'New failure mode', icon: 'plus', keys: 'n', group: 'Failure modes', run: startNew },
    { id: 'reasoning.edit-cell', label: 'Edit the cell', icon: 'edit', keys: 'Enter F2', group: 'Failure modes', when: inCell, run: () => begin(undefined) },
    { id: 'reasoning.next-cell', label: 'Next cell', keys: 'Tab', group: 'Failure modes', hidden: true, when: inCell, run: beside(1) },
    { id: 'reasoning.previous-cell', label: 'Previous cell', keys: 'Shift+Tab', group: 'Failure modes', hidden: true, when: inCell, run: beside(-1) },
    { id: 'reasoning.cell-down', label: 'Cell below', keys: 'Down', group: 'Failure modes', hidden: true, when: walks, run: walk(1, 0) },
    { id: 'reasoning.cell-up', label: 'Cell above', keys: 'Up', group: 'Failure modes', hidden: true, when: walks, run: walk(-1, 0) },
    { id: 'reasoning.cell-right', label: 'Cell to the right', keys: 'Right', group: 'Failure modes', hidden: true, when: walks, run: walk(0, 1) },
    { id: 'reasoning.cell-left', label: 'Cell to the left', keys: 'Left', group: 'Failure modes', hidden: true, when: walks, run: walk(0, -1) },
    { id: 'reasoning.clear-cell', label: 'Empty the cell', keys: 'Delete Backspace', group: 'Failure modes', when: () => inCell() && selected !== undefined, run: clear },
    { id: 'reasoning.remove-mode', label: 'Remove the row', icon: 'trash', keys: 'Ctrl+Delete Ctrl+Backspace', group: 'Failure modes', when: () => inCell() && selected !== undefined, run: () => remove(selected!) },
    { id: 'reasoning.mode-details', label: 'Details of the row', icon: 'list', keys: 'Ctrl+Enter F6', group: 'Failure modes', when: () => inCell() && selected !== undefined, run: details },
    { id: 'reasoning.cite-mode', label: 'Cite what is pinned', icon: 'pin', keys: 'Ctrl+K', group: 'Failure modes', when: () => selected !== undefined && editing === undefined, run: () => setPicking(true) },
    { id: 'reasoning.sort-modes', label: byPriority ? 'Failure modes as they were written' : 'Failure modes by action priority', group: 'Failure modes', when: () => modes.length > 1, run: () => place.set({ sort: byPriority ? undefined : 'ap' }) },
    { id: 'reasoning.import-modes', label: 'Import failure modes', icon: 'upload', group: 'Failure modes', run: () => setImporting('') },
    { id: 'reasoning.copy-modes', label: 'Copy failure modes as CSV', icon: 'copy', group: 'Failure modes', when: () => modes.length > 0, run: copyCsv },
    { id: 'reasoning.leave-cell', label: 'Close the drawer, then leave the sheet', keys: 'Escape', group: 'Failure modes', hidden: true, when: () => at !== undefined && editing === undefined, run: () => { if (isDetailed && selected) setDetailed(false); else place.set({ sel: undefined, col: undefined }, { replace: true }); focusGrid(); } },
  ];
  useCommands(commands);
  const isEmpty = modes.length === 0 && at === undefined;
  return (
    <>
      <section className="main rs-main" aria-label="Reasoning">
        <Head tab="fmea" reasoning={reasoning} onTab={onTab}>
          {modes.length > 1 && <Segmented label="Order" value={byPriority ? 'ap' : 'written'} onChange={(id) => place.set({ sort: id === 'ap' ? 'ap' : undefined })} options={[{ id: 'written', label: 'As written' }, { id: 'ap', label: 'By priority' }]} />}
          <Sources reasoning={reasoning} show={show} onAdd={addAll} />
          {!isEmpty && <Button kind="primary" icon="plus" keys="n" onPress={startNew}>New row</Button>}
          <MenuButton
            label="More of the failure modes" icon="more" entries={[
              ...(selected ? [{ id: 'details', label: 'Details of the row', icon: 'list' as const, keys: 'Ctrl+Enter', run: details }] : []),
              { id: 'import', label: 'Import from CSV', icon: 'upload', run: () => setImporting('') },
              { id: 'copy', label: 'Copy as CSV', icon: 'copy', isDisabled: modes.length === 0, run: copyCsv },
              { id: 'save', label: 'Save as CSV', icon: 'download', isDisabled: modes.length === 0, run: saveCsv },
            ]}
          />
        </Head>
        {isEmpty ? (
          <Empty action={<div className="rs-begin"><Button kind="primary" icon="plus" keys="n" onPress={startNew}>New row</Button><Button icon="upload" onPress={() => setImporting('')}>Import from CSV</Button></div>}>
            No failure modes yet. Write what can fail, how, what follows and why, and rate it: severity, occurrence and detection give the action priority. Factors and events of fault trees become rows with one press.
          </Empty>
        ) : (
          <>
            <FmeaGrid modes={modes} at={at} editing={editing} problem={problem} show={show} gridRef={gridRef} onAt={(to) => { go(to); focusGrid(); }} onEdit={begin} onCommit={commit} onCancel={cancel} onPaste={paste} />
            <p className="rs-hints t3" id="rs-fmea-keys">
              {problem === undefined ? <><span>arrows walk</span><span><Keys keys="Enter" /> or typing edits</span><span><Keys keys="Tab" /> next cell</span><span><Keys keys="Delete" /> empties</span><span><Keys keys="Ctrl+Enter" /> details</span><span><Keys keys="Ctrl+Delete" /> removes the row</span><span>paste rows of another sheet</span></> : <span className="rs-refused" role="alert">{problem}</span>}
            </p>
          </>
        )}
      </section>
      {selected && isDetailed && (
        <FmeaDrawer key={selected.id} mode={selected} reasoning={reasoning} show={show} onChange={(to) => change(selected.id, to)} onRemove={() => remove(selected)} onClose={() => { setDetailed(false); focusGrid(); }} onLeave={focusGrid} />
      )}
      {selected && <EvidencePicker isOpen={picking} onClose={() => setPicking(false)} onPick={(reference) => { setPicking(false); change(selected.id, { evidence: withProof(selected.evidence, reference) }); focusGrid(); }} />}
      <ImportSheet
        isOpen={importing !== undefined} text={importing ?? ''} there={reasoning.modes} onClose={() => setImporting(undefined)}
        onAdd={(rows) => { setImporting(undefined); addAll(rows.map((one): FailureMode => ({ ...one, id: newId(), createdAtNs: now() })), `Imported ${plural(rows.length, 'failure mode')}`); }}
      />
    </>
  );
}

/** Rows with one press: of factors and of events of fault trees that are in no row yet. */
function Sources({ reasoning, show, onAdd }: Pick<TabProps, 'reasoning' | 'show'> & { onAdd: (made: readonly FailureMode[], label: string) => void }): ReactNode {
  const fresh = reasoning.factors.filter((factor) => factor.part !== 'mitigator' && factor.part !== 'luck' && !reasoning.modes.some((mode) => mode.factors.includes(factor.id)));
  const fromFactors = (factors: readonly Factor[]): void => onAdd(factors.map((factor) => failureModeOfFactor(newId(), factor, now())), factors.length === 1 ? `Failure mode from “${short(factors[0]!.title)}”` : `${plural(factors.length, 'failure mode')} from factors`);
  const eventsOf = (treeId: string): FaultEvent[] => reasoning.nodes.filter((node): node is FaultEvent => node.treeId === treeId && node.type === 'event' && (node.event === 'basic' || node.event === 'undeveloped') && !reasoning.modes.some((mode) => mode.nodes.includes(node.id)));
  const fromTree = (tree: FaultTree): void => {
    const events = eventsOf(tree.id);
    onAdd(events.map((event) => failureModeOfEvent(newId(), event, tree.title, now())), `${plural(events.length, 'failure mode')} from the fault tree “${short(tree.title)}”`);
  };
  const entries: MenuEntry[] = [
    ...(fresh.length > 1 ? [{ id: 'factors', label: `All factors (${fresh.length})`, icon: 'board' as const, run: () => fromFactors(fresh) }] : []),
    ...fresh.slice(0, 12).map((factor) => ({ id: factor.id, label: `Factor “${short(show(factor.title), 48)}”`, icon: 'plus' as const, run: () => fromFactors([factor]) })),
    ...reasoning.trees.filter((tree) => eventsOf(tree.id).length > 0).map((tree) => ({
      id: tree.id, label: `${plural(eventsOf(tree.id).length, 'event')} of the fault tree “${short(show(tree.title), 40)}”`, icon: 'fault-tree' as const, run: () => fromTree(tree),
    })),
  ];
  return entries.length === 0 ? null : <MenuButton label="Rows from factors and fault trees" text="Rows from" entries={entries} />;
}
