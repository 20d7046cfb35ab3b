import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Command } from '../../model/command.ts';
import { api } from '../../protocol/api.ts';
import type { Connection } from '../../protocol/client.ts';
import { openCaseFile } from '../casefile/open.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { testEngine } from './engines.testing.ts';

/** The order is renewed in the background; a busy machine takes its time. */
const PATIENT = { timeout: 30_000 };
const S = 1_000_000_000n;
const APP = '2026-10-14T10:00:05.000Z INFO asked the edge\n2026-10-14T10:00:12.000Z ERROR gave up\n';
/** Seven seconds behind. */
const EDGE = '2026-10-14T10:00:01.000Z INFO got the question\n2026-10-14T10:00:04.000Z INFO answered\n';

async function order(client: Connection): Promise<string[]> {
  const { rows } = unwrap(await client.call(api.pageEvents, { filter: { terms: [] }, from: 0, count: 100 }));
  return rows.map((row) => /asked|gave up|got|answered/.exec(row.body)![0]);
}

test('the planted clock: wrong before, right after, and the same after undo and redo, a restart, and an index made anew', async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'app.log'), APP);
  writeFileSync(join(root, 'edge.log'), EDGE);
  const path = join(root, 'c.tephra');
  const first = testEngine();
  const client = first.client('ada');
  unwrap(await client.call(api.createCase, { path }));
  unwrap(await client.call(api.addEvidence, { paths: [join(root, 'app.log'), join(root, 'edge.log')] }));
  const wrong = ['got', 'answered', 'asked', 'gave up'];
  const right = ['asked', 'got', 'answered', 'gave up'];
  expect(await order(client)).toEqual(wrong);
  const edge = unwrap(await client.call(api.listEvidence, {})).find((a) => a.paths[0]!.endsWith('edge.log'))!;
  const set: Command = { name: 'clock.set', input: { artifacts: [edge.sha256], offsetNs: 7n * S, uncertaintyNs: S / 5n, note: 'the same request' } };
  unwrap(await client.call(api.doCommand, { command: set }));
  await expect.poll(() => order(client), PATIENT).toEqual(right);
  const bytes = unwrap(await client.call(api.readBytes, { sha256: edge.sha256, offsetBytes: 0, lengthBytes: 1000 })).bytes;
  expect(Buffer.from(bytes).toString()).toBe(EDGE);
  // The order is on disk a moment before the rest of the engine knows.
  await expect.poll(async () => unwrap(await client.call(api.listEvidence, {})).find((a) => a.sha256 === edge.sha256), PATIENT).toMatchObject({ clock: { offsetNs: 7n * S, uncertaintyNs: S / 5n }, fromNs: edge.fromNs! + 7n * S, toNs: edge.toNs! + 7n * S });
  expect(unwrap(await client.call(api.getEvent, { sha256: edge.sha256, offsetBytes: 0 }))).toMatchObject({ timeNs: edge.fromNs! + 7n * S, timeText: '2026-10-14T10:00:01.000Z' });

  unwrap(await client.call(api.undo, {}));
  await expect.poll(() => order(client), PATIENT).toEqual(wrong);
  unwrap(await client.call(api.redo, {}));
  await expect.poll(() => order(client), PATIENT).toEqual(right);
  expect(first.errors).toEqual([]);
  await first.engine.close();

  const second = testEngine();
  const again = second.client('ada');
  unwrap(await again.call(api.openCase, { path }));
  expect(await order(again)).toEqual(right);
  await second.engine.close();

  rmSync(join(path, 'index.duckdb'));
  const third = testEngine();
  const anew = third.client('ada');
  unwrap(await anew.call(api.openCase, { path }));
  await expect.poll(() => order(anew), PATIENT).toEqual(right);
  unwrap(await anew.call(api.undo, {}));
  await expect.poll(() => order(anew), PATIENT).toEqual(wrong);
  expect(third.errors).toEqual([]);
});

test('a clock that was on record when the engine ended before its index had it is applied when the case is next opened; evidence that comes later is ordered by it', async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'app.log'), APP);
  writeFileSync(join(root, 'edge.log'), EDGE);
  const path = join(root, 'c.tephra');
  const first = testEngine();
  const client = first.client('ada');
  unwrap(await client.call(api.createCase, { path }));
  unwrap(await client.call(api.addEvidence, { paths: [join(root, 'edge.log')] }));
  const [edge] = unwrap(await client.call(api.listEvidence, {}));
  await first.engine.close();
  const file = unwrap(openCaseFile(path));
  unwrap(file.run({ name: 'clock.set', input: { artifacts: [edge!.sha256], offsetNs: 7n * S, uncertaintyNs: 0n, note: '' } }, 'ada'));
  file.close();

  const second = testEngine();
  const again = second.client('ada');
  unwrap(await again.call(api.openCase, { path }));
  await expect.poll(async () => unwrap(await again.call(api.listEvidence, {}))[0]!.fromNs, PATIENT).toBe(edge!.fromNs! + 7n * S);
  unwrap(await again.call(api.addEvidence, { paths: [join(root, 'app.log')] }));
  expect(await order(again)).toEqual(['asked', 'got', 'answered', 'gave up']);
  // Read again, with other numbers inside the index, it keeps its clock.
  const revision = async (): Promise<number> => unwrap(await again.call(api.pageEvents, { filter: { terms: [] }, from: 0, count: 1 })).indexRevision;
  const before = await revision();
  unwrap(await again.call(api.rereadEvidence, { sha256: edge!.sha256 }));
  await expect.poll(revision, PATIENT).toBeGreaterThan(before);
  await expect.poll(() => order(again), PATIENT).toEqual(['asked', 'got', 'answered', 'gave up']);
  expect(second.errors).toEqual([]);
});
