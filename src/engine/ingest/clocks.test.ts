import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { slicePath } from '../../model/source-name.ts';
import { custody, sampleCase, SHA_A } from '../casefile/sample.testing.ts';
import { clocksOf } from './clocks.ts';

test('slices that come later are of the clock of their source; another file of the same name is not', () => {
  const { file } = sampleCase();
  expect(clocksOf(file).size).toBe(0);
  const [one, two, other, rotated] = ['1', '2', '3', '4'].map((digit) => digit.repeat(64));
  file.addCustody(custody(one!, slicePath('app.log', 1, 0)));
  unwrap(file.run({ name: 'clock.set', input: { artifacts: [one!, SHA_A], offsetNs: 7n, uncertaintyNs: 1n, note: '' } }, 'ada'));
  file.addCustody(custody(two!, slicePath('app.log', 2, 0)));
  file.addCustody(custody(other!, slicePath('edge.log', 1, 0)));
  file.addCustody(custody(rotated!, 'logs/access.log.1'));
  const clocks = clocksOf(file);
  expect([one!, two!, SHA_A].map((sha256) => clocks.get(sha256)?.offsetNs)).toEqual([7n, 7n, 7n]);
  expect([other!, rotated!].map((sha256) => clocks.get(sha256))).toEqual([undefined, undefined]);
  unwrap(file.undo('ada'));
  expect(clocksOf(file).size).toBe(0);
});
