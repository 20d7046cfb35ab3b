/** One run of a label, in px of the figure. */
export interface LabelRun {
  readonly text: string;
  /** Gap before the run. */
  readonly dxPx: number;
  readonly sizePx: number;
  readonly fill: string;
  readonly bold: boolean;
  readonly mono: boolean;
}

/** A piece of text in a figure: `yPx` is its baseline, `xPx` its start, middle or end. */
export interface Label {
  readonly xPx: number;
  readonly yPx: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly runs: readonly LabelRun[];
}

/**
 * Takes the words out of a figure of src/figures: shapes stay SVG, words are set by Typst like all other text. The SVG
 * text of Typst (usvg) would look for glyphs in every font of the machine, and a text that it cannot lay out aborts the
 * whole process (0.45.1, `removal index … should be < len`), which evidence must never be able to do.
 * Reads what `src/figures/svg.ts` writes: `g` may only translate, `text` may hold `tspan`s.
 */
export function separateLabels(svg: string): { readonly shapes: string; readonly labels: readonly Label[] } {
  const labels: Label[] = [];
  let shapes = '';
  const offsets = [{ x: 0, y: 0 }];
  let label: (Label & { runs: LabelRun[] }) | undefined;
  let styles: Attributes[] = [];
  let dxPx = 0;
  // Its name and title are words too, and stand beside it as the alternative text.
  const bare = svg.replace(/ aria-label="[^"]*"/, '').replace(/<title>[^<]*<\/title>/, '');
  for (const token of bare.match(/<[^>]*>|[^<]+/g) ?? []) {
    const tag = /^<(\/?)([\w-]+)([^>]*?)(\/?)>$/.exec(token);
    if (label && !tag) {
      label.runs.push(runOf(decodeXml(token), dxPx, styles));
      dxPx = 0;
      continue;
    }
    if (!tag) {
      shapes += token;
      continue;
    }
    const [, end, name, rest, empty] = tag;
    const attributes = attributesOf(rest!);
    if (name === 'text' && !end) {
      const at = offsets.at(-1)!;
      label = { xPx: numberOf(attributes, 'x') + at.x, yPx: numberOf(attributes, 'y') + at.y, anchor: anchorOf(attributes), runs: [] };
      styles = [attributes];
    } else if (name === 'text') {
      if (label) labels.push(label);
      label = undefined;
    } else if (label && name === 'tspan') {
      if (end) styles.pop();
      else {
        styles.push({ ...styles.at(-1), ...attributes });
        dxPx += numberOf(attributes, 'dx');
      }
    } else {
      if (name === 'g' && !empty) {
        if (end) offsets.pop();
        else offsets.push(translated(offsets.at(-1)!, attributes['transform']));
      }
      shapes += token;
    }
  }
  return { shapes, labels };
}

type Attributes = Readonly<Record<string, string>>;

function attributesOf(text: string): Attributes {
  return Object.fromEntries(Array.from(text.matchAll(/([\w:-]+)="([^"]*)"/g), (m): [string, string] => [m[1]!, decodeXml(m[2]!)]));
}

function numberOf(attributes: Attributes, name: string): number {
  return Number(attributes[name] ?? 0);
}

function anchorOf(attributes: Attributes): Label['anchor'] {
  const anchor = attributes['text-anchor'];
  return anchor === 'middle' || anchor === 'end' ? anchor : 'start';
}

function translated(from: { x: number; y: number }, transform: string | undefined): { x: number; y: number } {
  if (transform === undefined) return from;
  const m = /^translate\((-?[\d.]+)[ ,](-?[\d.]+)\)$/.exec(transform);
  if (!m) throw new Error(`A figure for paper may only translate its groups, not ${transform}`);
  return { x: from.x + Number(m[1]), y: from.y + Number(m[2]) };
}

function runOf(text: string, dxPx: number, styles: readonly Attributes[]): LabelRun {
  const style = styles.at(-1) ?? {};
  return {
    text, dxPx, sizePx: numberOf(style, 'font-size'), fill: style['fill'] ?? '#000000', bold: numberOf(style, 'font-weight') >= 600,
    mono: (style['font-family'] ?? '').includes('Mono'),
  };
}

function decodeXml(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
