import { visibleText } from '../../base/text.ts';
import type { FaultNode, FaultTreeDocument } from '../../model/fault-tree/document.ts';
import { knownStates } from '../../model/fault-tree/state.ts';
import { drawFaultTreePage } from './drawing.ts';
import { layoutFaultTree, type FaultTreeLayoutOptions } from './layout.ts';
import { headStrip, legendStrip, type DrawnNumbers, type Strip } from './legend.ts';
import { outlineFaultTree, type FaultTreePage } from './pages.ts';
import { FAULT_TREE_PRINT, type FaultTreePalette } from './palette.ts';
import { splitFaultTree } from './split.ts';
import { wordsOfPage } from './words.ts';
import type { Figure } from '../figure.ts';
import { formatProbability } from '../probability-text.ts';
import { el, escapeXml, n } from '../svg.ts';

export interface FaultTreeFigureOptions extends FaultTreeLayoutOptions {
  /** Default `FAULT_TREE_PRINT`. */
  readonly palette?: FaultTreePalette | undefined;
  /** Probabilities, and which cut sets are evidenced. */
  readonly analysis?: DrawnNumbers | undefined;
  /** Draw what happened and what did not. Default: when it is said of any node. */
  readonly observed?: boolean | undefined;
  /** Write probabilities under events. Default true. */
  readonly probabilities?: boolean | undefined;
  /** Title above and legend below. Default true. */
  readonly frame?: boolean | undefined;
  /** At least this wide, the drawing in the middle: a small one is then not blown up where figures are as wide as a page. */
  readonly widthPx?: number | undefined;
  /** The drawing is put on a sheet of this size, smaller when it must be, never larger. Default: as large as the drawing. */
  readonly paper?: Paper | undefined;
}

export interface Paper {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly marginMm: number;
}

export const A4_LANDSCAPE: Paper = { widthMm: 297, heightMm: 210, marginMm: 12 };
export const A3_LANDSCAPE: Paper = { widthMm: 420, heightMm: 297, marginMm: 14 };

export interface FaultTreeFigure extends Figure {
  readonly page: FaultTreePage | undefined;
  /** Of the drawing on `paper`; 1: 96 px to the inch. */
  readonly scale: number;
}

/** The smallest scale that splitting a tree over pages aims at: letters of 12 px are then 6 pt. */
const LEAST_SCALE = 0.67;
const PX_PER_MM = 96 / 25.4;

/** One page of a fault tree; without `pageId` the first. The same document and options give the same bytes. */
export function faultTreeFigure(document: FaultTreeDocument, options: FaultTreeFigureOptions = {}): FaultTreeFigure {
  const { palette = FAULT_TREE_PRINT, showText = visibleText, analysis, frame = true } = options;
  const layout = layoutFaultTree(document, { ...options, labels: labelsFor(document, options) });
  const observed = options.observed ?? document.nodes.some((node) => node.observed.state !== 'unknown');
  const known = observed ? knownStates(document) : undefined;
  const top = analysis?.tops.find((one) => one.id === layout.page?.id) ?? (analysis?.tops.length === 1 ? analysis.tops[0] : undefined);
  const evidenced = new Set(observed ? top?.cutSets.list.filter((set) => set.state === 'evidenced').flatMap((set) => set.events.filter((event) => !event.complement).map((event) => event.id)) : []);
  const drawing = drawFaultTreePage(layout, { palette, showText, known, evidenced, valueOf: options.probabilities === false ? () => '' : valuesOf(analysis, showText) });

  const { extent } = layout;
  const margin = options.paper ? 0 : 16;
  const contentPx = Math.max(extent.width, frame ? 420 : 0, (options.widthPx ?? 0) - 2 * margin);
  const strips = (widthPx: number): { head: Strip; legend: Strip } => {
    const strip = { palette, showText, known, top, widthPx };
    return frame ? { head: headStrip(document, layout, strip), legend: legendStrip(document, layout, strip) } : { head: EMPTY, legend: EMPTY };
  };
  const narrow = strips(contentPx);
  const sheet = sheetFor(options.paper, contentPx + 2 * margin, narrow.head.heightPx + extent.height + narrow.legend.heightPx + 2 * margin + 16);
  const inset = Math.max(margin, sheet.marginPx);
  const { head, legend } = strips(sheet.widthPx - 2 * inset);
  const free = sheet.heightPx - 2 * inset - head.heightPx - legend.heightPx - extent.height;
  const at = (x: number, y: number, svg: string): string => (svg === '' ? '' : el('g', { transform: `translate(${n(x)} ${n(y)})` }, svg));
  const words = wordsOfPage(document, layout, { known, showText, top });
  const { widthPx, heightPx } = sheet;
  const svg = el('svg', {
    xmlns: 'http://www.w3.org/2000/svg', width: options.paper ? `${n(options.paper.widthMm)}mm` : widthPx, height: options.paper ? `${n(options.paper.heightMm)}mm` : heightPx,
    viewBox: `0 0 ${n(widthPx)} ${n(heightPx)}`, role: 'img', 'aria-label': words.alt,
  }, [
    `<title>${escapeXml(words.alt)}</title><desc>${escapeXml(words.text)}</desc>`,
    el('rect', { x: 0, y: 0, width: widthPx, height: heightPx, fill: palette.surface }),
    at(inset, inset, head.svg),
    at((widthPx - extent.width) / 2 - extent.x, inset + head.heightPx + Math.max(0, free) * 0.4 - extent.y, drawing),
    at(inset, heightPx - inset - legend.heightPx, legend.svg),
  ].join(''));
  return { svg, widthPx, heightPx, alt: words.alt, page: layout.page, scale: sheet.scale };
}

