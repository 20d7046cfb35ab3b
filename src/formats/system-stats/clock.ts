import { daysFromCivil, isValidCivil, nsToCivil, parseRfc3339, zoneOffsetNs } from '../../base/time.ts';
import { instantNs, LocalClock } from '../contract-clock.ts';
import type { ParseOptions } from '../contract.ts';

const DAY_S = 86_400;

/** `HH:MM:SS`, in 12 hours with AM or PM behind it, as seconds of the day; -1 when it is none. */
export function secondsOfTime(text: string, half?: string): number {
  const m = /^(\d{1,2}):(\d\d):(\d\d)$/.exec(text);
  if (!m) return -1;
  let hour = Number(m[1]);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return -1;
    hour = (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  }
  const [minute, second] = [Number(m[2]), Number(m[3])];
  return hour < 24 && minute < 60 && second < 61 ? hour * 3600 + minute * 60 + second : -1;
}

/**
 * Days since 1970 of a date as locales write it: 2026-10-14; 10/14/26, 10/14/2026, 14/10/2026, 14.10.2026. Of day and
 * month before a year the one above 12 is the day; where neither is, and no time of twelve hours says that it is
 * American, it is not known.
 */
export function dayOfDate(text: string, american: boolean): number | undefined {
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (iso) return civilDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const m = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{2}|\d{4})$/.exec(text);
  if (!m) return undefined;
  const [first, second] = [Number(m[1]), Number(m[3])];
  const year = Number(m[4]) + (m[4]!.length === 2 ? 2000 : 0);
  if (m[2] === '.' || first > 12) return civilDay(year, second, first);
  if (second > 12 || american || first === second) return civilDay(year, first, second);
  return undefined;
}

function civilDay(year: number, month: number, day: number): number | undefined {
  return isValidCivil({ year, month, day, hour: 0, minute: 0, second: 0, nanosecond: 0 }) ? daysFromCivil(year, month, day) : undefined;
}

/** Places times of day: on the day that the text names, else so that the last of them is the newest there can be. */
export class SampleClock {
  /** Of the sample that is read. */
  timeNs: bigint | undefined;
  timeText: string | undefined;
  inferred = false;
  private readonly local: LocalClock;
  private day: number | undefined;
  private dayInferred = false;
  private last = -1;

  constructor(options: ParseOptions) {
    this.local = new LocalClock(options.zone);
  }

  setDay(day: number | undefined, inferred = false): void {
    this.day = day;
    this.dayInferred = inferred;
    this.last = -1;
  }

  /** A time of day; one that falls back is of the next day. */
  at(seconds: number, text: string): void {
    if (this.day !== undefined && seconds < this.last - DAY_S / 2) this.day++;
    this.last = seconds;
    this.timeText = text;
    this.inferred = this.dayInferred;
    this.timeNs = this.day === undefined ? undefined : instantNs(this.local.seconds(this.day * DAY_S + seconds), 0);
  }

  instant(ns: bigint | undefined, text: string): void {
    this.timeNs = ns;
    this.timeText = text;
    this.inferred = false;
  }

  forget(): void {
    this.timeNs = undefined;
    this.timeText = undefined;
    this.inferred = false;
  }
}

/** Day of the first of times without a date, whose last is the newest that is not after `newestNs`. */
export function firstDay(options: ParseOptions, lastSeconds: number, midnights: number): number {
  const newest = options.newestNs ?? BigInt(Date.now()) * 1_000_000n;
  const civil = nsToCivil(newest + zoneOffsetNs(newest, options.zone));
  const day = daysFromCivil(civil.year, civil.month, civil.day);
  const now = civil.hour * 3600 + civil.minute * 60 + civil.second;
  return day - (lastSeconds > now + 60 ? 1 : 0) - midnights;
}

/** `2026-10-14T10:34:11+0200`, as iostat writes it with S_TIME_FORMAT=ISO. */
export function isoInstant(text: string): bigint | undefined {
  const m = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)([+-]\d\d):?(\d\d)$|^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)Z$/.exec(text);
  if (!m) return undefined;
  return parseRfc3339(m[4] === undefined ? `${m[1]}${m[2]}:${m[3]}` : `${m[4]}Z`);
}
