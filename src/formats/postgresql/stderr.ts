import type { Line } from '../contract-lines.ts';
import { setAttribute } from '../contract-record.ts';
import { JoinedRecord } from '../contract-text.ts';
import type { EventRecord, FieldValue, RecordSink } from '../contract.ts';
import { F, readMessage, severityOfLevel } from './fields.ts';
import { PrefixReader } from './prefix.ts';
import { PostgresqlClock } from './time.ts';

/** The word after the prefix, with the two blanks that follow it (send_message_to_server_log). */
const LEVEL = /(?<![A-Za-z])(?:(DEBUG[1-5]?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC)|(DETAIL|HINT|QUERY|CONTEXT|LOCATION|STATEMENT|BACKTRACE)):  /;
const MAX_PREFIX = 400;

export interface Head {
  /** LOG, ERROR … for what begins a record. */
  readonly level: string | undefined;
  /** DETAIL, STATEMENT … for what is added to one. */
  readonly section: string | undefined;
  /** Where the prefix ends, and where the text begins. */
  readonly prefixTo: number;
  readonly from: number;
}

/** The level of a line, with what stands around it; `undefined` when it is not one of the log's own lines. */
export function headOfLine(text: string): Head | undefined {
  const first = text.charCodeAt(0);
  if (first === 9 || first === 32) return undefined;
  const m = LEVEL.exec(text.length > MAX_PREFIX ? text.slice(0, MAX_PREFIX) : text);
  return m ? { level: m[1], section: m[2], prefixTo: m.index, from: m.index + m[0].length } : undefined;
}

const SECTIONS: Readonly<Record<string, string>> = {
  DETAIL: 'postgresql.detail', HINT: 'postgresql.hint', QUERY: 'postgresql.internal_query', CONTEXT: 'postgresql.context', LOCATION: 'postgresql.location',
  BACKTRACE: 'postgresql.backtrace',
};

/** What `log_destination = stderr` writes, with any log_line_prefix. */
export class StderrReader {
  notLog = 0;
  readonly clock: PostgresqlClock;
  private readonly joined: JoinedRecord;
  private readonly prefixes: PrefixReader;
  private readonly sink: RecordSink;
  private values: FieldValue[] = [];
  /** Lines of the message itself, and those of its sections. */
  private message: string[] = [];
  private sections: Array<{ readonly name: string; readonly lines: string[] }> = [];
  private understood = true;

  constructor(sink: RecordSink, zone: string) {
    this.sink = sink;
    this.clock = new PostgresqlClock(zone);
    this.prefixes = new PrefixReader(this.clock);
    this.joined = new JoinedRecord(sink, (record) => this.finish(record));
  }

  get joinedLines(): number {
    return this.joined.joinedLines;
  }

  line(text: string, line: Line): void {
    const head = headOfLine(text);
    if (head) {
      const prefix = this.prefixes.read(text, head.prefixTo);
      const body = text.slice(head.from);
      if (head.section !== undefined && this.joined.isOpen && this.understood && prefix.values[F.pid] === this.values[F.pid]
        && this.joined.join(`${head.section}:  ${body}`, line)) {
        this.sections.push({ name: head.section, lines: [body] });
        return;
      }
      const record = this.begin(line, true);
      record.timeNs = prefix.timeNs;
      record.timeText = prefix.timeText;
      this.values = prefix.values;
      record.fields = prefix.values;
      if (prefix.timeNs === undefined && prefix.timeText !== undefined) {
        this.report(record, 'unreadable-time', `"${prefix.timeText}" is not a time; the record has none.`);
      }
      if (prefix.rest !== undefined) setAttribute(record, 'postgresql.prefix', prefix.rest);
      if (head.level !== undefined) {
        record.severityText = head.level;
        record.severityNumber = severityOfLevel(head.level);
        record.body = body;
        this.message.push(body);
      } else {
        // Its message is not in this file.
        record.body = `${head.section!}:  ${body}`;
        this.sections.push({ name: head.section!, lines: [body] });
      }
      return;
    }
    const first = text.charCodeAt(0);
    // append_with_tabs: every further line of a text begins with a tab; some tools make blanks of it.
    if (first === 9 || first === 32) {
      const further = first === 9 ? text.slice(1) : text;
      if (this.joined.isOpen && this.understood && this.joined.join(further, line)) {
        (this.sections.at(-1)?.lines ?? this.message).push(further);
        return;
      }
    }
    const record = this.begin(line, false);
    record.body = text;
    record.understood = false;
    this.notLog++;
    this.report(record, 'not-understood', 'The line has no level of PostgreSQL and continues none; kept as text.');
  }

  end(): void {
    this.joined.end();
  }

  private report(record: EventRecord, code: string, message: string): void {
    this.sink.diagnostic({ code: `postgresql/${code}`, severity: 'warning', message, offsetBytes: record.offsetBytes, lengthBytes: record.lengthBytes });
  }

  private begin(line: Line, understood: boolean): EventRecord {
    const record = this.joined.begin(line);
    this.understood = understood;
    this.message = [];
    this.sections = [];
    this.values = [];
    return record;
  }

  private finish(record: EventRecord): void {
    if (!this.understood) return;
    if (this.message.length > 0) readMessage(this.message.length === 1 ? this.message[0]! : this.message.join('\n'), this.values);
    for (const { name, lines } of this.sections) {
      const text = lines.join('\n');
      if (name === 'STATEMENT') this.values[F.query] = text;
      else setAttribute(record, SECTIONS[name]!, text);
    }
  }
}
