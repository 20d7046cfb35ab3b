import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Why } from '../../../model/cause.ts';
import { itemsAfter, type ItemChange } from '../../../model/item-change.ts';
import { itemsOf, type Item } from '../../../model/item.ts';
import { addAnswer, addSet, changeWhy, newWhy, removeWhy } from '../../../model/why-edit.ts';
import { createEditLine, shownItems, stillPending } from './edit-line.ts';

/** A case on a disk that takes its time, and refuses what it is told to. */
function slowDisk(refuses: (n: number) => boolean = () => false): { items: () => readonly Item[]; revision: () => number; send: (change: ItemChange) => Promise<number | undefined>; sent: () => number } {
  let items: readonly Item[] = [];
  let revision = 0;
  let sent = 0;
  return {
    items: () => items, revision: () => revision, sent: () => sent,
    send: async (change) => {
      const n = sent++;
      await Promise.resolve();
      if (refuses(n)) return undefined;
      items = itemsAfter(items, change.commands);
      return ++revision;
    },
  };
}

const whys = (items: readonly Item[]): readonly Why[] => itemsOf(items, 'why');
const ids = (items: readonly Item[]): string[] => whys(items).map(({ id }) => id).toSorted();

test('an answer to a step that is not on disk yet stands below it, on screen at once and on disk in the end', async () => {
  const disk = slowDisk();
  const line = createEditLine((change) => disk.send(change));
  const first = line.edit((items) => addSet(whys(items), newWhy('a', 'Checkout failed', 0n)));
  const second = line.edit((items) => addAnswer(whys(items), 'a', newWhy('b', 'The pool was empty', 1n)));
  expect(disk.items()).toEqual([]);
  expect(line.isSending()).toBe(true);
  expect(ids(shownItems(disk.items(), line.pending.getState(), 0, false))).toEqual(['a', 'b']);
  await line.settled();
  expect(line.isSending()).toBe(false);
  expect(ids(disk.items())).toEqual(['a', 'b']);
  expect(await Promise.all([first, second])).toEqual([true, true]);
  expect(whys(disk.items()).find(({ id }) => id === 'b')?.parentId).toBe('a');
  expect(stillPending(line.pending.getState(), disk.revision(), true)).toHaveLength(2);
  expect(stillPending(line.pending.getState(), disk.revision(), false)).toEqual([]);
});

test('one that fails takes back what was made on top of it, and the next begins from what is so', async () => {
  const disk = slowDisk((n) => n === 1);
  const line = createEditLine((change) => disk.send(change));
  const shown = (): readonly Item[] => shownItems(disk.items(), line.pending.getState(), disk.revision(), false);
  const done = [
    line.edit((items) => addSet(whys(items), newWhy('a', 'Checkout failed', 0n))), line.edit((items) => addAnswer(whys(items), 'a', newWhy('b', 'Lost', 1n))),
    line.edit((items) => addAnswer(whys(items), 'b', newWhy('c', 'On top of it', 2n))),
  ];
  expect(await Promise.all(done)).toEqual([true, false, false]);
  expect(disk.sent()).toBe(2);
  expect(ids(shown())).toEqual(['a']);
  line.shows(shown());
  expect(await line.edit((items) => addAnswer(whys(items), 'a', newWhy('d', 'Again', 3n)))).toBe(true);
  expect(ids(shown())).toEqual(['a', 'd']);
});

test('what changes nothing is not sent', async () => {
  const disk = slowDisk();
  const line = createEditLine((change) => disk.send(change));
  expect(await line.edit((items) => removeWhy(whys(items), 'gone'))).toBe(true);
  expect(disk.sent()).toBe(0);
});

test('whatever comes and whatever is refused, the screen ends as the disk', async () => {
  const step = fc.record({ kind: fc.constantFrom('add', 'say', 'remove', 'wait'), at: fc.nat(5), refused: fc.boolean() });
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (all) => {
    const disk = slowDisk((n) => all[n]?.refused ?? false);
    const line = createEditLine((change) => disk.send(change));
    const shown = (): readonly Item[] => shownItems(disk.items(), line.pending.getState(), disk.revision(), false);
    const running: Array<Promise<boolean>> = [];
    for (const [n, { kind, at }] of all.entries()) {
      line.shows(shown());
      if (kind === 'wait') await running.at(-1);
      else running.push(line.edit((items) => (kind === 'add' ? addSet(whys(items), newWhy(`w${n}`, `Step ${n}`, 0n)) : kind === 'say' ? changeWhy(whys(items), whys(items)[at]?.id ?? '', { statement: `Said ${n}` }) : removeWhy(whys(items), whys(items)[at]?.id ?? ''))));
    }
    await Promise.all(running);
    expect(shown()).toEqual(disk.items());
    expect(stillPending(line.pending.getState(), disk.revision(), false)).toEqual([]);
  }));
});
