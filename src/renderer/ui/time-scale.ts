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
