import { timeTicks } from '../base/time-ticks.ts';
import { drawnSeries, placesOf, regularStep, type ChartData, type ChartKind, type ChartSeries } from './chart-data.ts';
import { chartNumber, numberScale, type NumberScale } from './chart-scale.ts';
import { fitText, textWidthPx } from './text-metrics.ts';

export interface ChartOptions {
  readonly kind: ChartKind;
  /** Zone of a time axis, printed beside it. */
  readonly zone: string;
  /** Default 720, at least 240. */
  readonly widthPx?: number;
  /** Default 320, at least 160. A chart of categories is as high as it has rows. */
  readonly heightPx?: number;
  /** What text may appear (`TimelineFigureOptions.showText`). */
  readonly showText?: (text: string) => string;
}

export const CHART_FONT_PX = 11;
export const LEGEND_ROW_PX = 18;
const AXIS_PX = 34;
const HEAD_PX = 26;

export interface LegendEntry { readonly x: number; readonly y: number; readonly text: string; readonly series: number }
export interface AxisTick { readonly at: number; readonly label: string; readonly major: boolean }

/** Where everything stands, in px from the top left corner: the figure draws it, the screen finds values by it. */
export interface ChartLayout {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly plot: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  readonly series: readonly ChartSeries[];
  /** Series that are not drawn. */
  readonly omitted: number;
  readonly places: Float64Array;
  /** The distance of places that stand regularly. */
  readonly step: number | undefined;
  readonly y: NumberScale;
  readonly xTicks: readonly AxisTick[];
  readonly yTicks: readonly AxisTick[];
  readonly legend: readonly LegendEntry[];
  readonly xPx: (x: number) => number;
  readonly yPx: (y: number) => number;
}

export function layoutChart(data: ChartData, options: ChartOptions, showText: (text: string) => string): ChartLayout {
  const widthPx = Math.max(240, Math.floor(options.widthPx ?? 720));
  const heightPx = Math.max(160, Math.floor(options.heightPx ?? 320));
  const series = drawnSeries(data.series);
  const places = placesOf(series);
  const step = data.x.kind === 'category' ? 1 : regularStep(places);
  const legend = series.length > 1 ? placeLegend(series.map((s) => showText(s.name)), widthPx) : { entries: [], heightPx: 0 };
  const y = valueScale(series, places, options.kind, Math.max(2, Math.floor((heightPx - legend.heightPx - HEAD_PX - AXIS_PX) / 44)));
  const labels = y.ticks.map(chartNumber);
  const left = Math.ceil(Math.max(24, ...labels.map((l) => textWidthPx(l, CHART_FONT_PX)))) + 14;
  const plot = { left, top: legend.heightPx + HEAD_PX, right: widthPx - 16, bottom: heightPx - AXIS_PX };
  // A bar stands on the time it begins at, and needs its width.
  const low = places[0] ?? 0;
  const high = (places.at(-1) ?? 1) + (options.kind === 'bar' ? step ?? 0 : 0);
  const xNumbers = data.x.kind === 'number' ? numberScale(low, high, Math.max(2, Math.floor((plot.right - plot.left) / 90))) : undefined;
  const [fromX, toX] = xNumbers ? [xNumbers.min, xNumbers.max] : high > low ? [low, high] : [low - 0.5, low + 0.5];
  const xPx = (x: number): number => plot.left + ((x - fromX) / (toX - fromX)) * (plot.right - plot.left);
  const yPx = (value: number): number => plot.bottom - y.shareOf(value) * (plot.bottom - plot.top);
  return {
    widthPx, heightPx, plot, series, omitted: data.series.length - series.length, places, step, y, xPx, yPx, legend: legend.entries,
    yTicks: y.ticks.map((tick, i) => ({ at: yPx(tick), label: labels[i]!, major: true })),
    xTicks: xNumbers ? xNumbers.ticks.map((tick) => ({ at: xPx(tick), label: chartNumber(tick), major: true })) : timeAxis(data, low, high, plot.right - plot.left, options.zone, xPx),
  };
}

function timeAxis(data: ChartData, low: number, high: number, widthPx: number, zone: string, xPx: (x: number) => number): AxisTick[] {
  if (data.x.kind !== 'time') return [];
  const { originNs } = data.x;
  const ticks = timeTicks(originNs + BigInt(Math.round(low)), originNs + BigInt(Math.round(high)), Math.max(2, Math.floor(widthPx / 96)), zone);
  return ticks.map((tick) => ({ at: xPx(Number(tick.ns - originNs)), label: tick.label, major: tick.major }));
}

/** Bars and areas begin at nothing; lines too, where that costs less than half of the height. */
function valueScale(series: readonly ChartSeries[], places: Float64Array, kind: ChartKind, most: number): NumberScale {
  let low = Infinity;
  let high = -Infinity;
  const see = (value: number): void => {
    if (!Number.isFinite(value)) return;
    if (value < low) low = value;
    if (value > high) high = value;
  };
  if (kind === 'bar' && series.length > 1) {
    const stacks = stackedAt(series, places);
    for (const stack of stacks) for (const part of stack) { see(part.from); see(part.to); }
  } else for (const s of series) for (const value of s.y) see(value);
  if (low > high) return numberScale(0, 1, most);
  const fromZero = kind === 'bar' || kind === 'area' || (low > 0 && low < high * 0.5) || (high < 0 && high > low * 0.5);
  return numberScale(fromZero ? Math.min(0, low) : low, fromZero ? Math.max(0, high) : high, most);
}

export interface StackPart { readonly series: number; readonly from: number; readonly to: number }

/** What stands on each place, one upon the other: what is above nothing upwards, what is below it downwards. */
export function stackedAt(series: readonly ChartSeries[], places: Float64Array): StackPart[][] {
  const next = series.map(() => 0);
  return [...places].map((place) => {
    let up = 0;
    let down = 0;
    const parts: StackPart[] = [];
    series.forEach((s, i) => {
      // Series ascend as the places do: each is walked once.
      let value = Number.NaN;
      for (; next[i]! < s.x.length && s.x[next[i]!]! <= place; next[i]!++) if (s.x[next[i]!] === place) value = s.y[next[i]!]!;
      if (!Number.isFinite(value) || value === 0) return;
      const from = value > 0 ? up : down;
      if (value > 0) up += value;
      else down += value;
      parts.push({ series: i, from, to: from + value });
    });
    return parts;
  });
}

function placeLegend(names: readonly string[], widthPx: number): { entries: LegendEntry[]; heightPx: number } {
  let x = 0;
  let y = 0;
  const entries = names.map((name, series) => {
    const text = fitText(name, Math.min(260, widthPx - 24), CHART_FONT_PX + 1);
    const width = 22 + textWidthPx(text, CHART_FONT_PX + 1) + 16;
    if (x > 0 && x + width > widthPx) {
      x = 0;
      y += LEGEND_ROW_PX;
    }
    const entry = { x, y, text, series };
    x += width;
    return entry;
  });
  return { entries, heightPx: y + LEGEND_ROW_PX + 4 };
}
