import { memo, useEffect, useState, type DragEvent, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { formatCount, plural, visibleText } from '../../../base/text.ts';
import { ACTION_STATES, actionPriority, type Action, type ActionState } from '../../../model/action.ts';
import { isOverdue, priorityText, stateBeside } from '../../../model/action-plan.ts';
import { Icon } from '../../ui/index.ts';
import type { Aside } from './use-asides.ts';
import { dueText, STATE_TITLE, TYPE_TITLE } from './words.ts';

const DRAGGED = 'application/x-tephra-action';

export interface BoardProps {
  /** In the order they stand in within a column. */
  readonly actions: readonly Action[];
  readonly asides: ReadonlyMap<string, Aside>;
  readonly today: string;
  readonly selectedId: string | undefined;
  readonly show: (text: string) => string;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onMove: (action: Action, state: ActionState) => void;
  readonly boardRef: RefObject<HTMLDivElement | null>;
}

/** Columns by state. Arrows walk, Shift and arrows move, the mouse drags; the list says and does the same. */
export function Board({ actions, asides, today, selectedId, show, onSelect, onOpen, onMove, boardRef }: BoardProps): ReactNode {
  const [over, setOver] = useState<ActionState>();
  const [draggedId, setDraggedId] = useState<string>();
  const columns = ACTION_STATES.map((state) => ({ state, cards: actions.filter((action) => action.state === state) }));
  const selected = actions.find((action) => action.id === selectedId);
  useEffect(() => {
    if (selected) document.getElementById(cardId(selected.id))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selected]);

  const walk = (right: number, down: number): void => {
    const column = columns.findIndex(({ state }) => state === selected?.state);
    if (!selected || column < 0) {
      const first = columns.find(({ cards }) => cards.length > 0)?.cards[0];
      if (first) onSelect(first.id);
      return;
    }
    const row = columns[column]!.cards.indexOf(selected);
    if (right === 0) {
      const next = columns[column]!.cards[row + down];
      if (next) onSelect(next.id);
      return;
    }
    for (let at = column + right; at >= 0 && at < columns.length; at += right) {
      const { cards } = columns[at]!;
      if (cards.length > 0) return onSelect(cards[Math.min(row, cards.length - 1)]!.id);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const right = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (right !== 0 && event.shiftKey) {
      if (selected && stateBeside(selected.state, right) !== selected.state) onMove(selected, stateBeside(selected.state, right));
    } else if (right !== 0 || (down !== 0 && !event.shiftKey)) walk(right, down);
    else if (event.key === 'Home' || event.key === 'End') {
      const cards = columns.find(({ state }) => state === selected?.state)?.cards ?? [];
      const to = event.key === 'Home' ? cards[0] : cards.at(-1);
      if (to) onSelect(to.id);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const dropOn = (state: ActionState) => ({
    onDragOver: (event: DragEvent): void => {
      if (!event.dataTransfer.types.includes(DRAGGED)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
      setOver(state);
    },
    onDragLeave: (event: DragEvent): void => {
      if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setOver((now) => (now === state ? undefined : now));
    },
    onDrop: (event: DragEvent): void => {
      event.preventDefault();
      setOver(undefined);
      const dragged = actions.find((action) => action.id === event.dataTransfer.getData(DRAGGED));
      if (!dragged) return;
      onSelect(dragged.id);
      if (dragged.state !== state) onMove(dragged, state);
    },
  });
  return (
    <div
      className="ac-board scroll focus-inside" ref={boardRef} role="listbox" tabIndex={0} aria-label="Board of actions" onKeyDown={onKeyDown}
      {...(selected ? { 'aria-activedescendant': cardId(selected.id) } : {})}
    >
      {columns.map(({ state, cards }) => (
        <div key={state} role="group" aria-labelledby={`ac-column-${state}`} className={over === state ? 'ac-column over' : 'ac-column'} {...dropOn(state)}>
          <div className="ac-column-head" id={`ac-column-${state}`} role="presentation"><b>{STATE_TITLE[state]}</b><span className="t3">{formatCount(cards.length)}</span></div>
          {cards.map((action) => (
            <Card
              key={action.id} action={action} aside={asides.get(action.id)!} today={today} isSelected={action.id === selectedId} isDragged={action.id === draggedId} show={show}
              onSelect={onSelect} onOpen={onOpen} onDragged={setDraggedId}
            />
          ))}
          {cards.length === 0 && <p className="ac-none t3" role="presentation">None</p>}
        </div>
      ))}
    </div>
  );
}

function cardId(id: string): string {
  return `card-${id}`;
}

const Card = memo(({ action, aside, today, isSelected, isDragged, show, onSelect, onOpen, onDragged }: {
  action: Action; aside: Aside; today: string; isSelected: boolean; isDragged: boolean; show: (text: string) => string;
  onSelect: (id: string) => void; onOpen: (id: string) => void; onDragged: (id: string | undefined) => void;
}): ReactNode => {
  const priority = actionPriority(action);
  return (
    // The keys are the board's, as the listbox pattern has it.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      className={`ac-card${isSelected ? ' selected' : ''}${isDragged ? ' dragged' : ''}${action.state === 'done' || action.state === 'declined' ? ' closed' : ''}`}
      id={cardId(action.id)} role="option" aria-selected={isSelected} aria-label={aside.spoken} draggable
      onClick={() => onSelect(action.id)} onDoubleClick={() => onOpen(action.id)}
      onDragStart={(event) => { event.dataTransfer.setData(DRAGGED, action.id); event.dataTransfer.effectAllowed = 'move'; onDragged(action.id); }}
      onDragEnd={() => onDragged(undefined)}
    >
      <div className="ac-card-title">{visibleText(show(action.title))}</div>
      <div className="ac-card-line">
        <span className="tag">{TYPE_TITLE[action.type]}</span>
        <span className="ell t2 grow">{action.ownerRole === '' ? <span className="ac-missing">no owner</span> : visibleText(show(action.ownerRole))}</span>
        <b className="ac-priority" title="Priority">{priority === undefined ? '' : priorityText(priority)}</b>
      </div>
      <Marks action={action} aside={aside} today={today} />
    </div>
  );
});

/** What stands out about an action: late, waiting, wording, comments, the tracker. Each with its word. */
function Marks({ action, aside, today }: { action: Action; aside: Aside; today: string }): ReactNode {
  const late = isOverdue(action, today);
  const nothing = action.due === '' && aside.waits.length === 0 && aside.findings.length === 0 && aside.comments === 0 && !action.tracker;
  if (nothing) return null;
  return (
    <div className="ac-marks">
      {action.due !== '' && <span className={late ? 'ac-late' : 't2'}><Icon name={late ? 'warning' : 'clock'} size={12} />{dueText(action, today)}</span>}
      {aside.waits.length > 0 && <span className="t2"><Icon name="merge" size={12} />{`waits for ${formatCount(aside.waits.length)}`}</span>}
      {aside.findings.length > 0 && <span className="ac-remarks"><Icon name="edit" size={12} />{plural(aside.findings.length, 'remark')}</span>}
      {aside.comments > 0 && <span className="t2"><Icon name="note" size={12} />{plural(aside.comments, 'comment')}</span>}
      {action.tracker && <span className="t2 ell"><Icon name="open" size={12} />{visibleText(`${action.tracker.key} ${action.tracker.status}`.trim())}</span>}
    </div>
  );
}
