import { daysFromCivil, isValidCivil } from '../base/time.ts';
import { instantNs, rfc3339Ns, type LocalClock } from './contract-clock.ts';
import { clfSeconds, parseEpoch, parseTimeText } from './contract-time.ts';
import { zoneTextOffsetSeconds } from './contract-zones.ts';

/**
 * Times in forms written as strptime has them:
 *
 * %Y 2026 · %y 26 · %m 10 · %b Oct, October · %d 14 or 4 · %j day of the year · %a Wed, Wednesday
 * %H 09 or 9 · %I with %p AM or PM · %M · %S · %f digits of a fraction · %.f a fraction with its mark (`.` or `,`), or none
 * %z Z, +02:00, +0200, +02, CEST, with or without a blank before it · %?z the same, or nothing · %s a number since 1970, whose digits say in which unit
 *
 * A blank stands for one or more. Everything else stands for itself. A form without %Y or %y has no year, one without
 * %d none of the date: those are for the reader to find.
 */
export interface LineTime {
  /** Seconds since 1970 of the wall clock; of the day where `dateless`, of the year 2000 where `yearless`. */
  local: number;
  nanosecond: number;
  /** East of UTC; `undefined`: the zone of the source. */
  offsetSeconds: number | undefined;
  yearless: boolean;
  dateless: boolean;
  /** 1–12, 1–31, of `yearless`. */
  month: number;
  day: number;
  /** Set for numbers since 1970: nothing else is then. */
  epochNs: bigint | undefined;
}

const UNKNOWN = -1;

/** What the steps of a form fill. */
interface Parts {
  year: number;
  month: number;
  day: number;
  dayOfYear: number;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  half: number;
  zone: string | undefined;
  epochNs: bigint | undefined;
}

/** Reads at a place; answers where it ends, -1 when it is not there. */
type Step = (text: string, at: number, parts: Parts) => number;

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const MONTH_OF = new Map(MONTHS.map((name, i) => [name.slice(0, 3), i + 1]));

