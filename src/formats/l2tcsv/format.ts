import { isZone, NS_PER_S, daysFromCivil, isValidCivil } from '../../base/time.ts';
import { LocalClock } from '../contract-clock.ts';
import { headLines } from '../contract-lines.ts';
import { clipBody } from '../contract-json-events.ts';
import { blankRecord, clearRecord, emptyAttributes } from '../contract-record.ts';
import { readTextLog } from '../contract-text.ts';
import { asText, plasoCells, TEPHRA_PARSER, tephraAttributes, tephraFacts, TIMESTAMP_DESC, withoutFormulaGuard } from '../contract-timeline-row.ts';
import { zoneTextOffsetSeconds } from '../contract-zones.ts';
import type { Detection, EventRecord, Format, Head } from '../contract.ts';

const HEADER = 'date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra';
const COLUMNS = HEADER.split(',').length;

/** log2timeline's CSV of 17 columns, as plaso writes it. */
export const l2tcsv: Format = {
  id: 'l2tcsv',
  title: 'log2timeline CSV',
  extensions: ['csv', 'log'],
  magic: [HEADER],
  specification: [{ title: 'Plaso: L2tCSV output format', url: 'https://plaso.readthedocs.io/en/latest/sources/user/Output-format-l2tcsv.html' }],
  fields: [
    TIMESTAMP_DESC,
    { name: 'plaso.macb', type: 'string', description: 'Modified, accessed, changed, born: which of them the time is.', facet: true },
    { name: 'plaso.source', type: 'string', description: 'Short name of the kind of source.', facet: true },
    { name: 'plaso.source_long', type: 'string', description: 'Its long name, column sourcetype.', facet: true },
    { name: 'user.name', type: 'string', description: 'Account, column user.', facet: true },
    { name: 'file.path', type: 'string', description: 'Column filename.' },
    { name: 'plaso.parser', type: 'string', description: 'Column format: which parser of plaso it comes from.', facet: true },
  ],
  detect,
  async parse(source, sink, options, signal) {
    const record = blankRecord();
    const clocks = new Map<string, LocalClock>();
    const counts = { rows: 0, errors: 0, withoutTime: 0 };
    const { lines, blankLines } = await readTextLog('l2tcsv', source, sink, signal, (text, line) => {
      if (text === HEADER) return;
      const cells = plasoCells(text, COLUMNS);
      clearRecord(record);
      record.offsetBytes = line.offsetBytes;
      record.lengthBytes = line.lengthBytes;
      record.line = line.number;
      const problem = cells ? readRow(cells, record, clocks, options.zone) : `The row does not have ${COLUMNS} columns; it is kept as text.`;
      counts.rows++;
      if (!cells) asText(record, text);
      if (record.timeNs === undefined) counts.withoutTime++;
      if (problem !== undefined) {
        counts.errors++;
        sink.diagnostic({ code: cells ? 'l2tcsv/unreadable-time' : 'l2tcsv/wrong-columns', severity: 'warning', message: problem, offsetBytes: line.offsetBytes, lengthBytes: line.lengthBytes });
      }
      sink.record(record);
    });
    return { counts: { ...counts, lines, blankLines }, summary: {} };
  },
};

function readRow(cells: readonly string[], record: EventRecord, clocks: Map<string, LocalClock>, zone: string): string | undefined {
  const [date, time, zoneText, macb, source, sourceType, type, user, host, short, desc, , filename, inode, notes, format, extra] = cells.map((cell) => (cell === '-' ? '' : cell));
  record.timeText = `${date} ${time} ${zoneText}`.trim();
  record.timeNs = instant(date!, time!, zoneText!, clocks, zone);
  record.hostName = host || undefined;
  const isOwn = format === TEPHRA_PARSER;
  const facts = isOwn ? tephraFacts(extra!) : undefined;
  const attributes = facts ? tephraAttributes(facts, record) : emptyAttributes();
  if (isOwn) {
    const title = withoutFormulaGuard(short!);
    record.body = clipBody(title);
    const whole = withoutFormulaGuard(desc!);
    if (whole.startsWith(`${title}: `)) attributes['tephra.note'] = whole.slice(title.length + 2);
    if (user) attributes['tephra.role'] = withoutFormulaGuard(user);
  } else {
    // `short` is the beginning of it.
    record.body = clipBody(desc || short!);
    if (short && desc && !desc.startsWith(short.replace(/\.\.\.$/, ''))) attributes['short'] = short;
    if (extra) attributes['extra'] = extra;
    if (notes) attributes['notes'] = notes;
    if (inode && inode !== '0') attributes['inode'] = inode;
  }
  record.fields = [type, macb, source, sourceType, isOwn ? undefined : user, filename, format].map((value) => value || undefined);
  record.attributes = Object.keys(attributes).length > 0 ? attributes : undefined;
  // What plaso writes for an event that has no time.
  const none = date === '00/00/0000' || time!.startsWith('--');
  return record.timeNs === undefined && !none ? `"${record.timeText.slice(0, 60)}" is no date with the month first, time and zone; the row has no time.` : undefined;
}

function instant(date: string, time: string, zoneText: string, clocks: Map<string, LocalClock>, zone: string): bigint | undefined {
  const d = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(date);
  const t = /^(\d\d):(\d\d):(\d\d)$/.exec(time);
  if (!d || !t) return undefined;
  const civil = { year: Number(d[3]), month: Number(d[1]), day: Number(d[2]), hour: Number(t[1]), minute: Number(t[2]), second: Number(t[3]), nanosecond: 0 };
  if (!isValidCivil(civil)) return undefined;
  const local = daysFromCivil(civil.year, civil.month, civil.day) * 86_400 + civil.hour * 3600 + civil.minute * 60 + civil.second;
  const offset = zoneText === 'UTC' ? 0 : zoneText === '' || zoneText.includes('/') ? undefined : zoneTextOffsetSeconds(zoneText, zone, local);
  if (offset !== undefined) return BigInt(local - offset) * NS_PER_S;
  const name = zoneText === '' ? zone : zoneText;
  let clock = clocks.get(name);
  if (!clock) {
    if (!isZone(name)) return undefined;
    clocks.set(name, (clock = new LocalClock(name)));
  }
  return BigInt(clock.seconds(local)) * NS_PER_S;
}

function detect(head: Head): Detection | undefined {
  const lines = headLines(head, 200);
  if (lines[0]?.replace(/^\ufeff/, '') !== HEADER) return undefined;
  const rows = lines.slice(1);
  const regular = rows.filter((row) => plasoCells(row, COLUMNS)).length;
  return { confidence: 1, reason: `the 17 columns of log2timeline, ${regular} of ${rows.length} sampled rows have them` };
}
