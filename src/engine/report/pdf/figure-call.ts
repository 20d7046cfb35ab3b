import type { Figure } from '../../../figures/figure.ts';
import type { Face } from '../fonts/printable.ts';
import { separateLabels, type Label } from './figure-labels.ts';
import { literal } from './literal.ts';

/** Text of people or evidence as a string of Typst, with nothing in it that the fonts lack. */
export type PrintableString = (text: string, face: Face) => string;

/** A call of the template's `fig`: the shapes of a drawing as SVG, its words as text. `caption` is code. */
export function figureCall(figure: Figure, string: PrintableString, note = '', caption = 'none'): string {
  const { shapes, labels } = separateLabels(figure.svg);
  return `fig(${[
    literal(shapes), String(figure.widthPx), String(figure.heightPx), string(figure.alt, 'text'), note === '' ? 'none' : string(note, 'text'), caption,
    ...labels.map((label) => labelCode(label, string)),
  ].join(', ')})`;
}

function labelCode(label: Label, string: PrintableString): string {
  const runs = label.runs.map((run) => `(${run.dxPx}, ${run.sizePx}, ${literal(run.fill)}, ${run.bold ? '"bold"' : '"regular"'}, ${run.mono}, ${string(run.text, run.mono ? 'mono' : 'text')},)`);
  return `(${label.xPx}, ${label.yPx}, ${literal(label.anchor)}, ${runs.length === 0 ? '()' : `(${runs.join(', ')},)`},)`;
}
