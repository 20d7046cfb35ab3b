import { describe, expect, it } from 'vitest';
import { NS_PER_H, NS_PER_MIN, NS_PER_MS, NS_PER_S, parseRfc3339 } from './time.ts';
import { formatDayMonth, tickStepNs, timeTicks } from './time-ticks.ts';

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
    expect(ticks.map((t) => t.label)).toEqual(['25 Oct', '06:00', '12:00', '18:00', '26 Oct']);
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

describe('tickStepNs', () => {
  it('never gives more labels than asked, up to the step at the start', () => {
    expect(tickStepNs(10n * NS_PER_MS, 5)).toBe(2n * NS_PER_MS);
    expect(tickStepNs(2n * NS_PER_H, 8)).toBe(15n * NS_PER_MIN);
  });
});

describe('formatDayMonth', () => {
  it('names the day in its zone', () => {
    expect(formatDayMonth(at('2026-10-14T23:30:00Z'), 'Europe/Berlin', true)).toBe('15 Oct 2026');
  });
});
