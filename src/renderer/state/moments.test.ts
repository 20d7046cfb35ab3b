import { expect, test } from 'vitest';
import { pickedEvent, pickMoment, type PickedEvent, type PickedMoment } from './moments.ts';

const sourceOf = (sha256: string): string => sha256.slice(0, 3);
const event = (sha256: string, recordedNs: bigint): PickedEvent => ({ sha256, offsetBytes: 0, lengthBytes: 1, line: 1, body: '', source: '', recordedNs });

test('a pick is the first of a pair, the first again in the same source, then the second', () => {
  const first = pickMoment([], event('app', 5n), sourceOf);
  expect(first).toMatchObject({ state: 'first', moments: [{ there: undefined }] });
  const again = pickMoment(first.moments, event('app.1', 6n), sourceOf);
  expect(again).toMatchObject({ state: 'again', moments: [{ here: { sha256: 'app.1' }, there: undefined }] });
  const done = pickMoment(again.moments, event('edge', 1n), sourceOf);
  expect(done).toMatchObject({ state: 'complete', moments: [{ here: { recordedNs: 6n }, there: { recordedNs: 1n } }] });
});

test('further pairs of the same sources stand the same way round; those of others begin anew', () => {
  let moments: readonly PickedMoment[] = [{ here: event('app', 1n), there: event('edge', 2n) }];
  moments = pickMoment(pickMoment(moments, event('edge', 4n), sourceOf).moments, event('app', 3n), sourceOf).moments;
  expect(moments.map((m) => [m.here.recordedNs, m.there?.recordedNs])).toEqual([[1n, 2n], [3n, 4n]]);
  moments = pickMoment(pickMoment(moments, event('sql', 8n), sourceOf).moments, event('app', 9n), sourceOf).moments;
  expect(moments.map((m) => [m.here.sha256, m.there?.sha256])).toEqual([['sql', 'app']]);
});

test('what is kept is the time as it stands in the evidence', () => {
  const row = { sha256: 'a'.repeat(64), offsetBytes: 0, lengthBytes: 3, line: 1, severityNumber: 0, source: 's', body: 'b', timeNs: 10n };
  expect(pickedEvent({ ...row, clock: { offsetNs: 7n, uncertaintyNs: 0n } })?.recordedNs).toBe(3n);
  expect(pickedEvent({ ...row, timeNs: undefined })).toBeUndefined();
});
