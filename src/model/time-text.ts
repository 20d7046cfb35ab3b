import {
  formatDate, formatDuration, formatOffset, formatTimeOfDay, formatUncertainty, isValidCivil, localToInstant, nsToCivil, NS_PER_DAY, NS_PER_H,
  NS_PER_MIN, NS_PER_S, parseRfc3339, zoneOffsetNs, type Civil,
} from '../base/time.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { startEstimate, type TimelineEntry } from './timeline.ts';
import { readZoneName, seasonNote } from './zone-names.ts';

/** What a typed time means, and in which words to show that it was understood. */
export interface ParsedTime {
  readonly ns: bigint;
  /** Zone it was said in. */
  readonly zone: string;
  /** Set where clocks were set back or forward: what the other reading is, for people to choose from. */
  readonly note: string | undefined;
  /** The later reading of a time that comes twice. */
  readonly laterNs: bigint | undefined;
  /** Set where it was counted from T0: what T0 is. */
  readonly counted?: string;
}

/** What `T+5m` counts from: the entry that is the milestone Impact start. */
export interface TimeZero {
  readonly ns: bigint;
  /** ± on it. */
  readonly uncertaintyNs: bigint;
}

export interface TimeTextContext {
  /** Zone of a time that names none. */
  readonly zone: string;
  /** The date that a time of day without one belongs to is that of this instant. */
  readonly nearNs: bigint;
  readonly nowNs: bigint;
  /** Left out where nothing is known of one. */
  readonly t0?: TimeZero | undefined;
  /** The text is not typed for us (rows of a chat): a word behind a time is no city, and `T` no count. */
  readonly strict?: boolean | undefined;
}

/** Where T0 of a timeline is; `undefined` while no entry is the milestone Impact start. */
export function timeZeroOf(entries: readonly TimelineEntry[]): TimeZero | undefined {
  const impact = entries.find((e) => e.milestone === 'impact-start');
  if (!impact) return undefined;
  const { estimateNs, uncertaintyNs } = startEstimate(impact.time);
  return { ns: estimateNs, uncertaintyNs };
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DATE_ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+|$)/i;
const DATE_WORDS = /^(\d{1,2})\s+([a-z]{3,9})\.?(?:,?\s+(\d{4}))?(?:,?\s+|$)/i;
const DAY_WORD = /^(today|yesterday)(?:,?\s+|$)/i;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*(am|pm)\b)?/i;
/** `3 pm`, with the groups of `CLOCK`. */
const HOUR = /^(\d{1,2})()()()\s*(am|pm)\b/i;
const FROM_T0 = /^T(?:0|\s*([+\-−])\s*(\S.*))?$/i;
/** `1:30:00`: hours, minutes, seconds. */
const LENGTH_CLOCK = /^(\d{1,4}):([0-5]\d):([0-5]\d)(?:[.,](\d{1,9}))?$/;
const MOST_NS = 2n ** 63n - 1n;

/**
 * Reads a time as people type it: `10:42`, `10:42:05.123`, `14 Oct 10:42`, `2026-10-14 10:42 Europe/Berlin`,
 * `2026-10-14T10:42:05+02:00`, `yesterday 10:42 Berlin`, `10:42 CET`, `3:10 pm`, `3pm`, `now`, and from T0 `T+5m`,
 * `T-30s`, `T+1:30:00`. Fails with `time/not-understood` and what to type instead. A time that the zone skips or has
 * twice is read with a note that says so.
 */
export function parseTimeText(text: string, context: TimeTextContext): Result<ParsedTime> {
  const read = readTime(text.trim().replace(/\s+/g, ' '), context);
  if (!read.ok || (read.value.ns <= MOST_NS && read.value.ns >= -MOST_NS)) return read;
  return notUnderstood('Times lie between the years 1678 and 2262: that is as far as nanoseconds count.');
}

