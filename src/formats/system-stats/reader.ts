import { METRIC_FIELD } from '../contract-metric.ts';
import { blankRecord, clearRecord, emptyAttributes } from '../contract-record.ts';
import type { Line } from '../contract-lines.ts';
import type { FieldValue, ParseOptions, RecordSink } from '../contract.ts';
import { dayOfDate, firstDay, isoInstant, SampleClock, secondsOfTime } from './clock.ts';

export interface Cell {
  readonly text: string;
  /** Of its first character in the line. */
  readonly at: number;
}

const TOKEN = /\S+/g;
const NUMBER = /^[+-]?\d{1,18}(?:[.,]\d{1,9})?$/;
/** Columns that say of what a row is. */
const LABELS = new Set(['CPU', 'IFACE', 'DEV', 'Device', 'Device:', 'INTR', 'TTY', 'FILESYSTEM', 'MOUNTPOINT', 'FAN', 'TEMP', 'BUS', 'FCHOST', 'DEVICE', 'NODE', 'UID', 'PID', 'TGID', 'TID', 'Command', 'USER', 'COMMAND', 'CORE', 'SOCK']);
/** Columns of `top` that are no measurements. */
const SKIPPED = new Set(['S', 'TIME+', 'PR', 'NI', 'VIRT', 'SHR', 'idvendor', 'idprod', 'manufact', 'product']);
const BANNER = /^(?:Linux|AIX|SunOS|FreeBSD) \S{1,128} \(([^)]{1,256})\)\s+(\S{6,12})\s/;
const TOP = /^top - (\d\d:\d\d:\d\d) up /;
const SCALES: Readonly<Record<string, number>> = { k: 1, K: 1, m: 1024, M: 1024, g: 1024 ** 2, G: 1024 ** 2, t: 1024 ** 3, T: 1024 ** 3 };

export function cellsOf(text: string): Cell[] {
  return Array.from(text.matchAll(TOKEN), (m) => ({ text: m[0], at: m.index }));
}

export type Tool = 'sar' | 'iostat' | 'vmstat' | 'top';

/** Which tool a line is the first of; `undefined` for most lines. */
export function toolOf(text: string): Tool | undefined {
  if (TOP.test(text)) return 'top';
  if (/^procs\s?-+\s?-*memory-/.test(text)) return 'vmstat';
  return BANNER.test(text) && /\s(?:_\w+_|\(\d+ CPU\))/.test(text) ? 'sar' : undefined;
}

/** What a first pass finds: for times without a date. */
export class Survey {
  lastSeconds = -1;
  midnights = 0;

  line(text: string): void {
    const time = TOP.exec(text)?.[1];
    if (time === undefined) return;
    const seconds = secondsOfTime(time);
    if (seconds < this.lastSeconds - 43_200) this.midnights++;
    this.lastSeconds = seconds;
  }
}

/** Turns the tables of sar, iostat, vmstat and top into points, a cell each. */
export class TableReader {
  readonly counts = { samples: 0, points: 0, otherLines: 0 };
  readonly tools = new Set<Tool>();
  private readonly sink: RecordSink;
  private readonly clock: SampleClock;
  private readonly record = blankRecord();
  private tool: Tool | undefined;
  private host: string | undefined;
  private columns: string[] = [];
  /** Of the banner, and its day, as far as it is known. */
  private dateText = '';
  private day: number | undefined;
  private isDateReported = false;
  private text = '';
  private unit: 1 | 2 = 1;
  private isBytes = false;
  private line: Line | undefined;
  private readonly survey: Survey;
  private readonly options: ParseOptions;

  constructor(sink: RecordSink, options: ParseOptions, survey: Survey) {
    this.sink = sink;
    this.options = options;
    this.survey = survey;
    this.clock = new SampleClock(options);
  }

  read(text: string, line: Line): void {
    // Places in the text are places in the bytes: UTF-16 has two for each unit, and what is not ASCII is read byte by byte.
    this.unit = line.bytes.length >= text.length * 2 && line.bytes.includes(0) ? 2 : 1;
    this.isBytes = this.unit === 1 && line.bytes.length !== text.length;
    this.text = this.isBytes ? Buffer.from(line.bytes.buffer, line.bytes.byteOffset, line.bytes.byteLength).toString('latin1') : text;
    this.line = line;
    const tool = toolOf(this.text);
    if (tool !== undefined) this.begin(tool, this.text);
    else if (this.tool === undefined || !this.row(cellsOf(this.text))) {
      this.counts.otherLines++;
      this.report('not-understood', 'The line is of no table that is known; it gives no points.', 'info');
    }
  }

