import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../src/base/result.ts';
import { connectInMemory } from '../../src/cli/connect.ts';
import type { EngineConnection } from '../../src/cli/io.ts';
import { ensureSampleCase, SAMPLE_TITLE } from '../../src/cli/sample.ts';
import { findCitations } from '../../src/model/evidence.ts';
import { MILESTONES, milestoneDurations } from '../../src/model/timeline.ts';
import { api } from '../../src/protocol/api.ts';
import { SAMPLE, sourceEngine } from '../support/cli.ts';

let folder: string;
let connection: EngineConnection;
const dir = (): string => join(folder, 'cases', 'sample.tephra');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tephra-sample-'));
  connection = connectInMemory(sourceEngine(folder), 'tester');
  const made = unwrap(await ensureSampleCase(connection.client, dir(), SAMPLE));
  expect(made).toMatchObject({ title: SAMPLE_TITLE, artifacts: 4 });
}, 60_000);
afterAll(async () => {
  await connection.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the sample case', () => {
  it('has a timeline whose every entry cites evidence, and each citation is an event of the index and these very bytes', async () => {
    const entries = unwrap(await connection.client.call(api.listTimeline, {}));
    expect(entries.length).toBeGreaterThanOrEqual(12);
    const bytesOf = new Map<string, Buffer>();
    const artifacts = unwrap(await connection.client.call(api.listEvidence, {}));
    for (const artifact of artifacts) bytesOf.set(artifact.sha256, await readFile(join(SAMPLE, artifact.paths[0]!.replace(/^sample-incident\//, ''))));
    for (const entry of entries) {
      expect(entry.evidence.length, entry.title).toBeGreaterThan(0);
      for (const reference of entry.evidence) {
        if (reference.locator.kind !== 'bytes') throw new Error('the sample cites lines');
        const { offsetBytes, lengthBytes, line } = reference.locator;
        expect(bytesOf.get(reference.sha256)!.toString('utf8', offsetBytes, offsetBytes + lengthBytes)).toBe(reference.excerpt);
        const event = unwrap(await connection.client.call(api.getEvent, { sha256: reference.sha256, offsetBytes }));
        expect(event).toMatchObject({ lengthBytes, line });
        if (entry.time.basis === 'evidence' && reference === entry.evidence[0]) expect(event.timeNs, entry.title).toBe(entry.time.startNs);
      }
    }
  });

  it('has each milestone once, in an order that makes sense', async () => {
    const entries = unwrap(await connection.client.call(api.listTimeline, {}));
    expect(entries.flatMap((e) => e.milestone ?? [])).toEqual([...MILESTONES]);
    for (const duration of milestoneDurations(entries)) expect(duration.durationNs > 0n, duration.id).toBe(true);
  });

  it('has a draft whose citations all resolve', async () => {
    const { text } = unwrap(await connection.client.call(api.getPostmortem, {}));
    const citations = findCitations(text).map(({ hashPrefix, locator }) => ({ hashPrefix, locator }));
    expect(citations.length).toBeGreaterThanOrEqual(12);
    const resolved = unwrap(await connection.client.call(api.resolveCitations, { citations }));
    expect(resolved.map((r) => r.state)).toEqual(citations.map(() => 'found'));
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });

  it('says numbers that the evidence says', async () => {
    const { text } = unwrap(await connection.client.call(api.getPostmortem, {}));
    const log = (await readFile(join(SAMPLE, 'edge/access.log'), 'utf8')).split('\n');
    const failed = log.flatMap((line, i) => (/" 5\d\d 178 /.test(line) ? [i] : []));
    expect(text).toContain(`${failed.length} of ${failed.at(-1)! - failed[0]! + 1} requests at the edge failed`);
    const app = await readFile(join(SAMPLE, 'checkout/app.jsonl'), 'utf8');
    expect(text).toContain(`the log has ${app.split('\n').filter((line) => line.includes('秋の感謝祭🍁\\" not found')).length} such lines`);
  });

  it('opens again as its user left it', async () => {
    const { client } = connection;
    const [entry] = unwrap(await client.call(api.listTimeline, {}));
    unwrap(await client.call(api.doCommand, { command: { name: 'timeline.update', input: { id: entry!.id, patch: { title: 'My own words' } } } }));
    const before = unwrap(await client.call(api.caseInfo, {}));
    await connection.close();
    connection = connectInMemory(sourceEngine(folder), 'tester');
    const again = unwrap(await ensureSampleCase(connection.client, dir(), SAMPLE));
    expect(again).toMatchObject({ caseId: before.caseId, workRevision: before.workRevision });
    expect(unwrap(await connection.client.call(api.listTimeline, {}))[0]!.title).toBe('My own words');
  });

  it('is completed by the next start where one was cut off', async () => {
    const cut = join(folder, 'cases', 'cut.tephra');
    unwrap(await connection.client.call(api.createCase, { path: cut, title: SAMPLE_TITLE }));
    unwrap(await connection.client.call(api.addEvidence, { paths: [join(SAMPLE, 'edge')] }));
    unwrap(await ensureSampleCase(connection.client, cut, SAMPLE));
    expect(unwrap(await connection.client.call(api.listTimeline, {})).length).toBeGreaterThanOrEqual(12);
    expect(unwrap(await connection.client.call(api.caseInfo, {})).artifacts).toBe(4);
  });
});
