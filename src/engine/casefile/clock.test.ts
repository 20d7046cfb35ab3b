import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Command } from '../../model/command.ts';
import { custody, sampleCase, SHA_A, SHA_B, entry, reference, T0 } from './sample.testing.ts';

const S = 1_000_000_000n;

test('a clock is a step like any other: history says so, undo and redo follow, the journal leads to it', () => {
  const { file } = sampleCase();
  expect(file.clocks()).toEqual([]);
  const set: Command = { name: 'clock.set', input: { artifacts: [SHA_A], offsetNs: 7n * S, uncertaintyNs: S / 5n, note: 'same request in both' } };
  expect(unwrap(file.run(set, 'ada')).summary).toBe('Set the clock of “access.log” by +7 s ±200 ms');
  expect(file.clocks()).toEqual([{ sha256: SHA_A, offsetNs: 7n * S, uncertaintyNs: S / 5n, note: 'same request in both' }]);
  expect(unwrap(file.run({ name: 'clock.set', input: { artifacts: [SHA_A, SHA_B], offsetNs: 0n, uncertaintyNs: 0n, note: '' } }, 'ada')).summary)
    .toBe('Set the clock of 2 sources as right');
  expect(file.clocks().map((c) => c.offsetNs)).toEqual([0n, 0n]);
  unwrap(file.undo('ada'));
  expect(file.clocks()).toEqual([{ sha256: SHA_A, offsetNs: 7n * S, uncertaintyNs: S / 5n, note: 'same request in both' }]);
  unwrap(file.undo('ada'));
  expect(file.clocks()).toEqual([]);
  unwrap(file.redo('ada'));
  expect(file.clocks()).toHaveLength(1);
  unwrap(file.run({ name: 'clock.clear', input: { artifacts: [SHA_A] } }, 'ada'));
  expect(file.clocks()).toEqual([]);
  expect(file.history(undefined, 1)[0]).toMatchObject({ command: 'clock.clear', summary: 'Took back the clock of “access.log”' });
  unwrap(file.check().journal);
});

test('files of a rotation are one source in words; what the case does not hold is refused', () => {
  const { file } = sampleCase();
  const old = 'c'.repeat(64);
  file.addCustody(custody(old, 'logs/access.log.1'));
  expect(unwrap(file.run({ name: 'clock.set', input: { artifacts: [SHA_A, old], offsetNs: -350_000_000n, uncertaintyNs: 0n, note: '' } }, 'ada')).summary)
    .toBe('Set the clock of “access.log” by -350 ms');
  expect(file.run({ name: 'clock.set', input: { artifacts: ['f'.repeat(64)], offsetNs: S, uncertaintyNs: 0n, note: '' } }, 'ada'))
    .toMatchObject({ ok: false, failure: { code: 'evidence/not-found' } });
});

test('entries move in one step with the clock, and come back with it', () => {
  const { file } = sampleCase();
  const pinned = entry('e', { time: { form: 'point', startNs: T0, uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC' }, evidence: [reference(SHA_A, 0)] });
  unwrap(file.run({ name: 'timeline.add', input: { entry: pinned } }, 'ada'));
  unwrap(file.run({ name: 'batch', input: { label: 'Set the clock', commands: [
    { name: 'clock.set', input: { artifacts: [SHA_A], offsetNs: 7n * S, uncertaintyNs: S, note: '' } },
    { name: 'timeline.update', input: { id: 'e', patch: { time: { ...pinned.time, startNs: T0 + 7n * S, uncertaintyNs: S } } } },
  ] } }, 'ada'));
  expect(file.timeline()[0]!.time).toMatchObject({ startNs: T0 + 7n * S, uncertaintyNs: S });
  unwrap(file.undo('ada'));
  expect(file.timeline()[0]!.time).toMatchObject({ startNs: T0, uncertaintyNs: 0n });
  expect(file.clocks()).toEqual([]);
  unwrap(file.check().journal);
});
