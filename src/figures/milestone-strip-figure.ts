import { formatDate, formatDuration, formatTimeOfDay, formatUncertainty } from '../base/time.ts';
import { MILESTONES, MILESTONE_TITLE, startEstimate, type Milestone, type TimelineEntry } from '../model/timeline.ts';
import type { Figure } from './figure.ts';
import { PRINT_PALETTE, type FigurePalette } from './palette.ts';
import { el, escapeXml, n, rect, textEl } from './svg.ts';

const BAR_Y = 6;
const BAR_PX = 8;
const LABEL_Y = 44;
const FONT_PX = 12;

interface Stop {
  readonly milestone: Milestone;
  readonly ns: bigint;
  readonly uncertaintyNs: bigint;
}

/**
 * Milestones on one line in proportion to time, their names and times in columns below that never overlap. `undefined`
 * when no entry holds one. What users felt is drawn full: from impact start to mitigated, else to resolved.
 */
export function milestoneStripFigure(
  entries: readonly TimelineEntry[], options: { readonly zone: string; readonly widthPx?: number; readonly palette?: FigurePalette },
): Figure | undefined {
  const palette = options.palette ?? PRINT_PALETTE;
  const widthPx = Math.max(320, Math.floor(options.widthPx ?? 720));
  const stops = MILESTONES.flatMap((milestone): Stop[] => {
    const time = entries.find((e) => e.milestone === milestone)?.time;
    return time ? [{ milestone, ns: startEstimate(time).estimateNs, uncertaintyNs: startEstimate(time).uncertaintyNs }] : [];
  }).sort((a, b) => (a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : MILESTONES.indexOf(a.milestone) - MILESTONES.indexOf(b.milestone)));
  const first = stops[0];
  if (!first) return undefined;
  const spanNs = Number(stops.at(-1)!.ns - first.ns) || 1;
  const inset = 6;
  const x = (ns: bigint): number => inset + (Number(ns - first.ns) / spanNs) * (widthPx - 2 * inset);
  const columnPx = widthPx / stops.length;
  const reached = (milestone: Milestone): bigint | undefined => stops.find((s) => s.milestone === milestone)?.ns;
  const impactNs = reached('impact-start');
  const endNs = reached('mitigated') ?? reached('stabilised') ?? reached('resolved');

  const parts: string[] = [rect(inset, BAR_Y + 2, widthPx - 2 * inset, BAR_PX - 4, palette.rule)];
  if (impactNs !== undefined && endNs !== undefined && endNs > impactNs) parts.push(rect(x(impactNs), BAR_Y, x(endNs) - x(impactNs), BAR_PX, palette.lane.impact.edge));
  stops.forEach((stop, i) => {
    const at = x(stop.ns);
    const left = i * columnPx;
    parts.push(
      el('path', { d: `M${n(at)} ${n(BAR_Y + BAR_PX)}V${n(BAR_Y + BAR_PX + 5)}L${n(left + 1)} ${n(LABEL_Y - 17)}V${n(LABEL_Y - 12)}`, fill: 'none', stroke: palette.tick }),
      el('circle', { cx: at, cy: BAR_Y + BAR_PX / 2, r: 5, fill: palette.plate, stroke: palette.surface, 'stroke-width': 1.5 }),
    );
    const since = stop.ns === first.ns ? '' : `+${formatDuration(stop.ns - first.ns)}${stop.uncertaintyNs > 0n ? ` ${formatUncertainty(stop.uncertaintyNs)}` : ''}`;
    const day = formatDate(stop.ns, options.zone);
    const before = stops[i - 1];
    parts.push(
      textEl(left, LABEL_Y, MILESTONE_TITLE[stop.milestone], { size: FONT_PX, fill: palette.text, weight: 600 }),
      textEl(left, LABEL_Y + 16, formatTimeOfDay(stop.ns, options.zone, 'second'), { size: FONT_PX, fill: palette.text, mono: true }),
      textEl(left, LABEL_Y + 31, before && formatDate(before.ns, options.zone) === day ? since : since === '' ? day : `${day}, ${since}`, { size: 11, fill: palette.textQuiet }),
    );
  });
  const heightPx = LABEL_Y + 37;
  const alt = `Milestones: ${stops.map((s) => `${MILESTONE_TITLE[s.milestone]} ${formatDate(s.ns, options.zone)} ${formatTimeOfDay(s.ns, options.zone, 'second')}`).join(', ')}.`;
  const svg = el('svg', {
    xmlns: 'http://www.w3.org/2000/svg', width: widthPx, height: heightPx, viewBox: `0 0 ${widthPx} ${heightPx}`, role: 'img', 'aria-label': alt,
  }, `<title>${escapeXml(alt)}</title>${parts.join('')}`);
  return { svg, widthPx, heightPx, alt };
}
