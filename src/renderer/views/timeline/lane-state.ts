import { LANES, type Lane } from '../../../model/timeline.ts';
import type { LaneState } from '../../state/case-ui.ts';

/** Lanes as they stand: those pinned first, each in the order somebody gave them. */
export function lanesInOrder(state: LaneState): Lane[] {
  const order = [...state.order, ...LANES.filter((lane) => !state.order.includes(lane))];
  return [...order.filter((lane) => state.pinned.has(lane)), ...order.filter((lane) => !state.pinned.has(lane))];
}

/** The lane moved past its neighbour; lanes that are pinned stay above those that are not. */
export function movedLane(state: LaneState, lane: Lane, by: -1 | 1): LaneState {
  const order = lanesInOrder(state);
  const at = order.indexOf(lane);
  const other = order[at + by];
  if (other === undefined || state.pinned.has(other) !== state.pinned.has(lane)) return state;
  order[at] = other;
  order[at + by] = lane;
  return { ...state, order };
}

/** The lane moved to the place of another; `state` itself where that is no place for it. */
export function laneMovedTo(state: LaneState, lane: Lane, onto: Lane): LaneState {
  if (lane === onto || state.pinned.has(lane) !== state.pinned.has(onto)) return state;
  const order = lanesInOrder(state);
  const to = order.indexOf(onto);
  order.splice(order.indexOf(lane), 1);
  order.splice(to, 0, lane);
  return { ...state, order };
}

export function toggledIn(set: ReadonlySet<Lane>, lane: Lane): ReadonlySet<Lane> {
  const next = new Set(set);
  if (!next.delete(lane)) next.add(lane);
  return next;
}
