import { CsvError, parse } from 'csv-parse/sync';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { TrackerFile, TrackerRow, Unread } from './rows.ts';
import { meaningOf } from './states.ts';

/** Jira's "Export CSV" and GitLab's export of issues, by the names of their columns; a name that stands several times has several values. */
export function readTrackerCsv(text: string): Result<TrackerFile> {
  const read = recordsOf(text);
  if (!read.ok) return read;
  const [header, ...records] = read.value;
  const columns = new Map<string, number[]>();
  header?.record.forEach((name, i) => columns.set(name.trim().toLowerCase(), [...(columns.get(name.trim().toLowerCase()) ?? []), i]));
  const shape = SHAPES.find(({ needs }) => needs.every((name) => columns.has(name)));
  if (!header || !shape) {
    return fail('tracker/not-understood', 'This table has neither the columns of a Jira export (Issue key, Summary, Status) nor those of a GitLab export (Issue ID, Title, State). Export all fields as CSV and read that.');
  }
  const rows: TrackerRow[] = [];
  const unread: Unread[] = [];
  records.forEach(({ record, row }) => {
    const place = `row ${row}`;
    const cell = (name: string): string => (columns.get(name) ?? []).map((i) => record[i] ?? '').filter((value) => value !== '').join('\n');
    const title = cell(shape.title);
    if (record.length !== header.record.length) unread.push({ place, title, message: `It has ${record.length} values, the header ${header.record.length}: which value belongs to which column is not clear.` });
    else rows.push(shape.rowOf(cell, place));
  });
  return ok({ source: shape.source, rows, unread });
}

type Cell = (name: string) => string;

const SHAPES: ReadonlyArray<{ readonly source: string; readonly needs: readonly string[]; readonly title: string; readonly rowOf: (cell: Cell, place: string) => TrackerRow }> = [
  {
    source: 'Jira CSV', needs: ['issue key', 'summary', 'status'], title: 'summary',
    rowOf: (cell, place) => ({
      place, system: 'jira', key: cell('issue key'), url: '', status: cell('status'), title: cell('summary'), text: cell('description'), resolution: cell('resolution'),
      meaning: meaningOf({ status: cell('status'), category: cell('status category'), resolution: cell('resolution') }),
    }),
  },
  {
    // https://docs.gitlab.com/user/project/issues/csv_export/: "Issue ID" is the number within the project.
    source: 'GitLab CSV', needs: ['title', 'state', 'issue id'], title: 'title',
    rowOf: (cell, place) => ({
      place, system: 'gitlab', key: `#${cell('issue id')}`, url: cell('url'), status: cell('state'), title: cell('title'), text: cell('description'), resolution: '',
      meaning: meaningOf({ status: cell('state') }),
    }),
  },
];

interface CsvRecord {
  readonly record: readonly string[];
  /** 1-based among the records of the file, the header the first: what a spreadsheet calls its row. */
  readonly row: number;
}

/** RFC 4180 by csv-parse; commas, semicolons or tabs, whichever the header has most of. */
function recordsOf(text: string): Result<CsvRecord[]> {
  const header = text.slice(0, text.search(/\r?\n|$/));
  const delimiter = [',', ';', '\t'].toSorted((a, b) => header.split(b).length - header.split(a).length)[0]!;
  try {
    const records = parse(text, { delimiter, bom: true, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] });
    return ok(records.flatMap((record, i) => (record.length === 1 && record[0] === '' ? [] : [{ record, row: i + 1 }])));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error && typeof error.lines === 'number' ? ` Line ${error.lines}.` : '';
    return fail('tracker/not-understood', `This is no whole CSV file: ${error.message.replace(/\.$/, '')}.${line} Export it again.`);
  }
}
