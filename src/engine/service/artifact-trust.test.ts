import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { api } from '../../protocol/api.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { testEngine } from './engines.testing.ts';

const START = Date.UTC(2026, 9, 14, 10, 0, 0);
const S = 1_000_000_000n;
const NS = BigInt(START) * 1_000_000n;

/** A forwarder's log: five lines a second, numbered, with everything wrong that can be. */
function lines(): string[] {
  const all: string[] = [];
  const line = (ms: number, seq: number, more = ''): string => JSON.stringify({ time: new Date(START + ms).toISOString(), level: 'info', seq, msg: `request ${seq} served`, ...(more === '' ? {} : { trace_id: more }) });
  for (let seq = 0; seq < 3000; seq++) {
    const ms = seq * 200;
    // Cut off for a minute: nothing comes, and 300 records are lost.
    if (seq >= 1000 && seq < 1300) continue;
    // One in twenty comes for a minute and a half.
    if (seq >= 2000 && seq < 2450 && seq % 20 !== 0) continue;
    all.push(line(ms, seq, seq % 4 === 0 ? '4bf92f3577b34da6a3ce929d0e0e4736' : ''));
    // After the break the last thirty are sent again.
    if (seq === 1300) all.push(...all.slice(970, 1000));
  }
  // One is late.
  [all[500], all[501]] = [all[501]!, all[500]!];
  return all;
}

test('what the records say of their source: what is missing, what stands twice, where it fell silent or nearly so, each with its place', async () => {
  const root = temporaryFolder();
  const all = lines();
  writeFileSync(join(root, 'app.jsonl'), `${all.join('\n')}\n`);
  const engine = testEngine();
  const client = engine.client('ada');
  unwrap(await client.call(api.createCase, { path: join(root, 'c.tephra') }));
  unwrap(await client.call(api.addEvidence, { paths: [join(root, 'app.jsonl')] }));
  const [artifact] = unwrap(await client.call(api.listEvidence, {}));
  const { sha256 } = artifact!;
  const trust = unwrap(await client.call(api.artifactTrust, { sha256 }));
  const offsetOf = (n: number): number => all.slice(0, n).reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0);

  expect(trust).toMatchObject({ records: all.length, understood: all.length, timed: all.length, withLevel: all.length, repeated: 30 });
  expect(trust.withTrace).toBe(all.filter((text) => text.includes('trace_id')).length);
  // The swapped line, and the first that was sent again.
  expect(trust.outOfOrder).toBe(2);
  expect(trust.firstOutOfOrder).toEqual({ sha256, offsetBytes: offsetOf(501), timeNs: NS + 500n * S / 5n });
  expect(trust.replays).toEqual([{
    count: 30, first: { sha256, offsetBytes: offsetOf(1001), timeNs: NS + 970n * S / 5n }, of: { sha256, offsetBytes: offsetOf(970), timeNs: NS + 970n * S / 5n },
  }]);
  expect(trust.sequence).toMatchObject({ field: 'seq' });
  expect(trust.sequence!.holes[0]).toMatchObject({ before: 999n, after: 1300n, at: { sha256, offsetBytes: offsetOf(1000) } });
  expect(trust.gaps).toHaveLength(1);
  expect(trust.gaps[0]).toMatchObject({ fromNs: NS + 999n * S / 5n, toNs: NS + 1300n * S / 5n });
  expect(trust.collapses).toEqual([]);

  // A clock that is set moves what is said of times.
  unwrap(await client.call(api.doCommand, { command: { name: 'clock.set', input: { artifacts: [sha256], offsetNs: 7n * S, uncertaintyNs: 0n, note: '' } } }));
  await expect.poll(async () => unwrap(await client.call(api.artifactTrust, { sha256 })).firstOutOfOrder?.timeNs, { timeout: 30_000 }).toBe(NS + 500n * S / 5n + 7n * S);
  expect(engine.errors).toEqual([]);
});

test('a source without any of it says so, and one without records is refused', async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'a.log'), Array.from({ length: 200 }, (_, i) => `${new Date(START + i * 1000).toISOString()} INFO tick\n`).join(''));
  writeFileSync(join(root, 'empty.log'), '');
  const engine = testEngine();
  const client = engine.client('ada');
  unwrap(await client.call(api.createCase, { path: join(root, 'c.tephra') }));
  unwrap(await client.call(api.addEvidence, { paths: [join(root, 'a.log'), join(root, 'empty.log')] }));
  const [a, empty] = ['a.log', 'empty.log'].map((name) => name);
  const evidence = unwrap(await client.call(api.listEvidence, {}));
  const of = (name: string): string => evidence.find((one) => one.paths[0]!.endsWith(name))!.sha256;
  const trust = unwrap(await client.call(api.artifactTrust, { sha256: of(a!) }));
  expect(trust).toMatchObject({ records: 200, outOfOrder: 0, repeated: 0, replays: [], gaps: [], collapses: [] });
  expect(trust.sequence).toBeUndefined();
  expect(trust.firstOutOfOrder).toBeUndefined();
  expect(await client.call(api.artifactTrust, { sha256: of(empty!) })).toMatchObject({ ok: false, failure: { code: 'evidence/not-found' } });
  expect(engine.errors).toEqual([]);
});
