import { describe, expect, it } from 'vitest';
import { absenceSentence, changeFacts, doubts, recordFacts, trustCell, trustFacts, type RecordTrust, type Trust } from './trust-words.ts';

const trust: Trust = { sha256: 'a'.repeat(64), timed: 1000, resolutionNs: 1_000_000n, outOfOrder: 0, withoutYear: 0, withoutZone: 0, sampled: 1000 };

describe('trust in words', () => {
  it('says nothing of what is sound', () => {
    expect(doubts(trust)).toEqual([]);
    expect(trustCell(trust)).toBe('1 ms');
    expect(trustFacts(trust, 'UTC')).toEqual([['Resolution', '1 ms, by its 1,000 times'], ['Order', 'no record is earlier than the one above it'], ['Zone', 'said by its times']]);
  });
  it('names what is assumed, and how much of it', () => {
    const poor = { ...trust, resolutionNs: 1_000_000_000n, outOfOrder: 15, withoutYear: 1000, withoutZone: 10 };
    expect(doubts(poor)).toEqual(['order', 'year', 'zone']);
    expect(trustCell(poor)).toBe('1 s, year?');
    expect(trustFacts(poor, 'Europe/Berlin').map(([, text]) => text)).toEqual([
      '1 s, by its 1,000 times', '98.5 %; 15 records are earlier than the one above',
      'not said by 10 of the first 1,000 times: read as Europe/Berlin', 'not said: inferred from when the evidence came in',
    ]);
    expect(trustCell({ ...trust, resolutionNs: undefined, withoutZone: 1000 })).toBe('one time, zone?');
  });
  it('a few records out of order are told and are no doubt', () => {
    expect(doubts({ ...trust, outOfOrder: 10 })).toEqual([]);
    expect(trustFacts({ ...trust, outOfOrder: 1 }, 'UTC')[1]).toEqual(['Order', '99.90 %; one record is earlier than the one above']);
  });
});

describe('what the records say', () => {
  const sound: RecordTrust = { records: 1000, understood: 1000, timed: 1000, withLevel: 1000, withTrace: 0, outOfOrder: 0, repeated: 0, replays: [], gaps: [], collapses: [] };
  const at = { sha256: 'a'.repeat(64), offsetBytes: 77 };
  it('is little of a sound source', () => {
    expect(recordFacts(sound)).toEqual([{ name: 'Silence', text: 'none that its own rate does not explain' }, { name: 'Level', text: 'every record' }, { name: 'Trace id', text: 'none' }]);
  });
  it('is each number with what shows it', () => {
    const poor = recordFacts({
      ...sound, withTrace: 250, outOfOrder: 2, firstOutOfOrder: at, repeated: 31, replays: [{ count: 30, first: at, of: at }],
      sequence: { field: 'seq', missing: 301, restarts: 1, holes: [{ before: 999n, after: 1300n, at }] },
      gaps: [{ fromNs: 0n, toNs: 60_000_000_000n, usualNs: 200_000_000n }, { fromNs: 0n, toNs: 1n, usualNs: 1n }], collapses: [{ fromNs: 5n, toNs: 90_000_000_005n, count: 9, usual: 180 }],
    });
    expect(poor.map(({ name, text }) => `${name}: ${text}`)).toEqual([
      'First out of order: of 2 records', 'Silence: 1 min 00 s, where it usually speaks every 200 ms, 1 more', 'Rate: 9 records in 1 min 30 s, usually 180',
      'Sequence: 301 records missing by seq (it begins anew once); the largest hole is from 999 to 1300', 'Sent again: 30 records on end as they stood before', 'Level: every record', 'Trace id: 25.0 %',
    ]);
    expect(poor.map(({ show }) => show !== undefined)).toEqual([true, true, true, true, true, false, false]);
  });
});

describe('evidence that is not as it was', () => {
  const words = { size: (bytes: number) => `${bytes} B`, time: (ns: bigint) => `t${ns}` };
  it('says what differs', () => {
    const was = { sizeBytes: 5, sha256: 'a'.repeat(64), addedAtNs: 10n };
    expect(changeFacts(was, { state: 'changed', message: '', now: { sizeBytes: 6, modifiedNs: 11n } }, words)).toEqual([['Size', '5 B then, 6 B now'], ['Written', 't11, after it was taken in']]);
    expect(changeFacts(was, { state: 'changed', message: '', now: { sizeBytes: 5, modifiedNs: 9n, sha256: 'b' } }, words)).toEqual([['Size', 'the same'], ['Written', 't9, before it was taken in'], ['SHA-256', 'b']]);
  });
  it('counts in one sentence', () => {
    const missing = { sha256: 'a', file: { state: 'missing' as const, message: '' } };
    const changed = { sha256: 'b', file: { state: 'changed' as const, message: '', now: { sizeBytes: 1, modifiedNs: 1n } } };
    expect(absenceSentence([])).toBeUndefined();
    expect(absenceSentence([{ sha256: 'c' }, missing])).toBe('1 file is not where it was. What was read from it is kept.');
    expect(absenceSentence([missing, missing, changed])).toBe('2 files are not where they were, 1 file has other bytes than was taken in. What was read from them is kept.');
  });
});
