import type { Line } from '../contract-lines.ts';
import { MysqlClock } from '../contract-mysql.ts';
import { JoinedRecord } from '../contract-text.ts';
import type { EventRecord, FieldValue, RecordSink } from '../contract.ts';

/** srv_printf_innodb_monitor of storage/innobase/srv/srv0srv.cc, and what forks add. */
export const TITLES: ReadonlySet<string> = new Set([
  'BACKGROUND THREAD', 'SEMAPHORES', 'LATEST FOREIGN KEY ERROR', 'LATEST DETECTED DEADLOCK', 'TRANSACTIONS', 'FILE I/O', 'INSERT BUFFER AND ADAPTIVE HASH INDEX',
  'INSERT BUFFER', 'ADAPTIVE HASH INDEX', 'LOG', 'BUFFER POOL AND MEMORY', 'INDIVIDUAL BUFFER POOL INFO', 'ROW OPERATIONS', 'HASH TABLE', 'TABLESPACE', 'UNDO', 'PURGE',
]);
/** `2026-10-14 10:34:11 0x7f2c INNODB MONITOR OUTPUT`. */
export const MONITOR = /^\d{4,6}[-\d]* +[\d:]{7,8} (?:0?x?[\da-f]{1,16} )?INNODB (?:TABLE |TABLESPACE |LOCK )?MONITOR OUTPUT$/;
const DASHES = /^-{3,}$/;
const EQUALS = /^={5,}$/;
const END = 'END OF INNODB MONITOR OUTPUT';
/** What clients put around it. */
const AROUND = /^(?:\*{10,} \d+\. row \*{10,}| *(?:Type|Name|Status): ?|\| (?:Type|InnoDB) |\+-+\+|mysql> |MariaDB \[|TS \d|Type\tName|\d+ rows? in set)/;

const F = { section: 0, transaction: 1, active: 2, thread: 3, user: 4 } as const;

export class StatusParser {
  outputs = 0;
  notStatus = 0;
  readonly sections: Record<string, number> = {};
  private readonly sink: RecordSink;
  private readonly clock: MysqlClock;
  private readonly joined: JoinedRecord;
  private readonly fieldCount: number;
  /** Lines that may turn out to be the rule above a title, or the title. */
  private held: Array<{ text: string; line: Line }> = [];
  private section: string | undefined;
  private values: FieldValue[] = [];
  private monitorNs: bigint | undefined;
  private monitorText: string | undefined;
  /** The next line of a section is its first. */
  private isFirst = false;

  constructor(sink: RecordSink, zone: string, fieldCount: number) {
    this.sink = sink;
    this.clock = new MysqlClock(zone);
    this.joined = new JoinedRecord(sink);
    this.fieldCount = fieldCount;
  }

  line(text: string, line: Line): void {
    const { held } = this;
    if (held.length === 1) {
      const [rule] = held;
      if (EQUALS.test(rule!.text) && MONITOR.test(text)) return this.monitor(rule!.line, text, line);
      if (DASHES.test(rule!.text) && (TITLES.has(text) || text === END)) {
        this.held.push(keep(text, line));
        return;
      }
      this.release();
    } else if (held.length === 2) {
      const [rule, title] = held;
      if ((title!.text === END ? EQUALS : DASHES).test(text)) {
        this.title(rule!.line, title!, line);
        return;
      }
      this.release();
    }
    if (DASHES.test(text) || EQUALS.test(text)) this.held.push(keep(text, line));
    else if (MONITOR.test(text)) this.monitor(line, text, line);
    else this.plain(text, line);
  }

  end(): void {
    this.release();
    this.joined.end();
  }

  private release(): void {
    const held = this.held;
    this.held = [];
    for (const { text, line } of held) this.plain(text, line);
  }

  /** The head of an output: rule, time, rule. Its second rule and what follows until the first section belong to it. */
  private monitor(from: Line, text: string, line: Line): void {
    this.held = [];
    const record = this.begin(from, undefined);
    if (from !== line) this.joined.cover(line);
    record.body = text.slice(text.indexOf('INNODB'));
    if (this.clock.read(text, 0)) {
      this.monitorNs = this.clock.ns;
      this.monitorText = text.slice(0, this.clock.to);
    }
    this.outputs++;
    this.place(record);
  }

  private title(from: Line, title: { text: string; line: Line }, line: Line): void {
    this.held = [];
    if (title.text === END) {
      // Nothing follows that would be of this output.
      if (!this.joined.isOpen) this.begin(from, undefined).body = END;
      else this.joined.cover(from);
      this.joined.cover(title.line);
      this.joined.cover(line);
      this.section = undefined;
      return;
    }
    const record = this.begin(from, title.text);
    record.body = title.text;
    this.joined.cover(title.line);
    this.joined.cover(line);
    this.sections[title.text] = (this.sections[title.text] ?? 0) + 1;
    this.isFirst = true;
    // What was found wrong, and when it was.
    if (title.text.startsWith('LATEST')) record.severityNumber = 13;
    this.place(record);
  }

  private plain(text: string, line: Line): void {
    if (this.isFirst) {
      this.isFirst = false;
      const { record } = this.joined;
      if (this.section?.startsWith('LATEST') === true && this.clock.read(text, 0)) {
        record.timeNs = this.clock.ns;
        record.timeText = text.slice(0, this.clock.to);
      }
    }
    if (this.section === 'TRANSACTIONS' && text.startsWith('---TRANSACTION ')) {
      const record = this.begin(line, this.section);
      record.body = text.slice(3);
      const m = /^---TRANSACTION (\S{1,40}), (?:ACTIVE (?:\(PREPARED\) )?(\d{1,15}) sec)?/.exec(text);
      if (m) {
        this.values[F.transaction] = m[1];
        if (m[2] !== undefined) this.values[F.active] = Number(m[2]);
      }
      this.place(record);
      return;
    }
    // The rule below the head of an output.
    if (this.section === undefined && EQUALS.test(text) && this.joined.cover(line)) return;
    if (this.joined.join(text, line)) {
      if (text.startsWith('MySQL thread id ')) this.thread(text);
      else if (text.startsWith('------- TRX HAS BEEN WAITING ')) this.joined.record.severityNumber = 13;
      return;
    }
    const isLong = this.joined.isOpen;
    const record = this.begin(line, this.section);
    record.body = text;
    if (isLong) {
      this.place(record);
      return;
    }
    if (AROUND.test(text)) return;
    record.understood = false;
    this.notStatus++;
    this.sink.diagnostic({
      code: 'innodb-status/not-understood', severity: 'warning', offsetBytes: record.offsetBytes, lengthBytes: record.lengthBytes,
      message: 'The line stands before any section of an InnoDB monitor; kept as text.',
    });
  }

  private begin(line: Line, section: string | undefined): EventRecord {
    const record = this.joined.begin(line);
    this.section = section;
    this.values = Array.from<FieldValue>({ length: this.fieldCount });
    this.values[F.section] = section;
    record.fields = this.values;
    return record;
  }

  /** Everything in an output is of the moment it was made. */
  private place(record: EventRecord): void {
    record.timeNs = this.monitorNs;
    record.timeText = this.monitorText;
  }

  /** `MySQL thread id 19, OS thread handle 0x7f, query id 180 localhost root updating`. */
  private thread(text: string): void {
    const { values } = this;
    if (this.section !== 'TRANSACTIONS' || values[F.thread] !== undefined) return;
    const m = /^MySQL thread id (\d{1,15}), (?:OS thread handle \S{1,40}, )?query id \d{1,20}(?: (\S{1,255}))?(?: (\d{1,3}(?:\.\d{1,3}){3}))?(?: (\S{1,64}))?/.exec(text);
    if (!m) return;
    values[F.thread] = Number(m[1]);
    if (m[4] !== undefined) values[F.user] = m[4];
  }
}

function keep(text: string, line: Line): { text: string; line: Line } {
  return { text, line: { ...line } };
}
