import { daysFromCivil, isValidCivil, NS_PER_S, type Civil } from '../../base/time.ts';
import { LocalClock } from '../contract-clock.ts';
import { zoneTextOffsetSeconds } from '../contract-zones.ts';
import type { Years } from '../contract-yearless.ts';

/**
 * The forms of a time that text logs begin with. Each pattern has three groups: date and time to the second, fraction,
 * zone; a fourth where the year stands last. Orders of day and month that differ between countries
 * (`03/04/2026`) and times without a date are not read: nothing is guessed.
 */
export interface TimeForm {
  readonly id: string;
  /** In words, for the reason of a detection. */
  readonly words: string;
  readonly pattern: string;
  /** What must stand before the time, where the form says so itself; else what the head shows. */
  readonly prefix?: string;
  /** Only at the very beginning of a line or after a bracket: a bare number proves little elsewhere. */
  readonly atStart?: true;
  civil(text: string, yearText: string | undefined): Civil | undefined;
  /** A number since 1970; its digits say in which unit. */
  readonly epoch?: true;
}

const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MON = `(?:${MONTH_NAMES.join('|')})`;
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const CLOCK = String.raw`\d\d:\d\d:\d\d`;
const FRACTION = String.raw`([.,]\d+)?`;
export const NAMED_ZONES = 'UTC|GMT|W?EST|WET|CES?T|MES?T|EES?T|BST|IST|MSK|EDT|C[SD]T|M[SD]T|P[SD]T|JST|KST|HKT|SGT|AE[SD]T|NZ[SD]T';
const ZONE = String.raw`( ?(?:Z|${NAMED_ZONES})(?![A-Za-z])| ?[+-]\d\d:?\d\d(?![\d:]))?`;

/** The numbers of a text, in order. */
function numbers(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}

function at(year: number, month: number, day: number, clock: readonly number[]): Civil {
  return { year, month, day, hour: clock[0] ?? 0, minute: clock[1] ?? 0, second: clock[2] ?? 0, nanosecond: 0 };
}

const MONTH = new RegExp(MON);

function monthOf(text: string): number {
  return MONTH_NAMES.indexOf(MONTH.exec(text)?.[0] ?? '') + 1;
}

function yearFirst(text: string): Civil {
  const [year, month, day, ...clock] = numbers(text);
  return at(year!, month!, day!, clock);
}

/** `20261014`, `261014`, `103411`: digits without separators. */
function digitsOnly(text: string, yearDigits: number): Civil {
  const d = text.replace(/[^\d ]/g, '').replace(/(?<=^\d+) +(\d{5})$/, '0$1').replaceAll(' ', '');
  const n = (from: number, to: number): number => Number(d.slice(from, to));
  const y = yearDigits;
  return at((y === 2 ? 2000 : 0) + n(0, y), n(y, y + 2), n(y + 2, y + 4), [n(y + 4, y + 6), n(y + 6, y + 8), n(y + 8, y + 10)]);
}

function epochForm(id: string, digits: number, words: string): TimeForm {
  return { id, words, pattern: String.raw`(\d{${digits}})(\.\d{1,9})?()(?=[\s\]:,|])`, atStart: true, epoch: true, civil: () => undefined };
}

