import { daysFromCivil, isValidCivil, localToInstant, nsToCivil, NS_PER_S } from '../base/time.ts';

const QUARTER = 900;

/**
 * Wall-clock times of one zone, in the order of a log, as instants. Quick where times are near each other: zones
 * change their offset at whole quarters of an hour, so one answer serves a quarter. Where clocks are set back and an
 * hour comes twice, the order decides: a reading that would lie more than a minute before the time above it is the
 * second one.
 */
export class LocalClock {
  private readonly zone: string;
  private readonly utc: boolean;
  private quarter = Number.NaN;
  private offset = 0;
  /** Of the later reading, where a quarter comes twice. */
  private laterOffset: number | undefined;
  private last = Number.NEGATIVE_INFINITY;

  constructor(zone: string) {
    this.zone = zone;
    this.utc = zone === 'UTC' || zone === 'Z';
  }

  /** Seconds since 1970 of a local time that is given as seconds since 1970, as if it were UTC. */
  seconds(local: number): number {
    if (this.utc) return local;
    const quarter = Math.floor(local / QUARTER);
    if (quarter !== this.quarter) this.find(quarter);
    let seconds = local - this.offset;
    if (this.laterOffset !== undefined && seconds < this.last - 60) seconds = local - this.laterOffset;
    this.last = seconds;
    return seconds;
  }

  private find(quarter: number): void {
    const at = quarter * QUARTER;
    const civil = nsToCivil(BigInt(at) * NS_PER_S);
    const found = localToInstant(civil, this.zone);
    this.quarter = quarter;
    this.offset = at - Number(found.ns / NS_PER_S);
    this.laterOffset = found.laterNs === undefined ? undefined : at - Number(found.laterNs / NS_PER_S);
  }
}

/** Nanoseconds of whole seconds and a fraction in nanoseconds. */
export function instantNs(seconds: number, nanosecond: number): bigint {
  return nanosecond === 0 ? BigInt(seconds) * NS_PER_S : BigInt(seconds) * NS_PER_S + BigInt(nanosecond);
}

const ZERO = 48;

/** Two digits at a place, NaN when they are none. */
export function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Seconds of a day of `hh:mm:ss` at a place, NaN when it is none; second 60 is a leap second. */
export function daySeconds(text: string, at: number): number {
  if (text.charCodeAt(at + 2) !== 58 || text.charCodeAt(at + 5) !== 58) return Number.NaN;
  const hour = twoDigits(text, at);
  const minute = twoDigits(text, at + 3);
  const second = twoDigits(text, at + 6);
  return hour <= 23 && minute <= 59 && second <= 60 ? hour * 3600 + minute * 60 + second : Number.NaN;
}

/** Nanoseconds and length of a fraction (".123", ",123", at most nine digits count) at a place; length 0 when there is none. */
export function fraction(text: string, at: number): { ns: number; length: number } {
  const mark = text.charCodeAt(at);
  if (mark !== 46 && mark !== 44) return NO_FRACTION;
  let end = at + 1;
  let value = 0;
  let digits = 0;
  for (;;) {
    const digit = text.charCodeAt(end) - ZERO;
    if (!(digit >= 0 && digit <= 9)) break;
    if (digits < 9) {
      value = value * 10 + digit;
      digits++;
    }
    end++;
  }
  return digits === 0 ? NO_FRACTION : { ns: value * 10 ** (9 - digits), length: end - at };
}

const NO_FRACTION = { ns: 0, length: 0 };

/**
 * Nanoseconds of an RFC 3339 time with its offset and a T, and of nothing else, for hot paths: `undefined` where it is not
 * that (`parseTimeText` reads the other forms).
 */
export function rfc3339Ns(text: string): bigint | undefined {
  if (text.length < 20 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || text.charCodeAt(10) !== 84) return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const ofDay = daySeconds(text, 11);
  if (!(ofDay >= 0) || !(year >= 0) || !(month >= 1 && month <= 12) || !(day >= 1 && day <= 31)) return undefined;
  if (day > 28 && !isValidCivil({ year, month, day, hour: 0, minute: 0, second: 0, nanosecond: 0 })) return undefined;
  let seconds = daysFromCivil(year, month, day) * 86_400 + ofDay;
  const part = fraction(text, 19);
  const at = 19 + part.length;
  const mark = text.charCodeAt(at);
  if (mark === 90) {
    if (text.length !== at + 1) return undefined;
  } else {
    const offset = twoDigits(text, at + 1) * 3600 + twoDigits(text, at + 4) * 60;
    if ((mark !== 43 && mark !== 45) || text.charCodeAt(at + 3) !== 58 || text.length !== at + 6 || Number.isNaN(offset)) return undefined;
    seconds += mark === 43 ? -offset : offset;
  }
  return instantNs(seconds, part.ns);
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** 1–12 of an English month of three letters ("Jan") at a place, 0 when it is none. */
export function monthAt(text: string, at: number): number {
  const index = MONTHS.indexOf(text.slice(at, at + 3));
  return index >= 0 && index % 3 === 0 && text.length >= at + 3 ? index / 3 + 1 : 0;
}
