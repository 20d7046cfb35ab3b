import { expect, test } from 'vitest';
import { peopleAsRoles, type Person } from './person.ts';

const person = (name: string, role: string, ...aliases: string[]): Person => ({ kind: 'person', id: name, name, aliases, role });
const PEOPLE = [person('Maya Chen', 'payments on-call', 'maya', 'mchen@example.com'), person('Jürgen Öz', 'database on-call', 'joz'), person('Al', 'lead'), person('Max', '')];

test('names, handles and addresses become roles, as whole words, the longest first', () => {
  expect(peopleAsRoles('Maya Chen paged @joz; maya asked mchen@example.com', PEOPLE)).toBe('payments on-call paged database on-call; payments on-call asked payments on-call');
  expect(peopleAsRoles('Jürgen Öz’s query; mayakovsky stays, Maximum stays', PEOPLE)).toBe('database on-call’s query; mayakovsky stays, Maximum stays');
});

test('who has no role is a responder; names too short to tell from words stay', () => {
  expect(peopleAsRoles('Max and Al restarted it', PEOPLE)).toBe('a responder and Al restarted it');
  expect(peopleAsRoles('nobody here', [])).toBe('nobody here');
});

test('a name that is a pattern to a regular expression is only a name', () => {
  expect(peopleAsRoles('a.b (x) did, aXb did not', [person('a.b (x)', 'the pager')])).toBe('the pager did, aXb did not');
});
