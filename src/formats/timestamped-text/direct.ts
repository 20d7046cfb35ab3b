import { ByteTimes, type TextTime, type TextTimes } from '../contract-byte-times.ts';
import { ByteWords, DirectLines, SPACE, twoAt } from '../contract-direct.ts';
import { lineScan, type LineScan } from '../contract-line-scan.ts';
import { MAX_BODY } from '../contract-record.ts';
import type { RangeSink } from '../contract.ts';
import { LAYOUTS, NOTHING, severityOfLevel, WORDS, type Role } from './header-rest.ts';
import type { Layout } from './layout.ts';
import { fractionNs, NAMED_ZONES, type TimeForm, type TimeReader } from './time-forms.ts';

/** Where fields stand in `Format.fields`. */
const FIELD: Partial<Record<Role, number>> = { logger: 0, thread: 1, threadId: 2, pid: 3, file: 4, line: 5 };
const FIELDS = 8;
const ZONE = new RegExp(`^(?:${NAMED_ZONES})$`);
/** The year 2200, as in `Assembler`. */
const LATEST = 7_258_118_400;
const DAY = 86_400;
const MOST_DIGITS = 15;

interface RestScan {
  readonly pattern: RegExp;
  readonly roles: readonly Role[];
  /** Fits only where a word for a level stands. */
  readonly needsWord: boolean;
  readonly fits: boolean;
}

/**
 * Lines that begin with a date and a time of day of ISO 8601 or Go, from their bytes, with what libraries write between the
 * time and the message. `direct.prop.test.ts` holds it together with what reads them as strings.
 */
export class TextDirect extends DirectLines implements TextTimes {
  private readonly form: TimeForm;
  private readonly header: RegExp;
  private readonly reader: TimeReader;
  private readonly times = new ByteTimes(this, DAY, LATEST - DAY);
  private readonly scans: readonly RestScan[];
  private readonly zones = new ByteWords((text) => ZONE.test(text));
  private readonly levels = new ByteWords((text) => ({ text, number: severityOfLevel(text) }));
  private readonly mark: number;
  private traceAt = -1;
  private messageAt = 0;

  /** `undefined` where the layouts are others. `order`: in which `LAYOUTS` are tried. */
  static of(layouts: readonly Layout[], order: readonly number[], reader: TimeReader, sink: RangeSink, before: () => void, counted: () => void): TextDirect | undefined {
    const layout = layouts.length === 1 ? layouts[0]! : undefined;
    if (!layout || (layout.form.id !== 'iso' && layout.form.id !== 'slashes') || !layout.header.source.startsWith('^()')) return undefined;
    return new TextDirect(layout, order, reader, {
      block: (bytes) => sink.block(bytes),
      row: (row) => {
        counted();
        sink.row(row);
      },
    }, before);
  }

  private constructor(layout: Layout, order: readonly number[], reader: TimeReader, sink: RangeSink, before: () => void) {
    super(sink, FIELDS, true, before);
    this.form = layout.form;
    this.header = layout.header;
    this.reader = reader;
    this.mark = layout.form.id === 'iso' ? 0x2d : 0x2f;
    this.scans = order.map((index) => {
      const { roles, pattern, forms } = LAYOUTS[index]!;
      return { pattern, roles, needsWord: !WORDLESS.has(index), fits: !forms || forms.includes(layout.form.id) };
    });
  }

  override block(bytes: Uint8Array, offsetBytes: number): void {
    super.block(bytes, offsetBytes);
    this.traceAt = -1;
  }

  /** A line that was read as a string may have moved the clock. */
  forget(): void {
    this.times.forget();
  }

  timeOf(text: string): TextTime | undefined {
    const m = this.header.exec(text);
    if (m?.[0].length !== text.length) return undefined;
    const time = this.reader.secondsOf(this.form, m[2]!, m[4]);
    return time && { seconds: time.seconds, nanosecond: m[3] === undefined ? 0 : fractionNs(m[3]), isLocal: time.isLocal, isAlone: false, inferred: undefined };
  }

