import { readLines, sniffText, takeNuls, type Line } from '../contract-lines.ts';
import { blankRecord, clearRecord, MAX_BODY } from '../contract-record.ts';
import type { ByteSource, Detection, FieldDefinition, Format, Head, ParseOptions, RecordSink } from '../contract.ts';
import { thrownIn } from '../contract-exception.ts';
import { TextDirect } from './direct.ts';
import { RestReader, severityOfLevel } from './header-rest.ts';
import { HeaderReader, learn, type Header, type Learnt } from './layout.ts';
import { newestFirstYear, Years, type YearBasis } from '../contract-yearless.ts';

const fields: readonly FieldDefinition[] = [
  { name: 'logger.name', type: 'string', description: 'Logger, category or channel that wrote the record.', facet: true },
  { name: 'thread.name', type: 'string', description: 'Thread that wrote the record.', facet: true },
  { name: 'thread.id', type: 'integer', description: 'Number of the thread, where the layout has one.' },
  { name: 'process.pid', type: 'integer', description: 'Process that wrote the record.' },
  { name: 'code.file.path', type: 'string', description: 'Source file that wrote the record.' },
  { name: 'code.line.number', type: 'integer', description: 'Line in that file.' },
  { name: 'exception.type', type: 'string', description: 'Type of what was thrown, from the stack trace.', facet: true },
  { name: 'exception.message', type: 'string', description: 'Its message.' },
];

/** Text whose records begin with a time, in whatever form the head of the file shows. */
export const timestampedText: Format = {
  id: 'timestamped-text',
  title: 'Text with times',
  growsByLine: true,
  extensions: ['log', 'txt', 'out', 'err'],
  magic: ['lines that begin with a time, in one place and form throughout'],
  specification: [
    { title: 'RFC 3339: date and time on the internet', url: 'https://www.rfc-editor.org/rfc/rfc3339' },
    { title: 'Log4j: pattern layout', url: 'https://logging.apache.org/log4j/2.x/manual/pattern-layout.html' },
    { title: 'Logback: layouts', url: 'https://logback.qos.ch/manual/layouts.html' },
    { title: 'Python: logging', url: 'https://docs.python.org/3/library/logging.html' },
    { title: 'Go: package log', url: 'https://pkg.go.dev/log' },
    { title: 'Ruby: Logger::Formatter', url: 'https://docs.ruby-lang.org/en/3.4/Logger/Formatter.html' },
    { title: 'glog: log line prefix', url: 'https://google.github.io/glog/stable/flags/' },
    { title: 'OpenTelemetry semantic conventions for exceptions', url: 'https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/' },
  ],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    const head = await source.read(0, 65_536);
    const kind = sniffText(head, source.sizeBytes <= 65_536);
    const learnt = learn({ bytes: head, complete: source.sizeBytes <= 65_536 });
    const years = learnt.yearless && await yearsOf(learnt, learnt.yearless, source, options);
    const assembler = new Assembler(sink, options, learnt, years);
    const encoding = kind.text ? kind.encoding : 'utf-8';
    const { lines } = await readLines(source, { encoding, skipBytes: kind.text ? kind.bomBytes : 0 }, sink, signal, (line) => assembler.line(line), assembler.direct);
    assembler.end();
    return {
      counts: { ...assembler.counts, lines },
      summary: { encoding, timeForms: learnt.layouts.map(({ form }) => form.id), ...(years ? { firstYear: years.firstYear, yearFrom: years.from } : {}) },
    };
  },
};

interface FirstYear {
  readonly firstYear: number;
  readonly from: YearBasis;
}

/** The year of the first time of a log without years: what glog says in its first lines, else the newest possible. */
async function yearsOf(learnt: Learnt, yearless: { first: string; last: string }, source: ByteSource, options: ParseOptions): Promise<FirstYear> {
  if (learnt.year !== undefined) return { firstYear: learnt.year, from: 'its first lines' };
  const tail = await source.read(Math.max(0, source.sizeBytes - 65_536), 65_536);
  const last = learn({ bytes: tail, complete: true }, true).yearless?.last ?? yearless.last;
  const newestNs = options.newestNs ?? BigInt(Date.now()) * 1_000_000n;
  return { firstYear: newestFirstYear(yearless.first, last, newestNs, options.zone), from: 'the newest possible' };
}

/** Beside a time whose year is not of the evidence. */
const YEAR_INFERRED: Readonly<Record<string, unknown>> = Object.freeze({ 'tephra.time.inferred': 'year' });

/** A record without a new header is cut here. */
const MAX_RECORD_BYTES = 1024 * 1024;
const MAX_RECORD_LINES = 10_000;
/** The year 2200: a log that says so is damaged. */
const LATEST_NS = 7_258_118_400_000_000_000n;

