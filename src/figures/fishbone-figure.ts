import { visibleText } from '../base/text.ts';
import { allCauses, markOf, wordsOfCauses, type Cause, type CauseFigure } from './cause.ts';
import { svgOf, type CauseFigureOptions } from './cause-map-figure.ts';
import { badgeSvg } from './fault-tree/drawing.ts';
import { FAULT_TREE_PRINT, type FaultTreePalette, type StateStyle } from './fault-tree/palette.ts';
import type { Box } from './fault-tree/place.ts';
import { el, escapeXml, line, rect, textEl } from './svg.ts';
import { textWidthPx } from './text-metrics.ts';
import { wrapText } from './text-wrap.ts';

const FONT_PX = 12;
const LINE_PX = 14;
const TWIG_PX = 176;
const INDENT_PX = 18;
/** How far a rib leans to the left for each px away from the spine. */
const LEAN = 0.42;
const HEAD_PX = 190;
const RIB_HEAD_PX = 168;
const MARGIN_PX = 14;
const GAP_PX = 26;

/** A cause on a rib: its line runs to the left of it, its words stand above the line. */
interface Twig {
  readonly cause: Cause;
  readonly depth: number;
  readonly lines: readonly string[];
  /** From the outer end of the rib's twigs to its line, measured towards the reader's bottom. */
  readonly lineAt: number;
  readonly parent: number;
}

interface Rib {
  readonly cause: Cause;
  readonly head: readonly string[];
  readonly headPx: number;
  readonly twigs: readonly Twig[];
  readonly twigsPx: number;
  readonly depth: number;
}

/**
 * A fishbone (Ishikawa 1968): the effect at the head, what it came from as ribs above and below the spine in turn, what
 * those came from as twigs, deeper ones indented below theirs. Circles before words are filled where evidence shows them.
 */
export function fishboneFigure(root: Cause, options: CauseFigureOptions = {}): CauseFigure {
  const { palette = FAULT_TREE_PRINT, showText = visibleText } = options;
  const ribs = root.children.map((cause) => ribOf(cause, showText));
  const upper = ribs.filter((_, i) => i % 2 === 0);
  const lower = ribs.filter((_, i) => i % 2 === 1);
  const headLines = wrapText(showText(root.text), HEAD_PX - 24, 8, 13, 'bold').lines;
  const headPx = Math.max(56, headLines.length * 17 + 24);
  // Ribs of one side are equally long: their heads stand in a row, above or below the effect and none among the twigs of its neighbour.
  const longest = (side: readonly Rib[]): number => Math.max(0, ...side.map((rib) => Math.max(rib.twigsPx, headPx / 2 + 8)));
  const reach = (side: readonly Rib[]): number => longest(side) + Math.max(0, ...side.map((rib) => rib.headPx));
  const up = Math.max(reach(upper), headPx / 2) + MARGIN_PX;
  const down = Math.max(reach(lower), headPx / 2) + MARGIN_PX;

  // Pairs of ribs stand side by side, the first nearest to the head; each takes as much of the spine as its wider one needs.
  const widths = upper.map((rib, i) => Math.max(roomOf(rib), lower[i] ? roomOf(lower[i]) : 0));
  const lean = Math.max(longest(upper), longest(lower), 40) * LEAN;
  const spinePx = widths.reduce((sum, px) => sum + px, 0) + lean + 24;
  const widthPx = Math.ceil(2 * MARGIN_PX + spinePx + HEAD_PX);
  const legend = legendSvg(root, Math.ceil(up + down) + 8, palette);
  const heightPx = Math.ceil(up + down) + (legend === '' ? 0 : 24);
  const right = widthPx - MARGIN_PX - HEAD_PX;

  const parts: string[] = [
    line(Math.max(MARGIN_PX, right - spinePx + lean / 2), up, right, up, palette.plain.stroke, { 'stroke-width': 2.5 }),
    el('path', { d: `M${right - 12} ${up - 7}L${right} ${up}L${right - 12} ${up + 7}z`, fill: palette.plain.stroke }),
  ];
  const places: Array<{ id: string; box: Box }> = [];
  let x = right - 20;
  for (const [i, width] of widths.entries()) {
    for (const [rib, away] of [[upper[i], -1], [lower[i], 1]] as const) if (rib) parts.push(ribSvg(rib, x, up, away, { palette, showText, places, longPx: longest(away < 0 ? upper : lower) }));
    x -= width;
  }
  const head = { x: right, y: up - headPx / 2, width: HEAD_PX, height: headPx };
  places.unshift({ id: root.id, box: head });
  parts.push(el('g', { 'data-id': root.id }, [
    `<title>${escapeXml(showText(root.text))}</title>`,
    rect(head.x, head.y, head.width, head.height, palette.surface, { stroke: palette.plain.stroke, 'stroke-width': 2 }),
    ...headLines.map((text, i) => textEl(head.x + head.width / 2, up + (i - (headLines.length - 1) / 2) * 17 + 4.5, text, { size: 13, fill: palette.text, weight: 600, anchor: 'middle' })),
    root.state === undefined ? '' : badgeSvg({ x: head.x + head.width, y: head.y }, markOf(root.state), palette),
  ].join('')));
  parts.push(legend);
  const words = wordsOfCauses('Fishbone', root, showText);
  return { svg: svgOf(widthPx, heightPx, words, palette.surface, parts.join('')), widthPx, heightPx, alt: words.alt, places };
}

