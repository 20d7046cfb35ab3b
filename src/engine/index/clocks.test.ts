import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { SPAN_FIELDS } from '../../formats/contract-span.ts';
import type { Clock } from '../../model/clock.ts';
import { put, SHA_A, SHA_B, testFormat, withIndex } from './index.testing.ts';
import { openIndex } from './open-index.ts';

const S = 1_000_000_000n;
const T0 = 1_791_972_000n * S;
const never = new AbortController().signal;
const NONE = { terms: [] };
const BEHIND: ReadonlyMap<string, Clock> = new Map([[SHA_B, { offsetNs: 7n * S, uncertaintyNs: S / 5n }]]);

async function bodies(index: Awaited<ReturnType<typeof openIndex>>, filter: Parameters<typeof index.page>[0] = NONE): Promise<string[]> {
  return unwrap(await index.page(filter, 0, 100)).rows.map((row) => row.body);
}

test('a clock moves the events of its source wherever times are asked for, and nothing when it is taken back', async () => {
  await withIndex(async (index, path) => {
    await put(index, SHA_A, 'a/app.log', [{ timeNs: T0, body: 'asked' }, { timeNs: T0 + 10n * S, body: 'gave up' }, { body: 'no time' }]);
    await put(index, SHA_B, 'b/edge.log', [{ timeNs: T0 - 4n * S, body: 'answered' }, { timeNs: T0 + 40n * S, body: 'later' }, { timeNs: 2n ** 63n - 1n, body: 'end of time' }]);
    expect(await bodies(index)).toEqual(['answered', 'asked', 'gave up', 'later', 'end of time', 'no time']);
    const revision = index.revision();
    expect(await index.useClocks(BEHIND)).toBe(true);
    expect(index.revision()).toBeGreaterThan(revision);
    expect(await index.useClocks(BEHIND)).toBe(false);
    expect(await bodies(index)).toEqual(['asked', 'answered', 'gave up', 'later', 'end of time', 'no time']);

    const { rows } = unwrap(await index.page(NONE, 0, 2));
    expect(rows[0]).not.toHaveProperty('clock');
    expect(rows[1]).toMatchObject({ timeNs: T0 + 3n * S, clock: { offsetNs: 7n * S, uncertaintyNs: S / 5n } });
    const detail = await index.event(rows[1]!);
    expect(detail).toMatchObject({ timeNs: T0 + 3n * S, clock: { offsetNs: 7n * S } });
    // Filters by time, alone, with a text (found in the tables, whose times are as recorded) and with a field.
    const window = { fromNs: T0 + 1n * S, toNs: T0 + 5n * S };
    for (const terms of [[], [{ kind: 'text' as const, text: 'an', negated: false }], [{ kind: 'field' as const, field: 'file', op: ':' as const, value: 'b/edge.log', negated: false }]]) {
      expect(await bodies(index, { terms, ...window })).toEqual(['answered']);
      expect(await bodies(index, { terms, fromNs: T0 - 5n * S, toNs: T0 })).toEqual([]);
    }
    expect(unwrap(await index.seek(NONE, -1, 'next', { timeNs: T0 + 1n }))).toBe(1);
    expect((await index.context({ sha256: SHA_A, offsetBytes: 0 }, 4, false, 10))?.rows.map((row) => row.body)).toEqual(['asked', 'answered']);
    expect(index.facts().find((f) => f.sha256 === SHA_B)).toMatchObject({ fromNs: T0 + 3n * S, toNs: 2n ** 63n - 1n });
    expect(index.totals().fromNs).toBe(T0);
    const histogram = unwrap(await index.histogram({ terms: [], toNs: T0 + 60n * S }, 1, undefined, undefined));
    expect(histogram.fromNs).toBe(T0);

    const sql = `SELECT body, time_ns - ${T0}, recorded_time_ns - ${T0}, clock_offset_ns, clock_uncertainty_ns FROM events WHERE time_ns < ${T0 + 60n * S} ORDER BY time_ns`;
    expect(unwrap(await index.sql(sql, 10)).rows).toEqual([
      ['asked', 0, 0, 0, null], ['answered', 3e9, -4e9, 7e9, 2e8], ['gave up', 1e10, 1e10, 0, null], ['later', 47e9, 40e9, 7e9, 2e8],
    ]);
    expect(unwrap(await index.sql("SELECT first_time, clock_offset_ns FROM artifacts WHERE path = 'b/edge.log'", 10)).rows).toEqual([['2026-10-14T10:00:03.000000000Z', 7e9]]);
    const exported: Array<readonly [timeNs: bigint | undefined, offsetNs: bigint]> = [];
    unwrap(await index.records(NONE, { from: 0, count: 3 }, 'all', never, async (records) => { exported.push(...records.map((r) => [r.timeNs, r.clockOffsetNs] as const)); }));
    expect(exported).toEqual([[T0, 0n], [T0 + 3n * S, 7n * S], [T0 + 10n * S, 0n]]);
    // What trust says is of the evidence, not of our arithmetic.
    expect((await index.trust()).find((t) => t.sha256 === SHA_B)).toMatchObject({ outOfOrder: 0 });

    // Opened again, it is the same without anybody saying so.
    await index.close();
    const again = await openIndex(path);
    try {
      expect(await again.useClocks(BEHIND)).toBe(false);
      expect(await bodies(again)).toEqual(['asked', 'answered', 'gave up', 'later', 'end of time', 'no time']);
      expect(await again.useClocks(new Map())).toBe(true);
      expect(await bodies(again)).toEqual(['answered', 'asked', 'gave up', 'later', 'end of time', 'no time']);
      expect(unwrap(await again.sql('SELECT count(*) FROM events WHERE time_ns IS DISTINCT FROM recorded_time_ns OR clock_offset_ns <> 0', 1)).rows).toEqual([[0]]);
    } finally {
      await again.close();
    }
  });
});