  clockOf(text: string): TextTime | undefined {
    return this.timeOf(text);
  }

  localSeconds(seconds: number): number {
    return this.reader.localSeconds(seconds);
  }

  protected read(from: number, to: number): boolean {
    if (to - from > MAX_BODY) return false;
    const timeTo = this.timeEnd(from, to);
    if (timeTo < 0) return false;
    const { row, times } = this;
    row.timeTextFrom = from;
    row.timeTextTo = timeTo;
    row.severityText = undefined;
    row.severityNumber = 0;
    row.serviceFrom = -1;
    row.ranges.fill(-1);
    row.numbers.fill(Number.NaN);
    if (!this.readRest(timeTo, to)) return false;
    row.bodyFrom = this.messageAt;
    row.bodyTo = to;
    // The time comes last: the clock follows only lines that are read here.
    if (this.hasTrace(row.bodyFrom, to) || !times.read(this.b, from, timeTo)) return false;
    row.timeSeconds = times.seconds;
    row.timeNanosecond = times.nanosecond;
    return true;
  }

  /** Where a time ends that is certainly one as the header's pattern has it; -1 where that is for the pattern to say. */
  private timeEnd(from: number, to: number): number {
    const { b, mark } = this;
    if (to - from < 19 || b[from + 4] !== mark || b[from + 7] !== mark || (b[from + 10] !== SPACE && b[from + 10] !== 0x54) || b[from + 13] !== 0x3a || b[from + 16] !== 0x3a) return -1;
    for (const at of DIGITS) if (Number.isNaN(twoAt(b, from + at))) return -1;
    let p = from + 19;
    if (p < to && (b[p] === 0x2e || b[p] === 0x2c) && isDigit(b[p + 1]!)) for (p++; p < to && isDigit(b[p]!); p++);
    else if (b[p] === 0x3a) return -1;
    if (p >= to) return p;
    // A zone: `Z`, an offset, a name; with a blank before it or none.
    const blank = b[p] === SPACE ? 1 : 0;
    const code = p + blank < to ? b[p + blank]! : 0;
    if (code === 0x2b || code === 0x2d) {
      if (!isDigit(b[p + blank + 1]!)) return p;
      const at = p + blank + 1;
      const colon = b[at + 2] === 0x3a ? 1 : 0;
      const end = at + 4 + colon;
      if (end > to || Number.isNaN(twoAt(b, at) + twoAt(b, at + 2 + colon)) || (end < to && (isDigit(b[end]!) || b[end] === 0x3a))) return -1;
      return end;
    }
    if (code < 0x41 || code > 0x5a) return p;
    let end = p + blank;
    while (end < to && isLetter(b[end]!)) end++;
    if (end - p - blank > 4) return p;
    return (code === 0x5a && end === p + blank + 1) || this.zones.get(b, p + blank, end) ? end : p;
  }

  private readRest(from: number, to: number): boolean {
    const { b, scans } = this;
    let words = -1;
    const second = b[from] === SPACE && from + 1 < to ? b[from + 1]! : 0;
    // A small letter behind the blank: what knows a level by other than its word begins otherwise.
    const isWord = second >= 0x61 && second <= 0x7a;
    for (let i = 0; i < scans.length; i++) {
      const { pattern, roles, needsWord, fits } = scans[i]!;
      if (!fits || (isWord && !needsWord)) continue;
      // The first one mostly fits; before the others are tried, whether any could.
      if (needsWord && i > 0) {
        if (words < 0) words = this.hasWord(from, to);
        if (words === ODD) return false;
        if (words === NONE) continue;
      }
      const scan = scanOf(pattern);
      if (!scan) return false;
      const matches = scan.match(b, from, to);
      if (matches === 'unknown') return false;
      if (matches === 'yes') return this.fill(scan.groups, roles);
    }
    if (words < 0) words = this.hasWord(from, to);
    if (words === NONE && isWord) {
      this.messageAt = from + 1;
      return true;
    }
    const nothing = scanOf(NOTHING);
    if (words !== NONE || nothing?.match(b, from, to) !== 'yes') return false;
    this.messageAt = nothing.groups[3]!;
    return true;
  }

