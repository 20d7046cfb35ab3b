import { NS_PER_DAY, NS_PER_H, NS_PER_MIN, NS_PER_S } from '../../base/time.ts';
import type { Language } from './rule.ts';

/** A time of day in a text. */
export interface SaidTime {
  readonly start: number;
  readonly end: number;
  /** As it is said, zone included. */
  readonly text: string;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly hasSeconds: boolean;
  /** `YYYY-MM-DD` before it, and where that begins. */
  readonly date: string | undefined;
  readonly dateStart: number | undefined;
  /** As it is written, `undefined` where none is. */
  readonly zone: string | undefined;
  /** "About", "ca.": not meant to the minute. */
  readonly isRough: boolean;
}

const ROUGH = /(?:\b(?:about|around|approximately|roughly|circa|approx\.?|ca\.|near|shortly (?:before|after)|just (?:before|after)|before|after|by|gegen|etwa|ungefähr|rund|kurz (?:vor|nach)|vor|nach|bis|until)|~|≈)\s*$/i;
const TIME = /(?<![\p{L}\p{N}:.+-])(?:(\d{4}-\d{2}-\d{2})[T ]\s*)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?![\p{N}:])(?:\s?([ap])\.?m\.?(?!\p{L}))?(?:\s?(?:\(?(UTC|GMT|Z|[+-]\d{2}:?\d{2}|[A-Z][a-z]+\/[A-Z][A-Za-z_]+|[A-Z]{2,5})\)?(?![\p{L}\p{N}])))?/gu;

const RANGE_BEFORE = /\d\s?(?:-|–|—|to|until|bis)\s?$/;
const RANGE_AFTER = /^\s?(?:-|–|—|to|until|bis)\s?\d/;

/** Times of day, ranges (`10:02 to 10:49`) left out: what a range means nobody can tell from its words. */
export function timesIn(text: string): SaidTime[] {
  return [...text.matchAll(TIME)].flatMap((match) => {
    const [whole, date, h, minute, seconds, half, zone] = match;
    const end = match.index + whole.trimEnd().length;
    if (RANGE_BEFORE.test(text.slice(Math.max(0, match.index - 10), match.index)) || RANGE_AFTER.test(text.slice(end, end + 10))) return [];
    const hour = half === undefined ? Number(h) : (Number(h) % 12) + (half === 'p' ? 12 : 0);
    if (hour > 23 || Number(minute) > 59 || (half !== undefined && (Number(h) < 1 || Number(h) > 12))) return [];
    const dateLength = date === undefined ? 0 : whole.indexOf(h!, date.length);
    const digits = `${h}:${minute}${seconds === undefined ? '' : /:\d{2}(:\d{2}(?:\.\d+)?)/.exec(whole)![1]!}`;
    const start = match.index + dateLength;
    return [{
      start, end: half === undefined ? start + digits.length : end, text: whole.trim(), hour, minute: Number(minute), second: Number(seconds ?? 0), hasSeconds: seconds !== undefined, date,
      dateStart: date === undefined ? undefined : match.index, zone, isRough: ROUGH.test(text.slice(Math.max(0, match.index - 24), match.index)),
    }];
  });
}

/** A length of time in a text. */
export interface SaidDuration {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly durationNs: bigint;
  /** What the smallest unit that is said leaves open. */
  readonly unitNs: bigint;
  readonly isRough: boolean;
  readonly bound: 'at-most' | 'at-least' | undefined;
  /** Written as an adjective: `47-minute`. */
  readonly isAdjective: boolean;
}

