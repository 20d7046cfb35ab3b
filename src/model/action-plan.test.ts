import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Action } from './action.ts';
import { actionLevel, circleOf, daysFrom, dependencyRows, isOverdue, rolesIn, stateBeside, waitsFor } from './action-plan.ts';
import { parseDateText } from './date-text.ts';

const action = (id: string, change: Partial<Action> = {}): Action => ({
  kind: 'action', id, title: `Action ${id}`, note: '', type: 'prevent', state: 'proposed', ownerRole: '', due: '', doneWhen: '', dependsOn: [], entries: [], evidence: [], links: [], reason: '', createdAtNs: 0n, ...change,
});
const byId = (actions: readonly Action[]): Map<string, Action> => new Map(actions.map((a) => [a.id, a]));

test('late: open on a later day than its due date', () => {
  expect(isOverdue({ state: 'accepted', due: '2026-11-19' }, '2026-11-20')).toBe(true);
  expect(isOverdue({ state: 'accepted', due: '2026-11-20' }, '2026-11-20')).toBe(false);
  expect(isOverdue({ state: 'done', due: '2026-11-19' }, '2026-11-20')).toBe(false);
  expect(isOverdue({ state: 'proposed', due: '' }, '2026-11-20')).toBe(false);
  expect(daysFrom('2026-02-27', '2026-03-01')).toBe(2);
  expect(daysFrom('2026-03-30', '2026-03-28')).toBe(-2);
});

describe('dependencies', () => {
  test('a circle is told by its path, itself included', () => {
    const all = byId([action('a', { dependsOn: ['b'] }), action('b', { dependsOn: ['c'] }), action('c')]);
    expect(circleOf('c', 'a', all)).toEqual(['a', 'b', 'c']);
    expect(circleOf('a', 'a', all)).toEqual(['a']);
    expect(circleOf('a', 'c', all)).toBeUndefined();
    expect(circleOf('a', 'gone', all)).toBeUndefined();
  });

  test('what is not done is waited for, declined ones too', () => {
    const all = byId([action('a', { dependsOn: ['b', 'c', 'd', 'gone'] }), action('b', { state: 'done' }), action('c', { state: 'declined' }), action('d')]);
    expect(waitsFor(all.get('a')!, all).map((x) => x.id)).toEqual(['c', 'd']);
  });

  test('property: adding only what closes no circle never makes one, and the list has each action behind all it waits for', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 40 }), (wishes) => {
      const actions = Array.from({ length: 8 }, (_, i) => action(String(i)));
      for (const [from, to] of wishes) {
        const one = actions[from]!;
        if (!one.dependsOn.includes(String(to)) && circleOf(String(from), String(to), byId(actions)) === undefined) actions[from] = { ...one, dependsOn: [...one.dependsOn, String(to)] };
      }
      const rows = dependencyRows(actions);
      const at = new Map(rows.map((row, i) => [row.action.id, i]));
      expect(at.size).toBe(rows.length);
      for (const { action: one, depth } of rows) {
        for (const id of one.dependsOn) {
          expect(at.get(id)).toBeLessThan(at.get(one.id)!);
          expect(rows[at.get(id)!]!.depth).toBeLessThan(depth);
        }
      }
      expect(new Set(rows.map((r) => r.action.id))).toEqual(new Set(actions.flatMap((a) => (a.dependsOn.length > 0 ? [a.id, ...a.dependsOn] : []))));
    }));
  });

  test('a circle in an old file ends the walk', () => {
    expect(dependencyRows([action('a', { dependsOn: ['b'] }), action('b', { dependsOn: ['a'] })]).map((r) => r.action.id).toSorted()).toEqual(['a', 'b']);
  });
});

test('columns end at the edge of the board', () => {
  expect(stateBeside('proposed', 1)).toBe('accepted');
  expect(stateBeside('proposed', -1)).toBe('proposed');
  expect(stateBeside('declined', 1)).toBe('declined');
});

test('three steps of priority', () => {
  expect([[5, 4, 2], [3, 3, 3], [2, 2, 5]].map(([recurrence, impact, effort]) => actionLevel({ recurrence, impact, effort }))).toEqual(['high', 'medium', 'low']);
  expect(actionLevel({ recurrence: 5, impact: 5 })).toBeUndefined();
});

test('roles, each once', () => {
  expect(rolesIn(['Payments on-call', ' '], ['payments on-call', 'database on-call'])).toEqual(['database on-call', 'Payments on-call']);
});

describe('days as typed, seen from Friday 2026-11-20', () => {
  test.each([
    ['2026-12-01', '2026-12-01'], ['1.12.2026', '2026-12-01'], ['1 Dec 2026', '2026-12-01'], ['1 December', '2026-12-01'], ['3 jan', '2027-01-03'], ['today', '2026-11-20'], ['Morgen', '2026-11-21'],
    ['in 2 weeks', '2026-12-04'], ['+10d', '2026-11-30'], ['in 3 months', '2027-02-20'], ['friday', '2026-11-27'], ['next monday', '2026-11-23'], ['Mittwoch', '2026-11-25'],
  ])('%s', (text, day) => {
    expect(parseDateText(text, '2026-11-20')).toEqual({ ok: true, value: day });
  });
  test('the last day of a shorter month', () => {
    expect(parseDateText('in 1 month', '2026-01-31')).toEqual({ ok: true, value: '2026-02-28' });
  });
  test.each(['2026-02-30', '12/01/2026', 'soon', '32.1.2026', 'in 2 moons', ''])('not understood: %s', (text) => {
    const read = parseDateText(text, '2026-11-20');
    expect(read.ok ? read.value : read.failure.code).toBe('date/not-understood');
  });
});
