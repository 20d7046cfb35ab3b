import { plural, visibleText } from '../base/text.ts';
import { formatDate, formatDuration, formatOffset, formatTimeOfDay, formatUncertaintyOf } from '../base/time.ts';
import { timeTicks } from '../base/time-ticks.ts';
import { foldRepeats, repeatsOf } from '../model/timeline-folds.ts';
import { LANE_OF_KIND, LANES, MILESTONE_TITLE, byTime, isHindsight, milestoneDurations, type TimelineEntry } from '../model/timeline.ts';
import type { Figure, TimelineFigureOptions } from './figure.ts';
import { PRINT_PALETTE, type FigurePalette } from './palette.ts';
import { el, escapeXml, line, n, rect, textEl } from './svg.ts';
import { textWidthPx } from './text-metrics.ts';
import {
  DETAIL_GAP_PX, DIAMOND_PX, DIMENSION_FONT_PX, FLAG_FONT_PX, FLAG_HEIGHT_PX, layoutTimeline, timelineSpan, xOf,
  type Dimension, type Flag, type Fold, type LaneLayout, type Mark, type MilestoneLayout,
} from './timeline-layout.ts';

const AXIS_PX = 24;
const FONT_PX = 12;
const BAR_PX = 18;
const NONE_UNFOLDED: ReadonlySet<string> = new Set();

