import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  civilToNs, formatDate, formatDuration, formatOffset, formatRfc3339, formatTimeOfDay, formatUncertainty, formatUncertaintyOf, isZone, localToInstant, nsToCivil,
  NS_PER_H, NS_PER_S, parseRfc3339, zoneOffsetNs,
} from './time.ts';

const instant = fc.bigInt({ min: -62135596800n * NS_PER_S, max: 253402300799n * NS_PER_S });
const at = (text: string): bigint => {
  const ns = parseRfc3339(text);
  if (ns === undefined) throw new Error(text);
  return ns;
};

describe('instants', () => {
  it('agree with the platform calendar', () => {
    fc.assert(fc.property(fc.integer({ min: -62135596800, max: 253402300799 }), (seconds) => {
      const iso = new Date(seconds * 1000).toISOString();
      expect(formatRfc3339(BigInt(seconds) * NS_PER_S)).toBe(iso.replace('.000Z', '.000000000Z'));
    }));
  });

  it('survive text and back with every nanosecond', () => {
    fc.assert(fc.property(instant, (ns) => {
      expect(parseRfc3339(formatRfc3339(ns))).toBe(ns);
      expect(civilToNs(nsToCivil(ns))).toBe(ns);
    }));
  });

  it('read offsets, commas, spaces and fractions of any length', () => {
    expect(at('2026-10-14T12:34:11.204+02:00')).toBe(at('2026-10-14 10:34:11,204Z'));
    expect(at('2026-10-14T10:34:11.1234567891234Z') % NS_PER_S).toBe(123456789n);
    expect(at('2026-10-14T05:04:11-05:30')).toBe(at('2026-10-14T10:34:11Z'));
  });

  it.each(['2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01T25:00:00Z', '2026-01-01T00:00:00', 'now', ''])(
    'refuse %s', (text) => expect(parseRfc3339(text)).toBeUndefined());
});

describe('zones', () => {
  it('know offsets on both sides of a change of clocks', () => {
    expect(zoneOffsetNs(at('2026-10-25T00:59:59Z'), 'Europe/Berlin')).toBe(2n * NS_PER_H);
    expect(zoneOffsetNs(at('2026-10-25T01:00:00Z'), 'Europe/Berlin')).toBe(NS_PER_H);
    expect(zoneOffsetNs(at('1960-01-01T00:00:00.5Z'), 'UTC')).toBe(0n);
    expect(isZone('Europe/Berlin')).toBe(true);
    expect(isZone('+05:30')).toBe(true);
    expect(isZone('Mars/Olympus')).toBe(false);
  });

  it('say when a wall clock time is ambiguous or does not exist', () => {
    const civil = (hour: number, day: number, month: number) => ({ year: 2026, month, day, hour, minute: 30, second: 0, nanosecond: 7 });
    const twice = localToInstant(civil(2, 25, 10), 'Europe/Berlin');
    expect(twice.kind).toBe('ambiguous');
    expect(formatRfc3339(twice.ns)).toBe('2026-10-25T00:30:00.000000007Z');
    expect(twice.laterNs! - twice.ns).toBe(NS_PER_H);
    const never = localToInstant(civil(2, 29, 3), 'Europe/Berlin');
    expect(never.kind).toBe('skipped');
    expect(formatTimeOfDay(never.ns, 'Europe/Berlin')).toBe('03:30:00.000');
  });

  it('read any unique local time back to the same wall clock', () => {
    fc.assert(fc.property(instant, fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu'), (ns, zone) => {
      const offset = zoneOffsetNs(ns, zone);
      const read = localToInstant(nsToCivil(ns + offset), zone);
      expect([read.ns, read.laterNs]).toContain(ns);
    }), { numRuns: 300 });
  });
});

describe('words', () => {
  it('never round a time up', () => {
    expect(formatTimeOfDay(at('2026-10-14T10:34:59.999999999Z'), 'UTC', 'second')).toBe('10:34:59');
    expect(formatTimeOfDay(at('2026-10-14T10:34:11.204Z'), 'Europe/Berlin')).toBe('12:34:11.204');
    expect(formatDate(at('2026-10-14T23:30:00Z'), 'Europe/Berlin')).toBe('2026-10-15');
    expect(formatOffset(at('2026-10-14T23:30:00Z'), 'Asia/Kathmandu')).toBe('+05:45');
  });

  it.each([[0n, '0 ns'], [850_000n, '850 µs'], [1_200_000_000n, '1.20 s'], [411n * NS_PER_S, '6 min 51 s'],
    [7380n * NS_PER_S, '2 h 03 min'], [100n * 3600n * NS_PER_S, '4 d 4 h'], [-411n * NS_PER_S, '−6 min 51 s'],
    [729n * 24n * NS_PER_H, '729 d 0 h'], [6077n * 24n * NS_PER_H, '16.6 years'], [-3653n * 24n * NS_PER_H, '−10.0 years']])(
    '%s ns is %s', (ns, text) => expect(formatDuration(ns)).toBe(text));

  it.each([[0n, ''], [2n * NS_PER_S, '±2 s'], [60n * NS_PER_S, '±1 min'], [61n * NS_PER_S, '±1 min 01 s'], [7200n * NS_PER_S, '±2 h']])(
    '± of %s ns is “%s”', (ns, text) => expect(formatUncertainty(ns)).toBe(text));
  it('leaves out a ± that is finer than the duration beside it', () => {
    expect([[299_000_000_000n, 520_000_000n], [-299_000_000_000n, 520_000_000n], [299_000_000_000n, 2_500_000_000n], [29_000_000_000n, 520_000_000n], [1n, 0n]].map(([length, ns]) => formatUncertaintyOf(length!, ns!))).toEqual(['', '', '±2.50 s', '±520 ms', '']);
  });
});
