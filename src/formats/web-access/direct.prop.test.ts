import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunked, readAll } from '../direct.testing.ts';
import { webAccess } from './index.ts';

const parse = (bytes: Uint8Array, chunkBytes: number, withRanges: boolean): ReturnType<typeof readAll> => readAll(webAccess, chunked(bytes, chunkBytes), withRanges, { name: 'access.log', zone: 'UTC' });

const oneOf = (...values: string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
/** Lines that are of the combined format, or nearly. */
const line = fc.tuple(
  fc.oneof({ weight: 6, arbitrary: oneOf('10.0.0.1', 'host.example', '2001:db8::1', '-') }, { weight: 1, arbitrary: oneOf('a, b', 'shop.example:443 10.0.0.1', '[::1]', '') }),
  fc.oneof({ weight: 9, arbitrary: fc.constant('-') }, { weight: 1, arbitrary: oneOf('ident', '') }),
  fc.oneof({ weight: 9, arbitrary: oneOf('-', 'alice') }, { weight: 1, arbitrary: oneOf('a b', '', 'x\\x41', '"q"', 'tab\there') }),
  fc.oneof({ weight: 9, arbitrary: oneOf('08/Oct/2026:10:00:00 +0000', '08/Oct/2026:10:00:01 +0200', '29/Feb/2024:23:59:60 -0730') }, { weight: 1, arbitrary: oneOf('31/Feb/2026:10:00:00 +0000', '08/Oct/9999:10:00:00 +0000', '2026-10-08T10:00:00Z', '08/Xxx/2026:10:00:00 +0000') }),
  fc.oneof({ weight: 9, arbitrary: oneOf('GET / HTTP/1.1', 'POST /a?b=c HTTP/2.0', 'GET /a? HTTP/2', 'HEAD /a?b?c HTTP/1.0', 'GET //x#y HTTP/3') }, { weight: 2, arbitrary: oneOf('GET / HTTP/10.11', 'get / HTTP/1.1', '-', '', 'GET /a b HTTP/1.1', 'GET / RTSP/1.0', 'OPTIONS * HTTP/1.1', 'GET /', 'GET /\\x22 HTTP/1.1', 'GET /é HTTP/1.1', 'GET /"q" HTTP/1.1', 'GET / HTTP/1.1 ') }),
  fc.oneof({ weight: 9, arbitrary: oneOf('200', '404', '503', '304', '999') }, { weight: 1, arbitrary: oneOf('-', '007', '20', '2000') }),
  fc.oneof({ weight: 9, arbitrary: oneOf('0', '1', '-', '123456789012345') }, { weight: 1, arbitrary: oneOf('007', '1234567890123456', '99999999999999999999', '') }),
  fc.oneof({ weight: 9, arbitrary: oneOf(' "-" "-"', ' "https://a.example/" "Mozilla/5.0 (X11)"', ' "x" "y"') }, { weight: 3, arbitrary: oneOf('', ' "" ""', ' "-" "a" 0.012', ' "-" "a"x', ' "-" "a\\"b"', ' "-" "unclosed', ' "-" "é"', ' "-"', ' "-" "a" ', ' "-" "a\rb"') }),
).map(([client, ident, user, time, request, status, size, rest]) => `${client} ${ident} ${user} [${time}] "${request}" ${status} ${size}${rest}`);
const log = fc.array(fc.tuple(fc.oneof({ weight: 20, arbitrary: line }, { weight: 1, arbitrary: oneOf('', ' ', 'not of the family', '\0\0x') }), oneOf('\n', '\n', '\n', '\r\n')), { maxLength: 40 })
  .map((lines) => lines.map(([text, end]) => text + end).join(''));

test('lines read from their bytes say what the same lines say when they are read as text', async () => {
  await fc.assert(fc.asyncProperty(log, fc.boolean(), fc.integer({ min: 1, max: 2000 }), async (text, ended, chunkBytes) => {
    const bytes = new TextEncoder().encode(ended ? text : text.trimEnd());
    const slow = await parse(bytes, chunkBytes, false);
    const fast = await parse(bytes, chunkBytes, true);
    expect(fast.said).toEqual(slow.said);
    expect(fast.diagnostics).toEqual(slow.diagnostics);
    expect(fast.summary).toEqual(slow.summary);
  }), { numRuns: 300 });
});

test('the combined format is read from its bytes', async () => {
  const text = Array.from({ length: 50 }, (_, i) => `10.0.0.${i} - - [08/Oct/2026:10:00:${10 + (i % 50)} +0000] "GET /items/${i}?n=${i} HTTP/1.1" 200 ${i} "-" "curl/8.5.0"\n`).join('');
  const bytes = new TextEncoder().encode(text);
  expect((await parse(bytes, bytes.length, true)).direct).toBe(50);
});