  private fill(groups: Int32Array, roles: readonly Role[]): boolean {
    const { b, row } = this;
    this.messageAt = groups[3]!;
    for (let i = 0; i < roles.length; i++) {
      const from = groups[i * 2 + 4]!;
      const to = groups[i * 2 + 5]!;
      if (from < 0 || from === to) continue;
      const role = roles[i]!;
      if (role === 'level') {
        const level = this.levels.get(b, from, to);
        row.severityText = level.text;
        row.severityNumber = level.number;
      } else if (role === 'service') {
        row.serviceFrom = from;
        row.serviceTo = to;
      } else if (role === 'pid' || role === 'threadId' || role === 'line') {
        if (to - from > MOST_DIGITS) continue;
        let value = 0;
        for (let p = from; p < to; p++) value = value * 10 + b[p]! - 0x30;
        row.numbers[FIELD[role]!] = value;
      } else {
        if ((role === 'place' || role === 'context') && this.hasLine(from, to)) return false;
        const field = role === 'place' ? 0 : role === 'context' ? 1 : FIELD[role]!;
        row.ranges[field * 2] = from;
        row.ranges[field * 2 + 1] = to;
      }
    }
    return true;
  }

  /** `…:42`, `…@42`: a place in code. */
  private hasLine(from: number, to: number): boolean {
    const { b } = this;
    let p = to;
    while (p > from && isDigit(b[p - 1]!)) p--;
    return p < to && p > from && (b[p - 1] === 0x3a || b[p - 1] === 0x40);
  }

  /** Whether a word for a level stands in a stretch, as a word of its own. */
  private hasWord(from: number, to: number): number {
    const { b } = this;
    for (let p = from; p < to; p++) {
      const code = b[p]!;
      if (code === 0x1b) return ODD;
      if (!isLetter(code)) continue;
      const word = p;
      while (++p < to && isLetter(b[p]!));
      const length = p - word;
      if (length >= 3 && length <= 11 && KEYS.has(keyOf(length, code, b[p - 1]!)) && LEVEL.test(this.text(word, p))) return SOME;
    }
    return NONE;
  }

  private hasTrace(from: number, to: number): boolean {
    if (this.traceAt < from) this.traceAt = this.next('trace', from);
    return this.traceAt < to;
  }
}

/** Matchers by their expressions, made when they are first needed. */
const made = new Map<RegExp, LineScan | undefined>();

/** A sticky expression as a matcher of bytes: group 1 is all of it, its own groups follow. */
function scanOf(pattern: RegExp): LineScan | undefined {
  if (!made.has(pattern)) {
    let groups = 1;
    const named = pattern.source.replace(/\\.|\((?!\?)/g, (part) => (part === '(' ? `(?<g${++groups}>` : part));
    made.set(pattern, lineScan(`(?<g1>${named}).*`, groups));
  }
  return made.get(pattern);
}

const NONE = 0;
const SOME = 1;
const ODD = 2;
/** Places of two digits of a time. */
const DIGITS = [0, 2, 5, 8, 11, 14, 17];
/** Of `LAYOUTS`: those that know a level by other than its word. */
const WORDLESS: ReadonlySet<number> = new Set(LAYOUTS.flatMap(({ pattern }, i) => (pattern.source.includes('TRACE') ? [] : [i])));
const LEVEL = new RegExp(`^(?:${WORDS.join('|')})$`, 'i');
const KEYS = new Set(WORDS.map((word) => keyOf(word.length, word.charCodeAt(0), word.charCodeAt(word.length - 1))));

function keyOf(length: number, first: number, last: number): number {
  return (length << 16) | ((first | 0x20) << 8) | (last | 0x20);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}
