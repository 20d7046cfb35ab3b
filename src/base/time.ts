/**
 * Instants are bigint nanoseconds since 1970-01-01T00:00:00Z (the OpenTelemetry unit), durations bigint
 * nanoseconds. Never a `Date`, never a float: evidence has nanoseconds and a double has not.
 */
export const NS_PER_US = 1_000n;
export const NS_PER_MS = 1_000_000n;
export const NS_PER_S = 1_000_000_000n;
export const NS_PER_MIN = 60n * NS_PER_S;
export const NS_PER_H = 60n * NS_PER_MIN;
export const NS_PER_DAY = 24n * NS_PER_H;

/** A date and time of day in no particular zone. `month` and `day` start at 1. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
}

/** Days from 1970-01-01 to a proleptic Gregorian date (Hinnant, "chrono-compatible low-level date algorithms"). */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** Reads a civil time as UTC. Fields outside their range (a leap second's 60 included) simply carry over. */
export function civilToNs(c: Civil): bigint {
  const seconds = daysFromCivil(c.year, c.month, c.day) * 86400 + c.hour * 3600 + c.minute * 60 + c.second;
  return BigInt(seconds) * NS_PER_S + BigInt(c.nanosecond);
}

/** The UTC civil time of an instant. */
export function nsToCivil(ns: bigint): Civil {
  let seconds = ns / NS_PER_S;
  let nanosecond = ns % NS_PER_S;
  if (nanosecond < 0n) {
    nanosecond += NS_PER_S;
    seconds -= 1n;
  }
  const total = Number(seconds);
  const days = Math.floor(total / 86400);
  const rest = total - days * 86400;
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * mp + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: rest % 60,
    nanosecond: Number(nanosecond),
  };
}

const pad2 = (n: number): string => (n < 10 ? `0${n}` : String(n));

function dateText(c: Civil): string {
  const year = c.year >= 0 && c.year <= 9999 ? String(c.year).padStart(4, '0') : String(c.year);
  return `${year}-${pad2(c.month)}-${pad2(c.day)}`;
}

/** RFC 3339 in UTC with nine fraction digits and `Z`: the form of every time that leaves Tephra for a machine. */
export function formatRfc3339(ns: bigint): string {
  const c = nsToCivil(ns);
  return `${dateText(c)}T${pad2(c.hour)}:${pad2(c.minute)}:${pad2(c.second)}.${String(c.nanosecond).padStart(9, '0')}Z`;
}

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9})\d*)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))$/;

/** Parses RFC 3339 (a space for `T`, a comma and more than nine digits are tolerated); `undefined` if it is not one. */
export function parseRfc3339(text: string): bigint | undefined {
  const m = RFC3339.exec(text);
  if (!m) return undefined;
  const civil: Civil = {
    year: Number(m[1]), month: Number(m[2]), day: Number(m[3]),
    hour: Number(m[4]), minute: Number(m[5]), second: Number(m[6]),
    nanosecond: m[7] ? Number(m[7].padEnd(9, '0')) : 0,
  };
  if (!isValidCivil(civil)) return undefined;
  const ns = civilToNs(civil);
  if (m[8]) return ns;
  const offset = BigInt(Number(m[10]) * 60 + Number(m[11])) * NS_PER_MIN;
  return m[9] === '-' ? ns + offset : ns - offset;
}

/** Whether every field is in its calendar range, none of them NaN; second 60 is accepted (a leap second). */
export function isValidCivil(c: Civil): boolean {
  return (
    Number.isInteger(c.year) && c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= daysInMonth(c.year, c.month) &&
    c.hour >= 0 && c.hour <= 23 && c.minute >= 0 && c.minute <= 59 && c.second >= 0 && c.second <= 60
  );
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const zoneFormats = new Map<string, Intl.DateTimeFormat>();

function zoneFormat(zone: string): Intl.DateTimeFormat {
  let format = zoneFormats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', era: 'short', year: 'numeric', month: '2-digit', day: '2-digit',
      hour: '2-digit', minute: '2-digit', second: '2-digit',
    });
    zoneFormats.set(zone, format);
  }
  return format;
}

/** Whether the runtime knows this IANA zone ("Europe/Berlin") or offset zone ("+02:00"). */
export function isZone(zone: string): boolean {
  if (zone === '') return false;
  try {
    zoneFormat(zone);
    return true;
  } catch {
    return false;
  }
}

/** Offset of `zone` from UTC at an instant, in nanoseconds, east positive. Throws RangeError on an unknown zone. */
export function zoneOffsetNs(ns: bigint, zone: string): bigint {
  if (zone === 'UTC' || zone === 'Z') return 0n;
  const whole = ns / NS_PER_S - (ns % NS_PER_S < 0n ? 1n : 0n);
  const field: Record<string, number> = {};
  let beforeChrist = false;
  for (const part of zoneFormat(zone).formatToParts(Number(whole) * 1000)) {
    if (part.type === 'era') beforeChrist = part.value.startsWith('B');
    else if (part.type !== 'literal') field[part.type] = Number(part.value);
  }
  const local = civilToNs({
    year: beforeChrist ? 1 - field['year']! : field['year']!, month: field['month']!, day: field['day']!,
    hour: field['hour']!, minute: field['minute']!, second: field['second']!, nanosecond: 0,
  });
  return local - whole * NS_PER_S;
}

