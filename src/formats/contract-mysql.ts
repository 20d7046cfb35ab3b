import { daysFromCivil, isValidCivil } from '../base/time.ts';
import { daySeconds, fraction, instantNs, LocalClock, twoDigits } from './contract-clock.ts';

/*
 * What the logs of MySQL, MariaDB and Percona Server share. Times, by version:
 * `071218 11:48:27`, `071218  9:07:24`   MySQL to 5.6, MariaDB to 10.x: the server's zone (sql/log.cc)
 * `2013-10-01 10:10:10`, `2013-10-01  9:10:10`   error logs of MySQL 5.6 and MariaDB: the server's zone
 * `2016-01-01T10:10:10.123456Z`, `…+02:00`   MySQL 5.7.2 and later (log_timestamps)
 * https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_log_timestamps
 */
export class MysqlClock {
  /** Of the time that was read last. */
  ns = 0n;
  /** Where it ended. */
  to = 0;
  /** Whether it named no zone: it is in `localSeconds`, seconds since 1970 as if it were UTC, too. */
  isLocal = false;
  localSeconds = 0;
  /** Seconds east of UTC of times without a zone, where the log itself says so; else they are of `zone`. */
  offsetSeconds: number | undefined;
  private readonly local: LocalClock;

  constructor(zone: string) {
    this.local = new LocalClock(zone);
  }

  /** Reads a time at a place; false when there is none. */
  read(text: string, at: number): boolean {
    const dashed = text.charCodeAt(at + 4) === 45;
    const year = dashed ? twoDigits(text, at) * 100 + twoDigits(text, at + 2) : century(twoDigits(text, at));
    const month = twoDigits(text, dashed ? at + 5 : at + 2);
    const day = twoDigits(text, dashed ? at + 8 : at + 4);
    if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31) || (dashed && text.charCodeAt(at + 7) !== 45)) return false;
    let clockAt = at + (dashed ? 11 : 7);
    const mark = text.charCodeAt(clockAt - 1);
    // Old general logs put more blanks than one.
    if (mark === 32) for (let blanks = 0; blanks < 3 && text.charCodeAt(clockAt) === 32; blanks++) clockAt++;
    else if (mark !== 84 || !dashed) return false;
    let ofDay = daySeconds(text, clockAt);
    let to = clockAt + 8;
    if (Number.isNaN(ofDay)) {
      // `%2d` of the hour.
      ofDay = daySeconds(`0${text.slice(clockAt, clockAt + 7)}`, 0);
      to = clockAt + 7;
    }
    if (Number.isNaN(ofDay) || !isValidCivil({ year, month, day, hour: 0, minute: 0, second: 0, nanosecond: 0 })) return false;
    const part = fraction(text, to);
    to += part.length;
    const seconds = daysFromCivil(year, month, day) * 86_400 + ofDay;
    const zone = mark === 84 ? text.charCodeAt(to) : 0;
    this.isLocal = false;
    if (zone === 90) {
      this.ns = instantNs(seconds, part.ns);
      to++;
    } else if (zone === 43 || zone === 45) {
      const offset = twoDigits(text, to + 1) * 3600 + twoDigits(text, to + 4) * 60;
      if (Number.isNaN(offset) || text.charCodeAt(to + 3) !== 58) return false;
      this.ns = instantNs(zone === 43 ? seconds - offset : seconds + offset, part.ns);
      to += 6;
    } else {
      this.isLocal = true;
      this.localSeconds = seconds;
      this.ns = instantNs(this.offsetSeconds === undefined ? this.local.seconds(seconds) : seconds - this.offsetSeconds, part.ns);
    }
    this.to = to;
    return true;
  }
}

function century(year: number): number {
  return year < 70 ? 2000 + year : 1900 + year;
}

/**
 * What a server writes into its slow and general logs when it opens them: `…/mysqld, Version: 8.0.33 (…). started
 * with:`, then `Tcp port: …`, then the head of a table. Answers the version.
 */
export function serverStart(text: string): string | undefined {
  if (!text.endsWith('started with:')) return undefined;
  const at = text.indexOf(', Version: ');
  if (at < 0) return undefined;
  const from = at + 11;
  const to = text.indexOf(' ', from);
  return text.slice(from, to < 0 ? text.length : to);
}

/** The two lines after the first of them. */
export function isServerStartRest(text: string): boolean {
  return /^(?:tcp port: |Time\s+Id\s+Command)/i.test(text);
}

/** The first word of a statement in capitals, comments before it left out; `undefined` when it is none. */
export function operationOf(statement: string): string | undefined {
  let at = 0;
  for (let comments = 0; comments < 10; comments++) {
    while (statement.charCodeAt(at) <= 32 || statement.charCodeAt(at) === 40) at++;
    if (!statement.startsWith('/*', at)) break;
    const end = statement.indexOf('*/', at);
    if (end < 0) return undefined;
    at = end + 2;
  }
  const word = /^[A-Za-z]{2,20}(?=[\s(;*`'"]|$)/.exec(statement.slice(at, at + 24))?.[0];
  return word?.toUpperCase();
}
