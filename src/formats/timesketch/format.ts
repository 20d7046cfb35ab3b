import { documentHead } from '../contract-json-head.ts';
import { readEventDocuments } from '../contract-json-events.ts';
import { isObject } from '../contract-json-object.ts';
import { headLines, readLines, sniffText, takeNuls } from '../contract-lines.ts';
import { blankRecord, clearRecord, emptyAttributes } from '../contract-record.ts';
import { RowReader } from '../contract-rows.ts';
import { asText, TIMESTAMP_DESC } from '../contract-timeline-row.ts';
import type { ByteSource, Detection, Format, Head, ParseSummary, RecordSink } from '../contract.ts';
import { readRow } from './row.ts';

const HEAD_BYTES = 65_536;
const RFC_4180 = { delimiter: ',', quote: '"' } as const;

/** Events as Timesketch takes and gives them: CSV or JSON lines with message, datetime or timestamp, timestamp_desc. */
export const timesketch: Format = {
  id: 'timesketch',
  title: 'Timesketch',
  extensions: ['csv', 'jsonl'],
  magic: ['a header with message, datetime and timestamp_desc', '{"message": …, "datetime": …, "timestamp_desc": …'],
  specification: [{ title: 'Timesketch: import from JSON or CSV', url: 'https://timesketch.org/guides/user/import-from-json-csv/' }],
  fields: [
    TIMESTAMP_DESC,
    { name: 'data_type', type: 'string', description: 'Kind of event, as plaso names them.', facet: true },
    { name: 'plaso.source', type: 'string', description: 'source or source_short.', facet: true },
    { name: 'user.name', type: 'string', description: 'Account.', facet: true },
  ],
  detect,
  async parse(source, sink, options, signal) {
    const bytes = await source.read(0, HEAD_BYTES);
    const first = bytes[0] === 0xef ? bytes[3] : bytes[0];
    return first === 0x7b || first === 0x5b ? readJson(source, sink, options.zone, signal) : readCsv(source, sink, options.zone, signal, bytes);
  },
};

async function readJson(source: ByteSource, sink: RecordSink, zone: string, signal: AbortSignal): Promise<ParseSummary> {
  const counts = await readEventDocuments(source, sink, signal, {
    formatId: 'timesketch', noun: 'events', plan: { elements: [''] },
    read: (element, record) => {
      if (!isEvent(element.value)) return undefined;
      return readRow(element.value, record, zone, false);
    },
  });
  return { counts: { events: counts.events, errors: counts.elements - counts.events + counts.brokenElements }, summary: { form: 'JSON lines' } };
}

async function readCsv(source: ByteSource, sink: RecordSink, zone: string, signal: AbortSignal, head: Uint8Array): Promise<ParseSummary> {
  const kind = sniffText(head, source.sizeBytes <= head.length);
  const record = blankRecord();
  let columns: readonly string[] | undefined;
  const counts = { events: 0, errors: 0 };
  const rows = new RowReader(RFC_4180, (row) => {
    if (!columns) {
      columns = row.cells.map((cell) => cell.replace(/^\ufeff/, '').trim());
      return;
    }
    clearRecord(record);
    record.offsetBytes = row.offsetBytes;
    record.lengthBytes = row.lengthBytes;
    record.line = row.line;
    const report = (code: string, message: string): void => {
      sink.diagnostic({ code: `timesketch/${code}`, severity: 'warning', message, offsetBytes: row.offsetBytes, lengthBytes: row.lengthBytes });
    };
    if (row.cells.length !== columns.length || row.problem === 'quote-not-closed') {
      counts.errors++;
      report('wrong-columns', `The row does not have the ${columns.length} columns of the header; it is kept as text.`);
      asText(record, row.text);
    } else {
      const event = emptyAttributes();
      columns.forEach((name, i) => (event[name] = row.cells[i]!));
      counts.events++;
      for (const { code, message } of readRow(event, record, zone, true)) report(code, message);
    }
    sink.record(record);
  });
  await readLines(source, { encoding: kind.text ? kind.encoding : 'latin1', skipBytes: kind.text ? kind.bomBytes : 0 }, sink, signal, (line) => {
    if (line.text.charCodeAt(0) === 0 && !rows.isOpen) {
      const nuls = takeNuls(line);
      sink.diagnostic({ code: 'timesketch/nul-bytes', severity: 'info', message: 'NUL bytes where a row should begin, as a lost write leaves them.', offsetBytes: line.offsetBytes - nuls, lengthBytes: nuls });
    }
    if (line.damaged) {
      sink.diagnostic({ code: 'timesketch/invalid-encoding', severity: 'info', message: 'Some bytes are not of the encoding of the rest; they show as U+FFFD.', offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes });
    }
    if (rows.isOpen || line.text.trim() !== '') rows.line(line.text, line);
  });
  rows.end();
  return { counts, summary: { form: 'CSV', columns: [...(columns ?? [])] } };
}

function isEvent(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && typeof value['message'] === 'string' && typeof value['timestamp_desc'] === 'string' && ('datetime' in value || 'timestamp' in value);
}

function detect(head: Head): Detection | undefined {
  const json = documentHead(head);
  if (json) {
    const { documents } = json;
    const events = documents.filter(isEvent).length;
    return events > 0 && events >= (documents.length - 1) * 0.8 ? { confidence: 1, reason: `${events} of ${documents.length} sampled objects are events of Timesketch` } : undefined;
  }
  const [first] = headLines(head, 1);
  if (first === undefined) return undefined;
  const names = new Set(first.replace(/^\ufeff/, '').split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1')));
  // With two of these it is what plaso writes.
  const plaso = ['source_long', 'parser', 'display_name'].filter((name) => names.has(name)).length;
  if (plaso >= 2 || !names.has('message') || !names.has('timestamp_desc') || !(names.has('datetime') || names.has('timestamp'))) return undefined;
  return { confidence: 0.98, reason: 'the columns Timesketch asks for: message, datetime and timestamp_desc' };
}
