import type { FaultNode, ObservedState } from '../../model/fault-tree/document.ts';
import type { KnownState } from '../../model/fault-tree/state.ts';
import type { FaultTreeLayout } from './layout.ts';
import type { FaultTreePalette, StateStyle } from './palette.ts';
import { strongest } from './lines.ts';
import type { Connector, PlacedNode, PlacedText, Point } from './place.ts';
import { describeNode } from './words.ts';
import { SYMBOLS } from './symbols.ts';
import { el, escapeXml, line, n, textEl } from '../svg.ts';
import { fitText } from '../text-metrics.ts';

export interface DrawingOptions {
  readonly palette: FaultTreePalette;
  /** `undefined`: what was observed is not drawn. */
  readonly known: ReadonlyMap<string, KnownState> | undefined;
  /** Ids of events of cut sets that are evidenced. */
  readonly evidenced: ReadonlySet<string>;
  /** What is written under an event. */
  readonly valueOf: (node: FaultNode) => string;
  readonly showText: (text: string) => string;
}

/** The nodes and lines of a page as SVG, in the coordinates of its layout. */
export function drawFaultTreePage(layout: FaultTreeLayout, options: DrawingOptions): string {
  const { known, palette } = options;
  const styleOf = (id: string): StateStyle => (known ? palette.states[known.get(id)?.state ?? 'unknown'] : palette.plain);
  const carried = (key: string): ObservedState => {
    const { id, complement } = layout.byKey.get(key)!;
    const state = known?.get(id)?.state ?? 'unknown';
    return complement ? OPPOSITE[state] : state;
  };
  const lines: Array<{ readonly style: StateStyle; readonly svg: string }> = [];
  for (const { points, from, carries, condition } of layout.lines) {
    const style = !known ? palette.plain : condition ? thin(styleOf(layout.byKey.get(from)!.id), palette) : palette.states[strongest(carries.map(carried))];
    lines.push({ style, svg: polyline(points, style) });
  }
  for (const node of layout.nodes) {
    const style = styleOf(node.id);
    for (const points of [node.stem, node.trunk]) if (points.length > 1) lines.push({ style, svg: polyline(points, style) });
  }
  // What happened is drawn last, so that its line is whole where others share its way.
  lines.sort((a, b) => a.style.lineWidthPx - b.style.lineWidthPx);
  return [
    ...lines.map(({ svg }) => svg),
    ...layout.connectors.map((connector) => connectorMarks(connector, styleOf(layout.byKey.get(connector.to)!.id), palette)),
    ...layout.nodes.map((node) => nodeSvg(node, styleOf(node.id), options)),
  ].join('');
}

const OPPOSITE: Readonly<Record<ObservedState, ObservedState>> = { happened: 'did-not-happen', 'did-not-happen': 'happened', unknown: 'unknown' };

function thin(style: StateStyle, palette: FaultTreePalette): StateStyle {
  return { ...style, line: palette.plain.line, lineWidthPx: 1.25, lineDash: undefined };
}

