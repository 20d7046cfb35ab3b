import { severityFromText } from '../../model/severity.ts';
import { severityOfSyslog } from '../contract-level.ts';
import { emptyAttributes } from '../contract-record.ts';
import { FACILITIES, SEVERITIES } from './fields.ts';
import { CISCO, levelOf, repeatedTimes, SOLARIS } from './message.ts';
import { readPeer } from './peer.ts';
import { blankStamp, readStamp, type Stamp } from './stamp.ts';
import { readStructuredData } from './structured-data.ts';

/** One line that begins a record. The object is reused. */
export interface SyslogLine {
  readonly stamp: Stamp;
  host: string | undefined;
  /** The program. */
  service: string | undefined;
  pid: number | undefined;
  facility: string | undefined;
  msgId: string | undefined;
  severityNumber: number;
  severityText: string | undefined;
  body: string;
  attributes: Record<string, unknown> | undefined;
  /** RFC 5424, or a tag with its colon: what nothing but syslog has. */
  strict: boolean;
  /** The structured data is not closed. */
  truncated: boolean;
}

const SPACE = 32;
const COLON = 58;
const MAX_TAG = 128;

export class SyslogLineReader {
  private readonly line: SyslogLine = {
    stamp: blankStamp(), host: undefined, service: undefined, pid: undefined, facility: undefined, msgId: undefined,
    severityNumber: 0, severityText: undefined, body: '', attributes: undefined, strict: false, truncated: false,
  };

  /** `undefined` when the line does not begin a record. */
  read(text: string): SyslogLine | undefined {
    const line = this.line;
    const stamp = line.stamp;
    if (!readStamp(text, stamp)) return undefined;
    line.host = undefined;
    line.service = undefined;
    line.pid = undefined;
    line.facility = undefined;
    line.msgId = undefined;
    line.severityNumber = 0;
    line.severityText = undefined;
    line.attributes = undefined;
    line.strict = false;
    line.truncated = false;
    line.body = '';
    if (stamp.version > 0) this.read5424(text, stamp.to + 1);
    else if (!this.read3164(text, stamp.to)) return undefined;
    if (stamp.priority >= 0) {
      const severity = stamp.priority & 7;
      line.facility = FACILITIES[stamp.priority >> 3];
      line.severityNumber = severityOfSyslog(severity);
      line.severityText = SEVERITIES[severity];
    }
    this.readBody();
    return line;
  }

  /** HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA [MSG], each `-` where there is none (RFC 5424 §6). */
  private read5424(text: string, from: number): void {
    const line = this.line;
    line.strict = true;
    let at = from;
    const next = (): string | undefined => {
      const end = text.indexOf(' ', at);
      const word = text.slice(at, end < 0 ? text.length : end);
      at = end < 0 ? text.length : end + 1;
      return word === '-' || word === '' ? undefined : word;
    };
    line.host = next();
    line.service = next();
    const process = next();
    if (process !== undefined) this.setProcess(process);
    line.msgId = next();
    if (at >= text.length) {
      line.truncated = true;
      return;
    }
    const data = readStructuredData(text, at);
    if (!data) {
      line.truncated = true;
      line.body = text.slice(at);
      return;
    }
    if (data.elements) this.set('syslog.structured_data', data.elements);
    at = data.end + 1;
    // §6.4: a byte order mark says that the message is UTF-8; it is not of the message.
    if (text.charCodeAt(at) === 0xfeff) at++;
    line.body = text.slice(at);
  }

  /** Host, tag and message behind the time. False when what follows cannot be that. */
  private read3164(text: string, from: number): boolean {
    const line = this.line;
    let at = from;
    if (text.charCodeAt(at) === COLON) {
      // A network device, or Apple's `--- last message repeated 5 times ---`: nobody is named.
      line.strict = text.charCodeAt(at + 2) === 0x25 || text.startsWith(': --- last message', at);
      line.body = text.slice(at + 1).trimStart();
      return line.strict || line.stamp.kind !== 'instant' && line.stamp.kind !== 'local';
    }
    if (at >= text.length) return line.stamp.priority >= 0;
    at++;
    const code = text.charCodeAt(at);
    if (code === SPACE || code === 0x5b) return line.stamp.kind === 'yearless' && this.readHostless(text, at);
    if (Number.isNaN(code) || code === 0x28) return false;
    let end = text.indexOf(' ', at);
    if (end < 0) end = text.length;
    if (end - at > 255) return false;
    if ((code === 0x2d || code === 0x6c) && (text.startsWith('--- last message ', at) || text.startsWith('last message repeated ', at))) {
      line.body = text.slice(at);
      line.strict = true;
      return true;
    }
    if (code === 0x25) {
      line.body = text.slice(at);
      line.strict = CISCO.test(line.body);
      return line.strict;
    }
    if (text.charCodeAt(end - 1) !== COLON) {
      const host = text.slice(at, end);
      // `2025-01-24T07:00:31 INFO main: …` is of some other family.
      if (line.stamp.priority < 0 && line.stamp.kind !== 'yearless' && (severityFromText(host) > 0 || !HOST.test(host))) return false;
      line.host = host;
      at = end + 1;
      if (text.startsWith('Message forwarded from ', at)) {
        const colon = text.indexOf(': ', at);
        if (colon > 0) {
          line.host = text.slice(at + 23, colon);
          at = colon + 2;
        }
      }
    } else if (text.charCodeAt(end + 1) === 0x25 || ADDRESS.test(text.slice(at, end - 1))) {
      line.host = text.slice(at, end - 1);
      line.body = text.slice(end + 1);
      line.strict = CISCO.test(line.body);
      return true;
    } else if (line.stamp.kind === 'instant' && line.stamp.priority < 0) return false;
    this.readTag(text, at);
    return true;
  }

