import { parseRfc3339 } from '../../base/time.ts';
import { civilNs, secondsOfDay } from '../contract-line-log.ts';
import type { LocalClock } from '../contract-clock.ts';

/** A line of the kernel's log, however it was printed (dmesg(1), printk(), /dev/kmsg). */
export interface KernelLine {
  readonly message: string;
  /** Seconds since the machine booted, and the same as it stands there. */
  readonly uptime: number | undefined;
  /** Time of day, for `dmesg -T` and `--time-format iso`. */
  readonly timeNs: bigint | undefined;
  readonly timeText: string | undefined;
  /** Of syslog, 0 to 7. */
  readonly level: number | undefined;
  readonly facility: string | undefined;
  /** Task or CPU that printed it: "T31", "C0". */
  readonly caller: string | undefined;
}

const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'];
/** What a console has before a line: a prompt of getty, a note about what was dropped. */
const CONSOLE = /^(?:\*\* \d+ printk messages dropped \*\* *|[^[\]<>]{1,80} login: )/;
const PRIORITY = /^<(\d{1,3})>/;
const DECODED = /^(kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|local[0-7]) *:(emerg|alert|crit|err|warn|notice|info|debug) *: /;
const UPTIME = /^\[ *(\d{1,10}\.\d{6})\](?:\[ *([TC]\d{1,10})\])? ?/;
/** `dmesg -T`; a level in brackets behind it would make it the log of a web server. */
const CTIME = /^\[(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})\](?! \[(?:\w{1,40}:)?(?:emerg|alert|crit|error|warn|notice|info|debug|trace\d)\]) ?/;
const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d),(\d{6})([+-]\d\d):?(\d\d) /;
const KMSG = /^(\d{1,4}),\d{1,20},(\d{1,18}),[-c+](?:,[^;]{0,200})?;/;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** `undefined`: the line has no stamp of the kernel. */
export function readKernelLine(line: string, clock: LocalClock | undefined): KernelLine | undefined {
  const first = line.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39) return kmsg(line) ?? iso(line);
  let text = line;
  const before = CONSOLE.exec(text);
  if (before) text = text.slice(before[0].length);
  let level: number | undefined;
  let facility: string | undefined;
  const priority = PRIORITY.exec(text);
  if (priority) {
    level = Number(priority[1]) & 7;
    text = text.slice(priority[0].length);
  } else {
    const decoded = DECODED.exec(text);
    if (decoded) {
      facility = decoded[1];
      level = LEVELS.indexOf(decoded[2]!);
      text = text.slice(decoded[0].length);
    }
  }
  const uptime = UPTIME.exec(text);
  if (uptime) return { message: text.slice(uptime[0].length), uptime: Number(uptime[1]), timeNs: undefined, timeText: uptime[1], level, facility, caller: uptime[2] };
  const time = CTIME.exec(text);
  if (!time) {
    const stamped = facility === undefined ? undefined : iso(text);
    return stamped && { ...stamped, level, facility };
  }
  const month = MONTHS.indexOf(time[1]!) / 3 + 1;
  const timeNs = clock && civilNs(clock, Number(time[6]), month, Number(time[2]), secondsOfDay(time[3]!, time[4]!, time[5]));
  return { message: text.slice(time[0].length), uptime: undefined, timeNs, timeText: time[0].slice(1, time[0].lastIndexOf(']')), level, facility, caller: undefined };
}

function kmsg(line: string): KernelLine | undefined {
  const m = KMSG.exec(line);
  if (!m) return undefined;
  return { message: line.slice(m[0].length), uptime: Number(m[2]) / 1e6, timeNs: undefined, timeText: m[2], level: Number(m[1]) & 7, facility: undefined, caller: undefined };
}

function iso(line: string): KernelLine | undefined {
  const m = ISO.exec(line);
  const timeNs = m && parseRfc3339(`${m[1]}.${m[2]}${m[3]}:${m[4]}`);
  if (!m || timeNs === null || timeNs === undefined) return undefined;
  return { message: line.slice(m[0].length), uptime: undefined, timeNs, timeText: m[0].trimEnd(), level: undefined, facility: undefined, caller: undefined };
}