/** What the circles before words mean, where there are any. */
function legendSvg(root: Cause, y: number, palette: FaultTreePalette): string {
  const twigs = root.children.flatMap((rib) => allCauses(rib).slice(1)).filter((cause) => cause.state !== undefined);
  const kinds = [
    { words: 'evidence shows it', like: twigs.find((cause) => cause.state !== 'ruled-out' && cause.citations > 0) },
    { words: 'only said', like: twigs.find((cause) => cause.state !== 'ruled-out' && cause.citations === 0) },
    { words: 'ruled out', like: twigs.find((cause) => cause.state === 'ruled-out') },
  ];
  let x = MARGIN_PX;
  return kinds.map(({ words, like }) => {
    if (!like) return '';
    const item = proofMark(x + 5, y, like, like.state === 'ruled-out' ? palette.states['did-not-happen'] : palette.plain, palette) + textEl(x + 15, y + 4, words, { size: 11, fill: palette.textQuiet });
    x += 15 + textWidthPx(words, 11) + 20;
    return item;
  }).join('');
}

function roomOf({ depth }: Rib): number {
  return Math.max(RIB_HEAD_PX, TWIG_PX + depth * INDENT_PX) + GAP_PX;
}

function ribOf(cause: Cause, showText: (text: string) => string): Rib {
  const twigs: Twig[] = [];
  let y = 6;
  let depth = 0;
  const add = (child: Cause, level: number, parent: number): void => {
    const { lines } = wrapText(showText(child.text), TWIG_PX - 26, 4, FONT_PX);
    y += lines.length * LINE_PX + 5;
    depth = Math.max(depth, level);
    const at = twigs.push({ cause: child, depth: level, lines, lineAt: y, parent }) - 1;
    y += 7;
    for (const below of child.children) add(below, level + 1, at);
  };
  for (const child of cause.children) add(child, 0, -1);
  const { lines: head } = wrapText(showText(cause.text), RIB_HEAD_PX - 20, 4, FONT_PX, 'bold');
  return { cause, head, headPx: head.length * LINE_PX + 16, twigs, twigsPx: Math.max(40, y + 14), depth };
}

interface RibOptions {
  readonly palette: FaultTreePalette;
  readonly showText: (text: string) => string;
  readonly places: Array<{ id: string; box: Box }>;
  readonly longPx: number;
}