class Assembler {
  /** Reads the lines that are as most are. */
  readonly direct: TextDirect | undefined;
  readonly counts = { blankLines: 0, records: 0, multiLineRecords: 0, linesBeforeFirstTime: 0, exceptions: 0 };
  private readonly sink: RecordSink;
  private readonly headers: HeaderReader;
  private readonly rests: RestReader;
  private readonly record = blankRecord();
  private readonly yearInferred: boolean;
  /** Text of the open record: its first line's message, then the lines below as they stand. */
  private text: string[] = [];
  private textLength = 0;
  private lineCount = 0;
  /** Blank lines that belong to the record only if something follows them. */
  private blanks = 0;
  private open = false;
  private damaged = false;
  private clipped = false;
  private orphanFrom = -1;
  private orphanTo = 0;

  constructor(sink: RecordSink, options: ParseOptions, learnt: Learnt, years: FirstYear | undefined) {
    this.sink = sink;
    this.headers = new HeaderReader(learnt.layouts, options.zone, new Years(years?.firstYear ?? 2000));
    this.rests = new RestReader(learnt.rests);
    this.yearInferred = years?.from === 'the newest possible';
    this.direct = sink.ranges && TextDirect.of(learnt.layouts, this.rests.order, this.headers.times, sink.ranges, () => {
      this.close();
      this.reportOrphans();
    }, () => {
      this.counts.records++;
    });
  }

  line(line: Line): void {
    this.direct?.forget();
    const nuls = takeNuls(line);
    if (nuls > 0) this.report('nul-bytes', 'info', 'NUL bytes where a line should begin, as a lost write leaves them.', line.offsetBytes - nuls, nuls);
    const header = this.headers.read(line.text);
    if (header) {
      this.close();
      this.begin(line, header);
    } else if (this.open) this.append(line);
    else if (line.text.trim() === '') this.counts.blankLines++;
    else this.orphan(line);
  }

  end(): void {
    this.close();
    this.reportOrphans();
  }

  private begin(line: Line, header: Header): void {
    this.reportOrphans();
    const rest = this.rests.read(line.text, header);
    const record = this.place(line);
    record.timeNs = header.timeNs;
    record.timeText = header.timeText;
    if (header.timeNs !== undefined && (header.timeNs < 0n || header.timeNs > LATEST_NS)) {
      record.timeNs = undefined;
      this.report('unlikely-time', 'warning', `"${header.timeText.slice(0, 60)}" lies before 1970 or after 2200; the record has no time.`, line.offsetBytes, line.lengthBytes);
    }
    record.severityText = rest.level;
    record.severityNumber = severityOfLevel(rest.level);
    record.serviceName = rest.service;
    record.fields = [rest.logger, rest.thread, rest.threadId, rest.pid, rest.file, rest.line, undefined, undefined];
    this.push(line, rest.end === 0 ? line.text : line.text.slice(rest.end));
    if (header.form.id === 'glog' && this.yearInferred && header.timeNs !== undefined) record.attributes = YEAR_INFERRED;
    if (header.timeNs === undefined) {
      this.report('unreadable-time', 'warning', `"${header.timeText.slice(0, 60)}" is a time that the calendar does not have; the record has no time.`, line.offsetBytes, line.lengthBytes);
    }
  }

  /** A line that belongs to the record above it. Blank lines at its end do not. */
  private append(line: Line): void {
    const record = this.record;
    if (line.text.trim() === '') {
      this.counts.blankLines++;
      this.blanks++;
      return;
    }
    if (this.lineCount + this.blanks >= MAX_RECORD_LINES || line.offsetBytes + line.lengthBytes - record.offsetBytes > MAX_RECORD_BYTES) {
      const from = record.offsetBytes;
      const length = record.lengthBytes;
      this.report('record-too-long', 'warning', `A record goes on for more than ${MAX_RECORD_LINES} lines or ${MAX_RECORD_BYTES} bytes without a new time; it is cut here.`, from, length);
      this.close();
      this.place(line).understood = false;
      this.push(line, line.text);
      return;
    }
    for (; this.blanks > 0; this.blanks--) this.keep('');
    this.push(line, line.text);
  }

  private place(line: Line): typeof this.record {
    const record = this.record;
    clearRecord(record);
    record.offsetBytes = line.offsetBytes;
    record.line = line.number;
    this.open = true;
    this.text = [];
    this.textLength = 0;
    this.lineCount = 0;
    this.blanks = 0;
    this.damaged = false;
    this.clipped = false;
    return record;
  }

  private push(line: Line, text: string): void {
    this.record.lengthBytes = line.offsetBytes + line.lengthBytes - this.record.offsetBytes;
    if (line.damaged) this.damaged = true;
    this.keep(text);
  }

