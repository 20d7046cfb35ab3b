import { civilNs, detectLines, fractionNs, lineLogFormat, secondsOfDay, type LineLogContext } from '../contract-line-log.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { FieldValue } from '../contract.ts';

/*
 * Columns parted by ` | `: address, protocol, request (`i` as it comes, `o` as it goes), user, time, "request", "referer" "agent",
 * status, bytes in, bytes out, labels, milliseconds, session; of the mesh with an execution behind the request, and nanoseconds.
 */
const LINE = /^([\d.:a-fA-F,]{2,200}|-) \| (https?|ssh|grpc) \| ([io*]?[@*]\S{1,64}|-) \| (?:([@*]\S{1,64}|-) \| (?=\S{1,128} \| \d{4}-))?(\S{1,128}) \| (\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d),(\d{3}) \| "([^"]{0,8192})" \| (?:"([^"]{0,8192})" "([^"]{0,2048})"|-) \| (\d{1,3}|-) \| (\d{1,15}|-) \| (\d{1,15}|-) \| (.{0,2048})$/s;
const REQUEST = /^([A-Z]{3,10}) (\S{1,8192})(?: HTTP\/(\S{1,8}))?$/;
const SSH = /^SSH - (\S{1,64}) '([^']{0,1024})'/;

/** Access logs of Bitbucket. */
export const bitbucketAccess = lineLogFormat({
  id: 'bitbucket-access',
  title: 'Bitbucket access log',
  extensions: ['log'],
  magic: ['lines of: address | https | @request | user | time | "request" | …'],
  specification: [
    { title: 'Atlassian: log formats of Bitbucket Data Center', url: 'https://confluence.atlassian.com/bitbucketserverkb/how-to-read-the-bitbucket-data-center-log-formats-779171668.html' },
  ],
  growsByLine: true,
  fields: [
    { name: 'client.address', type: 'string', description: 'Who asked; the first that a proxy names.', facet: true },
    { name: 'user.name', type: 'string', description: 'Authenticated user.', facet: true },
    { name: 'http.request.method', type: 'string', description: 'GET, POST …', facet: true },
    { name: 'url.path', type: 'string', description: 'Path of the request; of SSH the repository, of the mesh the action.' },
    { name: 'url.query', type: 'string', description: 'Query of the request, without its question mark.' },
    { name: 'network.protocol.name', type: 'string', description: 'http, https, ssh or grpc.', facet: true },
    { name: 'http.response.status_code', type: 'integer', description: 'Status.', facet: true },
    { name: 'http.response.body.size', type: 'integer', description: 'Bytes sent.' },
    { name: 'http.server.request.duration', type: 'double', description: 'Seconds the answer took.' },
    { name: 'request.id', type: 'string', description: 'Request: i as it comes, o as it goes.' },
    { name: 'user_agent.original', type: 'string', description: 'Client program.' },
    { name: 'http.request.header.referer', type: 'string', description: 'Referer header.' },
  ],
  detect: (head) => detectLines(head, { begins: (line) => line.includes(' | ') && LINE.test(line), what: 'an access log of Bitbucket' }),
  reader: (context) => ({ line: (text) => read(text, context), below: () => 'other' }),
});

function read(text: string, context: LineLogContext): boolean {
  const m = text.includes(' | ') ? LINE.exec(text) : null;
  if (!m) return false;
  const record = context.begin();
  record.timeText = `${m[6]}-${m[7]}-${m[8]} ${m[9]}:${m[10]}:${m[11]},${m[12]}`;
  record.timeNs = civilNs(context.clock, Number(m[6]), Number(m[7]), Number(m[8]), secondsOfDay(m[9]!, m[10]!, m[11]), fractionNs(m[12]));
  if (record.timeNs === undefined) context.report('unreadable-time', `"${record.timeText}" is not a time; the record has none.`);
  const request = REQUEST.exec(m[13]!);
  const ssh = SSH.exec(m[13]!);
  const [path, query] = request ? split(request[2]!) : [ssh?.[2] ?? m[13], undefined];
  const rest = m[19]!.split(' | ').map((part) => part.replace(/ ?\|\s*$/, '').trim());
  // http and ssh: labels, milliseconds, session; the mesh: in, out, nanoseconds, (labels,) session.
  const isMesh = m[2] === 'grpc';
  const took = number(rest[isMesh ? 2 : 1]);
  const status = number(m[16]);
  const values: FieldValue[] = [
    firstOf(m[1]), none(m[5]), request?.[1] ?? ssh?.[1], path, query, m[2], status, number(m[18]), took === undefined ? undefined : took / (isMesh ? 1e9 : 1000), none(m[3]), none(m[15]), none(m[14]),
  ];
  record.fields = values;
  record.body = text;
  // Of ssh and the mesh a status is the exit code: 0 is well.
  record.severityNumber = status === undefined ? 0 : m[2]!.startsWith('http') ? severity(status) : status === 0 ? 9 : 17;
  const attributes = emptyAttributes();
  const session = rest[isMesh ? rest.length - 1 : 2];
  if (none(session) !== undefined) attributes['session.id'] = session;
  if (!isMesh && none(rest[0]) !== undefined) attributes['bitbucket.labels'] = rest[0];
  if (m[4] !== undefined && m[4] !== '-') attributes['bitbucket.execution'] = m[4];
  if (number(m[17]) !== undefined) attributes['http.request.body.size'] = number(m[17]);
  if (m[1]!.includes(',')) attributes['client.proxies'] = m[1];
  if (Object.keys(attributes).length > 0) record.attributes = attributes;
  return true;
}

function severity(status: number): number {
  return status >= 500 ? 17 : status >= 400 ? 13 : 9;
}

function split(target: string): [string, string | undefined] {
  const mark = target.indexOf('?');
  return mark < 0 ? [target, undefined] : [target.slice(0, mark), target.slice(mark + 1)];
}

function none(text: string | undefined): string | undefined {
  return text === undefined || text === '-' || text === '' ? undefined : text;
}

function number(text: string | undefined): number | undefined {
  return text === undefined || !/^\d{1,15}$/.test(text) ? undefined : Number(text);
}

/** Of the addresses a proxy adds to, the first asked. */
function firstOf(addresses: string | undefined): string | undefined {
  return none(addresses?.split(',')[0]);
}
