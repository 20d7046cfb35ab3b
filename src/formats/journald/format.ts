import { headLines, readLines, sniffText, takeNuls, type Line } from '../contract-lines.ts';
import { blankRecord, clearRecord, MAX_BODY } from '../contract-record.ts';
import type { Detection, Format, Head, RecordSink } from '../contract.ts';
import { fields, readEntry, type Entry } from '../contract-journal.ts';
import { looksLikeExport, readExport } from './export.ts';
import { readJsonEntry } from './json.ts';

/** Entries of the systemd journal as journalctl exports them: `-o json` and `-o export`. */
export const journald: Format = {
  id: 'journald',
  title: 'systemd journal export',
  growsByLine: true,
  extensions: ['json', 'jsonl', 'export', 'log', 'journal'],
  magic: ['{"__CURSOR": … "__REALTIME_TIMESTAMP": on every line', '__CURSOR= at the start of an entry'],
  specification: [
    { title: 'systemd: Journal Export Formats', url: 'https://systemd.io/JOURNAL_EXPORT_FORMATS/' },
    { title: 'systemd.journal-fields(7)', url: 'https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html' },
    { title: 'OpenTelemetry log data model', url: 'https://opentelemetry.io/docs/specs/otel/logs/data-model/' },
  ],
  fields,
  detect,
  async parse(source, sink, _options, signal) {
    const head = await source.read(0, 65_536);
    const parser = new Parser(sink);
    if (looksLikeExport(head) > 0) {
      const report = (code: string, message: string, offset: number, length: number): void => parser.report(code, 'warning', message, offset, length);
      await readExport(source, 0, sink, signal, ({ entry, offsetBytes, lengthBytes }) => parser.entry(entry, offsetBytes, lengthBytes, 0), report);
      return { counts: parser.counts, summary: { form: 'export' } };
    }
    const kind = sniffText(head, source.sizeBytes <= 65_536);
    const encoding = kind.text && kind.encoding !== 'latin1' ? kind.encoding : 'utf-8';
    const { lines } = await readLines(source, { encoding, skipBytes: kind.text ? kind.bomBytes : 0 }, sink, signal, (line) => parser.line(line));
    return { counts: { ...parser.counts, lines }, summary: { form: 'json' } };
  },
};

class Parser {
  readonly counts = { entries: 0, blankLines: 0, invalid: 0 };
  private readonly sink: RecordSink;
  private readonly record = blankRecord();

  constructor(sink: RecordSink) {
    this.sink = sink;
  }

  line(line: Line): void {
    const nuls = takeNuls(line);
    if (nuls > 0) this.report('nul-bytes', 'info', 'NUL bytes where a line should begin, as a lost write leaves them.', line.offsetBytes - nuls, nuls);
    if (line.text.trim() === '') {
      this.counts.blankLines++;
      return;
    }
    if (line.damaged) this.report('invalid-utf8', 'info', 'Some bytes are not UTF-8; they show as U+FFFD.', line.offsetBytes, line.lengthBytes);
    const read = line.cut ? undefined : readJsonEntry(line.text);
    if (read) {
      if (read.leftOut.length > 0) {
        const names = read.leftOut.slice(0, 5).join(', ');
        this.report('values-left-out', 'warning', `journalctl left out what is long: ${names}. Export with --all to have it.`, line.offsetBytes, line.lengthBytes);
      }
      this.entry(read.entry, line.offsetBytes, line.lengthBytes, line.number);
      return;
    }
    const record = this.place(line.offsetBytes, line.lengthBytes, line.number);
    record.body = line.text.length > MAX_BODY ? line.text.slice(0, MAX_BODY) : line.text;
    record.understood = false;
    this.counts.invalid++;
    // journalctl says in plain text where a boot begins.
    if (/^-- (?:Reboot|Boot [\da-f]{32}|No entries|Logs begin|Journal begins).*--$/.test(line.text)) record.understood = true;
    else if (!line.ended && line.text.startsWith('{')) this.report('truncated', 'warning', 'The entry breaks off; kept as text.', line.offsetBytes, line.lengthBytes);
    else this.report('not-an-entry', 'warning', 'The line is no journal entry; kept as text.', line.offsetBytes, line.lengthBytes);
    this.sink.record(record);
  }

  entry(entry: Entry, offsetBytes: number, lengthBytes: number, line: number): void {
    const record = this.place(offsetBytes, lengthBytes, line);
    const problem = readEntry(entry, record);
    if (entry.size === 0) record.understood = false;
    if (problem !== undefined) this.report('no-time', 'warning', problem, offsetBytes, lengthBytes);
    if (entry.size === 0) this.counts.invalid++;
    else this.counts.entries++;
    this.sink.record(record);
  }

  report(code: string, severity: 'info' | 'warning', message: string, offsetBytes: number, lengthBytes: number): void {
    this.sink.diagnostic({ code: `journald/${code}`, severity, message, offsetBytes, lengthBytes });
  }

  private place(offsetBytes: number, lengthBytes: number, line: number): typeof this.record {
    clearRecord(this.record);
    this.record.offsetBytes = offsetBytes;
    this.record.lengthBytes = lengthBytes;
    this.record.line = line;
    return this.record;
  }
}

const SAMPLE = 200;

function detect(head: Head): Detection | undefined {
  const exported = looksLikeExport(head.bytes);
  if (exported >= 3 || (exported > 0 && head.complete)) {
    return { confidence: 0.97, reason: `begins as a journal export: ${exported} fields, with the journal's own time and cursor` };
  }
  const lines = headLines(head, SAMPLE);
  let entries = 0;
  for (const line of lines) if (readJsonEntry(line)) entries++;
  const share = entries / lines.length;
  if (entries === 0 || share < 0.35) return undefined;
  return {
    confidence: Math.round((share === 1 ? 0.97 : 0.6 + 0.3 * share) * 100) / 100,
    reason: `${entries} of ${lines.length} sampled lines are journal entries in JSON`,
  };
}
