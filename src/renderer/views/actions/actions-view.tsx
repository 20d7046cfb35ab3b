import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { formatCount, plural } from '../../../base/text.ts';
import { formatDate } from '../../../base/time.ts';
import { byPriority, type Action, type ActionState } from '../../../model/action.ts';
import { dependencyRows, isOpenAction, isOverdue, rolesIn, stateBeside } from '../../../model/action-plan.ts';
import { itemsOf } from '../../../model/item.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { api } from '../../../protocol/api.ts';
import { useOpenComments } from '../../comments/use-comments.ts';
import { useAsRoles, usePeople } from '../../people/use-as-roles.ts';
import { useCaseInfo, useRead } from '../../rpc/react.tsx';
import { useParam, usePlaceStore, useZone } from '../../state/react.tsx';
import { Button, Empty, FailurePanel, FilterBox, MenuButton, Segmented, Skeleton, TopSheet, isOnArrival, useCommands, type Command } from '../../ui/index.ts';
import { ActionDrawer, DeclineForm, NewActionDrawer } from './action-drawer.tsx';
import { Board } from './board.tsx';
import { filterOf, NO_FILTER, paramsOf, passes, sorted, SORTS, type ActionFilter, type Sort } from './filter.ts';
import { ExportSheet } from './export-sheet.tsx';
import { FilterChips, FilterPanel } from './filter-panel.tsx';
import { ActionList } from './list.tsx';
import { TrackerSheet } from './tracker-sheet.tsx';
import { useAsides } from './use-asides.ts';
import { STATE_TITLE } from './words.ts';
import { shortTitle, useActionWork } from './work.ts';
import './actions.css';

const VIEWS = ['board', 'list', 'order'] as const;
type As = (typeof VIEWS)[number];
const NO_ENTRIES: readonly TimelineEntry[] = [];
const NO_ACTIONS: readonly Action[] = [];

