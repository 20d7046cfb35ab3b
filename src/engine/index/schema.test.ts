import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { METRIC_FIELDS } from '../../formats/contract-metric.ts';
import type { Format } from '../../formats/contract.ts';
import { put, SHA_A, SHA_B, testFormat, withIndex } from './index.testing.ts';

const metrics: Format = { ...testFormat, id: 'test-metrics', fields: METRIC_FIELDS, signal: 'metric-points' };

test('conditions in the words about columns can be put behind an AND: ->> binds weaker than that', async () => {
  await withIndex(async (index) => {
    await put(index, SHA_A, 'a.log', ['10.0.0.7', '10.0.0.8'].map((address) => ({ attributes: { 'client.address': address } })));
    await put(index, SHA_B, 'm.json', ['a', 'b'].map((instance) => ({ timeNs: 1n, attributes: { instance } })), metrics);
    const said = index.schema().flatMap(({ table, columns }) => columns.flatMap(({ description }) => {
      const condition = /^[^:]+: (.*->>.* = '[^']*')\./.exec(description)?.[1];
      expect(condition === undefined).toBe(!description.includes('->>'));
      return condition === undefined ? [] : [{ table, condition }];
    }));
    expect(said.map(({ table }) => table)).toEqual(expect.arrayContaining(['events', 'metric_points']));
    for (const { table, condition } of said.filter((s) => s.table === 'events' || s.table === 'metric_points')) {
      expect(unwrap(await index.sql(`SELECT count(*) FROM ${table} WHERE offset_bytes >= 0 AND ${condition}`, 1)).rows, table).toEqual([[1]]);
    }
  });
});
