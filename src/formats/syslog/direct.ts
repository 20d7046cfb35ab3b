import { severityFromText } from '../../model/severity.ts';
import { ByteWords, DirectLines, SPACE } from '../contract-direct.ts';
import { kernelReportAttributes } from '../contract-kernel-report.ts';
import { emptyAttributes, MAX_BODY } from '../contract-record.ts';
import { severityOfSyslog } from '../contract-level.ts';
import type { RangeSink } from '../contract.ts';
import { ByteStamp } from './byte-stamp.ts';
import { F, FACILITIES, fields, SEVERITIES } from './fields.ts';
import { levelOf, mayBeLevel } from './message.ts';
import { isDaemon, readPeer } from './peer.ts';

/** Places times that need more than their digits; shared with the lines that are read as strings. */
export interface SyslogClock {
  /** Seconds since 1970, NaN when the year has no such day. */
  yearless(month: number, day: number, seconds: number): number;
  local(seconds: number): number;
  readonly yearInferred: Readonly<Record<string, unknown>>;
}

const HOST = /^[\w.:%-]+$/;
const MAX_TAG = 128;
const COLON = 0x3a;
const DASH = 0x2d;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** What matters of a program. */
interface Service {
  readonly name: string;
  readonly isKernel: boolean;
  /** Names who is at the other end. */
  readonly isDaemon: boolean;
}

/**
 * The lines that system logs mostly have, from their bytes: time, host, `tag:` or `tag[123]:` and message, or the fields of RFC
 * 5424 without structured data. `direct.prop.test.ts` holds it together with `SyslogLineReader`.
 */
export class SyslogDirect extends DirectLines {
  private readonly clock: SyslogClock;
  private readonly stamp = new ByteStamp();
  private readonly hosts = new ByteWords((text) => severityFromText(text) === 0 && HOST.test(text));
  private readonly services = new ByteWords((text): Service => ({ name: text, isKernel: text === 'kernel', isDaemon: isDaemon(text) }));
  private lastMonth = -1;
  private lastDay = 0;
  private lastOfDay = 0;
  private lastSeconds = 0;

  constructor(sink: RangeSink, clock: SyslogClock, before: () => void) {
    super(sink, fields.length, true, before);
    this.clock = clock;
  }

  /** A line that was read as a string may have moved the clock. */
  forget(): void {
    this.lastMonth = -1;
  }

  protected read(from: number, to: number): boolean {
    const { b, stamp, row } = this;
    if (to - from > MAX_BODY || !stamp.read(b, from) || stamp.to >= to) return false;
    row.attributes = undefined;
    row.numbers[F.pid] = Number.NaN;
    row.ranges[F.msgId * 2] = -1;
    row.serviceFrom = -1;
    row.hostFrom = -1;
    if (!(stamp.version > 0 ? this.read5424(stamp.to + 1, to) : this.read3164(stamp.to + 1, to))) return false;
    const { priority } = stamp;
    if (priority >= 0) {
      row.words[F.facility] = FACILITIES[priority >> 3];
      row.severityNumber = severityOfSyslog(priority & 7);
      row.severityText = SEVERITIES[priority & 7];
    } else {
      row.words[F.facility] = undefined;
      row.severityNumber = 0;
      row.severityText = undefined;
    }
    return this.readBody(to) && this.setTime();
  }

  private read5424(from: number, to: number): boolean {
    const { b, row } = this;
    const hostTo = this.word(from, to);
    const serviceTo = this.word(hostTo + 1, to);
    const processTo = this.word(serviceTo + 1, to);
    const idTo = this.word(processTo + 1, to);
    if (hostTo < 0 || serviceTo < 0 || processTo < 0 || idTo < 0 || b[idTo + 1] !== DASH || b[idTo + 2] !== SPACE) return false;
    const body = idTo + 3;
    if (body >= to || b[body] === 0xef) return false;
    if (!this.isNil(from, hostTo)) row.hostFrom = from;
    row.hostTo = hostTo;
    if (!this.isNil(hostTo + 1, serviceTo)) row.serviceFrom = hostTo + 1;
    row.serviceTo = serviceTo;
    if (!this.isNil(serviceTo + 1, processTo) && !this.readProcess(serviceTo + 1, processTo)) return false;
    if (!this.isNil(processTo + 1, idTo)) row.ranges[F.msgId * 2] = processTo + 1;
    row.ranges[F.msgId * 2 + 1] = idTo;
    row.bodyFrom = body;
    return true;
  }

  private isNil(from: number, to: number): boolean {
    return to - from === 1 && this.b[from] === DASH;
  }

  /** End of a word with a blank behind it; negative when none stands there, or one of other than printable ASCII. */
  private word(from: number, to: number): number {
    if (from <= 0) return -2;
    const { b } = this;
    let p = from;
    while (p < to && b[p]! > SPACE && b[p]! < 0x7f) p++;
    return p > from && p < to && b[p] === SPACE ? p : -2;
  }

