import { expect, test } from 'vitest';
import { LANES } from '../../../model/timeline.ts';
import type { LaneState } from '../../state/case-ui.ts';
import { laneMovedTo, lanesInOrder, movedLane, toggledIn } from './lane-state.ts';

const PLAIN: LaneState = { order: LANES, pinned: new Set(), folded: new Set() };

test('lanes stand as given, those pinned first, none lost', () => {
  expect(lanesInOrder(PLAIN)).toEqual([...LANES]);
  expect(lanesInOrder({ ...PLAIN, order: ['changes'], pinned: new Set(['evidence']) }).slice(0, 3)).toEqual(['evidence', 'changes', 'impact']);
  expect(lanesInOrder({ ...PLAIN, order: [] }).toSorted()).toEqual([...LANES].toSorted());
});

test('a lane moves past its neighbour and stops at the ends, and at where the pinned ones begin', () => {
  expect(lanesInOrder(movedLane(PLAIN, 'detection', -1)).slice(0, 2)).toEqual(['detection', 'impact']);
  expect(movedLane(PLAIN, 'impact', -1)).toBe(PLAIN);
  expect(movedLane(PLAIN, 'evidence', 1)).toBe(PLAIN);
  const pinned = { ...PLAIN, pinned: toggledIn(PLAIN.pinned, 'impact') };
  expect(movedLane(pinned, 'impact', 1)).toBe(pinned);
  expect(movedLane(pinned, 'detection', -1)).toBe(pinned);
});

test('a lane moved to the place of another takes it; pinned lanes and others keep apart', () => {
  const state: LaneState = { order: [], pinned: new Set(['changes']), folded: new Set() };
  const usual = lanesInOrder(state);
  expect(usual[0]).toBe('changes');
  const down = laneMovedTo(state, 'impact', 'decisions');
  expect(lanesInOrder(down)).toEqual(['changes', 'detection', 'response', 'decisions', 'impact', 'communication', 'evidence']);
  expect(lanesInOrder(laneMovedTo(down, 'impact', 'detection'))).toEqual(usual);
  expect(laneMovedTo(state, 'impact', 'changes')).toBe(state);
  expect(laneMovedTo(state, 'impact', 'impact')).toBe(state);
});
