import { daysFromCivil, isValidCivil } from '../base/time.ts';
import { instantNs, LocalClock } from './contract-clock.ts';
import { headLines, readLines, sniffText, takeNuls, type Line } from './contract-lines.ts';
import { JoinedRecord, readTextLog } from './contract-text.ts';
import { YearFinder, yearOf, YearSteps, type YearBasis, type YearlessTime } from './contract-years.ts';
import type { ByteSource, Detection, Format, Head, ParseOptions, RecordSink, EventRecord } from './contract.ts';

/**
 * Logs of lines that code reads: a record begins with a line that the reader knows, and the lines after it that begin
 * none belong to it. For logs with a grammar of their own, with state, or with times that name no year; what one
 * pattern says is better declared.
 */
export interface LineLog extends Omit<Format, 'detect' | 'parse'> {
  readonly detect: Format['detect'];
  readonly reader: (context: LineLogContext) => LineReader;
  /** Of logs whose times name no year: the time that a line begins with. All lines are looked at before they are read. */
  readonly yearless?: (text: string) => YearlessTime | undefined;
}

export interface LineLogContext {
  readonly options: ParseOptions;
  readonly clock: LocalClock;
  /** Lines that the file begins with, at most 64 KiB. */
  readonly firstLines: readonly string[];
  /** Opens a record at the line that is read, cleared; its body is the reader's to set. */
  begin(): EventRecord;
  /** About the record that is open. */
  report(code: string, message: string, severity?: 'info' | 'warning'): void;
  /** Instant of a time without a year; `undefined` when that year has no such day. Sets `tephra.time.inferred`. */
  yearlessNs(time: YearlessTime, nanosecond: number, record: EventRecord): bigint | undefined;
}

export interface LineReader {
  /** True when the line began a record (`context.begin`). */
  line(text: string, line: Line): boolean;
  /**
   * What a line that begins no record is: of the record above (when left out), `head` for headings and rules of the
   * file, `other` for what is not of this log.
   */
  below?(text: string): 'joined' | 'head' | 'other';
  /** A record ends where the reader says so, however long it is: past 2,000 lines its text is not kept. */
  readonly unbounded?: boolean;
  /** Sees a whole record before it goes. */
  finish?(record: EventRecord): void;
  readonly counts?: Readonly<Record<string, number>>;
  readonly summary?: Readonly<Record<string, unknown>>;
}

const YEAR_INFERRED: Readonly<Record<string, unknown>> = Object.freeze({ 'tephra.time.inferred': 'year' });

export function lineLogFormat(log: LineLog): Format {
  const { reader: makeReader, yearless, ...rest } = log;
  return {
    ...rest,
    async parse(source, sink, options, signal) {
      const basis = yearless && await findYears(yearless, source, sink, options, signal);
      const head = await source.read(0, 65_536);
      const parser = new LineLogParser(log.id, sink, options, basis, headLines({ bytes: head, complete: source.sizeBytes <= head.length }, 1000), makeReader);
      const counts = await readTextLog(log.id, source, sink, signal, (text, line) => parser.line(text, line));
      parser.end();
      return {
        counts: { ...counts, joinedLines: parser.joinedLines, ...(parser.headLines > 0 ? { headLines: parser.headLines } : {}), notUnderstoodLines: parser.others, ...parser.reader.counts },
        summary: { ...parser.reader.summary, ...(basis && parser.lastYear > 0 ? { firstYear: basis.firstYear, lastYear: parser.lastYear, yearFrom: basis.from } : {}) },
      };
    },
  };
}

class LineLogParser implements LineLogContext {
  readonly reader: LineReader;
  readonly clock: LocalClock;
  readonly options: ParseOptions;
  headLines = 0;
  others = 0;
  lastYear = 0;
  private readonly id: string;
  private readonly sink: RecordSink;
  private readonly joined: JoinedRecord;
  private readonly steps: YearSteps;
  private readonly firstYear: number;
  private current: Line | undefined;
  private headFrom = -1;
  private headTo = 0;
  /** Begin of the record whose text was cut last. */
  private extended = -1;
  readonly firstLines: readonly string[];

  constructor(id: string, sink: RecordSink, options: ParseOptions, basis: YearBasis | undefined, firstLines: readonly string[], makeReader: LineLog['reader']) {
    this.id = id;
    this.firstLines = firstLines;
    this.sink = sink;
    this.options = options;
    this.clock = new LocalClock(options.zone);
    this.joined = new JoinedRecord(sink, (record) => {
      if (record.understood) this.reader.finish?.(record);
    });
    this.steps = new YearSteps(basis?.resets);
    this.firstYear = basis?.firstYear ?? yearOf(newest(options), options.zone);
    this.reader = makeReader(this);
  }

  get joinedLines(): number {
    return this.joined.joinedLines;
  }

  line(text: string, line: Line): void {
    this.current = line;
    if (this.reader.line(text, line)) {
      this.reportHead();
      return;
    }
    const below = this.reader.below?.(text) ?? 'joined';
    if (below === 'head') {
      this.joined.end();
      this.headLines++;
      if (this.headFrom < 0) this.headFrom = line.offsetBytes;
      this.headTo = line.offsetBytes + line.lengthBytes;
      return;
    }
    this.reportHead();
    if (below === 'joined' && (this.joined.join(text, line) || (this.reader.unbounded === true && this.extend(line)))) return;
    const isLong = below === 'joined' && this.joined.isOpen;
    const record = this.joined.begin(line);
    record.body = text;
    record.understood = false;
    this.others++;
    this.report(isLong ? 'record-too-long' : 'not-understood', isLong ? 'The record above goes on for more lines than are kept in one; they go on here.' : 'The line is not of this log; kept as text.');
    // What goes on stays together; a line of something else stands alone.
    if (!isLong) this.joined.end();
  }

