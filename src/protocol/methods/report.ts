import { z } from 'zod';
import { Count } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';

export const ReportFormat = z.enum(['md', 'pdf']);
export const TimelineFormat = z.enum(['md', 'csv', 'timesketch-jsonl', 'timesketch-csv', 'l2tcsv', 'dynamic-csv']);

const Rendered = z.object({ bytes: z.instanceof(Uint8Array), mediaType: z.string(), fileName: z.string() });
const REPORT_ERRORS = ['report/failed', 'file/not-writable'];

/** The postmortem, or without one the timeline and the evidence appendix. Same case, same bytes. */
export const renderReport = defineMethod({
  name: 'report.render', kind: 'call', scope: 'case', errors: REPORT_ERRORS,
  input: z.object({ format: ReportFormat }),
  output: Rendered,
});

/** Renders and replaces the file at `path` atomically. */
export const writeReport = defineMethod({
  name: 'report.write', kind: 'call', scope: 'case', errors: REPORT_ERRORS,
  input: z.object({ format: ReportFormat, path: z.string() }),
  output: z.object({ path: z.string(), bytes: Count }),
});

export const renderTimeline = defineMethod({
  name: 'timeline.render', kind: 'call', scope: 'case', errors: REPORT_ERRORS,
  input: z.object({ format: TimelineFormat }),
  output: Rendered,
});
