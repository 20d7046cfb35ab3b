import { describe, expect, test } from 'vitest';
import { filterOf, NO_FILTER, paramsOf, passes, sorted, type ActionFilter } from './filter.ts';
import { newAction } from './work.ts';

const cap = { ...newAction('a', 'Cap retries', 1n), ownerRole: 'payments on-call ', due: '2026-11-01', state: 'accepted' as const, recurrence: 2, impact: 2, effort: 1 };
const alert = { ...newAction('b', 'Alert on retries', 2n), type: 'detect' as const, recurrence: 5, impact: 5, effort: 1, tracker: { system: 'jira', key: 'OPS-7', url: '', status: '', readAtNs: 0n } };
const drill = { ...newAction('c', 'Drill it', 3n), state: 'done' as const, due: '2026-10-01', ownerRole: 'database on-call' };
const all = [cap, alert, drill];

describe('what is shown', () => {
  test.each<[Partial<ActionFilter>, string[]]>([
    [{}, ['a', 'b', 'c']], [{ states: ['accepted', 'done'] }, ['a', 'c']], [{ types: ['detect'] }, ['b']], [{ owners: ['payments on-call'] }, ['a']], [{ owners: [''] }, ['b']],
    [{ late: true }, ['a']], [{ query: 'retries cap' }, ['a']], [{ query: 'ops-7' }, ['b']], [{ late: true, states: ['done'] }, []],
  ])('%j', (change, ids) => {
    expect(all.filter((action) => passes(action, { ...NO_FILTER, ...change }, '2026-11-20')).map((action) => action.id)).toEqual(ids);
  });

  test('an address holds all of it', () => {
    const filter: ActionFilter = { query: 'a b', states: ['proposed', 'declined'], types: ['learn'], owners: ['', 'x, y'], late: true };
    const params = new URLSearchParams(Object.entries(paramsOf(filter)).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
    expect(filterOf({ q: params.get('q') ?? undefined, states: params.get('states') ?? undefined, types: params.get('types') ?? undefined, owners: params.get('owners') ?? undefined, late: params.get('late') ?? undefined })).toEqual(filter);
    expect(Object.values(paramsOf(NO_FILTER)).every((value) => value === undefined)).toBe(true);
  });
});

test.each([['priority', ['b', 'a', 'c']], ['due', ['c', 'a', 'b']], ['owner', ['c', 'a', 'b']], ['title', ['b', 'a', 'c']], ['state', ['b', 'a', 'c']], ['type', ['a', 'c', 'b']]] as const)('by %s', (sort, ids) => {
  expect(sorted(all, sort).map((action) => action.id)).toEqual(ids);
});
