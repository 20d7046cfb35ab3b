import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventIndex } from './contract.ts';
import { put, SHA_A, SHA_B, withIndex } from './index.testing.ts';

const S = 1_000_000_000n;
const T0 = 1_791_972_000n * S;

async function timesInto(index: EventIndex, sha256: string, timesNs: ReadonlyArray<bigint | undefined>): Promise<void> {
  await put(index, sha256, `${sha256.slice(0, 1)}.log`, timesNs.map((timeNs) => (timeNs === undefined ? { body: 'b' } : { timeNs, body: 'b' })));
}

test('the shortest span that holds a share of the events, whichever end the others are at, and none without times', async () => {
  await withIndex(async (index) => {
    expect(await index.focus(0.99)).toBeUndefined();
    await timesInto(index, SHA_A, [undefined, undefined]);
    expect(await index.focus(0.99)).toBeUndefined();
    // Weeks before: a few commits. A while after: one more. 300 of 303 with a time are 99 %.
    const dense = Array.from({ length: 300 }, (_, i) => T0 + BigInt(i) * S);
    await timesInto(index, SHA_B, [T0 - 1_800_000n * S, T0 - 900_000n * S, ...dense, T0 + 90_000n * S, undefined]);
    expect(await index.focus(0.99)).toEqual({ fromNs: T0, toNs: T0 + 299n * S });
    expect(await index.focus(1)).toEqual({ fromNs: T0 - 1_800_000n * S, toNs: T0 + 90_000n * S });
    // A clock moves what it is asked about.
    await index.useClocks(new Map([[SHA_B, { offsetNs: 7n * S, uncertaintyNs: 0n }]]));
    expect(await index.focus(0.99)).toEqual({ fromNs: T0 + 7n * S, toNs: T0 + 306n * S });
  });
});

test('of any times, those at both ends of 64 bits too, as counting finds it', async () => {
  const time = fc.oneof(fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }), fc.bigInt({ min: 0n, max: 50n }));
  await fc.assert(fc.asyncProperty(fc.array(time, { minLength: 1, maxLength: 40 }), fc.constantFrom(0.9, 0.95, 1), async (times, share) => {
    await withIndex(async (index) => {
      await timesInto(index, SHA_A, times);
      const sorted = times.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      const held = Math.ceil(times.length * share);
      const spans = sorted.slice(0, times.length - held + 1).map((fromNs, i) => ({ fromNs, toNs: sorted[i + held - 1]! }));
      expect(await index.focus(share)).toEqual(spans.reduce((best, s) => (s.toNs - s.fromNs < best.toNs - best.fromNs ? s : best)));
    });
  }), { numRuns: 15 });
});
