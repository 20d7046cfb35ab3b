import { isServerStartRest, MysqlClock, operationOf, serverStart } from '../contract-mysql.ts';
import type { Line } from '../contract-lines.ts';
import { blankValues, setAttribute } from '../contract-record.ts';
import { JoinedRecord } from '../contract-text.ts';
import type { EventRecord, FieldValue, RecordSink } from '../contract.ts';
import { F, fields, setPair, setUserHost } from './fields.ts';

/*
 * File_query_log::write_slow of MySQL and MYSQL_QUERY_LOG::write of MariaDB (sql/log.cc), log_slow_statement of
 * Percona Server. A query is a head of lines that begin with `# `, then `use db;` when the database is not that of the
 * query above, then `SET timestamp=…;`, then the statement. `# Time:` stands before a query of a new second only, until
 * MySQL 5.7. pt-query-digest writes `# User:` and `# Client:` where it has no more.
 */
const HEAD = /^# (?:Time: |User@Host: |User: |Client: |Query_time: \d|Thread_id: \d|Schema: )/;
const COMMAND = '# administrator command: ';
const TIMESTAMP = /^SET (?:[a-z_]+=\d+,){0,3}timestamp=(\d{9,11})(?:\.\d{1,6})?;$/;

/** Whether a line begins the head of a query, wherever it stands. */
export function isHead(text: string): boolean {
  return text.charCodeAt(0) === 35 && HEAD.test(text);
}

/**
 * Seconds east of UTC of the server's clock: times of the old form name no zone, and `SET timestamp` says the same
 * second in UTC. `undefined` where the log does not say both.
 */
export function zoneOffsetSeconds(lines: readonly string[]): number | undefined {
  const clock = new MysqlClock('UTC');
  let local: number | undefined;
  for (const line of lines) {
    if (line.startsWith('# Time: ')) local = clock.read(line, 8) && clock.isLocal ? clock.localSeconds : undefined;
    else if (local !== undefined && line.startsWith('SET ')) {
      const m = TIMESTAMP.exec(line);
      if (m) return offsetBetween(local, Number(m[1]));
    }
  }
  return undefined;
}

/** Offset of a zone between a local time and the same second in UTC; `undefined` when they are not the same second. */
function offsetBetween(local: number, utc: number): number | undefined {
  const offset = Math.round((local - utc) / 900) * 900;
  return Math.abs(local - utc - offset) <= 5 && Math.abs(offset) <= 14 * 3600 ? offset : undefined;
}

type State = 'none' | 'head' | 'statement' | 'server' | 'other';

const blank = blankValues(fields.length);

export class SlowLogParser {
  queries = 0;
  serverStarts = 0;
  notSlowLog = 0;
  totalSeconds = 0;
  readonly versions = new Set<string>();
  private readonly sink: RecordSink;
  private readonly clock: MysqlClock;
  private readonly joined: JoinedRecord;
  private state: State = 'none';
  private values: FieldValue[] = [];
  private statement: string[] = [];
  private head: string[] = [];
  private hasSchema = false;
  /** As they stand. */
  private queryTime: string | undefined;
  private lockTime: string | undefined;
  private localSeconds = 0;
  /** What the record has of the head, so that the head of the next one is known. */
  private seen = { time: false, user: false, query: false };
  private database: string | undefined;
  private last: { ns: bigint; text: string } | undefined;

  constructor(sink: RecordSink, zone: string, offsetSeconds: number | undefined) {
    this.sink = sink;
    this.clock = new MysqlClock(zone);
    this.clock.offsetSeconds = offsetSeconds;
    this.joined = new JoinedRecord(sink, (record) => this.finish(record));
  }

