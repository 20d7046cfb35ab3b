import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ByteSource, EventRecord, RangeRow, RecordSink } from '../contract.ts';
import { webAccess } from './index.ts';

/** What a record says, however it came. */
interface Said {
  offsetBytes: number;
  lengthBytes: number;
  line: number;
  timeNs: bigint | undefined;
  timeText: string | undefined;
  severityNumber: number;
  understood: boolean;
  body: string;
  fields: unknown[];
  attributes: unknown;
}

function sourceOf(bytes: Uint8Array, chunkBytes: number): ByteSource {
  return {
    sizeBytes: bytes.length,
    async *chunks(fromBytes, signal) {
      // One buffer for all chunks, as the contract allows.
      const buffer = new Uint8Array(chunkBytes);
      for (let at = fromBytes; at < bytes.length; at += chunkBytes) {
        signal.throwIfAborted();
        const part = bytes.subarray(at, at + chunkBytes);
        buffer.fill(0x58);
        buffer.set(part);
        yield buffer.subarray(0, part.length);
      }
    },
    read: async (offset, length) => bytes.slice(offset, offset + length),
  };
}

function saidOf(record: EventRecord): Said {
  const { offsetBytes, lengthBytes, line, timeNs, timeText, severityNumber, understood, body, fields, attributes } = record;
  return {
    offsetBytes, lengthBytes, line, timeNs, timeText, severityNumber, understood, body,
    fields: webAccess.fields.map((_, i) => fields[i]), attributes: attributes && structuredClone({ ...attributes }),
  };
}

/** A row of ranges, read the way the index does; its bytes must still be there when the block ends. */
function rowOf(row: RangeRow, block: Uint8Array): Said {
  const text = (from: number, to: number): string => Buffer.from(block.subarray(from, to)).toString('latin1');
  const fields = webAccess.fields.map((field, i) => {
    if (field.type === 'string') return row.ranges[i * 2]! < 0 ? undefined : text(row.ranges[i * 2]!, row.ranges[i * 2 + 1]!);
    return Number.isNaN(row.numbers[i]!) ? undefined : row.numbers[i];
  });
  const timeText = text(row.timeTextFrom, row.timeTextTo);
  const body = webAccess.bodyParts!.map((part) => {
    if (typeof part === 'string') return part;
    const value = part.column === 'time_text' ? timeText : fields[webAccess.fields.findIndex((f) => f.name === part.column)];
    return value === undefined ? (part.missing ?? '') : `${part.before ?? ''}${value}`;
  }).join('');
  return {
    offsetBytes: row.offsetBytes, lengthBytes: row.to - row.from, line: row.line, timeNs: row.timeNs, timeText,
    severityNumber: row.severityNumber, understood: true, body, fields, attributes: undefined,
  };
}

async function parse(bytes: Uint8Array, chunkBytes: number, withRanges: boolean): Promise<{ said: Said[]; diagnostics: unknown[]; summary: unknown; direct: number }> {
  const said: Said[] = [];
  const diagnostics: unknown[] = [];
  let block: Uint8Array = new Uint8Array();
  let open: Array<{ at: number; row: RangeRow }> = [];
  let direct = 0;
  const sink: RecordSink = {
    record: (record) => said.push(saidOf(record)),
    diagnostic: (diagnostic) => diagnostics.push(diagnostic),
    room: () => undefined,
    ...(withRanges ? {
      ranges: {
        block: (next: Uint8Array) => {
          for (const { at, row } of open) said[at] = rowOf(row, block);
          open = [];
          block = next;
        },
        row: (row: RangeRow) => {
          direct++;
          const kept = { ...row, ranges: row.ranges.slice(), numbers: row.numbers.slice() };
          open.push({ at: said.push(rowOf(kept, block)) - 1, row: kept });
        },
      },
    } : {}),
  };
  const summary = await webAccess.parse(sourceOf(bytes, chunkBytes), sink, { name: 'access.log', zone: 'UTC' }, new AbortController().signal);
  return { said, diagnostics, summary, direct };
}

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
