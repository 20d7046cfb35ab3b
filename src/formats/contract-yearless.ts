import { nsToCivil, zoneOffsetNs } from '../base/time.ts';

/** Where the year of a log without years comes from. */
export type YearBasis = 'its first lines' | 'the newest possible';

/** A date that falls back by more than this is of the next year; what is older by less came late. */
const WEEK = 7;
/** Right after a new year, a date this far ahead is of the old one. */
const ELEVEN_MONTHS = 341;

/** A day of a year as a number that grows with it; months count 31 days. */
function dayOf(monthDay: string): number {
  return Number(monthDay.slice(0, 2)) * 31 + Number(monthDay.slice(2, 4));
}

/** Follows the years of times that begin with `mmdd`, in the order of the log. */
export class Years {
  private year: number;
  private last = -1;
  private stepped = false;

  constructor(firstYear: number) {
    this.year = firstYear;
  }

  /** The year of the next time. */
  next(monthDay: string): string {
    const day = dayOf(monthDay);
    if (this.last >= 0) {
      if (this.last - day > WEEK) {
        this.year++;
        this.stepped = true;
      } else if (this.last > day) return String(this.year);
      else if (this.stepped && day - this.last > ELEVEN_MONTHS) return String(this.year - 1);
    }
    this.last = day;
    return String(this.year);
  }
}

/**
 * The newest year that a log can begin in: its last time is not after `newestNs`, and it spans less than a year.
 * `first` and `last` are `mmdd`.
 */
export function newestFirstYear(first: string, last: string, newestNs: bigint, zone: string): number {
  const newest = nsToCivil(newestNs + zoneOffsetNs(newestNs, zone));
  const lastYear = dayOf(last) > newest.month * 31 + newest.day + 1 ? newest.year - 1 : newest.year;
  return dayOf(first) - dayOf(last) > WEEK ? lastYear - 1 : lastYear;
}
