import { lineLogFormat, type LineLog, type LineLogContext, type LineReader } from '../contract-line-log.ts';
import { wholeNumber } from '../contract-number.ts';
import { headLines } from '../contract-lines.ts';
import { MysqlClock, operationOf } from '../contract-mysql.ts';
import { blankValues, emptyAttributes } from '../contract-record.ts';
import type { Detection, EventRecord, FieldDefinition, FieldValue, Format, Head } from '../contract.ts';

const fields: readonly FieldDefinition[] = [
  { name: 'mysql.binlog.event_type', type: 'string', description: 'Query, Xid, Table_map, Update_rows, GTID, Rotate …', facet: true },
  { name: 'db.namespace', type: 'string', description: 'Database: of the rows, or the last `use`.', facet: true },
  { name: 'db.collection.name', type: 'string', description: 'Table whose rows were changed.', facet: true },
  { name: 'db.operation.name', type: 'string', description: 'First word of the statement, or what was done to the rows.', facet: true },
  { name: 'mysql.server_id', type: 'integer', description: 'Server that wrote the event first.', facet: true },
  { name: 'mysql.thread_id', type: 'integer', description: 'Connection that ran the statement.' },
  { name: 'mysql.exec_time', type: 'double', description: 'Seconds the statement took; on a replica the time since it ran on the source.' },
  { name: 'db.response.status_code', type: 'string', description: 'Number of the error the statement ended with.', facet: true },
  { name: 'mysql.binlog.position', type: 'integer', description: 'Where the event begins in the binary log.' },
  { name: 'mysql.binlog.end_position', type: 'integer', description: 'Where the next one begins: end_log_pos.' },
];
const F = { type: 0, database: 1, table: 2, operation: 3, server: 4, thread: 5, seconds: 6, status: 7, position: 8, end: 9 } as const;
const blank = blankValues(fields.length);

/** What mysqlbinlog and mariadb-binlog print of a binary log. */
const log: Omit<LineLog, 'reader'> = {
  id: 'mysqlbinlog',
  title: 'mysqlbinlog output',
  extensions: ['sql', 'txt', 'log'],
  magic: ['# at 120', '#261014 10:34:11 server id 1  end_log_pos 204 Query thread_id=14 exec_time=0 error_code=0'],
  specification: [
    { title: 'MySQL: mysqlbinlog', url: 'https://dev.mysql.com/doc/refman/8.4/en/mysqlbinlog.html' },
    { title: 'MySQL: mysqlbinlog row event display', url: 'https://dev.mysql.com/doc/refman/8.4/en/mysqlbinlog-row-events.html' },
  ],
  fields,
  detect,
};

export const mysqlbinlog: Format = {
  ...lineLogFormat({ ...log, reader: (context) => new BinlogReader(context, undefined) }),
  async parse(source, sink, options, signal) {
    // The first events have no SET TIMESTAMP: what the ones after them say of the clock holds for them, too.
    const head = await source.read(0, 65_536);
    const offset = offsetOf(headLines({ bytes: head, complete: source.sizeBytes <= head.length }, 2000));
    return lineLogFormat({ ...log, reader: (context) => new BinlogReader(context, offset) }).parse(source, sink, options, signal);
  },
};

/** Seconds east of UTC of the clock that the events are printed in. */
function offsetOf(lines: readonly string[]): number | undefined {
  const clock = new MysqlClock('UTC');
  let local: number | undefined;
  for (const line of lines) {
    if (line.charCodeAt(0) === 35 && clock.read(line, 1)) local = clock.localSeconds;
    const stamp = local === undefined ? null : TIMESTAMP.exec(line);
    const offset = stamp ? offsetBetween(local!, Number(stamp[1])) : undefined;
    if (offset !== undefined) return offset;
  }
  return undefined;
}

/** Both are the second of the event: they differ by whole quarters of an hour. */
function offsetBetween(local: number, utc: number): number | undefined {
  const offset = local - utc;
  return offset % 900 === 0 && Math.abs(offset) <= 14 * 3600 ? offset : undefined;
}

const TIMESTAMP = /^SET TIMESTAMP=(\d{9,11})(?:\.(\d{1,6}))?/;

/** `#261014 10:34:11 server id 1  end_log_pos 204 CRC32 0x2861 \tQuery\tthread_id=14\texec_time=0\terror_code=0`. */
const EVENT = /\s+server id (\d{1,10}) +end_log_pos (\d{1,19})(?: CRC32 0x[\da-f]{1,8})?\s*(.*)$/y;
const AT = /^# at (\d{1,19})$/;
/** What restores the session and is not what was done. */
const SESSION = /^(?:SET (?:TIMESTAMP=|@@session|@@SESSION\.(?!GTID_NEXT)|INSERT_ID=|LAST_INSERT_ID=|@@global)|use |\/\*!\\C|BINLOG '|'?\/\*!\*\/;$|DELIMITER |\/\*!\d{5} )/;

class BinlogReader implements LineReader {
  private readonly context: LineLogContext;
  private readonly clock: MysqlClock;
  private position: number | bigint | undefined;
  private values: FieldValue[] = blank();
  private title = '';
  private lines: string[] = [];
  private stamp: bigint | undefined;
  private database: string | undefined;
  private inBase64 = false;
  /** The line `# at` has begun a record whose event has not come. */
  private isBare = false;

  constructor(context: LineLogContext, offsetSeconds: number | undefined) {
    this.context = context;
    this.clock = new MysqlClock(context.options.zone);
    this.clock.offsetSeconds = offsetSeconds;
  }

