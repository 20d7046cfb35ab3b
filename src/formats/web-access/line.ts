import { clfSeconds, parseTimeText } from '../contract-time.ts';
import { wholeNumber } from '../contract-number.ts';
import type { FieldValue } from '../contract.ts';
import { dash, F, fields, setAttribute, type AccessLine, type Damage } from './fields.ts';
import { readExtras, unescapeField } from './extras.ts';

/*
 * One line of an access log.
 *
 * - Apache mod_log_config: common `%h %l %u %t "%r" %>s %b`, combined with `"%{Referer}i" "%{User-agent}i"`, with the
 *   virtual host `%v:%p` before it. https://httpd.apache.org/docs/2.4/mod/mod_log_config.html
 * - nginx ngx_http_log_module: combined, and what people append to it.
 *   https://nginx.org/en/docs/http/ngx_http_log_module.html
 * - Tomcat AccessLogValve in the pattern of Atlassian's Confluence and Jira, time first and nothing quoted:
 *   `%t %u %I %h %r %s %Dms %b %{Referer}i %{User-Agent}i`, since Confluence 7.11 with `%{X-Forwarded-For}i` before the user.
 *   https://confluence.atlassian.com/doc/how-to-enable-user-access-logging-182682.html
 */
/** Everything before the time; the time; the request as it should be quoted; status and size; the rest. */
const STRICT = /^((?:\[[\dA-Fa-f:.%]+\])?[^"[]*)\[([^\]"]{8,48})\] "([^"\\]*(?:\\.[^"\\]*)*)" (\d{3}|-) (\d+|-)(?: (.*))?$/s;
/** The same where quotes inside the request were not escaped: the request ends where a status follows. */
const LENIENT = /^((?:\[[\dA-Fa-f:.%]+\])?[^"[]*)\[([^\]"]{8,48})\] "(.*?)" (\d{3}|-) (\d+|-)(?: (.*))?$/s;
/** A line that breaks off in the request, or after it. */
const TRUNCATED = /^((?:\[[\dA-Fa-f:.%]+\])?[^"[]*)\[([^\]"]{8,48})\](?: "(.*))?$/s;
const ATLASSIAN = /^\[([^\]"]{8,48})\] (?:([\d.:a-fA-F,]{2,200}|-) (?=\S+ \S+ \S+ [A-Z]+ ))?(\S+) (\S+) (\S+) (?:([A-Z]+) (\S+) (HTTP\/\d(?:\.\d)?)|-) (\d{3}|-) (\d+)(ms|s)? (\d+|-)(?: (\S+)(?: (.*))?)?$/s;
const REQUEST = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) (.*?)(?: (?:HTTP|http|RTSP|SIP)\/(\d+(?:\.\d+)?)\s*)?$/s;
const HOST_PORT = /^(.+):(\d{1,5})$/;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\dA-Fa-f]*:[\dA-Fa-f:.]*:[\dA-Fa-f:.%\w]*|\[[^\]]+\])(?::\d+)?$/;

/** Reads lines; keeps the last time, which most lines share with the one before. */
export class AccessLineReader {
  private readonly zone: string;
  private lastTimeText = '';
  private lastTimeNs: bigint | undefined;

  constructor(zone: string) {
    this.zone = zone;
  }

  /** `undefined` when the line is not of the family at all. */
  read(text: string): AccessLine | undefined {
    let damage: Damage | undefined;
    let m = STRICT.exec(text);
    if (!m) {
      if (text.charCodeAt(0) === 0x7b) return undefined;
      const atlassian = this.readAtlassian(text);
      if (atlassian) return atlassian;
      m = LENIENT.exec(text);
      if (!m) return this.readTruncated(text);
      damage = 'unescaped-quotes';
    }
    const line = blank();
    const complete = readClient(m[1]!, line);
    this.readTime(m[2]!, line);
    if (line.timeNs === undefined && !/\d\d:\d\d/.test(m[2]!)) return undefined;
    readRequest(m[3]!, line);
    readStatus(m[4]!, m[5]!, line);
    if (m[6] !== undefined && m[6] !== '' && !readExtras(m[6], line)) damage = 'truncated';
    line.damage = !complete ? 'fields-missing' : line.timeNs === undefined ? 'unreadable-time' : damage;
    return line;
  }

  private readAtlassian(text: string): AccessLine | undefined {
    if (text.charCodeAt(0) !== 0x5b) return undefined;
    const m = ATLASSIAN.exec(text);
    if (!m) return undefined;
    const line = blank();
    this.readTime(m[1]!, line);
    line.values[F.user] = dash(m[3]!);
    line.values[F.client] = dash(m[5]!);
    setAttribute(line, 'thread.name', m[4]!);
    if (m[2] !== undefined && m[2] !== '-') setAttribute(line, 'http.request.header.x-forwarded-for', m[2]);
    if (m[6] !== undefined) {
      line.values[F.method] = m[6];
      readTarget(m[7]!, line);
      line.values[F.version] = m[8]!.slice(5);
    }
    readStatus(m[9]!, m[12]!, line);
    if (m[11] === undefined) setAttribute(line, 'access.extra', [m[10]!]);
    else line.values[F.duration] = m[11] === 'ms' ? Number(m[10]) / 1000 : Number(m[10]);
    if (m[13] !== undefined) line.values[F.referer] = dash(m[13]);
    if (m[14] !== undefined) line.values[F.agent] = dash(m[14]);
    if (line.timeNs === undefined) line.damage = 'unreadable-time';
    return line;
  }

