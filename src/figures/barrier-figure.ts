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
/** A narrower column cannot be read: the line is then drawn from above to below. */
const LEAST_COLUMN_PX = 92;

/**
 * Lines of barriers: the hazard at the left, what it endangers at the right, in between a bar for each barrier, and the way
 * the hazard took: through a gap in what failed, around what was bypassed, past the outline of what was missing, up to what
 * held. State and function stand by each in words. Many bars, or little room, are drawn from above to below. `undefined` without barriers.
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

/** Side by side where all bars can be read, otherwise from above to below. */
function drawLine(line: BarrierLine, top: number, widthPx: number, palette: FigurePalette, show: (text: string) => string): Drawn {
  const middlePx = widthPx - 2 * END_PX - 2 * PAD;
  return line.barriers.length * LEAST_COLUMN_PX <= middlePx ? drawAcross(line, top, widthPx, palette, show) : drawDown(line, top, widthPx, palette, show);
}

interface Drawn { readonly svg: string; readonly bottom: number }

function drawAcross({ hazard, target, barriers }: BarrierLine, top: number, widthPx: number, palette: FigurePalette, show: (text: string) => string): Drawn {
  const left = PAD + END_PX;
  const end = widthPx - PAD - END_PX;
  const columnPx = (end - left) / barriers.length;
  const wayY = top + BAR_HEIGHT / 2;
  const stoppedAt = barriers.findIndex(({ state }) => state === 'held');
  const parts: string[] = [];
  let x = left - 6;
  let bottom = top + BAR_HEIGHT;
  barriers.forEach((barrier, i) => {
    const at = left + columnPx * (i + 0.5);
    const reached = stoppedAt < 0 || i <= stoppedAt;
    const stops = barrier.state === 'held' && reached;
    parts.push(way(x, wayY, at - BAR_PX / 2 - (stops ? 2 : 0), reached, palette, stops));
    if (reached && !stops) parts.push(through(at, wayY, top, barrier.state, palette));
    parts.push(bar(at, top, barrier.state, palette));
    x = at + BAR_PX / 2;
    const words = wrapText(show(barrier.title), columnPx - 10, 4, FONT, 'bold');
    const below = bottomOf(top) + words.lines.length * LINE_PX;
    parts.push(
      lines(words, at, bottomOf(top), { fill: palette.text, weight: 600 }), textEl(at, below, BARRIER_STATE_TITLE[barrier.state], { size: FONT, fill: stateFill(barrier.state, palette), anchor: 'middle' }),
      textEl(at, below + LINE_PX - 1, BARRIER_FUNCTION_TITLE[barrier.function].toLowerCase(), { size: 11, fill: palette.textQuiet, anchor: 'middle' }),
    );
    bottom = Math.max(bottom, below + LINE_PX + 4);
  });
  const arrives = stoppedAt < 0;
  parts.push(
    way(x, wayY, end + 4, arrives, palette, arrives), box(PAD, top + 8, END_PX - 6, BAR_HEIGHT - 16, endWords(hazard, 'Hazard not said', show), palette, 'hazard'),
    box(end + 6, top + 8, END_PX - 6, BAR_HEIGHT - 16, endWords(target, 'Target not said', show), palette, arrives ? 'reached' : 'kept'),
  );
  return { svg: parts.join(''), bottom };
}

const DOWN_X = PAD + 70;
const DOWN_BAR_PX = 84;
const DOWN_BOX_PX = 44;