/** In order of preference where several match at one place. */
export const TIME_FORMS: readonly TimeForm[] = [
  {
    // ISO 8601 and its relatives: log4j %d (comma), logback, Python logging, serilog, .NET, Ruby logger, zap.
    id: 'iso', words: 'YYYY-MM-DD hh:mm:ss', civil: yearFirst,
    pattern: String.raw`(\d{4}-\d\d-\d\d(?:[T ]|, ?| {2})\d\d:\d\d(?::\d\d)?)([.,]\d+|:\d{3}(?!\d))?${ZONE}`,
  },
  // Go's log package, nginx.
  { id: 'slashes', words: 'YYYY/MM/DD hh:mm:ss', civil: yearFirst, pattern: String.raw`(\d{4}/\d\d/\d\d[ T-]${CLOCK})${FRACTION}${ZONE}` },
  {
    id: 'compact', words: 'YYYYMMDD hh:mm:ss', civil: (text) => digitsOnly(text, 4),
    pattern: String.raw`(\d{8}[T -](?:${CLOCK}|\d{6}(?!\d)))([.,]\d+|:\d{3}(?!\d))?${ZONE}`,
  },
  {
    // NCSA; Tomcat's OneLineFormatter with dashes.
    id: 'day-month-year', words: 'dd/Mon/yyyy hh:mm:ss', pattern: String.raw`(\d{1,2}[/ -]${MON}[/ -]\d{4},?[: T]${CLOCK})${FRACTION}${ZONE}`,
    civil: (text) => {
      const [day, year, ...clock] = numbers(text);
      return at(year!, monthOf(text), day!, clock);
    },
  },
  {
    // RFC 5322.
    id: 'rfc5322', words: 'Day, dd Mon yyyy hh:mm:ss', pattern: String.raw`(${DAY}, \d{1,2} ${MON} \d{4} ${CLOCK})${FRACTION}${ZONE}`,
    civil: (text) => {
      const [day, year, ...clock] = numbers(text);
      return at(year!, monthOf(text), day!, clock);
    },
  },
  {
    // asctime of C, date(1), Apache.
    id: 'asctime', words: 'Day Mon dd hh:mm:ss yyyy', pattern: String.raw`(${DAY} ${MON} [ \d]\d ${CLOCK})${FRACTION}( (?:${NAMED_ZONES}))? (\d{4})(?!\d)`,
    civil: (text, yearText) => {
      const [day, ...clock] = numbers(text);
      return at(Number(yearText), monthOf(text), day!, clock);
    },
  },
  {
    // java.util.logging SimpleFormatter (JDK 20 puts U+202F before AM and PM), Cisco.
    id: 'month-day-year', words: 'Mon dd, yyyy hh:mm:ss', pattern: String.raw`(${MON} {1,2}\d{1,2},? \d{4},? \d{1,2}:\d\d:\d\d(?:[ \u202f][AP]M)?)${FRACTION}${ZONE}`,
    civil: (text) => {
      const [day, year, hour, minute, second] = numbers(text);
      const half = text.endsWith('PM') ? 12 : 0;
      const hours = text.endsWith('M') ? (hour! % 12) + half : hour!;
      return at(year!, monthOf(text), day!, [hours, minute!, second!]);
    },
  },
  {
    id: 'year-month-day', words: 'yyyy-Mon-dd hh:mm:ss', pattern: String.raw`(\d{4}[ -]${MON}[ -]\d\d ${CLOCK})${FRACTION}${ZONE}`,
    civil: (text) => {
      const [year, day, ...clock] = numbers(text);
      return at(year!, monthOf(text), day!, clock);
    },
  },
  {
    // Only the day first is written with full stops.
    id: 'dotted', words: 'dd.mm.yyyy hh:mm:ss', pattern: String.raw`(\d\d\.\d\d\.\d{4},? ${CLOCK})${FRACTION}${ZONE}`,
    civil: (text) => {
      const [day, month, year, ...clock] = numbers(text);
      return at(year!, month!, day!, clock);
    },
  },
  {
    // The default layout of Spark and Hadoop, `%d{yy/MM/dd HH:mm:ss} %p %c: %m`: what follows makes it certain.
    id: 'log4j-short', words: 'yy/MM/dd hh:mm:ss of Hadoop and Spark', atStart: true,
    pattern: String.raw`(\d\d/\d\d/\d\d ${CLOCK})()()(?= (?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL) [\w.$]+: )`,
    civil: (text) => digitsOnly(text, 2),
  },
  {
    // MySQL to 5.6: `YYMMDD hh:mm:ss`, the hour without a leading zero; HDFS: `yyMMdd HHmmss` before thread and level.
    id: 'six-digits', words: 'yyMMdd hh:mm:ss', atStart: true,
    pattern: String.raw`(\d{6} (?:[ \d]\d:\d\d:\d\d(?= )|\d{6}(?= \d+ (?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL) )))()()`,
    civil: (text) => digitsOnly(text, 2),
  },
  {
    // glog with --log_year_in_prefix.
    id: 'glog-year', words: 'glog', prefix: '[IWEFDC]', pattern: String.raw`(\d{8} ${CLOCK})(\.\d+)?()(?= +\d+ [^\s:\]]+:\d+\])`, civil: (text) => digitsOnly(text, 4),
  },
  {
    // glog and klog: no year; see contract-yearless.ts.
    id: 'glog', words: 'glog', prefix: '[IWEFDC]', pattern: String.raw`(\d{4} ${CLOCK})(\.\d+)?()(?= +\d+ [^\s:\]]+:\d+\])`,
    civil: (text, yearText) => (yearText === undefined ? undefined : digitsOnly(yearText + text, 4)),
  },
  epochForm('epoch-s', 10, 'seconds since 1970'),
  epochForm('epoch-ms', 13, 'milliseconds since 1970'),
  epochForm('epoch-us', 16, 'microseconds since 1970'),
  epochForm('epoch-ns', 19, 'nanoseconds since 1970'),
];

