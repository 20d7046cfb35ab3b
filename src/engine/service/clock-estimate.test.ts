import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { api } from '../../protocol/api.ts';
import { temporaryFolder } from '../casefile/sample.testing.ts';
import { testEngine } from './engines.testing.ts';

const S = 1_000_000_000n;
const SAMPLE = join(import.meta.dirname, '../../../resources/sample-incident');
const abs = (ns: bigint): bigint => (ns < 0n ? -ns : ns);

test('on the sample incident the offset that was planted is found within its stated uncertainty, and a log that names no request says that nothing is known', async () => {
  const engine = testEngine();
  const client = engine.client('ada');
  unwrap(await client.call(api.createCase, { path: join(temporaryFolder(), 'c.tephra') }));
  unwrap(await client.call(api.addEvidence, { paths: [SAMPLE] }));
  const evidence = unwrap(await client.call(api.listEvidence, {}));
  const of = (path: string): string => evidence.find((a) => a.paths[0]!.endsWith(path))!.sha256;

  const edge = unwrap(await client.call(api.estimateClock, { sha256s: [of('edge/access.log')] }));
  const traces = edge.find((one) => one.sha256s.includes(of('otel/traces.jsonl')))!;
  // nginx was made to run 7 s behind (test/staging).
  expect(abs(traces.found!.offsetNs - 7n * S)).toBeLessThanOrEqual(traces.found!.uncertaintyNs);
  expect(traces.found!.uncertaintyNs).toBeLessThanOrEqual(S);
  expect(traces.found!.agreeing).toBeGreaterThan(100);
  expect(traces.found!.drift).toBeUndefined();
  const [example] = traces.found!.examples;
  expect(example!.here.body).toContain(example!.value);
  expect(example!.there.sha256).toBe(of('otel/traces.jsonl'));

  // The database logs connections and statements, and nothing that names a request.
  expect(edge.find((one) => one.sha256s.includes(of('postgres/postgresql.log')))).toMatchObject({ anchors: 0, reason: 'no-anchors' });
  // The service and its traces are of one process.
  const app = unwrap(await client.call(api.estimateClock, { sha256s: [of('checkout/app.jsonl')] }));
  const own = app.find((one) => one.sha256s.includes(of('otel/logs.jsonl')))!.found!;
  expect(abs(own.offsetNs)).toBeLessThanOrEqual(own.uncertaintyNs);
  expect(engine.errors).toEqual([]);
});

test('two sources without anything in common, or with a common word that is of no one moment, are not compared', async () => {
  const root = temporaryFolder();
  const at = (s: number): string => new Date(Date.UTC(2026, 9, 14, 10, 0, s)).toISOString();
  writeFileSync(join(root, 'a.log'), Array.from({ length: 60 }, (_, i) => `${at(i)} INFO job=import-${i} took ${i} ms\n`).join(''));
  writeFileSync(join(root, 'b.log'), Array.from({ length: 60 }, (_, i) => `${at(i + 3)} INFO worker ${i} idle, version=2026.4\n`).join(''));
  // The same names, hours apart and in another order: a nightly report of what was imported.
  writeFileSync(join(root, 'c.log'), Array.from({ length: 60 }, (_, i) => `${at(3600 + ((i * 37) % 60) * 11)} INFO checked job=import-${i}\n`).join(''));
  const engine = testEngine();
  const client = engine.client('ada');
  unwrap(await client.call(api.createCase, { path: join(root, 'c.tephra') }));
  unwrap(await client.call(api.addEvidence, { paths: ['a.log', 'b.log', 'c.log'].map((name) => join(root, name)) }));
  const a = unwrap(await client.call(api.listEvidence, {})).find((one) => one.paths[0]!.endsWith('a.log'))!;
  const found = unwrap(await client.call(api.estimateClock, { sha256s: [a.sha256] }));
  expect(found.map((one) => [one.source.split('/').pop(), one.reason])).toEqual([['c.log', 'no-agreement'], ['b.log', 'no-anchors']]);
  expect(engine.errors).toEqual([]);
});