  private begin(tool: Tool, text: string): void {
    this.tool = tool;
    if (tool !== 'sar') this.tools.add(tool);
    this.columns = [];
    const banner = BANNER.exec(text);
    if (banner) {
      this.host = banner[1];
      this.date(banner[2]!, text);
      this.clock.forget();
    } else if (tool === 'top') this.topHead(text);
    else this.clock.forget();
  }

  private date(date: string, text: string): void {
    this.dateText = date;
    this.day = dayOfDate(date, / [AP]M\b/.test(text));
    this.isDateReported = false;
    this.clock.setDay(this.day);
  }

  /** True when the line belongs to a table. */
  private row(cells: readonly Cell[]): boolean {
    if (this.tool === 'vmstat') return this.vmstat(cells);
    if (this.tool === 'top') return this.top(cells);
    const first = cells[0]!.text;
    if (first === 'Average:' || first === 'Summary:') return true;
    if (first === 'avg-cpu:' || first === 'Device' || first === 'Device:') {
      this.tool = 'iostat';
      this.tools.add('iostat');
      this.columns = first === 'avg-cpu:' ? cells.slice(1).map((cell) => cell.text) : cells.map((cell) => cell.text);
      return true;
    }
    if (this.isTimeLine(cells)) return true;
    return this.tool === 'iostat' ? this.iostat(cells) : this.sar(cells);
  }

  /** A line that is the time of what follows (iostat -t), or a note of sar. */
  private isTimeLine(cells: readonly Cell[]): boolean {
    const [first, second, third] = cells.map((cell) => cell.text);
    const instant = isoInstant(first!);
    if (instant !== undefined && cells.length === 1) {
      this.clock.instant(instant, first!);
      this.counts.samples++;
      return true;
    }
    const half = third !== undefined && /^[AP]M$/i.test(third) ? third : undefined;
    if (cells.length === (half === undefined ? 2 : 3) && second !== undefined && /^[\d/.-]{8,10}$/.test(first!)) {
      const seconds = secondsOfTime(second, half);
      const day = dayOfDate(first!, half !== undefined);
      if (seconds < 0) return false;
      this.clock.setDay(day);
      this.clock.at(seconds, cells.map((cell) => cell.text).join(' '));
      this.counts.samples++;
      return true;
    }
    return /^\S+(?: [AP]M)?\s+LINUX RESTART/.test(this.text.trim());
  }

  private sar(cells: readonly Cell[]): boolean {
    const half = cells[1] !== undefined && /^[AP]M$/i.test(cells[1].text) ? cells[1].text : undefined;
    const seconds = secondsOfTime(cells[0]!.text, half);
    if (seconds < 0) return false;
    const rest = cells.slice(half === undefined ? 1 : 2);
    if (rest.length === 0) return false;
    if (!rest.some((cell) => NUMBER.test(cell.text))) {
      const columns = rest.map((cell) => cell.text);
      // Another table begins, and with it the day; the heading of the same one comes again and again.
      if (columns.join() !== this.columns.join()) this.clock.setDay(this.day);
      this.columns = columns;
      return true;
    }
    if (this.columns.length === 0) return false;
    if (this.day === undefined && half !== undefined) {
      // Hours up to twelve are American, and so is the date.
      this.day = dayOfDate(this.dateText, true);
      this.clock.setDay(this.day);
    }
    if (this.day === undefined && !this.isDateReported) {
      this.isDateReported = true;
      this.report('ambiguous-date', `"${this.dateText}" may be read with the day or with the month first; the times of what follows are not known.`, 'warning');
    }
    this.tools.add('sar');
    const text = half === undefined ? cells[0]!.text : `${cells[0]!.text} ${half}`;
    if (this.clock.timeText !== text) {
      this.clock.at(seconds, text);
      this.counts.samples++;
    }
    return this.cells(rest);
  }

  private iostat(cells: readonly Cell[]): boolean {
    return this.columns.length > 0 && this.cells(cells);
  }

  private vmstat(cells: readonly Cell[]): boolean {
    if (cells[0]!.text === 'r') {
      this.columns = cells.map((cell) => cell.text);
      return true;
    }
    if (this.columns.length === 0) return false;
    // The time stands in two cells under the name of its zone.
    const [date, time] = cells.slice(-2).map((cell) => cell.text);
    const seconds = time === undefined ? -1 : secondsOfTime(time);
    if (seconds >= 0) {
      this.clock.setDay(dayOfDate(date!, false));
      this.clock.at(seconds, `${date} ${time}`);
      this.counts.samples++;
      return this.cells(cells.slice(0, -2), this.columns.slice(0, cells.length - 2));
    }
    this.counts.samples++;
    return this.cells(cells);
  }

