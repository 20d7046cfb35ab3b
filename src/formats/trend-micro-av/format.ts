import { NS_PER_S } from '../../base/time.ts';
import { civilNs, detectLines, lineLogFormat, type LineLogContext } from '../contract-line-log.ts';
import { emptyAttributes } from '../contract-record.ts';

/*
 * OfficeScan (Apex One) keeps detections of its agents as lines whose columns are parted by `<;>`, without a heading:
 * pccnt35.log has viruses, OfcUrlf.log addresses that web reputation met. Columns as plaso's parser documents them
 * (plaso/parsers/trendmicroav.py). Newer versions add the seconds since 1970; before that there is the local date and
 * `hmm`, its hour without a zero.
 */
const MARK = '<;>';
const VIRUS_COLUMNS = 8;
const VIRUS_MOST = 12;
const WEB_COLUMNS = 13;
const HEAD = /^(\d{4})(\d\d)(\d\d)<;>(\d{1,2})(\d\d)<;>/;

const SCANS = ['manual', 'real-time', 'scheduled', 'scan now', 'damage cleanup'];
const ACTIONS: Readonly<Record<string, string>> = {
  0: 'cleaned', 1: 'moved', 2: 'deleted', 3: 'renamed', 4: 'passed, access denied', 5: 'cleaning failed', 6: 'moving failed', 7: 'deleting failed', 8: 'renaming failed',
  10: 'cleaning failed, moved', 11: 'cleaning failed, deleted', 12: 'cleaning failed, renamed', 13: 'cleaning failed, passed, access denied', 14: 'cleaning failed, moving failed',
  15: 'cleaning failed, deleting failed', 16: 'cleaning failed, renaming failed', 25: 'passed',
};

/** Detections of Trend Micro OfficeScan. */
export const trendMicroAv = lineLogFormat({
  id: 'trend-micro-av',
  title: 'Trend Micro OfficeScan log',
  extensions: ['log'],
  magic: ['lines of: yyyymmdd<;>hmm<;>threat<;>action<;>scan<;>…', 'lines of: yyyymmdd<;>hmm<;>mode<;>address<;>…'],
  specification: [
    { title: 'plaso: Trend Micro OfficeScan parsers', url: 'https://plaso.readthedocs.io/en/latest/_modules/plaso/parsers/trendmicroav.html' },
    { title: 'Trend Micro: OfficeScan 11 administrator’s guide, logs', url: 'https://docs.trendmicro.com/all/ent/officescan/v11.0/en-us/osce_11.0_ag.pdf' },
  ],
  growsByLine: true,
  fields: [
    { name: 'threat.name', type: 'string', description: 'What was found; the group of the address, where web reputation met one.', facet: true },
    { name: 'event.action', type: 'string', description: 'What was done with it.', facet: true },
    { name: 'file.path', type: 'string', description: 'File it was found in.' },
    { name: 'url.full', type: 'string', description: 'Address that was asked for.' },
    { name: 'process.executable.path', type: 'string', description: 'Program that asked for it.', facet: true },
    { name: 'scan.type', type: 'string', description: 'Which scan found it.', facet: true },
  ],
  detect: (head) => detectLines(head, { begins: (line) => columnsOf(line) !== undefined, what: 'a detection log of OfficeScan' }),
  reader: (context) => ({ line: (text) => read(text, context), below: () => 'other' }),
});

function columnsOf(text: string): string[] | undefined {
  if (text.charCodeAt(8) !== 60 || !HEAD.test(text)) return undefined;
  const columns = text.trimEnd().split(MARK);
  if (columns.length >= WEB_COLUMNS && columns.length <= 15) return columns;
  return columns.length >= VIRUS_COLUMNS && columns.length <= VIRUS_MOST && /^\d{1,2}$/.test(columns[3]!) ? columns : undefined;
}

function read(text: string, context: LineLogContext): boolean {
  const columns = columnsOf(text);
  if (!columns) return false;
  const record = context.begin();
  const isWeb = columns.length >= WEB_COLUMNS;
  // The seconds are exact and of no zone; the minute is neither.
  const seconds = columns[isWeb ? 12 : 9];
  const m = HEAD.exec(text)!;
  record.timeText = `${columns[0]} ${columns[1]}`;
  if (seconds !== undefined && /^\d{9,10}$/.test(seconds)) {
    record.timeText = seconds;
    record.timeNs = BigInt(seconds) * NS_PER_S;
  } else record.timeNs = civilNs(context.clock, Number(m[1]), Number(m[2]), Number(m[3]), Number(m[4]) <= 23 && Number(m[5]) <= 59 ? Number(m[4]) * 3600 + Number(m[5]) * 60 : Number.NaN);
  if (record.timeNs === undefined) context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
  const attributes = emptyAttributes();
  const keep = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') attributes[name] = value;
  };
  if (isWeb) {
    const [, , mode, url, groupCode, group, rating, policy, program, score, address] = columns;
    record.fields = [group === '' ? undefined : group, undefined, undefined, url, program === '' ? undefined : program, undefined];
    record.body = `${group === '' ? 'Address' : group} met: ${url}${program === '' ? '' : ` by ${program}`}`;
    keep('trend_micro.block_mode', mode);
    keep('trend_micro.group_code', groupCode);
    keep('trend_micro.rating', rating);
    keep('trend_micro.policy', policy);
    keep('trend_micro.score', score);
    keep('server.address', address);
  } else {
    const [, , threat, action, scan, , directory, name] = columns;
    const path = `${directory}${directory === '' || directory!.endsWith('\\') || name === '' ? '' : '\\'}${name}`;
    const done = ACTIONS[action!];
    record.fields = [threat, done ?? action, path, undefined, undefined, SCANS[Number(scan)] ?? scan];
    record.body = `${threat} in ${path}: ${done ?? `action ${action}`}`;
    keep('trend_micro.action', action);
  }
  record.attributes = attributes;
  return true;
}
