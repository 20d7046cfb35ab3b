import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../base/result.ts';
import { put, SHA_A, SHA_B, testFormat, withIndex } from '../../../engine/index/index.testing.ts';
import { METRIC_FIELDS } from '../../../formats/contract-metric.ts';
import { SPAN_FIELDS } from '../../../formats/contract-span.ts';
import type { Format } from '../../../formats/contract.ts';
import { EXAMPLES } from './examples.ts';
import { defaultChart } from '../../../figures/chart-choice.ts';

const metrics: Format = { ...testFormat, id: 'test-metrics', fields: METRIC_FIELDS, signal: 'metric-points' };
const spans: Format = { ...testFormat, id: 'test-spans', fields: SPAN_FIELDS, signal: 'spans' };
const MINUTE = 60_000_000_000n;

describe('examples', () => {
  it('run on a case without any evidence', async () => {
    await withIndex(async (index) => {
      for (const { title, sql } of EXAMPLES) {
        const result = await index.sql(sql, 10);
        expect(result.ok ? '' : result.failure.message, title).toBe('');
      }
    });
  });

  it('run on records, and those that are pictures can be drawn', async () => {
    await withIndex(async (index) => {
      await put(index, SHA_A, 'a.log', [0n, 1n, 5n].map((minute) => ({
        body: `no answer after ${minute} ms`, timeNs: minute * MINUTE, severityNumber: 17, serviceName: 'orders', attributes: { 'client.address': '10.0.0.1' },
      })));
      await put(index, SHA_B, 'm.json', [{ timeNs: MINUTE }], metrics);
      await put(index, 'c'.repeat(64), 's.json', [{ timeNs: MINUTE, body: 'GET /', serviceName: 'orders' }], spans);
      for (const { title, sql, chart } of EXAMPLES) {
        const answer = unwrap(await index.sql(sql, 1000));
        if (chart) expect(defaultChart(answer.columns, answer.rows), title).toBeDefined();
      }
      const [errors] = EXAMPLES;
      expect(unwrap(await index.sql(errors!.sql, 10)).rows.map((row) => row.slice(1))).toEqual([['orders', 1], ['orders', 1], ['orders', 1]]);
      const gaps = unwrap(await index.sql(EXAMPLES.find((e) => e.title === 'Gaps per source')!.sql, 10));
      expect(gaps.rows[0]![3]).toBe(240);
      const first = unwrap(await index.sql(EXAMPLES.find((e) => e.title === 'First appearance')!.sql, 10));
      expect(first.rows).toEqual([['no answer after # ms', expect.stringMatching(/^1970/), 3, SHA_A, 0, 9]]);
    });
  });
});