/** What a wall-clock time in a zone means: one instant, two (clocks set back) or none (clocks set forward). */
export interface LocalInstant {
  readonly ns: bigint;
  readonly kind: 'unique' | 'ambiguous' | 'skipped';
  /** The later reading of an ambiguous time. */
  readonly laterNs?: bigint;
}

/** Reads a civil time in a zone. Ambiguous: `ns` is the earlier reading; skipped: moved forward by the gap. */
export function localToInstant(civil: Civil, zone: string): LocalInstant {
  const asUtc = civilToNs(civil);
  const before = zoneOffsetNs(asUtc - NS_PER_DAY, zone);
  const after = zoneOffsetNs(asUtc + NS_PER_DAY, zone);
  const early = asUtc - before;
  const late = asUtc - after;
  const earlyHolds = zoneOffsetNs(early, zone) === before;
  const lateHolds = zoneOffsetNs(late, zone) === after;
  if (before === after) return { ns: early, kind: 'unique' };
  if (earlyHolds && lateHolds) {
    return early < late ? { ns: early, kind: 'ambiguous', laterNs: late } : { ns: late, kind: 'ambiguous', laterNs: early };
  }
  if (earlyHolds) return { ns: early, kind: 'unique' };
  if (lateHolds) return { ns: late, kind: 'unique' };
  return { ns: early, kind: 'skipped' };
}

export type TimePrecision = 'minute' | 'second' | 'millisecond' | 'microsecond' | 'nanosecond';

const FRACTION_DIGITS: Record<TimePrecision, number> = { minute: 0, second: 0, millisecond: 3, microsecond: 6, nanosecond: 9 };

/** Time of day in a zone, truncated (never rounded up into the future) to `precision`: `10:34:11.204`. */
export function formatTimeOfDay(ns: bigint, zone: string, precision: TimePrecision = 'millisecond'): string {
  const c = nsToCivil(ns + zoneOffsetNs(ns, zone));
  const minutes = `${pad2(c.hour)}:${pad2(c.minute)}`;
  if (precision === 'minute') return minutes;
  const seconds = `${minutes}:${pad2(c.second)}`;
  const digits = FRACTION_DIGITS[precision];
  return digits === 0 ? seconds : `${seconds}.${String(c.nanosecond).padStart(9, '0').slice(0, digits)}`;
}

/** Calendar date in a zone: `2026-10-14`. */
export function formatDate(ns: bigint, zone: string): string {
  return dateText(nsToCivil(ns + zoneOffsetNs(ns, zone)));
}

/** Offset text of a zone at an instant: `UTC`, `+02:00`. */
export function formatOffset(ns: bigint, zone: string): string {
  const minutes = Number(zoneOffsetNs(ns, zone) / NS_PER_MIN);
  if (minutes === 0) return 'UTC';
  const abs = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad2(Math.floor(abs / 60))}:${pad2(abs % 60)}`;
}

/** Mean Gregorian year: to say a length with, or to choose a step by; never to compute a date with. */
export const NS_PER_MEAN_YEAR = 31_556_952n * NS_PER_S;

/** A duration as people say it: `850 µs`, `1.20 s`, `6 min 51 s`, `46 min 58 s`, `2 h 03 min`, `3 d 4 h`, from two years on `16.6 years`. */
export function formatDuration(durationNs: bigint): string {
  if (durationNs < 0n) return `−${formatDuration(-durationNs)}`;
  if (durationNs < NS_PER_US) return `${durationNs} ns`;
  if (durationNs < NS_PER_MS) return `${scaled(durationNs, NS_PER_US)} µs`;
  if (durationNs < NS_PER_S) return `${scaled(durationNs, NS_PER_MS)} ms`;
  if (durationNs < NS_PER_MIN) return `${scaled(durationNs, NS_PER_S)} s`;
  const seconds = Number(durationNs / NS_PER_S);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad2(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${pad2(minutes % 60)} min`;
  const hours = Math.floor(minutes / 60);
  if (durationNs >= 2n * NS_PER_MEAN_YEAR) return `${(Number(durationNs) / Number(NS_PER_MEAN_YEAR)).toFixed(1)} years`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A ± as people say it: `±2 s`, `±1 min`, `±1 min 30 s`; empty when there is none. */
export function formatUncertainty(uncertaintyNs: bigint): string {
  return uncertaintyNs > 0n ? `±${formatDuration(uncertaintyNs).replace(/ 00 (?:s|min)$/, '')}` : '';
}

/** The ± beside a duration: under a second in minutes it is finer than what is shown, and left out. */
export function formatUncertaintyOf(durationNs: bigint, uncertaintyNs: bigint): string {
  const length = durationNs < 0n ? -durationNs : durationNs;
  return uncertaintyNs >= NS_PER_S || length < NS_PER_MIN ? formatUncertainty(uncertaintyNs) : '';
}

function scaled(ns: bigint, unit: bigint): string {
  const value = Number(ns) / Number(unit);
  return value >= 100 || Number.isInteger(value) ? String(Math.floor(value)) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
