import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilToNs, formatRfc3339, localToInstant, nsToCivil, NS_PER_S, parseRfc3339 } from '../base/time.ts';
import { LocalClock, monthAt, rfc3339Ns } from './contract-clock.ts';
import { zoneTextOffsetSeconds } from './contract-zones.ts';

const local = (text: string): number => Number(parseRfc3339(`${text}Z`)! / NS_PER_S);
const utc = (seconds: number): string => formatRfc3339(BigInt(seconds) * NS_PER_S).slice(0, 19);

describe('LocalClock', () => {
  it('tells an hour that comes twice apart by the order of the lines', () => {
    const clock = new LocalClock('America/Los_Angeles');
    const times = ['2013-11-03T00:59:00', '2013-11-03T01:01:03', '2013-11-03T01:59:14', '2013-11-03T01:24:56', '2013-11-03T01:50:16', '2013-11-03T02:08:19'];
    expect(times.map((time) => utc(clock.seconds(local(time))))).toEqual([
      '2013-11-03T07:59:00', '2013-11-03T08:01:03', '2013-11-03T08:59:14', '2013-11-03T09:24:56', '2013-11-03T09:50:16', '2013-11-03T10:08:19',
    ]);
  });

  it('does not take a line that is late by seconds for the second pass', () => {
    const clock = new LocalClock('Europe/Berlin');
    expect(['2026-10-25T02:30:10', '2026-10-25T02:30:02'].map((time) => utc(clock.seconds(local(time))))).toEqual(['2026-10-25T00:30:10', '2026-10-25T00:30:02']);
  });

  it('says what the calendar says, in any zone and any order, where a time is unique', () => {
    fc.assert(fc.property(
      fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia', '+05:30'),
      fc.array(fc.integer({ min: 946_684_800, max: 1_900_000_000 }), { minLength: 1, maxLength: 20 }),
      (zone, seconds) => {
        const clock = new LocalClock(zone);
        for (const second of seconds) {
          const civil = nsToCivil(BigInt(second) * NS_PER_S);
          const found = localToInstant(civil, zone);
          const read = clock.seconds(second);
          if (found.kind === 'unique') expect(BigInt(read) * NS_PER_S).toBe(found.ns);
          else expect([found.ns, found.laterNs]).toContain(BigInt(read) * NS_PER_S);
        }
      },
    ));
  });
});

describe('rfc3339Ns', () => {
  const part = (max: number): fc.Arbitrary<string> => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
  it('reads what the general reader reads, or leaves it to that', () => {
    fc.assert(fc.property(
      fc.integer({ min: 1000, max: 9999 }), part(13), part(32), part(25), part(61), part(61),
      fc.constantFrom('', '.1', '.123', '.123456789', '.1234567891', ',5', '.'), fc.constantFrom('Z', 'z', '+02:00', '-07:30', '+0200', '', '+02:0x', 'Zx'),
      (year, month, day, hour, minute, second, fraction, zone) => {
        const text = `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`;
        const quick = rfc3339Ns(text);
        if (quick !== undefined) expect(quick).toBe(parseRfc3339(text));
        else expect(/[Z]$|[+-]\d\d:\d\d$/.test(text) && parseRfc3339(text) !== undefined).toBe(false);
      },
    ), { numRuns: 2000 });
  });
});

describe('zones', () => {
  it.each([
    ['UTC', 'Europe/Berlin', 0], ['CEST', 'UTC', 120], ['PDT', 'UTC', -420], ['AEST', 'UTC', 600], ['+03', 'UTC', 180], ['-0330', 'UTC', -210], ['+05:30', 'UTC', 330],
    ['IST', 'UTC', 120], ['IST', 'Asia/Kolkata', 330], ['CST', 'UTC', -360], ['CST', 'Asia/Shanghai', 480], ['BST', 'Europe/London', 60],
  ])('%s in a case of %s', (text, zone, minutes) => {
    expect(zoneTextOffsetSeconds(text, zone, Number(civilToNs({ year: 2026, month: 7, day: 1, hour: 0, minute: 0, second: 0, nanosecond: 0 }) / NS_PER_S))).toBe(minutes * 60);
  });
  it.each(['XYZT', '', 'utc', '+3', '+99', '__proto__', 'constructor'])('%s is none', (text) => expect(zoneTextOffsetSeconds(text, 'UTC', 0)).toBeUndefined());
});

it('months are of three letters', () => {
  expect(['Jan', 'Dec', 'anF', 'jan', 'De', ''].map((month) => monthAt(month, 0))).toEqual([1, 12, 0, 0, 0, 0]);
});