  end(): void {
    this.reportHead();
    this.joined.end();
  }

  begin(): EventRecord {
    return this.joined.begin(this.current!);
  }

  report(code: string, message: string, severity: 'info' | 'warning' = 'warning'): void {
    const { offsetBytes, lengthBytes } = this.joined.record;
    this.sink.diagnostic({ code: `${this.id}/${code}`, severity, message, offsetBytes, lengthBytes });
  }

  yearlessNs(time: YearlessTime, nanosecond: number, record: EventRecord): bigint | undefined {
    const year = this.firstYear + this.steps.next(time);
    const ns = civilNs(this.clock, year, time.month, time.day, time.seconds, nanosecond);
    if (ns === undefined) return undefined;
    if (year > this.lastYear) this.lastYear = year;
    record.attributes = record.attributes === undefined ? YEAR_INFERRED : Object.assign(record.attributes, YEAR_INFERRED);
    return ns;
  }

  private extend(line: Line): boolean {
    if (!this.joined.extend(line)) return false;
    if (this.extended !== this.joined.record.offsetBytes) this.report('long-text', 'The record is longer than what is kept of it as text.', 'info');
    this.extended = this.joined.record.offsetBytes;
    return true;
  }

  private reportHead(): void {
    if (this.headFrom < 0) return;
    this.sink.diagnostic({
      code: `${this.id}/heading`, severity: 'info', message: 'Headings of the log; they are no records.', offsetBytes: this.headFrom, lengthBytes: this.headTo - this.headFrom,
    });
    this.headFrom = -1;
  }
}

function newest(options: ParseOptions): bigint {
  return options.newestNs ?? BigInt(Date.now()) * 1_000_000n;
}

/** Looks at the times of the whole log once, where its first lines name no year. */
async function findYears(yearless: NonNullable<LineLog['yearless']>, source: ByteSource, sink: RecordSink, options: ParseOptions, signal: AbortSignal): Promise<YearBasis | undefined> {
  const head = await source.read(0, 65_536);
  const complete = source.sizeBytes <= head.length;
  if (!headLines({ bytes: head, complete }, 1000).some((line) => yearless(line))) return undefined;
  const finder = new YearFinder(options.zone, newest(options));
  const kind = sniffText(head.subarray(0, 4096), source.sizeBytes <= 4096);
  const encoding = kind.text && kind.encoding !== 'latin1' ? kind.encoding : 'utf-8';
  await readLines(source, { encoding, skipBytes: kind.text ? kind.bomBytes : 0 }, sink, signal, (line) => {
    if (line.text.charCodeAt(0) === 0) takeNuls(line);
    const time = yearless(line.text);
    if (time) finder.line(time, line.text);
  });
  return finder.lines === 0 ? undefined : finder.basis();
}

/** Instant of a date and of the seconds of its day on a clock; `undefined` when the calendar has no such day. */
export function civilNs(clock: LocalClock, year: number, month: number, day: number, daySeconds: number, nanosecond = 0, offsetSeconds?: number): bigint | undefined {
  if (!(daySeconds >= 0 && daySeconds <= 86_400) || !isValidCivil({ year, month, day, hour: 0, minute: 0, second: 0, nanosecond: 0 })) return undefined;
  const local = daysFromCivil(year, month, day) * 86_400 + daySeconds;
  return instantNs(offsetSeconds === undefined ? clock.seconds(local) : local - offsetSeconds, nanosecond);
}

/** Seconds of a day of texts of digits; NaN when there is no such time. */
export function secondsOfDay(hour: string, minute: string, second = '0'): number {
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  return h <= 23 && m <= 59 && s <= 60 ? h * 3600 + m * 60 + s : Number.NaN;
}

/** Nanoseconds of the digits of a fraction ("123" → 123,000,000); 0 for none. */
export function fractionNs(digits: string | undefined): number {
  return digits === undefined || digits === '' ? 0 : Number(digits.slice(0, 9).padEnd(9, '0'));
}

/**
 * Detection of a log of lines: `begins` says of a line that it begins a record and is of nothing else, `below` that it
 * may stand between them. Never sure of a file that has other lines as well.
 */
export function detectLines(
  head: Head, lines: { readonly begins: (line: string) => boolean; readonly below?: (line: string) => boolean; readonly what: string; readonly sample?: number; readonly sure?: number },
): Detection | undefined {
  const sampled = headLines(head, lines.sample ?? 60);
  let first = -1;
  let begins = 0;
  let others = 0;
  for (let i = 0; i < sampled.length; i++) {
    const line = sampled[i]!.length > 4096 ? sampled[i]!.slice(0, 4096) : sampled[i]!;
    if (lines.begins(line)) {
      if (first < 0) first = i;
      begins++;
    } else if (!(lines.below?.(line) ?? false)) others++;
    if (first < 0 && i >= FIRST_LINES) return undefined;
  }
  if (begins === 0 || begins < others) return undefined;
  const share = begins / (begins + others);
  return {
    confidence: Math.round((others === 0 ? lines.sure ?? 0.95 : 0.5 + 0.4 * share) * 100) / 100,
    reason: `${begins} of ${sampled.length} sampled ${sampled.length === 1 ? 'line' : 'lines'} ${begins === 1 ? 'is' : 'are'} of ${lines.what}`,
  };
}

/** A record begins within so many lines, or it is not this log. */
const FIRST_LINES = 8;
