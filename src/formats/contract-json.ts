import { wellFormedJson } from '../base/text.ts';

/** ECMAScript "JSON.parse source text access", in Node since 21; TypeScript's library lacks it. */
declare global {
  interface JSON {
    rawJSON(text: string): unknown;
    parse(text: string, reviver: (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown;
  }
}

/**
 * `JSON.parse`, except that integers a double cannot hold come as bigint with all their digits (nanosecond clocks,
 * snowflake ids). Throws SyntaxError like `JSON.parse`.
 */
export function parseJson(text: string): unknown {
  // A reviver costs several times the parse: only texts with such a long run of digits pay for it.
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value, context) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && context.source !== undefined && INTEGER.test(context.source)
      ? BigInt(context.source)
      : value,
  );
}

const LONG_NUMBER = /[:,[\s-]\d{16,}\s*[,}\]]/;
const INTEGER = /^-?\d{16,40}$/;

/** JSON of any parsed value, for any reader; integers beyond 2^53 keep their digits. */
export function stringifyJson(value: unknown): string {
  return wellFormedJson(JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? JSON.rawJSON(String(v)) : v)));
}
