import { memo, useEffect, useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { SCREEN_PALETTE } from '../../../figures/palette.ts';
import { LANE_TITLE } from '../../../figures/timeline-layout.ts';
import type { Lane } from '../../../model/timeline.ts';
import type { LaneState } from '../../state/case-ui.ts';
import { Icon, MenuButton, type MenuEntry } from '../../ui/index.ts';
import { laneMovedTo, lanesInOrder, movedLane, toggledIn } from './lane-state.ts';

/** What can be done to a lane, for its head and for the palette. */
export function laneActions(lane: Lane, state: LaneState, onLanes: (state: LaneState) => void, onOnly: (lane: Lane) => void): MenuEntry[] {
  const up = movedLane(state, lane, -1);
  const down = movedLane(state, lane, 1);
  return [
    { id: 'fold', label: state.folded.has(lane) ? 'Unfold' : 'Fold', icon: state.folded.has(lane) ? 'chevron-down' : 'chevron-right', run: () => onLanes({ ...state, folded: toggledIn(state.folded, lane) }) },
    { id: 'pin', label: state.pinned.has(lane) ? 'Unpin' : 'Pin to the top', icon: 'pin', run: () => onLanes({ ...state, pinned: toggledIn(state.pinned, lane) }) },
    { id: 'up', label: 'Move up', icon: 'chevron-up', isDisabled: up === state, run: () => onLanes(up) },
    { id: 'down', label: 'Move down', icon: 'chevron-down', isDisabled: down === state, run: () => onLanes(down) },
    { id: 'only', label: 'Show only this lane', icon: 'filter', apart: true, run: () => onOnly(lane) },
    { id: 'reset', label: 'All lanes as they were', icon: 'undo', isDisabled: state.folded.size + state.pinned.size === 0 && lanesInOrder(state).join() === lanesInOrder({ ...state, order: [] }).join(), run: () => onLanes({ order: [], pinned: new Set(), folded: new Set() }) },
  ];
}

/** The name of a lane, which is the button of its menu. A pinned one stays while the others scroll. */
export const LaneHead = memo(({ lane, count, heightPx, state, stickyTop, onLanes, onOnly }: {
  lane: Lane; count: number; heightPx: number; state: LaneState; stickyTop: number | undefined; onLanes: (state: LaneState) => void; onOnly: (lane: Lane) => void;
}): ReactNode => {
  const { title, subtitle } = LANE_TITLE[lane];
  const folded = state.folded.has(lane);
  const drag = useLaneDrag(lane, state, onLanes);
  return (
    <div className={stickyTop === undefined ? 'tl-lane-head' : 'tl-lane-head pinned'} data-lane={lane} data-dragged={drag.isDragged || undefined} style={{ height: heightPx, ...(stickyTop === undefined ? {} : { top: stickyTop }) }}>
      <i style={{ background: SCREEN_PALETTE.lane[lane].edge }} />
      {/* For the mouse alone: the menu behind the name moves lanes too. */}
      <span className="tl-grip" aria-hidden title="Drag to move the lane" onPointerDown={drag.onPointerDown} />
      <MenuButton label={`Lane ${title}${folded ? ', folded' : ''}${stickyTop === undefined ? '' : ', pinned'}`} className="tl-lane-button" entries={laneActions(lane, state, onLanes, onOnly)}>
        <span className="tl-lane-name"><b className="ell">{title}</b>{!folded && <span className="t3 micro ell">{subtitle}</span>}</span>
        {stickyTop !== undefined && <Icon name="pin" size={10} />}
        {folded && <Icon name="chevron-right" size={10} />}
        <span className="t3 micro">{count > 0 ? count : ''}</span>
      </MenuButton>
    </div>
  );
});

/** A lane that follows the pointer over the heads of the others, one place at a time. Escape puts it back. */
function useLaneDrag(lane: Lane, state: LaneState, onLanes: (state: LaneState) => void): { readonly isDragged: boolean; readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void } {
  const [isDragged, setDragged] = useState(false);
  const latest = useRef({ state, onLanes });
  useEffect(() => { latest.current = { state, onLanes }; });
  const listening = useRef<AbortController>(undefined);
  useEffect(() => () => listening.current?.abort(), []);
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    const heads = event.currentTarget.closest('.tl-heads');
    if (event.button !== 0 || !heads) return;
    event.preventDefault();
    const before = state;
    const listen = new AbortController();
    listening.current = listen;
    setDragged(true);
    const end = (): void => {
      listen.abort();
      setDragged(false);
    };
    // On the window: the head itself moves about in the page while it is dragged.
    window.addEventListener('pointermove', ({ clientY }) => {
      const order = lanesInOrder(latest.current.state);
      const onto = [...heads.querySelectorAll<HTMLElement>('[data-lane]')].find((head) => passes(head, clientY, order, lane));
      const target = order.find((one) => one === onto?.dataset['lane']);
      const next = target === undefined ? latest.current.state : laneMovedTo(latest.current.state, lane, target);
      if (next !== latest.current.state) latest.current.onLanes(next);
    }, { signal: listen.signal });
    window.addEventListener('pointerup', end, { signal: listen.signal });
    window.addEventListener('pointercancel', end, { signal: listen.signal });
    window.addEventListener('keydown', (key) => {
      if (key.key !== 'Escape') return;
      key.preventDefault();
      key.stopPropagation();
      latest.current.onLanes(before);
      end();
    }, { signal: listen.signal, capture: true });
  };
  return { isDragged, onPointerDown };
}

/** Whether the pointer is far enough over another head that the lane belongs beyond it: lanes are of different heights. */
function passes(head: HTMLElement, clientY: number, order: readonly Lane[], lane: Lane): boolean {
  const { top, bottom } = head.getBoundingClientRect();
  if (clientY < top || clientY > bottom || head.dataset['lane'] === lane) return false;
  const isBelow = order.findIndex((one) => one === head.dataset['lane']) > order.indexOf(lane);
  const own = head.parentElement?.querySelector<HTMLElement>('[data-dragged]')?.getBoundingClientRect().height ?? 0;
  // After the change the dragged head must be under the pointer, or both would change places for ever.
  return isBelow ? clientY > bottom - own : clientY < top + own;
}
