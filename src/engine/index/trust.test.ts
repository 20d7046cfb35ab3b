import { expect, it } from 'vitest';
import { put, SHA_A, SHA_B, withIndex, type Draft } from './index.testing.ts';

const S = 1_000_000_000n;
const T0 = 1_760_000_000n * S;
const at = (ms: number, timeText: string): Draft => ({ body: 'x', timeNs: T0 + BigInt(ms) * 1_000_000n, timeText });

it('tells resolution, order, inferred years and assumed zones of each artifact', async () => {
  await withIndex(async (index) => {
    await put(index, SHA_A, 'a.log', [at(0, '2025-10-09T08:53:20.000Z'), at(1500, '2025-10-09 08:53:21,500+02:00'), at(1000, '2025-10-09 08:53:21.000 UTC'), at(2000, '1760000002000')]);
    await put(index, SHA_B, 'b.log', [at(0, 'Oct  9 08:53:20'), at(1000, '2025-10-09 08:53:21'), at(2000, '25/10/09 08:53:22'), { body: 'none' }]);
    await put(index, 'c'.repeat(64), 'c.log', [{ body: 'no time' }]);
    const by = new Map((await index.trust()).map((one) => [one.sha256, one]));
    expect(by.get(SHA_A)).toEqual({ sha256: SHA_A, timed: 4, resolutionNs: 1_000_000n, outOfOrder: 1, withoutYear: 0, withoutZone: 0, sampled: 4 });
    expect(by.get(SHA_B)).toEqual({ sha256: SHA_B, timed: 3, resolutionNs: S, outOfOrder: 0, withoutYear: 1, withoutZone: 3, sampled: 3 });
    expect(by.size).toBe(2);
    // Read again, it is looked at again.
    await put(index, SHA_B, 'b.log', [at(1, '2025-10-09T08:53:20.001Z')]);
    expect((await index.trust()).find((one) => one.sha256 === SHA_B)).toMatchObject({ timed: 1, resolutionNs: undefined, withoutZone: 0 });
  });
});

it('the view artifacts names the archive an artifact came out of, the first where it was in several', async () => {
  await withIndex(async (index) => {
    await put(index, SHA_A, 'b.zip/a.log', [at(0, '2025-10-09T08:53:20Z')]);
    await put(index, SHA_B, 'b.log', []);
    await index.members([{ sha256: SHA_A, container: 'd'.repeat(64), path: 'a.log' }, { sha256: SHA_A, container: 'e'.repeat(64), path: 'x' }]);
    await index.members([{ sha256: SHA_A, container: 'd'.repeat(64), path: 'a.log' }]);
    const answer = await index.sql('SELECT path, container, member_path FROM artifacts ORDER BY path', 10);
    expect(answer.ok && answer.value.rows).toEqual([['b.log', null, null], ['b.zip/a.log', 'd'.repeat(64), 'a.log']]);
  });
});
