import { headLines } from '../contract-lines.ts';
import { civilNs, fractionNs, lineLogFormat, secondsOfDay, type LineLogContext, type LineReader } from '../contract-line-log.ts';
import { emptyAttributes } from '../contract-record.ts';
import { parseTimeText } from '../contract-time.ts';
import type { EventRecord, FieldValue } from '../contract.ts';
import { COLUMNS, F, fields, TIMES, type Kind } from './columns.ts';
import { separatorOf, splitColumns, type Separator } from './split.ts';

/*
 * W3C Extended Log File Format, https://www.w3.org/TR/WD-logfile: directives (`#Fields: date time c-ip …`) say which columns the
 * lines after them have. IIS (space), CloudFront (tab), Exchange (comma), Windows Firewall, Oracle Web Cache and others write it.
 * Dates and times are UTC; where the log says `date-local`, `#Time Format: Local` or `#GMT-Offset`, they are that.
 */
const DIRECTIVE = /^#(Version|Software|Fields|Date|Start-Date|End-Date|GMT-Offset|Time Format|Remark|Log-type|Log type|Columns?): ?(.*)$/i;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?$/;

/** Logs whose columns a directive names. */
export const w3cLog = lineLogFormat({
  id: 'w3c-log',
  title: 'W3C extended log',
  extensions: ['log', 'txt'],
  magic: ['#Fields: date time …'],
  specification: [
    { title: 'W3C: Extended Log File Format', url: 'https://www.w3.org/TR/WD-logfile' },
    { title: 'Microsoft: W3C logging of IIS', url: 'https://learn.microsoft.com/en-us/windows/win32/http/w3c-logging' },
    { title: 'AWS: standard logs of CloudFront', url: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html' },
    { title: 'Microsoft: Windows Firewall log', url: 'https://learn.microsoft.com/en-us/windows/security/operating-system-security/network-security/windows-firewall/configure-logging' },
    { title: 'Microsoft: message tracking of Exchange', url: 'https://learn.microsoft.com/en-us/exchange/mail-flow/transport-logs/message-tracking' },
  ],
  fields,
  detect: (head) => {
    const lines = headLines(head, 40);
    if (lines[0] === undefined || !DIRECTIVE.test(lines[0])) return undefined;
    const named = lines.find((line) => /^#Fields: ?/i.test(line));
    const names = named?.slice(8).trim().split(/[\s,]+/) ?? [];
    const known = names.filter((name) => TIMES.has(name.toLowerCase()) || COLUMNS.has(name.toLowerCase()) || /^(?:c|s|r|cs|sc|sr|rs|x)(?:-|\()/.test(name)).length;
    return known >= 2 ? { confidence: 0.97, reason: `directives of a W3C extended log, with ${names.length} columns` } : undefined;
  },
  reader: (context) => new W3cReader(context),
});

interface Column {
  readonly name: string;
  readonly field: number;
  readonly kind: Kind;
}

class W3cReader implements LineReader {
  readonly counts = { directives: 0 };
  private readonly context: LineLogContext;
  private columns: readonly Column[] = [];
  private separator: Separator = 'blank';
  /** Where the time stands; -1 for what is not there. */
  private at = { date: -1, time: -1, both: -1, user: -1, status: -1 };
  private isLocal = false;
  private offset: number | undefined;
  private software = '';
  /** Of `#Date`, for lines with a time alone; goes on by a day where the time falls back. */
  private day: readonly [year: number, month: number, day: number] | undefined;
  private lastSeconds = -1;
  private dayAdded = 0;

  constructor(context: LineLogContext) {
    this.context = context;
  }

  get summary(): Readonly<Record<string, unknown>> {
    return { ...(this.software === '' ? {} : { software: this.software }), columns: this.columns.map(({ name }) => name) };
  }

  line(text: string): boolean {
    if (text.charCodeAt(0) === 35 || this.columns.length === 0) return false;
    const values = splitColumns(text, this.separator);
    if (values.length < 2) return false;
    const record = this.context.begin();
    record.body = text;
    if (values.length !== this.columns.length) this.fit(values);
    this.setTime(record, values);
    this.setFields(record, values);
    return true;
  }

  below(text: string): 'head' | 'other' {
    if (text.charCodeAt(0) !== 35) return 'other';
    this.counts.directives++;
    const m = DIRECTIVE.exec(text);
    if (m) this.directive(m[1]!.toLowerCase(), m[2]!.trim());
    return 'head';
  }

  private directive(name: string, value: string): void {
    if (name === 'fields') this.setColumns(value);
    else if (name === 'software') this.software = value;
    else if (name === 'time format') this.isLocal = /^local/i.test(value);
    else if (name === 'gmt-offset') {
      const m = /^([+-])(\d\d):?(\d\d)$/.exec(value);
      this.offset = m ? (m[1] === '-' ? -60 : 60) * (Number(m[2]) * 60 + Number(m[3])) : undefined;
    } else if (name === 'date' || name === 'start-date') {
      const m = /^(\d{4})-(\d\d)-(\d\d)/.exec(value);
      this.day = m ? [Number(m[1]), Number(m[2]), Number(m[3])] : undefined;
      this.lastSeconds = -1;
      this.dayAdded = 0;
    }
  }

  private setColumns(value: string): void {
    this.separator = separatorOf(value);
    const names = value.split(this.separator === 'comma' ? ',' : this.separator === 'tab' ? /\t+| +/ : /\s+/).map((name) => name.trim()).filter((name) => name !== '');
    // Of several that mean the same, the one that COLUMNS has first; the others stay as they are called.
    const best = new Map<number, string>();
    for (const [name, [field]] of COLUMNS) if (!best.has(field) && names.some((other) => other.toLowerCase() === name)) best.set(field, name);
    this.columns = names.map((name) => {
      const known = COLUMNS.get(name.toLowerCase());
      return { name, field: known !== undefined && best.get(known[0]) === name.toLowerCase() ? known[0] : -1, kind: known?.[1] ?? 'text' };
    });
    const find = (...wanted: string[]): number => names.findIndex((name) => wanted.includes(name.toLowerCase()));
    this.at = { date: find('date', 'date-local'), time: find('time', 'time-local'), both: find('date-time', 'datetime', '#datetime'), user: find('cs-username'), status: find('sc-status') };
    if (find('time-local') >= 0) this.isLocal = true;
  }

  /** Makes as many values as there are columns, where it is certain which ones are too many: blanks in a user name. */
  private fit(values: string[]): void {
    const more = values.length - this.columns.length;
    const { user, status } = this.at;
    if (more > 0 && user >= 0 && status > user && /^\d{3}$/.test(values[status + more] ?? '')) {
      values.splice(user, more + 1, values.slice(user, user + more + 1).join(' '));
      return;
    }
    this.context.report('columns', `The line has ${values.length} values, and #Fields names ${this.columns.length}.`, more > 0 ? 'info' : 'warning');
  }

  private setTime(record: EventRecord, values: readonly string[]): void {
    const { date, time, both } = this.at;
    if (both >= 0) {
      const text = values[both] ?? '';
      record.timeText = text;
      record.timeNs = parseTimeText(text, this.isLocal ? this.context.options.zone : 'UTC');
    } else if (time >= 0) {
      const dateText = date < 0 ? undefined : values[date];
      const timeText = values[time] ?? '';
      record.timeText = dateText === undefined ? timeText : `${dateText} ${timeText}`;
      const t = TIME.exec(timeText);
      const seconds = t ? secondsOfDay(t[1]!, t[2]!, t[3]) : Number.NaN;
      const d = dateText === undefined ? undefined : DATE.exec(dateText);
      const day = dateText === undefined ? this.today(seconds) : d ? ([Number(d[1]), Number(d[2]), Number(d[3])] as const) : undefined;
      const added = dateText === undefined ? this.dayAdded : 0;
      const zone = this.offset ?? (this.isLocal ? undefined : 0);
      const ns = t && day ? civilNs(this.context.clock, day[0], day[1], day[2], seconds, fractionNs(t[4]), zone) : undefined;
      record.timeNs = ns === undefined ? undefined : ns + BigInt(added) * 86_400_000_000_000n;
      if (dateText === undefined && record.timeNs !== undefined) record.attributes = { 'tephra.time.inferred': 'date' };
    } else return;
    if (record.timeNs === undefined) this.context.report('unreadable-time', `"${record.timeText.slice(0, 60)}" is not a time; the record has none.`);
  }

  private today(seconds: number): readonly [number, number, number] | undefined {
    if (seconds < this.lastSeconds - 43_200) this.dayAdded++;
    if (seconds >= 0) this.lastSeconds = seconds;
    return this.day;
  }

  private setFields(record: EventRecord, values: readonly string[]): void {
    const found = Array.from<FieldValue>({ length: fields.length });
    record.fields = found;
    let attributes: Record<string, unknown> | undefined;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      const column = this.columns[i];
      if (value === '-' || value === '' || i === this.at.date || i === this.at.time || i === this.at.both) continue;
      if (column && column.field >= 0 && this.setField(found, column, value)) continue;
      (attributes ??= Object.assign(emptyAttributes(), record.attributes))[`w3c.${column?.name ?? `column_${i + 1}`}`] = value;
    }
    if (attributes) record.attributes = attributes;
    const status = found[F.status];
    if (typeof status === 'number') record.severityNumber = status >= 500 ? 17 : status >= 400 ? 13 : 9;
    const action = found[F.action];
    if (action === 'DROP') record.severityNumber = 13;
    if (found[F.transport] !== undefined && typeof action === 'string') record.severityText = action;
  }

  private setField(found: FieldValue[], column: Column, value: string): boolean {
    switch (column.kind) {
      case 'integer': {
        if (!/^\d{1,15}$/.test(value)) return false;
        found[column.field] = Number(value);
        return true;
      }
      case 'duration': {
        const number = Number(value);
        if (!(number >= 0)) return false;
        // The draft says seconds; IIS and what imitates it write milliseconds.
        found[column.field] = column.name.toLowerCase() === 'timetakenms' || /Microsoft|IIS/.test(this.software) ? number / 1000 : number;
        return true;
      }
      case 'agent':
        found[column.field] = this.separator === 'tab' ? decoded(value) : value.includes(' ') ? value : value.replaceAll('+', ' ');
        return true;
      case 'version':
        found[column.field] = /^HTTP\/(\S{1,8})$/.exec(value)?.[1] ?? value;
        return true;
      case 'lower':
        found[column.field] = value.toLowerCase();
        return true;
      case 'uri': {
        const mark = value.indexOf('?');
        found[column.field] = mark < 0 ? value : value.slice(0, mark);
        if (mark >= 0 && found[F.query] === undefined) found[F.query] = value.slice(mark + 1);
        return true;
      }
      default:
        found[column.field] = value;
        return true;
    }
  }
}

/** CloudFront encodes what could break a line, blanks and quotes twice over. */
function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    const once = decodeURIComponent(text);
    return /%[\da-fA-F]{2}/.test(once) ? decodeURIComponent(once) : once;
  } catch {
    return text;
  }
}
