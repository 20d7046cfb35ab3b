import { type Civil, daysFromCivil, isValidCivil, NS_PER_S } from '../../base/time.ts';
import type { TableTimeFormat } from '../../model/table-mapping.ts';
import { LocalClock, monthAt, rfc3339Ns } from '../contract-clock.ts';
import { parseTimeText } from '../contract-time.ts';
import { zoneTextOffsetSeconds } from '../contract-zones.ts';

/** Time of day with fraction, half of the day and zone, as it follows a date; all of it may be missing. */
const CLOCK = String.raw`(?:[ T,]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,:](\d{1,9})\d*)?)?(?: ?([AaPp])\.?[Mm]\.?)?(?: ?(Z|[A-Z]{2,4}|[+-]\d\d:?(?:\d\d)?))?)?`;
const NUMERIC = new RegExp(String.raw`^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})${CLOCK}$`);
const DAY_MONTH = new RegExp(String.raw`^(?:[A-Z][a-z]{2,8},? )?(\d{1,2})[ /-]([A-Z][a-z]{2,8})[ /-](\d{4})${CLOCK}$`);
const MONTH_DAY = new RegExp(String.raw`^(?:[A-Z][a-z]{2,8},? )?([A-Z][a-z]{2,8}) (\d{1,2}),? (\d{4})${CLOCK}$`);
const COMPACT = /^(\d{4})(\d\d)(\d\d)[T ]?(\d\d)(\d\d)(\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/;
const NUMBER = /^-?\d{1,19}(?:[.,]\d+)?$/;

/** Reads times of one column. `undefined` where a text is none of the form. */
export type ReadTime = (text: string) => bigint | undefined;

/** A reader of times in one form. Times that name no zone are read in `zone`; where an hour comes twice, by their order. */
export function timeReader(format: TableTimeFormat, zone: string): ReadTime {
  const scale = { 'epoch-s': 9, 'epoch-ms': 6, 'epoch-us': 3, 'epoch-ns': 0 }[format as string];
  if (scale !== undefined) return (text) => epoch(text.trim(), scale);
  const clock = new LocalClock(zone);
  const instant = (civil: Civil | undefined, zoneText: string | undefined): bigint | undefined => {
    if (!civil || !isValidCivil(civil)) return undefined;
    const local = daysFromCivil(civil.year, civil.month, civil.day) * 86_400 + civil.hour * 3600 + civil.minute * 60 + civil.second;
    const offset = zoneText === undefined ? undefined : zoneText === 'Z' ? 0 : zoneTextOffsetSeconds(zoneText, zone, local);
    if (zoneText !== undefined && offset === undefined) return undefined;
    return BigInt(offset === undefined ? clock.seconds(local) : local - offset) * NS_PER_S + BigInt(civil.nanosecond);
  };
  return (raw) => {
    const text = raw.trim();
    // What most logs write, and the only form that needs no regular expression.
    const exact = format === 'text' ? rfc3339Ns(text) : undefined;
    if (exact !== undefined) return exact;
    const numeric = NUMERIC.exec(text);
    if (numeric) {
      const date = dateOf(format, numeric[1]!, numeric[2]!, numeric[3]!, numeric[4]!);
      return date && instant(withClock(date, numeric, 5), numeric[10]);
    }
    if (format !== 'text') return undefined;
    const known = parseTimeText(text, zone);
    if (known !== undefined) return known;
    let m = DAY_MONTH.exec(text);
    if (m) return instant(withClock({ year: Number(m[3]), month: monthAt(m[2]!, 0), day: Number(m[1]) }, m, 4), m[9]);
    m = MONTH_DAY.exec(text);
    if (m) return instant(withClock({ year: Number(m[3]), month: monthAt(m[1]!, 0), day: Number(m[2]) }, m, 4), m[9]);
    m = COMPACT.exec(text);
    if (!m) return undefined;
    const [year, month, day, hour, minute, second] = m.slice(1, 7).map(Number);
    return instant({ year: year!, month: month!, day: day!, hour: hour!, minute: minute!, second: second!, nanosecond: Number((m[7] ?? '').padEnd(9, '0')) }, m[8]);
  };
}

/** Year, month and day of three numbers. Only the year first and the day before full stops say so themselves. */
function dateOf(format: TableTimeFormat, first: string, mark: string, second: string, third: string): Pick<Civil, 'year' | 'month' | 'day'> | undefined {
  if (first.length === 4) return format === 'text' && third.length <= 2 ? { year: Number(first), month: Number(second), day: Number(third) } : undefined;
  if (first.length > 2 || (third.length !== 4 && third.length !== 2)) return undefined;
  if (mark === '.' && third.length !== 4) return undefined;
  const year = third.length === 2 ? 2000 + Number(third) : Number(third);
  if (format === 'month-first') return { year, month: Number(first), day: Number(second) };
  if (format === 'day-first' || mark === '.') return { year, month: Number(second), day: Number(first) };
  return undefined;
}

function withClock(date: Pick<Civil, 'year' | 'month' | 'day'>, m: RegExpExecArray, at: number): Civil | undefined {
  const half = m[at + 4]?.toLowerCase();
  let hour = Number(m[at] ?? '0');
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half === 'p' ? 12 : 0);
  }
  return { ...date, hour, minute: Number(m[at + 1] ?? '0'), second: Number(m[at + 2] ?? '0'), nanosecond: Number((m[at + 3] ?? '').padEnd(9, '0')) };
}

/** A number since 1970 whose unit is 10^-`9-scale` seconds. */
function epoch(text: string, scale: number): bigint | undefined {
  if (!NUMBER.test(text)) return undefined;
  const [whole = '', part = ''] = text.split(/[.,]/);
  const ns = BigInt(whole) * 10n ** BigInt(scale);
  const rest = BigInt(part.slice(0, scale).padEnd(scale, '0') || '0');
  return whole.startsWith('-') ? ns - rest : ns + rest;
}

/** How a column of texts writes its times. `ambiguous`: day and month cannot be told apart. */
export type GuessedTime = { readonly format: TableTimeFormat } | 'ambiguous' | undefined;

/** 2000-01-01 and 2100-01-01: a number outside is taken for no time. */
const EPOCH_FROM = 946_684_800_000_000_000n;
const EPOCH_TO = 4_102_444_800_000_000_000n;

/** The form that all texts have. `isNamed`: its name says that it is a time, without which a number is none. */
export function guessTime(texts: readonly string[], isNamed: boolean): GuessedTime {
  if (texts.length === 0) return undefined;
  const text = timeReader('text', 'UTC');
  if (texts.every((one) => text(one) !== undefined)) return { format: 'text' };
  if (isNamed) {
    for (const format of ['epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns'] as const) {
      const read = timeReader(format, 'UTC');
      if (texts.every((one) => { const ns = read(one); return ns !== undefined && ns >= EPOCH_FROM && ns < EPOCH_TO; })) return { format };
    }
  }
  // Three numbers alone may be a version or anything.
  if (!isNamed && !texts.every((one) => one.includes(':'))) return undefined;
  const [day, month] = (['day-first', 'month-first'] as const).map((format) => {
    const read = timeReader(format, 'UTC');
    return texts.every((one) => read(one) !== undefined);
  });
  if (day === true && month === true) return 'ambiguous';
  return day === true ? { format: 'day-first' } : month === true ? { format: 'month-first' } : undefined;
}
