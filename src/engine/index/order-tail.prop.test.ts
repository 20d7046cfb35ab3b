import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../base/result.ts';
import { slicePath } from '../../model/source-name.ts';
import { put, testFormat, withIndex } from './index.testing.ts';

const never = new AbortController().signal;
/** Times of the records of one slice; mostly later than those before, as a source that grows has them. */
const slice = fc.array(fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 5 }) }, { weight: 1, arbitrary: fc.constant(undefined) }), { maxLength: 4 });
const steps = fc.array(fc.record({ records: slice, source: fc.constantFrom('a.log', 'b.log'), back: fc.integer({ min: 0, max: 30 }) }), { minLength: 1, maxLength: 6 });

describe('orderNew', () => {
  it('makes the order that ordering all makes', { timeout: 60_000 }, async () => {
    await withIndex(async (index) => {
      let round = 0;
      await fc.assert(fc.asyncProperty(steps, async (all) => {
        round++;
        for (const [i, { records, source, back }] of all.entries()) {
          const sha256 = `${round.toString(16).padStart(32, '0')}${i.toString(16).padStart(32, '0')}`;
          const base = BigInt(round * 1000 + i * 10 - (back > 25 ? back : 0));
          const drafts = records.map((time, k) => ({ timeNs: time === undefined ? undefined : base + BigInt(time), body: `${sha256} ${k}` }));
          await put(index, sha256, slicePath(source, round, i * 100), drafts, testFormat, false);
          await index.orderNew([sha256], never);
        }
        const order = async (): Promise<unknown> => unwrap(await index.sql('SELECT n, id, time_ns, severity, artifact FROM store.ord ORDER BY n', 100_000)).rows;
        const found = await order();
        await index.order(never);
        expect(found).toEqual(await order());
      }), { numRuns: 25 });
    });
  });
});
