import { civilNs, detectLines, lineLogFormat, type LineLogContext } from '../contract-line-log.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { FieldValue } from '../contract.ts';
import { ACTIONS, CATEGORIES, COLUMNS, EVENTS } from './columns.ts';

/** Twelve hexadecimal digits, years since 1970, month from 0, day, hour, minute, second; then event, category, logger. */
const HEAD = /^([\dA-Fa-f]{12}),(\d{1,3}),(\d{1,2}),(\d{1,10}),[^,]{0,64},/;
/** Before version 9 there were so many columns. */
const FEWEST = 35;

/** Daily logs of Symantec AntiVirus and Endpoint Protection, as its agent keeps them. */
export const symantecAv = lineLogFormat({
  id: 'symantec-av',
  title: 'Symantec AntiVirus log',
  extensions: ['log'],
  magic: ['lines of 39 to 59 columns that begin with: 12 hexadecimal digits, event, category, logger'],
  specification: [{ title: 'Symantec: Interpreting the log files for Symantec AntiVirus Corporate Edition and Symantec Endpoint Protection', url: 'https://knowledge.broadcom.com/external/article?legacyId=tech100099' }],
  growsByLine: true,
  fields: [
    { name: 'event.name', type: 'string', description: 'Kind of event (LI_EVENT) in words, or its number.', facet: true },
    { name: 'event.category', type: 'string', description: 'infection, summary, pattern or security.', facet: true },
    { name: 'user.name', type: 'string', description: 'Who was logged on.', facet: true },
    { name: 'threat.name', type: 'string', description: 'What was found.', facet: true },
    { name: 'file.path', type: 'string', description: 'Where it was found.' },
    { name: 'event.action', type: 'string', description: 'What was done with it.', facet: true },
  ],
  detect: (head) => detectLines(head, { begins: (line) => HEAD.test(line) && columnsOf(line).length >= FEWEST, what: 'a log of Symantec AntiVirus' }),
  reader: (context) => ({ line: (text) => read(text, context), below: () => 'other' }),
});

/** Columns at commas; quotes hold them together, and a quote inside is doubled. */
function columnsOf(text: string): string[] {
  if (!text.includes('"')) return text.split(',');
  const columns: string[] = [];
  let at = 0;
  while (at <= text.length && columns.length < 200) {
    if (text.charCodeAt(at) !== 34) {
      const end = text.indexOf(',', at);
      columns.push(text.slice(at, end < 0 ? text.length : end));
      at = end < 0 ? text.length + 1 : end + 1;
      continue;
    }
    let end = text.indexOf('"', at + 1);
    while (end >= 0 && text.charCodeAt(end + 1) === 34) end = text.indexOf('"', end + 2);
    columns.push(text.slice(at + 1, end < 0 ? text.length : end).replaceAll('""', '"'));
    const comma = end < 0 ? -1 : text.indexOf(',', end);
    at = comma < 0 ? text.length + 1 : comma + 1;
  }
  return columns;
}

function read(text: string, context: LineLogContext): boolean {
  const m = HEAD.exec(text);
  if (!m) return false;
  const columns = columnsOf(text);
  if (columns.length < FEWEST) return false;
  const record = context.begin();
  const bytes = Buffer.from(m[1]!, 'hex');
  record.timeText = m[1];
  record.timeNs = civilNs(context.clock, 1970 + bytes[0]!, bytes[1]! + 1, bytes[2]!, bytes[3]! <= 23 && bytes[4]! <= 59 && bytes[5]! <= 60 ? bytes[3]! * 3600 + bytes[4]! * 60 + bytes[5]! : Number.NaN);
  if (record.timeNs === undefined) context.report('unreadable-time', `"${m[1]}" is not a time; the record has none.`);
  const value = (name: (typeof COLUMNS)[number]): string | undefined => {
    const found = columns[COLUMNS.indexOf(name)];
    return found === '' ? undefined : found;
  };
  const event = EVENTS[m[2]!] ?? m[2]!;
  const virus = value('virus');
  const file = value('file');
  const number = value('action0');
  const action = virus === undefined || number === undefined ? undefined : ACTIONS[number] ?? `action ${number}`;
  record.hostName = value('computer');
  const fields: FieldValue[] = [event, CATEGORIES[m[3]!] ?? m[3]!, value('user'), virus, file, action];
  record.fields = fields;
  record.body = value('description') ?? (virus === undefined ? `${event}${file === undefined ? '' : `: ${file}`}` : `${virus} in ${file ?? 'no file'}: ${action ?? event}`);
  const attributes = emptyAttributes();
  for (let i = 1; i < columns.length && i < COLUMNS.length; i++) {
    const name = COLUMNS[i]!;
    if (columns[i] !== '' && !IN_FIELDS.has(name)) attributes[`symantec.${name}`] = columns[i];
  }
  record.attributes = attributes;
  if (m[3] === '1') {
    record.severityNumber = 13;
    record.severityText = 'infection';
  }
  return true;
}

const IN_FIELDS = new Set<string>(['computer', 'user', 'virus', 'file', 'description']);
