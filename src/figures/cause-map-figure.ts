import { visibleText } from '../base/text.ts';
import { citationWords, markOf, WHY_WORDS, wordsOfCauses, type Cause, type CauseFigure } from './cause.ts';
import { badgeSvg } from './fault-tree/drawing.ts';
import { FAULT_TREE_PRINT, type FaultTreePalette } from './fault-tree/palette.ts';
import type { Box } from './fault-tree/place.ts';
import { el, escapeXml, n, rect, textEl } from './svg.ts';
import { textWidthPx } from './text-metrics.ts';
import { wrapText } from './text-wrap.ts';
import { tidyTree } from './tidy-tree.ts';

export interface CauseFigureOptions {
  /** Columns get narrower, down to what can be read, to fit in. Default: as wide as it needs. */
  readonly widthPx?: number | undefined;
  readonly palette?: FaultTreePalette | undefined;
  readonly showText?: ((text: string) => string) | undefined;
}

const FONT_PX = 12;
const LINE_PX = 15;
const SMALL_PX = 11;
const PADDING_PX = 9;
const WIDEST_PX = 196;
const NARROWEST_PX = 124;
const COLUMN_GAP_PX = 56;
const MOST_LINES = 7;
const MARGIN_PX = 12;

interface Placed {
  readonly cause: Cause;
  readonly depth: number;
  readonly lines: readonly string[];
  readonly heightPx: number;
  readonly children: number[];
}

/**
 * A cause map: the effect on the left, to its right what brought it about, and so on. Steps that no evidence shows are
 * drawn hollow, with a dashed outline; where several lead to one, the map says whether it took all of them.
 */
export function causeMapFigure(root: Cause, options: CauseFigureOptions = {}): CauseFigure {
  const { palette = FAULT_TREE_PRINT, showText = visibleText } = options;
  const placed: Placed[] = [];
  let columns = 1;
  const columnPx = (count: number): number => (options.widthPx === undefined ? WIDEST_PX
    : Math.max(NARROWEST_PX, Math.min(WIDEST_PX, Math.floor((options.widthPx - 2 * MARGIN_PX - (count - 1) * COLUMN_GAP_PX) / count))));
  const depths = (cause: Cause, depth: number): void => {
    columns = Math.max(columns, depth + 1);
    for (const child of cause.children) depths(child, depth + 1);
  };
  depths(root, 0);
  const boxPx = columnPx(columns);
  const place = (cause: Cause, depth: number): number => {
    const { lines } = wrapText(showText(cause.text), boxPx - 2 * PADDING_PX, MOST_LINES, FONT_PX);
    const at = placed.length;
    placed.push({ cause, depth, lines, heightPx: 2 * Math.ceil((2 * PADDING_PX + lines.length * LINE_PX + (cause.state === undefined ? 0 : LINE_PX)) / 2), children: [] });
    for (const child of cause.children) placed[at]!.children.push(place(child, depth + 1));
    return at;
  };
  place(root, 0);
  const middles = tidyTree(placed.map((one) => ({ children: one.children, left: [one.heightPx / 2], right: [one.heightPx / 2] })), { siblings: 14, cousins: 26 });
  const top = placed.reduce((least, one, i) => Math.min(least, middles[i]! - one.heightPx / 2), 0) - MARGIN_PX - 4;
  const bottom = placed.reduce((most, one, i) => Math.max(most, middles[i]! + one.heightPx / 2), 0) + MARGIN_PX;
  const boxOf = (i: number): Box => {
    const { depth, heightPx } = placed[i]!;
    return { x: MARGIN_PX + depth * (boxPx + COLUMN_GAP_PX), y: middles[i]! - heightPx / 2 - top, width: boxPx, height: heightPx };
  };

  const lines: string[] = [];
  const boxes: string[] = [];
  for (const [i, one] of placed.entries()) {
    const box = boxOf(i);
    const from = { x: box.x + box.width, y: box.y + box.height / 2 };
    const trunk = from.x + COLUMN_GAP_PX / 2;
    const to = one.children.map((child) => {
      const { x, y, height } = boxOf(child);
      return { x, y: y + height / 2, aside: placed[child]!.cause.state === 'ruled-out' };
    });
    lines.push(...forkSvg(from, trunk, to, palette));
    if (to.length > 1 && one.cause.state !== undefined) boxes.push(joinMark(trunk, from.y, one.cause.join, palette));
    boxes.push(boxSvg(one, box, palette, showText));
  }
  const widthPx = 2 * MARGIN_PX + columns * boxPx + (columns - 1) * COLUMN_GAP_PX;
  const heightPx = Math.ceil(bottom - top);
  const words = wordsOfCauses('Cause map', root, showText);
  return {
    svg: svgOf(widthPx, heightPx, words, palette.surface, lines.join('') + boxes.join('')), widthPx, heightPx, alt: words.alt,
    places: placed.map((one, i) => ({ id: one.cause.id, box: boxOf(i) })),
  };
}

