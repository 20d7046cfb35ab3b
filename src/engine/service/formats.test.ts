import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Artifact } from '../../model/artifact.ts';
import { LineFormatDefinition, type LineFormatSource } from '../../model/line-format.ts';
import { api } from '../../protocol/api.ts';
import type { Connection } from '../../protocol/client.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { testEngine } from './engines.testing.ts';

/** Reading again goes on in the background; a busy machine takes its time. */
const PATIENT = { timeout: 30_000 };
const LOG = '@14.10.2026 10:34:11@ cart!E could not save order=7\n@14.10.2026 10:34:12@ pay!I paid order=8\nnot of it\n';
const SHOP: LineFormatSource = {
  id: 'shop-till', title: 'Shop till', fields: [{ name: 'shop.order', type: 'integer', description: 'Order.', capture: 'order' }],
  lines: [String.raw`@(?<time>[^@]+)@ (?<service>\w+)!(?<level>[EI]) (?<body>[^=]{0,80}order=(?<order>\d+))`], time: { forms: ['%d.%m.%Y %H:%M:%S'] }, continuation: 'own',
  samples: [{ line: '@14.10.2026 10:34:11@ cart!E lost order=9', time: '2026-10-14T10:34:11Z', level: 'error', fields: { 'shop.order': 9 } }],
};
const text = (format: LineFormatSource): string => JSON.stringify(format);

async function shopCase(client: Connection, root: string): Promise<{ artifact: () => Promise<Artifact> }> {
  writeFileSync(join(root, 'till.log'), LOG);
  unwrap(await client.call(api.createCase, { path: join(root, 'c.tephra') }));
  unwrap(await client.call(api.addEvidence, { paths: [join(root, 'till.log')] }));
  return { artifact: async () => unwrap(await client.call(api.listEvidence, {}))[0]! };
}

test('a format that a person describes is tried on the evidence, then read with: a step of the case', async () => {
  const root = temporaryFolder();
  const { client: connect, errors } = testEngine();
  const client = connect();
  const { artifact } = await shopCase(client, root);
  const { sha256, kind } = await artifact();
  expect(kind).toBe('timestamped-text');

  // A draft of the first lines is sound, and its sample is the first line.
  const draft = unwrap(await client.call(api.tryFormat, { sha256 }));
  expect([draft.problems, draft.definition?.id, draft.records]).toEqual([[], 'till', 2]);
  expect(draft.lines[0]).toMatchObject({ is: 'record', timeNs: BigInt(Date.UTC(2026, 9, 14, 10, 34, 11)) * 1_000_000n });

  const tried = unwrap(await client.call(api.tryFormat, { sha256, text: text(SHOP) }));
  expect([tried.problems, tried.records, tried.notUnderstood]).toEqual([[], 3, 1]);
  expect(tried.lines.map(({ is, severityNumber }) => [is, severityNumber])).toEqual([['record', 17], ['record', 9], ['other', 0]]);
  const { text: line, groups } = tried.lines[0]!;
  expect(Object.fromEntries(groups.map(({ name, from, to }) => [name, line.slice(from, to)]))).toEqual({ time: '14.10.2026 10:34:11', service: 'cart', level: 'E', body: 'could not save order=7', order: '7' });

  const problems = async (format: unknown): Promise<string> => unwrap(await client.call(api.tryFormat, { sha256, text: typeof format === 'string' ? format : JSON.stringify(format) })).problems.join(' ');
  expect(await problems('{')).toContain('The text is no JSON');
  expect(await problems({ ...SHOP, id: 'Shop Till' })).toContain('id:');
  expect(await problems({ ...SHOP, id: 'syslog' })).toContain('that of a format that Tephra knows');
  expect(await problems({ ...SHOP, lines: ['(?:a+)+(?<order>x)'] })).toContain('A loop without an end');
  expect(await problems({ ...SHOP, samples: [{ ...SHOP.samples[0], level: 'warn' }] })).toContain('its level is E (severity 17), and should be warn');
  expect(await problems({ ...SHOP, samples: [{ line: 'nothing of it' }] })).toContain('is not one of Shop till');

  const format = LineFormatDefinition.parse(SHOP);
  unwrap(await client.call(api.doCommand, { command: { name: 'evidence.read', input: { sha256, format } } }));
  await expect.poll(async () => (await artifact()).kind, PATIENT).toBe('shop-till');
  expect(await artifact()).toMatchObject({ title: 'Shop till', confidence: 1, records: 3, notUnderstood: 1, reading: { format: { id: 'shop-till' } } });
  expect(unwrap(await client.call(api.runSql, { sql: 'SELECT service_name, "shop.order", severity_number FROM shop_till ORDER BY offset_bytes' })).rows).toEqual([['cart', 7, 17], ['pay', 8, 9], [null, null, 0]]);
  unwrap(await client.call(api.closeCase, {}));

  // Elsewhere: no library, no index.
  cpSync(join(root, 'c.tephra', 'case.sqlite'), join(root, 'moved.tephra', 'case.sqlite'));
  cpSync(join(root, 'c.tephra', 'evidence'), join(root, 'moved.tephra', 'evidence'), { recursive: true });
  const other = testEngine().client();
  unwrap(await other.call(api.openCase, { path: join(root, 'moved.tephra') }));
  await expect.poll(async () => unwrap(await other.call(api.listEvidence, {}))[0]?.kind, PATIENT).toBe('shop-till');
  unwrap(await other.call(api.undo, {}));
  await expect.poll(async () => unwrap(await other.call(api.listEvidence, {}))[0]?.kind, PATIENT).toBe('timestamped-text');
  expect(errors).toEqual([]);
});

test('formats of a person lie in their folder; what comes in is found to be of one, keeps it, and a person may say otherwise', async () => {
  const root = temporaryFolder();
  const appDataDir = join(root, 'app-data');
  const client = testEngine({ appDataDir }).client();
  expect(await client.call(api.addOwnFormat, { text: text({ ...SHOP, samples: [{ line: 'x' }] }) })).toMatchObject({ ok: false, failure: { code: 'format/unsound' } });
  const { file } = unwrap(await client.call(api.addOwnFormat, { text: text(SHOP) }));
  expect(readFileSync(file, 'utf8')).toContain('"shop-till"');
  mkdirSync(join(appDataDir, 'formats'), { recursive: true });
  writeFileSync(join(appDataDir, 'formats', 'broken.json'), '{}');
  const own = testEngine({ appDataDir }).client();
  expect(unwrap(await own.call(api.ownFormats, {})).map(({ id, problems }) => [id, problems.length > 0])).toEqual([['broken', true], ['shop-till', false]]);

  const { artifact } = await shopCase(own, root);
  expect(await artifact()).toMatchObject({ kind: 'shop-till', reading: { format: { id: 'shop-till' } } });
  expect(unwrap(await own.call(api.inspect, { path: join(root, 'till.log') })).kind).toBe('shop-till');
  const { sha256 } = await artifact();
  unwrap(await own.call(api.doCommand, { command: { name: 'evidence.read', input: { sha256, format: null } } }));
  await expect.poll(async () => (await artifact()).kind, PATIENT).toBe('timestamped-text');
  expect(unwrap(await own.call(api.verifyCase, {})).ok).toBe(true);
  unwrap(await own.call(api.removeOwnFormat, { id: 'shop-till' }));
  expect(existsSync(file)).toBe(false);
  expect(await own.call(api.removeOwnFormat, { id: 'shop-till' })).toMatchObject({ ok: false, failure: { code: 'format/not-found' } });
});
