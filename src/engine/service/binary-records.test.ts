import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clean, event } from '../../../test/support/evtx-samples.ts';
import { chunkOf, fileHeader } from '../../../test/support/evtx-writer.ts';
import { unwrap } from '../../base/result.ts';
import { api } from '../../protocol/api.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { testEngine } from './engines.testing.ts';

test('a citation of a binary record says what the record says, one of other bytes what texts stand in them', async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'System.evtx'), clean());
  const engine = testEngine();
  const client = engine.client('ada');
  unwrap(await client.call(api.createCase, { path: join(root, 'c.tephra') }));
  unwrap(await client.call(api.addEvidence, { paths: [join(root, 'System.evtx')] }));
  const { rows, total } = unwrap(await client.call(api.pageEvents, { filter: { terms: [] }, from: 0, count: 20 }));
  expect(total).toBe(9);
  const [first] = rows;
  const { sha256, offsetBytes, lengthBytes } = first!;
  const hashPrefix = sha256.slice(0, 8);
  const resolved = unwrap(await client.call(api.resolveCitations, { citations: [
    { hashPrefix, locator: { kind: 'bytes', offsetBytes, lengthBytes } }, { hashPrefix, locator: { kind: 'bytes', offsetBytes, lengthBytes: lengthBytes - 4 } },
  ] }));
  expect(resolved.map((one) => one.state)).toEqual(['found', 'found']);
  const [record, bytes] = resolved.map((one) => (one.state === 'found' ? one.text : ''));
  expect(record).toBe('Service Control Manager 7036 A service entered a state: param1=Shop Orders param2=running');
  expect(bytes).toContain('Shop Orders');
  expect(bytes).not.toContain('\0');
  expect(engine.errors).toEqual([]);
});

test('the numbers of a ring are compared in their own order: a log that begins in its middle lacks what lacks between them', async () => {
  const root = temporaryFolder();
  const chunk = (from: number, to: number): Buffer =>
    chunkOf(Array.from({ length: to - from + 1 }, (_, i) => event(BigInt(from + i), 1_791_974_038_000_000_000n + BigInt(from + i) * 1_000_000_000n, { provider: 'p', eventId: 1, channel: 'c' }))).bytes;
  writeFileSync(join(root, 'ring.evtx'), Buffer.concat([fileHeader(3, 131n), chunk(116, 130), chunk(81, 95), chunk(101, 115)]));
  const engine = testEngine();
  const client = engine.client('ada');
  unwrap(await client.call(api.createCase, { path: join(root, 'c.tephra') }));
  unwrap(await client.call(api.addEvidence, { paths: [join(root, 'ring.evtx')] }));
  const [artifact] = unwrap(await client.call(api.listEvidence, {}));
  const trust = unwrap(await client.call(api.artifactTrust, { sha256: artifact!.sha256 }));
  expect(trust.sequence).toMatchObject({ field: 'winlog.record_id', missing: 5, restarts: 0, holes: [{ before: 95n, after: 101n }] });
  expect(engine.errors).toEqual([]);
});