export function svgOf(widthPx: number, heightPx: number, { alt, text }: { readonly alt: string; readonly text: string }, surface: string, content: string): string {
  return el('svg', {
    xmlns: 'http://www.w3.org/2000/svg', width: widthPx, height: heightPx, viewBox: `0 0 ${n(widthPx)} ${n(heightPx)}`, role: 'img', 'aria-label': alt,
  }, `<title>${escapeXml(alt)}</title><desc>${escapeXml(text)}</desc>${rect(0, 0, widthPx, heightPx, surface)}${content}`);
}

function boxSvg({ cause, lines }: Placed, box: Box, palette: FaultTreePalette, showText: (text: string) => string): string {
  const { state, citations } = cause;
  const aside = state === 'ruled-out';
  const style = aside ? palette.states['did-not-happen'] : palette.plain;
  const heading = state === undefined;
  const parts = [
    `<title>${escapeXml(showText(cause.text))}</title>`,
    rect(box.x, box.y, box.width, box.height, aside ? style.fill : palette.surface, { stroke: style.stroke, 'stroke-width': heading ? 1.75 : 1.25, 'stroke-dasharray': !heading && citations === 0 ? '4 3' : undefined }),
    ...lines.map((line, i) => textEl(box.x + PADDING_PX, box.y + PADDING_PX + 11 + i * LINE_PX, line, { size: FONT_PX, fill: style.text, weight: heading ? 600 : undefined })),
  ];
  if (state !== undefined) {
    const y = box.y + box.height - PADDING_PX - 1;
    parts.push(textEl(box.x + PADDING_PX, y, citationWords(citations), { size: SMALL_PX, fill: citations === 0 ? palette.textQuiet : palette.evidence }));
    parts.push(textEl(box.x + box.width - PADDING_PX, y, WHY_WORDS[state], { size: SMALL_PX, fill: palette.textQuiet, anchor: 'end' }));
    parts.push(badgeSvg({ x: box.x + box.width, y: box.y }, markOf(state), palette));
  }
  return el('g', { 'data-id': cause.id }, parts.join(''));
}

interface End {
  readonly x: number;
  readonly y: number;
  readonly aside: boolean;
}

/** Lines from a box to what brought it about, none on another: dashed where nothing but what is ruled out lies behind. */
function forkSvg(from: { readonly x: number; readonly y: number }, trunk: number, to: readonly End[], palette: FaultTreePalette): string[] {
  const draw = (d: string, aside: boolean): string => {
    const style = aside ? palette.states['did-not-happen'] : palette.plain;
    return el('path', { d, fill: 'none', stroke: style.line, 'stroke-width': style.lineWidthPx, 'stroke-dasharray': style.lineDash });
  };
  if (to.length === 0) return [];
  const reach = (ends: readonly End[]): readonly [number, number] => [Math.min(from.y, ...ends.map((end) => end.y)), Math.max(from.y, ...ends.map((end) => end.y))];
  const [top, bottom] = reach(to.filter((end) => !end.aside));
  const [asideTop, asideBottom] = reach(to);
  const lines = [draw(`M${n(from.x)} ${n(from.y)}H${n(trunk)}`, to.every((end) => end.aside))];
  if (bottom > top) lines.push(draw(`M${n(trunk)} ${n(top)}V${n(bottom)}`, false));
  if (asideTop < top) lines.push(draw(`M${n(trunk)} ${n(top)}V${n(asideTop)}`, true));
  if (asideBottom > bottom) lines.push(draw(`M${n(trunk)} ${n(bottom)}V${n(asideBottom)}`, true));
  for (const { x, y, aside } of to) lines.push(draw(`M${n(trunk)} ${n(y)}H${n(x)}`, aside));
  return lines;
}

/** “and” where it took all that leads here, “or” where each was enough. */
function joinMark(x: number, y: number, join: Cause['join'], palette: FaultTreePalette): string {
  const text = join === 'all' ? 'and' : 'or';
  const width = textWidthPx(text, SMALL_PX) + 8;
  return rect(x - width / 2, y - 8, width, 16, palette.surface, { stroke: palette.hairline })
    + textEl(x, y + 4, text, { size: SMALL_PX, fill: palette.text, anchor: 'middle' });
}
