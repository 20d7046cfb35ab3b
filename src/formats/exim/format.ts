import { civilNs, detectLines, fractionNs, lineLogFormat, secondsOfDay, type LineLogContext } from '../contract-line-log.ts';
import type { FieldValue } from '../contract.ts';

/*
 * Main and reject logs of Exim, https://www.exim.org/exim-html-current/doc/html/spec_html/ch-log_files.html: time, sometimes with
 * an offset (log_timezone) or a fraction (millisec), the process in brackets (pid), the message's id, then a flag or words:
 * `2026-10-14 10:34:11 1a2b3c-000123-4D <= ana@example.com H=mx.example [192.0.2.7] P=esmtps S=1234`.
 */
const LINE = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?: ([+-]\d{4}))?(?: \[(\d{1,10})\])?(?: ([\da-zA-Z]{6}-(?:[\da-zA-Z]{6}|[\da-zA-Z]{11})-(?:[\da-zA-Z]{2}|[\da-zA-Z]{4})))? (.*)$/s;
/** Behind the id; §52.7. */
const FLAGS: Readonly<Record<string, string>> = { '<=': 'arrival', '(=': 'fakereject', '=>': 'delivery', '->': 'delivery', '>>': 'cutthrough', '*>': 'suppressed delivery', '**': 'bounce', '==': 'deferral' };
const FLAG = /^(<=|\(=|=>|->|>>|\*>|\*\*|==) (\S{1,512})/;
/** What nothing but Exim says. */
const SAYS = /\bH=(?:\S+ )?(?:\([^)\s]{0,255}\) )?\[[\da-fA-F.:]+\]|authenticator failed for |no host name found for IP address|SMTP (?:connection|protocol|call|command|data|error) |rejected (?:RCPT|EHLO|HELO|MAIL|AUTH|connection|after|by)|(?:Start|End) queue run|^exim [34]\.|unexpected disconnection|Connection from .* refused: |no IP address found for host |TLS error on connection|incomplete transaction|dropped: too many|ident connection to|Completed$/;
const HOST = /\bH=(?!\[)(\S{1,255})/;
const ADDRESS = /\[([\da-fA-F]{0,4}[\da-fA-F.:]{2,45})\](?::\d{1,5})?/;
const SIZE = /\bS=(\d{1,15})\b/;
/** `A=login:ana`, `set_id=ana`. */
const USER = /\bA=[\w.-]{1,32}:(\S{1,128})|\(set_id=([^)\s]{1,128})\)|\bU=(\S{1,64})/;
const TO = /\bRCPT (?:TO:)?<([^>\s]{1,320})>|\bfor (\S{1,256}@\S{1,256})$/;
const FROM = /\bF=<([^>\s]{0,320})>|\bsender verify (?:fail|defer) for <([^>\s]{1,320})>/;

/** What Exim says of messages and of who wanted to send some. */
export const exim = lineLogFormat({
  id: 'exim',
  title: 'Exim log',
  extensions: ['log', 'mainlog', 'rejectlog'],
  magic: ['lines of: yyyy-mm-dd hh:mm:ss message-id <= address H=host [address] …'],
  specification: [{ title: 'Exim: log files', url: 'https://www.exim.org/exim-html-current/doc/html/spec_html/ch-log_files.html' }],
  growsByLine: true,
  fields: [
    { name: 'event.action', type: 'string', description: 'arrival, delivery, deferral, bounce …; rejection and completed by its words.', facet: true },
    { name: 'mail.message_id', type: 'string', description: 'Exim’s id of the message.' },
    { name: 'mail.from', type: 'string', description: 'Sender of the envelope.', facet: true },
    { name: 'mail.to', type: 'string', description: 'Recipient.', facet: true },
    { name: 'client.address', type: 'string', description: 'Address of the other end.', facet: true },
    { name: 'client.host', type: 'string', description: 'Its name, where Exim gives one.' },
    { name: 'user.name', type: 'string', description: 'Who was authenticated, or tried.', facet: true },
    { name: 'mail.size', type: 'integer', description: 'Bytes of the message.' },
    { name: 'process.pid', type: 'integer', description: 'Process, where the log has it.' },
  ],
  detect: (head) => {
    let says = 0;
    let begins = 0;
    const found = detectLines(head, {
      begins: (line) => {
        const m = line.charCodeAt(4) === 45 && line.charCodeAt(10) === 32 ? LINE.exec(line) : null;
        if (!m) return false;
        begins++;
        if (m[10] !== undefined || SAYS.test(m[11]!)) says++;
        return true;
      },
      below: (line) => /^(?:[A-Z]?  |\s|-{10,}$|Envelope-)/.test(line), what: 'Exim', sure: 0.93,
    });
    return says * 2 > begins ? found : undefined;
  },
  reader: (context) => ({ line: (text) => read(text, context) }),
});

function read(text: string, context: LineLogContext): boolean {
  const m = LINE.exec(text);
  if (!m) return false;
  const record = context.begin();
  const rest = m[11]!;
  const offset = m[8] === undefined ? undefined : (m[8].startsWith('-') ? -60 : 60) * (Number(m[8].slice(1, 3)) * 60 + Number(m[8].slice(3)));
  record.timeText = text.slice(0, 19 + (m[7] === undefined ? 0 : m[7].length + 1) + (m[8] === undefined ? 0 : 6));
  record.timeNs = civilNs(context.clock, Number(m[1]), Number(m[2]), Number(m[3]), secondsOfDay(m[4]!, m[5]!, m[6]), fractionNs(m[7]), offset);
  if (record.timeNs === undefined) context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
  record.body = rest;
  const flag = FLAG.exec(rest);
  const action = flag ? FLAGS[flag[1]!]! : rest === 'Completed' ? 'completed' : /\brejected\b|authenticator failed|refused/.test(rest.slice(0, 1000)) ? 'rejection' : undefined;
  // The first address is the one at the other end.
  const place = rest.length > 2000 ? rest.slice(0, 2000) : rest;
  const user = USER.exec(place);
  const host = HOST.exec(place)?.[1];
  const to = TO.exec(place);
  const from = FROM.exec(place);
  const size = SIZE.exec(place)?.[1];
  const address = ADDRESS.exec(place)?.[1];
  const isArrival = action === 'arrival' || action === 'fakereject';
  // Where a message went is no client.
  const isOutgoing = flag !== null && !isArrival;
  if (isOutgoing && (address ?? host) !== undefined) record.attributes = { 'server.address': address ?? host };
  const values: FieldValue[] = [
    action, m[10], isArrival ? (flag![2] === '<>' ? undefined : flag![2]) : from?.[1] ?? from?.[2], flag && !isArrival ? flag[2]!.replace(/:$/, '') : to?.[1] ?? to?.[2],
    isOutgoing ? undefined : address, isOutgoing || host?.startsWith('(') === true ? undefined : host, user?.[1] ?? user?.[2] ?? user?.[3], size === undefined ? undefined : Number(size), m[9] === undefined ? undefined : Number(m[9]),
  ];
  record.fields = values;
  if (action === 'bounce') [record.severityNumber, record.severityText] = [17, '**'];
  else if (action === 'deferral') [record.severityNumber, record.severityText] = [13, '=='];
  else if (action === 'rejection') record.severityNumber = 13;
  return true;
}
