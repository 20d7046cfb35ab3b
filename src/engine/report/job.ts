import type { ReportInput } from './model.ts';

/** What the engine sends to a report worker, once. */
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

/** What it answers, once, before it ends. */
export type RenderAnswer = { readonly ok: true; readonly rendered: Rendered } | { readonly ok: false; readonly message: string };
