import { daysFromCivil, isValidCivil } from '../../base/time.ts';
import { daySeconds, fraction, instantNs, LocalClock, twoDigits } from '../contract-clock.ts';
import { zoneTextOffsetSeconds } from '../contract-zones.ts';

/** `2026-10-14 10:33:58.120 CEST` of %t, %m and csvlog: log_timezone is named by its abbreviation or its offset. */
export class PostgresqlClock {
  /** Of the time that was read last. */
  ns = 0n;
  /** Where it ended. */
  to = 0;
  /** Zone texts that are of no known zone, read in that of the case. */
  readonly unknownZones = new Set<string>();
  private readonly zone: string;
  private readonly local: LocalClock;
  private zoneText = '';
  private zoneHour = Number.NaN;
  private zoneOffset: number | undefined;

  constructor(zone: string) {
    this.zone = zone;
    this.local = new LocalClock(zone);
  }

  /** Reads a time at a place; false when there is none. */
  read(text: string, at: number): boolean {
    if (text.charCodeAt(at + 4) !== 45 || text.charCodeAt(at + 7) !== 45 || text.charCodeAt(at + 10) !== 32) return false;
    const year = twoDigits(text, at) * 100 + twoDigits(text, at + 2);
    const month = twoDigits(text, at + 5);
    const day = twoDigits(text, at + 8);
    const ofDay = daySeconds(text, at + 11);
    if (Number.isNaN(ofDay) || !isValidCivil({ year, month, day, hour: 0, minute: 0, second: 0, nanosecond: 0 })) return false;
    const part = fraction(text, at + 19);
    let p = at + 19 + part.length;
    let seconds = daysFromCivil(year, month, day) * 86_400 + ofDay;
    if (text.charCodeAt(p) !== 32) return false;
    const from = p + 1;
    p = zoneEnd(text, from);
    if (p === from) return false;
    const offset = this.offset(text.slice(from, p), seconds);
    seconds = offset === undefined ? this.local.seconds(seconds) : seconds - offset;
    this.ns = instantNs(seconds, part.ns);
    this.to = p;
    return true;
  }

  private offset(zoneText: string, seconds: number): number | undefined {
    const hour = Math.floor(seconds / 3600);
    if (zoneText !== this.zoneText || hour !== this.zoneHour) {
      this.zoneText = zoneText;
      this.zoneHour = hour;
      this.zoneOffset = zoneTextOffsetSeconds(zoneText, this.zone, seconds);
      if (this.zoneOffset === undefined && this.unknownZones.size < 20) this.unknownZones.add(zoneText);
    }
    return this.zoneOffset;
  }
}

/** Where a zone ends: capital letters, or a sign and digits. The same place when none stands there. */
function zoneEnd(text: string, from: number): number {
  let p = from;
  const first = text.charCodeAt(p);
  if (first === 43 || first === 45) {
    p++;
    while (p < from + 6 && (text.charCodeAt(p) >= 48 && text.charCodeAt(p) <= 58)) p++;
    if (text.charCodeAt(p - 1) === 58) p--;
    return p - from === 3 || p - from === 5 || p - from === 6 ? p : from;
  }
  while (p < from + 6 && text.charCodeAt(p) >= 65 && text.charCodeAt(p) <= 90) p++;
  return p - from >= 1 && p - from <= 5 ? p : from;
}
