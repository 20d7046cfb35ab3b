import type { Figure } from '../../../figures/figure.ts';
import { asciiOnly, printable, type Face } from '../fonts/printable.ts';
import { compile, type PdfStandard } from './compile.ts';
import { figureCall } from './figure-call.ts';
import { literal } from './literal.ts';
import { TEMPLATE } from './template.ts';
import type { TypstProgram } from './typst-source.ts';

/** A drawing that is a page: `widthMm` to its `widthPx`. */
export interface Sheet {
  readonly figure: Figure;
  readonly widthMm: number;
}

/** A PDF of drawings alone, each on a sheet as large as it is; its words are text, tagged and searchable. */
export function renderSheets(title: string, sheets: readonly Sheet[], asOfNs: bigint, fontsDir: string, standard: PdfStandard = 'a-2a'): Uint8Array<ArrayBuffer> {
  try {
    return compile(sheetsSource(title, sheets, printable), asOfNs, fontsDir, standard);
  } catch {
    // One odd cluster must not cost the drawing: the second try spells out what is not ASCII.
    return compile(sheetsSource(title, sheets, (text) => asciiOnly(text)), asOfNs, fontsDir, standard);
  }
}

export function sheetsSource(title: string, sheets: readonly Sheet[], shown: (text: string, face: Face) => string): TypstProgram {
  const string = (text: string, face: Face): string => literal(shown(text, face));
  const pages = sheets.map(({ figure, widthMm }) => {
    const heightMm = (widthMm * figure.heightPx) / figure.widthPx;
    // Placed, so that a rounding of the last digit begins no other page.
    return `page(width: ${widthMm}mm, height: ${heightMm}mm, margin: 0pt, place(top + left, block(width: 100%, ${figureCall(figure, string)})))`;
  });
  return {
    source: `${TEMPLATE}
#set document(title: ${string(title, 'text')}, date: auto)
#set text(font: text-families, fallback: false, size: 10pt, lang: "en", hyphenate: false)
#{
${pages.join('\n')}
}
`,
    images: [],
  };
}