  /** Only what begins like a line of the family: client fields and a time that reads as one. */
  private readTruncated(text: string): AccessLine | undefined {
    const m = TRUNCATED.exec(text);
    if (!m || m[1]!.trim() === '') return undefined;
    const line = blank();
    const complete = readClient(m[1]!, line);
    this.readTime(m[2]!, line);
    if (line.timeNs === undefined || !complete) return undefined;
    if (m[3] !== undefined) setAttribute(line, 'http.request.line', m[3]);
    line.damage = 'truncated';
    return line;
  }

  private readTime(text: string, line: AccessLine): void {
    if (text !== this.lastTimeText) {
      const seconds = clfSeconds(text);
      this.lastTimeNs = Number.isNaN(seconds) ? parseTimeText(text, this.zone) : BigInt(seconds) * 1_000_000_000n;
      this.lastTimeText = text;
    }
    line.timeText = text;
    line.timeNs = this.lastTimeNs;
  }
}

const EMPTY: readonly FieldValue[] = Array.from<FieldValue>({ length: fields.length });

function blank(): AccessLine {
  return { timeText: '', timeNs: undefined, values: EMPTY.slice(), attributes: undefined, status: 0, damage: undefined };
}

/** `[vhost[:port]] client ident user`; a user may hold spaces. False when fields are missing. */
function readClient(prefix: string, line: AccessLine): boolean {
  const values = line.values;
  const text = prefix.endsWith(' ') ? prefix.slice(0, -1) : prefix;
  const first = text.indexOf(' ');
  if (first < 0) {
    values[F.client] = dash(text);
    return false;
  }
  let client = text.slice(0, first);
  let rest = text.slice(first + 1);
  // X-Forwarded-For in the place of %h: "client, proxy, proxy".
  while (client.endsWith(',') && rest.includes(' ')) {
    const next = rest.indexOf(' ');
    client = `${client} ${rest.slice(0, next)}`;
    rest = rest.slice(next + 1);
  }
  let second = rest.indexOf(' ');
  if (second < 0) {
    values[F.client] = dash(client);
    values[F.user] = dash(rest);
    return false;
  }
  if (rest.includes(' ', second + 1) && (HOST_PORT.test(client) && !ADDRESS.test(client) || ADDRESS.test(rest.slice(0, second)))) {
    const hostPort = HOST_PORT.exec(client);
    values[F.server] = hostPort ? hostPort[1] : client;
    if (hostPort) values[F.port] = Number(hostPort[2]);
    client = rest.slice(0, second);
    rest = rest.slice(second + 1);
    second = rest.indexOf(' ');
  }
  values[F.client] = dash(client);
  const ident = dash(rest.slice(0, second));
  if (ident !== undefined) setAttribute(line, 'access.ident', ident);
  values[F.user] = dash(unescapeField(rest.slice(second + 1).trim()));
  return true;
}

/** The request line. What is not one (`-`, a TLS greeting) is kept as it stands. */
function readRequest(raw: string, line: AccessLine): void {
  if (raw === '-' || raw === '') return;
  const m = REQUEST.exec(raw);
  if (!m || (m[3] === undefined && !m[2]!.startsWith('/'))) {
    setAttribute(line, 'http.request.line', unescapeField(raw));
    return;
  }
  line.values[F.method] = m[1];
  if (m[3] !== undefined) line.values[F.version] = m[3];
  readTarget(unescapeField(m[2]!), line);
}

/** Request target (RFC 9112 §3.2): origin form gives path and query, the other forms are kept whole as well. */
function readTarget(target: string, line: AccessLine): void {
  let pathFrom = 0;
  if (target.charCodeAt(0) !== 0x2f) {
    setAttribute(line, 'url.original', target);
    const scheme = /^[A-Za-z][\w+.-]*:\/\/[^/?#]*/.exec(target);
    if (!scheme) return;
    pathFrom = scheme[0].length;
  }
  const question = target.indexOf('?', pathFrom);
  if (question < 0) line.values[F.path] = pathFrom === 0 ? target : target.slice(pathFrom);
  else {
    line.values[F.path] = target.slice(pathFrom, question);
    line.values[F.query] = target.slice(question + 1);
  }
}

function readStatus(status: string, size: string, line: AccessLine): void {
  if (status !== '-') {
    line.status = Number(status);
    line.values[F.status] = line.status;
  }
  if (size !== '-') line.values[F.size] = wholeNumber(size);
}
