import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { parseFilter } from '../../model/filter-text.ts';
import type { Filter } from '../../model/filter.ts';
import { severityIndex } from '../../model/severity.ts';
import type { EventIndex } from './contract.ts';
import { put, SHA_A, SHA_B, withIndex, type Draft } from './index.testing.ts';

const S = 1_000_000_000n;
const T0 = 1_760_000_000n * S;
const drafts: Draft[] = [
  { body: 'start', timeNs: T0, severityNumber: 9, serviceName: 'cart', status: 200, path: '/a', attributes: { pod: 'p-1', n: 5 } },
  { body: 'Connection RESET by peer', timeNs: T0 + 2n * S, severityNumber: 17, serviceName: 'cart', status: 500, path: '/b' },
  { body: 'slow', timeNs: T0 + S, severityNumber: 13, hostName: 'h1', status: 200, path: '/a%b', seconds: 1.5, attributes: { 'k8s.pod': 'p-2', n: 50 } },
  { body: 'no time at all', severityNumber: 0 },
  { body: 'fatal', timeNs: T0 + 2n * S, severityNumber: 21, traceId: 'ab'.repeat(16), attributes: { k8s: { pod: 'p-3' } } },
];

async function bodies(index: EventIndex, text: string): Promise<string[]> {
  const filter = unwrap(parseFilter(text));
  const page = unwrap(await index.page(filter, 0, 100));
  expect(page.total).toBe(page.rows.length);
  return page.rows.map((row) => row.body);
}

