import { format, max, pathRound, range, scaleLinear, stack, sum, ticks } from 'd3';

export interface StackedBars {
  /** An SVG path for each class of `order`; empty where the class has no bar. */
  readonly paths: readonly string[];
  /** The highest bucket, classes together. */
  readonly highest: number;
}

/** From this width of a bucket on, bars stand apart. */
const GAP_FROM_PX = 4;

/**
 * Bars of `counts[class * buckets + bucket]`, stacked in `order` from the bottom, `heightPx` for the highest bucket.
 * A count above zero is never less than a px, so that one error among a million shows.
 */
export function stackedBars(counts: ArrayLike<number>, buckets: number, order: readonly number[], widthPx: number, heightPx: number): StackedBars {
  const countAt = (bucket: number, cls: number): number => counts[cls * buckets + bucket] ?? 0;
  const all = range(buckets);
  const highest = max(all, (bucket) => sum(order, (cls) => countAt(bucket, cls))) ?? 0;
  if (highest === 0) return { paths: order.map(() => ''), highest };
  const height = scaleLinear([0, highest], [0, heightPx]);
  const heights = all.map((bucket) => shown(order.map((cls) => height(countAt(bucket, cls))), heightPx));
  const stepPx = widthPx / buckets;
  const barPx = stepPx - (stepPx >= GAP_FROM_PX ? 1 : 0);
  const series = stack<unknown, number[], number>().keys(range(order.length)).value((bucket, key) => bucket[key] ?? 0)(heights);
  const paths = series.map((bars) => {
    const path = pathRound(2);
    bars.forEach(([low, high], bucket) => {
      if (high > low) path.rect(bucket * stepPx, heightPx - high, barPx, high - low);
    });
    return path.toString();
  });
  return { paths, highest };
}

/** Heights of one stack, each at least a px where there is something; what that adds beyond `mostPx`, the tallest gives up. */
function shown(heights: number[], mostPx: number): number[] {
  const held = heights.map((h) => (h > 0 ? Math.max(1, h) : 0));
  const excess = sum(held) - mostPx;
  if (excess > 0) {
    const tallest = held.indexOf(max(held)!);
    held[tallest] = Math.max(1, held[tallest]! - excess);
  }
  return held;
}

export interface CountTick {
  readonly count: number;
  /** `500`, `1,200`, `1.2M`: whole, and short enough for a margin. */
  readonly label: string;
  /** Whole px from the top of the bars. */
  readonly y: number;
}

const grouped = format(',');
const short = format('~s');

/** Round counts up the side of bars that are `heightPx` high at `highest`: about `most` of them, never 0, never a fraction. */
export function countTicks(highest: number, heightPx: number, most: number): CountTick[] {
  if (highest <= 0) return [];
  const y = scaleLinear().domain([0, highest]).rangeRound([heightPx, 0]);
  return ticks(0, highest, most)
    .filter((count) => count > 0 && Number.isInteger(count))
    .map((count) => ({ count, label: count < 10_000 ? grouped(count) : short(count), y: y(count) }));
}
