import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Artifact } from '../../model/artifact.ts';
import type { TableMapping } from '../../model/table-mapping.ts';
import { api } from '../../protocol/api.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { testEngine } from './engines.testing.ts';

/** Reading again goes on in the background; a busy machine takes its time. */
const PATIENT = { timeout: 30_000 };
const TABLE = 'date,who,what\n03/04/2026 10:00,ada,asked for the deploy\n05/04/2026 11:00,bob,said no to the deploy\nlater,bob,nothing\n07/04/2026 11:00,a,b\n08/04/2026 11:00,a,b\n';

test('columns that a person names are a step of the case: the artifact is read again by them, and as before when it is undone', async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'chg.csv'), TABLE);
  const client = testEngine().client();
  unwrap(await client.call(api.createCase, { path: join(root, 'c.tephra') }));
  unwrap(await client.call(api.addEvidence, { paths: [join(root, 'chg.csv')] }));
  const artifact = async (): Promise<Artifact> => unwrap(await client.call(api.listEvidence, {}))[0]!;
  const { sha256, kind, fromNs } = await artifact();
  expect([kind, fromNs]).toEqual(['csv', undefined]);

  const before = unwrap(await client.call(api.tableColumns, { sha256 }));
  expect(before.columns).toEqual(['date', 'who', 'what']);
  expect(before.guess).toMatchObject({ said: ['message in “what”', '“date” may be day and month or month and day: choose in Columns'], ambiguous: 0 });
  const mapping: TableMapping = { ...before.mapping, message: 2, time: { column: 0, format: 'day-first' }, service: 1 };
  const preview = unwrap(await client.call(api.tableColumns, { sha256, mapping, zone: 'Europe/Berlin' }));
  expect(preview.rows[0]).toMatchObject({ timeNs: BigInt(Date.UTC(2026, 3, 3, 8)) * 1_000_000n, cells: ['03/04/2026 10:00', 'ada', 'asked for the deploy'] });
  expect(preview.failing).toEqual([{ message: '“later” in “date” is no date with the day first; the row has no time.', offsetBytes: TABLE.indexOf('later'), lengthBytes: 17, line: 4 }]);
  expect(await client.call(api.tableColumns, { sha256, zone: 'Nowhere' })).toMatchObject({ ok: false, failure: { code: 'case/unknown-zone' } });

  unwrap(await client.call(api.doCommand, { command: { name: 'evidence.read', input: { sha256, mapping, zone: 'Europe/Berlin' } } }));
  await expect.poll(async () => (await artifact()).fromNs, PATIENT).toBe(BigInt(Date.UTC(2026, 3, 3, 8)) * 1_000_000n);
  expect(await artifact()).toMatchObject({ confidence: 1, notUnderstood: 1, diagnostics: 1, reading: { mapping, zone: 'Europe/Berlin' } });
  expect(unwrap(await client.call(api.runSql, { sql: 'SELECT service_name, body FROM events ORDER BY offset_bytes' })).rows)
    .toEqual([['ada', 'asked for the deploy'], ['bob', 'said no to the deploy'], ['bob', 'nothing'], ['a', 'b'], ['a', 'b']]);
  // The same after the case was opened again with a new index, and undone.
  unwrap(await client.call(api.undo, {}));
  await expect.poll(async () => (await artifact()).fromNs, PATIENT).toBeUndefined();
  expect(await artifact()).not.toHaveProperty('reading');
});

test('any text can be read as a table, and go back', async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'notes.txt'), 'one | two\nthree | four\n');
  const client = testEngine().client();
  unwrap(await client.call(api.createCase, { path: join(root, 'c.tephra') }));
  unwrap(await client.call(api.addEvidence, { paths: [join(root, 'notes.txt')] }));
  const artifact = async (): Promise<Artifact> => unwrap(await client.call(api.listEvidence, {}))[0]!;
  const { sha256 } = await artifact();
  expect((await artifact()).kind).toBe('plain-text');
  unwrap(await client.call(api.doCommand, { command: { name: 'evidence.read', input: { sha256, mapping: { delimiter: '|', quote: '', header: false, message: 1 } } } }));
  await expect.poll(async () => (await artifact()).kind, PATIENT).toBe('csv');
  expect(unwrap(await client.call(api.runSql, { sql: 'SELECT body FROM events ORDER BY offset_bytes' })).rows).toEqual([[' two'], [' four']]);
  unwrap(await client.call(api.doCommand, { command: { name: 'evidence.read', input: { sha256, mapping: null } } }));
  await expect.poll(async () => (await artifact()).kind, PATIENT).toBe('plain-text');
  // Nothing is left of the other kind.
  expect(unwrap(await client.call(api.runSql, { sql: 'SELECT count(*) FROM events' })).rows).toEqual([[2]]);
});
