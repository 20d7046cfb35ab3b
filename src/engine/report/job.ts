import type { LiveBlockRequest } from '../../model/live-block.ts';
import type { CitationRequest, ReportInput, Written } from './input.ts';
import type { HtmlFonts } from './html/theme.ts';
import type { SideFile } from './markdown/render-markdown.ts';
import type { PdfStandard } from './pdf/compile.ts';
import type { Finding } from './findings.ts';
import type { StatusText } from './status/status-texts.ts';

export const REPORT_FORMATS = ['md', 'pdf', 'html', 'deck', 'status'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** What a report worker is asked, each answered once. Reading comes first: only the engine can resolve citations and live blocks. */
export type ReportTask =
  | { readonly kind: 'read'; readonly written: Written }
  | { readonly kind: 'render'; readonly job: RenderJob }
  | { readonly kind: 'check'; readonly input: ReportInput }
  | { readonly kind: 'status'; readonly input: ReportInput };

export interface RenderJob {
  readonly format: ReportFormat;
  readonly standard: PdfStandard;
  /** Name of the folder beside the file in which figures of a Markdown report lie; left out: no figures. */
  readonly figuresFolder?: string;
  readonly input: ReportInput;
  /** resources/fonts. */
  readonly fontsDir: string;
  /** The faces that HTML carries along. */
  readonly fonts?: HtmlFonts;
}

export interface Rendered {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  /** Files that belong beside it. */
  readonly files: readonly SideFile[];
}

export type ReportAnswer =
  | { readonly kind: 'read'; readonly requests: readonly CitationRequest[]; readonly blocks: readonly LiveBlockRequest[] }
  | { readonly kind: 'rendered'; readonly rendered: Rendered }
  | { readonly kind: 'checked'; readonly findings: readonly Finding[] }
  | { readonly kind: 'status'; readonly texts: readonly StatusText[] }
  | { readonly kind: 'failed'; readonly message: string };
