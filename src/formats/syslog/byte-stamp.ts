import { daysFromCivil, isValidCivil } from '../../base/time.ts';
import { daySecondsAt, SPACE, twoAt } from '../contract-direct.ts';

const ZERO = 0x30;
const POWERS = [1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 100, 10, 1];
const DAYS = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * `readStamp` of bytes, for the forms that nearly all lines have: `<PRI>` or none, then `Oct 11 22:14:15` or an RFC 3339
 * time, or `<PRI>VERSION` and an RFC 3339 time; a blank behind it. Of anything else nothing is said.
 */
export class ByteStamp {
  /** 0–191; -1 where there is none. */
  priority = -1;
  version = 0;
  /** `local`: of the wall clock. `yearless`: seconds of the day. */
  kind: 'instant' | 'local' | 'yearless' = 'yearless';
  seconds = 0;
  nanosecond = 0;
  year = 0;
  month = 0;
  day = 0;
  /** Where the time stands. */
  from = 0;
  to = 0;
  private dayKey = -1;
  private daySeconds = 0;

  read(b: Uint8Array, from: number): boolean {
    let at = from;
    this.priority = -1;
    this.version = 0;
    if (b[at] === 0x3c) {
      let value = 0;
      let end = at + 1;
      for (let digit = b[end]! - ZERO; digit >= 0 && digit <= 9 && end - at <= 3; digit = b[++end]! - ZERO) value = value * 10 + digit;
      if (end === at + 1 || b[end] !== 0x3e || value > 191) return false;
      this.priority = value;
      at = end + 1;
      const version = b[at]! - ZERO;
      if (version >= 0 && version <= 9) {
        if (version > 0 && b[at + 1] === SPACE) {
          this.version = version;
          return this.readIso(b, at + 2);
        }
        return b[at + 4] === 0x2d && this.readIso(b, at);
      }
    }
    return b[at + 4] === 0x2d ? this.readIso(b, at) : this.readBsd(b, at);
  }

  private readBsd(b: Uint8Array, at: number): boolean {
    const month = monthOf(b[at]!, b[at + 1]!, b[at + 2]!);
    if (month === 0 || b[at + 3] !== SPACE) return false;
    const tens = b[at + 4] === SPACE ? 0 : b[at + 4]! - ZERO;
    const ones = b[at + 5]! - ZERO;
    const day = tens * 10 + ones;
    if (!(tens >= 0 && tens <= 3 && ones >= 0 && ones <= 9) || day < 1 || day > DAYS[month]! || b[at + 6] !== SPACE) return false;
    const seconds = daySecondsAt(b, at + 7);
    if (Number.isNaN(seconds) || b[at + 15] !== SPACE) return false;
    // A year or a zone behind it.
    const next = b[at + 16]!;
    if (next >= ZERO && next <= 0x39 && b[at + 20] === SPACE) return false;
    if (next >= 0x41 && next <= 0x5a && (b[at + 19] === 0x3a || b[at + 20] === 0x3a)) return false;
    this.kind = 'yearless';
    this.year = 0;
    this.month = month;
    this.day = day;
    this.seconds = seconds;
    this.nanosecond = 0;
    this.from = at;
    this.to = at + 15;
    return true;
  }

  private readIso(b: Uint8Array, at: number): boolean {
    if (b[at + 4] !== 0x2d || b[at + 7] !== 0x2d || b[at + 10] !== 0x54) return false;
    const year = twoAt(b, at) * 100 + twoAt(b, at + 2);
    const month = twoAt(b, at + 5);
    const day = twoAt(b, at + 8);
    const seconds = daySecondsAt(b, at + 11);
    if (Number.isNaN(seconds) || Number.isNaN(year) || !(month >= 1 && month <= 12) || !(day >= 1 && day <= 31)) return false;
    const key = year * 400 + month * 32 + day;
    if (key !== this.dayKey) {
      if (!isValidCivil({ year, month, day, hour: 0, minute: 0, second: 0, nanosecond: 0 })) return false;
      this.dayKey = key;
      this.daySeconds = daysFromCivil(year, month, day) * 86_400;
    }
    let p = at + 19;
    let nanosecond = 0;
    if (b[p] === 0x2e || b[p] === 0x2c) {
      const digits = ++p;
      for (let digit = b[p]! - ZERO; digit >= 0 && digit <= 9; digit = b[++p]! - ZERO) nanosecond = nanosecond * 10 + digit;
      if (p === digits || p - digits > 9) return false;
      nanosecond *= POWERS[p - digits]!;
    }
    this.seconds = this.daySeconds + seconds;
    const zone = b[p];
    this.kind = 'instant';
    if (zone === 0x5a) p++;
    else if (zone === 0x2b || zone === 0x2d) {
      const colon = b[p + 3] === 0x3a ? 1 : 0;
      const offset = twoAt(b, p + 1) * 3600 + twoAt(b, p + 3 + colon) * 60;
      if (Number.isNaN(offset)) return false;
      this.seconds += zone === 0x2b ? -offset : offset;
      p += 5 + colon;
    } else this.kind = 'local';
    if (b[p] !== SPACE) return false;
    this.nanosecond = nanosecond;
    this.year = year;
    this.month = month;
    this.day = day;
    this.from = at;
    this.to = p;
    return true;
  }
}

const MONTHS = new Map(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((name, i) => [codeOf(name.charCodeAt(0), name.charCodeAt(1), name.charCodeAt(2)), i + 1]));
let lastCode = -1;
let lastMonth = 0;

function monthOf(first: number, second: number, third: number): number {
  const code = codeOf(first, second, third);
  if (code !== lastCode) {
    lastCode = code;
    lastMonth = MONTHS.get(code) ?? 0;
  }
  return lastMonth;
}

function codeOf(first: number, second: number, third: number): number {
  return (first << 16) | (second << 8) | third;
}
