import { daysFromCivil, formatOffset, isValidCivil, localToInstant, NS_PER_S } from '../../base/time.ts';
import { monthAt } from '../contract-clock.ts';
import { zoneTextOffsetSeconds } from '../contract-zones.ts';

/** RFC 5322 §3.3 and §4.3: day of the week and seconds may be missing, old zones are names, comments follow. */
const DATE = /^(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*[\s-]+(\d{2}|\d{4})\s+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*([+-]\d{4}|[A-Za-z]{1,5}))?/;

/** The instant, and the zone as `+02:00`; without a zone it is read in `zone`. */
export function dateOf(text: string, zone: string): { ns: bigint; zone: string } | undefined {
  const m = DATE.exec(text);
  if (!m) return undefined;
  const month = m[2]!.charAt(0).toUpperCase() + m[2]!.slice(1).toLowerCase();
  const short = Number(m[3]);
  const year = m[3]!.length === 4 ? short : short < 50 ? 2000 + short : 1900 + short;
  const civil = { year, month: monthAt(month, 0), day: Number(m[1]), hour: Number(m[4]), minute: Number(m[5]), second: Number(m[6] ?? '0'), nanosecond: 0 };
  if (!isValidCivil(civil)) return undefined;
  const local = daysFromCivil(civil.year, civil.month, civil.day) * 86_400 + civil.hour * 3600 + civil.minute * 60 + civil.second;
  const named = m[7]?.toUpperCase();
  const offset = named === undefined ? undefined : named === 'UT' ? 0 : zoneTextOffsetSeconds(named, zone, local);
  if (offset === undefined) {
    const { ns } = localToInstant(civil, zone);
    return { ns, zone: formatOffset(ns, zone) };
  }
  const minutes = Math.abs(offset) / 60;
  const two = (n: number): string => String(n).padStart(2, '0');
  return { ns: BigInt(local - offset) * NS_PER_S, zone: offset === 0 ? 'UTC' : `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` };
}