/** `away`: -1 above the spine, 1 below it. */
function ribSvg(rib: Rib, x: number, spineY: number, away: -1 | 1, { palette, showText, places, longPx }: RibOptions): string {
  const styleOf = (cause: Cause): StateStyle => (cause.state === 'ruled-out' ? palette.states['did-not-happen'] : palette.plain);
  const xAt = (y: number): number => x - Math.abs(y - spineY) * LEAN;
  const endY = spineY + away * longPx;
  const first = away < 0 ? endY : endY - rib.twigsPx + 6;
  const style = styleOf(rib.cause);
  const parts = [line(x, spineY, xAt(endY), endY, style.stroke, { 'stroke-width': 1.75, 'stroke-dasharray': style.lineDash })];
  const yOf = (twig: Twig): number => first + twig.lineAt;
  for (const twig of rib.twigs) {
    const y = yOf(twig);
    const drawn = styleOf(twig.cause);
    const end = xAt(y) - twig.depth * INDENT_PX;
    const begin = end - TWIG_PX;
    const above = rib.twigs[twig.parent];
    if (above) parts.push(line(xAt(yOf(above)) - twig.depth * INDENT_PX, yOf(above), end, y, drawn.line, { 'stroke-width': 1.25, 'stroke-dasharray': drawn.lineDash }));
    parts.push(line(begin, y, end, y, drawn.line, { 'stroke-width': 1.25, 'stroke-dasharray': drawn.lineDash }));
    const top = y - 5 - (twig.lines.length - 1) * LINE_PX;
    places.push({ id: twig.cause.id, box: { x: begin, y: top - 11, width: TWIG_PX, height: y - top + 11 } });
    parts.push(el('g', { 'data-id': twig.cause.id }, [
      `<title>${escapeXml(showText(twig.cause.text))}</title>`,
      proofMark(begin + 5, top - 4, twig.cause, drawn, palette),
      ...twig.lines.map((text, i) => textEl(begin + 15, top + i * LINE_PX, text, { size: FONT_PX, fill: drawn.text })),
    ].join('')));
  }
  const box = { x: xAt(endY) - RIB_HEAD_PX / 2, y: away < 0 ? endY - rib.headPx : endY, width: RIB_HEAD_PX, height: rib.headPx };
  places.push({ id: rib.cause.id, box });
  const { state, citations } = rib.cause;
  parts.push(el('g', { 'data-id': rib.cause.id }, [
    `<title>${escapeXml(showText(rib.cause.text))}</title>`,
    rect(box.x, box.y, box.width, box.height, state === 'ruled-out' ? style.fill : palette.surface, { stroke: style.stroke, 'stroke-width': 1.25, 'stroke-dasharray': state !== undefined && citations === 0 ? '4 3' : undefined }),
    ...rib.head.map((text, i) => textEl(box.x + box.width / 2, box.y + 8 + 11 + i * LINE_PX, text, { size: FONT_PX, fill: style.text, weight: 600, anchor: 'middle' })),
    state === undefined ? '' : badgeSvg({ x: box.x + box.width, y: box.y }, markOf(state), palette),
  ].join('')));
  return parts.join('');
}

/** Filled: evidence shows it; hollow: it is only said; struck out: it is ruled out. */
function proofMark(x: number, y: number, { state, citations }: Cause, style: StateStyle, palette: FaultTreePalette): string {
  if (state === undefined) return '';
  const filled = citations > 0;
  return el('circle', { cx: x, cy: y, r: 3.6, fill: filled && state !== 'ruled-out' ? palette.evidence : palette.surface, stroke: state === 'ruled-out' ? style.stroke : palette.evidence, 'stroke-width': 1.3 })
    + (state === 'ruled-out' ? line(x - 4.5, y + 4.5, x + 4.5, y - 4.5, style.stroke, { 'stroke-width': 1.3 }) : '');
}
