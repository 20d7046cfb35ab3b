import { severityFromText } from '../../model/severity.ts';
import { instantNs, LocalClock } from '../contract-clock.ts';
import { wholeNumber } from '../contract-number.ts';
import { headLines, type Line } from '../contract-lines.ts';
import { JoinedRecord, readTextLog } from '../contract-text.ts';
import type { Detection, EventRecord, FieldValue, Format, Head, ParseOptions, RecordSink } from '../contract.ts';
import { APACHE_LEVEL, apacheTime, finishApache, readApacheHead } from './apache.ts';
import { F, fields } from './fields.ts';
import { finishNginx, NGINX_HEAD, nginxSeconds } from './nginx.ts';

/** Error logs of nginx and Apache. */
export const webError: Format = {
  id: 'web-error',
  title: 'Web server error log',
  growsByLine: true,
  extensions: ['log', 'err', 'txt'],
  magic: ['lines of: yyyy/mm/dd hh:mm:ss [level] pid#tid: message', 'lines of: [Www Mmm dd hh:mm:ss yyyy] [module:level] message'],
  specification: [
    { title: 'nginx: error_log', url: 'https://nginx.org/en/docs/ngx_core_module.html#error_log' },
    { title: 'Apache HTTP Server: ErrorLogFormat', url: 'https://httpd.apache.org/docs/2.4/mod/core.html#errorlogformat' },
    { title: 'OpenTelemetry semantic conventions for HTTP', url: 'https://opentelemetry.io/docs/specs/semconv/http/http-spans/' },
  ],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    const parser = new ErrorLogParser(sink, options);
    const counts = await readTextLog('web-error', source, sink, signal, (text, line) => parser.line(text, line));
    parser.end();
    return { counts: { ...counts, joinedLines: parser.joinedLines, notErrorLog: parser.notErrorLog }, summary: { levels: parser.levels } };
  },
};

/** trace1 is the coarsest of Apache's eight, TRACE4 that of OpenTelemetry's four. */
const TRACES: Readonly<Record<string, number>> = { trace1: 4, trace2: 3, trace3: 2, trace4: 1, trace5: 1, trace6: 1, trace7: 1, trace8: 1 };

const BEGINS = /^(?:\d{4}\/\d\d\/\d\d \d|\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]?\d \d\d:\d)/;

class ErrorLogParser {
  notErrorLog = 0;
  readonly levels: Record<string, number> = {};
  private readonly sink: RecordSink;
  private readonly clock: LocalClock;
  private readonly joined: JoinedRecord;
  private values: FieldValue[] = [];
  private server: 'nginx' | 'apache' | undefined;

  constructor(sink: RecordSink, options: ParseOptions) {
    this.sink = sink;
    this.clock = new LocalClock(options.zone);
    this.joined = new JoinedRecord(sink, (record) => {
      if (this.server === 'nginx') finishNginx(record, this.values);
      else if (this.server === 'apache') finishApache(record);
    });
  }

  get joinedLines(): number {
    return this.joined.joinedLines;
  }

  line(text: string, line: Line): void {
    if (this.nginx(text, line) || this.apache(text, line)) return;
    // A line that begins as one and then is none is damaged; any other belongs to the record above.
    const begins = BEGINS.test(text);
    if (!begins && this.joined.join(text, line)) return;
    const record = this.joined.begin(line);
    this.server = undefined;
    record.body = text;
    record.understood = false;
    this.notErrorLog++;
    this.sink.diagnostic({
      code: begins ? 'web-error/unreadable-head' : 'web-error/not-understood', severity: 'warning',
      message: begins ? 'The line begins as one of an error log, but its time or level is none; kept as text.' : 'The line is not of an error log and follows none; kept as text.',
      offsetBytes: record.offsetBytes, lengthBytes: record.lengthBytes,
    });
    this.joined.end();
  }

  end(): void {
    this.joined.end();
  }

  private nginx(text: string, line: Line): boolean {
    const local = nginxSeconds(text);
    if (Number.isNaN(local)) return false;
    NGINX_HEAD.lastIndex = 20;
    const m = NGINX_HEAD.exec(text);
    if (!m) return false;
    const record = this.begin(line, 'nginx', m[1]!);
    record.timeText = text.slice(0, 19);
    record.timeNs = instantNs(this.clock.seconds(local), 0);
    this.values[F.pid] = Number(m[2]);
    this.values[F.thread] = wholeNumber(m[3]!);
    if (m[4] !== undefined) this.values[F.connection] = wholeNumber(m[4]);
    record.body = text.slice(NGINX_HEAD.lastIndex);
    return true;
  }

  private apache(text: string, line: Line): boolean {
    const time = apacheTime(text);
    if (!time) return false;
    APACHE_LEVEL.lastIndex = time.to;
    const m = APACHE_LEVEL.exec(text);
    if (!m) return false;
    const from = APACHE_LEVEL.lastIndex;
    const record = this.begin(line, 'apache', m[2]!);
    record.timeText = text.slice(1, time.to - 1);
    record.timeNs = instantNs(this.clock.seconds(time.seconds), time.nanosecond);
    if (m[1] !== undefined && m[1] !== '-' && m[1] !== '') this.values[F.module] = m[1];
    record.body = text.slice(readApacheHead(text, from, record, this.values));
    return true;
  }

  private begin(line: Line, server: 'nginx' | 'apache', level: string): EventRecord {
    const record = this.joined.begin(line);
    this.server = server;
    this.values = Array.from<FieldValue>({ length: fields.length });
    record.fields = this.values;
    record.severityText = level;
    record.severityNumber = TRACES[level] ?? severityFromText(level);
    this.levels[level] = (this.levels[level] ?? 0) + 1;
    return record;
  }
}

const SAMPLE = 200;

function detect(head: Head): Detection | undefined {
  let nginx = 0;
  let apache = 0;
  let others = 0;
  for (const line of headLines(head, SAMPLE)) {
    const time = apacheTime(line);
    NGINX_HEAD.lastIndex = 20;
    APACHE_LEVEL.lastIndex = time?.to ?? 0;
    if (!Number.isNaN(nginxSeconds(line)) && NGINX_HEAD.test(line)) nginx++;
    else if (time && APACHE_LEVEL.test(line)) apache++;
    else others++;
  }
  const found = nginx + apache;
  const all = found + others;
  // What programs behind the server print stands between the lines as it is.
  if (found === 0 || found / all < 0.1) return undefined;
  return {
    confidence: Math.round((others === 0 ? 0.95 : 0.5 + 0.4 * (found / all)) * 100) / 100,
    reason: `${found} of ${all} sampled lines are of an error log of ${nginx > 0 && apache > 0 ? 'nginx and Apache' : nginx > 0 ? 'nginx' : 'Apache'}`,
  };
}
