import { headLines, type Line } from '../contract-lines.ts';
import { isServerStartRest, MysqlClock, serverStart } from '../contract-mysql.ts';
import { blankValues, emptyAttributes } from '../contract-record.ts';
import { JoinedRecord, readTextLog } from '../contract-text.ts';
import type { Detection, EventRecord, FieldDefinition, Format, Head, RecordSink } from '../contract.ts';
import { errorHead } from './head.ts';

const fields: readonly FieldDefinition[] = [
  { name: 'mysql.subsystem', type: 'string', description: 'Part of the server: Server, InnoDB, Repl …; in old logs by the word before the message.', facet: true },
  { name: 'mysql.error_code', type: 'string', description: 'Number of the message (MySQL 8): MY-010116.', facet: true },
  { name: 'thread.id', type: 'integer', description: 'Thread or connection that wrote the record; in MySQL 5.6 the process.' },
];
const F = { subsystem: 0, code: 1, thread: 2 } as const;

/** Error logs of MySQL, MariaDB and Percona Server. */
export const mysqlError: Format = {
  id: 'mysql-error',
  title: 'MySQL error log',
  growsByLine: true,
  extensions: ['err', 'log', 'txt'],
  magic: ['lines of: time [thread] [Note|Warning|ERROR|System] [MY-nnnnnn] [subsystem] message', 'lines of: time InnoDB: message'],
  specification: [
    { title: 'MySQL: error log output format', url: 'https://dev.mysql.com/doc/refman/8.4/en/error-log-format.html' },
    { title: 'MariaDB: error log', url: 'https://mariadb.com/kb/en/error-log/' },
  ],
  fields,
  detect,
  async parse(source, sink, options, signal) {
    const parser = new ErrorLogParser(sink, options.zone);
    const counts = await readTextLog('mysql-error', source, sink, signal, (text, line) => parser.line(text, line));
    parser.end();
    return { counts: { ...counts, joinedLines: parser.joinedLines, notErrorLog: parser.notErrorLog }, summary: { levels: parser.levels } };
  },
};

const LEVELS: Readonly<Record<string, number>> = { Note: 9, System: 9, Warning: 13, ERROR: 17, Error: 17 };
/** A crash names no level: `10:34:11 UTC - mysqld got signal 11 ;`. */
const CRASH = /^(\d\d:\d\d:\d\d) UTC - (?:mysqld|mariadbd) got /;
const DATED = /^\d{4}-\d\d-\d\d[T ][ \d]\d:\d\d:/;
const DAY_NS = 86_400_000_000_000n;

const blank = blankValues(fields.length);

class ErrorLogParser {
  notErrorLog = 0;
  readonly levels: Record<string, number> = {};
  private readonly sink: RecordSink;
  private readonly clock: MysqlClock;
  private readonly joined: JoinedRecord;
  private lastNs: bigint | undefined;

  constructor(sink: RecordSink, zone: string) {
    this.sink = sink;
    this.clock = new MysqlClock(zone);
    this.joined = new JoinedRecord(sink);
  }

  get joinedLines(): number {
    return this.joined.joinedLines;
  }

