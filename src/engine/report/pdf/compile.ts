import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { NS_PER_S } from '../../../base/time.ts';
import type { ReportDocument } from '../document.ts';
import { typstSource } from './typst-source.ts';

/**
 * A PDF/A-2a of a report: tagged, bookmarked, the same bytes for the same report. `fontsDir` is resources/fonts.
 * Synchronous and worth a thread of its own: see `../job.ts`. Throws when Typst refuses twice, which is a bug.
 */
export function renderPdf(report: ReportDocument, fontsDir: string): Uint8Array<ArrayBuffer> {
  try {
    return compile(typstSource(report), report.asOfNs, fontsDir);
  } catch {
    // One odd cluster of evidence must not cost the whole report: the second try prints ASCII alone, all else spelled out.
    return compile(typstSource(report, { asciiOnly: true }), report.asOfNs, fontsDir);
  }
}

/** Compiles a Typst program with our fonts only. Exported for tests, which want no second try. */
export function compile(source: string, asOfNs: bigint, fontsDir: string): Uint8Array<ArrayBuffer> {
  const compiler = NodeCompiler.create({ workspace: fontsDir, fontArgs: [{ fontPaths: [fontsDir] }] });
  const compiled = compiler.compile({ mainFileContent: source });
  const problems = [...messages(compiled.takeDiagnostics()), ...messages(compiled.takeWarnings())];
  // A family that is not there loses its text with no more than a warning.
  if (compiled.result === null || problems.length > 0) throw new Error(`Typst refused the report: ${problems.join('; ')}`);
  const seconds = Number(asOfNs / NS_PER_S);
  // A copy of its own: the addon's memory belongs to the compiler.
  return new Uint8Array(compiler.pdf(compiled.result, { pdfStandard: 'a-2a', creationTimestamp: seconds }));
}

function messages(error: { readonly shortDiagnostics: readonly { message?: unknown }[] } | null): string[] {
  return error ? error.shortDiagnostics.map((d) => String(d.message)) : [];
}
