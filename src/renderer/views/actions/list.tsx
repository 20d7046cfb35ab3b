import { memo, useEffect, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import { actionPriority, type Action, type ActionState } from '../../../model/action.ts';
import { isOpenAction, isOverdue, priorityText, stateBeside, type DependencyRow } from '../../../model/action-plan.ts';
import { Icon, PlainButton } from '../../ui/index.ts';
import type { Sort } from './filter.ts';
import type { Aside } from './use-asides.ts';
import { dueText, STATE_TITLE, TYPE_TITLE } from './words.ts';

const COLUMNS: ReadonlyArray<{ readonly title: string; readonly sort?: Sort; readonly right?: true }> = [
  { title: 'Priority', sort: 'priority', right: true }, { title: 'What is to be done', sort: 'title' }, { title: 'State', sort: 'state' }, { title: 'Type', sort: 'type' }, { title: 'Owner', sort: 'owner' },
  { title: 'Due', sort: 'due' }, { title: 'Done when' }, { title: 'Tracker' }, { title: 'Links', right: true },
];

/** The board's twin, and the order of what waits for what: the same actions as rows that arrows walk. */
export function ActionList({ rows, asides, today, sort, onSort, selectedId, show, onSelect, onOpen, onMove, listRef, note }: {
  rows: readonly DependencyRow[]; asides: ReadonlyMap<string, Aside>; today: string;
  /** `undefined`: the order is that of what waits for what. */
  sort: Sort | undefined; onSort: (sort: Sort) => void;
  selectedId: string | undefined; show: (text: string) => string; onSelect: (id: string) => void; onOpen: (id: string) => void; onMove: (action: Action, state: ActionState) => void;
  listRef: RefObject<HTMLDivElement | null>; note?: ReactNode;
}): ReactNode {
  const at = rows.findIndex(({ action }) => action.id === selectedId);
  useEffect(() => {
    if (selectedId !== undefined) document.getElementById(rowId(selectedId))?.scrollIntoView({ block: 'nearest' });
  }, [selectedId]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const selected = rows[at]?.action;
    const beside = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (beside !== undefined && event.shiftKey && selected) {
      if (stateBeside(selected.state, beside) !== selected.state) onMove(selected, stateBeside(selected.state, beside));
    } else {
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 15, PageUp: at - 15, Home: 0, End: rows.length - 1 }[event.key];
      if (to === undefined) return;
      const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
      if (row) onSelect(row.action.id);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className="ac-list scroll focus-inside" ref={listRef} role="grid" tabIndex={0} aria-label={sort === undefined ? 'What waits for what' : 'List of actions'} aria-rowcount={rows.length + 1} onKeyDown={onKeyDown}
      {...(at >= 0 ? { 'aria-activedescendant': rowId(rows[at]!.action.id) } : {})}
    >
      <div className="grid-head ac-row" role="row" aria-rowindex={1}>
        {COLUMNS.map((column) => (
          <span
            key={column.title} role="columnheader" className={column.right ? 'right' : ''}
            {...(sort !== undefined && column.sort ? { 'aria-sort': column.sort === sort ? (sort === 'priority' ? 'descending' : 'ascending') : 'none' } : {})}
          >
            {sort !== undefined && column.sort
              ? <PlainButton className="sort" onPress={() => onSort(column.sort!)}>{column.title}{column.sort === sort && <Icon name={sort === 'priority' ? 'chevron-down' : 'chevron-up'} size={10} />}</PlainButton>
              : column.title}
          </span>
        ))}
      </div>
      <div role="rowgroup">
        {rows.map(({ action, depth }, i) => (
          <Row key={action.id} action={action} depth={depth} index={i + 2} aside={asides.get(action.id)!} today={today} isSelected={action.id === selectedId} show={show} onSelect={onSelect} onOpen={onOpen} />
        ))}
      </div>
      {note}
    </div>
  );
}

function rowId(id: string): string {
  return `action-${id}`;
}

const Row = memo(({ action, depth, index, aside, today, isSelected, show, onSelect, onOpen }: {
  action: Action; depth: number; index: number; aside: Aside; today: string; isSelected: boolean; show: (text: string) => string; onSelect: (id: string) => void; onOpen: (id: string) => void;
}): ReactNode => {
  const priority = actionPriority(action);
  const late = isOverdue(action, today);
  const missing = isOpenAction(action) ? 'ac-missing' : 't3';
  return (
    // The keys are the grid's.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      className={action.state === 'done' || action.state === 'declined' ? 'grid-row ac-row closed' : 'grid-row ac-row'} role="row" id={rowId(action.id)} aria-rowindex={index} aria-selected={isSelected} aria-label={aside.spoken}
      onClick={() => onSelect(action.id)} onDoubleClick={() => onOpen(action.id)}
    >
      <span role="gridcell" className="right"><b>{priority === undefined ? <span className="t3">not said</span> : priorityText(priority)}</b></span>
      <span role="gridcell" className="ac-what" title={visibleText(show(action.title))} style={depth === 0 ? {} : { paddingLeft: 6 + depth * 20 }}>
        {depth > 0 && <Icon name="merge" size={12} label="after those above" />}
        <span className="ell ac-title">{visibleText(show(action.title))}</span>
        {aside.waits.length > 0 && <span className="tag">{`waits for ${formatCount(aside.waits.length)}`}</span>}
        {aside.findings.length > 0 && <span className="tag ac-remarks">{plural(aside.findings.length, 'remark')}</span>}
        {aside.comments > 0 && <span className="tag">{plural(aside.comments, 'comment')}</span>}
      </span>
      <span role="gridcell">{STATE_TITLE[action.state]}</span>
      <span role="gridcell" className="t2">{TYPE_TITLE[action.type]}</span>
      <span role="gridcell" className={action.ownerRole === '' ? missing : 't2'} title={visibleText(show(action.ownerRole))}>{action.ownerRole === '' ? 'no owner' : visibleText(show(action.ownerRole))}</span>
      <span role="gridcell" className={late ? 'ac-late' : action.due === '' ? missing : 't2'} title={dueText(action, today)}>{late && <Icon name="warning" size={12} />}{action.due === '' ? 'no date' : dueText(action, today)}</span>
      <span role="gridcell" className={action.doneWhen === '' ? missing : 't2'} title={visibleText(show(action.doneWhen))}>{action.doneWhen === '' ? 'no test' : visibleText(show(action.doneWhen))}</span>
      <span role="gridcell" className="t2">{action.tracker ? visibleText(`${action.tracker.key} ${action.tracker.status}`.trim()) : ''}</span>
      <span role="gridcell" className="right t2">{action.links.length === 0 ? '' : formatCount(action.links.length)}</span>
    </div>
  );
});
