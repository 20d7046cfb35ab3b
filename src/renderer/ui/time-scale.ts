/** A span of time drawn on a width. Half-open times, px from the left. */
export interface TimeScale {
  readonly fromNs: bigint;
  readonly toNs: bigint;
  readonly widthPx: number;
}

/** Where an instant lies; outside the span it is outside the width. A span of nothing puts everything at 0. */
export function xOf(scale: TimeScale, ns: bigint): number {
  const span = scale.toNs - scale.fromNs;
  return span <= 0n ? 0 : (Number(ns - scale.fromNs) / Number(span)) * scale.widthPx;
}

/** The instant at a place, held within the span. */
export function timeAt(scale: TimeScale, x: number): bigint {
  const span = scale.toNs - scale.fromNs;
  if (span <= 0n || scale.widthPx <= 0) return scale.fromNs;
  const share = Math.max(0, Math.min(1, x / scale.widthPx));
  // In steps of 2^-32 of the span: finer than a px, and exact for bigint.
  return scale.fromNs + (span * BigInt(Math.round(share * 2 ** 32))) / 2n ** 32n;
}

export interface Span {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

/** A span of at least a nanosecond, ends in order. */
export function ordered(a: bigint, b: bigint): Span {
  const [fromNs, toNs] = a <= b ? [a, b] : [b, a];
  return { fromNs, toNs: toNs > fromNs ? toNs : fromNs + 1n };
}

/** A span moved without leaving `domain` and without changing its length. */
export function shifted(span: Span, byNs: bigint, domain: Span): Span {
  const least = domain.fromNs - span.fromNs;
  const most = domain.toNs - span.toNs;
  const by = byNs < least ? least : byNs > most ? most : byNs;
  return least > most ? span : { fromNs: span.fromNs + by, toNs: span.toNs + by };
}

/**
 * Stacked bars as one path per class, lowest class first in `order`. `counts[class * buckets + bucket]`. Heights are
 * linear up to the highest bucket; a count above zero is never less than a px, so that one error among a million shows.
 */
export function stackedBars(counts: Float64Array, buckets: number, order: readonly number[], widthPx: number, heightPx: number): { paths: string[]; highest: number } {
  let highest = 0;
  for (let b = 0; b < buckets; b++) {
    let sum = 0;
    for (const c of order) sum += counts[c * buckets + b]!;
    highest = Math.max(highest, sum);
  }
  const paths = order.map(() => '');
  if (highest === 0) return { paths, highest };
  const step = widthPx / buckets;
  const gap = step >= 4 ? 1 : 0;
  for (let b = 0; b < buckets; b++) {
    const heights = order.map((c) => (counts[c * buckets + b]! > 0 ? Math.max(1, (counts[c * buckets + b]! / highest) * heightPx) : 0));
    // What the smallest were given beyond their share, the tallest gives up.
    const excess = heights.reduce((sum, h) => sum + h, 0) - heightPx;
    if (excess > 0) {
      const tallest = heights.indexOf(Math.max(...heights));
      heights[tallest] = Math.max(1, heights[tallest]! - excess);
    }
    let y = heightPx;
    heights.forEach((h, i) => {
      if (h === 0) return;
      paths[i] += `M${(b * step).toFixed(2)} ${(y - h).toFixed(2)}h${(step - gap).toFixed(2)}v${h.toFixed(2)}h${(gap - step).toFixed(2)}z`;
      y -= h;
    });
  }
  return { paths, highest };
}
