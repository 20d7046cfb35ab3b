import { daysFromCivil, isValidCivil } from '../../base/time.ts';
import { daySeconds, fraction, monthAt, twoDigits } from '../contract-clock.ts';
import { wholeNumber } from '../contract-number.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { EventRecord, FieldValue } from '../contract.ts';
import { F } from './fields.ts';

/*
 * Apache, https://httpd.apache.org/docs/2.4/mod/core.html#errorlogformat. Without the directive a line of 2.4 is
 * `[time] [module:level] [pid P:tid T] file.c(123): (2)No such file or directory: [client 10.0.0.7:50122] AH00124: message, referer http://…`,
 * of 2.2 `[time] [level] [client 10.0.0.7] message`.
 */
export interface ApacheTime {
  /** Seconds since 1970 as if it were UTC. */
  seconds: number;
  nanosecond: number;
  /** Where the bracket ends, exclusive. */
  to: number;
}

const time: ApacheTime = { seconds: 0, nanosecond: 0, to: 0 };

/** `[Wed Oct 11 14:32:52.123456 2000]` (the object is reused); `undefined` when it is none. */
export function apacheTime(text: string): ApacheTime | undefined {
  if (text.charCodeAt(0) !== 0x5b || text.charCodeAt(4) !== 32 || text.charCodeAt(8) !== 32) return undefined;
  const month = monthAt(text, 5);
  let at = 9;
  if (text.charCodeAt(at) === 32) at++;
  let day = text.charCodeAt(at++) - 48;
  if (text.charCodeAt(at) !== 32) day = day * 10 + text.charCodeAt(at++) - 48;
  const seconds = daySeconds(text, ++at);
  if (month === 0 || Number.isNaN(seconds)) return undefined;
  at += 8;
  const part = fraction(text, at);
  at += part.length;
  const year = twoDigits(text, at + 1) * 100 + twoDigits(text, at + 3);
  if (text.charCodeAt(at) !== 32 || text.charCodeAt(at + 5) !== 0x5d) return undefined;
  if (!isValidCivil({ year, month, day, hour: 0, minute: 0, second: 0, nanosecond: 0 })) return undefined;
  time.seconds = daysFromCivil(year, month, day) * 86_400 + seconds;
  time.nanosecond = part.ns;
  time.to = at + 6;
  return time;
}

/** `[core:error] `, `[error] `, `[mpm_event:trace6] `, `[-:notice] `, `[:error] ` (modules without a name). */
export const APACHE_LEVEL = / \[(?:([\w-]*):)?(emerg|alert|crit|error|warn|notice|info|debug|trace[1-8])\] ?/y;
const PROCESS = /\[pid (\d{1,10})(?::tid (\d{1,20}))?\] ?/y;
const CLIENT = /\[(client|remote) ([^\]\s]{1,255})\] ?/y;
const SOURCE = /([\w./-]{1,100}\.(?:c|cc|cpp|h))\((\d{1,7})\): /y;
const ERRNO = /\((\d{1,10})\)([^:[\]]{1,200}): ?/y;
const CODE = /(AH\d{5}): /y;
const REFERER = /, referer: (\S+)$/;

/** What stands between level and message, in any order. Returns where the message begins. */
export function readApacheHead(text: string, from: number, record: EventRecord, values: FieldValue[]): number {
  let at = from;
  for (let part = 0; part < 8; part++) {
    const first = text.charCodeAt(at);
    if (first === 0x5b) {
      PROCESS.lastIndex = at;
      let m = PROCESS.exec(text);
      if (m && values[F.pid] === undefined) {
        values[F.pid] = Number(m[1]);
        if (m[2] !== undefined) values[F.thread] = wholeNumber(m[2]);
        at = PROCESS.lastIndex;
        continue;
      }
      CLIENT.lastIndex = at;
      m = CLIENT.exec(text);
      if (!m || values[F.client] !== undefined) break;
      setClient(m[2]!, values);
      at = CLIENT.lastIndex;
      continue;
    }
    if (first === 0x28) {
      ERRNO.lastIndex = at;
      const m = ERRNO.exec(text);
      if (!m || values[F.errno] !== undefined) break;
      values[F.errno] = Number(m[1]);
      set(record, 'error.message', m[2]);
      at = ERRNO.lastIndex;
      continue;
    }
    CODE.lastIndex = at;
    let m = CODE.exec(text);
    if (m) {
      values[F.code] = m[1];
      break;
    }
    SOURCE.lastIndex = at;
    m = SOURCE.exec(text);
    if (!m) break;
    set(record, 'code.file.path', m[1]);
    set(record, 'code.line.number', Number(m[2]));
    at = SOURCE.lastIndex;
  }
  return at;
}

/** `10.0.0.7:50122` (2.4), `10.0.0.7`, `::1:58619`, `[::1]:58619`. An IPv6 address of 2.2 has no port, and is told by its length. */
function setClient(text: string, values: FieldValue[]): void {
  const colon = text.lastIndexOf(':');
  const port = colon > 0 ? text.slice(colon + 1) : '';
  const address = text.slice(0, colon);
  const hasPort = /^\d{1,5}$/.test(port) && (!address.includes(':') || address.includes('::') || address.split(':').length === 8) && !address.endsWith(':');
  values[F.client] = hasPort ? address.replace(/^\[(.*)\]$/, '$1') : text;
  if (hasPort) values[F.clientPort] = Number(port);
}

/** Takes the referer off the end of a whole message. */
export function finishApache(record: EventRecord): void {
  if (!record.body.includes(', referer: ')) return;
  const m = REFERER.exec(record.body);
  if (!m) return;
  set(record, 'http.request.header.referer', m[1]);
  record.body = record.body.slice(0, m.index);
}

function set(record: EventRecord, name: string, value: unknown): void {
  const attributes: Record<string, unknown> = record.attributes ?? emptyAttributes();
  attributes[name] = value;
  record.attributes = attributes;
}
