import { fail, ok, type Result } from '../base/result.ts';

/** Calendar days as people type them: no time, no zone. */

const WEEKDAYS = [['sun', 'sunday', 'sonntag'], ['mon', 'monday', 'montag'], ['tue', 'tuesday', 'dienstag'], ['wed', 'wednesday', 'mittwoch'], ['thu', 'thursday', 'donnerstag'], ['fri', 'friday', 'freitag'], ['sat', 'saturday', 'samstag']] as const;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const UNIT_DAYS: Readonly<Record<string, number>> = { d: 1, day: 1, days: 1, w: 7, week: 7, weeks: 7 };

/**
 * A day as `2026-12-01`: from `2026-12-01`, `1.12.2026`, `1 Dec 2026`, `today`, `tomorrow`, `in 2 weeks`, `+10 days`, `+3 months`,
 * `friday` (the next one). `12/01/2026` is refused: nobody knows which number is the month. Code: `date/not-understood`.
 */
export function parseDateText(text: string, today: string): Result<string> {
  const words = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  if (words === 'today' || words === 'heute') return ok(today);
  if (words === 'tomorrow' || words === 'morgen') return ok(addDays(today, 1));
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(words);
  if (iso) return civil(Number(iso[1]), Number(iso[2]), Number(iso[3]), text);
  const dotted = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$/.exec(words);
  if (dotted) return civil(Number(dotted[3]), Number(dotted[2]), Number(dotted[1]), text);
  const named = /^(\d{1,2})\.? ([a-z]{3})[a-z]*\.?(?: (\d{4}))?$/.exec(words);
  const month = named ? MONTHS.findIndex((m) => m === named[2]) : -1;
  if (named && month >= 0) {
    const year = named[3] === undefined ? Number(today.slice(0, 4)) : Number(named[3]);
    const day = civil(year, month + 1, Number(named[1]), text);
    // Without a year: the next such day.
    return day.ok && named[3] === undefined && day.value < today ? civil(year + 1, month + 1, Number(named[1]), text) : day;
  }
  const later = /^(?:in |\+ ?)(\d{1,4}) ?([a-z]+)$/.exec(words);
  if (later) {
    const count = Number(later[1]);
    const unit = UNIT_DAYS[later[2]!];
    if (unit !== undefined) return ok(addDays(today, count * unit));
    if (/^(?:m|months?)$/.test(later[2]!)) return ok(addMonths(today, count));
  }
  const weekday = WEEKDAYS.findIndex((names) => names.some((name) => name === words.replace(/^next /, '')));
  if (weekday >= 0) {
    const now = new Date(`${today}T00:00:00Z`).getUTCDay();
    return ok(addDays(today, ((weekday - now + 6) % 7) + 1));
  }
  if (/^\d{1,2}\/\d{1,2}\/\d{2,4}$/.test(words)) return fail('date/not-understood', 'Which number is the month is not clear. Write it as 2026-12-01.');
  return fail('date/not-understood', 'No day Tephra understands. Write it as 2026-12-01, “in 2 weeks” or “friday”.');
}

function civil(year: number, month: number, day: number, text: string): Result<string> {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1
    ? ok(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
    : fail('date/not-understood', `There is no ${text.trim()} in the calendar.`);
}

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The same day of a later month, or that month's last. */
function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year!, month! + months, 0)).getUTCDate();
  return new Date(Date.UTC(year!, month! - 1 + months, Math.min(date!, last))).toISOString().slice(0, 10);
}
