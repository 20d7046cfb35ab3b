import { NS_PER_DAY, NS_PER_S, nsToCivil, zoneOffsetNs, daysFromCivil } from '../base/time.ts';
import { captureOf, type LineLevel } from '../model/line-format.ts';
import { severityFromText } from '../model/severity.ts';
import { LocalClock } from './contract-clock.ts';
import type { LineFormatParts } from './contract-line-format.ts';
import { TIMED } from './contract-line-format.ts';
import type { TextTime } from './contract-byte-times.ts';
import { LineLogDirect, type LineValues } from './contract-line-direct.ts';
import { readJsonTail, readPairs } from './contract-line-tail.ts';
import { lineTimeNs, LineTimeReader, shiftToYear, type LineTime } from './contract-line-time.ts';
import { headLines, readLines, sniffText, type Line } from './contract-lines.ts';
import { severityOfSyslog } from './contract-level.ts';
import { emptyAttributes } from './contract-record.ts';
import { wholeNumber } from './contract-number.ts';
import { JoinedRecord } from './contract-text.ts';
import { newestFirstYear, Years } from './contract-yearless.ts';
import { thrownIn } from './contract-exception.ts';
import { YearFinder } from './contract-years.ts';
import type { ByteSource, EventRecord, FieldDefinition, FieldValue, ParseOptions, RecordSink } from './contract.ts';

/** Where the groups of one pattern are in its match: 0 where it has none. */
interface Places {
  readonly regex: LineFormatParts['patterns'][number];
  readonly time: number;
  readonly clock: number;
  readonly level: number;
  readonly service: number;
  readonly host: number;
  readonly traceId: number;
  readonly spanId: number;
  readonly body: number;
  readonly pairs: number;
  readonly json: number;
  readonly fields: readonly number[];
  readonly otherwise: number;
}

export function severityOfLine(level: LineLevel | undefined): number {
  return level === undefined || level === 'unset' ? 0 : severityFromText(level);
}

