import { NS_PER_S } from '../../base/time.ts';
import { monthAt } from '../contract-clock.ts';
import { wholeNumber } from '../contract-number.ts';
import { civilNs, detectLines, lineLogFormat, secondsOfDay, type LineLogContext } from '../contract-line-log.ts';
import type { EventRecord } from '../contract.ts';

/*
 * vsftpd: `Wed Oct 14 10:34:11 2026 [pid 3] [ana] OK LOGIN: Client "10.0.0.7"` (vsftpd.conf(5), dual_log_enable). xferlog(5) of
 * wu-ftpd, ProFTPD and vsftpd: `Wed Oct 14 10:34:11 2026 5 10.0.0.7 896242 /home/ana/a.tgz b _ o r ana ftp 0 * c`.
 */
const TIME = String.raw`^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4}) `;
const VSFTPD = new RegExp(`${TIME}${String.raw`\[pid (\d{1,10})\] (?:\[([^\]\n]{1,200})\] )?((?:[A-Z]{2,10} )?[A-Z][A-Za-z]{1,12}(?: [a-z]{2,10})?|FTP (?:command|response)|DEBUG|CONNECT): (?:Client "([^"\n]{1,100})"(?:, )?)?(.*)$`}`, 's');
const XFERLOG = new RegExp(`${TIME}${String.raw`(\d{1,9}) (\S{1,255}) (\d{1,19}) (.{1,4096}) ([ab]) ([_CUT]{1,3}) ([oid]) ([agr]) (\S{1,255}) (\S{1,40}) ([01]) (\S{1,100}|\*) ?([ci])?\s*$`}`, 's');
const QUOTED = /^"((?:[^"\n]){0,4096})"/;
const BYTES = /(\d{1,19}) bytes/;
const DIRECTIONS: Readonly<Record<string, string>> = { o: 'download', i: 'upload', d: 'delete' };

/** Logs of FTP servers. */
export const ftpLog = lineLogFormat({
  id: 'ftp-log',
  title: 'FTP server log',
  extensions: ['log', 'xferlog'],
  magic: ['lines of: Www Mmm dd hh:mm:ss yyyy [pid n] [user] OK LOGIN: Client "address"', 'lines of xferlog(5)'],
  specification: [
    { title: 'vsftpd.conf(5)', url: 'https://manpages.debian.org/unstable/vsftpd/vsftpd.conf.5.en.html' },
    { title: 'xferlog(5)', url: 'https://manpages.debian.org/unstable/proftpd-core/xferlog.5.en.html' },
  ],
  growsByLine: true,
  fields: [
    { name: 'event.action', type: 'string', description: 'LOGIN, CONNECT, upload, download, delete …', facet: true },
    { name: 'event.outcome', type: 'string', description: 'success or failure.', facet: true },
    { name: 'user.name', type: 'string', description: 'Who.', facet: true },
    { name: 'client.address', type: 'string', description: 'From where.', facet: true },
    { name: 'file.path', type: 'string', description: 'File that was sent, received or deleted.' },
    { name: 'file.size', type: 'integer', description: 'Bytes that were sent or received.' },
    { name: 'process.pid', type: 'integer', description: 'Process of the server.' },
    { name: 'duration_ns', type: 'integer', description: 'Nanoseconds a transfer took, in whole seconds.' },
  ],
  detect: (head) => detectLines(head, { begins: (line) => line.charCodeAt(3) === 32 && (VSFTPD.test(line) || XFERLOG.test(line)), what: 'a log of an FTP server' }),
  reader: (context) => ({ line: (text) => text.charCodeAt(3) === 32 && (vsftpd(text, context) || xferlog(text, context)), below: () => 'other' }),
});

function vsftpd(text: string, context: LineLogContext): boolean {
  const m = VSFTPD.exec(text);
  if (!m) return false;
  const record = begin(m, text, context);
  const rest = m[11]!;
  const outcome = /^(OK|FAIL) (.+)$/.exec(m[9]!);
  const path = QUOTED.exec(rest)?.[1];
  const bytes = BYTES.exec(rest)?.[1];
  const isFile = outcome !== null && /^(?:UPLOAD|DOWNLOAD|DELETE|RENAME|MKDIR|RMDIR|CHMOD)$/.test(outcome[2]!);
  record.body = text.slice(text.indexOf(']', 24) + 2);
  record.fields = [
    outcome?.[2] ?? m[9], outcome === null ? undefined : outcome[1] === 'OK' ? 'success' : 'failure', m[8], m[10], isFile ? path : undefined,
    bytes === undefined ? undefined : wholeNumber(bytes), wholeNumber(m[7]!), undefined,
  ];
  if (outcome?.[1] === 'FAIL') [record.severityNumber, record.severityText] = [13, 'FAIL'];
  return true;
}

function xferlog(text: string, context: LineLogContext): boolean {
  const m = XFERLOG.exec(text);
  if (!m) return false;
  const record = begin(m, text, context);
  const action = DIRECTIONS[m[13]!];
  record.body = text.slice(25);
  record.fields = [action, m[19] === undefined ? undefined : m[19] === 'c' ? 'success' : 'failure', m[15], m[8], m[10], wholeNumber(m[9]!), undefined, BigInt(m[7]!) * NS_PER_S];
  record.attributes = {
    'ftp.transfer': m[11] === 'a' ? 'ascii' : 'binary', 'ftp.access': m[14] === 'a' ? 'anonymous' : m[14] === 'g' ? 'guest' : 'real', ...(m[18] === '*' ? {} : { 'ftp.authenticated_user': m[18] }),
  };
  if (m[19] === 'i') [record.severityNumber, record.severityText] = [13, 'incomplete'];
  return true;
}

function begin(m: RegExpExecArray, text: string, context: LineLogContext): EventRecord {
  const record = context.begin();
  record.timeText = text.slice(0, 24);
  record.timeNs = civilNs(context.clock, Number(m[6]), monthAt(m[1]!, 0), Number(m[2]), secondsOfDay(m[3]!, m[4]!, m[5]));
  if (record.timeNs === undefined) context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
  return record;
}
