import type { Line } from '../contract-lines.ts';
import { setAttribute } from '../contract-record.ts';
import { JoinedRecord } from '../contract-text.ts';
import type { EventRecord, FieldValue, RecordSink } from '../contract.ts';
import { F, fields, readMessage, setClient, severityOfLevel } from './fields.ts';
import { PostgresqlClock } from './time.ts';

/*
 * `log_destination = csvlog`: https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-CSVLOG
 * 22 columns until PostgreSQL 8.4, 23 with application_name (9.0), 24 with backend_type (13), 26 with leader_pid and
 * query_id (14). Text is quoted, quotes in it are doubled, lines in it are lines of the file.
 */
const COLUMNS = { least: 22, most: 32 } as const;
const C = {
  user: 1, database: 2, pid: 3, client: 4, session: 5, sessionLine: 6, tag: 7, sessionStart: 8, virtualTransaction: 9, transaction: 10, level: 11, sqlState: 12,
  message: 13, detail: 14, hint: 15, internalQuery: 16, internalPosition: 17, context: 18, query: 19, position: 20, location: 21, application: 22, backend: 23,
  leader: 24, queryId: 25,
} as const;

/** Time, user, database, process: what a row begins with. */
export const ROW_START = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? [A-Z0-9+:-]{1,6},(?:"(?:[^"]|"")*")?,(?:"(?:[^"]|"")*")?,\d{0,10},/;

export class CsvReader {
  notLog = 0;
  readonly clock: PostgresqlClock;
  private readonly joined: JoinedRecord;
  private readonly sink: RecordSink;
  /** Inside a quoted text. */
  private quoted = false;

  constructor(sink: RecordSink, zone: string) {
    this.sink = sink;
    this.clock = new PostgresqlClock(zone);
    this.joined = new JoinedRecord(sink, (record) => this.finish(record));
  }

  get joinedLines(): number {
    return this.joined.joinedLines;
  }

  line(text: string, line: Line): void {
    // A row that begins inside a quoted text means that the row above lost its end.
    if (this.joined.isOpen && this.quoted && !ROW_START.test(text) && this.joined.join(text, line)) {
      if (oddQuotes(text)) this.quoted = false;
    } else {
      this.joined.begin(line).body = text;
      this.quoted = oddQuotes(text);
    }
    if (!this.quoted) this.joined.end();
  }

  end(): void {
    this.joined.end();
  }

  private finish(record: EventRecord): void {
    const row = record.body;
    const columns = this.quoted ? undefined : splitRow(row);
    if (!columns || columns.length < COLUMNS.least || columns.length > COLUMNS.most || !this.clock.read(row, 0)) {
      record.understood = false;
      this.notLog++;
      this.sink.diagnostic({
        code: this.quoted ? 'postgresql/row-truncated' : 'postgresql/not-understood', severity: 'warning',
        message: this.quoted ? 'The row breaks off inside a quoted text; kept as text.' : 'The line is not a row of a csvlog; kept as text.',
        offsetBytes: record.offsetBytes, lengthBytes: record.lengthBytes,
      });
      this.quoted = false;
      return;
    }
    record.timeNs = this.clock.ns;
    record.timeText = columns[0];
    const values = Array.from<FieldValue>({ length: fields.length });
    const text = (column: number): string | undefined => (columns[column] === '' ? undefined : columns[column]);
    const integer = (column: number): number | undefined => (/^\d{1,15}$/.test(columns[column] ?? '') ? Number(columns[column]) : undefined);
    values[F.database] = text(C.database);
    values[F.user] = text(C.user);
    if (text(C.client) !== undefined) setClient(text(C.client)!, values, ':');
    values[F.pid] = integer(C.pid);
    values[F.application] = text(C.application);
    values[F.backend] = text(C.backend);
    values[F.session] = text(C.session);
    values[F.sessionLine] = integer(C.sessionLine);
    const transaction = integer(C.transaction);
    values[F.transaction] = transaction === 0 ? undefined : transaction;
    values[F.virtualTransaction] = text(C.virtualTransaction);
    values[F.sqlState] = text(C.sqlState);
    const level = columns[C.level]!;
    record.severityText = level;
    record.severityNumber = severityOfLevel(level);
    const message = columns[C.message]!;
    readMessage(message, values);
    if (text(C.query) !== undefined) values[F.query] = text(C.query);
    record.fields = values;
    let body = message;
    const section = (name: string, column: number, attribute: string | undefined): void => {
      const value = text(column);
      if (value === undefined) return;
      body += `\n${name}:  ${value}`;
      if (attribute !== undefined) setAttribute(record, attribute, value);
    };
    section('DETAIL', C.detail, 'postgresql.detail');
    section('HINT', C.hint, 'postgresql.hint');
    section('QUERY', C.internalQuery, 'postgresql.internal_query');
    section('CONTEXT', C.context, 'postgresql.context');
    section('LOCATION', C.location, 'postgresql.location');
    section('STATEMENT', C.query, undefined);
    record.body = body === '' ? row : body;
    const attribute = (name: string, value: FieldValue): void => {
      if (value !== undefined && value !== 0) setAttribute(record, name, value);
    };
    attribute('postgresql.command_tag', text(C.tag));
    attribute('postgresql.session_start_time', text(C.sessionStart));
    attribute('postgresql.internal_query_position', integer(C.internalPosition));
    attribute('postgresql.query_position', integer(C.position));
    attribute('postgresql.leader_pid', integer(C.leader));
    if (text(C.queryId) !== '0') attribute('postgresql.query_id', text(C.queryId));
  }
}

function oddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

/** Columns of a row whose quotes are all closed; `undefined` when something stands beside a quoted text. */
export function splitRow(row: string): string[] | undefined {
  const columns: string[] = [];
  let at = 0;
  for (;;) {
    if (row.charCodeAt(at) === 0x22) {
      let end = at + 1;
      let doubled = false;
      for (;;) {
        end = row.indexOf('"', end);
        if (end < 0) return undefined;
        if (row.charCodeAt(end + 1) !== 0x22) break;
        doubled = true;
        end += 2;
      }
      const text = row.slice(at + 1, end);
      columns.push(doubled ? text.replaceAll('""', '"') : text);
      at = end + 1;
      if (at < row.length && row.charCodeAt(at) !== 0x2c) return undefined;
    } else {
      const comma = row.indexOf(',', at);
      const end = comma < 0 ? row.length : comma;
      columns.push(row.slice(at, end));
      at = end;
    }
    if (at >= row.length) return columns;
    at++;
  }
}
