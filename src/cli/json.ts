import { toHex } from '../base/bytes.ts';
import { formatRfc3339 } from '../base/time.ts';

/** An instant as every JSON output has it: RFC 3339, nanoseconds, `Z`; `null` where there is none. */
export function jsonTime(ns: bigint | undefined): string | null {
  return ns === undefined ? null : formatRfc3339(ns);
}

const MAX_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/** An integer as JSON: a number where a double is exact, a decimal string above 2^53. */
export function jsonInteger(n: bigint | number): number | string {
  if (typeof n === 'number') return Number.isSafeInteger(n) ? n : String(n);
  return n >= -MAX_EXACT && n <= MAX_EXACT ? Number(n) : String(n);
}

/**
 * JSON text of a value that may hold what JSON has no word for: bigint as `jsonInteger` has it, bytes as hex,
 * numbers that are not finite as their name. Compact, one line.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) => {
    if (typeof v === 'bigint') return jsonInteger(v);
    if (typeof v === 'number' && !Number.isFinite(v)) return String(v);
    if (v instanceof Uint8Array) return toHex(v);
    if (v instanceof Map) return Object.fromEntries(v);
    return v;
  });
}
