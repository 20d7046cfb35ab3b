/**
 * SVG as text. Only what Typst (resvg) and browsers both draw: no CSS classes, no foreignObject, no
 * `paint-order`, no `dominant-baseline`. Everything that comes from people passes `escapeXml`.
 */

/** Text as XML character data or attribute value. XML 1.0 §2.2 allows no control characters: those are dropped. */
export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '').replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A coordinate: at most two decimals, no exponent, no negative zero. */
export function n(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element; `children` are already SVG. Numbers are rounded, text is escaped, `undefined` is left out. */
export function el(name: string, attributes: Attributes, children = ''): string {
  let text = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) text += ` ${key}="${typeof value === 'number' ? n(value) : escapeXml(value)}"`;
  }
  return children === '' ? `${text}/>` : `${text}>${children}</${name}>`;
}

const FONT_TEXT = 'Tephra Text, Atkinson Hyperlegible Next, sans-serif';
const FONT_MONO = 'Tephra Mono, JetBrains Mono, monospace';

export interface TextStyle {
  readonly size: number;
  readonly fill: string;
  readonly weight?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly mono?: boolean;
  /** Elements to follow the text inside it (`tspan`), already SVG. */
  readonly more?: string;
}

/** Real text: selectable, searchable, tagged. `y` is the baseline. */
export function textEl(x: number, y: number, text: string, style: TextStyle): string {
  return el('text', {
    x, y, 'font-family': style.mono ? FONT_MONO : FONT_TEXT, 'font-size': style.size, 'font-weight': style.weight,
    'text-anchor': style.anchor, fill: style.fill, 'xml:space': 'preserve',
  }, escapeXml(text) + (style.more ?? ''));
}

export function line(x1: number, y1: number, x2: number, y2: number, stroke: string, more: Attributes = {}): string {
  return el('line', { x1, y1, x2, y2, stroke, ...more });
}

export function rect(x: number, y: number, width: number, height: number, fill: string, more: Attributes = {}): string {
  return el('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), fill, ...more });
}
