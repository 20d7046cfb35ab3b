import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { CodecError, decode, encode } from './codec.ts';
import { MAX_FRAME_BYTES, MAX_FRAME_DEPTH, MAX_FRAME_VALUES } from './limits.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof CodecError) return error.code;
    throw error;
  }
}

describe('encode', () => {
  it('leaves out undefined members and sends undefined elements as null', () => {
    expect(decode(encode({ a: undefined, b: 1 }))).toStrictEqual({ b: 1 });
    // oxlint-disable-next-line no-sparse-arrays
    expect(decode(encode([undefined, , 1]))).toStrictEqual([null, null, 1]);
  });

  it('sends bytes of evidence unharmed: byte order mark, lone surrogate, __proto__, NUL', () => {
    for (const text of [`\ufeff${'x'.repeat(300)}`, `a\ud800${'é'.repeat(10_000)}`, '\0\u001b[31m']) expect(decode(encode(text))).toBe(text);
    const record: unknown = JSON.parse('{"__proto__": {"polluted": true}, "a": 1}');
    const copy = decode(encode(record));
    if (typeof copy !== 'object' || copy === null) throw new Error('no object');
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"polluted":true},"a":1}');
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect('polluted' in copy).toBe(false);
  });

  it('gives a buffer of exactly its size, so that a port does not copy more', () => {
    const encoded = encode({ text: 'x'.repeat(100) });
    expect(encoded.buffer.byteLength).toBe(encoded.length);
  });

  it('sends a view as the elements it shows and nothing of the buffer around it', () => {
    const view = new Float64Array([1, 2, 3, 4]).subarray(1, 3);
    const copy = decode(encode(view));
    expect(copy).toStrictEqual(new Float64Array([2, 3]));
    expect(copy).toHaveProperty('buffer.byteLength', 16);
    expect(decode(encode(Buffer.from('abc')))).toStrictEqual(bytes(97, 98, 99));
  });

  it('takes plain objects and arrays of another realm', () => {
    expect(decode(encode(runInNewContext('({ a: [1n, new Uint16Array([7])] })')))).toStrictEqual({ a: [1n, new Uint16Array([7])] });
  });

  it('refuses what would come back as something else', () => {
    class Point { x = 1; }
    for (const value of [new Map(), new Set(), new Date(0), new Point(), () => 1, Symbol('s'), new DataView(new ArrayBuffer(1)), new ArrayBuffer(1)]) {
      expect(codeOf(() => encode({ value }))).toBe('unsupported');
    }
  });

  it('refuses more than a frame holds, and is ready for the next value', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(codeOf(() => encode(cycle))).toBe('too-deep');
    expect(codeOf(() => encode(new Uint8Array(MAX_FRAME_BYTES)))).toBe('too-large');
    expect(codeOf(() => encode('é'.repeat(MAX_FRAME_BYTES / 2)))).toBe('too-large');
    expect(codeOf(() => encode(Array.from({ length: 20 }, () => 'x'.repeat(1_000_000))))).toBe('too-large');
    expect(codeOf(() => encode(Array.from({ length: MAX_FRAME_VALUES }, () => 0)))).toBe('too-large');
    expect(codeOf(() => encode(10n ** 2000n))).toBe('too-large');
    expect(decode(encode(new Uint8Array(MAX_FRAME_BYTES - 5)))).toHaveLength(MAX_FRAME_BYTES - 5);
    expect(decode(encode('next'))).toBe('next');
  });
});

describe('decode', () => {
  it('shares no memory with the frame', () => {
    const frame = encode(bytes(1, 2, 3));
    const value = decode(frame);
    frame.fill(0);
    expect(value).toStrictEqual(bytes(1, 2, 3));
  });

  it('believes no length that the bytes do not bear out', () => {
    expect(codeOf(() => decode(bytes(0xdd, 0xff, 0xff, 0xff, 0xff)))).toBe('malformed');
    expect(codeOf(() => decode(bytes(0xdf, 0xff, 0xff, 0xff, 0xff)))).toBe('malformed');
    expect(codeOf(() => decode(bytes(0xc6, 0xff, 0xff, 0xff, 0xff)))).toBe('malformed');
    expect(codeOf(() => decode(bytes(0xdb, 0xff, 0xff, 0xff, 0xff)))).toBe('malformed');
    expect(codeOf(() => decode(bytes(0xc9, 0xff, 0xff, 0xff, 0xff, 1)))).toBe('malformed');
    // Arrays in arrays, each claiming all that follows.
    expect(codeOf(() => decode(new Uint8Array(100_000).fill(0xdd)))).toBe('too-deep');
  });

  it('bounds depth and number of values', () => {
    expect(codeOf(() => decode(new Uint8Array(1_000_000).fill(0x91)))).toBe('too-deep');
    const nested = (depth: number): Uint8Array => new Uint8Array(depth + 1).fill(0x91, 0, depth);
    expect(codeOf(() => decode(nested(MAX_FRAME_DEPTH)))).toBeUndefined();
    expect(codeOf(() => decode(nested(MAX_FRAME_DEPTH + 1)))).toBe('too-deep');
    const emptyMaps = new Uint8Array(MAX_FRAME_VALUES + 6).fill(0x80);
    emptyMaps.set([0xdd, 0, 0x40, 0, 1]);
    expect(codeOf(() => decode(emptyMaps))).toBe('too-large');
  });

  it('refuses what is no value of the protocol', () => {
    expect(codeOf(() => decode(bytes()))).toBe('malformed');
    expect(codeOf(() => decode(bytes(1, 2)))).toBe('malformed');
    expect(codeOf(() => decode(bytes(0xc1)))).toBe('malformed');
    expect(codeOf(() => decode(bytes(0xa1, 0xff)))).toBe('malformed');
    expect(codeOf(() => decode(bytes(0x81, 1, 1)))).toBe('malformed');
    expect(codeOf(() => decode(bytes(0xd4, 99, 0)))).toBe('malformed');
    expect(codeOf(() => decode(bytes(0xd4, 7, 0)))).toBe('malformed');
    expect(codeOf(() => decode(bytes(0xd4, 16, 0x2d)))).toBe('malformed');
    expect(codeOf(() => decode(bytes(0xd4, 17, 0)))).toBe('malformed');
  });
});
