import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { giantTrace, otlpLines, shopTraces } from '../../../../test/support/otlp-spans.ts';
import { unwrap } from '../../../base/result.ts';
import { SPAN_FLAG } from '../../../model/trace.ts';
import { api } from '../../../protocol/api.ts';
import type { Connection } from '../../../protocol/client.ts';
import type { ItemOf } from '../../../protocol/define.ts';
import { temporaryFolder } from '../../casefile/sample.testing.ts';
import { testEngine } from '../engines.testing.ts';

type Block = ItemOf<typeof api.getTrace>;

/** A case with OTLP of the collector's file exporter in it, read by the real format. */
async function caseOf(lines: Iterable<string>): Promise<{ client: Connection; errors: string[] }> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'traces.jsonl'), [...lines].join(''));
  const { client, errors } = testEngine();
  const ada = client('ada');
  unwrap(await ada.call(api.createCase, { path: join(folder, 'case.tephra'), title: 'Shop' }));
  unwrap(await ada.call(api.addEvidence, { paths: [join(folder, 'traces.jsonl')] }));
  return { client: ada, errors };
}

async function blocksOf(client: Connection, traceId: string): Promise<{ blocks: Block[]; answer: Awaited<ReturnType<typeof client.call<typeof api.getTrace>>> }> {
  const blocks: Block[] = [];
  const answer = await client.call(api.getTrace, { traceId }, { onItem: (block) => { blocks.push(block); } });
  return { blocks, answer };
}

test('traces of a shop: listed, opened, mapped, and their bytes found', async () => {
  const { client, errors } = await caseOf(otlpLines(shopTraces({ traces: 120 })));
  const list = unwrap(await client.call(api.listTraces, { filter: { errorsOnly: true }, sort: 'errors', descending: true, from: 0, count: 50 }));
  expect(list).toMatchObject({ unfiltered: 120 });
  expect(list.total).toBeGreaterThan(0);
  expect(list.total).toBeLessThan(120);
  const first = list.rows[0]!;
  expect(first).toMatchObject({ service: 'web', name: 'POST /checkout', rootMissing: false, spans: 10, errors: 5 });

  const { blocks, answer } = await blocksOf(client, first.traceId);
  const { durationNs, spans, roots, critical } = unwrap(answer);
  expect([BigInt(durationNs), spans, roots, blocks.length]).toEqual([first.durationNs, 10, 1, 1]);
  expect([...critical.toNs].at(-1)).toBe(durationNs);
  const [block] = blocks;
  const failed = [...block!.flags].findLastIndex((flags) => (flags & SPAN_FLAG.error) !== 0);
  expect(block!.texts[block!.name[failed]!]).toBe('authorize');
  const record = unwrap(await client.call(api.getEvent, { sha256: block!.texts[block!.artifact[failed]!]!, offsetBytes: block!.offsetBytes[failed]! }));
  expect(record).toMatchObject({ spanId: block!.spanId[failed], traceId: first.traceId, serviceName: 'payments' });
  expect(record.attributes['span.events']).toContain('SocketTimeoutException');

  const map = unwrap(await client.call(api.serviceMap, { filter: {} }));
  expect(map.nodes.map((n) => n.id).toSorted()).toEqual([
    'database:cart-cache', 'database:orders', 'external:card-network', 'messaging:orders', 'service:cart', 'service:catalog', 'service:orders', 'service:payments', 'service:shipping', 'service:web',
  ]);
  expect(map.edges.find((e) => e.from === 'service:orders' && e.to === 'service:payments')).toMatchObject({ errors: list.total });
  expect(errors).toEqual([]);
});

test('a hundred thousand spans come through in blocks, each row once', async () => {
  const { client, errors } = await caseOf(otlpLines(giantTrace(100_000), 500));
  const { rows: [trace] } = unwrap(await client.call(api.listTraces, { filter: {}, from: 0, count: 1 }));
  expect(trace).toMatchObject({ spans: 100_000, name: 'nightly batch' });
  const { blocks, answer } = await blocksOf(client, trace!.traceId);
  expect(unwrap(answer)).toMatchObject({ spans: 100_000, leftOut: 0, roots: 1 });
  expect(blocks.reduce((sum, b) => sum + b.spans, 0)).toBe(100_000);
  expect(new Set(blocks.flatMap((b) => b.spanId)).size).toBe(100_000);
  expect(blocks.every((b, i) => b.from === (i === 0 ? 0 : blocks[i - 1]!.from + blocks[i - 1]!.spans))).toBe(true);
  expect(blocks[0]!.subtree[0]).toBe(100_000);
  expect(errors).toEqual([]);
}, 120_000);

test('a trace that is not there, and a case without spans', async () => {
  const { client } = await caseOf(['{"level":"info","msg":"no span here","time":"2026-10-08T10:00:00Z"}\n']);
  expect((await blocksOf(client, 'deadbeef')).answer).toMatchObject({ ok: false, failure: { code: 'traces/not-found' } });
  const names = unwrap(await client.call(api.traceNames, {}));
  expect(names).toMatchObject({ spans: 0, services: [] });
  expect(names.formats).toContain('OpenTelemetry traces');
  expect(unwrap(await client.call(api.listTraces, { filter: {}, from: 0, count: 10 }))).toMatchObject({ total: 0, rows: [] });
  expect(unwrap(await client.call(api.serviceMap, { filter: {} }))).toEqual({ traces: 0, nodes: [], edges: [] });
});