/** The same turned: bars lie, and their words stand beside them. */
function drawDown({ hazard, target, barriers }: BarrierLine, top: number, widthPx: number, palette: FigurePalette, show: (text: string) => string): Drawn {
  const stoppedAt = barriers.findIndex(({ state }) => state === 'held');
  const textX = DOWN_X + DOWN_BAR_PX / 2 + 18;
  const hot = palette.lane.impact.edge;
  const parts: string[] = [box(PAD, top, Math.min(widthPx - 2 * PAD, 320), DOWN_BOX_PX, endWords(hazard, 'Hazard not said', show), palette, 'hazard')];
  const stretch = (from: number, to: number, reached: boolean, head: boolean): string => {
    const line = el('path', { d: `M${n(DOWN_X)} ${n(from)}V${n(head ? to - 6 : to)}`, fill: 'none', stroke: reached ? hot : palette.rule, 'stroke-width': reached ? 2.5 : 1.5, ...(reached ? {} : { 'stroke-dasharray': '2 4' }) });
    return head ? line + el('path', { d: `M${n(DOWN_X - 5)} ${n(to - 7)}L${n(DOWN_X)} ${n(to)}L${n(DOWN_X + 5)} ${n(to - 7)}Z`, fill: reached ? hot : palette.rule }) : line;
  };
  let y = top + DOWN_BOX_PX;
  let from = y;
  barriers.forEach((barrier, i) => {
    const words = wrapText(show(barrier.title), widthPx - PAD - textX, 4, FONT, 'bold');
    const height = Math.max(46, words.lines.length * LINE_PX + LINE_PX + 18);
    const at = y + height / 2 + 4;
    const reached = stoppedAt < 0 || i <= stoppedAt;
    const stops = barrier.state === 'held' && reached;
    parts.push(stretch(from, at - BAR_PX / 2 - (stops ? 2 : 0), reached, stops));
    if (reached && !stops) {
      const [up, down] = [at - BAR_PX / 2, at + BAR_PX / 2];
      const side = DOWN_X - DOWN_BAR_PX / 2 - 4;
      parts.push(el('path', { d: barrier.state === 'bypassed' ? `M${n(DOWN_X)} ${n(up)}V${n(up - 5)}H${n(side)}V${n(down + 5)}H${n(DOWN_X)}V${n(down)}` : `M${n(DOWN_X)} ${n(up)}V${n(down)}`, fill: 'none', stroke: hot, 'stroke-width': 2.5 }));
    }
    parts.push(lyingBar(at, barrier.state, palette));
    const first = at - (words.lines.length * LINE_PX) / 2 + 4;
    words.lines.forEach((text, j) => parts.push(textEl(textX, first + j * LINE_PX, text, { size: FONT, fill: palette.text, weight: 600 })));
    const below = first + words.lines.length * LINE_PX;
    parts.push(textEl(textX, below, `${BARRIER_STATE_TITLE[barrier.state]}, ${BARRIER_FUNCTION_TITLE[barrier.function].toLowerCase()}`, { size: FONT, fill: stateFill(barrier.state, palette) }));
    from = at + BAR_PX / 2;
    y += height;
  });
  const arrives = stoppedAt < 0;
  parts.push(stretch(from, y + 18, arrives, arrives), box(PAD, y + 20, Math.min(widthPx - 2 * PAD, 320), DOWN_BOX_PX, endWords(target, 'Target not said', show), palette, arrives ? 'reached' : 'kept'));
  return { svg: parts.join(''), bottom: y + 20 + DOWN_BOX_PX };
}

function lyingBar(at: number, state: Barrier['state'], palette: FigurePalette): string {
  const [x, y] = [DOWN_X - DOWN_BAR_PX / 2, at - BAR_PX / 2];
  const outline = { stroke: palette.tick, 'stroke-width': 1.5 };
  switch (state) {
    case 'held': case 'bypassed': return rect(x, y, DOWN_BAR_PX, BAR_PX, palette.plate);
    case 'failed': {
      const half = (DOWN_BAR_PX - 24) / 2;
      return rect(x, y, half, BAR_PX, palette.plate) + rect(x + DOWN_BAR_PX - half, y, half, BAR_PX, palette.plate);
    }
    case 'missing': return rect(x, y, DOWN_BAR_PX, BAR_PX, 'none', { ...outline, 'stroke-dasharray': '4 3' });
    case 'unknown': return rect(x, y, DOWN_BAR_PX, BAR_PX, palette.surface, outline) + textEl(x + 10, at + 4, '?', { size: 11, fill: palette.textQuiet, anchor: 'middle', weight: 600 });
    default: return state satisfies never;
  }
}

function stateFill(state: Barrier['state'], palette: FigurePalette): string {
  return state === 'held' || state === 'unknown' ? palette.text : palette.lane.impact.edge;
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
