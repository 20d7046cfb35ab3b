import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRfc3339, parseRfc3339 } from '../base/time.ts';
import { formatDurationText, formatTimeText, parseDurationText, parseTimeText, readZone } from './time-text.ts';

const at = (text: string): bigint => parseRfc3339(text)!;
const context = { zone: 'Europe/Berlin', nearNs: at('2026-10-14T09:00:00Z'), nowNs: at('2026-11-20T12:34:56.789Z') };

function read(text: string, over: Partial<typeof context> = {}): string {
  const parsed = parseTimeText(text, { ...context, ...over });
  return parsed.ok ? `${formatRfc3339(parsed.value.ns).replace(/\.?0*Z$/, 'Z')} ${parsed.value.zone}` : parsed.failure.code;
}

describe('parseTimeText', () => {
  it.each([
    ['10:42', '2026-10-14T08:42:00Z Europe/Berlin'],
    ['10:42:05.123', '2026-10-14T08:42:05.123Z Europe/Berlin'],
    ['  10:42:05,123456789 ', '2026-10-14T08:42:05.123456789Z Europe/Berlin'],
    ['10:42 UTC', '2026-10-14T10:42:00Z UTC'],
    ['10:42Z', '2026-10-14T10:42:00Z UTC'],
    ['10:42 +5:30', '2026-10-14T05:12:00Z +05:30'],
    ['10:42 utc+2', '2026-10-14T08:42:00Z +02:00'],
    ['3:10 pm', '2026-10-14T13:10:00Z Europe/Berlin'],
    ['3pm', '2026-10-14T13:00:00Z Europe/Berlin'],
    ['12 am UTC', '2026-10-14T00:00:00Z UTC'],
    ['12:05 am UTC', '2026-10-14T00:05:00Z UTC'],
    ['2026-10-14 10:42 Europe/Berlin', '2026-10-14T08:42:00Z Europe/Berlin'],
    ['2026-10-14 10:42 america/new_york', '2026-10-14T14:42:00Z America/New_York'],
    ['2026-10-14T10:42:05+02:00', '2026-10-14T08:42:05Z +02:00'],
    ['2026-10-14T10:42:05Z', '2026-10-14T10:42:05Z UTC'],
    ['13 Oct 23:59', '2026-10-13T21:59:00Z Europe/Berlin'],
    ['1 December 2025, 00:00', '2025-11-30T23:00:00Z Europe/Berlin'],
    ['now', '2026-11-20T12:34:56.789Z Europe/Berlin'],
    ['today 08:00', '2026-11-20T07:00:00Z Europe/Berlin'],
    ['yesterday 23:10', '2026-11-19T22:10:00Z Europe/Berlin'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));

  it.each(['', 'soon', '25:00', '10:61', '2026-02-30 10:00', '2026-10-14', '10:42 Mars/Base', '10:42 CET', '14 Foo 10:00', '13:00 pm', '1042'])(
    'does not guess at “%s”', (text) => expect(read(text)).toBe('time/not-understood'),
  );

  it('says what to type instead', () => {
    const parsed = parseTimeText('10:42 Mars/Base', context);
    expect(!parsed.ok && parsed.failure.message).toBe('“Mars/Base” is not a zone. Name one as UTC, +02:00 or Europe/Berlin.');
    const why = (text: string): string => { const read = parseTimeText(text, context); return read.ok ? '' : read.failure.message; };
    expect(why('14 Okt 10:42')).toBe('“Okt” is not a month.');
    expect(why('5 minutes ago')).toContain('“5 minutes ago” is not a time.');
  });

  it('takes the date in the zone that was named', () => {
    // 23:30 UTC is already the 15th in Berlin.
    expect(read('01:10', { nearNs: at('2026-10-14T23:30:00Z') })).toBe('2026-10-14T23:10:00Z Europe/Berlin');
    expect(read('23:10 UTC', { nearNs: at('2026-10-14T23:30:00Z') })).toBe('2026-10-14T23:10:00Z UTC');
  });

  it('says so when a time comes twice, and offers the later one', () => {
    const parsed = parseTimeText('2026-10-25 02:30', context);
    if (!parsed.ok) throw new Error(parsed.failure.message);
    expect(formatRfc3339(parsed.value.ns)).toBe('2026-10-25T00:30:00.000000000Z');
    expect(parsed.value.laterNs).toBe(at('2026-10-25T01:30:00Z'));
    expect(parsed.value.note).toBe('02:30:00 came twice that day in Europe/Berlin. Read as the first, +02:00; the second is +01:00.');
  });

  it('says so when clocks were set forward over a time', () => {
    const parsed = parseTimeText('2026-03-29 02:30', context);
    expect(parsed.ok && parsed.value.note).toBe('That day clocks in Europe/Berlin were set forward over this time. Read as 03:30:00 +02:00.');
  });

  it('reads back what it writes, to the nanosecond, in any zone, in the hour that comes twice too', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', '+05:45');
    const instants = fc.oneof(
      fc.bigInt(0n, at('2099-01-01T00:00:00Z')),
      fc.bigInt(at('2026-10-24T23:00:00Z'), at('2026-10-25T02:00:00Z')),
      fc.integer({ min: 0, max: 2_000_000_000 }).map((s) => BigInt(s) * 1_000_000_000n),
    );
    fc.assert(fc.property(instants, zones, (ns, zone) => {
      const parsed = parseTimeText(formatTimeText(ns, zone), { ...context, zone });
      expect(parsed.ok && parsed.value.ns).toBe(ns);
    }), { numRuns: 500 });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9:. +\-TZa-z/]{0,30}$/)), (text) => {
      expect(typeof parseTimeText(text, context).ok).toBe('boolean');
    }));
  });
});

describe('readZone', () => {
  it('spells names as the tz database does', () => {
    expect(readZone('europe/isle_of_man', 'UTC')).toBe('Europe/Isle_of_Man');
    expect(readZone('america/port-au-prince', 'UTC')).toBe('America/Port-au-Prince');
    expect(readZone('', 'Asia/Tokyo')).toBe('Asia/Tokyo');
    expect(readZone('+99', 'UTC')).toBeUndefined();
  });
});

describe('parseDurationText', () => {
  it.each([
    ['', 0n], ['2', 2_000_000_000n], ['±2 s', 2_000_000_000n], ['500ms', 500_000_000n], ['1.5 min', 90_000_000_000n],
    ['1 h 30 min', 5_400_000_000_000n], ['1m30s', 90_000_000_000n], ['+/- 50 µs', 50_000n],
  ])('%s', (text, ns) => expect(parseDurationText(text)).toEqual({ ok: true, value: ns }));
  it.each(['soon', '-5 s', '2 s 3', '5 parsecs'])('refuses %s', (text) => expect(parseDurationText(text).ok).toBe(false));
  it('reads back what it writes', () => {
    fc.assert(fc.property(fc.bigInt(0n, 10n ** 17n), (ns) => {
      expect(parseDurationText(formatDurationText(ns))).toEqual({ ok: true, value: ns });
    }));
  });
});