/** The timeline as one SVG. Deterministic: the same entries and options give the same bytes on every machine. */
export function timelineFigure(all: readonly TimelineEntry[], options: TimelineFigureOptions): Figure {
  const entries = options.asKnownThen ? all.filter((e) => !isHindsight(e)) : all;
  const palette = options.palette ?? PRINT_PALETTE;
  const showText = options.showText ?? visibleText;
  const widthPx = Math.max(320, Math.floor(options.widthPx ?? 720));
  const headPx = widthPx < 560 ? 84 : 112;
  const plotPx = widthPx - headPx;
  const wholeSpan = timelineSpan(entries);
  const fromNs = options.fromNs ?? wholeSpan.fromNs;
  const wantedTo = options.toNs ?? wholeSpan.toNs;
  const toNs = wantedTo > fromNs ? wantedTo : fromNs + 1n;
  const shown = entries.filter((e) => {
    const start = e.time.startNs - e.time.uncertaintyNs;
    const end = (e.time.endNs ?? e.time.startNs) + e.time.uncertaintyNs;
    return e.time.form === 'point' ? e.time.startNs >= fromNs && e.time.startNs <= toNs : end >= fromNs && start <= toNs;
  });
  const lanes = options.lanes ?? LANES.filter((lane) => shown.some((e) => LANE_OF_KIND[e.kind] === lane));
  const nsPerPx = Number(toNs - fromNs) / plotPx;
  // Milestones outside the span still define durations, so layout gets them; lanes get what is in the span.
  const outside = entries.filter((e) => e.milestone !== undefined && !shown.includes(e));
  const common = {
    fromNs, nsPerPx, zone: options.zone, rowPx: 24, fontPx: FONT_PX, bounds: { left: 0, right: plotPx - 2 }, times: true, maxRows: 12,
    maxLabelPx: Math.min(260, plotPx * 0.6), showText,
  };
  const milestones = options.milestones === false
    ? undefined
    : layoutTimeline({ ...common, entries: [...shown, ...outside], lanes: [], milestones: true }).milestones;
  const milestonePx = milestones?.heightPx ?? 0;
  const folded = foldRepeats(shown, repeatsOf(shown), NONE_UNFOLDED);
  const body = layoutTimeline({ ...common, ...folded, lanes, milestones: false });
  const heightPx = AXIS_PX + milestonePx + body.heightPx + 1;
  const ticks = timeTicks(fromNs, toNs, Math.max(2, Math.floor(plotPx / 88)), options.zone);
  const x = (ns: bigint): number => headPx + xOf(ns, fromNs, nsPerPx);

  const parts: string[] = [rect(0, 0, widthPx, heightPx, palette.surface)];
  let lastLabelEnd = headPx;
  for (const tick of ticks) {
    if (!tick.major) {
      parts.push(line(x(tick.ns), AXIS_PX - 3, x(tick.ns), AXIS_PX, palette.tick));
      continue;
    }
    parts.push(line(x(tick.ns), AXIS_PX, x(tick.ns), heightPx - 1, palette.gridLine), line(x(tick.ns), AXIS_PX - 6, x(tick.ns), AXIS_PX, palette.tick));
    const width = textWidthPx(tick.label, 11);
    const left = Math.min(x(tick.ns) - width / 2, widthPx - width - 1);
    if (left < lastLabelEnd + 6) continue;
    parts.push(textEl(left, AXIS_PX - 9, tick.label, { size: 11, fill: palette.textQuiet }));
    lastLabelEnd = left + width;
  }
  parts.push(...axisHead(fromNs, options.zone, headPx, palette), line(0, AXIS_PX, widthPx, AXIS_PX, palette.rule));
  const plot: string[] = [];
  if (milestones) {
    parts.push(
      textEl(0, AXIS_PX + 20, 'Milestones', { size: FONT_PX, fill: palette.text, weight: 600 }),
      line(0, AXIS_PX + milestonePx, widthPx, AXIS_PX + milestonePx, palette.hairline),
    );
    plot.push(...drawMilestones(milestones, AXIS_PX, heightPx - 1, palette));
  }
  for (const lane of body.lanes) {
    parts.push(...laneHead(lane, AXIS_PX + milestonePx, widthPx, headPx, palette));
    plot.push(...lane.marks.flatMap((m) => drawMark(m, AXIS_PX + milestonePx, plotPx, palette)), ...lane.folds.map((f) => drawFold(f, AXIS_PX + milestonePx, palette)));
  }
  parts.push(line(headPx, 0, headPx, heightPx, palette.rule), el('g', { transform: `translate(${headPx} 0)` }, plot.join('')));
  const hidden = all.length - entries.length;
  const alt = altText(shown, entries, fromNs, toNs, options.zone, showText)
    + (hidden === 0 ? '' : ` As known at the time: ${plural(hidden, 'entry', 'entries')} learned later ${hidden === 1 ? 'is' : 'are'} left out.`);
  const svg = el('svg', {
    xmlns: 'http://www.w3.org/2000/svg', width: widthPx, height: heightPx, viewBox: `0 0 ${widthPx} ${heightPx}`, role: 'img', 'aria-label': alt,
  }, `<title>${escapeXml(alt)}</title>${parts.join('')}`);
  return { svg, widthPx, heightPx, alt };
}

function axisHead(fromNs: bigint, zone: string, headPx: number, palette: FigurePalette): string[] {
  const offset = formatOffset(fromNs, zone);
  const zoneText = zone === 'UTC' || offset === zone ? offset : zone;
  const date = formatDate(fromNs, zone);
  const both = `${date} ${zoneText}`;
  const text = textWidthPx(both, 11) <= headPx - 6 ? both : zoneText;
  return [textEl(0, AXIS_PX - 9, text, { size: 11, fill: palette.textQuiet })];
}

function laneHead(lane: LaneLayout, top: number, widthPx: number, headPx: number, palette: FigurePalette): string[] {
  const y = top + lane.y;
  const count = String(lane.count);
  const middle = y + lane.heightPx / 2 + 4;
  // Many entries need a high lane: below the title there is room for a number that has none beside it.
  const apart = 9 + textWidthPx(lane.title, FONT_PX, 'bold') + 6 + textWidthPx(count, 11) > headPx - 6 ? 7 : 0;
  return [
    rect(0, y, 3, lane.heightPx, palette.lane[lane.lane].edge),
    textEl(9, middle - apart, lane.title, { size: FONT_PX, fill: palette.text, weight: 600 }),
    apart > 0
      ? textEl(9, middle + apart, count, { size: 11, fill: palette.textQuiet })
      : textEl(headPx - 6, middle, count, { size: 11, fill: palette.textQuiet, anchor: 'end' }),
    line(0, y + lane.heightPx, widthPx, y + lane.heightPx, palette.hairline),
  ];
}

