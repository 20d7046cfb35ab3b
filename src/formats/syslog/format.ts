import { daysFromCivil } from '../../base/time.ts';
import { instantNs, LocalClock } from '../contract-clock.ts';
import { kernelReportAttributes } from '../contract-kernel-report.ts';
import { headLines, readLines, sniffText, takeNuls, type DirectReader } from '../contract-lines.ts';
import { emptyAttributes } from '../contract-record.ts';
import { JoinedRecord, readTextLog } from '../contract-text.ts';
import { parseTimeText } from '../contract-time.ts';
import { YearFinder, yearOf, YearSteps, type YearBasis } from '../contract-years.ts';
import { zoneTextOffsetSeconds } from '../contract-zones.ts';
import type { ByteSource, Detection, EventRecord, Format, Head, ParseOptions, RecordSink } from '../contract.ts';
import { isValidCivil, NS_PER_S } from '../../base/time.ts';
import { ByteStamp } from './byte-stamp.ts';
import { SyslogDirect, type SyslogClock } from './direct.ts';
import { fields } from './fields.ts';
import { SyslogLineReader, type SyslogLine } from './line.ts';
import { blankStamp, readStamp } from './stamp.ts';

/** System logs: RFC 5424, RFC 3164 as it is found in files, and what network devices make of it. */
export const syslog: Format = {
  id: 'syslog',
  title: 'Syslog',
  growsByLine: true,
  extensions: ['log', 'syslog', 'messages'],
  magic: ['lines of: Mmm dd hh:mm:ss host tag[pid]: message', 'lines of: <priority>1 time host app process id [data] message'],
  specification: [
    { title: 'RFC 5424: The Syslog Protocol', url: 'https://www.rfc-editor.org/rfc/rfc5424' },
    { title: 'RFC 3164: The BSD syslog Protocol', url: 'https://www.rfc-editor.org/rfc/rfc3164' },
    { title: 'rsyslog: templates RSYSLOG_FileFormat and RSYSLOG_TraditionalFileFormat', url: 'https://www.rsyslog.com/doc/configuration/templates.html' },
    { title: 'Cisco: system message logging', url: 'https://www.cisco.com/c/en/us/td/docs/routers/access/wireless/software/guide/SysMsgLogging.html' },
    { title: 'OpenTelemetry: logs data model, appendices A and B', url: 'https://opentelemetry.io/docs/specs/otel/logs/data-model-appendix/' },
  ],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    const basis = await findYears(source, sink, options, signal);
    const parser = new SyslogParser(sink, options, basis);
    const counts = await readTextLog('syslog', source, sink, signal, (text, line) => parser.line(text, line), parser.direct);
    parser.end();
    return {
      counts: { ...counts, joinedLines: parser.joinedLines, notSyslog: parser.notSyslog },
      summary: basis ? { firstYear: basis.firstYear, lastYear: parser.lastYear, yearFrom: basis.from } : {},
    };
  },
};

const YEAR_INFERRED: Readonly<Record<string, unknown>> = Object.freeze({ 'tephra.time.inferred': 'year' });
/** journalctl puts these where a log begins, and where the machine started again. */
const JOURNAL_MARK = /^-- .{2,200} --$/;
const JOURNAL_END = /^-- (?:Logs begin at|Journal begins at) .*(?:end at|ends at) (?:[A-Z][a-z]{2} )?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?: [A-Z]{1,5})?\.? --$/;

class SyslogParser implements SyslogClock {
  /** Reads the lines that are as most are. */
  readonly direct: SyslogDirect | undefined;
  readonly yearInferred = YEAR_INFERRED;
  notSyslog = 0;
  lastYear = 0;
  private readonly sink: RecordSink;
  private readonly zone: string;
  private readonly clock: LocalClock;
  private readonly reader = new SyslogLineReader();
  private readonly joined: JoinedRecord;
  private readonly steps: YearSteps;
  private readonly firstYear: number;
  /** The day of the line before, which most lines share. */
  private dayKey = -1;
  private daySeconds = 0;

  constructor(sink: RecordSink, options: ParseOptions, basis: YearBasis | undefined) {
    this.sink = sink;
    this.zone = options.zone;
    this.clock = new LocalClock(options.zone);
    this.joined = new JoinedRecord(sink);
    this.steps = new YearSteps(basis?.resets);
    this.firstYear = basis?.firstYear ?? yearOf(newest(options), options.zone);
    this.direct = sink.ranges && new SyslogDirect(sink.ranges, this, () => this.joined.end());
  }

