import type { FaultNode } from '../../model/fault-tree/document.ts';
import type { PlacedNode } from './place.ts';
import { SYMBOLS, symbolOf } from './symbols.ts';
import { fitText, textWidthPx } from '../text-metrics.ts';
import { wrapText } from '../text-wrap.ts';

/** Sizes of a kind of drawing. A row is as high whatever stands in it, so that words never move what is below. */
export interface Metrics {
  readonly rowPx: number;
  readonly boxPx: number;
  /** Of rectangles, the narrowest that holds the words. */
  readonly widthsPx: readonly number[];
  readonly topPx: number;
  readonly stemPx: number;
  /** From the top of a rectangle down to where the inputs part. */
  readonly busPx: number;
  readonly fontPx: number;
  readonly linePx: number;
  readonly lines: number;
  readonly gapPx: number;
  readonly cousinGapPx: number;
  /** Rows of events below each other, at most. */
  readonly mostStacked: number;
  /** Events have no rectangle. */
  readonly eventsAlone: boolean;
}

export const METRICS: Readonly<Record<'titles' | 'names', Metrics>> = {
  titles: {
    rowPx: 156, boxPx: 50, widthsPx: [108, 136, 164], topPx: 136, stemPx: 14, busPx: 128, fontPx: 12, linePx: 14, lines: 3, gapPx: 12, cousinGapPx: 24, mostStacked: 5, eventsAlone: false,
  },
  names: {
    rowPx: 120, boxPx: 20, widthsPx: [48, 64, 80, 104, 132], topPx: 48, stemPx: 14, busPx: 98, fontPx: 12, linePx: 14, lines: 1, gapPx: 10, cousinGapPx: 18, mostStacked: 8, eventsAlone: true,
  },
};

export const NAME_FONT_PX = 11;
export const SYMBOL_FONT_PX = 12;
const PADDING_PX = 6;

/** A node's words where they fit, and how far it reaches from its middle. */
export interface Measured {
  readonly lines: readonly string[];
  /** Which of `lines` is the name; -1 for none. */
  readonly nameLine: number;
  readonly nameAbove: string;
  readonly nameBelow: string;
  readonly inSymbol: string;
  /** Has a rectangle or an ellipse. */
  readonly framed: boolean;
  readonly cut: boolean;
  /** Even. */
  readonly half: number;
  readonly symbolLeft: number;
  readonly symbolRight: number;
}

export interface MeasureOptions {
  readonly top: boolean;
  readonly metrics: Metrics;
  readonly showText: (text: string) => string;
}

interface Remembered extends MeasureOptions {
  readonly measured: Measured;
}

/** Words change with their node alone: measured once for each, and for each part it plays, however often a tree is laid out. */
const remembered = new WeakMap<FaultNode, Map<PlacedNode['role'], Remembered>>();

export function measureNode(id: string, node: FaultNode | undefined, role: PlacedNode['role'], options: MeasureOptions): Measured {
  if (!node) return measure(id, '', 'missing', 'missing', options);
  const byRole = remembered.get(node) ?? new Map<PlacedNode['role'], Remembered>();
  const known = byRole.get(role);
  if (known && known.top === options.top && known.metrics === options.metrics && known.showText === options.showText) return known.measured;
  const measured = measure(node.name, node.title, role, role === 'transfer' ? 'transfer' : symbolOf(node), options);
  byRole.set(role, { ...options, measured });
  remembered.set(node, byRole);
  return measured;
}

