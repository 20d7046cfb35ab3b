/** A probability, to three digits: `0.02`, or with a power of ten where zeros would have to be counted. */
export interface ProbabilityParts {
  readonly digits: string;
  /** Of ten; `undefined` when the digits say it all. */
  readonly exponent: number | undefined;
}

export function probabilityParts(probability: number): ProbabilityParts {
  if (!Number.isFinite(probability)) return { digits: '?', exponent: undefined };
  if (probability === 0 || Math.abs(probability) >= 0.001) return { digits: String(Number(probability.toPrecision(3))), exponent: undefined };
  const [digits, exponent] = probability.toExponential(2).split('e');
  return { digits: String(Number(digits)), exponent: Number(exponent) };
}

/** `1.82×10⁻³`. */
export function formatProbability(probability: number): string {
  const { digits, exponent } = probabilityParts(probability);
  return exponent === undefined ? digits : `${digits}×10${String(exponent).replace(/./g, (c) => SUPERSCRIPT[c] ?? c)}`;
}

const SUPERSCRIPT: Readonly<Record<string, string>> = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' };
