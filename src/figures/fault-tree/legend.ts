import { OBSERVED_STATES, type FaultTreeDocument } from '../../model/fault-tree/document.ts';
import type { CutSet, FaultTreeAnalysis, TopEventResult } from '../../model/fault-tree/result.ts';
import type { KnownState } from '../../model/fault-tree/state.ts';
import { badgeSvg } from './drawing.ts';
import type { FaultTreeLayout } from './layout.ts';
import type { FaultTreePalette } from './palette.ts';
import { nameAndTitle, STATE_WORDS } from './words.ts';
import { formatProbability } from '../probability-text.ts';
import { el, line, textEl } from '../svg.ts';
import { fitText, textWidthPx } from '../text-metrics.ts';

/** What stands above and below the drawing of a page. */
export interface Strip {
  readonly heightPx: number;
  readonly svg: string;
}

/** What a drawing shows of the numbers of a top event. */
export interface DrawnTop extends Pick<TopEventResult, 'id' | 'probability' | 'method'> {
  readonly cutSets: { readonly list: ReadonlyArray<Pick<CutSet, 'events' | 'probability' | 'state'>> };
}

/** What a drawing shows of an analysis: all of it will do. */
export interface DrawnNumbers extends Pick<FaultTreeAnalysis, 'probabilities'> {
  readonly tops: readonly DrawnTop[];
}

export interface StripOptions {
  readonly palette: FaultTreePalette;
  readonly widthPx: number;
  readonly showText: (text: string) => string;
  readonly top: DrawnTop | undefined;
  readonly known: ReadonlyMap<string, KnownState> | undefined;
}

const TITLE_PX = 17;
const FONT_PX = 12;
const ROW_PX = 22;

export function headStrip(document: FaultTreeDocument, layout: FaultTreeLayout, { palette, widthPx, showText, top }: StripOptions): Strip {
  const { tree } = document;
  const number = top?.probability === undefined ? '' : `${METHOD_SIGN[top.method]}${formatProbability(top.probability)}${tree.per === '' ? '' : ` ${showText(tree.per)}`}`;
  const numberPx = textWidthPx(number, TITLE_PX, 'bold');
  const parts = [textEl(0, 16, fitText(showText(tree.title), widthPx - numberPx - 24, TITLE_PX, 'bold'), { size: TITLE_PX, fill: palette.text, weight: 640 })];
  const root = layout.nodes[0]?.node;
  const page = layout.page && layout.pages.length > 1 ? `Page ${layout.page.number} of ${layout.pages.length}` : '';
  const about = root && (layout.pages.length > 1 || root.title !== tree.title) ? nameAndTitle(root, showText) : '';
  const note = top?.probability === undefined ? '' : METHOD_WORDS[top.method];
  const notePx = textWidthPx(note, FONT_PX);
  parts.push(textEl(0, 36, fitText([page, about].filter((part) => part !== '').join(': '), widthPx - notePx - 24, FONT_PX), { size: FONT_PX, fill: palette.textQuiet }));
  if (number !== '') parts.push(textEl(widthPx, 16, number, { size: TITLE_PX, fill: palette.text, weight: 640, anchor: 'end' }), textEl(widthPx, 36, note, { size: FONT_PX, fill: palette.textQuiet, anchor: 'end' }));
  parts.push(line(0, 46, widthPx, 46, palette.hairline));
  return { heightPx: 64, svg: parts.join('') };
}

const METHOD_SIGN: Readonly<Record<TopEventResult['method'], string>> = { exact: '', 'rare-event': '≈ ', 'min-cut-upper-bound': '≤ ', 'lower-bound': '≥ ' };
const METHOD_WORDS: Readonly<Record<TopEventResult['method'], string>> = {
  exact: 'probability of the top event, exact', 'rare-event': 'probability of the top event, rare-event approximation', 'min-cut-upper-bound': 'probability of the top event, min-cut upper bound',
  'lower-bound': 'probability of the top event, lower bound',
};

interface Item {
  readonly widthPx: number;
  readonly draw: (x: number, y: number) => string;
}

const SETS_SHOWN = 6;

