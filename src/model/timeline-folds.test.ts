import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NS_PER_MIN, NS_PER_S, parseRfc3339 } from '../base/time.ts';
import { foldRepeats, REPEAT_GAP_NS, repeatsOf } from './timeline-folds.ts';
import { byTime, ENTRY_KINDS, isHindsight, LANE_OF_KIND, type EntryTime, type TimelineEntry } from './timeline.ts';

const T0 = parseRfc3339('2026-10-14T10:00:00Z')!;

function entry(id: string, seconds: number, title: string, more: Partial<Omit<TimelineEntry, 'time'>> & { time?: Partial<EntryTime> } = {}): TimelineEntry {
  return {
    id, kind: 'detection', title, note: '', role: '', evidence: [], ...more,
    time: { form: 'point', startNs: T0 + BigInt(seconds) * NS_PER_S, uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC', ...more.time },
  };
}
const alerts = (seconds: readonly number[], title = (i: number): string => `Alert on api-${i}`): TimelineEntry[] => seconds.map((s, i) => entry(`a${i}`, s, title(i)));
const ids = (list: readonly TimelineEntry[]): string[][] => repeatsOf(list).map((r) => r.entries.map((e) => e.id));

describe('repeats', () => {
  it('are runs of one title but for its numbers, three or more', () => {
    expect(ids(alerts([0, 10, 20]))).toEqual([['a0', 'a1', 'a2']]);
    expect(ids(alerts([0, 10]))).toEqual([]);
    expect(ids([...alerts([0, 10]), entry('b', 20, 'Alert on db-2')])).toEqual([]);
    expect(ids(['3be1d07a', 'deadbeef1', '00ffee99'].map((hash, i) => entry(hash, i, `Pod web-${hash} killed`)))).toEqual([['3be1d07a', 'deadbeef1', '00ffee99']]);
    expect(ids(['defaced', 'effaced', 'acceded'].map((word, i) => entry(word, i, `${word} page`)))).toEqual([]);
  });
  it('end at a longer pause, at another entry of the lane, and not at one of another lane', () => {
    const pause = Number(REPEAT_GAP_NS / NS_PER_S);
    expect(ids(alerts([0, pause, 2 * pause]))).toEqual([['a0', 'a1', 'a2']]);
    expect(ids(alerts([0, 10, 11 + pause, 12 + pause]))).toEqual([]);
    expect(ids([...alerts([0, 10, 20, 30, 40, 50]), entry('x', 25, 'Page')])).toEqual([['a0', 'a1', 'a2'], ['a3', 'a4', 'a5']]);
    expect(ids([...alerts([0, 10, 20]), entry('x', 15, 'Deploy', { kind: 'change' })])).toEqual([['a0', 'a1', 'a2']]);
    // Of one lane, but not of one kind.
    expect(ids([entry('d', 0, 'Look', { kind: 'diagnosis' }), entry('e', 1, 'Look', { kind: 'action' }), entry('f', 2, 'Look', { kind: 'diagnosis' })])).toEqual([]);
  });
  it('the pause counts from the end of an interval', () => {
    const long = (id: string, minute: number): TimelineEntry => entry(id, minute * 60, 'Stall', { time: { form: 'interval', endNs: T0 + BigInt(minute + 20) * NS_PER_MIN } });
    expect(ids([long('a', 0), long('b', 30), long('c', 60)])).toEqual([['a', 'b', 'c']]);
  });
  it('leave out milestones, "between", and what was learned at another time', () => {
    const [a, b, c, d] = alerts([0, 10, 20, 30]);
    expect(ids([a!, b!, { ...c!, milestone: 'detected' }, d!])).toEqual([]);
    expect(ids([a!, b!, { ...c!, time: { ...c!.time, form: 'between', endNs: c!.time.startNs } }, d!])).toEqual([]);
    const late = { knownSinceNs: T0 + 99n * NS_PER_MIN };
    expect(ids([a!, { ...b!, ...late }, c!, d!])).toEqual([]);
    const [repeat] = repeatsOf([a!, b!, c!].map((e) => ({ ...e, ...late })));
    expect(isHindsight(repeat!.entry)).toBe(true);
  });
  it('are told as one entry: count, what the titles share, the whole span, the widest ±, no proof unless each has one', () => {
    const [repeat] = repeatsOf([
      entry('a', 0, 'Alert 500 on api-1', { role: 'edge', time: { uncertaintyNs: 5n } }), entry('b', 10, 'Alert 500 on api-2', { role: 'edge' }),
      entry('c', 20, 'Alert 500 on api-3', { role: 'edge', time: { form: 'interval', endNs: T0 + 60n * NS_PER_S, basis: 'stated' } }),
    ]);
    expect(repeat!.entry).toMatchObject({
      title: '×3 Alert 500 on api-…', role: 'edge', evidence: [], time: { form: 'interval', startNs: T0, endNs: T0 + 60n * NS_PER_S, uncertaintyNs: 5n, basis: 'estimated' },
    });
  });
  it('for any timeline: nothing is lost, nothing told twice, unfolding gives all back', () => {
    const some = fc.array(fc.record({ seconds: fc.nat(5000), kind: fc.constantFrom(...ENTRY_KINDS), title: fc.constantFrom('Alert 1', 'Alert 2', 'Page', 'x7') }), { maxLength: 40 })
      .map((list) => list.map((e, i) => entry(String(i), e.seconds, e.title, { kind: e.kind })).sort(byTime));
    fc.assert(fc.property(some, (list) => {
      const repeats = repeatsOf(list);
      const folded = foldRepeats(list, repeats, new Set());
      const told = folded.entries.flatMap((e) => folded.repeats.get(e.id)?.entries ?? [e]);
      expect(told.map((e) => e.id).sort()).toEqual(list.map((e) => e.id).sort());
      expect([...folded.entries].sort(byTime)).toEqual(folded.entries);
      for (const repeat of repeats) {
        expect(new Set(repeat.entries.map((e) => `${LANE_OF_KIND[e.kind]} ${e.kind}`)).size).toBe(1);
        expect(repeat.entry.time.startNs).toBe(repeat.entries[0]!.time.startNs);
      }
      expect(foldRepeats(list, repeats, new Set(list.map((e) => e.id)))).toEqual({ entries: list, repeats: new Map() });
    }));
  });
});
