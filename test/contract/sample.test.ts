import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../src/base/result.ts';
import { formatCount } from '../../src/base/text.ts';
import { connectInMemory } from '../../src/cli/connect.ts';
import type { EngineConnection } from '../../src/cli/io.ts';
import { ensureSampleCase, SAMPLE_TITLE } from '../../src/cli/sample.ts';
import { findCitations } from '../../src/model/evidence.ts';
import { structureProblems } from '../../src/model/fault-tree/graph.ts';
import { itemsOf } from '../../src/model/item.ts';
import { TAXONOMIES, tagWords } from '../../src/model/taxonomies.ts';
import { MILESTONES, milestoneDurations } from '../../src/model/timeline.ts';
import { whyForest } from '../../src/model/why.ts';
import { api } from '../../src/protocol/api.ts';
import { SAMPLE, sourceEngine } from '../support/cli.ts';

let folder: string;
let connection: EngineConnection;
const dir = (): string => join(folder, 'cases', 'sample.tephra');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tephra-sample-'));
  connection = connectInMemory(sourceEngine(folder), 'tester');
  const made = unwrap(await ensureSampleCase(connection.client, dir(), SAMPLE));
  expect(made).toMatchObject({ title: SAMPLE_TITLE });
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
        expect(event).toMatchObject({ lengthBytes, ...(line === undefined ? {} : { line }) });
        if (reference === entry.evidence[0]) expect([entry.time.startNs, entry.time.endNs], entry.title).toContain(event.timeNs);
      }
    }
  });

  it('has each milestone once, in an order that makes sense', async () => {
    const entries = unwrap(await connection.client.call(api.listTimeline, {}));
    expect(entries.flatMap((e) => e.milestone ?? [])).toEqual(MILESTONES.filter((m) => m !== 'stabilised'));
    for (const duration of milestoneDurations(entries)) expect(duration.durationNs > 0n, duration.id).toBe(true);
  });

  it('knows who took part, as the chat names them, and has actions that say what they wait for', async () => {
    const items = unwrap(await connection.client.call(api.listItems, { kinds: ['person', 'action', 'severity'] }));
    const chat: Array<{ name: string; real_name: string }> = JSON.parse(await readFile(join(SAMPLE, 'chat/users.json'), 'utf8'));
    expect(new Map(itemsOf(items, 'person').map((p) => [p.aliases[0], p.name]))).toEqual(new Map(chat.map((u) => [u.name, u.real_name])));
    const actions = itemsOf(items, 'action');
    expect(actions.length).toBeGreaterThanOrEqual(3);
    for (const action of actions) expect(action.dependsOn.every((id) => actions.some((a) => a.id === id)), action.title).toBe(true);
    expect(itemsOf(items, 'severity')).toHaveLength(1);
  });

  it('has a fault tree whose proof is that of the timeline', async () => {
    const items = unwrap(await connection.client.call(api.listItems, { kinds: ['fault-tree', 'fault-node'] }));
    const [tree] = itemsOf(items, 'fault-tree');
    const nodes = itemsOf(items, 'fault-node');
    expect(structureProblems({ tree: tree!, nodes })).toEqual([]);
    for (const node of nodes) if (node.observed.state !== 'unknown') expect(node.observed.evidence.length, node.title).toBeGreaterThan(0);
    const { tops } = unwrap(await connection.client.call(api.analyseFaultTree, { treeId: tree!.id, options: {} }));
    expect(tops[0]).toMatchObject({ method: 'exact', coherent: true, cutSets: { count: 5n, evidenced: 2n, excluded: 1n, open: 2n } });
    expect(tops[0]!.probability).toBeCloseTo(0.00384639, 8);
  });

  it('has reasons: whys that cite what is closed, factors and barriers that lead to actions', async () => {
    const items = unwrap(await connection.client.call(api.listItems, { kinds: ['why', 'factor', 'barrier', 'failure-mode', 'action'] }));
    const actions = new Set(itemsOf(items, 'action').map(({ id }) => id));
    const whys = itemsOf(items, 'why');
    expect(whyForest(whys)).toHaveLength(2);
    for (const why of whys) if (why.state !== 'open') expect(why.evidence.length, why.statement).toBeGreaterThan(0);
    expect(whys.some((why) => why.evidence.length === 0)).toBe(true);
    const linked = [...itemsOf(items, 'factor'), ...itemsOf(items, 'barrier'), ...itemsOf(items, 'failure-mode')].flatMap((item) => item.actions);
    expect(linked.length).toBeGreaterThan(4);
    for (const id of linked) expect(actions).toContain(id);
    for (const factor of itemsOf(items, 'factor')) for (const tag of factor.tags) expect(tagWords(tag, TAXONOMIES).taxonomy, tag).not.toBe('');
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
    const status = (await readFile(join(SAMPLE, 'edge/access.log'), 'utf8')).trimEnd().split('\n').map((line) => Number(/" (\d{3}) /.exec(line)![1]));
    const failed = status.filter((code) => code >= 500).length;
    expect(failed).toBeGreaterThan(100);
    expect(text).toContain(`${formatCount(failed)} of `);
    const app = (await readFile(join(SAMPLE, 'checkout/app.jsonl'), 'utf8')).split('\n').filter((line) => line.includes('"msg":"coupon SUMMER25 not found"'));
    expect(text).toContain(`the log has ${formatCount(app.length)} such lines`);
  });

  it('is understood, or carried and named', async () => {
    const artifacts = unwrap(await connection.client.call(api.listEvidence, {}));
    const carried = artifacts.filter((a) => a.status !== 'understood').map((a) => a.paths[0]!.replace(/^sample-incident\//, '').replace(/\d{5,}/g, 'N')).toSorted();
    expect(carried).toEqual(['README.txt', 'checkout/last-10-s-of-N.cpuprofile', 'deploys/v2.30.4..v2.31.0.diff', 'network/checkout-postgres.pcap']);
    expect(artifacts.filter((a) => a.status === 'carried').map((a) => a.title).toSorted()).toEqual(['Diff', 'Packet capture', 'Plain text', 'V8 CPU profile']);
    for (const artifact of artifacts) expect(artifact.reason, artifact.paths[0]).not.toBe('');
    expect(artifacts.reduce((sum, a) => sum + a.sizeBytes, 0)).toBeLessThan(24_000_000);
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
    expect(unwrap(await connection.client.call(api.caseInfo, {})).artifacts).toBe(31);
  });
});