  line(text: string, line: Line): void {
    if (text.charCodeAt(0) === 35) {
      if (isHead(text)) return this.headLine(text, line);
      if (this.state === 'head') {
        if (text.startsWith(COMMAND)) this.state = 'statement';
        else if (this.joined.cover(line)) return this.pairs(text.slice(1));
      }
    }
    const version = serverStart(text);
    if (version !== undefined) return this.server(text, version, line);
    if (this.state === 'server' && isServerStartRest(text) && this.joined.join(text, line)) return;
    if (this.state === 'head') this.state = 'statement';
    if (this.state === 'statement' && this.joined.cover(line)) {
      this.statement.push(text);
      return;
    }
    if (this.state === 'other' && this.joined.join(text, line)) return;
    const isLong = this.state === 'statement';
    const record = this.joined.begin(line);
    this.state = 'other';
    record.body = text;
    record.understood = false;
    this.notSlowLog++;
    this.sink.diagnostic({
      code: `mysql-slow/${isLong ? 'statement-too-long' : 'headless'}`, severity: 'warning', offsetBytes: record.offsetBytes, lengthBytes: record.lengthBytes,
      message: isLong ? 'A statement of very many lines; what follows is kept as text.' : 'No head of a query stands before this line; kept as text.',
    });
  }

  end(): void {
    this.joined.end();
  }

  private headLine(text: string, line: Line): void {
    const isTime = text.startsWith('# Time: ');
    const userAt = text.indexOf('# User@Host: ');
    const hasQuery = text.startsWith('# Query_time: ');
    const { seen } = this;
    const isNext = this.state !== 'head' || (isTime ? seen.time || seen.user || seen.query : userAt >= 0 ? seen.query : hasQuery && seen.query);
    if (isNext || !this.joined.cover(line)) this.begin(line);
    this.head.push(text);
    const record = this.joined.record;
    if (isTime) {
      this.seen.time = true;
      if (this.clock.read(text, 8)) {
        record.timeNs = this.clock.ns;
        record.timeText = text.slice(8, this.clock.to);
        this.localSeconds = this.clock.localSeconds;
      } else this.report(record, 'unreadable-time', `"${text.slice(8, 68)}" is not a time; only SET timestamp can say it.`);
    }
    if (userAt >= 0) {
      this.seen.user = true;
      this.pairs(setUserHost(text.slice(userAt + 13), this.values));
    } else if (!isTime) {
      if (hasQuery) this.seen.query = true;
      if (text.startsWith('# User: ')) this.pairs(setUserHost(text.slice(8), this.values));
      else this.pairs(text.slice(1));
    }
  }

  private begin(line: Line): void {
    const record = this.joined.begin(line);
    this.state = 'head';
    this.values = blank();
    record.fields = this.values;
    this.statement = [];
    this.head = [];
    this.hasSchema = false;
    this.queryTime = undefined;
    this.lockTime = undefined;
    this.seen = { time: false, user: false, query: false };
  }

  private server(text: string, version: string, line: Line): void {
    const record = this.joined.begin(line);
    this.state = 'server';
    record.body = text;
    setAttribute(record, 'service.version', version);
    if (this.versions.size < 20) this.versions.add(version);
    this.serverStarts++;
    this.database = undefined;
  }

  /** `Name: value  Name: value`; a value may be missing. */
  private pairs(text: string): void {
    const record = this.joined.record;
    if (text.startsWith(' explain: ') || text.startsWith('explain: ')) {
      const known = record.attributes?.['mysql.explain'];
      const row = text.slice(text.indexOf(':') + 1).trim();
      if (row !== '') setAttribute(record, 'mysql.explain', typeof known === 'string' ? `${known}\n${row}` : row);
      return;
    }
    let name: string | undefined;
    for (let at = 0; at < text.length;) {
      const c = text.charCodeAt(at);
      if (c === 32 || c === 9) {
        at++;
        continue;
      }
      let end = at + 1;
      while (end < text.length && text.charCodeAt(end) !== 32 && text.charCodeAt(end) !== 9) end++;
      // A name ends with a colon, a value does not.
      if (text.charCodeAt(end - 1) === 58 && end - at > 1 && isLetter(c)) {
        if (name !== undefined) this.pair(name, '');
        name = text.slice(at, end - 1);
      } else if (name !== undefined) {
        this.pair(name, text.slice(at, end));
        name = undefined;
      }
      at = end;
    }
    if (name !== undefined) this.pair(name, '');
  }

