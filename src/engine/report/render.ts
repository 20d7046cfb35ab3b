import { renderDeck } from './deck/render-deck.ts';
import type { ReportInput } from './input.ts';
import { renderHtml } from './html/render-html.ts';
import type { Rendered, RenderJob } from './job.ts';
import { renderMarkdown } from './markdown/render-markdown.ts';
import { buildReport } from './model.ts';
import { renderPdf } from './pdf/compile.ts';
import { statusMarkdown, statusTexts, type StatusText } from './status/status-texts.ts';

/** The bytes of a report. Synchronous: a long one takes seconds, so the engine runs it in a thread (`service/report-thread.ts`). */
export function renderReport(job: RenderJob): Rendered {
  const text = (words: string, mediaType: string, files: Rendered['files'] = []): Rendered => ({ bytes: new TextEncoder().encode(words), mediaType: `${mediaType}; charset=utf-8`, files });
  switch (job.format) {
    case 'md': {
      const markdown = renderMarkdown(buildReport(job.input), job.figuresFolder);
      return text(markdown.text, 'text/markdown', markdown.files);
    }
    case 'pdf':
      return { bytes: renderPdf(buildReport(job.input), job.fontsDir, job.standard), mediaType: 'application/pdf', files: [] };
    case 'html':
      return text(renderHtml(buildReport(job.input), job.fonts), 'text/html');
    case 'deck':
      return text(renderDeck(buildReport(job.input), job.fonts), 'text/html');
    case 'status':
      return text(statusMarkdown(renderStatus(job.input)), 'text/markdown');
    default:
      return job.format satisfies never;
  }
}

/** The three status mails. Asked for the external variant, all three are made from it. */
export function renderStatus(input: ReportInput): StatusText[] {
  const external = buildReport({ ...input, options: { ...input.options, audience: 'external' } });
  return statusTexts(input.options.audience === 'external' ? external : buildReport(input), external);
}
