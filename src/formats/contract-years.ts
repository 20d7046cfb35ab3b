import { daysFromCivil, nsToCivil, NS_PER_S, zoneOffsetNs } from '../base/time.ts';

/** A time as a log has it that names no year. */
export interface YearlessTime {
  readonly month: number;
  readonly day: number;
  /** Of that day; of times that name their year, since 1970 on the wall clock. */
  readonly seconds: number;
  /** Of a time that names it all the same; else 0. */
  readonly year: number;
  /** Where the time ends in its line: a date with its year is looked for behind it. */
  readonly to: number;
  /** 0 Sunday to 6 Saturday, where the log says it. */
  readonly weekday?: number | undefined;
}

/*
 * Times of RFC 3164 and of others name no year. A log is written in the order of time, so its years follow from one another: where the
 * date falls back by more than a week, a year has passed (December to January, but also November to February in a
 * quiet log). What is left is the year of one of its lines:
 *
 * 1. a date with its year in a line of the same day: in the message, or as its time;
 * 2. else, where the days of the week stand there, the newest year in which they are those days;
 * 3. else the newest year in which no line lies after the newest time the evidence can have, and every 29 February is one.
 */
const DAY = 86_400;
const WEEK = 7 * DAY;
/** Seconds of a year of 366 days; times within it are compared as in a leap year. */
const YEAR = 366 * DAY;
const DAYS_BEFORE = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335];

function inYear(month: number, day: number, seconds: number): number {
  // `seconds` of a time with its year count from 1970.
  return (DAYS_BEFORE[month - 1]! + day - 1) * DAY + (seconds < DAY + 1 ? seconds : seconds % DAY);
}

/** Follows the years of a log: 0 for that of its first line. */
export class YearSteps {
  years = 0;
  private last = -1;
  private step = 0;
  private readonly resets: ReadonlySet<number>;

  /** `resets`: steps (counted from 1) where a clock began anew, which are none of the calendar. */
  constructor(resets: ReadonlySet<number> = new Set()) {
    this.resets = resets;
  }

  /** The year of a line, counted from the first one's; the lines in order. */
  next(time: YearlessTime): number {
    const at = inYear(time.month, time.day, time.seconds);
    const back = this.last - at;
    if (this.last >= 0 && back < WEEK - YEAR) return this.years - 1; // New Year's Eve after New Year: late by a moment.
    if (back > WEEK && !this.resets.has(++this.step)) this.years++;
    // A line that is a little late does not count as the newest.
    if (back < 0 || back > WEEK) this.last = at;
    return this.years;
  }

  /** Steps taken or passed over so far. */
  get steps(): number {
    return this.step;
  }
}

export interface YearBasis {
  /** Year of the first line without one. */
  readonly firstYear: number;
  readonly resets: ReadonlySet<number>;
  readonly from: 'a date with its year' | 'the days of the week' | 'the newest possible';
}

/** Looks at every line of a log before it is read, to find the year of the first. */
export class YearFinder {
  /** Lines without a year. */
  lines = 0;
  private readonly steps = new YearSteps();
  private readonly votes = new Map<number, number>();
  private readonly leapYears = new Set<number>();
  /** Days whose day of the week is told, `{years} {month} {day} {weekday}`, as far as they are needed. */
  private readonly weekdays = new Map<string, readonly [years: number, month: number, day: number, weekday: number]>();
  private newestLocal: number;
  private latestYears = 0;
  private latestAt = 0;
  private last = -1;
  private stepSeen = 0;
  private candidate: { step: number; before: number; at: number } | undefined;
  private readonly resets = new Set<number>();

  constructor(zone: string, newestNs: bigint) {
    this.newestLocal = Number((newestNs + zoneOffsetNs(newestNs, zone)) / NS_PER_S);
  }

  /** The evidence itself says that it ends here (`-- Logs begin at …, end at … --`). */
  endsAt(localSeconds: number): void {
    if (localSeconds < this.newestLocal) this.newestLocal = localSeconds;
  }

  /** Whether `line` looks for dates in the text of the next line. */
  get looksAtText(): boolean {
    const lines = this.lines + 1;
    return lines <= 20_000 || lines % 64 === 0;
  }

