import { describe, expect, it } from 'vitest';
import type { EventRow } from './event.ts';
import { EvidenceReference } from './evidence.ts';
import { TimelineEntry } from './timeline.ts';
import { entryOf, referenceOf } from './pin.ts';

const row = (more: Partial<EventRow>): EventRow => ({ sha256: 'a'.repeat(64), offsetBytes: 5, lengthBytes: 7, line: 2, timeNs: 10n, severityNumber: 17, source: 's', body: 'failed', ...more });

describe('pin', () => {
  it('makes a point of one record and an interval of several', () => {
    const one = entryOf([row({})], [referenceOf(row({}), 'failed', 1n)], '10 ns');
    expect(TimelineEntry.parse(one)).toMatchObject({ kind: 'observation', title: 'failed', time: { form: 'point', startNs: 10n, text: '10 ns' } });
    const several = entryOf([row({}), row({ timeNs: 30n }), row({ timeNs: 20n })], [], undefined);
    expect(TimelineEntry.parse(several)).toMatchObject({ title: 'failed (and 2 more)', time: { form: 'interval', startNs: 10n, endNs: 30n } });
  });
  it('is as uncertain as the clock of its source', () => {
    const corrected = row({ clock: { offsetNs: 7n, uncertaintyNs: 2n } });
    expect(entryOf([row({}), corrected], [], undefined)?.time.uncertaintyNs).toBe(2n);
    expect(entryOf([row({})], [], undefined)?.time.uncertaintyNs).toBe(0n);
  });
  it('refuses records without a time', () => {
    expect(entryOf([row({ timeNs: undefined })], [], undefined)).toBeUndefined();
  });
  it('fits the contract whatever the record holds', () => {
    const hostile = row({ body: `\u202e\u0000${'\ud83d\ude00'.repeat(5000)}`, lengthBytes: 0, line: 0 });
    expect(() => EvidenceReference.parse(referenceOf(hostile, hostile.body, 1n))).not.toThrow();
    const entry = TimelineEntry.parse(entryOf([hostile], [], 'x'.repeat(500)));
    expect(entry.title).not.toContain('\u202e');
    expect(entry.time.text).toBeUndefined();
    expect(TimelineEntry.parse(entryOf([row({ body: '\n' })], [], undefined)).title).toBe('Record');
  });
});
