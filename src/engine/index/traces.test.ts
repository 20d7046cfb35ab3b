import { describe, expect, test } from 'vitest';
import { spanId, spansFromText } from '../../../test/support/spans-from-text.ts';
import { unwrap } from '../../base/result.ts';
import { TraceFilter } from '../../model/trace.ts';
import type { EventIndex } from './contract.ts';
import { SHA_A, SHA_B, withIndex } from './index.testing.ts';
import { putSpans, spanFormat } from './traces.testing.ts';

const MS = 1_000_000n;
const BASE = 1_700_000_000_000n * MS;

/** Three traces: a checkout that failed at the database, a quick one, and a job whose root is missing. */
const SPANS = [
  ...spansFromText(`
    web POST /checkout |---------------------|      trace=a1 id=1 kind=SERVER
      web call payments    |------------|           trace=a1 id=2 kind=CLIENT error
        pay charge           |--------|             trace=a1 id=3 kind=SERVER error
          pay query             |--|                trace=a1 id=4 kind=CLIENT error db.system=postgresql db.namespace=ledger note=Deadlock
      web publish                         |-|       trace=a1 id=5 kind=PRODUCER messaging.system=kafka messaging.destination.name=orders
  `, { baseNs: BASE }),
  ...spansFromText(`
    web GET /          |--|                         trace=b2 id=6 kind=SERVER
      web geo           ||                          trace=b2 id=7 kind=CLIENT server.address=geo.example.net
  `, { baseNs: BASE + 1000n * MS }),
  ...spansFromText(`
    jobs nightly       |-----------------------------------|  trace=c3 id=8 parent=ff kind=CONSUMER
  `, { baseNs: BASE + 2000n * MS }),
];

async function withTraces(work: (index: EventIndex) => Promise<void>): Promise<void> {
  await withIndex(async (index) => {
    await putSpans(index, SHA_A, 'traces.jsonl', SPANS);
    await work(index);
  });
}

/** Ids of the traces that pass, in order of their starts. */
async function passing(index: EventIndex, filter: Partial<TraceFilter>): Promise<string[]> {
  return unwrap(await index.traces.list(TraceFilter.parse(filter), 'start', false, 0, 100)).rows.map((t) => t.traceId);
}

