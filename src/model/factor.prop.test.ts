import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Barrier, Factor, FACTOR_PARTS } from './cause.ts';
import { addBarrier, barrierLines, FACTOR_PART_ABOUT, factorOfWhy, moveBarrier, newBarrier } from './factor.ts';
import { itemsAfter } from './item-change.ts';
import { itemsOf } from './item.ts';
import { newWhy } from './why-edit.ts';

const barriers = fc.array(fc.record({ hazard: fc.constantFrom('Leak', 'leak ', 'Load'), order: fc.nat(3) }), { maxLength: 8 })
  .map((all) => all.map(({ hazard, order }, i) => newBarrier(`b${i}`, `Barrier ${i}`, 0n, { hazard, target: 'Checkout', order })));
const shown = (all: readonly Barrier[]): string[][] => barrierLines(all).map((line) => line.barriers.map(({ id }) => id));

test('every barrier stands in one line; a line is one hazard before one target', () => {
  fc.assert(fc.property(barriers, (all) => {
    expect(shown(all).flat().toSorted()).toEqual(all.map(({ id }) => id).toSorted());
    for (const line of barrierLines(all)) expect(new Set(line.barriers.map((one) => one.hazard.trim().toLowerCase())).size).toBe(1);
    expect(barrierLines(all).length).toBeLessThanOrEqual(2);
  }));
});

test('a moved barrier changes place with its neighbour, within its line, and back', () => {
  fc.assert(fc.property(barriers, fc.nat(7), fc.constantFrom(-1 as const, 1 as const), (all, at, by) => {
    const one = all[at];
    if (!one) return;
    const line = shown(all).find((ids) => ids.includes(one.id))!;
    const other = line[line.indexOf(one.id) + by];
    const change = moveBarrier(all, one.id, by);
    expect(change.commands.length > 0).toBe(other !== undefined);
    const moved = itemsOf(itemsAfter(all, change.commands), 'barrier');
    for (const barrier of moved) Barrier.parse(barrier);
    if (other === undefined) return;
    const now = shown(moved).find((ids) => ids.includes(one.id))!;
    expect(now).toEqual(line.map((id) => (id === one.id ? other : id === other ? one.id : id)));
    expect(shown(itemsOf(itemsAfter(moved, moveBarrier(moved, one.id, by === 1 ? -1 : 1).commands), 'barrier')).find((ids) => ids.includes(one.id))).toEqual(line);
  }));
});

test('a new barrier comes last', () => {
  fc.assert(fc.property(barriers, (all) => {
    const after = itemsOf(itemsAfter(all, addBarrier(all, newBarrier('new', 'New', 0n, { hazard: 'Load', target: 'Checkout' })).commands), 'barrier');
    expect(barrierLines(after).find((line) => line.barriers.some(({ id }) => id === 'new'))!.barriers.at(-1)!.id).toBe('new');
  }));
});

test('a why becomes a factor with what shows it', () => {
  const factor = factorOfWhy('f', newWhy('w', 'No test uses an unknown coupon', 0n, { entries: ['e'] }), true, 1n);
  expect(Factor.parse(factor)).toMatchObject({ title: 'No test uses an unknown coupon', part: 'latent', whys: ['w'], entries: ['e'] });
  for (const part of FACTOR_PARTS) expect(FACTOR_PART_ABOUT[part]).not.toBe('');
});
