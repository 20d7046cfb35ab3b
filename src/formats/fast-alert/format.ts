import { civilNs, detectLines, fractionNs, lineLogFormat, secondsOfDay, type LineLogContext } from '../contract-line-log.ts';
import type { YearlessTime } from '../contract-years.ts';

/*
 * Snort's alert_fast and Suricata's fast.log:
 * `10/14-10:34:11.204567 [**] [1:408:8] "ICMP Echo Reply" [**] [Classification: Misc activity] [Priority: 3] {ICMP} 10.0.0.1 -> 10.0.0.2`.
 * The year stands there as two digits (Snort -y), four (Suricata), or not at all. Suricata puts `[Drop]` or `[wDrop]` before
 * the rule, Snort 3 `[AppID: …]` before the protocol.
 */
const TIME = /^(?:(\d{2}|\d{4})\/(\d\d)\/(\d\d)|(\d\d)\/(\d\d)(?:\/(\d{2}|\d{4}))?)-(\d\d):(\d\d):(\d\d)\.(\d{1,9}) +(?:\[(w?Drop|pass|block)\] +)?\[\*\*\] +/;
const RULE = /\[(\d{1,10}):(\d{1,10}):(\d{1,10})\] +/y;
const CLASS = /\[Classification: ?([^\]]{0,256})\]/;
const PRIORITY = /\[Priority: ?(\d{1,3})\]/;
const APP = /\[AppID: ?([^\]]{1,128})\]/;
const FLOW = /\{([\w:.-]{1,32})\} +(\S{1,64}) +-> +(\S{1,64})\s*$/;
/** Snort: 1 is the gravest; what has none is counted as low. */
const SEVERITY = [0, 17, 13, 9, 9];

/** Alerts of Snort and Suricata, a line each. */
export const fastAlert = lineLogFormat({
  id: 'fast-alert',
  title: 'Snort and Suricata fast alerts',
  extensions: ['log', 'txt', 'fast'],
  magic: ['lines of: mm/dd-hh:mm:ss.ffffff [**] [gid:sid:rev] text [**] … {protocol} address -> address'],
  specification: [
    { title: 'Snort 3: alert_fast', url: 'https://docs.snort.org/start/alert_logging' },
    { title: 'Suricata: fast.log', url: 'https://docs.suricata.io/en/latest/configuration/suricata-yaml.html#line-based-alerts-log-fast-log' },
  ],
  growsByLine: true,
  fields: [
    { name: 'rule.id', type: 'string', description: 'Rule that matched: generator, signature and revision.', facet: true },
    { name: 'rule.category', type: 'string', description: 'Classification of the rule.', facet: true },
    { name: 'alert.priority', type: 'integer', description: 'Priority, 1 the gravest.', facet: true },
    { name: 'network.transport', type: 'string', description: 'Protocol, in small letters.', facet: true },
    { name: 'source.address', type: 'string', description: 'Address the packet came from.', facet: true },
    { name: 'source.port', type: 'integer', description: 'Its port.' },
    { name: 'destination.address', type: 'string', description: 'Address it went to.', facet: true },
    { name: 'destination.port', type: 'integer', description: 'Its port.', facet: true },
  ],
  detect: (head) => detectLines(head, { begins: (line) => TIME.test(line) && FLOW.test(line), what: 'alerts of Snort or Suricata' }),
  yearless: (text) => {
    const m = TIME.exec(text);
    return m && m[4] !== undefined && m[6] === undefined ? yearlessOf(m) : undefined;
  },
  reader: (context) => ({ line: (text) => read(text, context), below: () => 'other' }),
});

function yearlessOf(m: RegExpExecArray): YearlessTime | undefined {
  const [month, day] = [Number(m[4]), Number(m[5])];
  const seconds = secondsOfDay(m[7]!, m[8]!, m[9]);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && seconds >= 0 ? { month, day, seconds, year: 0, to: m[0].length } : undefined;
}

function read(text: string, context: LineLogContext): boolean {
  const m = TIME.exec(text);
  const flow = m && FLOW.exec(text);
  if (!m || !flow) return false;
  const record = context.begin();
  record.timeText = text.slice(0, text.indexOf(' '));
  const fraction = fractionNs(m[10]);
  const yearText = m[1] ?? m[6];
  if (yearText === undefined) {
    const time = yearlessOf(m);
    record.timeNs = time && context.yearlessNs(time, fraction, record);
  } else {
    const year = Number(yearText) + (yearText.length === 2 ? 2000 : 0);
    // Suricata puts the month first before a year of four digits, Snort the year of two before the month.
    const [month, day] = m[1] === undefined ? [m[4], m[5]] : [m[2], m[3]];
    record.timeNs = civilNs(context.clock, year, Number(month), Number(day), secondsOfDay(m[7]!, m[8]!, m[9]), fraction);
  }
  if (record.timeNs === undefined) context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
  RULE.lastIndex = m[0].length;
  const rule = RULE.exec(text);
  const from = rule ? RULE.lastIndex : m[0].length;
  const end = text.indexOf('[**]', from);
  const body = text.slice(from, end < 0 ? flow.index : end).trim();
  record.body = body.length > 1 && body.startsWith('"') && body.endsWith('"') ? body.slice(1, -1) : body;
  const between = end < 0 ? '' : text.slice(end, flow.index);
  const priority = PRIORITY.exec(between)?.[1];
  const source = endpoint(flow[2]!);
  const destination = endpoint(flow[3]!);
  record.severityNumber = priority === undefined ? 0 : SEVERITY[Number(priority)] ?? 9;
  record.severityText = priority === undefined ? undefined : `priority ${priority}`;
  record.fields = [
    rule ? `${rule[1]}:${rule[2]}:${rule[3]}` : undefined, CLASS.exec(between)?.[1], priority === undefined ? undefined : Number(priority), flow[1]!.toLowerCase(),
    source.address, source.port, destination.address, destination.port,
  ];
  const app = APP.exec(between)?.[1];
  const extra = { ...(m[11] === undefined ? {} : { 'event.action': m[11].toLowerCase() }), ...(app === undefined ? {} : { 'alert.app_id': app }) };
  if (Object.keys(extra).length > 0) record.attributes = record.attributes === undefined ? extra : Object.assign({ ...record.attributes }, extra);
  return true;
}

/** `10.0.0.1:80`, `10.0.0.1`, `2001:db8::1`, `2001:db8:0:0:0:0:0:1:80`: eight groups are an address, a ninth is the port. */
function endpoint(text: string): { address: string; port: number | undefined } {
  const bracket = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text);
  if (bracket) return { address: bracket[1]!, port: bracket[2] === undefined ? undefined : Number(bracket[2]) };
  const parts = text.split(':');
  const hasPort = parts.length === 2 || parts.length === 9;
  const port = hasPort ? parts.pop() : undefined;
  return { address: parts.join(':'), port: port !== undefined && /^\d{1,5}$/.test(port) ? Number(port) : undefined };
}
