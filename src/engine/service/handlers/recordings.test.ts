import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '../../../base/result.ts';
import { api } from '../../../protocol/api.ts';
import type { Connection } from '../../../protocol/client.ts';
import { RECORDING_KINDS, type RecordingBatch, type RecordingPosition } from '../../../protocol/methods/recordings.ts';
import { temporaryFolder } from '../../casefile/sample.testing.ts';
import { testEngine } from '../engines.testing.ts';

const fixtures = new URL('../../../formats/', import.meta.url).pathname;

async function caseWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<{ client: Connection; sha: (name: string) => string; dir: string }> {
  const { client: connect } = testEngine();
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const client = connect('ada');
  const dir = join(temporaryFolder(), 'session.tephra');
  unwrap(await client.call(api.createCase, { path: dir, title: 'Session' }));
  const { artifacts } = unwrap(await client.call(api.addEvidence, { paths: Object.keys(files).map((name) => join(folder, name)) }));
  return { client, dir, sha: (name) => artifacts.find((a) => a.path.endsWith(name))!.sha256 };
}

interface Event { readonly at: number; readonly kind: string; readonly text: string; readonly offset: number; readonly length: number }

function eventsOf({ atNs, kinds, ends, text, offsetBytes, lengthBytes }: RecordingBatch): Event[] {
  return Array.from(ends, (end, i) => ({
    at: atNs[i]! / 1e9, kind: RECORDING_KINDS[kinds[i]!]!, text: text.slice(i === 0 ? 0 : ends[i - 1], end), offset: offsetBytes[i]!, length: lengthBytes[i]!,
  }));
}

async function read(client: Connection, input: { sha256: string; timing?: string; from?: RecordingPosition; items?: number; withText?: boolean }): Promise<{ batches: RecordingBatch[]; events: Event[]; isEnd: boolean }> {
  const batches: RecordingBatch[] = [];
  const { isEnd } = unwrap(await client.call(api.readRecording, input, { onItem: (batch) => void batches.push(batch) }));
  return { batches, events: batches.flatMap(eventsOf), isEnd };
}

test('an asciicast says what it is and gives its events with times and bytes', async () => {
  const bytes = readFileSync(join(fixtures, 'asciicast/fixtures/v3-all/input.cast'));
  const { client, sha } = await caseWith({ 'all.cast': bytes });
  const sha256 = sha('all.cast');
  expect(unwrap(await client.call(api.describeRecording, { sha256 }))).toMatchObject({ role: 'timed', columns: 100, rows: 30, idleTimeLimit: 2, title: 'all of version 3', parts: [], startNs: 1_791_974_300_000_000_000n });
  const { events } = await read(client, { sha256 });
  expect(events.map((e) => [e.at, e.kind])).toEqual([
    [0.25, 'output'], [1, 'input'], [1.001, 'output'], [1.101, 'marker'], [1.201, 'input'], [1.202, 'output'], [1.204, 'output'], [2.704, 'resize'], [3.204, 'output'], [3.304, 'exit'],
  ]);
  for (const e of events) expect(bytes.subarray(e.offset, e.offset + e.length).toString()).toMatch(/^\[.*\]$/);
  expect(events[8]!.text).toBe('磁盘已满 🔥 disk full\r\n');
});

test('a long recording is read in items, and on from any of them', async () => {
  const lines = ['{"version": 3, "term": {"cols": 80, "rows": 24}}', ...Array.from({ length: 40_000 }, (_, i) => JSON.stringify([0.01, i % 1000 === 500 ? 'm' : 'o', `line ${i} \u001b[32mé\u001b[0m\r\n`]))];
  const { client, sha } = await caseWith({ 'long.cast': `${lines.join('\n')}\n` });
  const sha256 = sha('long.cast');
  const { batches, events, isEnd } = await read(client, { sha256 });
  expect([batches.length > 2, events.length, isEnd]).toEqual([true, 40_000, true]);
  for (const batch of [batches[1]!, batches.at(-1)!]) {
    const on = await read(client, { sha256, from: batch.from, items: 1 });
    expect(on.batches).toEqual([batch]);
  }
  expect((await read(client, { sha256, items: 2 })).isEnd).toBe(false);
  const outline = await read(client, { sha256, withText: false });
  expect(outline.batches.map((b) => [b.from, b.outputUnits])).toEqual(batches.map((b) => [b.from, b.outputUnits]));
  expect(outline.events.filter((e) => e.kind === 'marker')).toEqual(events.filter((e) => e.kind === 'marker'));
  expect(outline.events.length).toBeLessThan(100);
});