  get joinedLines(): number {
    return this.joined.joinedLines;
  }

  line(text: string, line: Parameters<JoinedRecord['begin']>[0]): void {
    const read = this.reader.read(text);
    this.direct?.forget();
    if (read) {
      this.begin(read, text, line);
      return;
    }
    if (text.charCodeAt(0) === 45 && JOURNAL_MARK.test(text)) {
      this.joined.begin(line).body = text;
      this.joined.end();
      return;
    }
    if (this.joined.join(text, line)) return;
    const record = this.joined.begin(line);
    record.body = text;
    record.understood = false;
    this.notSyslog++;
    this.report(record, 'not-understood', 'The line is not of a system log and follows none; kept as text.');
    this.joined.end();
  }

  end(): void {
    this.joined.end();
  }

  local(seconds: number): number {
    return this.clock.seconds(seconds);
  }

  yearless(month: number, day: number, seconds: number): number {
    const local = this.inYear(month, day, seconds);
    return Number.isNaN(local) ? local : this.clock.seconds(local);
  }

  /** Seconds since 1970 on the wall clock; NaN when the year has no such day. */
  private inYear(month: number, day: number, seconds: number): number {
    const year = this.firstYear + this.steps.next({ month, day, seconds, year: 0, to: 0 });
    if (month === 2 && day === 29 && !isValidCivil({ year, month: 2, day: 29, hour: 0, minute: 0, second: 0, nanosecond: 0 })) return Number.NaN;
    const key = year * 400 + month * 32 + day;
    if (key !== this.dayKey) {
      this.dayKey = key;
      this.daySeconds = daysFromCivil(year, month, day) * 86400;
      if (year > this.lastYear) this.lastYear = year;
    }
    return this.daySeconds + seconds;
  }

  private begin(read: SyslogLine, text: string, line: Parameters<JoinedRecord['begin']>[0]): void {
    const record = this.joined.begin(line);
    record.attributes = read.attributes;
    this.setTime(record, read, text);
    record.severityNumber = read.severityNumber;
    record.severityText = read.severityText;
    record.serviceName = read.service;
    record.hostName = read.host;
    record.body = read.body === '' ? text : read.body;
    record.fields = [read.pid, read.facility, read.msgId];
    if (read.service === 'kernel') {
      const report = kernelReportAttributes(read.body);
      if (report) record.attributes = Object.assign(emptyAttributes(), record.attributes, report);
    }
    if (read.truncated) this.report(record, 'structured-data', 'The structured data is not closed, or the line breaks off before it; the rest is kept as text.');
  }

  private setTime(record: EventRecord, read: SyslogLine, text: string): void {
    const stamp = read.stamp;
    if (stamp.kind === 'nil') return;
    record.timeText = text.slice(stamp.from, stamp.to);
    if (stamp.kind === 'bad') {
      this.report(record, 'unreadable-time', `"${record.timeText.slice(0, 60)}" is not a time; the record has none.`);
      return;
    }
    let seconds = stamp.seconds;
    if (stamp.kind === 'yearless') {
      seconds = this.inYear(stamp.month, stamp.day, stamp.seconds);
      if (Number.isNaN(seconds)) {
        this.report(record, 'unreadable-time', `The log has this 29 February in ${this.firstYear + this.steps.next(stamp)}, which has none; the record has no time.`);
        return;
      }
      if (record.attributes === undefined) record.attributes = YEAR_INFERRED;
      else record.attributes = Object.assign(read.attributes!, YEAR_INFERRED);
    }
    if (stamp.zoneText !== undefined) seconds -= zoneTextOffsetSeconds(stamp.zoneText, this.zone, seconds) ?? 0;
    else if (stamp.kind !== 'instant') seconds = this.clock.seconds(seconds);
    record.timeNs = instantNs(seconds, stamp.nanosecond);
  }

  private report(record: EventRecord, code: string, message: string): void {
    this.sink.diagnostic({ code: `syslog/${code}`, severity: 'warning', message, offsetBytes: record.offsetBytes, lengthBytes: record.lengthBytes });
  }
}

function newest(options: ParseOptions): bigint {
  return options.newestNs ?? BigInt(Date.now()) * 1_000_000n;
}

