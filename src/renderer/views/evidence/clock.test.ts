import { expect, test } from 'vitest';
import type { Artifact } from '../../../model/artifact.ts';
import { Command } from '../../../model/command.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';
import type { PickedEvent } from '../../state/moments.ts';
import { clockCommand, clockOfPairs, movedBy, neighboursOf, pairsOf } from './clock.ts';

const [APP, EDGE, SQL] = ['a', 'b', 'c'].map((digit) => digit.repeat(64));
const S = 1_000_000_000n;
const event = (sha256: string, recordedNs: bigint): PickedEvent => ({ sha256, offsetBytes: 0, lengthBytes: 1, line: 1, body: '', source: '', recordedNs });
const artifact = (sha256: string): Artifact => ({
  sha256, paths: [`${sha256[0]}.log`], sizeBytes: 9, addedAtNs: 0n, addedBy: '', storage: 'copied', location: '', zone: 'UTC', status: 'understood', kind: 'k', title: '', confidence: 1,
  reason: '', records: 1, understoodBytes: 9, notUnderstood: 0, diagnostics: 0,
});
const entry: TimelineEntry = {
  id: 'e', kind: 'observation', title: 't', note: '', role: '', time: { form: 'point', startNs: 5n * S, uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC' },
  evidence: [{ sha256: EDGE!, locator: { kind: 'bytes', offsetBytes: 0, lengthBytes: 1 }, excerpt: '', addedBy: '', addedAtNs: 0n }],
};

test('pairs stand the way round that the source needs; other pairs are not its own', () => {
  const moments = [{ here: event(APP!, 1n), there: event(EDGE!, 2n) }, { here: event(EDGE!, 3n), there: event(APP!, 4n) }, { here: event(SQL!, 5n), there: event(APP!, 6n) }, { here: event(EDGE!, 7n), there: undefined }];
  expect(pairsOf(moments, new Set([EDGE!])).map(({ here, there }) => [here.recordedNs, there.recordedNs])).toEqual([[2n, 1n], [3n, 4n]]);
});

test('a clock is measured against the other one as it is now, with its ±', () => {
  const pairs = [{ here: event(EDGE!, 0n), there: event(APP!, 7n * S) }];
  const resolution = (sha256: string): bigint => (sha256 === APP ? S : 1n);
  expect(clockOfPairs(pairs, () => undefined, resolution)).toEqual({ offsetNs: 7n * S, uncertaintyNs: S });
  expect(clockOfPairs(pairs, (sha256) => (sha256 === APP ? { offsetNs: 2n * S, uncertaintyNs: 3n } : undefined), resolution)).toEqual({ offsetNs: 9n * S, uncertaintyNs: S + 3n });
});

const clock = { offsetNs: 7n * S, uncertaintyNs: 1n, note: 'n' };
const file = (path: string, more: Partial<Artifact> = {}): Artifact => ({ ...artifact(path.padEnd(64, '0')), paths: [path], fromNs: 1n, toNs: 2n, ...more });
const neighbours = (source: string, artifacts: readonly Artifact[], hosts: Record<string, string> = {}, against: readonly string[] = []): Array<[string, string, boolean]> => (
  neighboursOf(source, artifacts, new Map(Object.entries(hosts).map(([path, host]) => [path.padEnd(64, '0'), host])), new Set(against)).map((n) => [n.name, n.by, n.suggested])
);

test('the other files of the folder go with a clock, those of other folders and without times do not', () => {
  const files = [file('edge/access.log'), file('edge/error.log'), file('edge/error.log.1'), file('edge/old/x.log'), file('edge/notes.txt', { fromNs: undefined }), file('app/app.log')];
  expect(neighbours('edge/access.log', files)).toEqual([['error.log', 'folder', true]]);
  expect(neighbours('app/app.log', files)).toEqual([]);
});

test('a folder that holds everything says nothing: its files are offered, not taken', () => {
  expect(neighbours('in/a.log', [file('in/a.log'), file('in/b.log')])).toEqual([['b.log', 'folder', false]]);
  expect(neighbours('a.log', [file('a.log'), file('b.log')])).toEqual([]);
});

test('the host decides over the folder; who was measured against is not of the clock; nor who has another', () => {
  const files = [file('edge/a.log'), file('edge/b.log'), file('edge/c.log', { clock: { ...clock, offsetNs: 1n } }), file('other/d.log'), file('app/e.log')];
  expect(neighbours('edge/a.log', files, { 'edge/a.log': 'web-1', 'edge/b.log': 'web-2', 'other/d.log': 'web-1' })).toEqual([['c.log', 'folder', false], ['other/d.log', 'host', true]]);
  expect(neighbours('edge/a.log', files, {}, ['edge/b.log'])).toEqual([['c.log', 'folder', false]]);
});

test('each file moves by the difference of its own clock', () => {
  const second = { ...entry, id: 'f', evidence: [{ ...entry.evidence[0]!, sha256: APP! }] };
  const change = { artifacts: [{ ...artifact(EDGE!), clock }, artifact(APP!)], after: { offsetNs: 8n * S, uncertaintyNs: 1n } };
  expect(movedBy(change, [second, entry]).map(({ id, time }) => [id, time.startNs])).toEqual([['f', 13n * S], ['e', 6n * S]]);
  const marks = [EDGE!, APP!].map((sha256) => ({ sha256, offsetBytes: 0, lengthBytes: 1, excerpt: '', timeNs: 5n * S }));
  expect(clockCommand({ ...change, name: 'x', note: '', right: [] }, [], marks, 'label')).toMatchObject({ input: { commands: [{ name: 'clock.set' }, { input: { mark: { sha256: EDGE, timeNs: 6n * S } } }, { input: { mark: { sha256: APP, timeNs: 13n * S } } }] } });
});

test('the clock, the one it is measured against, entries and marks are one step', () => {
  const change = { name: 'edge.log', artifacts: [artifact(EDGE!)], after: { offsetNs: 7n * S, uncertaintyNs: 1n }, note: 'n', right: [APP!] };
  const marks = [{ sha256: EDGE!, offsetBytes: 0, lengthBytes: 1, excerpt: '', timeNs: 5n * S }, { sha256: APP!, offsetBytes: 0, lengthBytes: 1, excerpt: '', timeNs: 5n * S }];
  const command = clockCommand(change, movedBy(change, [entry]), marks, 'label');
  expect(() => Command.parse(command)).not.toThrow();
  expect(command).toMatchObject({ name: 'batch', input: { label: 'label', commands: [
    { name: 'clock.set', input: { artifacts: [EDGE], offsetNs: 7n * S, note: 'n' } },
    { name: 'clock.set', input: { artifacts: [APP], offsetNs: 0n } },
    { name: 'timeline.update', input: { id: 'e', patch: { time: { startNs: 12n * S, uncertaintyNs: 1n } } } },
    { name: 'mark.set', input: { mark: { sha256: EDGE, timeNs: 12n * S } } },
  ] } });
  expect(clockCommand({ ...change, artifacts: [{ ...artifact(EDGE!), clock }], after: undefined, right: [] }, [], [], 'label')).toEqual({ name: 'clock.clear', input: { artifacts: [EDGE] } });
});
