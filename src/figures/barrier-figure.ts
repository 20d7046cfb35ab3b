import { visibleText } from '../base/text.ts';
import type { Barrier } from '../model/cause.ts';
import { BARRIER_FUNCTION_TITLE, BARRIER_STATE_TITLE, type BarrierLine } from '../model/factor.ts';
import type { Figure } from './figure.ts';
import { PRINT_PALETTE, type FigurePalette } from './palette.ts';
import { el, escapeXml, n, rect, textEl } from './svg.ts';
import { wrapText, type Wrapped } from './text-wrap.ts';

export interface BarrierFigureOptions {
  /** Default 720. At least 320. */
  readonly widthPx?: number;
  readonly palette?: FigurePalette;
  /** What text may appear; default `visibleText`. */
  readonly showText?: (text: string) => string;
}

const FONT = 12;
const LINE_PX = 16;
const BAR_PX = 10;
const BAR_HEIGHT = 76;
const END_PX = 116;
const PAD = 8;
const GAP_BETWEEN_LINES = 28;
/** A narrower column cannot be read: the line goes on below. */
const LEAST_COLUMN_PX = 92;

/**
 * Lines of barriers: the hazard at the left, what it endangers at the right, in between a bar for each barrier, and the way
 * the hazard took: through a gap in what failed, around what was bypassed, past the outline of what was missing, up to what
 * held. State and function stand under each in words. `undefined` without barriers.
 */
export function barrierFigure(lines: readonly BarrierLine[], options: BarrierFigureOptions = {}): Figure | undefined {
  if (lines.length === 0) return undefined;
  const palette = options.palette ?? PRINT_PALETTE;
  const show = options.showText ?? visibleText;
  const widthPx = Math.max(320, Math.floor(options.widthPx ?? 720));
  const parts: string[] = [];
  let y = PAD;
  for (const line of lines) {
    const drawn = drawLine(line, y, widthPx, palette, show);
    parts.push(drawn.svg);
    y = drawn.bottom + GAP_BETWEEN_LINES;
  }
  const heightPx = Math.ceil(y - GAP_BETWEEN_LINES + PAD);
  const alt = lines.map((line) => `${endWords(line.hazard, 'A hazard', show)} to ${endWords(line.target, 'what it endangers', show)}: ${line.barriers.map((barrier) => `${show(barrier.title)} (${BARRIER_STATE_TITLE[barrier.state].toLowerCase()})`).join(', ')}.`).join(' ');
  const svg = el('svg', { xmlns: 'http://www.w3.org/2000/svg', width: widthPx, height: heightPx, viewBox: `0 0 ${widthPx} ${heightPx}`, role: 'img', 'aria-label': alt }, `<title>${escapeXml(alt)}</title>${parts.join('')}`);
  return { svg, widthPx, heightPx, alt };
}

function endWords(text: string, otherwise: string, show: (text: string) => string): string {
  return text.trim() === '' ? otherwise : show(text.trim());
}

/** Rows of at most as many bars as can be read side by side; hazard before the first, target behind the last. */
function drawLine(line: BarrierLine, top: number, widthPx: number, palette: FigurePalette, show: (text: string) => string): { svg: string; bottom: number } {
  const middlePx = widthPx - 2 * END_PX - 2 * PAD;
  const most = Math.max(1, Math.floor(middlePx / LEAST_COLUMN_PX));
  const rows: Barrier[][] = [];
  for (let i = 0; i < line.barriers.length; i += most) rows.push(line.barriers.slice(i, i + most));
  const stoppedAt = line.barriers.findIndex(({ state }) => state === 'held');
  const parts: string[] = [];
  let y = top;
  rows.forEach((row, r) => {
    const wayY = y + BAR_HEIGHT / 2;
    const [isFirst, isLast] = [r === 0, r === rows.length - 1];
    const columnPx = middlePx / row.length;
    const left = PAD + END_PX;
    const passed = stoppedAt < 0 ? Infinity : stoppedAt;
    // The way, behind the bars: full as far as the hazard came, dotted beyond.
    let x = isFirst ? left - 6 : left;
    row.forEach((barrier, i) => {
      const index = r * most + i;
      const at = left + columnPx * (i + 0.5);
      const reached = index <= passed;
      parts.push(way(x, wayY, at - BAR_PX / 2 - (barrier.state === 'held' ? 2 : 0), reached, palette, barrier.state === 'held' && reached));
      if (reached && barrier.state !== 'held') parts.push(through(at, wayY, y, barrier.state, palette));
      parts.push(bar(at, y, barrier.state, palette));
      x = at + BAR_PX / 2;
    });
    const end = widthPx - PAD - END_PX;
    const arrives = stoppedAt < 0;
    parts.push(way(x, wayY, isLast ? end + 4 : end, stoppedAt < 0 || (r + 1) * most <= stoppedAt, palette, isLast && arrives));
    if (isFirst) parts.push(box(PAD, y + 8, END_PX - 6, BAR_HEIGHT - 16, endWords(line.hazard, 'Hazard not said', show), palette, 'hazard'));
    if (isLast) parts.push(box(widthPx - PAD - END_PX + 6, y + 8, END_PX - 6, BAR_HEIGHT - 16, endWords(line.target, 'Target not said', show), palette, arrives ? 'reached' : 'kept'));
    let bottom = y + BAR_HEIGHT;
    row.forEach((barrier, i) => {
      const at = left + columnPx * (i + 0.5);
      const words = wrapText(show(barrier.title), columnPx - 10, 4, FONT, 'bold');
      parts.push(lines(words, at, bottomOf(y), { fill: palette.text, weight: 600 }));
      const below = bottomOf(y) + words.lines.length * LINE_PX;
      parts.push(textEl(at, below, BARRIER_STATE_TITLE[barrier.state], { size: FONT, fill: barrier.state === 'held' || barrier.state === 'unknown' ? palette.text : palette.lane.impact.edge, anchor: 'middle' }));
      parts.push(textEl(at, below + LINE_PX - 1, BARRIER_FUNCTION_TITLE[barrier.function].toLowerCase(), { size: 11, fill: palette.textQuiet, anchor: 'middle' }));
      bottom = Math.max(bottom, below + LINE_PX + 4);
    });
    y = bottom + (isLast ? 0 : 12);
  });
  return { svg: parts.join(''), bottom: y };
}

