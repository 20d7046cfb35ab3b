import { z } from 'zod';
import { AUDIENCES } from '../../model/audience.ts';
import { Count } from '../../model/primitives.ts';
import { SENSITIVE_KINDS } from '../../model/sensitivity.ts';
import { defineMethod } from '../define.ts';

export const ReportFormat = z.enum(['md', 'pdf', 'html', 'deck', 'status']);
export type ReportFormat = z.infer<typeof ReportFormat>;
export const ReportAudience = z.enum(AUDIENCES);
export const PdfStandard = z.enum(['a-2a', 'ua-1']);

/** How a report is made. Left out: internal, PDF/A-2a, people by name, nothing masked. */
const Choices = {
  format: ReportFormat,
  audience: ReportAudience.optional(),
  /** Of a PDF: to be kept (PDF/A-2a), or to be read by everybody (PDF/UA-1). */
  standard: PdfStandard.optional(),
  /** People as roles. The external variant always has them so. */
  roles: z.boolean().optional(),
  /** What looks like a secret or personal data as `‹redacted: …›`. */
  mask: z.boolean().optional(),
};
export const ReportChoices = z.object(Choices);
export type ReportChoices = z.infer<typeof ReportChoices>;

export const ReportFinding = z.object({
  kind: z.enum(SENSITIVE_KINDS),
  isSecret: z.boolean(),
  /** Where it would be printed, in words. */
  where: z.string(),
  /** How it begins and how long it is, never the whole of it. */
  hint: z.string(),
  /** What it was recognised by. */
  why: z.string(),
  /** 1-based line of the postmortem's text, where it stands there. */
  line: Count.optional(),
  entryId: z.string().optional(),
  count: Count,
});
export type ReportFinding = z.infer<typeof ReportFinding>;
export const TimelineFormat = z.enum(['md', 'csv', 'timesketch-jsonl', 'timesketch-csv', 'l2tcsv', 'dynamic-csv']);

const Rendered = z.object({ bytes: z.instanceof(Uint8Array), mediaType: z.string(), fileName: z.string() });
const REPORT_ERRORS = ['report/failed', 'file/not-writable'];

/** The postmortem, or without one the timeline and the evidence appendix. Same case, same bytes. */
export const renderReport = defineMethod({
  name: 'report.render', kind: 'call', scope: 'case', errors: REPORT_ERRORS,
  input: ReportChoices,
  output: Rendered,
});

/** Renders and replaces the file at `path` atomically; `files`: how many figures were written into the folder beside it (Markdown). */
export const writeReport = defineMethod({
  name: 'report.write', kind: 'call', scope: 'case', errors: REPORT_ERRORS,
  input: z.object({ ...Choices, path: z.string() }),
  output: z.object({ path: z.string(), bytes: Count, files: Count }),
});

/** What looks like secrets or personal data in everything such a report would print, and how its file would be called. */
export const checkReport = defineMethod({
  name: 'report.check', kind: 'call', scope: 'case', errors: REPORT_ERRORS,
  input: ReportChoices,
  output: z.object({ findings: z.array(ReportFinding), fileName: z.string() }),
});

/** The three texts of status mails, each for its readers. The customers' one is always made from the external variant. */
export const statusTexts = defineMethod({
  name: 'report.status', kind: 'call', scope: 'case', errors: REPORT_ERRORS,
  input: z.object({ audience: ReportAudience.optional(), roles: z.boolean().optional(), mask: z.boolean().optional() }),
  output: z.array(z.object({ reader: z.enum(['executives', 'customers', 'engineers']), subject: z.string(), text: z.string() })),
});

export const renderTimeline = defineMethod({
  name: 'timeline.render', kind: 'call', scope: 'case', errors: REPORT_ERRORS,
  input: z.object({ format: TimelineFormat }),
  output: Rendered,
});