  /** No host, as an empty variable of a template leaves it: `  lighttpd[53690]: `, `[sshd]: `. */
  private readHostless(text: string, from: number): boolean {
    HOSTLESS.lastIndex = from;
    const m = HOSTLESS.exec(text);
    if (!m) return false;
    const line = this.line;
    line.service = m[1] ?? m[3]!;
    const process = m[2] ?? m[4];
    if (process !== undefined) line.pid = Number(process);
    line.body = text.slice(HOSTLESS.lastIndex);
    line.strict = true;
    return true;
  }

  /**
   * `sshd[24200]: `, `kernel: `, `sshd(pam_unix)[19939]: `, Apple's `com.apple.launchd[1] (com.apple.x[44]) <Notice>: `,
   * `syslogd 1.4.1: `. Where no tag stands, all of it is the message.
   */
  private readTag(text: string, from: number): void {
    const line = this.line;
    const limit = Math.min(text.length, from + MAX_TAG);
    let at = from;
    for (; at < limit; at++) {
      const code = text.charCodeAt(at);
      if (code === COLON) {
        const after = text.charCodeAt(at + 1);
        if (at === from || (after !== SPACE && at + 1 < text.length)) continue;
        this.setTag(text, from, at);
        this.bodyAt(text, at + 1);
        line.strict = true;
        return;
      }
      if (code === 0x5b && at > from) break;
      if (code === SPACE) {
        BLANK_IN_TAG.lastIndex = at;
        const m = BLANK_IN_TAG.exec(text);
        if (m) {
          this.setTag(text, from, at);
          if (m[1] !== undefined) this.appleLevel(m[1]);
          else this.set('service.version', m[2]!);
          this.bodyAt(text, BLANK_IN_TAG.lastIndex);
          line.strict = true;
        } else this.bodyAt(text, from, true);
        return;
      }
    }
    if (text.charCodeAt(at) === 0x5b) {
      PROCESS.lastIndex = at;
      const m = PROCESS.exec(text);
      if (m) {
        this.setTag(text, from, at);
        this.setProcess(m[1]!);
        if (m[2] !== undefined) this.set('syslog.tag', text.slice(from, at + m[1]!.length + 2 + m[2].length));
        if (m[3] !== undefined) this.appleLevel(m[3]);
        this.bodyAt(text, PROCESS.lastIndex);
        line.strict = m[4] === ':';
        return;
      }
    }
    this.bodyAt(text, from, true);
  }

  private setTag(text: string, from: number, to: number): void {
    const tag = text.slice(from, to);
    const bracket = tag.indexOf('(');
    if (bracket > 0 && tag.charCodeAt(tag.length - 1) === 0x29) {
      this.line.service = tag.slice(0, bracket);
      this.set('syslog.tag', tag);
    } else this.line.service = tag;
  }

  private setProcess(text: string): void {
    if (text.length <= 10 && /^\d+$/.test(text)) this.line.pid = Number(text);
    else this.set('syslog.procid', text);
  }

  private appleLevel(word: string): void {
    this.line.severityNumber = severityFromText(word);
    this.line.severityText = word;
  }

  /** One blank behind the tag belongs to it. */
  private bodyAt(text: string, at: number, keepBlank = false): void {
    this.line.body = text.slice(!keepBlank && text.charCodeAt(at) === SPACE ? at + 1 : at);
  }

  /** What the message says of itself: its level, that it repeats another one. */
  private readBody(): void {
    const line = this.line;
    const first = line.body.charCodeAt(0);
    if (first === 0x25) {
      const m = CISCO.exec(line.body);
      if (m) {
        line.msgId = `${m[1]!}-${m[2]!}-${m[3]!}`;
        this.set('cisco.facility', m[1]!);
        line.severityNumber = severityOfSyslog(Number(m[2]));
        line.severityText = SEVERITIES[Number(m[2])];
      }
    } else if (first === 0x5b) {
      const m = SOLARIS.exec(line.body);
      if (m) {
        line.msgId = m[1];
        line.facility = m[2];
        line.severityNumber = severityFromText(m[3]!);
        line.severityText = m[3];
        line.body = line.body.slice(m[0].length);
      }
    }
    if (line.severityNumber === 0) {
      const level = levelOf(line.body);
      if (level) {
        line.severityNumber = level.number;
        line.severityText = level.text;
      }
    }
    if (first === 0x6c || first === 0x6d || first === 0x2d) {
      const times = repeatedTimes(line.body);
      if (times > 0) this.set('syslog.repeated', times);
    }
    const peer = readPeer(line.service, line.body);
    if (peer) {
      if (peer.address !== undefined) this.set('client.address', peer.address);
      if (peer.user !== undefined) this.set('user.name', peer.user);
    }
  }

  private set(name: string, value: unknown): void {
    (this.line.attributes ??= emptyAttributes())[name] = value;
  }
}

const HOST = /^[\w.:%-]+$/;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\dA-Fa-f]*:[\dA-Fa-f:]+)$/;
const HOSTLESS = /(?: {1,8}([\w./-]{1,64})\[(\d{1,10})\]|\[([\w./-]{1,64})(?:\[(\d{1,10})\])?\]): ?/y;
/** ` <Notice>:`, ` 1.4.1:`, ` 8.2001.0:` between a tag and its colon. */
const BLANK_IN_TAG = / (?:<(\w+)>|v?(\d[\w.#-]{0,20})):(?= |$)/y;
const PROCESS = /\[([^\]\s[]{1,64})\]( \([^)]{1,200}\))?(?: <(\w+)>)?(:|(?= )|$)/y;
