import { describe, expect, it } from 'vitest';
import { parseRfc3339 } from '../../../base/time.ts';
import { TimelineEntry } from '../../../model/timeline.ts';
import { draftOf, emptyDraft, entryOf, movedTime, patchBetween, readDraft } from './draft.ts';

const at = (time: string): bigint => parseRfc3339(`2026-10-14T${time}Z`)!;
const context = { zone: 'UTC', nearNs: at('10:00:00'), nowNs: parseRfc3339('2026-11-20T08:00:00Z')! };
const entry: TimelineEntry = {
  id: 'e1', kind: 'change', title: 'Retry flag', note: 'n', role: 'release', milestone: 'mitigated', evidence: [],
  time: { form: 'between', startNs: at('10:29:00'), endNs: at('10:33:00'), uncertaintyNs: 2_000_000_000n, basis: 'evidence', zone: 'Europe/Berlin', text: '12:29' },
};

describe('a draft', () => {
  it('of an entry that nobody touched changes nothing, in whatever zone it is shown', () => {
    for (const zone of ['UTC', 'Asia/Kolkata', 'Europe/Berlin']) {
      const again = entryOf(draftOf(entry, zone), 'e1', { ...context, zone });
      expect(again.ok && patchBetween(entry, again.value)).toBeUndefined();
    }
  });
  it('becomes an entry that the protocol takes', () => {
    const made = entryOf({ ...emptyDraft(undefined, 'UTC'), title: ' Deploy ', form: 'interval', start: '10:31', end: '10:35 UTC', uncertainty: '2', milestone: 'detected' }, 'x', context);
    if (!made.ok) throw new Error(made.failure.message);
    expect(TimelineEntry.parse(made.value)).toMatchObject({ title: 'Deploy', milestone: 'detected', time: { form: 'interval', startNs: at('10:31:00'), endNs: at('10:35:00'), uncertaintyNs: 2_000_000_000n } });
  });
  it('says since when it was known, takes that back, and does not take what cannot be', () => {
    const late = entryOf({ ...draftOf(entry, 'UTC'), knownSince: '11:20' }, 'e1', context);
    if (!late.ok) throw new Error(late.failure.message);
    expect(patchBetween(entry, late.value)).toEqual({ knownSinceNs: at('11:20:00') });
    const again = entryOf({ ...draftOf(late.value, 'UTC'), knownSince: ' ' }, 'e1', context);
    expect(again.ok && patchBetween(late.value, again.value)).toEqual({ knownSinceNs: null });
    expect(readDraft({ ...draftOf(entry, 'UTC'), knownSince: '10:00' }, context).problems.knownSince).toContain('cannot be known before');
    expect(readDraft({ ...draftOf(entry, 'UTC'), knownSince: 'later' }, context).problems.knownSince).toBeDefined();
  });
  it('says what is missing, field by field', () => {
    expect(readDraft({ ...emptyDraft(at('10:00:00'), 'UTC'), form: 'interval', end: '09:00', uncertainty: 'x' }, context).problems).toEqual({
      title: 'Say what happened in a few words.', end: 'The end is before the start.',
      uncertainty: '“x” is not a length of time. Type it as 2 s, 500 ms or 1 min 30 s.',
    });
  });
  it('reads a bare end on the day of the start', () => {
    const read = readDraft({ ...emptyDraft(undefined, 'UTC'), title: 'x', form: 'interval', start: '2026-09-01 10:00', end: '10:05' }, context);
    expect(read.end?.ok && read.end.value.ns).toBe(parseRfc3339('2026-09-01T10:05:00Z'));
  });
  it('takes a milestone away with null, the way a patch says it', () => {
    expect(patchBetween(entry, { ...entry, milestone: undefined })).toEqual({ milestone: null });
  });
});

describe('movedTime', () => {
  it('keeps the length and says that the time is now an estimate', () => {
    expect(movedTime(entry.time, at('10:30:00'))).toEqual({ ...entry.time, startNs: at('10:30:00'), endNs: at('10:34:00'), basis: 'estimated', text: undefined });
  });
});