function measure(rawName: string, rawTitle: string, role: PlacedNode['role'], kind: keyof typeof SYMBOLS, { top, metrics, showText }: MeasureOptions): Measured {
  const name = showText(rawName);
  const title = metrics.lines === 1 ? '' : showText(rawTitle);
  const symbol = SYMBOLS[kind];
  const symbolHalf = even(symbol.widthPx / 2);
  const inSymbol = role === 'event' && (title !== '' || metrics.eventsAlone) && textWidthPx(name, SYMBOL_FONT_PX, 'bold') <= symbol.textPx ? name : '';
  const nothing = { lines: [], nameLine: -1, nameAbove: '', nameBelow: '', inSymbol, framed: true, cut: false };
  if (role === 'condition') return measureCondition(name, metrics.lines === 1 ? '' : title);
  if (metrics.eventsAlone && role === 'event') {
    const width = Math.min(96, inSymbol === '' ? textWidthPx(name, NAME_FONT_PX) : 0);
    const nameBelow = inSymbol === '' ? fitText(name, width + 0.5, NAME_FONT_PX) : '';
    const half = even(Math.max(symbolHalf, width / 2, 22));
    return { ...nothing, nameBelow, framed: false, cut: nameBelow !== '' && nameBelow !== name, half, symbolLeft: half, symbolRight: half };
  }
  const widths = top ? [metrics.topPx, ...metrics.widthsPx.filter((px) => px > metrics.topPx)] : metrics.widthsPx;
  const room = (width: number): number => width - 2 * PADDING_PX;
  if (title === '') {
    const width = widths.find((px) => textWidthPx(name, metrics.fontPx) <= room(px)) ?? widths.at(-1)!;
    const wrapped = wrapText(name, room(width), metrics.lines, metrics.fontPx);
    return { ...nothing, lines: wrapped.lines, cut: wrapped.cut, ...reach(width, symbolHalf) };
  }
  // Two lines in a narrow rectangle read best; then three, then wider ones. A name that has no room above its corner takes the last line.
  const needsName = inSymbol === '';
  let chosen: { width: number; lines: readonly string[]; nameLine: number; nameAbove: string; cut: boolean } | undefined;
  for (const [i, width] of widths.entries()) {
    const above = needsName && textWidthPx(name, NAME_FONT_PX) <= width / 2 - 8;
    const lastLine = needsName && !above;
    const last = i === widths.length - 1;
    if (lastLine && !last && textWidthPx(name, NAME_FONT_PX) > room(width)) continue;
    const wrapped = wrapText(title, room(width), metrics.lines - (lastLine ? 1 : 0), metrics.fontPx);
    chosen = {
      width, lines: lastLine ? [...wrapped.lines, fitText(name, room(width), NAME_FONT_PX)] : wrapped.lines, nameLine: lastLine ? wrapped.lines.length : -1,
      nameAbove: above ? name : '', cut: wrapped.cut || (lastLine && textWidthPx(name, NAME_FONT_PX) > room(width)),
    };
    if (!chosen.cut) break;
  }
  const { width, ...words } = chosen!;
  return { ...nothing, ...words, ...reach(width, symbolHalf) };
}

/** An ellipse holds less at its top and bottom: two lines in 0.78 of its width. */
function measureCondition(name: string, title: string): Measured {
  const words = title === '' ? name : title;
  const room = 0.76;
  const width = [92, 116].find((px) => !wrapText(words, px * room, 2, 12).cut) ?? 144;
  const { lines, cut } = wrapText(words, width * room, 2, 12);
  return {
    lines, nameLine: -1, nameAbove: title === '' ? '' : fitText(name, width / 2 - 4, NAME_FONT_PX), nameBelow: '', inSymbol: '', framed: true, cut,
    half: width / 2, symbolLeft: width / 2, symbolRight: width / 2,
  };
}

/** A triangle of a transfer out stands to the left of the symbol, a value to its right: both within the rectangle's width. */
function reach(width: number, symbolHalf: number): Pick<Measured, 'half' | 'symbolLeft' | 'symbolRight'> {
  const half = even(width / 2);
  return { half, symbolLeft: Math.max(half, symbolHalf), symbolRight: Math.max(half, symbolHalf) };
}

function even(px: number): number {
  return 2 * Math.ceil(px / 2);
}