test('a typescript is offered the timing file that counts its bytes, and plays with it', async () => {
  const file = (name: string): Uint8Array => new Uint8Array(readFileSync(join(fixtures, 'script-recording/fixtures', name)));
  const other = Buffer.from(file('timing-classic/input.tm')).toString().replace(/ (\d+)\n/, ' 7$1\n');
  const { client, sha } = await caseWith({ 'session.log': file('with-input/input.typescript'), 'session.tm': file('timing-streams/input.tm'), 'zz.tm': other });
  const described = unwrap(await client.call(api.describeRecording, { sha256: sha('session.log') }));
  expect(described).toMatchObject({ role: 'needs-timing', columns: 100, rows: 30, startNs: 1_791_974_051_000_000_000n });
  expect(described.parts).toEqual([
    { sha256: sha('session.tm'), path: expect.stringContaining('session.tm'), fits: true, reason: 'has the same name and counts exactly the bytes of the typescript' },
    { sha256: sha('zz.tm'), path: expect.stringContaining('zz.tm'), fits: false, reason: 'lies in the same folder' },
  ]);
  expect(unwrap(await client.call(api.describeRecording, { sha256: sha('session.tm') })).parts).toMatchObject([{ sha256: sha('session.log'), fits: true }]);
  const { events } = await read(client, { sha256: sha('session.log'), timing: sha('session.tm') });
  expect(events.filter((e) => e.kind === 'input').map((e) => e.text).join('')).toBe('ls\recho h\ti\x7f\rexit 4\r');
  expect(events.filter((e) => e.kind === 'output').map((e) => e.text).join('')).toContain('bash-5.2# ls\r\n');
  expect(events.find((e) => e.kind === 'resize')).toMatchObject({ text: '120x40' });
  expect(events.at(-1)!.at).toBeCloseTo(4.816, 3);
  const untimed = await read(client, { sha256: sha('session.log') });
  expect(untimed.events.every((e) => e.at === 0)).toBe(true);
});

test('what is no recording is refused, and so is a recording that was changed', async () => {
  const { client, sha, dir } = await caseWith({ 'notes.txt': 'nothing but text\n', 'a.cast': '{"version": 2, "width": 80, "height": 24}\n[1, "o", "a"]\n' });
  expect(await client.call(api.describeRecording, { sha256: sha('notes.txt') })).toMatchObject({ ok: false, failure: { code: 'recordings/not-a-recording' } });
  expect(await client.call(api.readRecording, { sha256: '0'.repeat(64) })).toMatchObject({ ok: false, failure: { code: 'evidence/not-found' } });
  const { location } = unwrap(await client.call(api.listEvidence, {})).find((a) => a.sha256 === sha('a.cast'))!;
  chmodSync(join(dir, location), 0o644);
  writeFileSync(join(dir, location), 'x');
  expect(await client.call(api.readRecording, { sha256: sha('a.cast') })).toMatchObject({ ok: false, failure: { code: 'evidence/changed' } });
});

test('a recording begins when its clock says', async () => {
  const { client, sha } = await caseWith({ 'all.cast': readFileSync(join(fixtures, 'asciicast/fixtures/v3-all/input.cast')) });
  const sha256 = sha('all.cast');
  unwrap(await client.call(api.doCommand, { command: { name: 'clock.set', input: { artifacts: [sha256], offsetNs: 7n, uncertaintyNs: 2n, note: '' } } }));
  await expect.poll(async () => unwrap(await client.call(api.describeRecording, { sha256 })), { timeout: 30_000 })
    .toMatchObject({ startNs: 1_791_974_300_000_000_007n, clock: { offsetNs: 7n, uncertaintyNs: 2n } });
});
