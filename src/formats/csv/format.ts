import type { TableMapping } from '../../model/table-mapping.ts';
import { readLines, sniffText, takeNuls } from '../contract-lines.ts';
import { blankRecord, clearRecord, MAX_BODY } from '../contract-record.ts';
import type { ByteSource, Detection, Format, Head, RecordSink } from '../contract.ts';
import { delimiterWord, guessTable, type Guess } from './guess.ts';
import { RowReader, type Row } from '../contract-rows.ts';
import { TableReader } from './table.ts';

const HEAD_BYTES = 65_536;

/** Tables in text: CSV and its relatives. Read by a mapping that a person made, or by a guess that is said. */
export const csv: Format = {
  id: 'csv',
  title: 'Table (CSV)',
  extensions: ['csv', 'tsv', 'tab', 'psv', 'txt'],
  magic: ['rows of as many cells as the first, parted by commas, tabs, semicolons or bars'],
  specification: [
    { title: 'RFC 4180: common format and MIME type for CSV files', url: 'https://www.rfc-editor.org/rfc/rfc4180' },
    { title: 'W3C: model for tabular data, parsing tabular data', url: 'https://www.w3.org/TR/tabular-data-model/#parsing' },
  ],
  fields: [],
  detect,
  async parse(source, sink, options, signal) {
    const head = await source.read(0, HEAD_BYTES);
    const guess = guessTable({ bytes: head, complete: source.sizeBytes <= head.length });
    const mapping = options.mapping ?? guess?.mapping ?? ONE_COLUMN;
    const table = new TableReader(mapping, options.zone, mapping.header ? undefined : guess?.columns.length);
    const record = blankRecord();
    let rows = 0;
    let errors = 0;
    const { lines, blankLines } = await readRows(source, mapping, sink, signal, (row) => {
      if (table.begin(row)) return;
      rows++;
      const read = table.read(row);
      clearRecord(record);
      record.offsetBytes = row.offsetBytes;
      record.lengthBytes = row.lengthBytes;
      record.line = row.line;
      record.timeNs = read.timeNs;
      record.timeText = read.timeText;
      record.severityNumber = read.severityNumber;
      record.severityText = read.severityText;
      record.serviceName = read.serviceName;
      record.hostName = read.hostName;
      record.traceId = read.traceId;
      record.body = read.body.length > MAX_BODY ? read.body.slice(0, MAX_BODY) : read.body;
      record.attributes = read.attributes;
      record.understood = read.problem === undefined;
      if (read.problem) {
        errors++;
        sink.diagnostic({ ...read.problem, severity: 'warning', offsetBytes: row.offsetBytes, lengthBytes: row.lengthBytes });
      }
      sink.record(record);
    });
    return {
      counts: { lines, blankLines, rows, errors, columns: table.columns.length },
      summary: { columns: [...table.columns], mapping, ...(options.mapping ? {} : { guessed: guess?.said ?? [] }) },
    };
  },
};

/** For bytes that are no table at all and were said to be one. */
const ONE_COLUMN: TableMapping = { delimiter: ',', quote: '"', header: false };

/** Rows of a source, blank lines between them left out; an odd byte here and there is told and read on. */
export async function readRows(
  source: ByteSource, mapping: TableMapping, sink: Pick<RecordSink, 'diagnostic' | 'room'>, signal: AbortSignal, onRow: (row: Row) => void,
): Promise<{ lines: number; blankLines: number }> {
  const kind = sniffText(await source.read(0, HEAD_BYTES), source.sizeBytes <= HEAD_BYTES);
  const rows = new RowReader(mapping, onRow);
  let blankLines = 0;
  const { lines } = await readLines(source, { encoding: kind.text ? kind.encoding : 'latin1', skipBytes: kind.text ? kind.bomBytes : 0 }, sink, signal, (line) => {
    if (line.text.charCodeAt(0) === 0 && !rows.isOpen) {
      const nuls = takeNuls(line);
      sink.diagnostic({
        code: 'csv/nul-bytes', severity: 'info', offsetBytes: line.offsetBytes - nuls, lengthBytes: nuls,
        message: 'NUL bytes where a row should begin, as a lost write leaves them.',
      });
    }
    if (line.damaged) {
      sink.diagnostic({
        code: 'csv/invalid-encoding', severity: 'info', offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes,
        message: 'Some bytes are not of the encoding of the rest; they show as U+FFFD.',
      });
    }
    if (!rows.isOpen && line.text.trim() === '') {
      blankLines++;
      return;
    }
    rows.line(line.text, line);
  });
  rows.end();
  return { lines, blankLines };
}

function detect(head: Head): Detection | undefined {
  const first = head.bytes[0];
  // Braces and angle brackets begin other kinds, whose commas mean something else.
  if (first === 0x7b || first === 0x5b || first === 0x3c) return undefined;
  const guess = guessTable(head);
  if (!guess || guess.rows === 0) return undefined;
  const confidence = confidenceOf(guess, head.name);
  if (confidence === undefined) return undefined;
  const { mapping, columns, rows, regular, said } = guess;
  return {
    confidence,
    reason: `${regular} of ${rows} sampled rows have ${columns.length} columns parted by ${delimiterWord(mapping.delimiter)}; guessed: ${said.length === 0 ? 'no column has a role' : said.join(', ')}`,
  };
}

/** Commas stand in any text: a table has a header over regular rows, or times in one of many columns. */
function confidenceOf({ mapping, columns, rows, regular, numbers, ambiguous }: Guess, name: string): number | undefined {
  const share = regular / rows;
  const timed = mapping.time !== undefined || ambiguous !== undefined;
  const isNamed = /\.(?:csv|tsv|tab|psv)$/i.test(name);
  if (share < (isNamed ? 0.6 : timed && mapping.header ? 0.8 : 0.9)) return undefined;
  const telling = timed || numbers > 0;
  if (!mapping.header) return timed && columns.length >= 3 && rows >= 3 ? 0.65 : isNamed && telling ? 0.5 : undefined;
  if (!telling && !(isNamed || (columns.length >= 4 && rows >= 3 && share === 1))) return undefined;
  if (columns.length < 3 && !telling && !isNamed) return undefined;
  const confidence = (timed ? 0.88 : telling ? 0.75 : 0.55) - (share < 1 ? 0.1 : 0) - (rows < 2 ? 0.1 : 0);
  return Math.round(confidence * 100) / 100;
}