describe('the index', () => {
  it('orders by time, then path and place, those without a time last; and filters', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_B, 'logs/b.log', [{ body: 'other', timeNs: T0 + 2n * S, severityNumber: 5 }]);
      await put(index, SHA_A, 'logs/a.log', drafts);
      expect(await bodies(index, '')).toEqual(['start', 'slow', 'Connection RESET by peer', 'fatal', 'other', 'no time at all']);
      const cases: Array<[string, string[]]> = [
        ['level:error', ['Connection RESET by peer']], ['level>=warn', ['slow', 'Connection RESET by peer', 'fatal']],
        ['level:error level:fatal', ['Connection RESET by peer', 'fatal']], ['level:unset', ['no time at all']], ['level<info', ['other']],
        ['-level:info -level:debug', ['slow', 'Connection RESET by peer', 'fatal', 'no time at all']], ['level:17', ['Connection RESET by peer']],
        ['service:cart', ['start', 'Connection RESET by peer']], ['-service:cart', ['slow', 'fatal', 'other', 'no time at all']],
        ['host:h*', ['slow']], ['status:5*', ['Connection RESET by peer']], ['status>=200 status<500', ['start', 'slow']],
        ['http.response.status_code:200', ['start', 'slow']], ['url.path:/a%b', ['slow']], ['url.path:/a*', ['start', 'slow']], ['seconds>1', ['slow']],
        ['pod:p-1', ['start']], ['k8s.pod:p-*', ['slow', 'fatal']], ['n>=10', ['slow']], ['kind:test-log level:debug', ['other']], ['kind:nothing', []],
        ['source:cart', ['start', 'Connection RESET by peer']], ['source:logs/b.log', ['other']], ['file:*b.log', ['other']],
        ['reset', ['Connection RESET by peer']], ['"by peer" -fatal', ['Connection RESET by peer']], ['p-2', ['slow']], ['/^s[lt]/', ['start', 'slow']],
        ['-/a/ level>=trace', ['slow', 'Connection RESET by peer', 'other']], ['body:*time*', ['no time at all']],
        [`artifact:${SHA_B}`, ['other']], [`trace_id:${'ab'.repeat(16)}`, ['fatal']], ['service:""', ['slow', 'fatal', 'other', 'no time at all']],
        ['time:2025-10-09T08:53:21Z..2025-10-09T08:53:22Z', ['slow']], ['time:2025-10-09T08:53:22Z.. other', ['other']],
        ["it's %_ ' \" x".replace(/"/g, ''), []],
      ];
      for (const [text, expected] of cases) expect(await bodies(index, text), text).toEqual(expected);
      const bad = await index.page(unwrap(parseFilter('/(/')), 0, 1);
      expect(bad.ok ? undefined : bad.failure.code).toBe('query/invalid');
      const level = await index.page(unwrap(parseFilter('level:huge')), 0, 1);
      expect(level.ok ? undefined : level.failure.code).toBe('query/invalid');
    });
  });

  it('finds places: next error, next hit, a time, an event', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_A, 'a.log', drafts);
      const all: Filter = { terms: [] };
      const seek = async (from: number, direction: 'next' | 'previous', target: Parameters<EventIndex['seek']>[3], filter = all): Promise<number | undefined> =>
        unwrap(await index.seek(filter, from, direction, target));
      expect(await seek(-1, 'next', { minSeverity: 17 })).toBe(2);
      expect(await seek(2, 'next', { minSeverity: 17 })).toBe(3);
      expect(await seek(3, 'next', { minSeverity: 17 })).toBeUndefined();
      expect(await seek(3, 'previous', { minSeverity: 13 })).toBe(2);
      expect(await seek(-1, 'next', { term: { kind: 'text', text: 'reset' } })).toBe(2);
      expect(await seek(4, 'previous', { term: { kind: 'regex', text: '^s' } })).toBe(1);
      expect(await seek(0, 'next', { timeNs: T0 + 1n })).toBe(1);
      expect(await seek(4, 'next', { timeNs: T0 })).toBe(0);
      expect(await seek(0, 'next', { event: { sha256: SHA_A, offsetBytes: 10 } })).toBe(2);
      expect(await seek(0, 'next', { event: { sha256: SHA_A, offsetBytes: 11 } })).toBeUndefined();
      const errors = unwrap(parseFilter('level>=error'));
      expect(await seek(0, 'next', { event: { sha256: SHA_A, offsetBytes: 40 } }, errors)).toBe(1);
      const late = unwrap(parseFilter('time:2025-10-09T08:53:21Z..'));
      expect(await seek(-1, 'next', { term: { kind: 'text', text: 'fatal' } }, late)).toBe(2);
      expect(await seek(-1, 'next', { minSeverity: 17 }, late)).toBe(1);
    });
  });

  it('shows an event, what is around it, histogram and facets', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_A, 'logs/a.log', drafts);
      await put(index, SHA_B, 'logs/b.log', [{ body: 'other', timeNs: T0 + 2n * S, severityNumber: 5 }]);
      const event = (await index.event({ sha256: SHA_A, offsetBytes: 0 }))!;
      expect(event).toMatchObject({ fullBody: 'start', serviceName: 'cart', source: 'cart', path: 'logs/a.log', kind: 'test-log', line: 1, timeNs: T0 });
      expect(event.attributes).toEqual({ 'http.response.status_code': 200, 'url.path': '/a', pod: 'p-1', n: 5 });
      expect(await index.event({ sha256: SHA_A, offsetBytes: 5 })).toBeUndefined();

      const around = async (offsetBytes: number, seconds: number, same: boolean, limit: number): Promise<[number, string[]]> => {
        const found = (await index.context({ sha256: SHA_A, offsetBytes }, seconds, same, limit))!;
        return [found.total, found.rows.map((r) => r.body)];
      };
      expect(await around(10, 1, false, 10)).toEqual([4, ['slow', 'Connection RESET by peer', 'fatal', 'other']]);
      expect(await around(10, 1, true, 10)).toEqual([3, ['slow', 'Connection RESET by peer', 'fatal']]);
      expect(await around(10, 10, true, 3)).toEqual([4, ['slow', 'Connection RESET by peer', 'fatal']]);
      expect(await around(30, 10, false, 3)).toEqual([1, ['no time at all']]);

      const histogram = unwrap(await index.histogram({ terms: [] }, 2, undefined, undefined));
      expect(histogram).toMatchObject({ fromNs: T0, stepNs: S, buckets: 2, withoutTime: 1 });
      // Classes from unset to fatal, two buckets each.
      expect([...histogram.counts]).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1]);
      const window = unwrap(await index.histogram(unwrap(parseFilter('level:error')), 4, T0, T0 + 4n * S));
      expect([...window.counts].reduce((a, b) => a + b)).toBe(1);
      expect(unwrap(await index.histogram(unwrap(parseFilter('nothing like it')), 4, undefined, undefined))).toMatchObject({ stepNs: 0n, withoutTime: 0 });

      const facets = unwrap(await index.facets({ terms: [] }, 2));
      expect(facets.map((f) => [f.field, f.distinct, f.values.map((v) => [v.value, v.count])])).toEqual([
        ['level', 6, [['fatal', 1], ['error', 1], ['warn', 1], ['info', 1], ['debug', 1], ['unset', 1]]],
        ['source', 3, [['logs/a.log', 3], ['cart', 2]]],
        ['service', 1, [['cart', 2]]], ['host', 1, [['h1', 1]]], ['kind', 1, [['test-log', 6]]],
        ['http.response.status_code', 2, [['200', 2], ['500', 1]]],
      ]);
    });
  });

  it('searches in order, stops at the limit, and hears an abort', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_A, 'a.log', Array.from({ length: 2500 }, (_, i) => ({ body: `hit ${i}`, timeNs: T0 + BigInt(i) })));
      const collect = async (limit: number): Promise<string[]> => {
        const found: string[] = [];
        for await (const hit of index.search({ terms: [{ kind: 'text', text: 'HIT', negated: false }] }, limit, new AbortController().signal)) found.push(hit.text);
        return found;
      };
      expect(await collect(2100)).toEqual(Array.from({ length: 2100 }, (_, i) => `hit ${i}`));
      expect(await collect(9999)).toHaveLength(2500);
      const aborted = AbortSignal.abort();
      await expect(index.search({ terms: [] }, 5, aborted)[Symbol.asyncIterator]().next()).rejects.toThrow();
    });
  });

  it('keeps lists of more filters than it has room for right, whatever is asked at once', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_A, 'a.log', Array.from({ length: 300 }, (_, i) => ({ body: `n${i} of ${i % 60}`, timeNs: T0 + BigInt(i) })));
      const asked = Array.from({ length: 120 }, async (_, i) => {
        const total = unwrap(await index.count({ terms: [{ kind: 'regex', pattern: ` ${i % 60}$`, negated: false }] }));
        return total;
      });
      expect(new Set(await Promise.all(asked))).toEqual(new Set([5]));
    });
  });

  it('forgets rows of an artifact that is parsed again, and of one that was given up', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_A, 'a.log', drafts);
      const revision = index.revision();
      await put(index, SHA_A, 'a.log', drafts.slice(0, 2));
      expect(index.revision()).toBeGreaterThan(revision);
      expect(await bodies(index, '')).toEqual(['start', 'Connection RESET by peer']);
      const writer = await index.begin(SHA_B, 'b.log', (await import('./index.testing.ts')).testFormat);
      await writer.diagnostics([{ code: 'x/y', severity: 'info', message: 'm', offsetBytes: 0, lengthBytes: 1 }]);
      await writer.abandon();
      expect(index.facts().map((f) => f.sha256)).toEqual([SHA_A]);
      expect(await index.diagnostics(SHA_B, 10)).toEqual({ total: 0, diagnostics: [] });
    });
  });

  it('holds any text, number and time as it was', async () => {
    const text = fc.oneof(
      fc.string({ maxLength: 20, unit: 'grapheme' }),
      fc.array(fc.constantFrom('\u001e', '\u001f', '\u0001', '\u0002', '', 'a', '\0', '\n', '"', '\\', '😀'), { maxLength: 6 }).map((parts) => parts.join('')),
    );
    const optional = fc.option(text, { nil: undefined });
    const draft = fc.record({
      body: text, timeText: optional, severityText: optional, serviceName: optional, hostName: optional, path: optional,
      status: fc.option(fc.maxSafeInteger(), { nil: undefined }), seconds: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: undefined }),
      timeNs: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { nil: undefined }), severityNumber: fc.integer({ min: 0, max: 24 }),
      understood: fc.boolean(),
    });
    await withIndex(async (index) => {
      await fc.assert(fc.asyncProperty(fc.array(draft, { minLength: 1, maxLength: 12 }), async (rows) => {
        await put(index, SHA_A, 'a.log', rows);
        for (const [i, row] of rows.entries()) {
          const event = (await index.event({ sha256: SHA_A, offsetBytes: i * 10 }))!;
          expect([event.fullBody, event.timeText, event.severityText, event.serviceName, event.hostName, event.timeNs, event.severityNumber, event.line])
            .toEqual([row.body, row.timeText, row.severityText, row.serviceName, row.hostName, row.timeNs, row.severityNumber, i + 1]);
          expect([event.attributes['url.path'], event.attributes['http.response.status_code']]).toEqual([row.path, row.status]);
          expect(event.attributes['seconds'] === undefined ? undefined : Number(event.attributes['seconds']) + 0).toEqual(row.seconds === undefined ? undefined : row.seconds + 0);
        }
        const histogram = unwrap(await index.histogram({ terms: [] }, 7, undefined, undefined));
        expect([...histogram.counts].reduce((a, b) => a + b) + histogram.withoutTime).toBe(rows.length);
        for (let c = 0; c < 7; c++) {
          const inClass = rows.filter((r) => r.timeNs !== undefined && severityIndex(r.severityNumber) === c).length;
          expect([...histogram.counts.subarray(c * 7, c * 7 + 7)].reduce((a, b) => a + b)).toBe(inClass);
        }
      }), { numRuns: 40 });
    });
  });
});