const EMPTY: Strip = { heightPx: 0, svg: '' };

/** All pages of a tree. With `paper`, gates are moved to pages of their own until what is on a page can be read. */
export function faultTreeFigures(document: FaultTreeDocument, options: Omit<FaultTreeFigureOptions, 'pageId'> = {}): FaultTreeFigure[] {
  const labels = labelsFor(document, options);
  const room = options.paper ? roomOn(options.paper) : undefined;
  const mostInRow = options.mostInRow ?? (room ? Math.floor(room.widthPx / (labels === 'names' ? 74 : 144)) - 1 : undefined);
  const morePages = room ? splitFaultTree(document, { ...options, labels, mostInRow }, room) : options.morePages ?? [];
  return outlineFaultTree(document, morePages).pages.map(({ id }) => faultTreeFigure(document, { ...options, labels, mostInRow, morePages, pageId: id }));
}

/** All pages on A4, or on A3 when they would be many. */
export function faultTreeSheets(document: FaultTreeDocument, options: Omit<FaultTreeFigureOptions, 'pageId' | 'paper'> = {}): { readonly figures: FaultTreeFigure[]; readonly paper: Paper } {
  const small = faultTreeFigures(document, { ...options, paper: A4_LANDSCAPE });
  const asked = outlineFaultTree(document).pages.length;
  if (small.length <= asked + 2 && small.every(({ scale }) => scale >= LEAST_SCALE)) return { figures: small, paper: A4_LANDSCAPE };
  return { figures: faultTreeFigures(document, { ...options, paper: A3_LANDSCAPE }), paper: A3_LANDSCAPE };
}

/** Titles when there are any: names alone take less room. */
function labelsFor(document: FaultTreeDocument, { labels }: FaultTreeLayoutOptions): 'titles' | 'names' {
  return labels ?? (document.nodes.some((node) => node.title !== '') ? 'titles' : 'names');
}

function roomOn({ widthMm, heightMm, marginMm }: Paper): { readonly widthPx: number; readonly heightPx: number } {
  const px = (mm: number): number => ((mm - 2 * marginMm) * PX_PER_MM) / LEAST_SCALE;
  return { widthPx: px(widthMm), heightPx: px(heightMm) - 150 };
}

function sheetFor(paper: Paper | undefined, widthPx: number, heightPx: number): { widthPx: number; heightPx: number; marginPx: number; scale: number } {
  if (!paper) return { widthPx: Math.ceil(widthPx), heightPx: Math.ceil(heightPx), marginPx: 0, scale: 1 };
  const px = (mm: number): number => mm * PX_PER_MM;
  const scale = Math.min(1, px(paper.widthMm - 2 * paper.marginMm) / widthPx, px(paper.heightMm - 2 * paper.marginMm) / heightPx);
  return { widthPx: px(paper.widthMm) / scale, heightPx: px(paper.heightMm) / scale, marginPx: px(paper.marginMm) / scale, scale };
}

/** What is written under an event: its probability as worked out, or as it was entered; of a house event whether it is on. */
function valuesOf(analysis: DrawnNumbers | undefined, showText: (text: string) => string): (node: FaultNode) => string {
  const worked = new Map(analysis?.probabilities.map(({ id, probability }) => [id, probability]));
  return (node) => {
    if (node.type !== 'event') return '';
    if (node.event === 'house') return node.on ? 'on' : 'off';
    const probability = worked.get(node.id);
    if (probability !== undefined) return formatProbability(probability);
    const entered = node.probability.trim();
    return entered !== '' && Number.isFinite(Number(entered)) ? formatProbability(Number(entered)) : showText(entered);
  };
}
