import type { Rendered, RenderJob } from './job.ts';
import { renderMarkdown } from './markdown/render-markdown.ts';
import { buildReport } from './model.ts';
import { renderPdf } from './pdf/compile.ts';

/** The bytes of a report. Synchronous: a long one takes seconds, so the engine runs it in a thread (`service/report-thread.ts`). */
export function renderReport(job: RenderJob): Rendered {
  const report = buildReport(job.input);
  switch (job.format) {
    case 'md':
      return { bytes: new TextEncoder().encode(renderMarkdown(report)), mediaType: 'text/markdown; charset=utf-8' };
    case 'pdf':
      return { bytes: renderPdf(report, job.fontsDir), mediaType: 'application/pdf' };
    default:
      return job.format satisfies never;
  }
}
