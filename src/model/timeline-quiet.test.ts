import { expect, it } from 'vitest';
import { NS_PER_MIN, NS_PER_S, parseRfc3339 } from '../base/time.ts';
import { quietStretches } from './timeline-quiet.ts';
import type { EntryTime, TimelineEntry } from './timeline.ts';

const T0 = parseRfc3339('2026-10-14T10:00:00Z')!;
const entry = (id: string, minute: number, time: Partial<EntryTime> = {}): TimelineEntry => (
  { id, kind: 'action', title: id, note: '', role: '', evidence: [], time: { form: 'point', startNs: T0 + BigInt(minute) * NS_PER_MIN, uncertaintyNs: 0n, basis: 'stated', zone: 'UTC', ...time } }
);
const quiet = (...entries: TimelineEntry[]): string[] => quietStretches(entries).map((q) => `${q.before.id} ${Number((q.toNs - q.fromNs) / NS_PER_S)} s ${q.after.id}`);
const until = (minute: number, form: EntryTime['form'] = 'interval'): Partial<EntryTime> => ({ form, endNs: T0 + BigInt(minute) * NS_PER_MIN });

it('is quiet where much longer than usual nothing begins or ends', () => {
  expect(quiet(entry('a', 0), entry('b', 1), entry('c', 2), entry('d', 24), entry('e', 25))).toEqual(['c 1320 s d']);
  expect(quiet(entry('a', 0), entry('b', 10), entry('c', 20), entry('d', 30))).toEqual([]);
  expect(quiet(entry('a', 0, { startNs: T0 }), entry('b', 0, { startNs: T0 + NS_PER_S }), entry('c', 0, { startNs: T0 + 60n * NS_PER_S }))).toEqual([]);
  expect(quiet()).toEqual([]);
  expect(quiet(entry('a', 0))).toEqual([]);
});

it('a long impact does not hide it, its end breaks it, a "between" and a ± count as something that may have happened', () => {
  const busy = [entry('a', 0), entry('b', 1), entry('c', 2)];
  expect(quiet(...busy, entry('impact', 1, until(60)), entry('d', 24), entry('e', 25))).toContain('c 1320 s d');
  expect(quiet(...busy, entry('stall', 1, until(12)), entry('d', 24), entry('e', 25))).toEqual(['c 600 s stall', 'stall 720 s d']);
  expect(quiet(...busy, entry('x', 3, until(20, 'between')), entry('d', 24), entry('e', 25), entry('f', 26))).toEqual(['x 240 s d']);
  expect(quiet(...busy, entry('d', 24, { uncertaintyNs: 10n * NS_PER_MIN }), entry('e', 35), entry('f', 36))).toEqual(['c 720 s d']);
});