/** What the marks of a page mean: only those that are on it. */
export function legendStrip(document: FaultTreeDocument, layout: FaultTreeLayout, options: StripOptions): Strip {
  const { palette, widthPx, known, showText } = options;
  const rows: Item[][] = [[]];
  let used = 0;
  const add = (item: Item): void => {
    if (used > 0 && used + item.widthPx > widthPx) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)!.push(item);
    used += item.widthPx + 24;
  };
  const words = (text: string, mark: (x: number, y: number) => string, markPx: number): Item => ({
    widthPx: markPx + textWidthPx(text, FONT_PX), draw: (x, y) => mark(x, y) + textEl(x + markPx, y + 4, text, { size: FONT_PX, fill: palette.text }),
  });
  if (known) {
    const events = new Set(layout.nodes.filter((node) => node.node?.type === 'event').map((node) => node.id));
    for (const state of OBSERVED_STATES) {
      const count = [...events].filter((id) => (known.get(id)?.state ?? 'unknown') === state).length;
      add(words(`${STATE_WORDS[state]} ${count}`, (x, y) => badgeSvg({ x: x + 7, y }, { state, derived: false }, palette), 20));
    }
    if (layout.nodes.some((node) => node.role === 'gate' && known.get(node.id)?.derived)) {
      add(words('follows from its inputs', (x, y) => badgeSvg({ x: x + 7, y }, { state: 'happened', derived: true }, palette), 20));
    }
  }
  const sets = known ? options.top?.cutSets.list.filter((set) => set.state === 'evidenced') ?? [] : [];
  if (sets.length > 0) {
    add(words('in a cut set that is fully evidenced', (x, y) => el('circle', { cx: x + 9, cy: y, r: 8.5, fill: 'none', stroke: palette.ring, 'stroke-width': 1.5 })
      + el('circle', { cx: x + 9, cy: y, r: 5.5, fill: palette.states.happened.fill, stroke: palette.states.happened.stroke, 'stroke-width': 1.25 }), 24));
  }
  const triangle = (x: number, y: number): string => el('path', { d: `M${x + 8} ${y - 8}l8 15h-16z`, fill: palette.surface, stroke: palette.plain.stroke, 'stroke-width': 1.25 });
  if (layout.nodes.some((node) => node.role === 'transfer')) add(words('continued on the page of this number', triangle, 22));
  if (layout.nodes.some((node) => node.transferOut)) add(words('beside a gate: taken in on these pages too', triangle, 22));
  if (layout.nodes.some((node) => node.fold?.folded)) add(words('+n  symbols that are folded', () => '', 0));
  if (layout.nodes.some((node) => node.shared !== undefined)) add(words('n×  the same event in n places', () => '', 0));
  if (layout.connectors.some((one) => one.bubble)) add(words('does not happen', (x, y) => el('circle', { cx: x + 5, cy: y, r: 4, fill: palette.surface, stroke: palette.plain.stroke, 'stroke-width': 1.25 }), 15));
  const nameOf = new Map(document.nodes.map((node) => [node.id, node.name]));
  for (const set of sets.slice(0, SETS_SHOWN)) {
    const probability = set.probability === undefined ? '' : `  ${formatProbability(set.probability)}`;
    const text = `Evidenced: ${set.events.map((event) => `${event.complement ? 'not ' : ''}${showText(nameOf.get(event.id) ?? event.id)}`).join(', ')}${probability}`;
    rows.push([words(fitText(text, widthPx, FONT_PX), () => '', 0)]);
  }
  if (sets.length > SETS_SHOWN) rows.push([words(`and ${sets.length - SETS_SHOWN} more that are fully evidenced`, () => '', 0)]);
  const filled = rows.filter((row) => row.length > 0);
  if (filled.length === 0) return { heightPx: 0, svg: '' };
  const parts = [line(0, 0, widthPx, 0, palette.hairline)];
  for (const [i, row] of filled.entries()) {
    let x = 0;
    for (const item of row) {
      parts.push(item.draw(x, 20 + i * ROW_PX));
      x += item.widthPx + 24;
    }
  }
  return { heightPx: 14 + filled.length * ROW_PX, svg: parts.join('') };
}
