import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NS_PER_H, NS_PER_MIN, NS_PER_S, parseRfc3339, zoneOffsetNs } from './time.ts';
import { formatDayMonth, timeTicks } from './time-ticks.ts';

const at = (text: string): bigint => parseRfc3339(text)!;

describe('timeTicks', () => {
  it('labels round times of the zone', () => {
    const ticks = timeTicks(at('2026-10-14T10:03:00Z'), at('2026-10-14T12:00:00Z'), 8, 'UTC').filter((t) => t.major);
    expect(ticks.map((t) => t.label)).toEqual(['10:15', '10:30', '10:45', '11:00', '11:15', '11:30', '11:45', '12:00']);
  });
  it('shows the date at midnight of the zone', () => {
    const ticks = timeTicks(at('2026-10-14T21:00:00Z'), at('2026-10-15T00:00:00Z'), 3, 'Europe/Berlin');
    expect(ticks.filter((t) => t.major).map((t) => t.label)).toEqual(['23:00', '15 Oct', '01:00', '02:00']);
  });
  it('stays on local hours across a change of clocks', () => {
    const ticks = timeTicks(at('2026-10-24T22:00:00Z'), at('2026-10-26T00:00:00Z'), 5, 'Europe/Berlin').filter((t) => t.major);
    expect(ticks.map((t) => t.label)).toEqual(['25 Oct', '06:00 +01:00', '12:00', '18:00', '26 Oct']);
  });
  it('draws the hour twice where clocks are set back, and leaves it out where they are set forward', () => {
    const back = timeTicks(at('2026-10-24T23:00:00Z'), at('2026-10-25T02:00:00Z'), 4, 'Europe/Berlin').filter((t) => t.major);
    expect(back.map((t) => t.label)).toEqual(['01:00', '02:00', '02:00 +01:00', '03:00']);
    const forward = timeTicks(at('2026-03-28T23:00:00Z'), at('2026-03-29T02:00:00Z'), 4, 'Europe/Berlin').filter((t) => t.major);
    expect(forward.map((t) => t.label)).toEqual(['29 Mar', '01:00', '03:00 +02:00', '04:00']);
  });
  it('shows weeks from Monday, months and years over long spans', () => {
    const labels = (from: string, to: string): string[] => timeTicks(at(from), at(to), 8, 'Europe/Berlin').filter((t) => t.major).map((t) => t.label);
    expect(labels('2026-10-01T00:00:00Z', '2026-11-10T00:00:00Z')).toEqual(['5 Oct', '12 Oct', '19 Oct', '26 Oct', '2 Nov', '9 Nov']);
    expect(labels('2026-10-14T00:00:00Z', '2027-04-02T00:00:00Z')).toEqual(['Nov 2026', 'Dec 2026', '2027', 'Feb 2027', 'Mar 2027', 'Apr 2027']);
    expect(labels('1990-06-01T00:00:00Z', '2026-01-01T00:00:00Z')).toEqual(['1995', '2000', '2005', '2010', '2015', '2020', '2025']);
  });
  it('begins a day at the first instant it has, where midnight is skipped', () => {
    // Cairo went from 00:00 to 01:00 on 2025-04-25.
    const ticks = timeTicks(at('2025-04-20T00:00:00Z'), at('2025-04-30T00:00:00Z'), 12, 'Africa/Cairo').filter((t) => t.label === '25 Apr');
    expect(ticks.map((t) => t.ns)).toEqual([at('2025-04-24T22:00:00Z')]);
  });
  it('has unlabelled ticks between, on the same grid', () => {
    const ticks = timeTicks(0n, NS_PER_MIN, 2, 'UTC');
    expect(ticks.filter((t) => t.major)).toHaveLength(3);
    expect(ticks.map((t) => t.ns % (5n * NS_PER_S))).not.toContain(1n);
    expect(ticks.length).toBeGreaterThan(3);
  });
  it('is one tick for a span of nothing on a round time', () => {
    expect(timeTicks(NS_PER_H, NS_PER_H, 5, 'UTC')).toHaveLength(1);
  });
});

describe('timeTicks, for any span and zone', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Asia/Kathmandu', '+05:45'];
  const spans = fc.record({
    from: fc.bigInt(0n, 4_000_000_000n * NS_PER_S),
    exponent: fc.integer({ min: 0, max: 58 }), mantissa: fc.bigInt(1n, 1023n),
    max: fc.integer({ min: 2, max: 20 }), zone: fc.constantFrom(...zones),
  });
  it('is in order, inside the span, not too many, and on round local times', () => {
    fc.assert(fc.property(spans, ({ from, exponent, mantissa, max, zone }) => {
      const to = from + (mantissa << BigInt(exponent)) / 1024n;
      const ticks = timeTicks(from, to, max, zone);
      for (const [i, tick] of ticks.entries()) {
        expect(tick.ns >= from && tick.ns <= to).toBe(true);
        if (i > 0) expect(tick.ns > ticks[i - 1]!.ns).toBe(true);
      }
      const major = ticks.filter((t) => t.major);
      // One more than asked at the ends, one for an hour that comes twice, and months are not of one length.
      expect(major.length).toBeLessThanOrEqual(max + 3);
      for (const tick of major) {
        expect(tick.label).not.toBe('');
        if (to - from < 2n * NS_PER_MIN * BigInt(max)) continue;
        expect((tick.ns + zoneOffsetNs(tick.ns, zone)) % NS_PER_MIN).toBe(0n);
      }
    }), { numRuns: 400 });
  });
  it('never leaves a span of several steps without a label', () => {
    fc.assert(fc.property(spans, ({ from, exponent, mantissa, max, zone }) => {
      const to = from + (mantissa << BigInt(exponent)) / 1024n;
      if (to - from < BigInt(max) * 4n) return;
      expect(timeTicks(from, to, Math.max(max, 6), zone).some((t) => t.major)).toBe(true);
    }), { numRuns: 200 });
  });
});

describe('formatDayMonth', () => {
  it('names the day in its zone', () => {
    expect(formatDayMonth(at('2026-10-14T23:30:00Z'), 'Europe/Berlin', true)).toBe('15 Oct 2026');
  });
});
