import { NS_PER_S, civilToNs, formatDate, formatTimeOfDay, isValidCivil, parseRfc3339 } from '../base/time.ts';

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?[Zz]?$/;

/**
 * A time somebody typed: RFC 3339, a shorter form of it ("2026-10-08T10:02", "2026-10-08"; UTC), or Unix seconds
 * with a leading `@`. `undefined` when it is none of these.
 */
export function parseWhen(text: string): bigint | undefined {
  const exact = parseRfc3339(text);
  if (exact !== undefined) return exact;
  const unix = /^@(\d{1,11})(?:\.(\d{1,9}))?$/.exec(text);
  if (unix) return BigInt(unix[1]!) * NS_PER_S + BigInt((unix[2] ?? '0').padEnd(9, '0'));
  const m = LOCAL.exec(text);
  if (!m) return undefined;
  const civil = {
    year: Number(m[1]), month: Number(m[2]), day: Number(m[3]), hour: Number(m[4] ?? 0), minute: Number(m[5] ?? 0), second: Number(m[6] ?? 0),
    nanosecond: Number((m[7] ?? '0').padEnd(9, '0')),
  };
  return isValidCivil(civil) ? civilToNs(civil) : undefined;
}

/** An instant for people: `2026-10-08 10:02:11.204Z`; a dash where there is none. */
export function humanTime(ns: bigint | undefined): string {
  return ns === undefined ? '-' : `${formatDate(ns, 'UTC')} ${formatTimeOfDay(ns, 'UTC')}Z`;
}
