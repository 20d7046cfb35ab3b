import { severityFromText } from '../../model/severity.ts';
import { headLines } from '../contract-lines.ts';
import { civilNs, detectLines, fractionNs, lineLogFormat, secondsOfDay, type LineLogContext } from '../contract-line-log.ts';

/*
 * SIMATIC WinCC: WinCC_Sys_NN.log, `2303,27.05.2019,10:09:04:540,1012301,4,,HOST,source,text,MSG_STATE_COME` in UTF-16
 * (columns as plaso documents them, plaso/parsers/wincc.py; the text may have commas). SIMATIC S7 logs of the same station
 * begin `yyyy-mm-dd hh:mm:ss,fff INFO     Log starting ...`, then `| LogFileName` and `| LogFileCount`.
 */
const SYSTEM = /^(\d{1,10}),(\d\d)\.(\d\d)\.(\d{4}),(\d\d):(\d\d):(\d\d):(\d{3}),(\d{1,10}),([^,]{0,16}),([^,]{0,64}),([^,]{0,64}),([^,]{0,128}),(.*)$/s;
const STATE = /,(MSG_STATE_[A-Z_]{1,32})\s*$/;
const S7 = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d),(\d{3}) ([A-Z]{4,8}) {1,8}(.*)$/s;
const S7_BEGIN = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]{4,8} {1,8}Log starting \.\.\.\s*$/;

/** System logs of SIMATIC WinCC and S7. */
export const wincc = lineLogFormat({
  id: 'wincc',
  title: 'SIMATIC WinCC system log',
  extensions: ['log'],
  magic: ['lines of: number,dd.mm.yyyy,hh:mm:ss:fff,event,…,host,source,text,MSG_STATE_…', 'yyyy-mm-dd hh:mm:ss,fff INFO     Log starting ...'],
  specification: [{ title: 'plaso: SIMATIC WinCC logs', url: 'https://plaso.readthedocs.io/en/latest/_modules/plaso/parsers/wincc.html' }],
  growsByLine: true,
  fields: [
    { name: 'event.id', type: 'integer', description: 'Number of the message.', facet: true },
    { name: 'logger.name', type: 'string', description: 'Component that it came from.', facet: true },
    { name: 'wincc.state', type: 'string', description: 'Whether the message came, went or was acknowledged.', facet: true },
    { name: 'wincc.log', type: 'integer', description: 'Number in the first column.' },
  ],
  detect: (head) => {
    const lines = headLines(head, 3);
    if (lines.length >= 2 && S7_BEGIN.test(lines[0]!) && lines[1]!.includes('| LogFileName')) return { confidence: 0.97, reason: 'begins as a log of SIMATIC S7' };
    let states = 0;
    const found = detectLines(head, {
      begins: (line) => {
        if (!SYSTEM.test(line)) return false;
        if (STATE.test(line)) states++;
        return true;
      },
      what: 'a system log of WinCC',
    });
    return states > 0 ? found : undefined;
  },
  reader: (context) => ({ line: (text) => system(text, context) || s7(text, context) }),
});

function system(text: string, context: LineLogContext): boolean {
  const m = SYSTEM.exec(text);
  if (!m) return false;
  const record = context.begin();
  record.timeText = `${m[2]}.${m[3]}.${m[4]} ${m[5]}:${m[6]}:${m[7]}:${m[8]}`;
  record.timeNs = civilNs(context.clock, Number(m[4]), Number(m[3]), Number(m[2]), secondsOfDay(m[5]!, m[6]!, m[7]), fractionNs(m[8]));
  if (record.timeNs === undefined) context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
  const rest = m[14]!;
  const state = STATE.exec(rest);
  record.body = state ? rest.slice(0, state.index) : rest;
  record.hostName = m[12] === '' ? undefined : m[12];
  record.fields = [Number(m[9]), m[13] === '' ? undefined : m[13], state?.[1], Number(m[1])];
  const extra = { ...(m[10] === '' ? {} : { 'wincc.class': m[10] }), ...(m[11] === '' ? {} : { 'user.name': m[11] }) };
  if (Object.keys(extra).length > 0) record.attributes = extra;
  return true;
}

function s7(text: string, context: LineLogContext): boolean {
  const m = S7.exec(text);
  if (!m) return false;
  const record = context.begin();
  record.timeText = text.slice(0, 23);
  record.timeNs = civilNs(context.clock, Number(m[1]), Number(m[2]), Number(m[3]), secondsOfDay(m[4]!, m[5]!, m[6]), fractionNs(m[7]));
  record.severityText = m[8];
  record.severityNumber = severityFromText(m[8]!);
  record.body = m[9]!;
  return true;
}
