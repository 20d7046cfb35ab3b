import { formatCount, visibleText } from '../../../base/text.ts';
import { formatRfc3339 } from '../../../base/time.ts';
import { RECORD_COLUMNS } from './columns.ts';

/** What an export is of: it stands in the file, so that the file can be told apart from any other. */
export interface ExportNote {
  readonly title: string;
  readonly incidentId: string;
  readonly author: string;
  readonly atNs: bigint;
  /** The filter in the language of the filter bar; empty when there was none. */
  readonly filter: string;
  readonly records: number;
  /** Records that pass the filter, when only some of them were exported. */
  readonly ofRecords: number;
  /** Records of the case. */
  readonly allRecords: number;
}

/** The note as one object, for JSON lines and for the metadata of Parquet. */
export function noteJson(note: ExportNote): string {
  return JSON.stringify({
    tool: 'Tephra', case: note.title, incident: note.incidentId, by: note.author, at: formatRfc3339(note.atNs), filter: note.filter,
    records: note.records, passing: note.ofRecords, recordsOfCase: note.allRecords, order: 'time, then file and place in it; records without a time last', zone: 'UTC',
    columns: Object.fromEntries(RECORD_COLUMNS.map((c) => [c.name, c.description])),
  });
}

/** The note as lines that begin with `#`, for CSV and text. `withColumns`: what each column means as well. */
export function noteLines(note: ExportNote, withColumns: boolean, end: string): string {
  const passing = note.records === note.ofRecords ? '' : ` of ${formatCount(note.ofRecords)} that pass the filter`;
  const lines = [
    `Tephra, records of "${note.title}"${note.incidentId === '' ? '' : ` (${note.incidentId})`}`,
    `exported by ${note.author}, ${formatRfc3339(note.atNs)}`,
    `filter: ${note.filter === '' ? 'none' : note.filter}`,
    `records: ${formatCount(note.records)}${passing}, ${formatCount(note.allRecords)} in the case`,
    'order: time, then file and place in it; records without a time last',
    'zone of times: UTC',
    ...(withColumns ? RECORD_COLUMNS.map((c) => `column ${c.name}: ${c.description}`) : []),
  ];
  return lines.map((line) => `# ${visibleText(line)}${end}`).join('');
}
