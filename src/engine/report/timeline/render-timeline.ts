import { timelineCsv } from './csv.ts';
import { timelineDynamicCsv } from './dynamic-csv.ts';
import type { TimelineInput } from './input.ts';
import { timelineL2tCsv } from './l2tcsv.ts';
import { timelineMarkdown } from './markdown.ts';
import { timelineTimesketch, timelineTimesketchCsv } from './timesketch.ts';

export type TimelineFormat = 'md' | 'csv' | 'timesketch-jsonl' | 'timesketch-csv' | 'l2tcsv' | 'dynamic-csv';

interface TimelineExporter {
  readonly mediaType: string;
  /** Timesketch takes `.csv` and `.jsonl` only. */
  readonly extension: string;
  readonly render: (input: TimelineInput) => string;
}

/** Every way the timeline leaves Tephra on its own. A new one is a file beside this and a line here. */
export const TIMELINE_EXPORTERS: Readonly<Record<TimelineFormat, TimelineExporter>> = {
  md: { mediaType: 'text/markdown; charset=utf-8', extension: 'md', render: timelineMarkdown },
  csv: { mediaType: 'text/csv; charset=utf-8', extension: 'csv', render: timelineCsv },
  'timesketch-jsonl': { mediaType: 'application/x-ndjson; charset=utf-8', extension: 'jsonl', render: timelineTimesketch },
  'timesketch-csv': { mediaType: 'text/csv; charset=utf-8', extension: 'csv', render: timelineTimesketchCsv },
  l2tcsv: { mediaType: 'text/csv; charset=utf-8', extension: 'csv', render: timelineL2tCsv },
  'dynamic-csv': { mediaType: 'text/csv; charset=utf-8', extension: 'csv', render: timelineDynamicCsv },
};