const INFERRED_YEAR: Readonly<Record<string, unknown>> = Object.freeze({ 'tephra.time.inferred': 'year' });
const INFERRED_DATE: Readonly<Record<string, unknown>> = Object.freeze({ 'tephra.time.inferred': 'date' });
const DAY = 86_400;
/** A time of day that falls back by more than this is of the next day. */
const NEXT_DAY = DAY / 2;
const HEX = /^[\da-f]+$/i;
const TRACE_ID = /\btrace_?id["']?[=:] ?["']?([\da-f]{32})\b/i;
const SPAN_ID = /\bspan_?id["']?[=:] ?["']?([\da-f]{16})\b/i;
const EDGE_BYTES = 65_536;

/** How times without a year or without a date are placed. */
interface Basis {
  readonly years: Years | undefined;
  readonly firstYear: number | undefined;
  readonly yearFrom: string | undefined;
  /** Seconds since 1970 of the day of the first time without a date. */
  firstDay: number;
}

/** Reads the lines of a declared format into records. */
export class LineLogReader implements LineValues {
  /** Reads the lines that patterns of bytes match. */
  readonly direct: LineLogDirect | undefined;
  readonly counts = { joinedLines: 0, notUnderstood: 0 };
  readonly summary: Readonly<Record<string, unknown>>;
  private readonly id: string;
  private readonly title: string;
  private readonly belongs: boolean;
  private readonly sink: RecordSink;
  private readonly joined: JoinedRecord;
  private readonly places: readonly Places[];
  private readonly fields: readonly FieldDefinition[];
  private readonly scales: readonly number[];
  private readonly missing: ReadonlySet<string>;
  private readonly level: LineFormatParts['definition']['level'];
  private readonly severities = new Map<string, number>();
  private readonly times: LineTimeReader;
  private readonly clock: LocalClock;
  private readonly basis: Basis;
  private readonly values: FieldValue[];
  private lastTimeText = '';
  private lastTimeNs: bigint | undefined;
  private lastInferred: Readonly<Record<string, unknown>> | undefined;
  private lastClock = -1;
  private lastDay = -1;
  private lastShift = 0;

  private constructor(parts: LineFormatParts, sink: RecordSink, zone: string, basis: Basis) {
    const { definition, patterns } = parts;
    this.id = definition.id;
    this.title = definition.title;
    this.belongs = definition.continuation === 'belongs';
    this.sink = sink;
    const type = definition.fields.findIndex(({ name }) => name === 'exception.type');
    const message = definition.fields.findIndex(({ name }) => name === 'exception.message');
    this.joined = new JoinedRecord(sink, type < 0 && message < 0 ? undefined : (record) => this.finish(record, type, message));
    this.fields = definition.fields.map(({ name, type, description }) => ({ name, type, description }));
    this.scales = definition.fields.map(({ scale }) => scale ?? 1);
    this.values = definition.fields.map(() => undefined);
    this.missing = new Set(definition.missing);
    this.level = definition.level;
    this.times = new LineTimeReader(definition.time?.forms, zone);
    this.clock = new LocalClock(zone);
    this.basis = basis;
    this.summary = basis.firstYear === undefined ? {} : { firstYear: basis.firstYear, yearFrom: basis.yearFrom };
    this.places = patterns.map((regex) => {
      const at = (name: string): number => regex.groups.get(name) ?? 0;
      return {
        regex, time: at('time'), clock: at('clock'), level: at(definition.level?.capture ?? 'level'), service: at('service'), host: at('host'), traceId: at('trace_id'), spanId: at('span_id'),
        body: at('body'), pairs: at('pairs'), json: at('json'), fields: definition.fields.map((field) => at(captureOf(field))),
        otherwise: regex.otherwise(definition),
      };
    });
    const direct = sink.ranges && new LineLogDirect(parts, sink.ranges, this, () => this.joined.end());
    this.direct = direct?.reads === true ? direct : undefined;
  }

  static async open(parts: LineFormatParts, source: ByteSource, sink: RecordSink, options: ParseOptions, signal: AbortSignal): Promise<LineLogReader> {
    const zone = parts.definition.time?.zone ?? options.zone;
    return new LineLogReader(parts, sink, zone, await findBasis(parts, source, sink, options, zone, signal));
  }

  line(text: string, line: Line): void {
    const { places } = this;
    this.direct?.forget();
    // In their order, whatever the line before was: the exact ones stand first.
    for (let i = 0; i < places.length; i++) {
      const place = places[i]!;
      const m = place.regex.exec(text);
      if (!m) continue;
      this.begin(place, m, text, line);
      return;
    }
    this.other(text, line);
  }

  end(): void {
    this.joined.end();
    this.counts.joinedLines = this.joined.joinedLines;
  }

  private begin(place: Places, m: RegExpExecArray, text: string, line: Line): void {
    const record = this.joined.begin(line);
    this.setLevel(record, place, this.value(m, place.level));
    if (place.service > 0) record.serviceName = this.value(m, place.service);
    if (place.host > 0) record.hostName = this.value(m, place.host);
    const traceId = this.value(m, place.traceId);
    if (traceId?.length === 32 && HEX.test(traceId)) record.traceId = traceId.toLowerCase();
    const spanId = this.value(m, place.spanId);
    if (spanId?.length === 16 && HEX.test(spanId)) record.spanId = spanId.toLowerCase();
    record.body = (place.body === 0 ? undefined : m[place.body]) ?? text;
    const { fields, values } = this;
    for (let i = 0; i < fields.length; i++) values[i] = this.typed(i, this.value(m, place.fields[i]!));
    record.fields = values;
    const pairs = this.value(m, place.pairs);
    const json = this.value(m, place.json);
    if (pairs !== undefined || json !== undefined) {
      const attributes = emptyAttributes();
      if (pairs !== undefined) readPairs(pairs, attributes);
      if (json !== undefined) readJsonTail(json, attributes);
      record.attributes = attributes;
    }
    if (place.time > 0 && m[place.time] !== undefined) this.setTime(record, m[place.time]!, place.clock === 0 ? undefined : m[place.clock]);
  }

  /** What a group holds; `undefined` where it stands for nothing. */
  private value(m: RegExpExecArray, at: number): string | undefined {
    if (at === 0) return undefined;
    const part = m[at];
    return part === undefined || part === '' || (this.missing.size > 0 && this.missing.has(part)) ? undefined : part;
  }

  /** What was thrown, where lines of a stack belong to the record, and the ids that OpenTelemetry puts into text. */
  private finish(record: EventRecord, type: number, message: number): void {
    if (!record.understood) return;
    if (record.traceId === undefined && record.body.includes('trace')) {
      const head = record.body.slice(0, 4096);
      record.traceId = TRACE_ID.exec(head)?.[1]?.toLowerCase();
      if (record.traceId !== undefined) record.spanId = SPAN_ID.exec(head)?.[1]?.toLowerCase();
    }
    if (!record.body.includes('\n') && !record.body.includes('[object] (')) return;
    const thrown = thrownIn(record.body.split('\n'));
    if (!thrown) return;
    if (type >= 0) this.values[type] = thrown.type;
    if (message >= 0) this.values[message] = thrown.message;
  }

  typed(index: number, text: string | undefined): FieldValue {
    if (text === undefined) return undefined;
    const { type } = this.fields[index]!;
    if (type === 'string') return text;
    if (type === 'boolean') return /^(?:true|yes|on|y|1)$/i.test(text) ? true : /^(?:false|no|off|n|0)$/i.test(text) ? false : undefined;
    const scale = this.scales[index]!;
    if (type === 'integer') {
      if (text.length < 16) {
        const number = Number(text) * scale;
        return Number.isInteger(number) ? number : Number.isFinite(number) && scale !== 1 ? Math.round(number) : undefined;
      }
      return wholeNumber(text);
    }
    const number = Number(text) * scale;
    return Number.isFinite(number) ? Number(number.toPrecision(15)) : undefined;
  }

  private setLevel(record: EventRecord, place: Places, text: string | undefined): void {
    record.severityText = text;
    if (text === undefined) {
      record.severityNumber = place.otherwise;
      return;
    }
    let severity = this.severities.get(text);
    if (severity === undefined) {
      severity = this.severity(text);
      if (this.severities.size < 1000) this.severities.set(text, severity);
    }
    record.severityNumber = severity === -1 ? place.otherwise : severity;
    if (this.level?.httpStatus === true) record.severityText = undefined;
  }

  severityOf(text: string, otherwise: number): { readonly number: number; readonly text: string | undefined } {
    const severity = this.severity(text);
    return { number: severity === -1 ? otherwise : severity, text: this.level?.httpStatus === true ? undefined : text };
  }

  /** -1: the text is no level. */
  private severity(text: string): number {
    const { level } = this;
    const named = level?.values?.[text];
    if (named !== undefined) return severityOfLine(named);
    if (level?.httpStatus === true) {
      const status = Number(text);
      return status >= 500 ? 17 : status >= 400 ? 13 : status >= 100 ? 9 : -1;
    }
    if (level?.syslog === true && /^[0-7]$/.test(text)) return severityOfSyslog(Number(text));
    return severityFromText(text) || -1;
  }

  private setTime(record: EventRecord, text: string, clock: string | undefined): void {
    const whole = clock === undefined ? text : `${text} ${clock}`;
    record.timeText = whole;
    if (whole !== this.lastTimeText) {
      this.lastTimeText = whole;
      const time = this.times.read(whole);
      this.lastInferred = undefined;
      this.lastTimeNs = time && this.instant(time);
    }
    record.timeNs = this.lastTimeNs;
    if (this.lastInferred) record.attributes = record.attributes === undefined ? this.lastInferred : Object.assign(record.attributes as Record<string, unknown>, this.lastInferred);
    if (this.lastTimeNs === undefined) this.report(record, 'unreadable-time', `"${whole.slice(0, 60)}" is not a time that ${this.title} writes; the record has none.`);
  }

  timeOf(text: string): TextTime | undefined {
    // What was read last is not what the next string follows.
    this.lastTimeText = '';
    this.lastInferred = undefined;
    const time = this.times.read(text);
    // A 29 February may be none of its year: that is for the reader of strings to say.
    if (!time || (time.yearless && time.month === 2 && time.day === 29)) return undefined;
    const { epochNs, dateless } = time;
    if (epochNs !== undefined) return epochNs < 0n ? undefined : { seconds: Number(epochNs / NS_PER_S), nanosecond: Number(epochNs % NS_PER_S), isLocal: false, isAlone: false, inferred: undefined };
    if (!this.place(time)) return undefined;
    const isLocal = time.offsetSeconds === undefined;
    return { seconds: time.local - (time.offsetSeconds ?? 0), nanosecond: time.nanosecond, isLocal, isAlone: dateless, inferred: this.lastInferred };
  }

  clockOf(text: string): { readonly seconds: number; readonly nanosecond: number } | undefined {
    const time = this.times.read(text);
    if (!time) return undefined;
    return time.epochNs === undefined ? { seconds: time.local - (time.offsetSeconds ?? 0), nanosecond: time.nanosecond } : { seconds: Number(time.epochNs / NS_PER_S), nanosecond: Number(time.epochNs % NS_PER_S) };
  }

  localSeconds(seconds: number): number {
    return this.clock.seconds(seconds);
  }

  private instant(time: LineTime): bigint | undefined {
    return this.place(time) ? lineTimeNs(time, this.clock) : undefined;
  }

  /** Gives a time its year or its day; false where there is none for it. */
  private place(time: LineTime): boolean {
    if (time.yearless) {
      const { basis } = this;
      if (!basis.years) return false;
      // A day that is that of the line before has its year.
      const day = time.month * 100 + time.day;
      if (day !== this.lastDay) {
        this.lastShift = shiftToYear(time, Number(basis.years.next(monthDay(time))));
        this.lastDay = day;
      }
      if (Number.isNaN(this.lastShift)) return false;
      time.local += this.lastShift;
      this.lastInferred = INFERRED_YEAR;
    } else if (time.dateless) {
      const of = time.local;
      if (this.lastClock >= 0 && this.lastClock - of > NEXT_DAY) this.basis.firstDay += DAY;
      this.lastClock = of;
      time.local += this.basis.firstDay;
      this.lastInferred = INFERRED_DATE;
    }
    return true;
  }

  private other(text: string, line: Line): void {
    const timed = TIMED.test(text);
    if (this.belongs && !timed && this.joined.join(text, line)) return;
    const record = this.joined.begin(line);
    record.body = text;
    record.understood = false;
    this.counts.notUnderstood++;
    this.report(record, 'not-understood', timed || !this.belongs ? `The line is not one of ${this.title}; kept as text.` : `The line is not one of ${this.title} and follows none; kept as text.`);
    // What follows a record of another log is more likely of that one.
    if (!this.belongs || !timed) this.joined.end();
  }

  private report(record: EventRecord, code: string, message: string): void {
    this.sink.diagnostic({ code: `${this.id}/${code}`, severity: 'warning', message, offsetBytes: record.offsetBytes, lengthBytes: record.lengthBytes });
  }
}

/** `mmdd`, as `Years` has it. */
function monthDay(time: LineTime): string {
  return String(time.month * 100 + time.day).padStart(4, '0');
}

/** Year of the first time that names none; day of the first that has no date. Logs are written in the order of time, and end before the evidence came in. */
async function findBasis(parts: LineFormatParts, source: ByteSource, sink: RecordSink, options: ParseOptions, zone: string, signal: AbortSignal): Promise<Basis> {
  const nothing: Basis = { years: undefined, firstYear: undefined, yearFrom: undefined, firstDay: 0 };
  const { forms } = parts.definition.time ?? {};
  // Only forms that were told can lack them.
  if (!forms?.some((form) => !/%[Yys]/.test(form))) return nothing;
  const reader = new LineTimeReader(forms, zone);
  const newestNs = options.newestNs ?? BigInt(Date.now()) * 1_000_000n;
  const seen: { first: LineTime | undefined; last: LineTime | undefined } = { first: undefined, last: undefined };
  let days = 0;
  const look = (text: string): void => {
    const found = timeOf(parts, text);
    const time = found === undefined ? undefined : reader.read(found);
    if (!time || !(time.yearless || time.dateless)) return;
    if (time.dateless && seen.last && seen.last.local - time.local > NEXT_DAY) days++;
    seen.first ??= { ...time };
    seen.last = { ...time };
  };
  const headBytes = await source.read(0, EDGE_BYTES);
  const complete = source.sizeBytes <= EDGE_BYTES;
  const lines = headLines({ bytes: headBytes, complete }, 5000);
  lines.forEach(look);
  if (!seen.first || !seen.last) return nothing;
  if (seen.first.yearless) {
    if (!complete) headLines({ bytes: await source.read(source.sizeBytes - EDGE_BYTES, EDGE_BYTES), complete: true }, 5000).forEach(look);
    const said = yearSaid(lines, parts, reader, zone, newestNs);
    if (said) return { ...nothing, years: new Years(said.firstYear), ...said };
    const firstYear = newestFirstYear(monthDay(seen.first), monthDay(seen.last), newestNs, zone);
    return { ...nothing, years: new Years(firstYear), firstYear, yearFrom: 'the newest possible' };
  }
  if (!complete) {
    seen.last = undefined;
    days = 0;
    const kind = sniffText(headBytes, false);
    await readLines(source, { encoding: kind.text ? kind.encoding : 'utf-8', skipBytes: kind.text ? kind.bomBytes : 0 }, sink, signal, (line) => look(line.text));
  }
  const localNs = newestNs + zoneOffsetNs(newestNs, zone);
  const { year, month, day } = nsToCivil(localNs);
  const late = BigInt(Math.ceil(seen.last?.local ?? 0)) * NS_PER_S > ((localNs % NS_PER_DAY) + NS_PER_DAY) % NS_PER_DAY;
  return { ...nothing, firstDay: (daysFromCivil(year, month, day) - days - (late ? 1 : 0)) * DAY };
}

const CREATED = /^Log file created at: (\d{4})\//;

/** What the first lines say of their year: glog's heading, or a date with its year in a line of the same day. */
function yearSaid(lines: readonly string[], parts: LineFormatParts, reader: LineTimeReader, zone: string, newestNs: bigint): { readonly firstYear: number; readonly yearFrom: string } | undefined {
  const finder = new YearFinder(zone, newestNs);
  for (const line of lines) {
    const created = CREATED.exec(line);
    if (created) return { firstYear: Number(created[1]), yearFrom: 'its first lines' };
    const found = timeOf(parts, line);
    const time = found === undefined ? undefined : reader.read(found);
    if (time?.yearless === true) finder.line({ month: time.month, day: time.day, seconds: ((time.local % DAY) + DAY) % DAY, year: 0, to: line.indexOf(found!) + found!.length }, line);
  }
  const basis = finder.basis();
  return basis.from === 'a date with its year' ? { firstYear: basis.firstYear, yearFrom: basis.from } : undefined;
}

function timeOf({ patterns }: LineFormatParts, text: string): string | undefined {
  for (const pattern of patterns) {
    const m = pattern.exec(text);
    const at = m ? pattern.groups.get('time') : undefined;
    if (m && at !== undefined && m[at] !== undefined) {
      const clock = pattern.groups.get('clock');
      return clock === undefined ? m[at] : `${m[at]} ${m[clock] ?? ''}`;
    }
  }
  return undefined;
}