  private pair(name: string, value: string): void {
    if (name === 'Schema') this.hasSchema = true;
    else if (name === 'Query_time') this.queryTime = value;
    else if (name === 'Lock_time') this.lockTime = value;
    setPair(name, value, this.values, this.joined.record);
  }

  private finish(record: EventRecord): void {
    if (this.state === 'server' || this.state === 'other') return;
    this.queries++;
    const { statement, values } = this;
    let from = 0;
    if (statement[from]?.startsWith('use ') === true) {
      const used = /^use (?:`([^`]*)`|([^\s;`]+));$/.exec(statement[from]!);
      if (used) {
        this.database = used[1] ?? used[2];
        from++;
      }
    }
    const stamp = TIMESTAMP.exec(statement[from] ?? '');
    if (stamp) from++;
    // Stock servers name the database only where it changes; those that write Schema do so for every query.
    if (!this.hasSchema && this.database !== undefined) values[F.database] = this.database;
    // A lone `use` is the statement.
    const text = statement.slice(statement.length === 1 && !stamp ? 0 : from).join('\n');
    const bare = text.endsWith(';') ? text.slice(0, -1) : text;
    if (bare.startsWith(COMMAND)) {
      record.body = `${this.costs}${bare.slice(2)}`;
      values[F.operation] = 'ADMIN';
    } else if (bare === '') {
      record.body = this.head.join('\n');
      this.report(record, 'no-statement', 'The query has a head and no statement.');
    } else {
      record.body = `${this.costs}${bare}`;
      values[F.statement] = bare;
      values[F.operation] = operationOf(bare);
    }
    this.time(record, stamp?.[1]);
    if (values[F.status] !== undefined) {
      record.severityNumber = 17;
      record.severityText = undefined;
    }
    const seconds = values[F.queryTime];
    if (typeof seconds === 'number') this.totalSeconds += seconds;
  }

  /** How long it took stands before the statement: it is why the statement is in the log. */
  private get costs(): string {
    const { queryTime, lockTime } = this;
    if (queryTime === undefined) return '';
    const waited = lockTime !== undefined && Number(lockTime) * 2 > Number(queryTime) && Number(lockTime) > 0.001;
    return `Query_time: ${queryTime}  ${waited ? `Lock_time: ${lockTime}  ` : ''}`;
  }

  /** A time with its zone, else SET timestamp, else a local time; else that of the query above, which ended in the same second. */
  private time(record: EventRecord, stamp: string | undefined): void {
    const isLocal = record.timeText !== undefined && record.timeText.charCodeAt(10) !== 84;
    if (stamp !== undefined && (record.timeNs === undefined || isLocal)) {
      // The server's zone changes its offset in spring and autumn.
      if (isLocal) this.clock.offsetSeconds = offsetBetween(this.localSeconds, Number(stamp)) ?? this.clock.offsetSeconds;
      record.timeNs = BigInt(stamp) * 1_000_000_000n;
      record.timeText = stamp;
    }
    if (record.timeNs !== undefined) this.last = { ns: record.timeNs, text: record.timeText! };
    else if (this.last) {
      record.timeNs = this.last.ns;
      record.timeText = this.last.text;
    }
  }

  private report(record: EventRecord, code: string, message: string): void {
    this.sink.diagnostic({ code: `mysql-slow/${code}`, severity: 'warning', message, offsetBytes: record.offsetBytes, lengthBytes: record.lengthBytes });
  }
}

function isLetter(code: number): boolean {
  return (code | 32) >= 97 && (code | 32) <= 122;
}
