import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunked, readAll } from '../direct.testing.ts';
import { timestampedText } from './index.ts';

const NEWEST_NS = 1_791_974_051_204_000_000n;
const oneOf = (...values: string[]): fc.Arbitrary<string> => fc.constantFrom(...values);

const time = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(oneOf('2026-10-08', '2026-10-25', '2024-02-29'), oneOf(' ', ' ', 'T'), oneOf('10:00:00', '10:00:07', '10:00:59', '10:01:00', '02:30:00', '01:15:00', '23:59:59'), oneOf('', ',123', '.5', '.123456789', ',000')).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: oneOf('2026-02-31 10:00:00', '2026-10-08 10:00', '2026-10-08 10:00:60', '2026-10-08  10:00:00', '2026-10-08, 10:00:00', '2026-10-08 10:00:00:123', '1960-01-01 00:00:00', '2300-01-01 00:00:00', '2026-10-08 10:00:00.1234567890') },
);
const zone = fc.oneof({ weight: 4, arbitrary: fc.constant('') }, { weight: 1, arbitrary: oneOf('Z', ' UTC', ' CEST', '+02:00', ' -0730', ' +0200', '+02', ' Zulu', ' MESTX', '-07:30:00', ' EST', 'UTC', ' IST ') });
const rest = oneOf(
  ' ok 0042', ' INFO  [http-nio-8080-exec-3] com.shop.Service - done', ' [main] WARN com.shop.A - slow', ' - shop.cart - ERROR - failed', ' - shop.cart - failed', ' ERROR failed', ' error: failed', ' [error] failed', ' [7] failed',
  ' 4121 INFO nova.compute [req-1] started', ' | INFO     | app.main:run:42 - hello', ' I1014 10:34:11.123456 1234 file.go:42] x', ' I NETWORK  [conn1] end', ' 7 [Note] ready', ' [Warning] x', ' INFO 1234 --- [app] [main] c.s.Cart : up', '\tinfo\tserver\tmain.go:12\tup',
  ' INFO [thread:Class@12] x', ' INFO [a:b:12] - x', ' - ', '', ' ', ': x', '] x', ' | x', ' - x', '  two', ' Grüße', ' \u001b[32mINFO\u001b[0m green', ' x Information y', ' x(INFO) y', ' the warning is', ' PANIC: x', ' panic: x', ' System x', ' D2 STORAGE [x] y', ' 123456789012345678 INFO a.b x',
  ' #12]  INFO -- shop: x', '\ttab', ' trace_id=4bf92f3577b34da6a3ce929d0e0e4736 x', ' Traceback', ' info shop[12]: x', ', Info   CBS   x', ' INFO a.b.C: x', ' FATAL', ' é', '\u00a0x', ' x\u00a0INFO y', ' DEBUG [a] b](c] com.x - y',
);
const line = fc.oneof({ weight: 10, arbitrary: fc.tuple(time, zone, rest).map((parts) => parts.join('')) }, { weight: 2, arbitrary: oneOf('', '  ', '\tat a.b.C(D.java:1)', 'java.lang.IllegalStateException: closed', '\0\0x', 'SEVERE: x', 'Caused by: x') });
/** A head that says what the layout is: most lines begin with a time. */
const HEAD = '2026-10-08 10:00:00 INFO  [main] com.shop.A - up\n';
const log = fc.tuple(oneOf(HEAD, HEAD.repeat(3), `${HEAD}2026-10-08 10:00:01 ok\n`, '2026/10/08 10:00:00 up\n'.repeat(5), ''), fc.array(fc.tuple(line, oneOf('\n', '\n', '\r\n')), { maxLength: 20 }), fc.boolean(), fc.array(fc.tuple(fc.nat(100_000), fc.constantFrom(0xff, 0xc3, 0)), { maxLength: 1 }), oneOf('-', '-', '/'))
  .map(([head, lines, ended, damage, mark]) => {
    const text = head + lines.map(([one, end]) => one + end).join('').replaceAll(/^(\d{4})-(\d\d)-/gm, `$1${mark}$2${mark}`);
    const all = new TextEncoder().encode(ended ? text : text.trimEnd());
    if (all.length > 0) for (const [at, byte] of damage) all[at % all.length] = byte;
    return all;
  });

test('lines read from their bytes say what the same lines say when they are read as text', async () => {
  await fc.assert(fc.asyncProperty(log, fc.constantFrom('UTC', 'Europe/Berlin'), fc.integer({ min: 20, max: 4000 }), async (all, zoneName, chunkBytes) => {
    const options = { name: 'app.log', zone: zoneName, newestNs: NEWEST_NS };
    const slow = await readAll(timestampedText, chunked(all, chunkBytes), false, options);
    const fast = await readAll(timestampedText, chunked(all, chunkBytes), true, options);
    expect(fast.said).toEqual(slow.said);
    expect(fast.diagnostics).toEqual(slow.diagnostics);
    expect(fast.summary).toEqual(slow.summary);
  }), { numRuns: Number(process.env['TEPHRA_DIRECT_RUNS'] ?? 400) });
});

test.each([
  ['2026-10-08 10:00:00 ok 0042'], ['2026-10-08 10:00:00,123 INFO  [http-nio-8080-exec-3] com.shop.Service - done'], ['2026/10/08 10:00:00 listening'], ['2026-10-08T10:00:00.123456Z shop started'],
])('%s is read from its bytes, all but the last of a block', async (text) => {
  const all = new TextEncoder().encode(`${text}\n`.repeat(50));
  expect((await readAll(timestampedText, chunked(all, all.length), true, { name: 'app.log', zone: 'UTC', newestNs: NEWEST_NS })).direct).toBe(49);
});
