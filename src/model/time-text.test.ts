import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRfc3339, parseRfc3339 } from '../base/time.ts';
import { formatDuration, NS_PER_H, NS_PER_MIN, NS_PER_S, zoneOffsetNs } from '../base/time.ts';
import { formatDurationText, formatFromT0, formatTimeText, parseDurationText, parseTimeText, timeZeroOf, type TimeTextContext } from './time-text.ts';
import { readZone, readZoneName } from './zone-names.ts';

const at = (text: string): bigint => parseRfc3339(text)!;
const context: TimeTextContext = { zone: 'Europe/Berlin', nearNs: at('2026-10-14T09:00:00Z'), nowNs: at('2026-11-20T12:34:56.789Z') };

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
    ['10:42 Berlin', '2026-10-14T08:42:00Z Europe/Berlin'],
    ['yesterday 10:42 berlin', '2026-11-19T09:42:00Z Europe/Berlin'],
    ['10:42 New York', '2026-10-14T14:42:00Z America/New_York'],
    ['10:42 São Paulo', '2026-10-14T13:42:00Z America/Sao_Paulo'],
    ['10:42 ho chi minh', '2026-10-14T03:42:00Z Asia/Ho_Chi_Minh'],
    ['10:42 Kolkata', '2026-10-14T05:12:00Z Asia/Kolkata'],
    ['10:42 America/New York', '2026-10-14T14:42:00Z America/New_York'],
    ['2026-12-01 10:42 CET', '2026-12-01T09:42:00Z +01:00'],
    ['10:42 cest', '2026-10-14T08:42:00Z +02:00'],
    ['3pm PDT', '2026-10-14T22:00:00Z -07:00'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));

  it.each(['', 'soon', '25:00', '10:61', '2026-02-30 10:00', '2026-10-14', '10:42 Mars/Base', '10:42 Gotham', '10:42 IST', '10:42 GMT+5:99', '10:42 toString', '9999-01-01 10:00', 'T+5m', '14 Foo 10:00', '13:00 pm', '1042'])(
    'does not guess at “%s”', (text) => expect(read(text)).toBe('time/not-understood'),
  );

  it('says what to type instead', () => {
    const parsed = parseTimeText('10:42 Mars/Base', context);
    expect(!parsed.ok && parsed.failure.message).toBe('“Mars/Base” is not a zone. Name one as UTC, +02:00, CET, Berlin or Europe/Berlin.');
    const why = (text: string): string => { const read = parseTimeText(text, context); return read.ok ? '' : read.failure.message; };
    expect(why('14 Okt 10:42')).toBe('“Okt” is not a month.');
    expect(why('5 minutes ago')).toContain('“5 minutes ago” is not a time.');
    expect(why('10:42 IST')).toBe('IST is said in several places with different offsets (Kolkata, Dublin or Jerusalem). Name the city or the offset.');
    expect(why('T+5m')).toBe('“T+5m” counts from T0, the milestone Impact start, and none is set. Give an entry that milestone, or type a time of day.');
    expect(why('9999-01-01 10:00')).toContain('1678 and 2262');
  });

  it('takes the date in the zone that was named', () => {
    // 23:30 UTC is already the 15th in Berlin.
    expect(read('01:10', { nearNs: at('2026-10-14T23:30:00Z') })).toBe('2026-10-14T23:10:00Z Europe/Berlin');
    expect(read('23:10 UTC', { nearNs: at('2026-10-14T23:30:00Z') })).toBe('2026-10-14T23:10:00Z UTC');
  });

  it('takes today and yesterday in the zone that was named', () => {
    // 23:30 UTC on the 20th is already the 21st in Berlin, and in Tokyo too.
    const nowNs = at('2026-11-20T23:30:00Z');
    expect(read('today 09:00', { nowNs })).toBe('2026-11-21T08:00:00Z Europe/Berlin');
    expect(read('yesterday 09:00 Tokyo', { nowNs })).toBe('2026-11-20T00:00:00Z Asia/Tokyo');
    expect(read('today 09:00 UTC', { nowNs })).toBe('2026-11-20T09:00:00Z UTC');
  });

  it('says so when an abbreviation is not what clocks there showed that day', () => {
    const summer = parseTimeText('2026-08-14 10:42 CET', context);
    expect(summer.ok && summer.value).toMatchObject({ ns: at('2026-08-14T09:42:00Z'), note: 'CET is +01:00 all year. That day clocks in Europe/Berlin showed +02:00; type Berlin if they are meant.' });
    expect(parseTimeText('2026-12-14 10:42 CET', context)).toMatchObject({ value: { note: undefined } });
  });

  it('takes no name for a city where the text is of others', () => {
    for (const text of ['10:42 Sydney', '10:42 Victoria', '10:42 met', '10:42 est', 'T0']) expect(parseTimeText(text, { ...context, strict: true, t0: { ns: 0n, uncertaintyNs: 0n } }).ok, text).toBe(false);
    expect(parseTimeText('10:42 CET', { ...context, strict: true }).ok).toBe(true);
    expect(parseTimeText('10:42 America/New_York', { ...context, strict: true }).ok).toBe(true);
  });

  describe('from T0', () => {
    const t0 = { ns: at('2026-10-14T08:28:27Z'), uncertaintyNs: 0n };
    it.each([
      ['T0', '2026-10-14T08:28:27Z'], ['t', '2026-10-14T08:28:27Z'], ['T+5m', '2026-10-14T08:33:27Z'], ['T-30s', '2026-10-14T08:27:57Z'], ['T−30 s', '2026-10-14T08:27:57Z'],
      ['T+1:30:00', '2026-10-14T09:58:27Z'], ['T+0:00:01.5', '2026-10-14T08:28:28.5Z'], ['T + 1 h 5 min', '2026-10-14T09:33:27Z'], ['T+2d', '2026-10-16T08:28:27Z'],
    ])('%s', (text, expected) => expect(read(text, { t0 })).toBe(`${expected} Europe/Berlin`));
    it.each([['T+1:30', '1 min 30 s or 1 h 30 min'], ['T+5', 'T+5m or T+5s'], ['T+', 'is not a time'], ['T+soon', 'is not a length of time'], ['T+999999999h', '1678 and 2262'], ['T+1:60:00', 'is not a length']])('refuses %s and says why', (text, why) => {
      const parsed = parseTimeText(text, { ...context, t0 });
      expect(parsed.ok ? 'understood' : parsed.failure.message).toContain(why);
    });
    it('is the impact start, in the middle of a "between", and says so with its ±', () => {
      const impact = { id: 'i', kind: 'impact' as const, title: 'x', note: '', role: '', evidence: [], milestone: 'impact-start' as const, time: { form: 'between' as const, startNs: t0.ns, endNs: t0.ns + 10n * NS_PER_S, uncertaintyNs: NS_PER_S, basis: 'stated' as const, zone: 'UTC' } };
      const parsed = parseTimeText('T+5m', { ...context, t0: timeZeroOf([impact]) });
      expect(parsed.ok && parsed.value).toMatchObject({ ns: t0.ns + 5n * NS_PER_MIN + 5n * NS_PER_S, counted: 'T0 is Impact start, 2026-10-14 10:28:32 +02:00 ±6 s' });
      expect(timeZeroOf([{ ...impact, milestone: undefined }])).toBeUndefined();
    });
    it('reads back what it writes, as far as its digits go', () => {
      fc.assert(fc.property(fc.bigInt(-23n * NS_PER_H, 23n * NS_PER_H), (by) => {
        const text = formatFromT0(t0.ns + by, t0.ns);
        const parsed = parseTimeText(text, { ...context, t0 });
        if (!parsed.ok) throw new Error(parsed.failure.message);
        expect(formatFromT0(parsed.value.ns, t0.ns)).toBe(text);
        const length = by < 0n ? -by : by;
        const off = parsed.value.ns - (t0.ns + by);
        expect(off > -NS_PER_MIN && off < NS_PER_MIN, `${text} of ${formatDuration(length)}`).toBe(true);
      }));
    });
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
  it('finds every zone of the runtime by its city, and no other', () => {
    for (const zone of Intl.supportedValuesOf('timeZone').filter((z) => z.includes('/'))) {
      const city = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
      expect(readZoneName(city.toLowerCase()), city).toEqual({ ok: true, value: { zone } });
    }
  });
  it('knows abbreviations by an offset that their place has in some month', () => {
    for (const name of ['WET', 'WEST', 'CET', 'CEST', 'EET', 'EEST', 'MSK', 'SAST', 'EST', 'EDT', 'CDT', 'MST', 'MDT', 'PST', 'PDT', 'AKST', 'AKDT', 'HST', 'PKT', 'WIB', 'HKT', 'SGT', 'JST', 'KST', 'AWST', 'ACST', 'ACDT', 'AEST', 'AEDT', 'NZST', 'NZDT']) {
      const zone = readZoneName(name);
      if (!zone.ok) throw new Error(name);
      const offsets = [1, 7].map((month) => zoneOffsetNs(at(`2026-0${month}-15T12:00:00Z`), zone.value.said!.place));
      expect(offsets, name).toContain(zoneOffsetNs(0n, zone.value.zone));
    }
  });
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
