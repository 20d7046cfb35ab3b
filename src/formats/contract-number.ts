const MOST_64_BITS = 9_223_372_036_854_775_807n;

/** Decimal digits, with a sign at most, as an integer field holds them: a number while it is exact, above that a bigint; `undefined` where it is none or more than 64 bits. */
export function wholeNumber(text: string): number | bigint | undefined {
  if (text.length <= 15) return /^-?\d+$/.test(text) ? Number(text) : undefined;
  if (!/^-?\d{1,32}$/.test(text)) return undefined;
  const value = BigInt(text);
  if (value > MOST_64_BITS || value < -MOST_64_BITS - 1n) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
