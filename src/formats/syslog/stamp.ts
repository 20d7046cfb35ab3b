import { daysFromCivil, isValidCivil } from '../../base/time.ts';
import { daySeconds, fraction, monthAt, twoDigits } from '../contract-clock.ts';
import { zoneTextOffsetSeconds } from '../contract-zones.ts';

/**
 * What stands before the host: priority and time.
 *
 * - RFC 3164 §4.1.2 `Oct 11 22:14:15`, as relays and files have it with or without `<PRI>`, also with a fraction, with
 *   the year (Cisco `Mar  1 2021 18:46:11`), a sequence number, an asterisk and a zone (Cisco `45: *Mar  1 18:46:11.123 UTC:`).
 * - RFC 3339, as rsyslog's RSYSLOG_FileFormat and RFC 5424 write it.
 */
export interface Stamp {
  /** 0–191; -1 where there is none. */
  priority: number;
  /** RFC 5424 VERSION; 0 where there is none. */
  version: number;
  /** `instant`: seconds since 1970. `local`: the same for the wall clock. `yearless`: month, day and seconds of that day. `bad`: not a date. */
  kind: 'instant' | 'local' | 'yearless' | 'bad' | 'nil';
  seconds: number;
  nanosecond: number;
  month: number;
  day: number;
  /** Of `yearless` where the line has it all the same, and of the others. */
  year: number;
  /** A zone abbreviation behind the time. */
  zoneText: string | undefined;
  /** Where the time stands. */
  from: number;
  to: number;
}

export function blankStamp(): Stamp {
  return { priority: -1, version: 0, kind: 'nil', seconds: 0, nanosecond: 0, month: 0, day: 0, year: 0, zoneText: undefined, from: 0, to: 0 };
}

const ZERO = 48;
const SPACE = 32;

function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - ZERO;
  return digit >= 0 && digit <= 9 ? digit : Number.NaN;
}

/** Reads priority and time at the beginning of a line; false when the line does not begin as one of syslog. */
export function readStamp(text: string, stamp: Stamp): boolean {
  let at = 0;
  stamp.priority = -1;
  stamp.version = 0;
  stamp.zoneText = undefined;
  stamp.year = 0;
  stamp.nanosecond = 0;
  let first = text.charCodeAt(0);
  // RFC 6587 §3.4.1: a count of octets before each message.
  if (first >= ZERO && first <= 57 && text.charCodeAt(4) !== 45) {
    const count = /^\d{1,6} (?=<\d)/.exec(text);
    if (count) at = count[0].length;
    first = text.charCodeAt(at);
  }
  if (first === 60) {
    let value = 0;
    let end = at + 1;
    while (end - at <= 3 && digitAt(text, end) >= 0) value = value * 10 + digitAt(text, end++);
    if (end === at + 1 || text.charCodeAt(end) !== 62 || value > 191) return false;
    stamp.priority = value;
    at = end + 1;
    if (digitAt(text, at) > 0 && text.charCodeAt(at + 1) === SPACE && (text.charCodeAt(at + 2) === 45 || digitAt(text, at + 2) >= 0)) {
      stamp.version = digitAt(text, at);
      return readTime5424(text, at + 2, stamp);
    }
  }
  return readTime(text, at, stamp);
}

function readTime5424(text: string, at: number, stamp: Stamp): boolean {
  if (text.charCodeAt(at) === 45 && (text.charCodeAt(at + 1) === SPACE || at + 1 === text.length)) {
    stamp.kind = 'nil';
    stamp.from = at;
    stamp.to = at + 1;
    return true;
  }
  if (readIso(text, at, stamp)) return true;
  const end = text.indexOf(' ', at);
  stamp.kind = 'bad';
  stamp.from = at;
  stamp.to = end < 0 ? text.length : end;
  return true;
}

