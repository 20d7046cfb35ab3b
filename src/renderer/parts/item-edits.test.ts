import { expect, test } from 'vitest';
import type { Item } from '../../model/item.ts';
import type { Review } from '../../model/review.ts';
import { createItemEdits } from './item-edits.ts';

const REVIEW: Review = { kind: 'review', id: 'r', title: 'Old', agenda: [], attendance: [] };

/** A disk that takes its time. */
function disk(first: readonly Item[]): { items: () => readonly Item[]; edit: ReturnType<typeof createItemEdits>; fail: (failing: boolean) => void } {
  let items = first;
  let failing = false;
  const later = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 1); });
  return {
    items: () => items,
    fail: (now) => { failing = now; },
    edit: createItemEdits({
      read: async () => { const seen = items; await later(); return failing ? undefined : seen; },
      save: async (item) => { await later(); items = [...items.filter((other) => other.kind !== item.kind || other.id !== item.id), item]; return true; },
    }),
  };
}

test('edits made at once both stand: a title that is left by pressing Start, two people ticked in a row', async () => {
  const { items, edit } = disk([REVIEW]);
  const done = await Promise.all([
    edit('review', 'r', (review) => review && { ...review, title: 'New' }),
    edit('review', 'r', (review) => review && { ...review, startedAtNs: 5n }),
    ...['a', 'b'].map((personId) => edit('review', 'r', (review) => review && { ...review, attendance: [...review.attendance, { personId, part: 'participant' as const, present: true }] })),
  ]);
  expect(done).toEqual([true, true, true, true]);
  expect(items()).toMatchObject([{ title: 'New', startedAtNs: 5n, attendance: [{ personId: 'a' }, { personId: 'b' }] }]);
});

test('an item that is gone is not brought back, one that is not there yet can be made, and a failure does not hold up the next', async () => {
  const { items, edit, fail } = disk([]);
  expect(await edit('review', 'r', (review) => review && { ...review, title: 'New' })).toBe(true);
  expect(items()).toEqual([]);
  fail(true);
  expect(await edit('review', 'r', () => REVIEW)).toBe(false);
  fail(false);
  expect(await edit('review', 'r', (review) => review ?? REVIEW)).toBe(true);
  expect(items()).toEqual([REVIEW]);
});
