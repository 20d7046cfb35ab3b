import { headLines } from '../contract-lines.ts';
import { clipBody } from '../contract-json-events.ts';
import { blankRecord, clearRecord, emptyAttributes } from '../contract-record.ts';
import { readTextLog } from '../contract-text.ts';
import { parseTimeText } from '../contract-time.ts';
import { asText, plasoCells, TEPHRA_PARSER, tephraAttributes, TIMESTAMP_DESC, withoutFormulaGuard } from '../contract-timeline-row.ts';
import type { Detection, EventRecord, FieldDefinition, Format, Head } from '../contract.ts';

/** Columns that become fields, by plaso's names; others become attributes. */
const FIELDS: ReadonlyArray<readonly [string, FieldDefinition]> = [
  ['timestamp_desc', TIMESTAMP_DESC],
  ['source', { name: 'plaso.source', type: 'string', description: 'Short name of the kind of source.', facet: true }],
  ['source_long', { name: 'plaso.source_long', type: 'string', description: 'Its long name.', facet: true }],
  ['parser', { name: 'plaso.parser', type: 'string', description: 'Which parser of plaso it comes from.', facet: true }],
  ['display_name', { name: 'file.path', type: 'string', description: 'Column display_name: which file it comes from.' }],
  ['tag', { name: 'plaso.tag', type: 'string', description: 'Labels, with blanks between them.', facet: true }],
];
const DEFAULT = 'datetime,timestamp_desc,source,source_long,message,parser,display_name,tag';

/** Plaso's default output: CSV with columns a person may choose. */
export const dynamicCsv: Format = {
  id: 'dynamic-csv',
  title: 'Plaso dynamic CSV',
  extensions: ['csv', 'log'],
  magic: [DEFAULT],
  specification: [{ title: 'Plaso: dynamic output format', url: 'https://plaso.readthedocs.io/en/latest/sources/user/Output-format-dynamic.html' }],
  fields: FIELDS.map(([, field]) => field),
  detect,
  async parse(source, sink, options, signal) {
    const record = blankRecord();
    const counts = { rows: 0, errors: 0 };
    let columns: string[] | undefined;
    const { lines, blankLines } = await readTextLog('dynamic-csv', source, sink, signal, (text, line) => {
      if (!columns && (columns = columnsOf(text))) return;
      const names = columns ??= DEFAULT.split(',');
      const cells = plasoCells(text, names.length);
      clearRecord(record);
      record.offsetBytes = line.offsetBytes;
      record.lengthBytes = line.lengthBytes;
      record.line = line.number;
      counts.rows++;
      const problem = cells ? readRow(names, cells, record, options.zone) : `The row does not have ${names.length} columns; it is kept as text.`;
      if (!cells) asText(record, text);
      if (problem !== undefined) {
        counts.errors++;
        sink.diagnostic({ code: cells ? 'dynamic-csv/unreadable-time' : 'dynamic-csv/wrong-columns', severity: 'warning', message: problem, offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes });
      }
      sink.record(record);
    });
    return { counts: { ...counts, lines, blankLines, columns: columns?.length ?? 0 }, summary: { columns: columns ?? [] } };
  },
};

function readRow(names: readonly string[], cells: readonly string[], record: EventRecord, zone: string): string | undefined {
  const values = new Map(names.map((name, i) => [name, cells[i] === '-' ? '' : cells[i]!]));
  const isOwn = values.get('parser') === TEPHRA_PARSER;
  const when = values.get('datetime') ?? '';
  record.timeText = when || undefined;
  record.timeNs = parseTimeText(when, zone);
  record.hostName = values.get('hostname') || undefined;
  const message = values.get('message') ?? '';
  record.body = clipBody(isOwn ? withoutFormulaGuard(message) : message);
  record.fields = FIELDS.map(([name]) => values.get(name) || undefined);
  const plain = new Map([...values].map(([name, value]) => [name, withoutFormulaGuard(value)]));
  const attributes = isOwn ? tephraAttributes(plain, record) : emptyAttributes();
  if (!isOwn) for (const [name, value] of values) if (value !== '' && !SHOWN.has(name)) attributes[name] = value;
  record.attributes = Object.keys(attributes).length > 0 ? attributes : undefined;
  // What plaso writes for an event that has no time.
  const none = when === '' || when.startsWith('0000-00-00') || /^(?:not set|invalid|n\/a)/i.test(when);
  return record.timeNs === undefined && !none ? `"${when.slice(0, 60)}" is no time of a known form; the row has no time.` : undefined;
}

const SHOWN = new Set(['datetime', 'message', 'hostname', ...FIELDS.map(([name]) => name)]);

/** The names of the first row; `undefined` when they are not those of plaso. */
function columnsOf(line: string): string[] | undefined {
  const names = line.replace(/^\ufeff/, '').split(',').map((name) => name.trim());
  const known = new Set(names);
  const isPlaso = known.has('datetime') && known.has('message') && known.has('timestamp_desc') && ['source_long', 'parser', 'display_name'].filter((name) => known.has(name)).length >= 2;
  return isPlaso && names.every((name) => /^[\w.:-]{1,100}$/.test(name)) && known.size === names.length ? names : undefined;
}

function detect(head: Head): Detection | undefined {
  const [first, ...rows] = headLines(head, 200);
  const columns = first === undefined ? undefined : columnsOf(first);
  if (!columns) return undefined;
  const regular = rows.filter((row) => plasoCells(row, columns.length)).length;
  return { confidence: 0.98, reason: `columns of plaso's dynamic output, ${regular} of ${rows.length} sampled rows have them` };
}
