import { formatCount, plural, visibleText } from '../base/text.ts';
import { formatDate, formatOffset, formatTimeOfDay, NS_PER_MS, NS_PER_S } from '../base/time.ts';
import { pixelPoints, stretches, type ChartData, type ChartSeries } from './chart-data.ts';
import { CHART_FONT_PX, layoutChart, LEGEND_ROW_PX, stackedAt, type ChartLayout, type ChartOptions } from './chart-layout.ts';
import { chartNumber } from './chart-scale.ts';
import { chartRowsFigure } from './chart-rows-figure.ts';
import type { Figure } from './figure.ts';
import { PRINT_PALETTE, type FigurePalette } from './palette.ts';
import { el, line, n, rect, textEl } from './svg.ts';
import { fitText } from './text-metrics.ts';

export interface ChartFigure extends Figure {
  /** What the picture leaves out or puts together, in sentences; empty when it leaves out nothing. */
  readonly notes: readonly string[];
}

/** Told apart without colour: a dash per series, a marker per series. */
const DASHES = [undefined, '7 3', '2 2', '9 3 2 3', '5 2 1 2 1 2', '12 4', '1 3', '4 4'];

/**
 * Series as lines, bars, areas or dots. Deterministic: the same data and options give the same bytes everywhere. Bars of
 * several series stand upon one another; where categories are counted the bars lie, so that their names can be read.
 */
export function chartFigure(data: ChartData, options: ChartOptions & { readonly palette?: FigurePalette }): ChartFigure {
  const palette = options.palette ?? PRINT_PALETTE;
  const showText = options.showText ?? visibleText;
  if (data.x.kind === 'category') return chartRowsFigure(data, { ...options, palette, showText });
  const layout = layoutChart(data, options, showText);
  const bars = options.kind === 'bar' ? drawBars(layout, palette) : undefined;
  const marks = bars?.svg ?? layout.series.map((s, i) => (options.kind === 'scatter' ? drawDots(layout, s, i, palette) : drawLine(layout, s, i, options.kind === 'area', palette))).join('');
  const svg = el('svg', {
    xmlns: 'http://www.w3.org/2000/svg', width: layout.widthPx, height: layout.heightPx, viewBox: `0 0 ${layout.widthPx} ${layout.heightPx}`,
  }, drawAxes(layout, data, options, palette, showText) + marks + drawLegend(layout, options.kind, palette));
  const notes = [
    ...(layout.omitted > 0 ? [`${plural(layout.omitted, 'smaller series', 'smaller series')} of ${formatCount(data.series.length)} not drawn.`] : []),
    ...(bars?.note === undefined ? [] : [bars.note]),
  ];
  return { svg, widthPx: layout.widthPx, heightPx: layout.heightPx, alt: altOf(data, layout, options, showText), notes };
}

function drawAxes(layout: ChartLayout, data: ChartData, options: ChartOptions, palette: FigurePalette, showText: (text: string) => string): string {
  const { plot } = layout;
  const parts: string[] = [];
  for (const tick of layout.yTicks) {
    parts.push(line(plot.left, tick.at, plot.right, tick.at, palette.gridLine), textEl(plot.left - 6, tick.at + 4, tick.label, { size: CHART_FONT_PX, fill: palette.textQuiet, anchor: 'end' }));
  }
  parts.push(textEl(0, plot.top - 13, fitText(showText(data.yTitle), plot.right - plot.left, CHART_FONT_PX), { size: CHART_FONT_PX, fill: palette.textQuiet }));
  let end = -Infinity;
  for (const tick of layout.xTicks) {
    parts.push(line(tick.at, plot.bottom, tick.at, plot.bottom + (tick.major ? 5 : 3), palette.tick));
    if (!tick.major || tick.label === '' || tick.at < end + 4) continue;
    const width = tick.label.length * 6.5;
    const x = Math.min(tick.at, layout.widthPx - width / 2);
    end = x + width / 2;
    parts.push(textEl(x, plot.bottom + 17, tick.label, { size: CHART_FONT_PX, fill: palette.textQuiet, anchor: 'middle' }));
  }
  const zone = data.x.kind === 'time' ? `, ${options.zone === 'UTC' ? 'UTC' : `${options.zone} (${formatOffset(data.x.originNs, options.zone)})`}` : '';
  parts.push(textEl(plot.right, plot.bottom + 31, fitText(showText(data.x.title) + zone, plot.right - plot.left, CHART_FONT_PX), { size: CHART_FONT_PX, fill: palette.textQuiet, anchor: 'end' }));
  const zero = layout.y.min < 0 && layout.y.max > 0 ? layout.yPx(0) : plot.bottom;
  parts.push(line(plot.left, zero, plot.right, zero, palette.rule));
  return parts.join('');
}