function polyline(points: readonly Point[], style: StateStyle): string {
  return el('path', {
    d: points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${n(x)} ${n(y)}`).join(''), fill: 'none', stroke: style.line, 'stroke-width': style.lineWidthPx, 'stroke-dasharray': style.lineDash,
  });
}

function connectorMarks({ bubble, order }: Connector, style: StateStyle, palette: FaultTreePalette): string {
  return (bubble ? el('circle', { cx: bubble.x, cy: bubble.y, r: bubble.radius, fill: palette.surface, stroke: style.stroke, 'stroke-width': 1.25 }) : '')
    + (order ? label(order, palette.textQuiet) : '');
}

function nodeSvg(node: PlacedNode, style: StateStyle, options: DrawingOptions): string {
  const { palette, known, evidenced, valueOf, showText } = options;
  const marked = node.problem !== undefined && node.problem !== 'no-inputs';
  const drawn: StateStyle = marked ? { ...style, stroke: palette.problem, dash: '5 3' } : style;
  const parts: string[] = [`<title>${escapeXml(describeNode(node, known, showText))}</title>`];
  const ring = evidenced.has(node.id) && (node.role === 'event' || node.role === 'condition');
  const { box } = node;
  const frame = { stroke: drawn.stroke, 'stroke-width': drawn.widthPx, 'stroke-dasharray': drawn.dash };
  const ground = known?.get(node.id)?.state === 'did-not-happen' ? drawn.fill : palette.surface;
  if (node.shape === 'ellipse') {
    const oval = { cx: box.x + box.width / 2, cy: box.y + box.height / 2, rx: box.width / 2, ry: box.height / 2 };
    if (ring) parts.push(el('ellipse', { ...oval, rx: oval.rx + 3.5, ry: oval.ry + 3.5, fill: 'none', stroke: palette.ring, 'stroke-width': 1.5 }));
    parts.push(el('ellipse', { ...oval, fill: ground, ...frame }));
  } else if (node.shape !== 'none') {
    parts.push(el('rect', { ...box, fill: ground, ...frame }));
    if (node.shape === 'double') parts.push(el('rect', { x: box.x + 2.5, y: box.y + 2.5, width: box.width - 5, height: box.height - 5, fill: 'none', ...frame, 'stroke-width': 1 }));
  }
  if (node.symbol) parts.push(symbolSvg(node, drawn, ring, options));
  if (node.transferOut) parts.push(transferOutSvg(node.transferOut, drawn, palette));
  if (node.fold?.folded) {
    const { x, y, width, height } = node.fold.box;
    parts.push(el('rect', { x, y, width, height, rx: 3, fill: palette.surface, stroke: drawn.stroke, 'stroke-width': 1.25 }));
  }
  for (const text of node.texts) {
    const colour = text.style === 'name' ? palette.textQuiet : text.style === 'quiet' ? (node.problem ? palette.problem : palette.textQuiet) : drawn.text;
    parts.push(label(text, colour));
  }
  if (node.shared !== undefined && node.symbol) {
    const { widthPx, heightPx } = SYMBOLS[node.symbol.kind];
    parts.push(textEl(node.symbol.x + widthPx / 2 - 1, node.symbol.y + heightPx + 2, `${node.shared}×`, { size: 11, fill: palette.textQuiet }));
  }
  const value = node.node && (node.role === 'event' || node.role === 'condition') ? valueOf(node.node) : '';
  if (value !== '' && node.value.widthPx > 20) parts.push(textEl(node.value.at.x, node.value.at.y, fitText(value, node.value.widthPx, 11), { size: 11, fill: palette.textQuiet, anchor: node.value.anchor }));
  const state = known?.get(node.id);
  if (state && node.role !== 'missing') parts.push(badgeSvg(node.badge, state, palette));
  return el('g', {}, parts.join(''));
}

function symbolSvg({ symbol, id }: PlacedNode, style: StateStyle, ring: boolean, { palette, known }: DrawingOptions): string {
  const { kind, x, y } = symbol!;
  const shape = SYMBOLS[kind];
  const isEvent = kind === 'basic' || kind === 'undeveloped' || kind === 'house' || kind === 'conditioning';
  const state = known?.get(id)?.state;
  const outline = { stroke: style.stroke, 'stroke-width': style.widthPx };
  return el('g', { transform: `translate(${n(x)} ${n(y)})` }, [
    ring ? el('path', { d: shape.body, fill: 'none', stroke: palette.ring, 'stroke-width': 8.5 }) + el('path', { d: shape.body, fill: 'none', stroke: palette.surface, 'stroke-width': 5.5 }) : '',
    shape.bubble ? el('circle', { cx: 0, cy: shape.bubble.y, r: shape.bubble.radius, fill: palette.surface, ...outline }) : '',
    el('path', { d: shape.body, fill: isEvent && state !== undefined && state !== 'unknown' ? style.fill : palette.surface, ...outline, 'stroke-dasharray': isEvent || kind === 'missing' ? style.dash : undefined }),
    shape.detail === undefined ? '' : el('path', { d: shape.detail, fill: 'none', ...outline }),
  ].join(''));
}

function transferOutSvg({ at, from }: NonNullable<PlacedNode['transferOut']>, style: StateStyle, palette: FaultTreePalette): string {
  return line(from.x, from.y, at.x + 4, from.y, style.stroke, { 'stroke-width': 1.25 })
    + el('path', { d: `M${n(at.x)} ${n(at.y)}l8 16h-16z`, fill: palette.surface, stroke: style.stroke, 'stroke-width': 1.25 });
}

/** Check, stroke or question mark in a circle; only outlined where it follows from the inputs and nobody said it. */
export function badgeSvg({ x, y }: Point, { state, derived }: KnownState, palette: FaultTreePalette): string {
  const { stroke } = palette.states[state];
  const circle = (fill: string, dash?: string): string => el('circle', { cx: x, cy: y, r: 6.5, fill, stroke, 'stroke-width': 1.3, 'stroke-dasharray': dash });
  switch (state) {
    case 'happened':
      return circle(derived ? palette.surface : stroke) + el('path', { d: `M${n(x - 3.2)} ${n(y)}l2.4 2.6l4.2 -5`, fill: 'none', stroke: derived ? stroke : palette.surface, 'stroke-width': 1.6 });
    case 'did-not-happen':
      return circle(palette.surface) + line(x - 4.5, y + 4.5, x + 4.5, y - 4.5, stroke, { 'stroke-width': 1.4 });
    case 'unknown':
      return circle(palette.surface, '2 2') + textEl(x, y + 4, '?', { size: 11, fill: palette.text, weight: 600, anchor: 'middle' });
    default:
      return state satisfies never;
  }
}

const FONT: Readonly<Record<PlacedText['style'], { readonly size: number; readonly weight?: number }>> = {
  title: { size: 12 }, name: { size: 11 }, symbol: { size: 12, weight: 600 }, quiet: { size: 11 },
};

function label({ text, x, y, anchor, style }: PlacedText, fill: string): string {
  return textEl(x, y, text, { ...FONT[style], fill, anchor });
}
