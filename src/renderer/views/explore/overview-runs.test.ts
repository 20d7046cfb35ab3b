import { expect, it } from 'vitest';
import { overviewRuns } from './overview-runs.ts';

it('joins stretches that look the same and leaves out those without a level', () => {
  expect(overviewRuns(Uint8Array.from([3, 3, 5, 0, 5, 5]), Uint8Array.from([255, 255, 255, 255, 255, 255])))
    .toEqual([{ from: 0, to: 2, cls: 3, widthPx: 8 }, { from: 2, to: 3, cls: 5, widthPx: 8 }, { from: 4, to: 6, cls: 5, widthPx: 8 }]);
  expect(overviewRuns(new Uint8Array(4), new Uint8Array(4))).toEqual([]);
});

it('is as wide as there is much of the class', () => {
  const [few, many] = overviewRuns(Uint8Array.from([5, 5]), Uint8Array.from([1, 128]));
  expect(few!.widthPx).toBe(2);
  expect(many!.widthPx).toBeGreaterThan(4);
});