/** Reads the times of the whole log once, where its first lines name no year. */
async function findYears(source: ByteSource, sink: RecordSink, options: ParseOptions, signal: AbortSignal): Promise<YearBasis | undefined> {
  const head = await source.read(0, 65_536);
  const stamp = blankStamp();
  const complete = source.sizeBytes <= head.length;
  if (!headLines({ bytes: head, complete }, 1000).some((line) => readStamp(line, stamp) && stamp.kind === 'yearless')) return undefined;
  const finder = new YearFinder(options.zone, newest(options));
  const kind = sniffText(head.subarray(0, 4096), source.sizeBytes <= 4096);
  const encoding = kind.text && kind.encoding !== 'latin1' ? kind.encoding : 'utf-8';
  await readLines(source, { encoding, skipBytes: kind.text ? kind.bomBytes : 0 }, sink, signal, (line) => {
    if (line.text.charCodeAt(0) === 0) takeNuls(line);
    const text = line.text;
    if (readStamp(text, stamp)) {
      if (stamp.kind === 'yearless') finder.line(stamp, text);
      else if (stamp.kind === 'local') finder.dated(stamp);
    } else if (text.charCodeAt(0) === 45) {
      const end = JOURNAL_END.exec(text);
      const ns = end ? parseTimeText(end[1]!, 'UTC') : undefined;
      if (ns !== undefined) finder.endsAt(Number(ns / NS_PER_S));
    }
  }, sink.ranges && new YearLines(finder));
  return finder.lines === 0 ? undefined : finder.basis();
}

/** Times of the lines whose text `finder` need not see. */
class YearLines implements DirectReader {
  count = 0;
  private b: Uint8Array = new Uint8Array();
  private readonly stamp = new ByteStamp();
  private readonly finder: YearFinder;

  constructor(finder: YearFinder) {
    this.finder = finder;
  }

  block(bytes: Uint8Array): void {
    this.b = bytes;
  }

  lines(from: number): number {
    const { b, stamp, finder } = this;
    let at = from;
    this.count = 0;
    while (at < b.length && !finder.looksAtText && stamp.read(b, at) && stamp.kind === 'yearless') {
      finder.line(stamp, '');
      this.count++;
      at = b.indexOf(10, stamp.to) + 1;
    }
    return at;
  }
}

const SAMPLE = 200;
// oxlint-disable-next-line no-control-regex
const NOT_NUL = /[^\u0000]/;

function detect(head: Head): Detection | undefined {
  const lines = headLines(head, SAMPLE);
  const reader = new SyslogLineReader();
  let strict = 0;
  let loose = 0;
  /** Of the loose ones: their time is none that people write. */
  let yearless = 0;
  let others = 0;
  let marks = 0;
  for (const whole of lines) {
    // A lost write leaves NUL bytes where a line should begin.
    const line = whole.slice(whole.charCodeAt(0) === 0 ? whole.search(NOT_NUL) : 0, 4096);
    const read = reader.read(line);
    if (read) {
      if (read.strict && read.stamp.kind !== 'bad') strict++;
      else {
        loose++;
        if (read.stamp.kind === 'yearless') yearless++;
      }
    } else if (JOURNAL_MARK.test(line)) marks++;
    // A line that is set in belongs to the one above.
    else if (strict + loose === 0 || (line.charCodeAt(0) !== 9 && line.charCodeAt(0) !== 32)) others++;
  }
  const all = strict + loose + others;
  if (marks > 0 && marks === lines.length && JOURNAL_MARK.test(lines[0]!) && lines[0]!.includes('begin')) return { confidence: 0.7, reason: 'the head of a journal without entries, as journalctl prints it' };
  if (strict === 0 && others === 0 && loose > 0 && loose < 3 && yearless === loose) return { confidence: 0.4, reason: `${loose === 1 ? 'the line begins' : 'the lines begin'} with the time and host of a system log` };
  if (strict === 0) return loose === 0 || others > 0 || loose < 3 ? undefined : { confidence: 0.6, reason: `${loose} of ${all} sampled lines begin with the time and host of a system log` };
  const share = (strict + loose / 2) / all;
  if (share < 0.35) return undefined;
  return {
    confidence: Math.round((strict === all ? 0.95 : others === 0 ? Math.max(0.9 * share, 0.7) : 0.9 * share) * 100) / 100,
    reason: `${strict + loose} of ${all} sampled lines are of a system log${marks > 0 ? ', as journalctl prints it' : ''}`,
  };
}
