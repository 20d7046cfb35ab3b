import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Artifact } from '../../model/artifact.ts';
import type { Command } from '../../model/command.ts';
import { api } from '../../protocol/api.ts';
import type { Client } from '../../protocol/handler.ts';
import { testEngine } from './engines.testing.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';

/** Reading again goes on in the background; a busy machine takes its time. */
const PATIENT = { timeout: 30_000 };
const LOG = '203.0.113.9 - - [08/Oct/2026:10:00:00 +0000] "GET /a HTTP/1.1" 200 5 "-" "x"\n';

async function referenced(files: Record<string, string>): Promise<{ client: Client; root: string; evidence: string; by: (name: string) => Promise<Artifact> }> {
  const root = temporaryFolder();
  const evidence = join(root, 'evidence');
  mkdirSync(evidence);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(evidence, name), text);
  const client = testEngine().client();
  unwrap(await client.call(api.createCase, { path: join(root, 'c.tephra') }));
  unwrap(await client.call(api.addEvidence, { paths: [evidence], storage: 'referenced' }));
  const by = async (name: string): Promise<Artifact> => unwrap(await client.call(api.listEvidence, {})).find((a) => a.paths[0]!.endsWith(name))!;
  return { client, root, evidence, by };
}

test('moved evidence is found by its hash, under whatever name; other bytes are refused; undo takes it back', async () => {
  const { client, root, evidence, by } = await referenced({ 'a.log': LOG, 'b.log': LOG.replace('/a', '/b') });
  const a = await by('a.log');
  expect(unwrap(await client.call(api.evidenceIntegrity, {}))).toEqual([]);
  const none = await client.call(api.relinkEvidence, { place: root });
  expect(none).toMatchObject({ ok: false, failure: { code: 'evidence/nothing-to-relink' } });

  const moved = join(root, 'moved', 'deep');
  mkdirSync(moved, { recursive: true });
  renameSync(join(evidence, 'a.log'), join(moved, 'other-name.log'));
  rmSync(join(evidence, 'b.log'));
  writeFileSync(join(moved, 'b.log'), LOG.replace('/a', '/c'));
  const gone = unwrap(await client.call(api.evidenceIntegrity, {}));
  expect(gone.map((one) => one.file?.state)).toEqual(['missing', 'missing']);
  expect(gone[0]!.file!.message).toContain('relink it');

  const answer = unwrap(await client.call(api.relinkEvidence, { place: join(root, 'moved') }));
  const b = await by('b.log');
  expect(answer).toEqual({
    linked: [{ sha256: a.sha256, location: join(moved, 'other-name.log') }], notFound: [b.sha256],
    refused: [{ sha256: b.sha256, path: join(moved, 'b.log'), reason: 'hash' }],
  });
  expect(unwrap(await client.call(api.readBytes, { sha256: a.sha256, offsetBytes: 0, lengthBytes: 7 })).bytes).toEqual(new TextEncoder().encode('203.0.1'));
  expect(await by('a.log')).toMatchObject({ records: 1, location: join(moved, 'other-name.log') });
  unwrap(await client.call(api.undo, {}));
  expect((await by('a.log')).location).toBe(join(evidence, 'a.log'));
  expect(await client.call(api.readBytes, { sha256: a.sha256, offsetBytes: 0, lengthBytes: 7 })).toMatchObject({ ok: false, failure: { code: 'evidence/missing' } });
});

test('a shell cannot point a case at other bytes', async () => {
  const { client, by } = await referenced({ 'a.log': LOG });
  const { sha256 } = await by('a.log');
  // No command of the protocol, as a shell that is not ours would send it.
  const forged: Command = JSON.parse(JSON.stringify({ name: 'evidence.relink', input: { links: [{ sha256, location: '/etc/passwd' }] } }));
  expect(await client.call(api.doCommand, { command: forged })).toMatchObject({ ok: false });
  expect((await by('a.log')).location).not.toBe('/etc/passwd');
});

