import { expect, test } from 'vitest';
import { Action, actionGaps, actionPriority, byPriority } from './action.ts';

const action = (id: string, more: Partial<Action> = {}): Action => Action.parse({
  kind: 'action', id, title: 'Alert on pool saturation', note: '', type: 'detect', state: 'proposed', ownerRole: '', due: '', doneWhen: '', dependsOn: [], entries: [], evidence: [],
  links: [], reason: '', createdAtNs: 0n, ...more,
});

test('priority is recurrence times impact by effort, once all are said', () => {
  expect(actionPriority(action('a', { recurrence: 4, impact: 5, effort: 2 }))).toBe(10);
  expect(actionPriority(action('a', { recurrence: 4, impact: 5 }))).toBeUndefined();
});

test('lists begin with what is open and matters most; declined ones come last', () => {
  const list = [
    action('declined', { state: 'declined', recurrence: 5, impact: 5, effort: 1 }), action('done', { state: 'done', recurrence: 5, impact: 5, effort: 1 }),
    action('unsaid'), action('late', { due: '2026-12-01' }), action('low', { recurrence: 1, impact: 1, effort: 5 }), action('high', { recurrence: 5, impact: 4, effort: 1 }),
  ];
  expect(list.toSorted(byPriority).map((a) => a.id)).toEqual(['high', 'low', 'late', 'unsaid', 'done', 'declined']);
});

test('what an action lacks is named; a declined one lacks nothing but its reason', () => {
  expect(actionGaps(action('a'))).toEqual(['owner', 'due', 'test of done', 'priority']);
  expect(actionGaps(action('a', { ownerRole: 'x', due: '2026-01-31', doneWhen: 'y', recurrence: 1, impact: 1, effort: 1 }))).toEqual([]);
  expect(actionGaps(action('a', { state: 'declined' }))).toEqual(['reason']);
});

test('a day that no calendar has is refused', () => {
  expect(Action.safeParse({ ...action('a'), due: '2026-02-30' }).success).toBe(false);
});
