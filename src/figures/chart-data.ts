/**
 * Series of numbers over something: what a chart is drawn from. `x` of a series ascends; for times it counts nanoseconds
 * from `originNs`, for categories it is the index of the label. A `y` that is NaN is a gap.
 */
export interface ChartData {
  readonly x:
    | { readonly kind: 'time'; readonly title: string; readonly originNs: bigint }
    | { readonly kind: 'number'; readonly title: string }
    | { readonly kind: 'category'; readonly title: string; readonly labels: readonly string[] };
  readonly yTitle: string;
  readonly series: readonly ChartSeries[];
}

export interface ChartSeries {
  readonly name: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export type ChartKind = 'line' | 'bar' | 'area' | 'scatter';

/** More series than this nobody tells apart. */
export const MOST_SERIES = 8;

/** The series that are drawn: those with the most in them, in the order they came. */
export function drawnSeries(series: readonly ChartSeries[]): readonly ChartSeries[] {
  if (series.length <= MOST_SERIES) return series;
  const weight = new Map(series.map((s) => [s, s.y.reduce((sum, y) => sum + (Number.isNaN(y) ? 0 : Math.abs(y)), 0)]));
  const kept = new Set([...series].sort((a, b) => weight.get(b)! - weight.get(a)!).slice(0, MOST_SERIES));
  return series.filter((s) => kept.has(s));
}

/** All places of all series, ascending, each once. */
export function placesOf(series: readonly ChartSeries[]): Float64Array {
  if (series.length === 1) return series[0]!.x.filter((x, i, all) => i === 0 || x !== all[i - 1]);
  return Float64Array.from(new Set(series.flatMap((s) => [...s.x]))).sort();
}

/**
 * The distance at which the places stand, where they stand regularly: most of them (four in five) at multiples of one
 * step, and at least half right beside one another. `undefined` where they do not.
 */
export function regularStep(places: Float64Array): number | undefined {
  if (places.length < 3) return undefined;
  let step = Infinity;
  for (let i = 1; i < places.length; i++) {
    const d = places[i]! - places[i - 1]!;
    if (d > 0 && d < step) step = d;
  }
  let even = 0;
  let beside = 0;
  for (let i = 1; i < places.length; i++) {
    const steps = (places[i]! - places[i - 1]!) / step;
    if (Math.abs(steps - Math.round(steps)) < 0.01) even++;
    if (steps < 1.5) beside++;
  }
  const gaps = places.length - 1;
  return even >= gaps * 0.8 && beside >= gaps * 0.5 ? step : undefined;
}

/** Half-open stretches of a series without a gap: no NaN, and where places are regular none left out. */
export function stretches(series: ChartSeries, step: number | undefined): Array<readonly [from: number, to: number]> {
  const found: Array<readonly [number, number]> = [];
  let from = -1;
  for (let i = 0; i <= series.x.length; i++) {
    const ends = i === series.x.length || Number.isNaN(series.y[i]!);
    const gap = !ends && from >= 0 && step !== undefined && series.x[i]! - series.x[i - 1]! > step * 1.5;
    if (from >= 0 && (ends || gap)) {
      found.push([from, i]);
      from = -1;
    }
    if (!ends && from < 0) from = i;
  }
  return found;
}

/**
 * Indexes of the points of `from … to` that make the same picture: of each column of one px the first, the lowest, the
 * highest and the last (M4, Jugel et al. 2014). A peak is never lost.
 */
export function pixelPoints(series: ChartSeries, from: number, to: number, columnOf: (x: number) => number): number[] {
  const kept: number[] = [];
  for (let i = from; i < to;) {
    const column = Math.floor(columnOf(series.x[i]!));
    let low = i;
    let high = i;
    let end = i + 1;
    for (; end < to && Math.floor(columnOf(series.x[end]!)) === column; end++) {
      if (series.y[end]! < series.y[low]!) low = end;
      if (series.y[end]! > series.y[high]!) high = end;
    }
    for (const index of new Set([i, Math.min(low, high), Math.max(low, high), end - 1])) kept.push(index);
    i = end;
  }
  return kept;
}

/** Value at a place, NaN where the series has none. The last one where it has several. */
export function valueAt(series: ChartSeries, x: number): number {
  let low = 0;
  let high = series.x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (series.x[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low > 0 && series.x[low - 1] === x ? series.y[low - 1]! : Number.NaN;
}
