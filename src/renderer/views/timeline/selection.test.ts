import { expect, test } from 'vitest';
import { all, NONE, only, taken, takeOf } from './selection.ts';

const ORDER = ['a', 'b', 'c', 'd', 'e'];

test('Shift takes all from where one began, in either direction, and lets go of what is no longer between', () => {
  const down = taken(only('b'), 'd', 'extend', ORDER);
  expect([...down.ids]).toEqual(['b', 'c', 'd']);
  expect(down.lead).toBe('d');
  const up = taken(down, 'a', 'extend', ORDER);
  expect([...up.ids]).toEqual(['a', 'b']);
  expect(up.anchor).toBe('b');
});

test('Ctrl takes in and out; the one in hand is always one of those taken', () => {
  const two = taken(only('b'), 'e', 'toggle', ORDER);
  expect([...two.ids]).toEqual(['b', 'e']);
  const one = taken(two, 'e', 'toggle', ORDER);
  expect([...one.ids]).toEqual(['b']);
  expect(one.lead).toBe('b');
  expect(taken(one, 'b', 'toggle', ORDER)).toEqual({ lead: undefined, anchor: undefined, ids: new Set() });
});

test('Shift without a beginning, or with one that a filter hides, takes one', () => {
  expect([...taken(NONE, 'c', 'extend', ORDER).ids]).toEqual(['c']);
  expect([...taken(only('gone'), 'c', 'extend', ORDER).ids]).toEqual(['c']);
});

test('all keep the one in hand', () => {
  expect(all(only('c'), ORDER).lead).toBe('c');
  expect(all(only('gone'), ORDER).lead).toBe('a');
  expect(all(NONE, []).lead).toBeUndefined();
});

test('what a press says', () => {
  const keys = { ctrlKey: false, metaKey: false, shiftKey: false };
  expect([keys, { ...keys, ctrlKey: true }, { ...keys, metaKey: true }, { ...keys, ctrlKey: true, shiftKey: true }].map(takeOf)).toEqual(['only', 'toggle', 'toggle', 'extend']);
});
