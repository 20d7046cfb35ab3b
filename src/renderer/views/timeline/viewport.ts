import { NS_PER_DAY, NS_PER_H, NS_PER_MIN, NS_PER_MS, NS_PER_S } from '../../../base/time.ts';

/** The span of time in view. Pure arithmetic on it, so that lanes, minimap and keys agree to the nanosecond. */
export interface Span {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

/** A microsecond across the screen, and a century. */
const SHORTEST_NS = 1_000n;
const LONGEST_NS = 36_525n * NS_PER_DAY;

export function lengthOf(span: Span): bigint {
  return span.toNs - span.fromNs;
}

/** Moves by a fraction of its length; positive is later. */
export function panBy(span: Span, fraction: number): Span {
  return shift(span, scaled(lengthOf(span), fraction));
}

export function shift(span: Span, byNs: bigint): Span {
  return { fromNs: span.fromNs + byNs, toNs: span.toNs + byNs };
}

/** Makes the span `factor` times as long (below 1: closer) around an instant that keeps its place on screen. */
export function zoomAt(span: Span, factor: number, anchorNs: bigint): Span {
  const length = lengthOf(span);
  const wanted = scaled(length, factor);
  const next = wanted < SHORTEST_NS ? SHORTEST_NS : wanted > LONGEST_NS ? LONGEST_NS : wanted;
  if (next === length) return span;
  const before = ((anchorNs - span.fromNs) * next) / length;
  return { fromNs: anchorNs - before, toNs: anchorNs - before + next };
}

export function middleOf(span: Span): bigint {
  return span.fromNs + lengthOf(span) / 2n;
}

/** The span moved no more than needed so that an instant is well inside it. */
export function reveal(span: Span, ns: bigint): Span {
  const margin = lengthOf(span) / 40n;
  if (ns < span.fromNs + margin) return shift(span, ns - margin - span.fromNs);
  if (ns > span.toNs - margin) return shift(span, ns + margin - span.toNs);
  return span;
}

const STEPS = [
  1n, 10n, 100n, 1_000n, 10_000n, 100_000n, NS_PER_MS, 10n * NS_PER_MS, 100n * NS_PER_MS, NS_PER_S, 5n * NS_PER_S, 10n * NS_PER_S, 30n * NS_PER_S,
  NS_PER_MIN, 5n * NS_PER_MIN, 15n * NS_PER_MIN, NS_PER_H, 6n * NS_PER_H, NS_PER_DAY,
];

/** The round step that a hand can aim at: at most 4 px at this scale. */
export function handStep(nsPerPx: number): bigint {
  const most = BigInt(Math.max(1, Math.floor(nsPerPx * 4)));
  return STEPS.findLast((step) => step <= most) ?? 1n;
}

export function snap(ns: bigint, step: bigint): bigint {
  const rest = ((ns % step) + step) % step;
  return rest * 2n >= step ? ns - rest + step : ns - rest;
}

/** `value × factor` without losing what a double cannot hold of `value`. */
function scaled(value: bigint, factor: number): bigint {
  const parts = 1_000_000;
  return (value * BigInt(Math.round(factor * parts))) / BigInt(parts);
}