  line(text: string, line: Line): void {
    const head = errorHead(text, this.clock);
    if (head) {
      const record = this.joined.begin(line);
      record.timeNs = this.lastNs = this.clock.ns;
      record.timeText = text.slice(0, head.timeTo);
      const values = blank();
      record.fields = values;
      record.body = text.slice(text.startsWith('- ', head.from) ? head.from + 2 : head.from);
      values[F.code] = head.code;
      values[F.thread] = head.thread;
      values[F.subsystem] = head.subsystem ?? /^(?:\[ERROR\] )?(InnoDB|WSREP|mysqld_safe|mariadbd-safe|Slave)\b/.exec(record.body)?.[1];
      if (head.threadHandle !== undefined) {
        const attributes = emptyAttributes();
        attributes['mysql.thread_handle'] = head.threadHandle;
        record.attributes = attributes;
      }
      this.level(record, head.label);
      return;
    }
    const crash = CRASH.exec(text);
    if (crash) return this.crash(text, crash[1]!, line);
    const version = serverStart(text);
    const isDated = DATED.test(text);
    if (version === undefined && !isDated && this.joined.join(text, line)) return;
    const isLong = this.joined.isOpen && version === undefined && !isDated;
    const record = this.joined.begin(line);
    record.body = text;
    if (isDated && this.clock.read(text, 0)) {
      // What plugins and tools print with a time and without a label.
      record.timeNs = this.lastNs = this.clock.ns;
      record.timeText = text.slice(0, this.clock.to);
      record.body = text.slice(this.clock.to).trimStart();
      return;
    }
    if (isLong) {
      // A monitor's output or a memory map of very many lines.
      record.timeNs = this.lastNs;
      return;
    }
    if (version !== undefined || isServerStartRest(text)) return;
    record.understood = false;
    this.notErrorLog++;
    this.sink.diagnostic({
      code: 'mysql-error/not-understood', severity: 'warning', offsetBytes: record.offsetBytes, lengthBytes: record.lengthBytes,
      message: isDated ? 'The line begins with what is no time; kept as text.' : 'The line has no time of an error log and follows no record; kept as text.',
    });
  }

  end(): void {
    this.joined.end();
  }

  /** The handler of a crash knows only the time of day, in UTC: its day is that of the record above, or the next one. */
  private crash(text: string, clock: string, line: Line): void {
    const record = this.joined.begin(line);
    record.body = text.slice(15);
    record.timeText = text.slice(0, 12);
    if (this.lastNs !== undefined) {
      const [hour, minute, second] = clock.split(':').map(Number);
      let ns = this.lastNs - (this.lastNs % DAY_NS) + BigInt(hour! * 3600 + minute! * 60 + second!) * 1_000_000_000n;
      if (ns < this.lastNs - DAY_NS / 2n) ns += DAY_NS;
      record.timeNs = this.lastNs = ns;
    }
    this.level(record, undefined);
  }

  private level(record: EventRecord, label: string | undefined): void {
    record.severityText = label;
    record.severityNumber = label === undefined ? levelOfMessage(record.body) : LEVELS[label]!;
    if (/^(?:mysqld|mariadbd) got signal /.test(record.body)) record.severityNumber = 21;
    if (label !== undefined) this.levels[label] = (this.levels[label] ?? 0) + 1;
  }
}

/** Old servers say how bad it is in the message. */
function levelOfMessage(message: string): number {
  if (/^InnoDB: (?:Assertion failure|Fatal|We intentionally)/.test(message)) return 21;
  if (/^InnoDB: (?:Error|Operating system error|Unable|Database page corruption)/.test(message)) return 17;
  return message.startsWith('InnoDB: Warning') ? 13 : 0;
}

const SAMPLE = 300;

function detect(head: Head): Detection | undefined {
  const lines = headLines(head, SAMPLE);
  const clock = new MysqlClock('UTC');
  let heads = 0;
  let certain = 0;
  let others = 0;
  let first = false;
  for (const [i, line] of lines.entries()) {
    const code = line.charCodeAt(0);
    if (!(code >= 48 && code <= 57)) continue;
    const found = errorHead(line, clock);
    if (found) {
      heads++;
      // A monitor's output alone is no error log.
      if (found.isCertain && !line.startsWith('INNODB', found.from)) certain++;
      if (i < 4) first = true;
    } else if (CRASH.test(line)) {
      heads++;
      certain++;
      if (i < 4) first = true;
    } else if (clock.read(line, 0)) others++;
  }
  if (certain === 0 || certain * 20 < heads || others > heads) return undefined;
  // Between them stand backtraces, settings and outputs of monitors, as long as they like.
  if (!first && heads * 10 < lines.length) return undefined;
  return { confidence: others === 0 && first ? 0.93 : 0.82, reason: `${heads} of ${lines.length} sampled lines begin a record of a MySQL error log` };
}