const bottomOf = (y: number): number => y + BAR_HEIGHT + 18;

/** A stretch of the way; with a head where it ends at something. */
function way(from: number, y: number, to: number, reached: boolean, palette: FigurePalette, head: boolean): string {
  if (to <= from) return '';
  const end = head ? to - 6 : to;
  const path = el('path', { d: `M${n(from)} ${n(y)}H${n(end)}`, fill: 'none', stroke: reached ? palette.lane.impact.edge : palette.rule, 'stroke-width': reached ? 2.5 : 1.5, ...(reached ? {} : { 'stroke-dasharray': '2 4' }) });
  return head ? path + el('path', { d: `M${n(to - 7)} ${n(y - 5)}L${n(to)} ${n(y)}L${n(to - 7)} ${n(y + 5)}Z`, fill: reached ? palette.lane.impact.edge : palette.rule }) : path;
}

/** How the hazard got past: straight through, or around the upper end. */
function through(at: number, wayY: number, top: number, state: Barrier['state'], palette: FigurePalette): string {
  const [from, to] = [at - BAR_PX / 2, at + BAR_PX / 2];
  const d = state === 'bypassed' ? `M${n(from)} ${n(wayY)}H${n(from - 5)}V${n(top - 4)}H${n(to + 5)}V${n(wayY)}H${n(to)}` : `M${n(from)} ${n(wayY)}H${n(to)}`;
  return el('path', { d, fill: 'none', stroke: palette.lane.impact.edge, 'stroke-width': 2.5 });
}

/** A bar by its state: whole, with a gap, an outline, or an outline with a question. */
function bar(at: number, y: number, state: Barrier['state'], palette: FigurePalette): string {
  const x = at - BAR_PX / 2;
  const outline = { stroke: palette.tick, 'stroke-width': 1.5 };
  switch (state) {
    case 'held': return rect(x, y, BAR_PX, BAR_HEIGHT, palette.plate);
    case 'bypassed': return rect(x, y + 4, BAR_PX, BAR_HEIGHT - 4, palette.plate);
    case 'failed': {
      const half = (BAR_HEIGHT - 22) / 2;
      return rect(x, y, BAR_PX, half, palette.plate) + rect(x, y + BAR_HEIGHT - half, BAR_PX, half, palette.plate);
    }
    case 'missing': return rect(x, y, BAR_PX, BAR_HEIGHT, 'none', { ...outline, 'stroke-dasharray': '4 3' });
    case 'unknown': return rect(x, y, BAR_PX, BAR_HEIGHT, palette.surface, outline) + textEl(at, y + 13, '?', { size: 11, fill: palette.textQuiet, anchor: 'middle', weight: 600 });
    default: return state satisfies never;
  }
}

/** What the line begins and ends with. What was reached has a heavy edge, what was kept a light one. */
function box(x: number, y: number, width: number, height: number, text: string, palette: FigurePalette, kind: 'hazard' | 'reached' | 'kept'): string {
  const words = wrapText(text, width - 14, 3, FONT, 'bold');
  const isHot = kind !== 'kept';
  return rect(x, y, width, height, isHot ? palette.lane.impact.tint : palette.surface, { stroke: isHot ? palette.lane.impact.edge : palette.tick, 'stroke-width': kind === 'reached' ? 2 : 1.25, rx: 3 })
    + lines(words, x + width / 2, y + height / 2 - ((words.lines.length - 1) * LINE_PX) / 2 + 4, { fill: palette.text, weight: 600 });
}

function lines({ lines: all }: Wrapped, x: number, y: number, style: { fill: string; weight: number }): string {
  return all.map((line, i) => textEl(x, y + i * LINE_PX, line, { size: FONT, anchor: 'middle', ...style })).join('');
}
