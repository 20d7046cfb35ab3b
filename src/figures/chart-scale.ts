import { formatCount } from '../base/text.ts';

/** Numbers on a length, with round ticks. */
export interface NumberScale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  /** Where a value lies, 0 at `min`, 1 at `max`. */
  readonly shareOf: (value: number) => number;
}

/** A scale of round ends over `low … high`, with at most about `most` ticks. */
export function numberScale(low: number, high: number, most: number): NumberScale {
  const [a, b] = low <= high ? [low, high] : [0, 1];
  const size = Math.max(Math.abs(a), Math.abs(b));
  // What differs by less than a double tells apart is drawn as one value.
  const span = b - a > Math.max(size * 1e-9, 1e-290) ? b - a : size > 1e-290 ? size : 1;
  const raw = span / Math.max(1, most);
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((n) => n * magnitude).find((one) => one >= raw * 0.999) ?? magnitude * 10;
  const first = Math.floor(a / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(b / step - 1e-9));
  // Multiples of the step, not sums of it, without the digits that binary leaves behind: 0.1 + 0.2.
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(13)));
  const min = ticks[0]!;
  const max = ticks.at(-1)!;
  return { min, max, ticks, shareOf: (value) => (max > min ? (value - min) / (max - min) : 0) };
}

/** A number as a chart says it: groups of digits, what follows the point as far as it matters. */
export function chartNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'no value' : String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e15 || size < 1e-4)) return value.toExponential(2);
  const text = Number.isInteger(value) ? String(size) : String(Number(size.toPrecision(size >= 1e5 ? 8 : 6)));
  const [whole = '', fraction] = text.split('.');
  return `${value < 0 ? '−' : ''}${formatCount(BigInt(whole))}${fraction === undefined ? '' : `.${fraction}`}`;
}
