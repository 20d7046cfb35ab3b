import { expect, test } from 'vitest';
import { put, SHA_A, SHA_B, withIndex } from './index.testing.ts';

const S = 1_000_000_000n;
const T0 = 1_791_972_000n * S;
const at = (...seconds: number[]): Array<{ timeNs: bigint; body: string }> => seconds.map((s) => ({ timeNs: T0 + BigInt(s) * S, body: 'b' }));
const said = (path: string, count: number, first: number, last: number): unknown => ({ path, count, firstNs: T0 + BigInt(first) * S, lastNs: T0 + BigInt(last) * S });

test('counts records of each artifact in stretches, with the first and the last of each; clocks move them', async () => {
  await withIndex(async (index) => {
    expect(await index.activity(T0, T0 + 99n * S, 10)).toEqual([]);
    await put(index, SHA_A, 'a.log', [...at(0, 1, 9, 10, 55, 99, 100), { body: 'no time' }]);
    await put(index, SHA_B, 'b.log', at(12, 14));
    expect(await index.activity(T0, T0 + 99n * S, 10)).toEqual([said('a.log', 3, 0, 9), said('a.log', 1, 10, 10), said('a.log', 1, 55, 55), said('a.log', 1, 99, 99), said('b.log', 2, 12, 14)]);
    expect(await index.activity(T0 + 11n * S, T0 + 13n * S, 10)).toEqual([said('b.log', 1, 12, 12)]);
    expect(await index.activity(T0, T0 - 1n, 10)).toEqual([]);
    await index.useClocks(new Map([[SHA_B, { offsetNs: 20n * S, uncertaintyNs: 0n }]]));
    expect(await index.activity(T0 + 20n * S, T0 + 40n * S, 1)).toEqual([said('b.log', 2, 32, 34)]);
  });
});

test('a span of all time, with times at both its ends, overflows nothing', async () => {
  await withIndex(async (index) => {
    const ends = [-(2n ** 63n) + 1n, 0n, 2n ** 63n - 1n];
    await put(index, SHA_A, 'a.log', ends.map((timeNs) => ({ timeNs, body: 'b' })));
    expect((await index.activity(ends[0]!, ends[2]!, 600)).map((s) => s.firstNs)).toEqual(ends);
  });
});