  private keep(text: string): void {
    this.lineCount++;
    const room = MAX_BODY - this.textLength;
    if (text.length > room) this.clipped = true;
    if (room <= 0) return;
    this.text.push(text.length > room ? text.slice(0, room) : text);
    this.textLength += text.length + 1;
  }

  private close(): void {
    if (!this.open) return;
    this.open = false;
    const record = this.record;
    const { text } = this;
    if (text.length > 1) {
      this.counts.multiLineRecords++;
      record.body = text.join('\n');
      if (text[0] === '') record.body = record.body.slice(1);
      this.readBelow(text);
    } else record.body = text[0]!;
    if (record.body.includes('trace')) readTraceIds(record.body, record);
    if (this.clipped) this.report('long-text', 'info', `The record has ${record.lengthBytes} bytes; its first ${MAX_BODY} characters are kept as text.`, record.offsetBytes, record.lengthBytes);
    if (this.damaged) this.report('invalid-encoding', 'info', 'Some bytes are not of the encoding of the file; they show as U+FFFD.', record.offsetBytes, record.lengthBytes);
    this.counts.records++;
    this.sink.record(record);
  }

  /** What lines below the first say of the record. */
  private readBelow(text: readonly string[]): void {
    const record = this.record;
    // java.util.logging puts level and message on the second line.
    const level = record.severityNumber === 0 ? /^(SEVERE|WARNING|INFO|CONFIG|FINE|FINER|FINEST): /.exec(text[1]!) : null;
    if (level && record.understood) {
      record.severityText = level[1];
      record.severityNumber = severityOfLevel(level[1]);
      const values = [...record.fields];
      values[0] = /^[\w.$]+/.exec(text[0]!)?.[0];
      record.fields = values;
    }
    const thrown = thrownIn(text);
    if (!thrown) return;
    this.counts.exceptions++;
    const values = record.fields.length > 0 ? [...record.fields] : fields.map(() => undefined as string | undefined);
    values[6] = thrown.type;
    values[7] = thrown.message;
    record.fields = values;
  }

  /** A line before the first record. */
  private orphan(line: Line): void {
    const record = this.place(line);
    record.understood = false;
    this.push(line, line.text);
    this.close();
    this.counts.linesBeforeFirstTime++;
    if (this.orphanFrom < 0) this.orphanFrom = line.offsetBytes;
    this.orphanTo = line.offsetBytes + line.lengthBytes;
  }

  private reportOrphans(): void {
    if (this.orphanFrom < 0) return;
    const count = this.counts.linesBeforeFirstTime;
    const message = count === 1 ? 'A line before the first time; kept as text.' : `${count} lines before the first time; each is kept as text.`;
    this.report('before-first-time', 'info', message, this.orphanFrom, this.orphanTo - this.orphanFrom);
    this.orphanFrom = -1;
  }

  private report(code: string, severity: 'info' | 'warning', message: string, offsetBytes: number, lengthBytes: number): void {
    this.sink.diagnostic({ code: `timestamped-text/${code}`, severity, message, offsetBytes, lengthBytes });
  }
}

/** Ids that OpenTelemetry's log bridges and Spring put into text: `trace_id=4bf9… span_id=00f0…`. */
const TRACE_ID = /\btrace_?id["']?[=:] ?["']?([\da-f]{32})\b/i;
const SPAN_ID = /\bspan_?id["']?[=:] ?["']?([\da-f]{16})\b/i;

function readTraceIds(text: string, record: { traceId: string | undefined; spanId: string | undefined }): void {
  const head = text.length > 4096 ? text.slice(0, 4096) : text;
  record.traceId = TRACE_ID.exec(head)?.[1]?.toLowerCase();
  if (record.traceId !== undefined) record.spanId = SPAN_ID.exec(head)?.[1]?.toLowerCase();
}

/** Never above 0.55: whatever knows a file's own format knows it better. */
function detect(head: Head): Detection | undefined {
  const { layouts, sampled, headers, continuations, before, table } = learn(head);
  const layout = layouts[0];
  // Rows with a time in their first column are a table, and their columns have names.
  if (!layout || headers === 0 || (table && headers > 1)) return undefined;
  const rest = sampled - before;
  const explained = (headers + continuations) / sampled;
  const enough = headers === 1
    ? before === 0 && explained === 1
    : before <= Math.max(20, sampled / 4) && (headers / rest >= 0.3 || explained >= 0.5);
  if (!enough) return undefined;
  const confidence = 0.4 + 0.15 * (headers === 1 ? 0.2 : explained);
  const reason = headers === sampled
    ? `${headers} of ${sampled} sampled lines begin with a time (${layout.form.words})`
    : `${headers} of ${sampled} sampled lines begin with a time (${layout.form.words}); ${before === 0 ? 'the others belong' : 'those between belong'} to the record above`;
  return { confidence: Math.round(confidence * 100) / 100, reason };
}
