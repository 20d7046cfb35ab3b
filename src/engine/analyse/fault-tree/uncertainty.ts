import type { Uncertainty } from '../../../model/fault-tree/result.ts';

const BINS = 30;

/** What a simulation's probabilities say. `values` has one or more. */
export function uncertaintyOf(values: Float64Array, seed: number): Uncertainty {
  const sorted = values.toSorted();
  const samples = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / samples;
  const sigma = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, samples - 1));
  const [p05, median, p95] = [0.05, 0.5, 0.95].map((share) => quantile(sorted, share));
  const edges = edgesOf(sorted[0]!, sorted[samples - 1]!);
  const counts = Array.from<number>({ length: Math.max(0, edges.length - 1) }).fill(0);
  let bin = 0;
  for (const value of sorted) {
    while (bin < counts.length - 1 && value >= edges[bin + 1]!) bin++;
    counts[bin]!++;
  }
  return { samples, seed, mean, sigma, p05: p05!, median: median!, p95: p95!, errorFactor: median! > 0 ? p95! / median! : undefined, edges, counts };
}

/** Between the samples next to it, as in Hyndman & Fan's seventh definition. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}

/** Of equal width, or of equal ratio where the samples span more than a decade. */
function edgesOf(least: number, most: number): number[] {
  if (least === most) return [least, most];
  const isWide = least > 0 && most / least > 10;
  const edges = Array.from({ length: BINS + 1 }, (_, n) => (isWide ? least * (most / least) ** (n / BINS) : least + ((most - least) * n) / BINS));
  edges[0] = least;
  edges[BINS] = most;
  return edges;
}