  private topHead(text: string): void {
    const time = TOP.exec(text)![1]!;
    if (!this.options.newestNs && this.survey.lastSeconds < 0) return;
    if (this.clock.timeText === undefined) this.clock.setDay(firstDay(this.options, this.survey.lastSeconds, this.survey.midnights), true);
    this.clock.at(secondsOfTime(time), time);
    this.counts.samples++;
    const load = /load average: ([\d.,]+), ([\d.,]+), ([\d.,]+)/d.exec(text);
    for (const [i, name] of ['1m', '5m', '15m'].entries()) {
      const at = load?.indices?.[i + 1];
      if (at) this.point({ text: text.slice(at[0], at[1]), at: at[0] }, `load_average.${name}`);
    }
  }

  private top(cells: readonly Cell[]): boolean {
    const text = this.text;
    const head = /^(Tasks|Threads|%Cpu\d*\(s\)|%Cpu\d+|(?:[KMG]iB )?(?:Mem|Swap))\s*:/.exec(text);
    if (head) {
      const what = head[1]!;
      const group = what.includes('Cpu') ? 'cpu' : what.endsWith('Mem') ? 'memory' : what.endsWith('Swap') ? 'swap' : what.toLowerCase();
      // "118 total,   4 running", "7.1 us,  0.0 sy": a number, and what it is of.
      for (const m of text.slice(head[0].length).matchAll(/([\d.]{1,20})\+? ?([a-zA-Z/]{1,16})/g)) {
        this.point({ text: m[1]!, at: head[0].length + m.index }, `${group}.${m[2]}`, /^%Cpu\d+/.test(what) && !what.includes('(') ? { CPU: what.slice(4) } : undefined);
      }
      return true;
    }
    if (cells[0]!.text === 'PID') {
      this.columns = cells.map((cell) => cell.text);
      return true;
    }
    if (this.columns.length === 0 || !/^\d+$/.test(cells[0]!.text) || cells.length < this.columns.length) return false;
    // A command may have blanks in it.
    const last = cells[this.columns.length - 1]!;
    return this.cells([...cells.slice(0, this.columns.length - 1), { text: text.slice(last.at).trimEnd(), at: last.at }]);
  }

  private cells(cells: readonly Cell[], columns: readonly string[] = this.columns): boolean {
    if (cells.length !== columns.length) return false;
    let labels: Record<string, string> | undefined;
    columns.forEach((name, i) => {
      if (LABELS.has(name)) (labels ??= {})[name.replace(':', '')] = this.isBytes ? Buffer.from(cells[i]!.text, 'latin1').toString('utf8') : cells[i]!.text;
    });
    columns.forEach((name, i) => {
      if (!LABELS.has(name) && !SKIPPED.has(name)) this.point(cells[i]!, name, labels);
    });
    return true;
  }

  private point(cell: Cell, name: string, labels?: Readonly<Record<string, string>>): void {
    const m = /^([+-]?\d{1,18}(?:[.,]\d{1,9})?)([kKmMgGtT]?)$/.exec(cell.text);
    if (!m || !this.line) return;
    const { record, line, tool } = this;
    clearRecord(record);
    record.offsetBytes = line.offsetBytes + cell.at * this.unit;
    record.lengthBytes = cell.text.length * this.unit;
    record.line = line.number;
    record.timeNs = this.clock.timeNs;
    record.timeText = this.clock.timeText;
    record.hostName = this.host;
    const fields: FieldValue[] = Array.from({ length: 10 });
    fields[METRIC_FIELD.name] = `${tool}.${name}`;
    fields[METRIC_FIELD.type] = 'gauge';
    if (name.includes('%') || (tool === 'top' && name.startsWith('cpu.'))) fields[METRIC_FIELD.unit] = '%';
    fields[METRIC_FIELD.value] = Number(m[1]!.replace(',', '.')) * (SCALES[m[2]!] ?? 1);
    record.fields = fields;
    if (labels || this.clock.inferred) {
      record.attributes = Object.assign(emptyAttributes(), labels, this.clock.inferred ? { 'tephra.time.inferred': 'date' } : {});
    }
    this.counts.points++;
    this.sink.record(record);
  }

  private report(code: string, message: string, severity: 'info' | 'warning'): void {
    const { line } = this;
    if (line) this.sink.diagnostic({ code: `system-stats/${code}`, severity, message, offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes });
  }
}