function drawMilestones(layout: MilestoneLayout, top: number, bottom: number, palette: FigurePalette): string[] {
  const poles = layout.flags.map((f) => line(f.x, top + f.y, f.x, bottom, palette.tick, { 'stroke-dasharray': '1 2' }));
  return [...poles, ...layout.dimensions.flatMap((d) => drawDimension(d, top, palette)), ...layout.flags.flatMap((f) => drawFlag(f, top, palette))];
}

function drawFlag(flag: Flag, top: number, palette: FigurePalette): string[] {
  const { left, right } = flag.extent;
  return [
    rect(left, top + flag.y, right - left, FLAG_HEIGHT_PX, palette.plate),
    textEl(left + 6, top + flag.y + 12, flag.text, { size: FLAG_FONT_PX, fill: palette.plateText, weight: 600 }),
  ];
}

function drawDimension(d: Dimension, top: number, palette: FigurePalette): string[] {
  const y = top + d.y;
  const width = textWidthPx(d.text, DIMENSION_FONT_PX, 'bold');
  return [
    line(d.startX, y, d.endX, y, palette.textQuiet),
    line(d.startX, y - 4, d.startX, y + 4, palette.textQuiet),
    line(d.endX, y - 4, d.endX, y + 4, palette.textQuiet),
    rect(d.textX - 4, y - 8, width + 8, 16, palette.surface),
    textEl(d.side === 'middle' ? d.textX + width / 2 : d.side === 'left' ? d.textX + width : d.textX, y + 4, d.text, {
      size: DIMENSION_FONT_PX, fill: palette.text, weight: 600, anchor: d.side === 'middle' ? 'middle' : d.side === 'left' ? 'end' : undefined,
    }),
  ];
}

function diamond(x: number, y: number): string {
  const r = DIAMOND_PX;
  return `${n(x)},${n(y - r)} ${n(x + r)},${n(y)} ${n(x)},${n(y + r)} ${n(x - r)},${n(y)}`;
}

