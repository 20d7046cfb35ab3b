import { fail, ok, type Result } from '../base/result.ts';
import { NS_PER_MS, NS_PER_S, formatDate, formatTimeOfDay, parseRfc3339 } from '../base/time.ts';
import { parseTimeText } from '../model/time-text.ts';

/** A time somebody typed, and a note where it was read in one of two ways. */
export interface When {
  readonly ns: bigint;
  readonly note: string | undefined;
}

/**
 * A time somebody typed: RFC 3339 and what `parseTimeText` reads, UTC where no zone is named; a date alone is its
 * midnight, Unix seconds have a leading `@`. A time of day without a date is that of `nearNs`.
 */
export function parseWhen(text: string, nearNs: bigint): Result<When> {
  const unix = /^@(\d{1,10})(?:\.(\d{1,9}))?$/.exec(text);
  if (unix) return ok({ ns: BigInt(unix[1]!) * NS_PER_S + BigInt((unix[2] ?? '0').padEnd(9, '0')), note: undefined });
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const ns = parseRfc3339(`${text}T00:00:00Z`);
    return ns === undefined ? fail('time/not-understood', `${text} is not in the calendar. Check day and month.`) : ok({ ns, note: undefined });
  }
  const parsed = parseTimeText(text, { zone: 'UTC', nearNs, nowNs: BigInt(Date.now()) * NS_PER_MS });
  return parsed.ok ? ok({ ns: parsed.value.ns, note: parsed.value.note }) : parsed;
}

/** An instant for people: `2026-10-08 10:02:11.204Z`; a dash where there is none. */
export function humanTime(ns: bigint | undefined): string {
  return ns === undefined ? '-' : `${formatDate(ns, 'UTC')} ${formatTimeOfDay(ns, 'UTC')}Z`;
}
