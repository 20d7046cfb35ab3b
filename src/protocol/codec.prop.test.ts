import { decode as referenceDecode, encode as referenceEncode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodecError, decode, encode } from './codec.ts';

const typedArrays = fc.oneof(
  fc.uint8Array(), fc.int8Array(), fc.int16Array(), fc.uint16Array(), fc.int32Array(), fc.uint32Array(), fc.float32Array(),
  fc.float64Array(), fc.bigInt64Array(), fc.bigUint64Array(),
);
const texts = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary', maxLength: 400 }), fc.constantFrom('\ud800', '\ufeffBOM', '__proto__', '\0'));
const numbers = fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger(), fc.constantFrom(2 ** 31, 2 ** 32 - 1, 2 ** 32, -(2 ** 31), -(2 ** 31) - 1, 127, 128, 255, 256, 65535, 65536, -32, -33, -128, -129, -32768, -32769, Number.MAX_SAFE_INTEGER));
const bigints = fc.oneof(fc.bigInt(), fc.constantFrom(0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), -(2n ** 63n) - 1n, 2n ** 64n - 1n, 2n ** 64n, 10n ** 300n));

const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.constantFrom(null, true, false), texts, numbers, bigints, typedArrays, tie('array'), tie('object')),
  array: fc.array(tie('value')),
  object: fc.dictionary(texts, tie('value')),
}));

/** -0 is the one value that does not come back as it went. */
function withoutNegativeZero(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(withoutNegativeZero);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutNegativeZero(member)]));
}

describe('codec', () => {
  it('brings every value back as it went', () => {
    fc.assert(fc.property(values, (value) => {
      expect(decode(encode(value))).toStrictEqual(withoutNegativeZero(ownPrototype(value)));
    }), { numRuns: 1000 });
  });

  it('keeps the difference between numbers and bigints', () => {
    fc.assert(fc.property(fc.oneof(numbers, bigints), (value) => typeof decode(encode(value)) === typeof value));
  });

  it('writes what the reference implementation reads, and reads what it writes', () => {
    const plain = fc.jsonValue({ noUnicodeString: false, maxDepth: 4 });
    const options = { useBigInt64: true };
    fc.assert(fc.property(fc.oneof(plain, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), fc.uint8Array()), (value) => {
      fc.pre(isReadByReference(value));
      expect(referenceDecode(encode(value), options)).toEqual(withoutNegativeZero(value));
      expect(decode(referenceEncode(value, options))).toEqual(withoutNegativeZero(value));
    }), { numRuns: 500 });
  });

  it('reads any bytes into a value or a CodecError', () => {
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), hostile()), (bytes) => {
      let value: unknown;
      try {
        value = decode(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(CodecError);
        return;
      }
      // What could be read can be written: a relay does not fail on what it was sent.
      expect(decode(encode(value))).toEqual(withoutNegativeZero(value));
    }), { numRuns: 5000 });
  });

  it('finds every truncation', () => {
    fc.assert(fc.property(values, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (value, part) => {
      const bytes = encode(value);
      expect(() => decode(bytes.subarray(0, Math.floor(bytes.length * part)))).toThrow(CodecError);
    }));
  });
});

/** Dictionaries of fast-check have no prototype; what is decoded has the usual one. */
function ownPrototype(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ownPrototype);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, ownPrototype(member)]));
}

/** The reference refuses `__proto__` and drops a byte order mark at the start of a long string. */
function isReadByReference(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.startsWith('\ufeff');
  if (typeof value !== 'object' || value === null) return true;
  if (ArrayBuffer.isView(value)) return true;
  return Object.entries(value).every(([key, member]) => key !== '__proto__' && isReadByReference(key) && isReadByReference(member));
}

/** Bytes of real values with a few changed: they get further than noise. */
function hostile(): fc.Arbitrary<Uint8Array> {
  return fc.tuple(values, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 })).map(([value, changes]) => {
    const bytes = encode(value);
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return bytes;
  });
}
