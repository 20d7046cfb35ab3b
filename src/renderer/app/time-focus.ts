import { formatDuration, NS_PER_S } from '../../base/time.ts';
import { bucketGrid, xOf, type Span, type TimeScale } from '../ui/index.ts';

/** The share of the records that "most" means. */
export const FOCUS_SHARE = 0.99;

/** Stretches of which the offered span is made, at most about: its ends lie on round times. */
const STRETCHES = 60;

/**
 * The span to offer where most records (`dense`, both ends included) lie in less than a tenth of all time: with a little
 * room on both sides, on round times, half-open. `undefined` where all time shows them well.
 */
export function focusSpan(dense: Span, domain: Span): Span | undefined {
  const allNs = domain.toNs - domain.fromNs;
  const denseNs = dense.toNs - dense.fromNs;
  if (denseNs * 10n >= allNs) return undefined;
  // Records of one instant get a second, or less where there is not that much.
  const least = allNs / 1000n < NS_PER_S ? allNs / 1000n : NS_PER_S;
  const roomNs = denseNs / 50n > least ? denseNs / 50n : least;
  const { fromNs, toNs } = bucketGrid(dense.fromNs - roomNs, dense.toNs + roomNs + 1n, STRETCHES);
  // Of a few nanoseconds there is no part to show.
  return (toNs - fromNs) * 5n < allNs ? { fromNs, toNs } : undefined;
}

export function focusLabel(focus: Span): string {
  const duration = formatDuration(focus.toNs - focus.fromNs).replace(/ 0+ \w+$/, '');
  return `${Math.round(FOCUS_SHARE * 100)} % of records lie in ${duration}: show those`;
}

/** Px between a span and what stands beside it. */
const GAP_PX = 10;
/** Px that the shortest label takes. */
const LEAST_PX = 96;

/** Where a button stands at a span of a ruler: beside it where there is more room, or inside a span that leaves none. */
export function besideOf(scale: TimeScale, span: Span): { left?: number; right?: number; maxWidth: number } {
  const left = Math.max(0, Math.min(scale.widthPx, xOf(scale, span.fromNs)));
  const right = Math.max(0, Math.min(scale.widthPx, xOf(scale, span.toNs)));
  const before = left - GAP_PX;
  const after = scale.widthPx - right - GAP_PX;
  if (Math.max(before, after) < LEAST_PX) return { right: scale.widthPx - right + GAP_PX, maxWidth: Math.max(0, right - 2 * GAP_PX) };
  return before >= after ? { right: scale.widthPx - before, maxWidth: before } : { left: right + GAP_PX, maxWidth: after };
}