function drawMark(mark: Mark, top: number, plotPx: number, palette: FigurePalette): string[] {
  const y = top + mark.y;
  const color = palette.lane[LANE_OF_KIND[mark.entry.kind]];
  const clamp = (x: number): number => Math.min(Math.max(x, 0), plotPx);
  const start = clamp(mark.startX);
  const end = clamp(mark.endX);
  // What nobody knew as it happened is drawn in broken lines, and its label says when it was learned.
  const late = isHindsight(mark.entry);
  const parts: string[] = [];
  if (mark.uncertaintyPx > 0) parts.push(...drawWhisker(clamp(mark.startX - mark.uncertaintyPx), clamp(mark.endX + mark.uncertaintyPx), y, color.edge));
  if (mark.ticks) {
    const shape = late ? { fill: palette.surface, stroke: color.edge, 'stroke-width': 1.5, 'stroke-dasharray': '2 1.5' } : { fill: color.edge };
    parts.push(line(start, y, end, y, color.edge, { 'stroke-width': 1.5 }));
    for (const x of mark.ticks) if (x >= 0 && x <= plotPx) parts.push(el('polygon', { points: diamond(x, y), ...shape }));
  } else if (mark.entry.time.form === 'interval') {
    parts.push(rect(start, y - BAR_PX / 2, end - start, BAR_PX, color.tint, { stroke: color.edge, ...(late ? { 'stroke-dasharray': '3 2' } : {}) }));
    if (mark.startX >= 0) parts.push(rect(start, y - BAR_PX / 2, Math.min(3, end - start), BAR_PX, color.edge));
  } else if (mark.entry.time.form === 'between') {
    const bracket = (x: number, inward: number): string =>
      el('path', { d: `M${n(x + inward)} ${n(y - 6.5)}H${n(x)}V${n(y + 6.5)}H${n(x + inward)}`, fill: 'none', stroke: color.edge, 'stroke-width': 1.5 });
    parts.push(
      line(start, y, end, y, color.edge, { 'stroke-width': 1.5, 'stroke-dasharray': '3 3' }),
      bracket(start, 3), bracket(end, -3),
      el('polygon', { points: diamond((start + end) / 2, y), fill: palette.surface, stroke: color.edge, 'stroke-width': 1.5 }),
    );
  } else {
    parts.push(el('polygon', late ? { points: diamond(start, y), fill: palette.surface, stroke: color.edge, 'stroke-width': 1.5, 'stroke-dasharray': '2 1.5' } : { points: diamond(start, y), fill: color.edge }));
  }
  const { label } = mark;
  if (label.side === 'inside' && mark.entry.time.form === 'between') parts.push(rect(label.x - 3, y - 8, label.widthPx + 6, 16, palette.surface));
  // One text element, anchored at its mark: widths are estimates on the wide side, and slack must not show between words.
  const endsAtMark = label.side === 'left';
  const detail = label.detail === '' ? '' : el('tspan', { dx: DETAIL_GAP_PX, 'font-size': FLAG_FONT_PX, fill: palette.textQuiet }, escapeXml(label.detail));
  if (label.text !== '') {
    parts.push(textEl(endsAtMark ? label.x + label.widthPx : label.x, y + 4, label.text, {
      size: FONT_PX, fill: palette.text, anchor: endsAtMark ? 'end' : undefined, more: detail,
    }));
  }
  return parts;
}

function drawWhisker(left: number, right: number, y: number, stroke: string): string[] {
  return [line(left, y, right, y, stroke), line(left, y - 4, left, y + 4, stroke), line(right, y - 4, right, y + 4, stroke)];
}

function drawFold(fold: Fold, top: number, palette: FigurePalette): string {
  const y = top + fold.y;
  return rect(fold.extent.left, y - BAR_PX / 2, fold.extent.right - fold.extent.left, BAR_PX, palette.surface, { stroke: palette.rule })
    + textEl(fold.extent.left + 6, y + 4, `+ ${fold.text}`, { size: FLAG_FONT_PX, fill: palette.textQuiet });
}

/** What the figure says, in words: span, count, milestones with their times, durations with ±. */
function altText(
  shown: readonly TimelineEntry[], all: readonly TimelineEntry[], fromNs: bigint, toNs: bigint, zone: string, showText: (text: string) => string,
): string {
  const stamp = (ns: bigint): string => `${formatDate(ns, zone)} ${formatTimeOfDay(ns, zone, 'second')}`;
  const offset = formatOffset(fromNs, zone);
  const zoneText = zone === offset ? zone : `${zone}${zone === 'UTC' ? '' : ` (${offset})`}`;
  const sentences = [`Timeline from ${stamp(fromNs)} to ${stamp(toNs)} ${zoneText} with ${plural(shown.length, 'entry', 'entries')}.`];
  const held = all.filter((e) => e.milestone !== undefined).sort(byTime);
  if (held.length > 0) sentences.push(`${held.map((e) => `${MILESTONE_TITLE[e.milestone!]} ${stamp(e.time.startNs)}`).join(', ')}.`);
  for (const d of milestoneDurations(all)) {
    sentences.push(`${d.title} ${[formatDuration(d.durationNs), formatUncertaintyOf(d.durationNs, d.uncertaintyNs)].join(' ').trim()}.`);
  }
  const first = [...shown].sort(byTime)[0];
  if (first && shown.length === 1) sentences.push(`${showText(first.title)}.`);
  return sentences.join(' ');
}
