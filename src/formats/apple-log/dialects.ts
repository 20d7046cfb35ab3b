import { severityFromText } from '../../model/severity.ts';
import { monthAt } from '../contract-clock.ts';
import { civilNs, fractionNs, secondsOfDay, type LineLogContext } from '../contract-line-log.ts';
import type { YearlessTime } from '../contract-years.ts';
import type { EventRecord } from '../contract.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const DATE = String.raw`(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)`;
const BSD = String.raw`([A-Z][a-z]{2}) ([ \d]?\d) (\d\d):(\d\d):(\d\d)`;
/** `(library) [subsystem:category] text` of the unified log. */
const TEXT = String.raw`(?:\(([^()\n]{1,200})\) )?(?:\[([\w.-]{1,200}):([^\]\n]{0,200})\] )?(.*)$`;

/** wifi.log: no year, and the day of the week. */
const WIFI = new RegExp(`^([A-Z][a-z]{2}) ${BSD}${String.raw`\.(\d{3}) (?:<([\w.-]{1,64})(?:\[(\d{1,10})\])?> ?|(?=\*\*\*))(.*)$`}`, 's');
/** newsyslog where a file begins anew, and repeated messages. */
const TURNED_OVER = new RegExp(`^${BSD}${String.raw` (\S{1,255}) (newsyslog)\[(\d{1,10})\]: (logfile turned over.*)$`}`, 's');
const REPEATED = new RegExp(`^${BSD}${String.raw` (--- last message repeated (\d{1,9}) times? ---)\s*$`}`);
/** security.log: `Oct 14 10:34:11 secd[123] <Error> [user{API} caller]: text`. */
const SECURITYD = new RegExp(`^${BSD}${String.raw` ([^\s[]{1,64})\[(\d{1,10})\] <(\w{1,16})> \[(\w{0,64})\{([^}]{0,200})\}([^\]]{0,200})\]: ?(.*)$`}`, 's');
/** launchd.log */
const LAUNCHD = new RegExp(`^${DATE}${String.raw`\.(\d{6}) (?:\(([^)\n]{1,300})\) )?<(\w{1,16})>: (.*)$`}`, 's');
/** lockdownd.log of iOS: month first, two digits of the year. */
const LOCKDOWND = /^(\d\d)\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)[.,](\d{6}) pid=(\d{1,10}) (.*)$/s;
/** mobile_installation.log and others of iOS. */
const MOBILE = new RegExp(`^[A-Z][a-z]{2} ${BSD}${String.raw` (\d{4}) \[(\d{1,10})\] <(\w{1,16})> \((0x[\da-f]{1,16})\) (?:([-+]\[[^\]\n]{1,300}\]|[\w:]{1,200}(?=: )): )?(.*)$`}`, 's');
/** install.log, and logd of a sysdiagnose: with an offset. */
const INSTALL = new RegExp(`^${DATE}${String.raw`([+-]\d\d(?:\d\d)?) (?:(\S{1,255}) )?([\w.() -]{1,100}?)\[(\d{1,10})\]: (.*)$`}`, 's');
/** `log show`: the default style, --style syslog, --style compact. */
const SHOW = new RegExp(`^${DATE}${String.raw`\.(\d{6})([+-]\d{4}) 0x([\da-f]{1,16}) {1,16}(Default|Info|Debug|Error|Fault|Activity|State|Timesync|Signpost(?:Begin|End|Event)?|Loss|User|Log) {1,16}0x([\da-f]{1,16}) {1,20}(\d{1,10}) {1,10}(\d{1,10}) {1,10}([^:\n]{1,200}): ${TEXT}`}`, 's');
const SHOW_SYSLOG = new RegExp(`^${DATE}${String.raw`\.(\d{6})([+-]\d{4}) {1,2}(\S{1,255}) ([^[\n]{1,200})\[(\d{1,10})\]: ${TEXT}`}`, 's');
const SHOW_COMPACT = new RegExp(`^${DATE}${String.raw`\.(\d{3}) (Df|I|Db|E|F|A|Ac|St|Ts|Sb|Se|Si|Ls|Lo) {1,2}([^[\n]{1,200})\[(\d{1,10}):([\da-f]{1,16})\] ${TEXT}`}`, 's');
/** Headings and remarks of `log show`. */
export const SHOW_HEAD = /^(?:Timestamp {4,}|Filtering the log data using |Skipping (?:info|debug)|Log {6,}- Default: |Activity {1,}- Create: |={3,}|-{20,})/;

const TYPES: Readonly<Record<string, number>> = { Default: 10, Info: 9, Debug: 5, Error: 17, Fault: 21, Df: 10, I: 9, Db: 5, E: 17, F: 21 };

export type AppleDialect = 'wifi' | 'securityd' | 'launchd' | 'lockdownd' | 'mobile' | 'install' | 'log show' | 'syslog';

/** Whether the line is one of these; `sure` when nothing else writes such a line. */
export function dialectOf(text: string): { dialect: AppleDialect; sure: boolean } | undefined {
  const first = text.charCodeAt(0);
  if (first >= 0x41 && first <= 0x5a) {
    if (text.charCodeAt(3) !== 32) return undefined;
    if (WIFI.test(text)) return { dialect: 'wifi', sure: true };
    if (MOBILE.test(text)) return { dialect: 'mobile', sure: true };
    if (SECURITYD.test(text)) return { dialect: 'securityd', sure: true };
    return TURNED_OVER.test(text) || REPEATED.test(text) ? { dialect: 'syslog', sure: false } : undefined;
  }
  if (!(first >= 0x30 && first <= 0x39)) return undefined;
  if (SHOW.test(text)) return { dialect: 'log show', sure: true };
  if (LOCKDOWND.test(text)) return { dialect: 'lockdownd', sure: true };
  if (LAUNCHD.test(text)) return { dialect: 'launchd', sure: true };
  if (SHOW_COMPACT.test(text)) return { dialect: 'log show', sure: true };
  if (SHOW_SYSLOG.test(text)) return { dialect: 'log show', sure: /\]: \(|\[com\.apple\.|\] \[com\.|kernel\[0\]/.test(text) };
  return INSTALL.test(text) ? { dialect: 'install', sure: /(?:installd|Installer|softwareupdated?|system_installd|logd|package_script_service|Setup Assistant|OSInstaller|SoftwareUpdate[\w ]*|suhelperd|storeaccountd|appstoreagent)\[/.test(text) } : undefined;
}

export function appleYearless(text: string): YearlessTime | undefined {
  const first = text.charCodeAt(0);
  if (!(first >= 0x41 && first <= 0x5a)) return undefined;
  const wifi = WIFI.exec(text);
  if (wifi) return yearless(wifi, 2, WEEKDAYS.indexOf(wifi[1]!), 19);
  const m = SECURITYD.exec(text) ?? TURNED_OVER.exec(text) ?? REPEATED.exec(text);
  return m ? yearless(m, 1, -1, 15) : undefined;
}

function yearless(m: RegExpExecArray, at: number, weekday: number, to: number): YearlessTime | undefined {
  const month = monthAt(m[at]!, 0);
  const day = Number(m[at + 1]);
  const seconds = secondsOfDay(m[at + 2]!, m[at + 3]!, m[at + 4]);
  if (month === 0 || !(day >= 1 && day <= 31) || !(seconds >= 0)) return undefined;
  return { month, day, seconds, year: 0, to, weekday: weekday < 0 ? undefined : weekday };
}

/** Values of `Format.fields`: pid, thread, subsystem, category, library, activity, function. */
type Values = [number | undefined, number | undefined, string | undefined, string | undefined, string | undefined, string | undefined, string | undefined];

/** Reads a line that begins a record; its dialect, or `undefined`. */
export function readLine(text: string, context: LineLogContext): AppleDialect | undefined {
  const first = text.charCodeAt(0);
  if (first >= 0x41 && first <= 0x5a) return text.charCodeAt(3) === 32 ? wifi(text, context) ?? mobile(text, context) ?? securityd(text, context) ?? bsd(text, context) : undefined;
  return first >= 0x30 && first <= 0x39 ? show(text, context) ?? lockdownd(text, context) ?? launchd(text, context) ?? compact(text, context) ?? showSyslog(text, context) ?? install(text, context) : undefined;
}

function wifi(text: string, context: LineLogContext): AppleDialect | undefined {
  const m = WIFI.exec(text);
  if (!m) return undefined;
  const record = begin(context, text.slice(0, 23));
  const time = yearless(m, 2, -1, 0);
  setTime(record, context, time && context.yearlessNs(time, fractionNs(m[7]), record));
  record.serviceName = m[8];
  record.body = m[10]!;
  set(record, [m[9] === undefined ? undefined : Number(m[9]), undefined, undefined, undefined, undefined, undefined, /^(_?[a-z]\w{0,60}[A-Z]\w{0,60}): /.exec(m[10]!)?.[1]]);
  return 'wifi';
}

function securityd(text: string, context: LineLogContext): AppleDialect | undefined {
  const m = SECURITYD.exec(text);
  if (!m) return undefined;
  const record = begin(context, text.slice(0, 15));
  const time = yearless(m, 1, -1, 0);
  setTime(record, context, time && context.yearlessNs(time, 0, record));
  record.serviceName = m[6]!;
  level(record, m[8]!);
  record.body = m[12] === '' ? text : m[12]!;
  set(record, [Number(m[7]), undefined, undefined, m[9] === '' ? undefined : m[9], undefined, undefined, m[10] === '' ? undefined : m[10]]);
  const caller = m[11]!.trim();
  if (caller !== '') record.attributes = { ...record.attributes, 'securityd.caller': caller };
  return 'securityd';
}

function bsd(text: string, context: LineLogContext): AppleDialect | undefined {
  const turned = TURNED_OVER.exec(text);
  const m = turned ?? REPEATED.exec(text);
  if (!m) return undefined;
  const record = begin(context, text.slice(0, 15));
  const time = yearless(m, 1, -1, 0);
  setTime(record, context, time && context.yearlessNs(time, 0, record));
  if (turned) {
    record.hostName = m[6];
    record.serviceName = m[7];
    record.body = m[9]!;
    set(record, [Number(m[8]), undefined, undefined, undefined, undefined, undefined, undefined]);
  } else {
    record.body = m[6]!;
    record.attributes = { ...record.attributes, 'syslog.repeated': Number(m[7]) };
  }
  return 'syslog';
}

function mobile(text: string, context: LineLogContext): AppleDialect | undefined {
  const m = MOBILE.exec(text);
  if (!m) return undefined;
  const record = begin(context, text.slice(0, 24));
  setTime(record, context, civilNs(context.clock, Number(m[6]), monthAt(m[1]!, 0), Number(m[2]), secondsOfDay(m[3]!, m[4]!, m[5])));
  level(record, m[8]!);
  record.body = m[11]!;
  set(record, [Number(m[7]), undefined, undefined, undefined, undefined, undefined, m[10]]);
  record.attributes = { 'thread.address': m[9] };
  return 'mobile';
}

function show(text: string, context: LineLogContext): AppleDialect | undefined {
  const m = SHOW.exec(text);
  if (!m) return undefined;
  const record = dated(m, context, 31, m[7], m[8]);
  record.severityText = m[10];
  record.severityNumber = TYPES[m[10]!] ?? 0;
  record.serviceName = m[14]!;
  record.body = m[18]!;
  const activity = m[11] === '0' ? undefined : `0x${m[11]}`;
  set(record, [Number(m[12]), Number.parseInt(m[9]!.slice(-13), 16), m[16], m[17] === '' ? undefined : m[17], m[15], activity, undefined]);
  return 'log show';
}

function showSyslog(text: string, context: LineLogContext): AppleDialect | undefined {
  const m = SHOW_SYSLOG.exec(text);
  if (!m) return undefined;
  const record = dated(m, context, 31, m[7], m[8]);
  record.hostName = m[9];
  record.serviceName = m[10]!;
  record.body = m[15]!;
  set(record, [Number(m[11]), undefined, m[13], m[14] === '' ? undefined : m[14], m[12], undefined, undefined]);
  return 'log show';
}

function compact(text: string, context: LineLogContext): AppleDialect | undefined {
  const m = SHOW_COMPACT.exec(text);
  if (!m) return undefined;
  const record = dated(m, context, 23, m[7], undefined);
  record.severityText = m[8];
  record.severityNumber = TYPES[m[8]!] ?? 0;
  record.serviceName = m[9]!;
  record.body = m[15]!;
  set(record, [Number(m[10]), Number.parseInt(m[11]!.slice(-13), 16), m[13], m[14] === '' ? undefined : m[14], m[12], undefined, undefined]);
  return 'log show';
}

function launchd(text: string, context: LineLogContext): AppleDialect | undefined {
  const m = LAUNCHD.exec(text);
  if (!m) return undefined;
  const record = dated(m, context, 26, m[7], undefined);
  record.serviceName = m[8];
  level(record, m[9]!);
  record.body = m[10]!;
  return 'launchd';
}

function lockdownd(text: string, context: LineLogContext): AppleDialect | undefined {
  const m = LOCKDOWND.exec(text);
  if (!m) return undefined;
  const record = begin(context, text.slice(0, 24));
  setTime(record, context, civilNs(context.clock, 2000 + Number(m[3]), Number(m[1]), Number(m[2]), secondsOfDay(m[4]!, m[5]!, m[6]), fractionNs(m[7])));
  record.serviceName = 'lockdownd';
  record.body = m[9]!;
  set(record, [Number(m[8]), undefined, undefined, undefined, undefined, undefined, undefined]);
  return 'lockdownd';
}

function install(text: string, context: LineLogContext): AppleDialect | undefined {
  const m = INSTALL.exec(text);
  if (!m) return undefined;
  const record = dated(m, context, 19 + m[7]!.length, undefined, m[7]);
  record.hostName = m[8];
  record.serviceName = m[9]!;
  record.body = m[11]!;
  set(record, [Number(m[10]), undefined, undefined, undefined, undefined, undefined, undefined]);
  return 'install';
}

function begin(context: LineLogContext, timeText: string): EventRecord {
  const record = context.begin();
  record.timeText = timeText;
  return record;
}

function dated(m: RegExpExecArray, context: LineLogContext, length: number, fraction: string | undefined, offset: string | undefined): EventRecord {
  const record = begin(context, m[0].slice(0, length));
  const seconds = offset === undefined ? undefined : (offset.startsWith('-') ? -60 : 60) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3) || '0'));
  setTime(record, context, civilNs(context.clock, Number(m[1]), Number(m[2]), Number(m[3]), secondsOfDay(m[4]!, m[5]!, m[6]), fractionNs(fraction), seconds));
  return record;
}

function setTime(record: EventRecord, context: LineLogContext, ns: bigint | undefined): void {
  record.timeNs = ns;
  if (ns === undefined) context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
}

function level(record: EventRecord, word: string): void {
  record.severityText = word;
  record.severityNumber = severityFromText(word);
}

function set(record: EventRecord, values: Values): void {
  record.fields = values;
}
