import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../../model/timeline.ts';
import { pinnedIn } from './pinned.ts';

const sha256 = 'a'.repeat(64);
const entry = (id: string, ...offsets: number[]): TimelineEntry => ({
  id, kind: 'observation', title: id, note: '', role: '', time: { form: 'point', startNs: 0n, uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC' },
  evidence: offsets.map((offsetBytes) => ({ sha256, locator: { kind: 'bytes', offsetBytes, lengthBytes: 3 }, excerpt: '', addedBy: '', addedAtNs: 0n })),
});
const rows = (...offsets: number[]) => offsets.map((offsetBytes) => ({ sha256, offsetBytes }));

describe('pinnedIn', () => {
  it('finds the entry of just these records, in any order', () => {
    const entries = [entry('hand'), entry('one', 5), entry('two', 5, 9)];
    expect(pinnedIn(entries, rows(5))?.id).toBe('one');
    expect(pinnedIn(entries, rows(9, 5))?.id).toBe('two');
    expect(pinnedIn(entries, rows(9))?.id).toBe('two');
    expect(pinnedIn(entries, rows(9, 7))).toBeUndefined();
    expect(pinnedIn([entry('two', 5, 9, 11)], rows(5, 9))).toBeUndefined();
  });
});
