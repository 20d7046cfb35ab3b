import { describe, expect, test } from 'vitest';
import { unwrap } from '../../../base/result.ts';
import { NS_PER_H, NS_PER_MIN, NS_PER_S, parseRfc3339 } from '../../../base/time.ts';
import type { Comment } from '../../../model/comment.ts';
import type { EvidenceReference } from '../../../model/evidence.ts';
import type { EntryTime, TimelineEntry } from '../../../model/timeline.ts';
import { bulkCommands, bulkLabel, mergeCommands, merged, splitCommands } from './bulk.ts';

const T0 = parseRfc3339('2026-10-14T10:00:00Z')!;

function point(minutes: number, more: Partial<EntryTime> = {}): EntryTime {
  return { form: 'point', startNs: T0 + BigInt(minutes) * NS_PER_MIN, uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC', ...more };
}

function entry(id: string, time: EntryTime, more: Partial<TimelineEntry> = {}): TimelineEntry {
  return { id, kind: 'action', title: `Entry ${id}`, note: '', time, role: '', evidence: [], ...more };
}

function reference(offsetBytes: number): EvidenceReference {
  return { sha256: 'a'.repeat(64), locator: { kind: 'bytes', offsetBytes, lengthBytes: 5 }, excerpt: 'x', addedBy: 'ada', addedAtNs: 0n };
}

describe('changing several', () => {
  test('only those that change are written, and only what changes of them', () => {
    const entries = [entry('a', point(0), { kind: 'decision' }), entry('b', point(1), { role: 'sre' })];
    expect(bulkCommands(entries, { kind: 'decision' })).toEqual([{ name: 'timeline.update', input: { id: 'b', patch: { kind: 'decision' } } }]);
    expect(bulkCommands(entries, { kind: 'decision', role: 'sre' })).toHaveLength(2);
    expect(bulkCommands(entries, {})).toEqual([]);
    expect(bulkLabel({ kind: 'decision', role: 'x', shiftNs: 1n }, 2)).toBe('Changed kind, role and time of 2 entries');
  });

  test('moved by a length: both ends, and the time is an estimate from then on', () => {
    const [command] = bulkCommands([entry('a', point(0, { form: 'interval', endNs: T0 + NS_PER_MIN, text: 'ten' }))], { shiftNs: -NS_PER_S });
    expect(command).toMatchObject({ input: { patch: { time: { startNs: T0 - NS_PER_S, endNs: T0 + NS_PER_MIN - NS_PER_S, basis: 'estimated' } } } });
  });

  test('a zone is what a time was said in, or what it should have been read in', () => {
    const one = [entry('a', point(0))];
    expect(bulkCommands(one, { zone: { zone: 'UTC', keep: 'clocks' } })).toEqual([]);
    expect(bulkCommands(one, { zone: { zone: 'Europe/Berlin', keep: 'instants' } })).toMatchObject([{ input: { patch: { time: { startNs: T0, zone: 'Europe/Berlin' } } } }]);
    // 10:00 in Berlin in October is 08:00 UTC.
    expect(bulkCommands(one, { zone: { zone: 'Europe/Berlin', keep: 'clocks' } })).toMatchObject([{ input: { patch: { time: { startNs: T0 - 2n * NS_PER_H, zone: 'Europe/Berlin' } } } }]);
  });

  test('an interval read in a zone whose clocks are set back keeps an end after its start', () => {
    const startNs = parseRfc3339('2026-10-25T01:50:00Z')!;
    const [command] = bulkCommands([entry('a', { form: 'interval', startNs, endNs: startNs + 20n * NS_PER_MIN, uncertaintyNs: 0n, basis: 'stated', zone: 'UTC' })], { zone: { zone: 'Europe/Berlin', keep: 'clocks' } });
    if (command?.name !== 'timeline.update') throw new Error('not an update');
    expect(command.input.patch.time!.endNs! > command.input.patch.time!.startNs).toBe(true);
  });
});

describe('merging', () => {
  test('the first spans all, evidence is joined without doubles, no word is lost', () => {
    const parts = [
      entry('b', point(5, { uncertaintyNs: NS_PER_S }), { note: 'second note', role: 'dba', evidence: [reference(0), reference(9)] }),
      entry('a', point(2), { note: 'first note', role: 'sre', evidence: [reference(0)] }),
      entry('c', point(3, { form: 'interval', endNs: T0 + 9n * NS_PER_MIN }), { role: 'sre' }),
    ];
    const into = unwrap(merged(parts, 'UTC'));
    expect(into).toMatchObject({ id: 'a', title: 'Entry a', role: 'sre, dba', time: { form: 'interval', startNs: T0 + 2n * NS_PER_MIN, endNs: T0 + 9n * NS_PER_MIN, uncertaintyNs: NS_PER_S } });
    expect(into.evidence).toEqual([reference(0), reference(9)]);
    expect(into.note).toBe('first note\n\n10:03:00 UTC Entry c\n\n10:05:00 UTC Entry b\nsecond note');
    expect(mergeCommands(parts, into, [], () => 'new').map((c) => c.name)).toEqual(['timeline.remove', 'timeline.remove', 'timeline.update']);
    const said = (id: string, subjectId: string): Comment => ({ id, subjectKind: 'entry', subjectId, quote: '', text: id, author: 'eve', atNs: 7n });
    const carried = mergeCommands(parts, into, [said('on-a', 'a'), said('on-b', 'b'), said('elsewhere', 'x'), { ...said('report', 'b'), subjectKind: 'postmortem' }], () => 'new').slice(3);
    expect(carried).toEqual([{ name: 'comment.add', input: { comment: { ...said('on-b', 'a'), id: 'new' } } }]);
  });

  test('the same moment twice stays a moment, and one that several placed somewhere stays one', () => {
    expect(unwrap(merged([entry('a', point(1)), entry('b', point(1))], 'UTC')).time.form).toBe('point');
    const between = (id: string, from: number): TimelineEntry => entry(id, point(from, { form: 'between', endNs: T0 + BigInt(from + 4) * NS_PER_MIN }));
    expect(unwrap(merged([between('a', 1), between('b', 3)], 'UTC')).time).toMatchObject({ form: 'between', endNs: T0 + 7n * NS_PER_MIN });
  });

  test('what was known at the time and what was learned later stay apart; the whole is known once its last part is', () => {
    const late = (id: string, known: number): TimelineEntry => entry(id, point(1), { knownSinceNs: T0 + BigInt(known) * NS_PER_MIN });
    expect(merged([entry('a', point(1)), late('b', 60)], 'UTC').ok).toBe(false);
    const parts = [late('a', 90), late('b', 60)];
    expect(unwrap(merged(parts, 'UTC')).knownSinceNs).toBe(T0 + 90n * NS_PER_MIN);
    expect(bulkCommands(parts, { knownSince: 'as-it-happened' })).toMatchObject([{ input: { patch: { knownSinceNs: null } } }, { input: { patch: { knownSinceNs: null } } }]);
  });

  test('a milestone is never moved or dropped in silence', () => {
    const a = entry('a', point(1));
    const marked = entry('b', point(2), { milestone: 'detected' });
    expect(merged([a, marked], 'UTC')).toMatchObject({ failure: { code: 'timeline/cannot-merge', message: 'Detected would move to 10:01:00 UTC. Take the milestone off first.' } });
    expect(merged([{ ...a, milestone: 'impact-start' }, marked], 'UTC').ok).toBe(false);
    expect(unwrap(merged([{ ...a, milestone: 'impact-start' }, entry('c', point(3))], 'UTC')).milestone).toBe('impact-start');
    expect(merged([a], 'UTC').ok).toBe(false);
  });
});

describe('splitting', () => {
  test('an interval ends at the cut and goes on from it', () => {
    const whole = entry('a', point(0, { form: 'interval', endNs: T0 + 10n * NS_PER_MIN }), { milestone: 'impact-start', note: 'n', evidence: [reference(0)] });
    const cut = T0 + 4n * NS_PER_MIN;
    expect(unwrap(splitCommands(whole, cut, 'new'))).toMatchObject([
      { name: 'timeline.add', input: { entry: { id: 'new', note: '', evidence: [reference(0)], time: { startNs: cut, endNs: whole.time.endNs } } } },
      { name: 'timeline.update', input: { id: 'a', patch: { time: { startNs: T0, endNs: cut } } } },
    ]);
    expect(splitCommands(whole, T0, 'new').ok).toBe(false);
    expect(splitCommands(whole, whole.time.endNs!, 'new').ok).toBe(false);
  });

  test('a moment becomes two of the same time, the milestone stays with the first', () => {
    const commands = unwrap(splitCommands(entry('a', point(0), { milestone: 'detected' }), T0, 'new'));
    expect(commands).toHaveLength(1);
    expect(commands[0]).toMatchObject({ name: 'timeline.add', input: { entry: { id: 'new', time: { startNs: T0 } } } });
    expect(commands[0]).not.toMatchObject({ input: { entry: { milestone: 'detected' } } });
  });
});
