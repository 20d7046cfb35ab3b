import { expect, it } from 'vitest';
import { overviewRuns } from './overview-runs.ts';

it('joins stretches of one class and leaves out those without', () => {
  expect(overviewRuns(Uint8Array.from([3, 3, 5, 0, 5, 5]))).toEqual([{ from: 0, to: 2, cls: 3 }, { from: 2, to: 3, cls: 5 }, { from: 4, to: 6, cls: 5 }]);
  expect(overviewRuns(new Uint8Array(4))).toEqual([]);
});
