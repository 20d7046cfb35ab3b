import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NS_PER_DAY, NS_PER_MIN, NS_PER_S } from '../../base/time.ts';
import { besideOf, focusLabel, focusSpan } from './time-focus.ts';

const T0 = 1_791_972_000n * NS_PER_S;

test('ten minutes of three weeks are offered, with room and on round times', () => {
  const dense = { fromNs: T0 + 3n * NS_PER_S, toNs: T0 + 9n * NS_PER_MIN + 56n * NS_PER_S };
  const focus = focusSpan(dense, { fromNs: T0 - 21n * NS_PER_DAY, toNs: dense.toNs + 1n });
  expect(focus).toEqual({ fromNs: T0 - 15n * NS_PER_S, toNs: T0 + 10n * NS_PER_MIN + 15n * NS_PER_S });
  expect(focusLabel(focus!)).toBe('99 % of records lie in 10 min 30 s: show those');
  expect(focusLabel({ fromNs: T0, toNs: T0 + 10n * NS_PER_MIN })).toBe('99 % of records lie in 10 min: show those');
});

test('nothing is offered from a tenth of all time on', () => {
  const all = { fromNs: T0, toNs: T0 + 1000n * NS_PER_S };
  expect(focusSpan({ fromNs: T0, toNs: T0 + 100n * NS_PER_S }, all)).toBeUndefined();
  expect(focusSpan({ fromNs: T0, toNs: T0 + 100n * NS_PER_S - 1n }, all)).toBeDefined();
  // One record, or all at one instant: nothing else is there to leave out.
  expect(focusSpan({ fromNs: T0, toNs: T0 }, { fromNs: T0, toNs: T0 + 1n })).toBeUndefined();
});

test('what is offered holds all that lie there, the last one too, and is not much longer', () => {
  const ns = fc.bigInt({ min: 0n, max: 10n ** 17n });
  fc.assert(fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), ns, ns, ns, (start, before, length, after) => {
    const dense = { fromNs: start, toNs: start + length };
    const all = { fromNs: start - before, toNs: dense.toNs + after + 1n };
    const focus = focusSpan(dense, all);
    if (!focus) {
      expect(length * 10n >= all.toNs - all.fromNs || all.toNs - all.fromNs < 100n).toBe(true);
      return;
    }
    expect(focus.fromNs).toBeLessThanOrEqual(dense.fromNs);
    expect(focus.toNs).toBeGreaterThan(dense.toNs);
    expect(focus.toNs - focus.fromNs).toBeLessThanOrEqual((length * 6n) / 5n + 3n * NS_PER_S);
  }));
});

test('a button stands where there is more room, inside a span that leaves none, and never outside the ruler', () => {
  const scale = { fromNs: 0n, toNs: 1000n, widthPx: 1000 };
  expect(besideOf(scale, { fromNs: 900n, toNs: 990n })).toEqual({ right: 110, maxWidth: 890 });
  expect(besideOf(scale, { fromNs: 10n, toNs: 90n })).toEqual({ left: 100, maxWidth: 900 });
  expect(besideOf(scale, { fromNs: 30n, toNs: 970n })).toEqual({ right: 40, maxWidth: 950 });
  // Of a span that is out of sight.
  expect(besideOf(scale, { fromNs: 2000n, toNs: 3000n })).toEqual({ right: 10, maxWidth: 990 });
});