function digitsAt(text: string, at: number, most: number): number {
  let end = at;
  while (end - at < most && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
  return end;
}

function lettersAt(text: string, at: number): number {
  let end = at;
  for (let code = text.charCodeAt(end) | 32; code >= 97 && code <= 122; code = text.charCodeAt(++end) | 32);
  return end;
}

function number(least: number, most: number, set: (parts: Parts, value: number) => void): Step {
  return (text, at, parts) => {
    // Hours and days are also written with a blank for the zero before them.
    const from = least === 1 && text.charCodeAt(at) === 32 ? at + 1 : at;
    let value = 0;
    let end = from;
    for (let digit = text.charCodeAt(end) - 48; digit >= 0 && digit <= 9 && end - from < most; digit = text.charCodeAt(++end) - 48) value = value * 10 + digit;
    if (end - from < least) return -1;
    set(parts, value);
    return end;
  };
}

const fractionStep: Step = (text, at, parts) => {
  const end = digitsAt(text, at, 18);
  if (end === at) return -1;
  let value = 0;
  for (let i = at; i < at + 9; i++) value = value * 10 + (i < end ? text.charCodeAt(i) - 48 : 0);
  parts.nanosecond = value;
  return end;
};

const zoneStep: Step = (text, at, parts) => {
  const from = text.charCodeAt(at) === 32 ? at + 1 : at;
  const code = text.charCodeAt(from);
  let end: number;
  if (code === 43 || code === 45) {
    end = digitsAt(text, from + 1, 4);
    if (end === from + 3 && text.charCodeAt(end) === 58) {
      const minutes = digitsAt(text, end + 1, 2);
      if (minutes === end + 3) end = minutes;
    }
    if (end !== from + 3 && end !== from + 5 && end !== from + 6) return -1;
  } else {
    end = lettersAt(text, from);
    if (end === from || end - from > 5) return -1;
  }
  parts.zone = text.slice(from, end);
  return end;
};

const DIRECTIVES: Readonly<Record<string, Step>> = {
  Y: number(4, 4, (parts, value) => { parts.year = value; }),
  y: number(2, 2, (parts, value) => { parts.year = value + (value < 70 ? 2000 : 1900); }),
  m: number(1, 2, (parts, value) => { parts.month = value; }),
  d: number(1, 2, (parts, value) => { parts.day = value; }),
  j: number(1, 3, (parts, value) => { parts.dayOfYear = value; }),
  H: number(1, 2, (parts, value) => { parts.hour = value; }),
  I: number(1, 2, (parts, value) => { parts.hour = value; }),
  M: number(1, 2, (parts, value) => { parts.minute = value; }),
  S: number(1, 2, (parts, value) => { parts.second = value; }),
  f: fractionStep,
  b: (text, at, parts) => {
    const end = lettersAt(text, at);
    const name = text.slice(at, end).toLowerCase();
    const month = MONTH_OF.get(name.slice(0, 3));
    if (month === undefined || (name.length > 3 && name !== MONTHS[month - 1] && name !== 'sept')) return -1;
    parts.month = month;
    return end;
  },
  a: (text, at) => {
    const end = lettersAt(text, at);
    return end - at >= 2 && end - at <= 9 ? end : -1;
  },
  p: (text, at, parts) => {
    const half = text.slice(at, at + 2).toUpperCase();
    if (half !== 'AM' && half !== 'PM') return -1;
    parts.half = half === 'PM' ? 12 : 0;
    return at + 2;
  },
  z: zoneStep,
  s: (text, at, parts) => {
    let end = digitsAt(text, at, 20);
    if (text.charCodeAt(end) === 46) end = digitsAt(text, end + 1, 9);
    parts.epochNs = parseEpoch(text.slice(at, end));
    return parts.epochNs === undefined ? -1 : end;
  },
};

const BLANK: Step = (text, at) => {
  let end = at;
  while (text.charCodeAt(end) === 32 || text.charCodeAt(end) === 9) end++;
  return end === at ? -1 : end;
};

function literal(code: number): Step {
  return (text, at) => (text.charCodeAt(at) === code ? at + 1 : -1);
}

const OPTIONAL_FRACTION: Step = (text, at, parts) => {
  const mark = text.charCodeAt(at);
  if (mark !== 46 && mark !== 44) return at;
  return fractionStep(text, at + 1, parts);
};

const OPTIONAL_ZONE: Step = (text, at, parts) => {
  const end = zoneStep(text, at, parts);
  return end < 0 ? at : end;
};

export class TimeFormError extends Error {}

/** Throws `TimeFormError`. */
function stepsOf(form: string): Step[] {
  const steps: Step[] = [];
  for (let i = 0; i < form.length; i++) {
    const char = form[i]!;
    if (char === ' ') {
      if (steps.at(-1) !== BLANK) steps.push(BLANK);
    } else if (char !== '%') steps.push(literal(form.charCodeAt(i)));
    else if (form.startsWith('%.f', i)) {
      steps.push(OPTIONAL_FRACTION);
      i += 2;
    } else if (form.startsWith('%?z', i)) {
      steps.push(OPTIONAL_ZONE);
      i += 2;
    } else if (form[i + 1] === '%') {
      steps.push(literal(37));
      i++;
    } else {
      const step = DIRECTIVES[form[++i] ?? ''];
      if (!step) throw new TimeFormError(`%${form[i] ?? ''} is no part of a time.`);
      steps.push(step);
    }
  }
  return steps;
}

/** Reads times of a format; keeps the last one, which most lines share with the one before. The answer is reused. */
export class LineTimeReader {
  private readonly forms: readonly Step[][] | undefined;
  private readonly zone: string;
  private form = 0;
  private dayKey = -1;
  private daySeconds = 0;
  private readonly parts: Parts = blankParts();
  private readonly time: LineTime = { local: 0, nanosecond: 0, offsetSeconds: undefined, yearless: false, dateless: false, month: 0, day: 0, epochNs: undefined };

  constructor(forms: readonly string[] | undefined, zone: string) {
    this.forms = forms?.map(stepsOf);
    this.zone = zone;
  }

  /** `undefined` when the text is of no form, or of no day of the calendar. */
  read(text: string): LineTime | undefined {
    const { forms } = this;
    if (!forms) return this.readUsual(text);
    for (let i = 0; i < forms.length; i++) {
      const index = (this.form + i) % forms.length;
      if (!this.walk(forms[index]!, text)) continue;
      this.form = index;
      return this.finish();
    }
    return undefined;
  }

  /** The forms that need no telling. */
  private readUsual(text: string): LineTime | undefined {
    const clf = clfSeconds(text);
    const epochNs = Number.isNaN(clf) ? rfc3339Ns(text) ?? parseTimeText(text, this.zone) ?? parseEpoch(text) : instantNs(clf, 0);
    if (epochNs === undefined) return undefined;
    const { time } = this;
    time.epochNs = epochNs;
    time.yearless = time.dateless = false;
    return time;
  }

  private walk(steps: readonly Step[], text: string): boolean {
    const { parts } = this;
    parts.year = parts.month = parts.day = parts.dayOfYear = parts.half = UNKNOWN;
    parts.hour = parts.minute = parts.second = parts.nanosecond = 0;
    parts.zone = undefined;
    parts.epochNs = undefined;
    let at = 0;
    for (let i = 0; i < steps.length; i++) {
      at = steps[i]!(text, at, parts);
      if (at < 0) return false;
    }
    return at === text.length;
  }

  private finish(): LineTime | undefined {
    const { parts, time } = this;
    time.epochNs = parts.epochNs;
    time.yearless = time.dateless = false;
    if (parts.epochNs !== undefined) return time;
    const hour = parts.half === UNKNOWN ? parts.hour : (parts.hour % 12) + parts.half;
    if (hour > 23 || parts.minute > 59 || parts.second > 60) return undefined;
    time.nanosecond = parts.nanosecond;
    time.local = hour * 3600 + parts.minute * 60 + parts.second;
    time.month = parts.month;
    time.day = parts.day;
    if (parts.dayOfYear !== UNKNOWN) {
      if (parts.year === UNKNOWN || parts.dayOfYear < 1 || parts.dayOfYear > 366) return undefined;
      time.local += (daysFromCivil(parts.year, 1, 1) + parts.dayOfYear - 1) * 86_400;
    } else if (parts.month === UNKNOWN || parts.day === UNKNOWN) time.dateless = true;
    else {
      // A year that has every day.
      time.yearless = parts.year === UNKNOWN;
      const year = time.yearless ? 2000 : parts.year;
      const key = year * 10_000 + parts.month * 100 + parts.day;
      if (key !== this.dayKey) {
        if (!isValidCivil({ year, month: parts.month, day: parts.day, hour: 0, minute: 0, second: 0, nanosecond: 0 })) return undefined;
        this.dayKey = key;
        this.daySeconds = daysFromCivil(year, parts.month, parts.day) * 86_400;
      }
      time.local += this.daySeconds;
    }
    time.offsetSeconds = undefined;
    if (parts.zone !== undefined) {
      time.offsetSeconds = parts.zone === 'Z' ? 0 : zoneTextOffsetSeconds(parts.zone, this.zone, time.local);
      // A word that is no zone is not one of this form.
      if (time.offsetSeconds === undefined) return undefined;
    }
    return time;
  }
}

function blankParts(): Parts {
  return { year: UNKNOWN, month: UNKNOWN, day: UNKNOWN, dayOfYear: UNKNOWN, hour: 0, minute: 0, second: 0, nanosecond: 0, half: UNKNOWN, zone: undefined, epochNs: undefined };
}

/** Nanoseconds since 1970 of a time that has its date and year. */
export function lineTimeNs(time: LineTime, clock: LocalClock): bigint {
  if (time.epochNs !== undefined) return time.epochNs;
  return instantNs(time.offsetSeconds === undefined ? clock.seconds(time.local) : time.local - time.offsetSeconds, time.nanosecond);
}

/** What to add to `local` of a `yearless` time for it to lie in a year; NaN where the year has no such day. */
export function shiftToYear(time: LineTime, year: number): number {
  if (time.month === 2 && time.day === 29 && !isValidCivil({ year, month: 2, day: 29, hour: 0, minute: 0, second: 0, nanosecond: 0 })) return Number.NaN;
  return (daysFromCivil(year, time.month, time.day) - daysFromCivil(2000, time.month, time.day)) * 86_400;
}

/** Throws `TimeFormError` with what is wrong, in words. */
export function checkTimeForm(form: string): void {
  stepsOf(form);
}
