/**
 * MessagePack extension types of the protocol (application range 0–127). Typed arrays travel as their bytes,
 * little-endian, as every machine that runs Tephra has them in memory.
 */
export const TYPED_ARRAYS = [
  { type: 1, construct: Int8Array },
  { type: 2, construct: Int16Array },
  { type: 3, construct: Uint16Array },
  { type: 4, construct: Int32Array },
  { type: 5, construct: Uint32Array },
  { type: 6, construct: Float32Array },
  { type: 7, construct: Float64Array },
  { type: 8, construct: BigInt64Array },
  { type: 9, construct: BigUint64Array },
] as const;

/** A bigint beyond 64 bits, as decimal ASCII (DuckDB's HUGEINT sums). */
export const EXT_BIG_INTEGER = 16;
/** Digits of the longest: parsing decimal text is quadratic, so that it has to have an end. */
export const MAX_BIG_INTEGER_DIGITS = 1024;

/** A string with a lone surrogate, as UTF-16LE code units: JSON evidence has them and UTF-8 cannot say them. */
export const EXT_UTF16 = 17;
