import type { CitationRequest, ReportInput, Written } from './model.ts';

/** What a report worker is asked, each answered once. Reading comes first: only the engine can resolve citations. */
export type ReportTask =
  | { readonly kind: 'read'; readonly written: Written }
  | { readonly kind: 'render'; readonly job: RenderJob };

export interface RenderJob {
  readonly format: 'md' | 'pdf';
  readonly input: ReportInput;
  /** resources/fonts. */
  readonly fontsDir: string;
}

export interface Rendered {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
}

export type ReportAnswer =
  | { readonly kind: 'citations'; readonly requests: readonly CitationRequest[] }
  | { readonly kind: 'rendered'; readonly rendered: Rendered }
  | { readonly kind: 'failed'; readonly message: string };
