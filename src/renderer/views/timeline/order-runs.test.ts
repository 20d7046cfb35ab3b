import { expect, test } from 'vitest';
import { NS_PER_S } from '../../../base/time.ts';
import type { ClockOf } from '../../../model/clock.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { marginText, orderRuns, runText } from './order-runs.ts';

const noClock: ClockOf = () => undefined;

function entry(id: string, seconds: number, uncertainSeconds: number): TimelineEntry {
  return {
    id, kind: 'action', title: id, note: '', role: '', evidence: [],
    time: { form: 'point', startNs: BigInt(seconds * 10) * NS_PER_S / 10n, uncertaintyNs: BigInt(uncertainSeconds * 10) * NS_PER_S / 10n, basis: 'stated', zone: 'UTC' },
  };
}

test('neighbours inside their joint uncertainty stand together, and a sure one ends it', () => {
  const entries = [entry('a', 0, 1), entry('b', 1.4, 1), entry('c', 3, 1), entry('d', 60, 0), entry('e', 60, 0), entry('f', 90, 0)];
  expect(orderRuns(entries, noClock).map((run) => run.map((e) => e.id).join(''))).toEqual(['abc', 'de']);
  expect(orderRuns([], noClock)).toEqual([]);
});

test('the numbers: how far apart, and how unsure', () => {
  const [a, b] = [entry('a', 0, 1), entry('b', 1.4, 1.1)];
  expect(marginText(a, b, noClock)).toBe('1.40 s apart, ±2.10 s');
  expect(marginText(entry('d', 60, 0), entry('e', 60, 0), noClock)).toBe('the same time');
  expect(runText([a, b, entry('c', 3, 1)], noClock)).toBe('3 entries over 3 s');
});

test('clocks that nobody checked count', () => {
  const proved = (id: string, sha256: string, seconds: number): TimelineEntry => {
    const e = entry(id, seconds, 0);
    return { ...e, time: { ...e.time, basis: 'evidence' }, evidence: [{ sha256, locator: { kind: 'bytes', offsetBytes: 0, lengthBytes: 1 }, excerpt: '', addedBy: 'a', addedAtNs: 0n }] };
  };
  const clocks: ClockOf = (sha256) => ({ source: sha256, clock: undefined });
  expect(orderRuns([proved('a', 'x', 0), proved('b', 'y', 8)], clocks)).toHaveLength(1);
  expect(marginText(proved('a', 'x', 0), proved('b', 'y', 8), clocks)).toBe('8 s apart, ±10 s');
  expect(orderRuns([proved('a', 'x', 0), proved('b', 'x', 8)], clocks)).toEqual([]);
});
