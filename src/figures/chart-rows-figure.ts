import { formatCount } from '../base/text.ts';
import { drawnSeries, valueAt, type ChartData } from './chart-data.ts';
import { CHART_FONT_PX, LEGEND_ROW_PX, stackedAt, type ChartOptions } from './chart-layout.ts';
import { chartNumber, numberScale } from './chart-scale.ts';
import type { ChartFigure } from './chart-figure.ts';
import type { FigurePalette } from './palette.ts';
import { el, line, rect, textEl } from './svg.ts';
import { fitText, textWidthPx } from './text-metrics.ts';

const ROW_PX = 24;
const FONT_PX = CHART_FONT_PX + 1;
/** Rows that one still reads. */
export const MOST_ROWS = 60;

/** Categories as rows: a name, a bar (series upon one another), the number. In the order they came. */
export function chartRowsFigure(data: ChartData, options: ChartOptions & { readonly palette: FigurePalette; readonly showText: (text: string) => string }): ChartFigure {
  const { palette, showText } = options;
  const labels = data.x.kind === 'category' ? data.x.labels : [];
  const widthPx = Math.max(240, Math.floor(options.widthPx ?? 720));
  const series = drawnSeries(data.series);
  const rows = Math.min(labels.length, MOST_ROWS);
  const stacks = stackedAt(series, Float64Array.from({ length: rows }, (_, i) => i));
  const sums = stacks.map((stack) => stack.reduce((sum, part) => sum + (part.to - part.from), 0));
  const isSaid = (row: number): boolean => series.some((s) => Number.isFinite(valueAt(s, row)));
  const ends = stacks.flatMap((stack) => stack.flatMap((part) => [part.from, part.to]));
  const scale = numberScale(Math.min(0, ...ends), Math.max(0, ...ends), 4);
  const names = labels.slice(0, rows).map((label) => fitText(showText(label), widthPx * 0.4, FONT_PX));
  const left = Math.ceil(Math.max(24, ...names.map((name) => textWidthPx(name, FONT_PX)))) + 10;
  const right = widthPx - Math.ceil(Math.max(0, ...sums.map((sum) => textWidthPx(chartNumber(sum), FONT_PX)))) - 12;
  const legendPx = series.length > 1 ? LEGEND_ROW_PX + 4 : 0;
  const top = legendPx + 20;
  const xPx = (value: number): number => left + scale.shareOf(value) * (right - left);
  const parts = [textEl(left, top - 8, fitText(showText(data.yTitle), right - left, CHART_FONT_PX), { size: CHART_FONT_PX, fill: palette.textQuiet })];
  let legendX = 0;
  if (series.length > 1) {
    series.forEach((s, i) => {
      const text = fitText(showText(s.name), 200, FONT_PX);
      if (legendX + textWidthPx(text, FONT_PX) + 20 > widthPx) return;
      parts.push(rect(legendX + 2, 4, 10, 10, palette.series[i % palette.series.length]!), textEl(legendX + 18, 13, text, { size: FONT_PX, fill: palette.text }));
      legendX += textWidthPx(text, FONT_PX) + 34;
    });
  }
  stacks.forEach((stack, row) => {
    const y = top + row * ROW_PX;
    parts.push(textEl(left - 8, y + 16, names[row]!, { size: FONT_PX, fill: palette.text, anchor: 'end' }));
    for (const part of stack) {
      const from = xPx(Math.min(part.from, part.to));
      parts.push(rect(from, y + 4, Math.max(0.75, xPx(Math.max(part.from, part.to)) - from), ROW_PX - 8, palette.series[part.series % palette.series.length]!));
    }
    const end = xPx(Math.max(0, ...stack.map((part) => Math.max(part.from, part.to))));
    parts.push(textEl(end + 6, y + 16, stack.length > 0 || isSaid(row) ? chartNumber(sums[row]!) : 'no value', { size: FONT_PX, fill: palette.textQuiet }));
  });
  const heightPx = top + rows * ROW_PX + 4;
  parts.push(line(xPx(0), top, xPx(0), heightPx - 4, palette.rule));
  const most = sums.reduce((best, sum, i) => (best === -1 || sum > sums[best]! ? i : best), -1);
  return {
    svg: el('svg', { xmlns: 'http://www.w3.org/2000/svg', width: widthPx, height: heightPx, viewBox: `0 0 ${widthPx} ${heightPx}` }, parts.join('')),
    widthPx, heightPx,
    alt: `Bars of ${showText(data.yTitle)} by ${showText(data.x.title)}, ${formatCount(rows)} rows.${most < 0 ? '' : ` Most: ${showText(labels[most]!)} with ${chartNumber(sums[most]!)}.`}`,
    notes: [
      ...(labels.length > rows ? [`The first ${formatCount(rows)} of ${formatCount(labels.length)} rows are drawn.`] : []),
      ...(data.series.length > series.length ? [`${formatCount(data.series.length - series.length)} smaller series of ${formatCount(data.series.length)} not drawn.`] : []),
    ],
  };
}