describe('traces of the index', () => {
  test('a trace is summed up from its spans', async () => {
    await withTraces(async (index) => {
      const { total, unfiltered, rows } = unwrap(await index.traces.list(TraceFilter.parse({}), 'start', false, 0, 100));
      expect([total, unfiltered]).toEqual([3, 3]);
      expect(rows[0]).toEqual({
        traceId: 'a1', service: 'web', name: 'POST /checkout', rootMissing: false, startNs: BASE, durationNs: 22n * MS, spans: 5, errors: 3,
        services: [{ name: 'web', spans: 3 }, { name: 'pay', spans: 2 }], serviceCount: 2,
      });
      expect(rows[2]).toMatchObject({ traceId: 'c3', service: 'jobs', name: 'nightly', rootMissing: true });
    });
  });

  test('sorts and pages', async () => {
    await withTraces(async (index) => {
      const sorted = async (...[sort, descending, from, count]: [Parameters<EventIndex['traces']['list']>[1], boolean, number, number]): Promise<string[]> =>
        unwrap(await index.traces.list(TraceFilter.parse({}), sort, descending, from, count)).rows.map((t) => t.traceId);
      expect(await sorted('duration', true, 0, 3)).toEqual(['c3', 'a1', 'b2']);
      expect(await sorted('duration', true, 1, 1)).toEqual(['a1']);
      expect(await sorted('spans', false, 0, 3)).toEqual(['c3', 'b2', 'a1']);
      expect(await sorted('errors', true, 0, 3)).toEqual(['a1', 'b2', 'c3']);
    });
  });

  test('filters: one span passes all that is asked of spans', async () => {
    await withTraces(async (index) => {
      expect(await passing(index, { service: 'web' })).toEqual(['a1', 'b2']);
      expect(await passing(index, { service: 'web', operation: 'GET /' })).toEqual(['b2']);
      expect(await passing(index, { service: 'pay', operation: 'GET /' })).toEqual([]);
      expect(await passing(index, { errorsOnly: true })).toEqual(['a1']);
      expect(await passing(index, { errorsOnly: true, service: 'jobs' })).toEqual([]);
      expect(await passing(index, { errorsOnly: true, operation: 'POST /checkout' })).toEqual([]);
      expect(await passing(index, { text: 'DEADLOCK' })).toEqual(['a1']);
      expect(await passing(index, { text: 'c3' })).toEqual(['c3']);
      expect(await passing(index, { minDurationNs: 20n * MS })).toEqual(['a1', 'c3']);
      expect(await passing(index, { minDurationNs: 20n * MS, maxDurationNs: 30n * MS })).toEqual(['a1']);
      expect(await passing(index, { fromNs: BASE + 1000n * MS, toNs: BASE + 2000n * MS })).toEqual(['b2']);
      expect(await passing(index, { text: "it's 100%" })).toEqual([]);
    });
  });

  test('cells of start and duration count every trace with a time once', async () => {
    await withTraces(async (index) => {
      const cells = unwrap(await index.traces.durations(TraceFilter.parse({}), 10, 5));
      expect([...cells.traces].reduce((a, b) => a + b, 0)).toBe(3);
      expect([...cells.column]).toEqual([0, 4, 9]);
      expect([...cells.band]).toEqual([4, 0, 4]);
      expect([...cells.withErrors]).toEqual([1, 0, 0]);
      expect(cells.slowest).toEqual(['a1', 'b2', 'c3']);
      expect(cells.toNs).toBeGreaterThan(BASE + 2000n * MS);
      const one = unwrap(await index.traces.durations(TraceFilter.parse({ service: 'jobs' }), 10, 5));
      expect([one.lowNs < 36e6, one.highNs > 36e6, ...one.traces]).toEqual([true, true, 1]);
    });
  });

  test('names', async () => {
    await withTraces(async (index) => {
      expect(unwrap(await index.traces.names('pay', 10))).toEqual({
        spans: 8, formats: ['Test spans'],
        services: [{ name: 'web', spans: 5, errors: 1 }, { name: 'pay', spans: 2, errors: 2 }, { name: 'jobs', spans: 1, errors: 0 }],
        operations: [{ name: 'charge', spans: 1, errors: 1 }, { name: 'query', spans: 1, errors: 1 }],
      });
    });
  });

  test('spans of a trace as columns, and where their bytes are', async () => {
    await withTraces(async (index) => {
      const spans = unwrap(await index.traces.spans('a1', 100))!;
      expect(spans).toMatchObject({ count: 5, leftOut: 0, baseNs: BASE, durationAllNs: 22e6, service: ['web', 'web', 'pay', 'pay', 'web'] });
      expect([...spans.startNs]).toEqual([0, 4e6, 6e6, 9e6, 19e6]);
      expect([...spans.durationNs]).toEqual([22e6, 13e6, 9e6, 3e6, 2e6]);
      expect(spans.parentId).toEqual(['', ...['1', '2', '3', '1'].map(spanId)]);
      expect([...spans.kind]).toEqual([2, 3, 2, 3, 4]);
      expect([spans.artifact[4], spans.offsetBytes[4], spans.lengthBytes[4]]).toEqual([SHA_A, 400, 99]);
      expect(unwrap(await index.traces.spans('a1', 2))).toMatchObject({ count: 2, leftOut: 3 });
      expect(unwrap(await index.traces.spans('nowhere', 2))).toBeUndefined();
    });
  });

  test('who calls whom, and what left no spans', async () => {
    await withTraces(async (index) => {
      const map = unwrap(await index.traces.serviceSpans(TraceFilter.parse({})));
      expect(map.traces).toBe(3);
      expect(map.services).toEqual([
        { name: 'jobs', spans: 1, errors: 0, requests: 1, p50Ns: 36n * MS, p95Ns: 36n * MS },
        { name: 'pay', spans: 2, errors: 2, requests: 1, p50Ns: 9n * MS, p95Ns: 9n * MS },
        { name: 'web', spans: 5, errors: 1, requests: 2, p50Ns: 3n * MS, p95Ns: 22n * MS },
      ]);
      expect(map.calls).toEqual([{ from: 'web', to: 'pay', calls: 1, errors: 1, p50Ns: 9n * MS, p95Ns: 9n * MS }]);
      expect(map.peers.map(({ from, kind, system, name, calls, errors }) => [from, kind, system, name, calls, errors])).toEqual([
        ['pay', 'database', 'postgresql', 'ledger', 1, 1], ['web', 'external', '', 'geo.example.net', 1, 0], ['web', 'messaging', 'kafka', 'orders', 1, 0],
      ]);
      const jobs = unwrap(await index.traces.serviceSpans(TraceFilter.parse({ service: 'jobs' })));
      expect([jobs.traces, jobs.services.length, jobs.calls.length]).toEqual([1, 1, 0]);
    });
  });

  test('two ends of a call that share an id are a call, as Zipkin has them', async () => {
    await withIndex(async (index) => {
      await putSpans(index, SHA_A, 'zipkin.json', spansFromText(`
        web post      |--------|       id=1 kind=CLIENT server.address=cart
        cart post       |----|         id=1 kind=SERVER
          db query        |-|          id=2 kind=SERVER parent=1
      `));
      const { calls, peers, services } = unwrap(await index.traces.serviceSpans(TraceFilter.parse({})));
      expect(calls.map((c) => [c.from, c.to, c.calls])).toEqual([['cart', 'db', 1], ['web', 'cart', 1]]);
      expect(peers).toEqual([]);
      expect(services.map((s) => [s.name, s.requests])).toEqual([['cart', 1], ['db', 1], ['web', 1]]);
    });
  });

  test('times and durations at the ends of 64 bits, none at all, and no ids', async () => {
    await withIndex(async (index) => {
      const [span] = spansFromText('web huge |-|');
      await putSpans(index, SHA_A, 'hostile.jsonl', [
        { ...span!, startNs: 2n ** 63n - 1n, durationNs: 2n ** 63n - 1n, spanId: spanId('1') },
        { ...span!, startNs: -(2n ** 63n), durationNs: -5n, spanId: spanId('2') },
        { ...span!, startNs: undefined, durationNs: undefined, spanId: '', traceId: '', service: '', name: '' },
      ]);
      const { rows } = unwrap(await index.traces.list(TraceFilter.parse({}), 'start', false, 0, 10));
      expect(rows.map((t) => [t.spans, t.durationNs, t.startNs])).toEqual([[2, 2n ** 63n - 1n, -(2n ** 63n)], [1, 0n, undefined]]);
      expect(unwrap(await index.traces.durations(TraceFilter.parse({}), 7, 3))).toMatchObject({ withoutTime: 1 });
      expect(unwrap(await index.traces.spans('', 10))).toMatchObject({ count: 1, startNs: Float64Array.of(NaN) });
      expect(unwrap(await index.traces.serviceSpans(TraceFilter.parse({}))).services.map((s) => s.name)).toEqual(['', 'web']);
    });
  });

  test('new evidence makes new answers; an index without spans has none', async () => {
    await withIndex(async (index) => {
      expect(await passing(index, {})).toEqual([]);
      await index.useFormats([spanFormat]);
      expect(unwrap(await index.traces.names(undefined, 10))).toEqual({ spans: 0, formats: ['Test spans'], services: [], operations: [] });
      expect(unwrap(await index.traces.durations(TraceFilter.parse({}), 7, 3)).slowest).toEqual([]);
      await putSpans(index, SHA_A, 'one.jsonl', SPANS.slice(0, 5));
      expect(await passing(index, {})).toEqual(['a1']);
      await putSpans(index, SHA_B, 'two.jsonl', SPANS.slice(5));
      expect(await passing(index, {})).toEqual(['a1', 'b2', 'c3']);
      expect(await passing(index, { text: 'nightly' })).toEqual(['c3']);
    });
  });
});