test('spans start when their clock says, in traces and in SQL', async () => {
  const format = { ...testFormat, id: 'test-spans', signal: 'spans' as const, fields: SPAN_FIELDS };
  await withIndex(async (index) => {
    await put(index, SHA_A, 'a.jsonl', [{ timeNs: T0, body: 'web', traceId: 'aa', spanId: '01' }], format);
    await put(index, SHA_B, 'b.jsonl', [{ timeNs: T0 - 4n * S, body: 'shop', traceId: 'bb', spanId: '02' }], format);
    const starts = async (): Promise<unknown> => unwrap(await index.traces.list({ errorsOnly: false }, 'start', false, 0, 10)).rows.map((t) => [t.traceId, t.startNs]);
    expect(await starts()).toEqual([['bb', T0 - 4n * S], ['aa', T0]]);
    await index.useClocks(BEHIND);
    expect(await starts()).toEqual([['aa', T0], ['bb', T0 + 3n * S]]);
    expect(unwrap(await index.sql('SELECT name FROM spans ORDER BY start_time', 10)).rows).toEqual([['web'], ['shop']]);
    expect(unwrap(await index.traces.spans('bb', 10))).toMatchObject({ baseNs: T0 + 3n * S });
  });
});

test('whatever is set in which order, the order is that of corrected times, and an index made anew has the same', { timeout: 60_000 }, async () => {
  const offset = fc.constantFrom(-7n, -1n, 0n, 3n, 7n, undefined);
  const sources = ['p', 'q', 'r'].map((name) => createHash('sha256').update(name).digest('hex'));
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(offset, offset, offset), { minLength: 1, maxLength: 4 }), fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 9 }), async (steps, times) => {
    const said = (step: ReadonlyArray<bigint | undefined>): Map<string, Clock> => new Map(step.flatMap((offsetNs, i) => (offsetNs === undefined ? [] : [[sources[i]!, { offsetNs, uncertaintyNs: 0n }]])));
    const fill = async (index: Awaited<ReturnType<typeof openIndex>>): Promise<void> => {
      for (const [i, sha256] of sources.entries()) await put(index, sha256, `${i}.log`, times.filter((_, k) => k % 3 === i).map((t, k) => ({ timeNs: BigInt(t), body: `${i}/${k}` })));
    };
    const last = said(steps.at(-1)!);
    let walked: string[] = [];
    await withIndex(async (index) => {
      await fill(index);
      for (const step of steps) await index.useClocks(said(step));
      walked = await bodies(index);
      const rows = unwrap(await index.page(NONE, 0, 100)).rows;
      expect(rows.map((row) => row.timeNs)).toEqual(rows.map((row) => row.timeNs).toSorted((a, b) => Number(a! - b!)));
    });
    await withIndex(async (index) => {
      await fill(index);
      await index.useClocks(last);
      expect(await bodies(index)).toEqual(walked);
    });
  }), { numRuns: 12 });
});
