import { formatCount, plural, visibleText } from '../base/text.ts';
import { formatDuration } from '../base/time.ts';
import type { Figure } from './figure.ts';
import { numberScale } from './chart-scale.ts';
import { PRINT_PALETTE, type FigurePalette } from './palette.ts';
import { el, escapeXml, line, rect, textEl } from './svg.ts';
import { fitText, textWidthPx } from './text-metrics.ts';

export interface TraceFigureSpan {
  /** 0 for a root. */
  readonly depth: number;
  readonly service: string;
  readonly name: string;
  readonly startNs: bigint;
  readonly durationNs: bigint;
  readonly error: boolean;
}

export interface TraceFigureData {
  readonly startNs: bigint;
  readonly durationNs: bigint;
  /** In the order they are to be shown: parents before their children. */
  readonly spans: readonly TraceFigureSpan[];
  /** There are more spans than these. */
  readonly more: boolean;
}

export interface TraceFigureOptions {
  readonly widthPx?: number;
  readonly palette?: FigurePalette;
  /** What text may appear (`TimelineFigureOptions.showText`). */
  readonly showText?: (text: string) => string;
}

/** Rows that one still reads on a page. */
export const MOST_SPANS = 44;
const ROW_PX = 20;
const AXIS_PX = 22;
const INDENT_PX = 10;
const FONT_PX = 11.5;

/** A trace as a waterfall: names indented by depth, bars in proportion to time, one colour and one place in the key for each service. */
export function traceFigure(trace: TraceFigureData, options: TraceFigureOptions = {}): Figure & { readonly notes: readonly string[] } {
  const palette = options.palette ?? PRINT_PALETTE;
  const showText = options.showText ?? visibleText;
  const widthPx = Math.max(320, Math.floor(options.widthPx ?? 720));
  const spans = trace.spans.slice(0, MOST_SPANS);
  const services = [...new Set(spans.map((s) => s.service))];
  const colorOf = (service: string): string => palette.series[services.indexOf(service) % palette.series.length]!;
  const left = Math.round(widthPx * 0.38);
  const right = widthPx - 4;
  const totalMs = Math.max(Number(trace.durationNs) / 1e6, 1e-6);
  const x = (ns: bigint): number => left + Math.min(1, Math.max(0, Number(ns - trace.startNs) / 1e6 / totalMs)) * (right - left);

  const parts: string[] = [];
  const heightPx = AXIS_PX + spans.length * ROW_PX + 6 + (services.length > 1 ? ROW_PX : 0);
  const bottom = AXIS_PX + spans.length * ROW_PX;
  let end = -Infinity;
  for (const tick of numberScale(0, totalMs, 4).ticks.filter((ms) => ms >= 0 && ms <= totalMs)) {
    const at = left + (tick / totalMs) * (right - left);
    parts.push(line(at, AXIS_PX - 4, at, bottom, palette.gridLine));
    const label = tick === 0 ? '0' : formatDuration(BigInt(Math.round(tick * 1e6)));
    const width = textWidthPx(label, FONT_PX);
    const from = Math.min(at, right - width);
    if (from < end + 6) continue;
    parts.push(textEl(from, AXIS_PX - 8, label, { size: FONT_PX, fill: palette.textQuiet }));
    end = from + width;
  }
  parts.push(line(0, AXIS_PX, widthPx, AXIS_PX, palette.rule));
  spans.forEach((span, i) => {
    const y = AXIS_PX + i * ROW_PX;
    const indent = Math.min(span.depth, 12) * INDENT_PX;
    const from = x(span.startNs);
    const to = x(span.startNs + span.durationNs);
    const width = Math.max(1.5, to - from);
    const label = `${formatDuration(span.durationNs)}${span.error ? ', error' : ''}`;
    const labelPx = textWidthPx(label, FONT_PX);
    // Behind the bar where there is room, else before it, else upon it.
    const behind = from + width + 5 + labelPx <= right;
    const before = !behind && from - 5 - labelPx >= left;
    const labelX = behind ? from + width + 5 : before ? from - 5 : from + width - 5;
    parts.push(
      textEl(indent, y + 14, fitText(showText(`${services.length > 1 && span.service !== '' ? `${span.service}: ` : ''}${span.name}`), left - indent - 8, FONT_PX), { size: FONT_PX, fill: palette.text }),
      rect(from, y + 5, width, ROW_PX - 10, colorOf(span.service), span.error ? { stroke: palette.lane.impact.edge, 'stroke-width': 2 } : {}),
    );
    if (!behind && !before) parts.push(rect(labelX - labelPx - 3, y + 3, labelPx + 6, ROW_PX - 6, palette.surface));
    parts.push(textEl(labelX, y + 14, label, { size: FONT_PX, fill: span.error ? palette.lane.impact.edge : palette.textQuiet, anchor: behind ? undefined : 'end' }));
    parts.push(line(0, y + ROW_PX, widthPx, y + ROW_PX, palette.hairline));
  });
  if (services.length > 1) {
    let at = 0;
    for (const service of services) {
      const text = fitText(showText(service === '' ? 'no service' : service), 160, FONT_PX);
      if (at + textWidthPx(text, FONT_PX) + 16 > widthPx) break;
      parts.push(rect(at, bottom + 9, 10, 10, colorOf(service)), textEl(at + 15, bottom + 18, text, { size: FONT_PX, fill: palette.text }));
      at += textWidthPx(text, FONT_PX) + 32;
    }
  }
  const errors = spans.filter((s) => s.error).length;
  const [root] = spans;
  const alt = `Trace of ${plural(trace.spans.length, 'span')} over ${formatDuration(trace.durationNs)}${root ? `, from ${showText(`${root.service} ${root.name}`.trim())}` : ''}. ${
    errors === 0 ? 'No span failed.' : `${plural(errors, 'span')} failed: ${spans.filter((s) => s.error).slice(0, 5).map((s) => showText(s.name)).join(', ')}.`}`;
  const svg = el('svg', {
    xmlns: 'http://www.w3.org/2000/svg', width: widthPx, height: heightPx, viewBox: `0 0 ${widthPx} ${heightPx}`, role: 'img', 'aria-label': alt,
  }, `<title>${escapeXml(alt)}</title>${parts.join('')}`);
  const hidden = trace.spans.length - spans.length;
  const notes = hidden > 0 ? [`The first ${formatCount(spans.length)} of ${formatCount(trace.spans.length)}${trace.more ? ' or more' : ''} spans are drawn.`]
    : trace.more ? ['The trace has more spans than these.'] : [];
  return { svg, widthPx, heightPx, alt, notes };
}