test('changed evidence: what differs is told, and what was derived from it stays', async () => {
  const { client, evidence, by } = await referenced({ 'a.log': LOG, 'b.log': LOG.replace('/a', '/b') });
  const [a, b] = [await by('a.log'), await by('b.log')];
  const later = new Date(Date.now() + 60_000);
  writeFileSync(join(evidence, 'a.log'), LOG.replace('/a', '/x'));
  utimesSync(join(evidence, 'a.log'), later, later);
  writeFileSync(join(evidence, 'b.log'), `${LOG}${LOG}`);
  const found = unwrap(await client.call(api.evidenceIntegrity, {}));
  const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
  expect(found.find((one) => one.sha256 === a.sha256)?.file).toMatchObject({ state: 'changed', now: { sizeBytes: LOG.length, sha256: sha(LOG.replace('/a', '/x')), modifiedNs: expect.any(BigInt) } });
  expect(found.find((one) => one.sha256 === b.sha256)?.file).toMatchObject({ state: 'changed', now: { sizeBytes: LOG.length * 2 } });
  expect(found.find((one) => one.sha256 === b.sha256)?.file).not.toHaveProperty('now.sha256');
  const [hashed] = unwrap(await client.call(api.evidenceIntegrity, { sha256: b.sha256, hash: true }));
  expect(hashed?.file).toMatchObject({ now: { sha256: sha(`${LOG}${LOG}`) } });
  // Said to be read otherwise meanwhile: nothing is lost for it.
  unwrap(await client.call(api.doCommand, { command: { name: 'evidence.read', input: { sha256: a.sha256, zone: 'Europe/Berlin' } } }));
  expect(await client.call(api.rereadEvidence, { sha256: a.sha256 })).toMatchObject({ ok: false, failure: { code: 'evidence/changed' } });
  expect(await by('a.log')).toMatchObject({ records: 1, status: 'understood' });
});

test('a zone that is set reads the artifact again, and so does taking it back; entries of the timeline stay', async () => {
  const { client, by } = await referenced({ 'app.log': '2026-10-08 10:00:00 INFO one\n2026-10-08 10:00:01 INFO two\n' });
  const { sha256, fromNs } = await by('app.log');
  unwrap(await client.call(api.doCommand, { command: { name: 'timeline.add', input: { entry: {
    id: 'e1', kind: 'impact', title: 'One', note: '', role: '', time: { form: 'point', startNs: fromNs!, uncertaintyNs: 0n, basis: 'evidence', zone: 'UTC' },
    evidence: [{ sha256, locator: { kind: 'bytes', offsetBytes: 0, lengthBytes: 28 }, excerpt: '', addedBy: 'ada', addedAtNs: 0n }],
  } } } }));
  unwrap(await client.call(api.doCommand, { command: { name: 'evidence.read', input: { sha256, zone: 'Europe/Berlin' } } }));
  await expect.poll(async () => (await by('app.log')).fromNs, PATIENT).toBe(fromNs! - 7_200_000_000_000n);
  expect(await by('app.log')).toMatchObject({ zone: 'Europe/Berlin', reading: { zone: 'Europe/Berlin' }, records: 2 });
  expect(unwrap(await client.call(api.listTimeline, {}))[0]!.time.startNs).toBe(fromNs);
  unwrap(await client.call(api.undo, {}));
  await expect.poll(async () => (await by('app.log')).fromNs, PATIENT).toBe(fromNs);
});

test('evidence that was missing when it was to be read is read when its bytes are back', async () => {
  const { client, root, evidence, by } = await referenced({ 'a.log': LOG });
  const { sha256 } = await by('a.log');
  unwrap(await client.call(api.closeCase, {}));
  renameSync(join(evidence, 'a.log'), join(root, 'away'));
  for (const file of ['index.duckdb', 'index.duckdb.wal']) rmSync(join(root, 'c.tephra', file), { force: true });
  unwrap(await client.call(api.openCase, { path: join(root, 'c.tephra') }));
  await expect.poll(async () => (await by('a.log')).status, PATIENT).toBe('failed');
  renameSync(join(root, 'away'), join(evidence, 'a.log'));
  expect(unwrap(await client.call(api.evidenceIntegrity, {}))).toEqual([]);
  await expect.poll(async () => (await by('a.log')).records, PATIENT).toBe(1);
  // And one that lies elsewhere now, when it is handed in again from there.
  renameSync(join(evidence, 'a.log'), join(root, 'new.log'));
  unwrap(await client.call(api.addEvidence, { paths: [join(root, 'new.log')], storage: 'referenced' }));
  expect(await by('a.log')).toMatchObject({ sha256, location: join(root, 'new.log') });
  expect(unwrap(await client.call(api.evidenceIntegrity, {}))).toEqual([]);
});

test('provided sums: each file they name is verified or mismatched, at the line of the list', async () => {
  const good = createHash('sha256').update(LOG).digest('hex');
  const list = `${good}  a.log\n${'0'.repeat(64)}  b.log\n${good}  absent.log\n`;
  const { client, by } = await referenced({ 'a.log': LOG, 'b.log': 'other\n', SHA256SUMS: list });
  const found = unwrap(await client.call(api.evidenceIntegrity, {}));
  const [a, b, sums] = [await by('a.log'), await by('b.log'), await by('SHA256SUMS')];
  expect(found.find((one) => one.sha256 === a.sha256)).toEqual({ sha256: a.sha256, sum: { state: 'verified', list: sums.sha256, listed: good, offsetBytes: 0, lengthBytes: 71 } });
  expect(found.find((one) => one.sha256 === b.sha256)?.sum).toEqual({ state: 'mismatched', list: sums.sha256, listed: '0'.repeat(64), offsetBytes: 72, lengthBytes: 71 });
  expect(found).toHaveLength(2);
});