/** What is to be done so that it goes better next time: by state, as a list, or by what waits for what. */
export function ActionsView(): ReactNode {
  const info = useCaseInfo();
  const zone = useZone(info.zone);
  const place = usePlaceStore();
  const read = useRead(api.listItems, { kinds: ['action'] }, { dependsOn: 'work' });
  const entries = useRead(api.listTimeline, {}, { dependsOn: 'work' }).data ?? NO_ENTRIES;
  const { people } = usePeople();
  const show = useAsRoles();
  const comments = useOpenComments('action');
  const work = useActionWork();
  const today = useToday(zone);

  const asParam = useParam('as');
  const as: As = VIEWS.find((id) => id === asParam) ?? 'board';
  const sortParam = useParam('sort');
  const sort: Sort = SORTS.find((id) => id === sortParam) ?? 'priority';
  const [q, states, types, owners, late] = [useParam('q'), useParam('states'), useParam('types'), useParam('owners'), useParam('late')];
  const filter = useMemo(() => filterOf({ q, states, types, owners, late }), [q, states, types, owners, late]);
  const setFilter = (change: Partial<ActionFilter>): void => place.set(paramsOf(change), { replace: true });
  const selectedId = useParam('sel');
  const isNew = useParam('edit') === 'new';
  const fromEntry = useParam('entry');
  const suggestedTitle = useParam('title') ?? '';

  const all = useMemo(() => (read.data ? itemsOf(read.data, 'action').toSorted(byPriority) : NO_ACTIONS), [read.data]);
  const shown = useMemo(() => sorted(all.filter((action) => passes(action, filter, today)), as === 'list' ? sort : 'priority'), [all, filter, today, as, sort]);
  const rows = useMemo(() => (as === 'order' ? dependencyRows(shown) : shown.map((action) => ({ action, depth: 0 }))), [as, shown]);
  const asides = useAsides(all, { today, people, comments, show });
  const roles = useMemo(() => rolesIn(all.map((action) => action.ownerRole), people.map((person) => person.role), entries.map((entry) => entry.role)), [all, people, entries]);
  const selected = all.find((action) => action.id === selectedId);
  const index = rows.findIndex(({ action }) => action.id === selectedId);

  const mainRef = useRef<HTMLDivElement>(null);
  const filterRef = useRef<HTMLInputElement>(null);
  const [focusFields, setFocusFields] = useState(0);
  const fieldsAsked = useRef(false);
  const askFields = useCallback((): void => {
    fieldsAsked.current = true;
    setFocusFields((n) => n + 1);
  }, []);
  const takeFocus = useCallback((): boolean => {
    const asked = fieldsAsked.current;
    fieldsAsked.current = false;
    return asked;
  }, []);
  const [focusComments, setFocusComments] = useState(0);
  const [declining, setDeclining] = useState<Action>();
  const [sheet, setSheet] = useState<'export' | 'tracker'>();
  const [moved, setMoved] = useState('');
  const focusMain = useCallback((): void => { mainRef.current?.focus(); }, []);
  const select = useCallback((id: string | undefined): void => place.set({ sel: id, edit: undefined, entry: undefined, title: undefined }, { replace: true }), [place]);
  const open = useCallback((id: string): void => { select(id); askFields(); }, [select, askFields]);
  const step = (by: number): void => {
    const row = rows[index < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, index + by))];
    if (row) select(row.action.id);
  };
  const startNew = (): void => place.set({ edit: 'new', entry: undefined, title: undefined }, { replace: true });
  const stopNew = (): void => {
    select(selectedId);
    requestAnimationFrame(focusMain);
  };
  /** The latest of an action, with one thing changed: two fields left at once do not take each other back. */
  const latest = useRef(all);
  useEffect(() => { latest.current = all; }, [all]);
  const change = useCallback((id: string, change: Partial<Action>): void => {
    const before = latest.current.find((action) => action.id === id);
    if (!before) return;
    const after = { ...before, ...change };
    latest.current = latest.current.map((action) => (action.id === id ? after : action));
    const save = async (): Promise<void> => {
      if (!await work.save(after)) latest.current = latest.current.map((action) => (action === after ? before : action));
    };
    void save();
  }, [work]);
  const setState = useCallback((action: Action, state: ActionState): void => {
    if (state === 'declined' && action.reason.trim() === '') return setDeclining(action);
    change(action.id, { state });
    setMoved(`${shortTitle(action)}: ${STATE_TITLE[state]}`);
  }, [change, setDeclining, setMoved]);
  const move = (by: number): void => {
    if (selected && stateBeside(selected.state, by) !== selected.state) setState(selected, stateBeside(selected.state, by));
  };
  const remove = async (action: Action): Promise<void> => {
    const next = rows[index + 1] ?? rows[index - 1];
    if (!await work.remove(action, all)) return;
    select(next?.action.id);
    focusMain();
  };
  const add = async (action: Action): Promise<boolean> => {
    if (!await work.save(action)) return false;
    select(action.id);
    requestAnimationFrame(focusMain);
    return true;
  };

  /** Keys of one letter act on the actions unless another control has the focus. */
  const inMain = (): boolean => {
    return isOnArrival() || document.activeElement === mainRef.current;
  };
  const hasSelection = (): boolean => selected !== undefined && !isNew && inMain();
  /** On arriving nothing has the focus yet: the arrows work from there too. */
  const onArrival = (): boolean => inMain() && document.activeElement !== mainRef.current;
  const commands: Command[] = [
    { id: 'actions.new', label: 'New action', icon: 'plus', keys: 'n', group: 'Actions', run: startNew },
    { id: 'actions.open', label: 'Change the action', icon: 'edit', keys: 'Enter', group: 'Actions', when: hasSelection, run: askFields },
    { id: 'actions.walk', label: 'Walk the actions', keys: 'Down Right', group: 'Actions', hidden: true, when: onArrival, run: () => { focusMain(); step(1); } },
    { id: 'actions.walk-back', label: 'Walk the actions backwards', keys: 'Up Left', group: 'Actions', hidden: true, when: onArrival, run: () => { focusMain(); step(-1); } },
    { id: 'actions.next', label: 'Next action', keys: '.', group: 'Actions', hidden: true, run: () => step(1) },
    { id: 'actions.previous', label: 'Previous action', keys: ',', group: 'Actions', hidden: true, run: () => step(-1) },
    { id: 'actions.move-right', label: 'Move the action a column on', keys: 'Shift+Right', group: 'Actions', hidden: true, when: hasSelection, run: () => move(1) },
    { id: 'actions.move-left', label: 'Move the action a column back', keys: 'Shift+Left', group: 'Actions', hidden: true, when: hasSelection, run: () => move(-1) },
    { id: 'actions.remove', label: 'Remove the action', icon: 'trash', keys: 'Delete Backspace', group: 'Actions', when: hasSelection, run: () => remove(selected!) },
    { id: 'actions.comment', label: 'Comment on the action', icon: 'note', keys: 'c', group: 'Actions', when: hasSelection, run: () => setFocusComments((n) => n + 1) },
    { id: 'actions.filter', label: 'Filter actions', icon: 'filter', keys: '/', group: 'Actions', run: () => filterRef.current?.focus() },
    { id: 'actions.as-board', label: 'Actions as board', icon: 'board', keys: 'b', group: 'Actions', run: () => place.set({ as: undefined }) },
    { id: 'actions.as-list', label: 'Actions as list', icon: 'list', keys: 'l', group: 'Actions', run: () => place.set({ as: 'list' }) },
    { id: 'actions.as-order', label: 'Actions by what waits for what', icon: 'merge', keys: 'o', group: 'Actions', run: () => place.set({ as: 'order' }) },
    { id: 'actions.export', label: 'Export actions', icon: 'download', keys: 'e', group: 'Actions', when: () => all.length > 0, run: () => setSheet('export') },
    { id: 'actions.read-back', label: 'Read the status of actions back from a tracker', icon: 'upload', keys: 'r', group: 'Actions', when: () => all.length > 0, run: () => setSheet('tracker') },
    { id: 'actions.close', label: 'Close the drawer', keys: 'Escape', group: 'Actions', hidden: true, when: () => selected !== undefined && !isNew, run: () => { select(undefined); focusMain(); } },
  ];
  useCommands(commands);

  const openCount = all.filter(isOpenAction).length;
  const lateCount = all.filter((action) => isOverdue(action, today)).length;
  const list = { asides, today, selectedId, show, onSelect: select, onOpen: open, onMove: setState };
  return (
    <div className="view">
      <section className="main ac-main" aria-label="Actions">
        <div className="toolbar">
          <h1>Actions</h1>
          {all.length > 0 && <Segmented<As> label="Actions as" value={as} onChange={(id) => place.set({ as: id === 'board' ? undefined : id })} options={[{ id: 'board', label: 'Board', icon: 'board' }, { id: 'list', label: 'List', icon: 'list' }, { id: 'order', label: 'Order', icon: 'merge' }]} />}
          {all.length > 0 && <span className="t2 nowrap ac-count">{countText(all.length, shown.length, openCount, lateCount)}</span>}
          <FilterChips filter={filter} onChange={setFilter} />
          <span className="grow" />
          {all.length > 0 && (
            <>
              <FilterPanel actions={all} filter={filter} today={today} onChange={setFilter} />
              <span className="ac-filter"><FilterBox label="Filter actions" value={filter.query} onChange={(query) => setFilter({ query })} width={152} inputRef={filterRef} /></span>
              <Button kind="primary" icon="plus" keys="n" onPress={startNew}>New action</Button>
              <MenuButton
                label="More of the actions" icon="more" entries={[
                  { id: 'export', label: 'Export actions', icon: 'download', keys: 'e', run: () => setSheet('export') },
                  { id: 'read-back', label: 'Read status back', icon: 'upload', keys: 'r', run: () => setSheet('tracker') },
                ]}
              />
            </>
          )}
        </div>
        {read.failure && !read.data
          ? <FailurePanel title="The actions cannot be read" message={read.failure.message} onRetry={() => read.reload()} />
          : read.loading
            ? <Skeleton rows={12} rowHeight={28} label="Loading the actions" />
            : all.length === 0
              ? <Empty action={<Button kind="primary" icon="plus" keys="n" onPress={startNew}>New action</Button>}>No actions yet. Write what is to be done so that it goes better next time, or take one from an entry of the timeline.</Empty>
              : shown.length === 0
                ? <Empty action={<Button onPress={() => setFilter(NO_FILTER)}>Show all actions</Button>}>{filter.query === '' ? 'No action is among those shown.' : `No action matches “${filter.query}”.`}</Empty>
                : as === 'board'
                  ? <Board actions={shown} boardRef={mainRef} {...list} />
                  : as === 'order' && rows.length === 0
                    ? <Empty action={<Button onPress={() => place.set({ as: undefined })}>Back to the board</Button>}>No action waits for another. Say so in an action’s drawer, under “Waits for”.</Empty>
                    : (
                      <ActionList
                        rows={rows} sort={as === 'list' ? sort : undefined} onSort={(id) => place.set({ sort: id === 'priority' ? undefined : id }, { replace: true })} listRef={mainRef} {...list}
                        note={as === 'order' && shown.length > rows.length ? <p className="ac-note t2">{`${plural(shown.length - rows.length, 'other action waits', 'other actions wait')} for nothing, and nothing waits for them.`}</p> : undefined}
                      />
                    )}
        <div className="sr-only" aria-live="polite">{moved}</div>
      </section>
      {isNew
        ? <NewActionDrawer key={`new-${fromEntry ?? ''}`} entry={entries.find((entry) => entry.id === fromEntry)} title={suggestedTitle} people={people} onAdd={add} onCancel={stopNew} />
        : selected && (
          <ActionDrawer
            action={selected} all={all} entries={entries} roles={roles} findings={asides.get(selected.id)!.findings} show={show} today={today} zone={zone} focusFields={focusFields} takeFocus={takeFocus} focusComments={focusComments}
            onChange={(fields) => change(selected.id, fields)} onState={(state) => setState(selected, state)} onSelect={select} onEntry={(id) => place.go('timeline', { sel: id })}
            onStep={step} onClose={() => { select(undefined); focusMain(); }} onLeave={focusMain} onRemove={() => void remove(selected)}
          />
        )}
      <ExportSheet isOpen={sheet === 'export'} onClose={() => setSheet(undefined)} actions={all} />
      <TrackerSheet
        isOpen={sheet === 'tracker'} onClose={() => setSheet(undefined)} actions={all}
        onApply={(changed, source) => work.saveAll(changed, `Read back ${plural(changed.length, 'action')} from ${source}`)}
      />
      <TopSheet isOpen={declining !== undefined} onClose={() => setDeclining(undefined)} label="Decline the action" width={480}>
        {declining && (
          <DeclineForm
            action={declining} onCancel={() => setDeclining(undefined)}
            onDecline={(reason) => { setDeclining(undefined); change(declining.id, { state: 'declined', reason }); setMoved(`${shortTitle(declining)}: ${STATE_TITLE.declined}`); }}
          />
        )}
      </TopSheet>
    </div>
  );
}

function countText(all: number, shown: number, open: number, late: number): string {
  const count = shown === all ? plural(all, 'action') : `${formatCount(shown)} of ${plural(all, 'action')}`;
  return [count, `${formatCount(open)} open`, ...(late > 0 ? [`${formatCount(late)} late`] : [])].join(', ');
}

/** The day it is where times are shown, and the next one after midnight. */
function useToday(zone: string): string {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return formatDate(BigInt(now) * 1_000_000n, zone);
}