function readTime(typed: string, context: TimeTextContext): Result<ParsedTime> {
  if (typed === '') return notUnderstood('Type a time, such as 10:42:05 or 2026-10-14 10:42.');
  if (/^now$/i.test(typed)) return ok({ ns: context.nowNs, zone: context.zone, note: undefined, laterNs: undefined });
  const counted = context.strict ? null : FROM_T0.exec(typed);
  if (counted) return readFromT0(typed, counted, context);
  const exact = parseRfc3339(typed);
  if (exact !== undefined) return ok({ ns: exact, zone: zoneOfRfc3339(typed), note: undefined, laterNs: undefined });

  const date = readDate(typed);
  if (!date.ok) return date;
  const { rest: afterDate, day: named } = date.value;
  const clock = CLOCK.exec(afterDate) ?? HOUR.exec(afterDate);
  if (!clock) {
    return named === undefined ? notATime(typed) : notUnderstood('Add the time of day, such as 10:42.');
  }
  const hour = readHour(Number(clock[1]), clock[5]?.toLowerCase());
  if (hour === undefined) return notUnderstood(`${clock[0].trim()} is not a time of day.`);
  const zoneText = afterDate.slice(clock[0].length).trim();
  const read = zoneText === '' ? ok({ zone: context.zone }) : readZoneName(zoneText, context.strict);
  if (!read.ok) return read;
  const { zone } = read.value;
  const civil: Civil = {
    ...dayOf(named, zone, context), hour, minute: Number(clock[2]), second: Number(clock[3] ?? 0), nanosecond: Number((clock[4] ?? '').padEnd(9, '0')),
  };
  if (!isValidCivil(civil)) return notUnderstood(`${typed} is not in the calendar. Check day, hour and minute.`);
  const local = localToInstant(civil, zone);
  if (local.kind === 'ambiguous') {
    const said = formatTimeOfDay(local.ns, zone, 'second');
    return ok({
      ns: local.ns, zone, laterNs: local.laterNs,
      note: `${said} came twice that day in ${zone}. Read as the first, ${formatOffset(local.ns, zone)}; the second is ${formatOffset(local.laterNs!, zone)}.`,
    });
  }
  if (local.kind === 'skipped') {
    return ok({
      ns: local.ns, zone, laterNs: undefined,
      note: `That day clocks in ${zone} were set forward over this time. Read as ${formatTimeOfDay(local.ns, zone, 'second')} ${formatOffset(local.ns, zone)}.`,
    });
  }
  return ok({ ns: local.ns, zone, note: seasonNote(read.value, local.ns), laterNs: undefined });
}

/** `T0`, `T+5m`, `T-1 min 30 s`, `T+1:30:00`. */
function readFromT0(typed: string, [, sign, length]: RegExpExecArray, { t0, zone }: TimeTextContext): Result<ParsedTime> {
  if (!t0) return notUnderstood(`“${typed}” counts from T0, the milestone Impact start, and none is set. Give an entry that milestone, or type a time of day.`);
  const by = length === undefined ? ok(0n) : readLength(length);
  if (!by.ok) return by;
  const at = `${formatDate(t0.ns, zone)} ${formatTimeOfDay(t0.ns, zone, t0.ns % NS_PER_S === 0n ? 'second' : 'millisecond')} ${formatOffset(t0.ns, zone)}`;
  return ok({
    ns: sign === undefined || sign === '+' ? t0.ns + by.value : t0.ns - by.value, zone, note: undefined, laterNs: undefined,
    counted: `T0 is Impact start, ${at}${t0.uncertaintyNs > 0n ? ` ${formatUncertainty(t0.uncertaintyNs)}` : ''}`,
  });
}

function readLength(text: string): Result<bigint> {
  const clock = LENGTH_CLOCK.exec(text);
  if (clock) {
    return ok(BigInt(clock[1]!) * NS_PER_H + BigInt(clock[2]!) * NS_PER_MIN + BigInt(clock[3]!) * NS_PER_S + BigInt((clock[4] ?? '').padEnd(9, '0')));
  }
  // What the numbers mean differs from team to team, and a guess would be off by the factor 60.
  const short = /^(\d{1,4}):(\d{2})$/.exec(text);
  if (short) return notUnderstood(`${text} can be ${Number(short[1])} min ${Number(short[2])} s or ${Number(short[1])} h ${Number(short[2])} min. Type T+1m30s or T+1:30:00.`);
  if (/^\d+$/.test(text)) return notUnderstood(`Name the unit: T+${text}m or T+${text}s.`);
  const length = parseDurationText(text);
  return length.ok ? length : notUnderstood(`“${text}” is not a length of time. Type T+5m, T-30s, T+1h 30m or T+1:30:00.`);
}

/** The way from T0 as `parseTimeText` reads it back, with the digits of `formatDuration`: `T+4 min 12 s`, `T0`. */
export function formatFromT0(ns: bigint, t0Ns: bigint): string {
  if (ns === t0Ns) return 'T0';
  return ns > t0Ns ? `T+${formatDuration(ns - t0Ns)}` : `T-${formatDuration(t0Ns - ns)}`;
}

interface Day { readonly year: number; readonly month: number; readonly day: number }
/** A date as it was named: a whole one, one whose year is to be found, a day counted from today. */
type NamedDay = { readonly year: number | undefined; readonly month: number; readonly day: number } | { readonly daysAgo: bigint };

function readDate(typed: string): Result<{ rest: string; day: NamedDay | undefined }> {
  const iso = DATE_ISO.exec(typed);
  if (iso) return ok({ rest: typed.slice(iso[0].length), day: { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) } });
  const word = DAY_WORD.exec(typed);
  if (word) return ok({ rest: typed.slice(word[0].length), day: { daysAgo: word[1]!.toLowerCase() === 'yesterday' ? 1n : 0n } });
  const words = DATE_WORDS.exec(typed);
  if (!words) return ok({ rest: typed, day: undefined });
  const month = MONTHS.indexOf(words[2]!.slice(0, 3).toLowerCase()) + 1;
  if (month === 0) return CLOCK.test(typed.slice(words[0].length)) ? notUnderstood(`“${words[2]}” is not a month.`) : notATime(typed);
  return ok({ rest: typed.slice(words[0].length), day: { year: words[3] === undefined ? undefined : Number(words[3]), month, day: Number(words[1]) } });
}