function readTime(text: string, from: number, stamp: Stamp): boolean {
  let at = from;
  if (text.charCodeAt(at + 4) === 45) return readIso(text, at, stamp);
  // A sequence number or the name of a Cisco device, then how sure it is of the time.
  if (digitAt(text, at) >= 0) {
    const sequence = /^\d{1,10}: (?:[\w.-]+: )?/.exec(text.slice(at, at + 80));
    if (!sequence) return false;
    at += sequence[0].length;
  }
  if (text.charCodeAt(at) === 42 || text.charCodeAt(at) === 46) at++;
  const month = monthAt(text, at);
  if (text.charCodeAt(at + 3) !== SPACE) return false;
  if (month === 0) return readBad(text, at, stamp);
  let p = at + 4;
  if (text.charCodeAt(p) === SPACE) p++;
  let day = digitAt(text, p);
  if (!(day >= 0)) return false;
  const ones = digitAt(text, ++p);
  if (ones >= 0) {
    day = day * 10 + ones;
    p++;
  }
  if (text.charCodeAt(p) !== SPACE) return false;
  p++;
  if (text.charCodeAt(p + 4) === SPACE) {
    const year = twoDigits(text, p) * 100 + twoDigits(text, p + 2);
    if (!(year >= 1970)) return false;
    stamp.year = year;
    p += 5;
  }
  const seconds = daySeconds(text, p);
  if (Number.isNaN(seconds)) return readBad(text, at, stamp);
  p += 8;
  const rest = text.charCodeAt(p);
  if (rest === 46 || rest === 44) {
    const part = fraction(text, p);
    stamp.nanosecond = part.ns;
    p += part.length;
  }
  if (stamp.year === 0 && text.charCodeAt(p) === SPACE && text.charCodeAt(p + 5) === SPACE) {
    const year = twoDigits(text, p + 1) * 100 + twoDigits(text, p + 3);
    if (year >= 1970 && year <= 2199) {
      stamp.year = year;
      p += 5;
    }
  }
  const next = text.charCodeAt(p);
  if (next === SPACE) {
    // `UTC:` of a Cisco device; a host never ends in a colon here.
    const letter = text.charCodeAt(p + 1);
    if (letter >= 65 && letter <= 90 && (text.charCodeAt(p + 4) === 58 || text.charCodeAt(p + 5) === 58)) {
      const zone = text.slice(p + 1, text.charCodeAt(p + 4) === 58 ? p + 4 : p + 5);
      if (/^[A-Z]+$/.test(zone) && zoneTextOffsetSeconds(zone, 'UTC', 0) !== undefined) {
        stamp.zoneText = zone;
        p += 1 + zone.length;
      }
    }
  } else if (next !== 58 && p < text.length) return false;
  stamp.from = at;
  stamp.to = p;
  stamp.month = month;
  stamp.day = day;
  if (stamp.year > 0) {
    stamp.kind = validDay(stamp.year, month, day) ? 'local' : 'bad';
    stamp.seconds = daysFromCivil(stamp.year, month, day) * 86400 + seconds;
  } else {
    stamp.kind = validDay(2000, month, day) ? 'yearless' : 'bad';
    stamp.seconds = seconds;
  }
  return true;
}

/** The shape of a time with something in it that is none: an unknown month, an hour 25. */
function readBad(text: string, at: number, stamp: Stamp): boolean {
  const m = /^[A-Za-z]{3} [ \d]?\d (?:\d{4} )?\d\d:\d\d:\d\d(?=[ :.])/.exec(text.slice(at, at + 30));
  if (!m) return false;
  stamp.kind = 'bad';
  stamp.from = at;
  stamp.to = at + m[0].length;
  return true;
}

/** `2003-10-11T22:14:15.003Z`, with an offset or without one. After a priority, a blank for the T. */
function readIso(text: string, at: number, stamp: Stamp): boolean {
  const mark = text.charCodeAt(at + 10);
  if (text.charCodeAt(at + 4) !== 45 || text.charCodeAt(at + 7) !== 45 || (mark !== 84 && mark !== 116 && (mark !== SPACE || stamp.priority < 0))) return false;
  const year = twoDigits(text, at) * 100 + twoDigits(text, at + 2);
  const month = twoDigits(text, at + 5);
  const day = twoDigits(text, at + 8);
  const seconds = daySeconds(text, at + 11);
  if (Number.isNaN(seconds) || !validDay(year, month, day)) return false;
  let p = at + 19;
  const part = fraction(text, p);
  stamp.nanosecond = part.ns;
  p += part.length;
  stamp.year = year;
  stamp.month = month;
  stamp.day = day;
  stamp.seconds = daysFromCivil(year, month, day) * 86400 + seconds;
  stamp.kind = 'local';
  const zone = text.charCodeAt(p);
  if (zone === 90 || zone === 122) {
    stamp.kind = 'instant';
    p++;
  } else if (zone === 43 || zone === 45) {
    const colon = text.charCodeAt(p + 3) === 58 ? 1 : 0;
    const offset = twoDigits(text, p + 1) * 3600 + twoDigits(text, p + 3 + colon) * 60;
    if (Number.isNaN(offset)) return false;
    stamp.kind = 'instant';
    stamp.seconds += zone === 43 ? -offset : offset;
    p += 5 + colon;
  }
  const next = text.charCodeAt(p);
  if (p < text.length && next !== SPACE && next !== 58) return false;
  stamp.from = at;
  stamp.to = p;
  return true;
}

function validDay(year: number, month: number, day: number): boolean {
  return day >= 1 && day <= 28 && month >= 1 && month <= 12 && year >= 0
    || isValidCivil({ year, month, day, hour: 0, minute: 0, second: 0, nanosecond: 0 });
}
