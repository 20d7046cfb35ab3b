import { describe, expect, test } from 'vitest';
import { traceOf } from './traces.testing.ts';
import { durationText, offsetTicks, oddities, parseDuration, traceOddities } from './words.ts';

describe('words', () => {
  test('durations as people type them', () => {
    expect(['250', '250ms', ' 1.5 s ', '2 min', '2m', '.5h', '30us', '30 µs', '7ns'].map(parseDuration)).toEqual([
      250_000_000n, 250_000_000n, 1_500_000_000n, 120_000_000_000n, 120_000_000_000n, 1_800_000_000_000n, 30_000n, 30_000n, 7n,
    ]);
    expect(['', 'fast', '-3 ms', '1e9', '3 parsecs', `${'9'.repeat(30)} h`].map(parseDuration)).toEqual(Array.from({ length: 6 }));
    expect(durationText(NaN)).toBe('');
  });

  test('ticks are round offsets in one unit', () => {
    expect(offsetTicks(0, 24e6, 5).map((t) => t.label)).toEqual(['0 ms', '5 ms', '10 ms', '15 ms', '20 ms']);
    expect(offsetTicks(0, 1.3e3, 3).map((t) => t.label)).toEqual(['0.0 µs', '0.5 µs', '1.0 µs']);
    expect(offsetTicks(0, 100e9, 4).map((t) => t.label)).toEqual(['0 s', '20 s', '40 s', '60 s', '80 s', '100 s']);
    expect(offsetTicks(0, 3 * 3600e9, 3).map((t) => t.label)).toEqual(['0 min', '50 min', '100 min', '150 min']);
    expect(offsetTicks(10.2e6, 10.5e6, 3).map((t) => t.label)).toEqual(['10.2 ms', '10.3 ms', '10.4 ms', '10.5 ms']);
  });

  test('what is odd is said in sentences, and counted for the trace', () => {
    const trace = traceOf(`
      web root      |--------|
        cart early |--|
        web late           |-----|
      jobs lost       |-|         parent=ff
      web open          |-->
    `);
    expect(oddities(trace, 1)).toEqual(['Begins 1 ms before its parent: the clocks of web and cart differ by at least that.']);
    expect(oddities(trace, 2)).toEqual(['Ends 4 ms after its parent: handed over, or a clock that differs.']);
    expect(oddities(trace, 0)).toEqual([]);
    expect(traceOddities(trace)).toEqual([
      { text: '1 span without its parent', row: 3 }, { text: '1 span before its parent', row: 1 }, { text: '1 span without an end', row: 4 },
    ]);
  });
});
