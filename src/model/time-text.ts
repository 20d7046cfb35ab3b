import {
  formatDate, formatOffset, formatTimeOfDay, isValidCivil, isZone, localToInstant, nsToCivil, NS_PER_DAY, NS_PER_MIN, parseRfc3339,
  zoneOffsetNs, type Civil,
} from '../base/time.ts';
import { fail, ok, type Result } from '../base/result.ts';

/** What a typed time means, and in which words to show that it was understood. */
export interface ParsedTime {
  readonly ns: bigint;
  /** Zone it was said in. */
  readonly zone: string;
  /** Set where clocks were set back or forward: what the other reading is, for people to choose from. */
  readonly note: string | undefined;
  /** The later reading of a time that comes twice. */
  readonly laterNs: bigint | undefined;
}

export interface TimeTextContext {
  /** Zone of a time that names none. */
  readonly zone: string;
  /** The date that a time of day without one belongs to is that of this instant. */
  readonly nearNs: bigint;
  readonly nowNs: bigint;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DATE_ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+|$)/i;
const DATE_WORDS = /^(\d{1,2})\s+([a-z]{3,9})\.?(?:,?\s+(\d{4}))?(?:,?\s+|$)/i;
const DAY_WORD = /^(today|yesterday)(?:,?\s+|$)/i;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*(am|pm)\b)?/i;
/** `3 pm`, with the groups of `CLOCK`. */
const HOUR = /^(\d{1,2})()()()\s*(am|pm)\b/i;
const OFFSET = /^(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?$/i;

/**
 * Reads a time as people type it: `10:42`, `10:42:05.123`, `14 Oct 10:42`, `2026-10-14 10:42 Europe/Berlin`,
 * `2026-10-14T10:42:05+02:00`, `yesterday 23:10`, `3:10 pm`, `3pm`, `now`. Fails with `time/not-understood` and what to type
 * instead. A time that the zone skips or has twice is read with a note that says so.
 */
export function parseTimeText(text: string, context: TimeTextContext): Result<ParsedTime> {
  const typed = text.trim().replace(/\s+/g, ' ');
  if (typed === '') return notUnderstood('Type a time, such as 10:42:05 or 2026-10-14 10:42.');
  if (/^now$/i.test(typed)) return ok({ ns: context.nowNs, zone: context.zone, note: undefined, laterNs: undefined });
  const exact = parseRfc3339(typed);
  if (exact !== undefined) return ok({ ns: exact, zone: zoneOfRfc3339(typed), note: undefined, laterNs: undefined });

  const date = readDate(typed, context);
  if (!date.ok) return date;
  const { rest: afterDate, day } = date.value;
  const clock = CLOCK.exec(afterDate) ?? HOUR.exec(afterDate);
  if (!clock) {
    return day === undefined ? notATime(typed) : notUnderstood('Add the time of day, such as 10:42.');
  }
  const hour = readHour(Number(clock[1]), clock[5]?.toLowerCase());
  if (hour === undefined) return notUnderstood(`${clock[0].trim()} is not a time of day.`);
  const zone = readZone(afterDate.slice(clock[0].length).trim(), context.zone);
  if (zone === undefined) {
    return notUnderstood(`“${afterDate.slice(clock[0].length).trim()}” is not a zone. Name one as UTC, +02:00 or Europe/Berlin.`);
  }
  const near = nsToCivil(context.nearNs + zoneOffsetNs(context.nearNs, zone));
  const civil: Civil = {
    ...(day ?? { year: near.year, month: near.month, day: near.day }), hour, minute: Number(clock[2]), second: Number(clock[3] ?? 0),
    nanosecond: Number((clock[4] ?? '').padEnd(9, '0')),
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
  return ok({ ns: local.ns, zone, note: undefined, laterNs: undefined });
}

interface Day { readonly year: number; readonly month: number; readonly day: number }

function readDate(typed: string, context: TimeTextContext): Result<{ rest: string; day: Day | undefined }> {
  const iso = DATE_ISO.exec(typed);
  if (iso) return ok({ rest: typed.slice(iso[0].length), day: { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) } });
  const word = DAY_WORD.exec(typed);
  if (word) {
    const ns = context.nowNs - (word[1]!.toLowerCase() === 'yesterday' ? NS_PER_DAY : 0n);
    const c = nsToCivil(ns + zoneOffsetNs(context.nowNs, context.zone));
    return ok({ rest: typed.slice(word[0].length), day: { year: c.year, month: c.month, day: c.day } });
  }
  const words = DATE_WORDS.exec(typed);
  if (!words) return ok({ rest: typed, day: undefined });
  const month = MONTHS.indexOf(words[2]!.slice(0, 3).toLowerCase()) + 1;
  if (month === 0) return CLOCK.test(typed.slice(words[0].length)) ? notUnderstood(`“${words[2]}” is not a month.`) : notATime(typed);
  const near = nsToCivil(context.nearNs + zoneOffsetNs(context.nearNs, context.zone));
  return ok({ rest: typed.slice(words[0].length), day: { year: words[3] === undefined ? near.year : Number(words[3]), month, day: Number(words[1]) } });
}

function readHour(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

/** `UTC`, `Z`, `+2`, `+0200`, `+02:00`, `UTC+2` or an IANA name in any case; `undefined` when it is none. */
export function readZone(text: string, fallback: string): string | undefined {
  if (text === '') return fallback;
  if (/^(?:z|utc|gmt)$/i.test(text)) return 'UTC';
  const offset = OFFSET.exec(text);
  if (offset) {
    const zone = `${offset[1]}${offset[2]!.padStart(2, '0')}:${offset[3] ?? '00'}`;
    return isZone(zone) ? zone : undefined;
  }
  // The runtime takes "cet" and "est" too; a name without a region says too little to prove anything with.
  if (!/^[a-z_]+(?:\/[a-z0-9_+-]+)+$/i.test(text) || !isZone(text)) return undefined;
  return text.split('/').map((part) => part.split('_').map(capital).join('_')).join('/');
}

/** `america/new_york` as the tz database spells it; small words inside (`Isle_of_Man`) stay small. */
function capital(word: string): string {
  return word.split('-').map((w) => {
    if (/^(?:of|au|es)$/i.test(w)) return w.toLowerCase();
    return w === w.toUpperCase() ? w : w.charAt(0).toUpperCase() + w.slice(1);
  }).join('-');
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
  ns: 1n, us: 1_000n, µs: 1_000n, μs: 1_000n, ms: 1_000_000n, s: 1_000_000_000n, sec: 1_000_000_000n, min: NS_PER_MIN, m: NS_PER_MIN, h: 60n * NS_PER_MIN,
};

/** A ± or a length as people type it: `2 s`, `500ms`, `1.5 min`, `1 h 30 min`; a bare number is seconds; empty is none. */
export function parseDurationText(text: string): Result<bigint> {
  const typed = text.trim().replace(/^(?:±|\+\/?-)\s*/, '').toLowerCase();
  if (typed === '') return ok(0n);
  let sum = 0n;
  let rest = typed;
  while (rest !== '') {
    const m = /^(\d{1,9})(?:[.,](\d{1,9}))?\s*(ns|us|µs|μs|ms|sec|s|min|m|h)?\s*/.exec(rest);
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
  return notUnderstood(`“${typed}” is not a time. Type it as 10:42, 10:42:05.123 or 2026-10-14 10:42.`);
}
