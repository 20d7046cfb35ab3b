import { expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { Format } from '../../formats/contract.ts';
import { parseFilter } from '../../model/filter-text.ts';
import { put, SHA_A, SHA_B, testFormat, withIndex } from './index.testing.ts';

const accessLog: Format = {
  ...testFormat, id: 'test-access', fields: [
    { name: 'http.response.status_code', type: 'integer', description: 'Status' }, { name: 'url.path', type: 'string', description: 'Path' }, { name: 'seconds', type: 'double', description: 'Seconds' },
  ],
};
const plain: Format = { ...testFormat, id: 'test-plain', fields: [] };
const SHA_C = 'c'.repeat(64);
const T = 1_790_000_000_000_000_000n;

/** Each filter, with what it should leave: a filter that leaves nothing would agree with any other. */
const FILTERS: ReadonlyArray<readonly [filter: string, records: number]> = [
  ['', 12], ['level:error', 3], ['level>=warn', 6], ['-level:error', 9], ['level:unset', 3], ['level:error level:fatal', 4], ['level<=info', 3],
  ['status:500', 3], ['status>=500', 4], ['-status:500', 9], ['status:5*', 4], ['status>=400 status<500', 1], ['http.response.status_code:404', 1], ['status:abc', 0],
  ['url.path:/a', 2], ['path:/x', 1], ['seconds>0.5', 2], ['seconds:0.25', 1],
  ['service:orders', 4], ['service:ord*', 4], ['-service:orders', 8], ['service:""', 7], ['source:orders', 4], ['source:logs/b.log', 3], ['file:*b.log', 4], ['kind:test-plain', 4], ['kind:test-*', 12], ['kind:none', 0],
  ['timeout', 3], ['TIMEOUT', 3], ['-timeout', 9], ['"it\'s"', 1], ['42', 2], ['/time(out)? /', 2], ['/TIMEOUT/i', 2], ['-/timeout/', 11], ['body:*out*', 3], ['body:timeout', 2],
  ['user.name:ada', 2], ['user.name:*', 2], ['-user.name:ada', 10], ['deep.key:1', 1], ['deep.key>=1', 1], ['trace:abc', 1], ['line:2', 3], ['line>2', 6],
  [`time:@${T + 2n}..@${T + 6n}`, 5], [`time:@${T + 5n}..`, 6], [`artifact:${SHA_B}`, 4], ['level:error timeout -service:orders', 1], ['100%', 1],
];

it('a filter and its SQL answer with the same records in the same order', async () => {
  await withIndex(async (index) => {
    await put(index, SHA_A, 'logs/a.log', [
      { timeNs: T, severityNumber: 9, body: 'GET /a 200', status: 200, path: '/a', seconds: 0.25, serviceName: 'orders' },
      { timeNs: T + 1n, severityNumber: 17, body: 'GET /a 500', status: 500, path: '/a', seconds: 0.75, serviceName: 'orders' },
      { timeNs: T + 2n, severityNumber: 13, body: 'GET /x 404', status: 404, path: '/x', seconds: 1.5 },
      { severityNumber: 17, body: 'no time 503', status: 503, attributes: { 'user.name': 'ada' } },
    ], accessLog);
    await put(index, SHA_B, 'logs/b.log', [
      { timeNs: T + 3n, severityNumber: 9, body: 'timeout after 42 ms', serviceName: 'orders', attributes: { status: '500', path: '/x' } },
      { timeNs: T + 4n, severityNumber: 21, body: "it's out of memory", attributes: { 'user.name': 'ada' } },
      { timeNs: T + 5n, severityNumber: 17, body: 'Timeout 100%', attributes: { status: '500', deep: { key: 1 } } },
      { timeNs: T + 5n, severityNumber: 0, body: 'same time', attributes: { note: 'a Timeout elsewhere' }, traceId: 'abc' },
    ], plain);
    await put(index, SHA_C, 'logs/c.log', [
      { timeNs: T + 6n, severityNumber: 1, body: 'trace', serviceName: 'orders' }, { timeNs: T + 7n, severityNumber: 13, body: '42', serviceName: 'carts' },
      { timeNs: T + 8n, body: 'quiet' }, { timeNs: T + 9n, body: 'quieter', status: 200 },
    ]);
    for (const [text, records] of FILTERS) {
      const filter = unwrap(parseFilter(text));
      const page = unwrap(await index.page(filter, 0, 100)).rows.map((row) => [row.sha256, row.offsetBytes]);
      const sql = unwrap(index.filterSql(filter));
      const asked = unwrap(await index.sql(sql, 100));
      const at = (name: string): number => asked.columns.findIndex((c) => c.name === name);
      expect(asked.rows.map((row) => [row[at('artifact')], row[at('offset_bytes')]]), `${text}\n${sql}`).toEqual(page);
      expect(page.length, text).toBe(records);
    }
  });
});

it('reads as a person would write it', async () => {
  await withIndex(async (index) => {
    await put(index, SHA_A, 'logs/a.log', [{ body: 'x', status: 500 }], accessLog);
    expect(unwrap(index.filterSql(unwrap(parseFilter('status>=500 service:orders time:2026-10-14T10:33:00Z..'))))).toBe(`SELECT time, severity_text, service_name, body, path, artifact, offset_bytes, length_bytes
FROM events
WHERE time_ns >= epoch_ns(TIMESTAMP_NS '2026-10-14 10:33:00')
  AND TRY_CAST((attributes->>'$."http.response.status_code"') AS BIGINT) >= 500
  AND service_name = 'orders'
ORDER BY time_ns, path, offset_bytes`);
    expect(unwrap(index.filterSql(unwrap(parseFilter("it's -quiet"))))).toContain(`WHERE (contains(lower(body), lower('it''s')) OR contains(lower(other_attributes), lower('it''s')))
  AND (NOT coalesce(contains(lower(body), lower('quiet')) OR contains(lower(other_attributes), lower('quiet')), false))`);
    expect(index.filterSql(unwrap(parseFilter('time_text:x')))).toMatchObject({ ok: false, failure: { code: 'query/invalid' } });
    expect(index.filterSql(unwrap(parseFilter('level:nonsense')))).toMatchObject({ ok: false, failure: { code: 'query/invalid' } });
  });
});
