import type { ReactNode } from 'react';
import { SCREEN_PALETTE } from '../../../figures/palette.ts';
import type { LaneLayout } from '../../../figures/timeline-layout.ts';
import type { Lane } from '../../../model/timeline.ts';
import type { LaneState } from '../../state/case-ui.ts';
import { Icon, MenuButton, type MenuEntry } from '../../ui/index.ts';
import { lanesInOrder, movedLane, toggledIn } from './lane-state.ts';

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
export function LaneHead({ lane, state, stickyTop, onLanes, onOnly }: {
  lane: LaneLayout; state: LaneState; stickyTop: number | undefined; onLanes: (state: LaneState) => void; onOnly: (lane: Lane) => void;
}): ReactNode {
  const folded = state.folded.has(lane.lane);
  return (
    <div className={stickyTop === undefined ? 'tl-lane-head' : 'tl-lane-head pinned'} style={{ height: lane.heightPx, ...(stickyTop === undefined ? {} : { top: stickyTop }) }}>
      <i style={{ background: SCREEN_PALETTE.lane[lane.lane].edge }} />
      <MenuButton label={`Lane ${lane.title}${folded ? ', folded' : ''}${stickyTop === undefined ? '' : ', pinned'}`} className="tl-lane-button" entries={laneActions(lane.lane, state, onLanes, onOnly)}>
        <span className="tl-lane-name"><b className="ell">{lane.title}</b>{!folded && <span className="t3 micro ell">{lane.subtitle}</span>}</span>
        {stickyTop !== undefined && <Icon name="pin" size={10} />}
        {folded && <Icon name="chevron-right" size={10} />}
        <span className="t3 micro">{lane.count > 0 ? lane.count : ''}</span>
      </MenuButton>
    </div>
  );
}
