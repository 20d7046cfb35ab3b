import { civilToNs, daysFromCivil, isValidCivil, localToInstant, NS_PER_MIN, type Civil } from '../base/time.ts';

/**
 * Times as logs write them. A time without a zone is read in `zone`. Nothing is guessed: day/month orders that
 * differ between countries are not read.
 */
const MONTHS: Record<string, number> = {
  jan: 1, feb: 2, mar: 3, apr: 4, may: 5, jun: 6, jul: 7, aug: 8, sep: 9, oct: 10, nov: 11, dec: 12,
};

/** ISO 8601 / RFC 3339 in its usual variations: space or T, comma or point, offset with or without colon, or none. */
const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ]|, )(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d*)?)? ?(?:([Zz]|UTC|GMT)|([+-])(\d\d):?(\d\d)?)?(?: ?[A-Z]{3,4})?(?:\[[\w/+-]+\])?$/;
/** NCSA common log format, `%t` of mod_log_config: 10/Oct/2000:13:55:36 -0700; also with a space and with fractions. */
const CLF = /^(\d{1,2})\/([A-Za-z]{3})\/(\d{4})[: ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9})\d*)?(?: ?([+-])(\d\d):?(\d\d))?$/;
/** RFC 5322 (date of HTTP and mail): Tue, 15 Nov 1994 08:12:31 GMT. */
const RFC5322 = /^(?:[A-Z][a-z]{2,8}, )?(\d{1,2})[ -]([A-Z][a-z]{2})[ -](\d{4}) (\d\d):(\d\d):(\d\d)(?: (?:(GMT|UTC|Z)|([+-])(\d\d)(\d\d)))?$/;
/** asctime of C: Tue Nov 15 08:12:31 1994; date(1) puts a zone name before the year, of which only UTC and GMT are certain. */
const ASCTIME = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))? (?:(UTC|GMT) )?(\d{4})$/;

/** Nanoseconds since the epoch of a time in words; `undefined` when it is none of the forms above. */
export function parseTimeText(text: string, zone: string): bigint | undefined {
  let m = ISO.exec(text);
  if (m) return instant(civil(m[1]!, Number(m[2]), m[3]!, m[4]!, m[5]!, m[6], m[7]), m[8] !== undefined, m[9], m[10], m[11], zone);
  m = CLF.exec(text);
  if (m) return instant(civil(m[3]!, month(m[2]!), m[1]!, m[4]!, m[5]!, m[6], m[7]), false, m[8], m[9], m[10], zone);
  m = RFC5322.exec(text);
  if (m) return instant(civil(m[3]!, month(m[2]!), m[1]!, m[4]!, m[5]!, m[6], undefined), m[7] !== undefined, m[8], m[9], m[10], zone);
  m = ASCTIME.exec(text);
  if (m) return instant(civil(m[8]!, month(m[1]!), m[2]!, m[3]!, m[4]!, m[5], m[6]), m[7] !== undefined, undefined, undefined, undefined, zone);
  return undefined;
}

function month(name: string): number {
  return MONTHS[name.toLowerCase()] ?? 0;
}

function civil(
  year: string, monthNumber: number, day: string, hour: string, minute: string, second: string | undefined, fraction: string | undefined,
): Civil {
  return {
    year: Number(year), month: monthNumber, day: Number(day), hour: Number(hour), minute: Number(minute),
    second: second === undefined ? 0 : Number(second), nanosecond: fraction === undefined ? 0 : Number(fraction.padEnd(9, '0')),
  };
}

function instant(
  time: Civil, utc: boolean, sign: string | undefined, hours: string | undefined, minutes: string | undefined, zone: string,
): bigint | undefined {
  if (!isValidCivil(time)) return undefined;
  if (utc) return civilToNs(time);
  if (sign === undefined) return localToInstant(time, zone).ns;
  const offset = BigInt(Number(hours) * 60 + Number(minutes ?? '0')) * NS_PER_MIN;
  return sign === '-' ? civilToNs(time) + offset : civilToNs(time) - offset;
}

/**
 * Nanoseconds of a number of seconds, milliseconds, microseconds or nanoseconds since 1970. The unit follows from the
 * magnitude: below 10^11 seconds (until the year 5138), below 10^14 milliseconds, below 10^17 microseconds, else
 * nanoseconds. Below 10^8 (March 1973) a number is not taken for a time: it is a duration or a counter.
 * `text` is decimal digits with an optional fraction.
 */
export function parseEpoch(text: string): bigint | undefined {
  const m = EPOCH.exec(text);
  if (!m) return undefined;
  const whole = m[1]!;
  const digits = whole.replace(/^0+/, '').length;
  if (digits < 9 || digits > 19) return undefined;
  const exponent = digits <= 11 ? 9 : digits <= 14 ? 6 : digits <= 17 ? 3 : 0;
  const ns = BigInt(whole + (m[2] ?? '').slice(0, exponent).padEnd(exponent, '0'));
  return ns < 2n ** 63n ? ns : undefined;
}

const EPOCH = /^(\d{9,20})(?:\.(\d+))?$/;

/** `parseEpoch` for a JSON number. Its shortest decimal form has the digits that were written, up to 17 of them. */
export function epochOfNumber(value: number): bigint | undefined {
  if (!(value >= 1e8 && value < 9.3e18)) return undefined;
  if (!Number.isInteger(value)) return parseEpoch(value.toString());
  const ns = BigInt(value) * (value < 1e11 ? 1_000_000_000n : value < 1e14 ? 1_000_000n : value < 1e17 ? 1000n : 1n);
  return ns < 2n ** 63n ? ns : undefined;
}

const ZERO = 48;
const LETTER_MONTHS = new Map(Object.entries(MONTHS).map(([name, number]) => [name[0]!.toUpperCase() + name.slice(1), number]));

/**
 * Reads `10/Oct/2000:13:55:36 -0700` and nothing else, for hot paths: seconds since 1970, NaN when it is not that.
 */
export function clfSeconds(text: string): number {
  if (text.length !== 26 || text.charCodeAt(2) !== 47 || text.charCodeAt(11) !== 58 || text.charCodeAt(20) !== 32) return Number.NaN;
  const monthNumber = LETTER_MONTHS.get(text.slice(3, 6));
  if (monthNumber === undefined) return Number.NaN;
  const day = two(text, 0);
  const hour = two(text, 12);
  const minute = two(text, 15);
  const second = two(text, 18);
  const year = two(text, 7) * 100 + two(text, 9);
  const sign = text.charCodeAt(21) === 43 ? 1 : text.charCodeAt(21) === 45 ? -1 : Number.NaN;
  const offset = sign * (two(text, 22) * 3600 + two(text, 24) * 60);
  if (!(day >= 1 && day <= 28 ? hour <= 23 && minute <= 59 && second <= 60 : isValidCivil({ year, month: monthNumber, day, hour, minute, second, nanosecond: 0 }))) {
    return Number.NaN;
  }
  return daysFromCivil(year, monthNumber, day) * 86400 + hour * 3600 + minute * 60 + second - offset;
}

function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