const UNITS: ReadonlyArray<{ readonly find: RegExp; readonly ns: bigint; readonly openNs: bigint }> = [
  { find: /^(?:d|days?|tage?n?)$/i, ns: NS_PER_DAY, openNs: NS_PER_DAY / 2n },
  { find: /^(?:h|hrs?|hours?|std|stunden?|stündig\w*)$/i, ns: NS_PER_H, openNs: NS_PER_H / 2n },
  { find: /^(?:m|min|mins|minutes?|minuten?|minütig\w*)$/i, ns: NS_PER_MIN, openNs: NS_PER_MIN },
  { find: /^(?:s|secs?|seconds?|sek|sekunden?|sekündig\w*)$/i, ns: NS_PER_S, openNs: NS_PER_S },
];
const UNIT = '(?:days?|tage?n?|hours?|hrs?|stunden?|std|stündig\\p{L}*|h|minutes?|minuten?|minütig\\p{L}*|mins?|m|seconds?|secs?|sekunden?|sek|sekündig\\p{L}*|s|d)';
const PART = `(\\d+(?:[.,]\\d+)?)(\\s?-?\\s?)(${UNIT})(?![\\p{L}\\p{N}])`;
const DURATION = new RegExp(`(?<![\\p{L}\\p{N}.,:#/-])${PART}(?:(?:\\.?,? and |\\.?,? und |\\.?, |\\.? )?${PART})?(?:(?:\\.?,? and |\\.?,? und |\\.?, |\\.? )?${PART})?`, 'giu');
const ABOUT = /(?:\b(?:about|around|approximately|roughly|circa|approx\.?|ca\.|some|nearly|almost|just under|just over|etwa|ungefähr|rund|knapp|fast|gut)|~|≈)\s*$/i;
const AT_MOST = /\b(?:within|less than|under|at most|up to|innerhalb von|binnen|weniger als|unter|höchstens|bis zu|not even)\s*$/i;
const AT_LEAST = /\b(?:more than|over|at least|longer than|mehr als|über|mindestens|länger als)\s*$/i;

export function durationsIn(text: string, language: Language): SaidDuration[] {
  return [...text.matchAll(DURATION)].flatMap((match) => {
    let durationNs = 0n;
    let unitNs = NS_PER_S;
    for (let i = 1; i < match.length; i += 3) {
      const unit = UNITS.find(({ find }) => match[i + 2] !== undefined && find.test(match[i + 2]!));
      if (!unit || match[i] === undefined || match[i]!.length > 9) continue;
      const value = Number(match[i]!.replace(',', '.'));
      durationNs += BigInt(Math.round(value * 1000)) * unit.ns / 1000n;
      unitNs = /[.,]/.test(match[i]!) ? unit.openNs / 5n : unit.openNs;
    }
    if (durationNs === 0n) return [];
    const before = text.slice(Math.max(0, match.index - 24), match.index);
    const bound = AT_MOST.test(before) ? 'at-most' : AT_LEAST.test(before) ? 'at-least' : undefined;
    const isAdjective = language === 'en' ? match[2]!.includes('-') : /(?:min|stünd|sekünd)\p{L}*ig/iu.test(match[0]) || match[2]!.includes('-');
    return [{ start: match.index, end: match.index + match[0].length, text: match[0], durationNs, unitNs, isRough: ABOUT.test(before), bound, isAdjective }];
  });
}

const WORDS: Readonly<Record<Language, Readonly<Record<'h' | 'm' | 's', readonly [one: string, many: string]>>>> = {
  en: { h: ['hour', 'hours'], m: ['minute', 'minutes'], s: ['second', 'seconds'] },
  de: { h: ['Stunde', 'Stunden'], m: ['Minute', 'Minuten'], s: ['Sekunde', 'Sekunden'] },
};

/** A duration in words, to the minute where another was said to the minute. `47 minutes`, `1 hour 5 minutes`, `47-minute`. */
export function formatLike(durationNs: bigint, said: Pick<SaidDuration, 'unitNs' | 'isAdjective' | 'text'>, language: Language): string {
  const bySecond = durationNs < 2n * NS_PER_MIN || said.unitNs <= NS_PER_S;
  const total = bySecond ? durationNs / NS_PER_S : (durationNs + NS_PER_MIN / 2n) / NS_PER_MIN;
  const seconds = bySecond ? total % 60n : 0n;
  const minutes = bySecond ? total / 60n : total;
  const parts = [
    { n: minutes / 60n, unit: 'h' as const }, { n: minutes % 60n, unit: 'm' as const }, { n: seconds, unit: 's' as const },
  ].filter(({ n }) => n > 0n);
  if (parts.length === 0) return `0 ${WORDS[language].s[1]}`;
  if (said.isAdjective && language === 'en' && parts.length === 1) return `${parts[0]!.n}-${WORDS.en[parts[0]!.unit][0]}`;
  // As short as it was said: "47 min", "47min".
  const isShort = /\d\s?(?:h|m|min|s|std|sek)\.?(?!\p{L})/iu.test(said.text);
  return parts.map(({ n, unit }) => `${n} ${isShort ? { h: 'h', m: 'min', s: 's' }[unit] : WORDS[language][unit][n === 1n ? 0 : 1]}`).join(' ');
}