  get summary(): Readonly<Record<string, unknown>> {
    return this.clock.offsetSeconds === undefined ? {} : { zoneOffsetSeconds: this.clock.offsetSeconds };
  }

  line(text: string): boolean {
    if (text.charCodeAt(0) === 35) {
      const at = AT.exec(text);
      if (at) {
        // An Intvar has the place of the event before it, too.
        if (this.isBare) return false;
        const record = this.begin();
        record.body = text;
        this.position = wholeNumber(at[1]!);
        this.values[F.position] = this.position;
        this.isBare = true;
        return true;
      }
      if (this.event(text)) return !this.isBareEvent;
    }
    this.body(text);
    return false;
  }

  below(text: string): 'joined' | 'head' {
    return this.position === undefined && this.title === '' && !text.startsWith('# at') ? 'head' : 'joined';
  }

  finish(record: EventRecord): void {
    const { values } = this;
    const said = this.lines.join('\n').replaceAll('/*!*/;', '').trim();
    const type = values[F.type];
    if (type === 'Query' || type === 'Exec_load' || type === 'Execute_load_query') {
      values[F.database] = this.database;
      values[F.operation] = operationOf(said);
    }
    if (values[F.table] === undefined) {
      // `### UPDATE `shop`.`stock``.
      const rows = /^### (INSERT INTO|UPDATE|DELETE FROM) `([^`]{1,64})`\.`([^`]{1,64})`/m.exec(said) ?? /^()`([^`]{1,64})`\.`([^`]{1,64})` mapped to number/.exec(this.title.slice(this.title.indexOf(': ') + 2));
      if (rows) {
        if (rows[1] !== '') values[F.operation] = rows[1]!.split(' ')[0];
        values[F.database] = rows[2];
        values[F.table] = rows[3];
      }
    }
    record.body = said === '' ? (this.title === '' ? record.body : this.title) : type === 'Query' ? said : `${this.title}\n${said}`;
    if (this.stamp !== undefined) record.timeNs = this.stamp;
    if (values[F.status] !== undefined) record.severityNumber = 17;
  }

  private isBareEvent = false;

  /** The head of an event; it belongs to the `# at` above it, or begins a record itself (`--short-form`, cut files). */
  private event(text: string): boolean {
    if (!this.clock.read(text, 1)) return false;
    EVENT.lastIndex = this.clock.to;
    const m = EVENT.exec(text);
    if (!m) return false;
    this.isBareEvent = this.isBare;
    const record = this.isBare ? this.record! : this.begin();
    this.isBare = false;
    record.timeNs = this.clock.ns;
    record.timeText = text.slice(1, this.clock.to);
    this.localSeconds = this.clock.localSeconds;
    const { values } = this;
    values[F.server] = wholeNumber(m[1]!);
    values[F.end] = wholeNumber(m[2]!);
    const [type, ...rest] = m[3]!.split('\t').map((part) => part.trim());
    this.title = m[3]!.replaceAll('\t', ' ').trim();
    if (!this.isBareEvent) record.body = this.title;
    values[F.type] = /^[A-Za-z][\w]*(?: [a-z]+)?/.exec(type ?? '')?.[0].replace(/ (?:to|thread)$/, '');
    const attributes = emptyAttributes();
    let any = false;
    for (const part of rest.flatMap((piece) => piece.split(' '))) {
      const equals = part.indexOf('=');
      if (equals <= 0) continue;
      const name = part.slice(0, equals);
      const value = part.slice(equals + 1);
      if (name === 'thread_id' && /^\d{1,15}$/.test(value)) values[F.thread] = Number(value);
      else if (name === 'exec_time' && /^\d{1,15}$/.test(value)) values[F.seconds] = Number(value);
      else if (name === 'error_code') {
        if (value !== '0') values[F.status] = value;
      } else {
        attributes[`mysql.binlog.${name}`] = value;
        any = true;
      }
    }
    if (any) record.attributes = attributes;
    return true;
  }

  private localSeconds = 0;
  private record: EventRecord | undefined;

  private begin(): EventRecord {
    const record = this.context.begin();
    this.record = record;
    this.values = blank();
    record.fields = this.values;
    this.title = '';
    this.lines = [];
    this.stamp = undefined;
    this.inBase64 = false;
    this.isBare = false;
    return record;
  }

  private body(text: string): void {
    if (this.inBase64) {
      if (text.startsWith("'")) this.inBase64 = false;
      return;
    }
    const stamp = TIMESTAMP.exec(text);
    if (stamp) {
      this.stamp = BigInt(stamp[1]!) * 1_000_000_000n + BigInt((stamp[2] ?? '').padEnd(9, '0'));
      // The same second, on the clock of the machine that printed it and in UTC.
      this.clock.offsetSeconds = offsetBetween(this.localSeconds, Number(stamp[1])) ?? this.clock.offsetSeconds;
    }
    const used = /^use `?([^`/]{1,64})`?\/\*!\*\/;$/.exec(text);
    if (used) this.database = used[1];
    if (text.startsWith("BINLOG '")) this.inBase64 = !text.endsWith("'/*!*/;");
    if (!SESSION.test(text) && this.lines.length < 2000) this.lines.push(text);
  }
}

function detect(head: Head): Detection | undefined {
  const lines = headLines(head, 80);
  const clock = new MysqlClock('UTC');
  for (const [i, line] of lines.entries()) {
    if (line.charCodeAt(0) !== 35 || !clock.read(line, 1)) continue;
    EVENT.lastIndex = clock.to;
    if (EVENT.test(line) && (i < 20 || AT.test(lines[i - 1] ?? ''))) return { confidence: 0.95, reason: 'events of a binary log as mysqlbinlog prints them' };
  }
  return undefined;
}
