import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { NS_PER_S } from '../../../base/time.ts';
import type { ReportDocument } from '../document.ts';
import { typstSource, type SourceOptions, type TypstProgram } from './typst-source.ts';

export const PDF_STANDARDS = ['a-2a', 'ua-1'] as const;
export type PdfStandard = (typeof PDF_STANDARDS)[number];

/**
 * A PDF of a report: PDF/A-2a to be kept, PDF/UA-1 to be read by everybody; tagged and bookmarked both, the same bytes
 * for the same report. `fontsDir` is resources/fonts. Synchronous and worth a thread of its own: see `../job.ts`.
 * Throws when Typst refuses every try, which is a bug.
 */
export function renderPdf(report: ReportDocument, fontsDir: string, standard: PdfStandard = 'a-2a'): Uint8Array<ArrayBuffer> {
  // One odd cluster of evidence must not cost the whole report, nor one damaged picture: what cannot be printed is spelled out or said.
  const tries: SourceOptions[] = [{ asciiOnly: false }, { asciiOnly: false, withoutImages: true }, { asciiOnly: true, withoutImages: true }];
  let refused: unknown;
  for (const options of tries) {
    try {
      return compile(typstSource(report, options), report.asOfNs, fontsDir, standard);
    } catch (error) {
      refused = error;
    }
  }
  throw refused;
}

/** Compiles a Typst program with our fonts only. Exported for tests, which want no second try. */
export function compile(program: TypstProgram, asOfNs: bigint, fontsDir: string, standard: PdfStandard = 'a-2a'): Uint8Array<ArrayBuffer> {
  const compiler = NodeCompiler.create({ workspace: fontsDir, fontArgs: [{ fontPaths: [fontsDir] }] });
  for (const image of program.images) compiler.mapShadow(`${fontsDir}${image.path}`, Buffer.from(image.bytes));
  const compiled = compiler.compile({ mainFileContent: program.source });
  const problems = [...messages(compiled.takeDiagnostics()), ...messages(compiled.takeWarnings())];
  // A family that is not there loses its text with no more than a warning.
  if (compiled.result === null || problems.length > 0) throw new Error(`Typst refused the report: ${problems.join('; ')}`);
  const seconds = Number(asOfNs / NS_PER_S);
  // A copy of its own: the addon's memory belongs to the compiler.
  return new Uint8Array(compiler.pdf(compiled.result, { pdfStandard: standard, creationTimestamp: seconds }));
}

function messages(error: { readonly shortDiagnostics: readonly { message?: unknown }[] } | null): string[] {
  return error ? error.shortDiagnostics.map((d) => String(d.message)) : [];
}