  private readProcess(from: number, to: number): boolean {
    const { b } = this;
    if (to - from > 10) return false;
    let value = 0;
    for (let p = from; p < to; p++) {
      const digit = b[p]! - 0x30;
      if (!(digit >= 0 && digit <= 9)) return false;
      value = value * 10 + digit;
    }
    this.row.numbers[F.pid] = value;
    return to > from;
  }

  private read3164(from: number, to: number): boolean {
    const { b, row, stamp } = this;
    const first = b[from]!;
    if (first === DASH || first === 0x25 || first === 0x28 || first === OPEN) return false;
    const hostTo = this.word(from, to);
    if (hostTo < 0 || hostTo - from > 255 || b[hostTo - 1] === COLON) return false;
    // `last message repeated`, `Message forwarded from`
    if (first === 0x6c && hostTo - from === 4 && b[from + 1] === 0x61) return false;
    if (b[hostTo + 1] === 0x4d && b[hostTo + 2] === 0x65 && b[hostTo + 3] === 0x73) return false;
    if (stamp.priority < 0 && stamp.kind !== 'yearless' && !this.hosts.get(b, from, hostTo)) return false;
    row.hostFrom = from;
    row.hostTo = hostTo;
    const tag = hostTo + 1;
    const limit = Math.min(to, tag + MAX_TAG);
    let p = tag;
    for (; ; p++) {
      if (p >= limit) return false;
      const code = b[p]!;
      if (code === COLON) {
        if (p === tag || p + 1 >= to) return false;
        if (b[p + 1] === SPACE) break;
      } else if (code === OPEN) {
        if (p === tag) return false;
        break;
      } else if (code <= SPACE || code >= 0x7f || code === 0x28) return false;
    }
    row.serviceFrom = tag;
    row.serviceTo = p;
    if (b[p] === OPEN) {
      const process = p + 1;
      for (p = process; p < to && b[p] !== CLOSE; p++) if (p - process > 10) return false;
      if (b[p] !== CLOSE || b[p + 1] !== COLON || !this.readProcess(process, p)) return false;
      p++;
    }
    p++;
    row.bodyFrom = p < to && b[p] === SPACE ? p + 1 : p;
    return row.bodyFrom < to;
  }

  /** What the message says of itself; false where it says more than is read here. */
  private readBody(to: number): boolean {
    const { b, row } = this;
    const from = row.bodyFrom;
    row.bodyTo = to;
    const first = b[from]!;
    if (first === 0x25 || first === DASH) return false;
    if (first === OPEN && b[from + 1] === 0x49 && b[from + 2] === 0x44) return false;
    // `last message repeated`, `message repeated`
    if ((first === 0x6c && b[from + 1] === 0x61 && b[from + 2] === 0x73) || (first === 0x6d && b[from + 1] === 0x65 && b[from + 2] === 0x73)) return false;
    if (row.severityNumber === 0 && mayBeLevel(b, from, to)) {
      const level = levelOf(this.text(from, to));
      if (level) {
        row.severityNumber = level.number;
        row.severityText = level.text;
      }
    }
    const service = row.serviceFrom < 0 ? undefined : this.services.get(b, row.serviceFrom, row.serviceTo);
    if (service?.isKernel === true && kernelReportAttributes(this.text(from, to)) !== undefined) return false;
    const pam = first === 0x28 ? from + 1 : from;
    if (service?.isDaemon === true || (b[pam] === 0x70 && b[pam + 1] === 0x61 && b[pam + 2] === 0x6d && b[pam + 3] === 0x5f)) {
      const peer = readPeer(service?.name, this.text(from, to));
      if (peer) {
        const attributes = emptyAttributes();
        if (peer.address !== undefined) attributes['client.address'] = peer.address;
        if (peer.user !== undefined) attributes['user.name'] = peer.user;
        row.attributes = attributes;
      }
    }
    return true;
  }

  private setTime(): boolean {
    const { row, stamp, clock } = this;
    row.timeTextFrom = stamp.from;
    row.timeTextTo = stamp.to;
    row.timeNanosecond = stamp.nanosecond;
    if (stamp.kind === 'instant') row.timeSeconds = stamp.seconds;
    else if (stamp.kind === 'local') row.timeSeconds = clock.local(stamp.seconds);
    else {
      const { month, day, seconds } = stamp;
      if (seconds !== this.lastOfDay || day !== this.lastDay || month !== this.lastMonth) {
        // Of a 29 February in a year that has none the reader of strings says so.
        if (month === 2 && day === 29) return false;
        this.lastSeconds = clock.yearless(month, day, seconds);
        this.lastMonth = month;
        this.lastDay = day;
        this.lastOfDay = seconds;
      }
      row.timeSeconds = this.lastSeconds;
      row.attributes = row.attributes === undefined ? clock.yearInferred : Object.assign(row.attributes, clock.yearInferred);
    }
    return true;
  }
}