  line(time: YearlessTime, text: string): void {
    const looks = this.looksAtText;
    const years = this.steps.next(time);
    const at = inYear(time.month, time.day, time.seconds);
    this.lines++;
    if (this.steps.steps > this.stepSeen) {
      this.stepSeen = this.steps.steps;
      // A machine without a clock begins at 1 January and is set right within the day.
      this.candidate = time.month === 1 && time.day === 1 && this.last < inYear(12, 1, 0) ? { step: this.stepSeen, before: this.last, at } : undefined;
    } else if (this.candidate && at - this.last > DAY) {
      const { step, before, at: began } = this.candidate;
      if (this.last - began < DAY && at > before - DAY && at - before < 60 * DAY) this.resets.add(step);
      this.candidate = undefined;
    }
    this.last = at;
    if (years > this.latestYears || (years === this.latestYears && at > this.latestAt)) {
      this.latestYears = years;
      this.latestAt = at;
    }
    if (time.month === 2 && time.day === 29) this.leapYears.add(years);
    if (time.weekday !== undefined && this.weekdays.size < 100) this.weekdays.set(`${years} ${time.month} ${time.day} ${time.weekday}`, [years, time.month, time.day, time.weekday]);
    if (looks) this.vote(time, text, years);
  }

  /** A line whose time has its year and stands in the local zone, between lines that have none. */
  dated(time: YearlessTime): void {
    this.addVote(time.year - this.steps.next(time));
  }

  private vote(time: YearlessTime, text: string, years: number): void {
    if (!text.includes('20', time.to) && !text.includes('19', time.to)) return;
    DATE.lastIndex = time.to;
    for (let m = DATE.exec(text); m !== null; m = DATE.exec(text)) {
      const year = Number(m[1] ?? m[6] ?? m[9]);
      const month = m[2] === undefined ? MONTHS.indexOf((m[4] ?? m[8])!) / 3 + 1 : Number(m[2]);
      if (month === time.month && Number(m[3] ?? m[5] ?? m[7]) === time.day) {
        this.addVote(year - years);
        return;
      }
    }
  }

  private addVote(firstYear: number): void {
    this.votes.set(firstYear, (this.votes.get(firstYear) ?? 0) + 1);
  }

  basis(): YearBasis {
    // A step that was none of the calendar moved every year after it.
    const skipped = this.resets.size;
    const latestYears = this.latestYears - skipped;
    let newest = nsToCivil(BigInt(this.newestLocal) * NS_PER_S).year;
    if (startOfYear(newest) + this.latestAt > this.newestLocal + DAY + (isLeap(newest) || this.latestAt < 60 * DAY ? 0 : DAY)) newest--;
    const limit = newest - latestYears;
    if (skipped === 0) {
      let best: number | undefined;
      for (const [year, count] of this.votes) {
        if (year > limit) continue;
        const most = best === undefined ? 0 : this.votes.get(best)!;
        if (count > most || (count === most && year > best!)) best = year;
      }
      if (best !== undefined) return { firstYear: best, resets: this.resets, from: 'a date with its year' };
    }
    if (this.weekdays.size > 0) {
      const said = [...this.weekdays.values()];
      // The calendar of days comes again within 28 years; a few days may be wrong, as a clock that was set makes them.
      for (let year = limit; year > limit - 28; year--) {
        const right = said.filter(([years, month, day, weekday]) => (daysFromCivil(year + years, month, day) + 4) % 7 === weekday).length;
        if (right * 10 >= said.length * 9) return { firstYear: year, resets: this.resets, from: 'the days of the week' };
      }
    }
    for (let year = limit; year > limit - 12; year--) {
      if ([...this.leapYears].every((years) => isLeap(year + years))) return { firstYear: year, resets: this.resets, from: 'the newest possible' };
    }
    return { firstYear: limit, resets: this.resets, from: 'the newest possible' };
  }
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
/** `2005-06-18`, `Jun 18 02:08:10 2005`, also with a zone before the year, or `18/Jun/2005`. */
const DATE = /\b(?:((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +(\d{1,2}) \d\d:\d\d:\d\d (?:[A-Z]{3,4} )?((?:19|20)\d\d)\b|(\d{1,2})\/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\/((?:19|20)\d\d)\b)/g;

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function startOfYear(year: number): number {
  return daysFromCivil(year, 1, 1) * DAY;
}

/** Year now, in a zone; for lines without a year in a log whose others have one. */
export function yearOf(ns: bigint, zone: string): number {
  return nsToCivil(ns + zoneOffsetNs(ns, zone)).year;
}