/** The date in the zone that was named: today there may be yesterday here. */
function dayOf(named: NamedDay | undefined, zone: string, { nearNs, nowNs }: TimeTextContext): Day {
  if (named && 'daysAgo' in named) return civilIn(nowNs - named.daysAgo * NS_PER_DAY, zone, nowNs);
  if (named?.year !== undefined) return { year: named.year, month: named.month, day: named.day };
  const near = civilIn(nearNs, zone, nearNs);
  return named ? { year: near.year, month: named.month, day: named.day } : near;
}

/** The date at `ns` by the offset that `zone` has at `offsetAtNs`: a day before now is one date less, whatever clocks did. */
function civilIn(ns: bigint, zone: string, offsetAtNs: bigint): Day {
  const { year, month, day } = nsToCivil(ns + zoneOffsetNs(offsetAtNs, zone));
  return { year, month, day };
}

function readHour(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

function zoneOfRfc3339(text: string): string {
  const m = /([+-])(\d{2}):?(\d{2})$/.exec(text);
  return m && !/z$/i.test(text) && `${m[2]}${m[3]}` !== '0000' ? `${m[1]}${m[2]}:${m[3]}` : 'UTC';
}

/** The shortest text that `parseTimeText` reads back as exactly this instant: `2026-10-14 10:42:05.123`. */
export function formatTimeText(ns: bigint, zone: string): string {
  const fraction = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const precision = fraction === 0n
    ? (ns % NS_PER_MIN === 0n ? 'minute' : 'second')
    : fraction % 1_000_000n === 0n ? 'millisecond' : fraction % 1_000n === 0n ? 'microsecond' : 'nanosecond';
  const plain = `${formatDate(ns, zone)} ${formatTimeOfDay(ns, zone, precision)}`;
  const c = nsToCivil(ns + zoneOffsetNs(ns, zone));
  // Of a time that comes twice only the offset tells which is meant; RFC 3339 says it.
  return localToInstant(c, zone).kind === 'ambiguous' ? `${formatDate(ns, zone)} ${formatTimeOfDay(ns, zone, precision === 'minute' ? 'second' : precision)}${formatOffset(ns, zone) === 'UTC' ? 'Z' : formatOffset(ns, zone)}` : plain;
}

const UNIT_NS: Readonly<Record<string, bigint>> = {
  ns: 1n, us: 1_000n, µs: 1_000n, μs: 1_000n, ms: 1_000_000n, s: 1_000_000_000n, sec: 1_000_000_000n, min: NS_PER_MIN, m: NS_PER_MIN, h: NS_PER_H, d: NS_PER_DAY,
};

/** A ± or a length as people type it: `2 s`, `500ms`, `1.5 min`, `1 h 30 min`; a bare number is seconds; empty is none. */
export function parseDurationText(text: string): Result<bigint> {
  const typed = text.trim().replace(/^(?:±|\+\/?-)\s*/, '').toLowerCase();
  if (typed === '') return ok(0n);
  let sum = 0n;
  let rest = typed;
  while (rest !== '') {
    const m = /^(\d{1,9})(?:[.,](\d{1,9}))?\s*(ns|us|µs|μs|ms|sec|s|min|m|h|d)?\s*/.exec(rest);
    if (!m || (m[3] === undefined && rest !== typed)) return notUnderstood(`“${text.trim()}” is not a length of time. Type it as 2 s, 500 ms or 1 min 30 s.`);
    const unit = UNIT_NS[m[3] ?? 's']!;
    sum += BigInt(m[1]!) * unit;
    if (m[2] !== undefined) sum += (BigInt(m[2]) * unit) / 10n ** BigInt(m[2].length);
    rest = rest.slice(m[0].length);
  }
  return ok(sum);
}

/** Text that `parseDurationText` reads back as exactly this length; empty for none. */
export function formatDurationText(ns: bigint): string {
  if (ns === 0n) return '';
  const units: ReadonlyArray<readonly [string, bigint]> = [['h', 60n * NS_PER_MIN], ['min', NS_PER_MIN], ['s', 1_000_000_000n], ['ms', 1_000_000n], ['µs', 1_000n], ['ns', 1n]];
  const parts: string[] = [];
  let rest = ns;
  for (const [unit, size] of units) {
    if (rest >= size) parts.push(`${rest / size} ${unit}`);
    rest %= size;
  }
  return parts.join(' ');
}

function notUnderstood(message: string): Result<never> {
  return fail('time/not-understood', message);
}

function notATime(typed: string): Result<never> {
  return notUnderstood(`“${typed}” is not a time. Type it as 10:42, 10:42:05.123, 2026-10-14 10:42, yesterday 10:42 Berlin or T+5m.`);
}