function drawLine(layout: ChartLayout, series: ChartSeries, index: number, filled: boolean, palette: FigurePalette): string {
  const color = colorOf(palette, index);
  const base = layout.yPx(Math.max(layout.y.min, Math.min(layout.y.max, 0)));
  return stretches(series, layout.step).map(([from, to]) => {
    const points = pixelPoints(series, from, to, layout.xPx).map((i) => [layout.xPx(series.x[i]!), layout.yPx(series.y[i]!)] as const);
    // One point between gaps is no line, and must not be lost.
    if (points.length === 1) return el('circle', { cx: points[0]![0], cy: points[0]![1], r: 2.5, fill: color });
    const path = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${n(x)} ${n(y)}`).join('');
    const area = filled ? el('path', { d: `${path}L${n(points.at(-1)![0])} ${n(base)}L${n(points[0]![0])} ${n(base)}Z`, fill: color, 'fill-opacity': 0.16 }) : '';
    return area + el('path', { d: path, fill: 'none', stroke: color, 'stroke-width': 1.5, 'stroke-linejoin': 'round', 'stroke-dasharray': DASHES[index] });
  }).join('');
}

function drawDots(layout: ChartLayout, series: ChartSeries, index: number, palette: FigurePalette): string {
  const seen = new Set<string>();
  const parts: string[] = [];
  for (let i = 0; i < series.x.length; i++) {
    if (!Number.isFinite(series.y[i]!)) continue;
    // Dots on the same px are the same dot.
    const x = Math.round(layout.xPx(series.x[i]!));
    const y = Math.round(layout.yPx(series.y[i]!));
    const key = `${x} ${y}`;
    if (seen.has(key)) continue;
    seen.add(key);
    parts.push(markerPath(index, x, y));
  }
  return el('path', { d: parts.join(''), fill: colorOf(palette, index), 'fill-opacity': 0.75 });
}

function drawBars(layout: ChartLayout, palette: FigurePalette): { svg: string; note?: string } {
  const { places, plot } = layout;
  const wide = plot.right - plot.left;
  const slotPx = layout.step === undefined ? wide / Math.max(1, places.length) : (layout.step / ((places.at(-1)! - places[0]! || layout.step) + layout.step)) * wide;
  const widthPx = Math.max(1, Math.min(places.length === 1 ? 48 : Infinity, slotPx >= 3 ? slotPx - 1 : slotPx));
  const stacks = stackedAt(layout.series, places);
  // More bars than px: of each column the highest stands for all.
  const columns = new Map<number, number>();
  places.forEach((place, i) => {
    const column = slotPx < 1 ? Math.floor(layout.xPx(place)) : i;
    const before = columns.get(column);
    if (before === undefined || heightOf(stacks[i]!) > heightOf(stacks[before]!)) columns.set(column, i);
  });
  const svg = [...columns.values()].map((i) => stacks[i]!.map((part) => {
    const top = layout.yPx(Math.max(part.from, part.to));
    const height = layout.yPx(Math.min(part.from, part.to)) - top;
    // What is there at all can be seen.
    return rect(layout.xPx(places[i]!), top, widthPx, Math.max(height, 0.75), colorOf(palette, part.series));
  }).join('')).join('');
  return columns.size < places.length ? { svg, note: `${formatCount(places.length)} bars on ${formatCount(Math.floor(wide))} px: of those that share a column the highest is drawn.` } : { svg };
}

function heightOf(stack: ReadonlyArray<{ readonly from: number; readonly to: number }>): number {
  return stack.reduce((sum, part) => sum + Math.abs(part.to - part.from), 0);
}

function drawLegend(layout: ChartLayout, kind: ChartOptions['kind'], palette: FigurePalette): string {
  return layout.legend.map((entry) => {
    const y = entry.y + LEGEND_ROW_PX / 2;
    const color = colorOf(palette, entry.series);
    const key = kind === 'bar' ? rect(entry.x + 4, y - 5, 10, 10, color)
      : kind === 'scatter' ? el('path', { d: markerPath(entry.series, entry.x + 9, y), fill: color })
        : line(entry.x, y, entry.x + 18, y, color, { 'stroke-width': 2, 'stroke-dasharray': DASHES[entry.series] });
    return key + textEl(entry.x + 22, y + 4, entry.text, { size: CHART_FONT_PX + 1, fill: palette.text });
  }).join('');
}

export function colorOf(palette: FigurePalette, series: number): string {
  return palette.series[series % palette.series.length]!;
}

/** Circle, square, triangle, diamond, cross, bar, triangle on its head, ring of a square. */
function markerPath(series: number, x: number, y: number): string {
  const shapes = [
    `M${n(x - 2.5)} ${n(y)}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0Z`,
    `M${n(x - 2.5)} ${n(y - 2.5)}h5v5h-5Z`,
    `M${n(x)} ${n(y - 3)}l3 5.5h-6Z`,
    `M${n(x)} ${n(y - 3.5)}l3.5 3.5l-3.5 3.5l-3.5 -3.5Z`,
    `M${n(x - 1)} ${n(y - 3)}h2v2h2v2h-2v2h-2v-2h-2v-2h2Z`,
    `M${n(x - 3.5)} ${n(y - 1)}h7v2h-7Z`,
    `M${n(x)} ${n(y + 3)}l3 -5.5h-6Z`,
    `M${n(x - 1)} ${n(y - 3.5)}h2v7h-2Z`,
  ];
  return shapes[series % shapes.length]!;
}

/** Date and time of a place on a time axis, as exact as it needs. */
export function chartTime(ns: bigint, zone: string): string {
  return `${formatDate(ns, zone)} ${formatTimeOfDay(ns, zone, ns % NS_PER_S === 0n ? 'second' : ns % NS_PER_MS === 0n ? 'millisecond' : 'nanosecond')}`;
}

const KIND_TITLE = { line: 'Lines', bar: 'Bars', area: 'Areas', scatter: 'Dots' } as const;

function altOf(data: ChartData, layout: ChartLayout, options: ChartOptions, showText: (text: string) => string): string {
  const { places } = layout;
  const placeText = (x: number): string => (data.x.kind === 'time' ? chartTime(data.x.originNs + BigInt(Math.round(x)), options.zone) : chartNumber(x));
  const over = places.length === 0 ? '' : `, from ${placeText(places[0]!)} to ${placeText(places.at(-1)!)}${data.x.kind === 'time' ? ` ${options.zone}` : ''}`;
  const of = layout.series.map((s) => {
    const values = s.y.filter((v) => Number.isFinite(v));
    const range = values.length === 0 ? 'no values' : `${chartNumber(values.reduce((a, b) => Math.min(a, b)))} to ${chartNumber(values.reduce((a, b) => Math.max(a, b)))}`;
    return `${showText(s.name)} ${range}`;
  });
  return `${KIND_TITLE[options.kind]} of ${showText(data.yTitle)} over ${showText(data.x.title)}${over}. ${of.join('; ')}.`;
}