/** 2001-09-09 and 2100-01-01: a number outside is no time of a log. */
const EPOCH_FROM = 1_000_000_000_000_000_000n;
const EPOCH_TO = 4_102_444_800_000_000_000n;

/** Reads times of a learnt form; keeps the last second, which most lines share with the one before. */
export class TimeReader {
  private readonly zone: string;
  private readonly years: Years;
  private lastText = '';
  private lastZone: string | undefined;
  private lastYear: string | undefined;
  private lastNs: bigint | undefined;
  private readonly clock: LocalClock;

  constructor(zone: string, years: Years) {
    this.zone = zone;
    this.clock = new LocalClock(zone);
    this.years = years;
  }

  /** Groups as a form's pattern has them. `undefined` when the calendar has no such time, or the year is unknown. */
  read(form: TimeForm, text: string, fraction: string | undefined, zoneText: string | undefined, yearText: string | undefined): bigint | undefined {
    if (form.epoch) return readEpoch(text, fraction);
    const year = yearText ?? (form.id === 'glog' ? this.years.next(text) : undefined);
    if (text !== this.lastText || zoneText !== this.lastZone || year !== this.lastYear) {
      this.lastText = text;
      this.lastZone = zoneText;
      this.lastYear = year;
      const civil = form.civil(text, year);
      this.lastNs = civil && isValidCivil(civil) ? this.instant(civil, zoneText) : undefined;
    }
    if (this.lastNs === undefined || fraction === undefined || fraction === '') return this.lastNs;
    return this.lastNs + BigInt(fractionNs(fraction));
  }

  /** Seconds of a time of a form with its date and year, of the wall clock where `isLocal`; `undefined` when the calendar has no such time. */
  secondsOf(form: TimeForm, text: string, zoneText: string | undefined): { readonly seconds: number; readonly isLocal: boolean } | undefined {
    this.lastText = '';
    const civil = form.civil(text, undefined);
    return civil && isValidCivil(civil) ? this.zoned(civil, zoneText) : undefined;
  }

  /** Seconds since 1970 of a wall clock's. */
  localSeconds(seconds: number): number {
    return this.clock.seconds(seconds);
  }

  private instant(civil: Civil, zoneText: string | undefined): bigint {
    const { seconds, isLocal } = this.zoned(civil, zoneText);
    return BigInt(isLocal ? this.clock.seconds(seconds) : seconds) * NS_PER_S;
  }

  private zoned(civil: Civil, zoneText: string | undefined): { readonly seconds: number; readonly isLocal: boolean } {
    const local = daysFromCivil(civil.year, civil.month, civil.day) * 86_400 + civil.hour * 3600 + civil.minute * 60 + civil.second;
    const zone = zoneText?.trim() ?? '';
    const offset = zone === '' ? undefined : zone === 'Z' ? 0 : zoneTextOffsetSeconds(zone, this.zone, local);
    return { seconds: local - (offset ?? 0), isLocal: offset === undefined };
  }
}

function readEpoch(text: string, fraction: string | undefined): bigint | undefined {
  const scale = 19 - text.length;
  const ns = BigInt(text) * 10n ** BigInt(scale) + (fraction === undefined ? 0n : BigInt(fraction.slice(1).padEnd(scale, '0').slice(0, scale) || '0'));
  return ns >= EPOCH_FROM && ns < EPOCH_TO ? ns : undefined;
}

/** `.123` → 123,000,000; digits past the ninth say nothing more. */
export function fractionNs(fraction: string): number {
  let value = 0;
  for (let i = 1; i <= 9; i++) value = value * 10 + (i < fraction.length ? fraction.charCodeAt(i) - 48 : 0);
  return value;
}
