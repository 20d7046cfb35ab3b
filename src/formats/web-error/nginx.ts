import { daysFromCivil, isValidCivil } from '../../base/time.ts';
import { daySeconds, twoDigits } from '../contract-clock.ts';
import { emptyAttributes } from '../contract-record.ts';
import type { EventRecord, FieldValue } from '../contract.ts';
import { F } from './fields.ts';

/*
 * nginx, https://nginx.org/en/docs/ngx_core_module.html#error_log; the line is made in ngx_log_error_core:
 * `2026/10/14 10:33:58 [error] 31#31: *7 open() "/x" failed (2: No such file or directory), client: 10.0.0.7, server: example.org, request: "GET / HTTP/1.1", host: "example.org"`.
 */
const SLASH = 47;

/** Seconds since 1970, as if it were UTC, of the local time at the beginning of a line; NaN when it is none. */
export function nginxSeconds(text: string): number {
  if (text.charCodeAt(4) !== SLASH || text.charCodeAt(7) !== SLASH || text.charCodeAt(10) !== 32 || text.charCodeAt(19) !== 32 || text.charCodeAt(20) !== 0x5b) return Number.NaN;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const seconds = daySeconds(text, 11);
  if (Number.isNaN(seconds) || !isValidCivil({ year, month, day, hour: 0, minute: 0, second: 0, nanosecond: 0 })) return Number.NaN;
  return daysFromCivil(year, month, day) * 86_400 + seconds;
}

/** `[level] pid#tid: *connection message`, at 20 of the line. */
export const NGINX_HEAD = /\[(emerg|alert|crit|error|warn|notice|info|debug)\] (\d{1,10})#(\d{1,20}): (?:\*(\d{1,18}) )?/y;

const NAMES = 'client|server|request|subrequest|upstream|host|referrer|login|bytes from\\/to client|bytes from\\/to upstream';
/** Fields behind the message (ngx_http_log_error, ngx_stream_log_error). Quotes inside are not escaped: a quoted value ends where a field or the end follows; a line that was cut has none. */
const TAIL = new RegExp(`, (${NAMES}): ?("[^]*?"(?=, (?:${NAMES}):|$)|"[^]*$|[^,"]*)`, 'y');
const ERRNO = /\((\d{1,5}): [^()]{1,200}\)/;

/** Takes the fields off the end of a whole message (which may have several lines) and sets what they say. */
export function finishNginx(record: EventRecord, values: FieldValue[]): void {
  const body = record.body;
  // A message may quote what a client sent, `, client: ` and all: the fields are those that reach the end.
  let at = body.indexOf(', client: ');
  for (let tries = 0; at >= 0 && tries < 20; tries++, at = body.indexOf(', client: ', at + 1)) {
    const found = readTail(body, at);
    if (!found) continue;
    setTail(record, values, found);
    record.body = body.slice(0, at);
    break;
  }
  const errno = ERRNO.exec(record.body.length > 4000 ? record.body.slice(0, 4000) : record.body);
  if (errno) values[F.errno] = Number(errno[1]);
}

function readTail(body: string, from: number): Array<[string, string]> | undefined {
  const found: Array<[string, string]> = [];
  let at = from;
  while (at < body.length) {
    TAIL.lastIndex = at;
    const m = TAIL.exec(body);
    if (!m) return undefined;
    const name = m[1]!;
    if (found.some(([other]) => other === name)) return undefined;
    found.push([name, m[2]!.replace(/^"([^]*?)"?$/, '$1')]);
    at = TAIL.lastIndex;
  }
  return found;
}

function setTail(record: EventRecord, values: FieldValue[], found: ReadonlyArray<[string, string]>): void {
  for (const [name, value] of found) {
    if (name === 'client') values[F.client] = value;
    else if (name === 'server') values[F.server] = value === '' ? undefined : value;
    else if (name === 'upstream') values[F.upstream] = value;
    else if (name === 'request') setRequest(record, values, value);
    else set(record, ATTRIBUTES[name] ?? `nginx.${name.replace(/\W+/g, '_')}`, value);
  }
}

const ATTRIBUTES: Readonly<Record<string, string>> = { host: 'http.request.header.host', referrer: 'http.request.header.referer' };
const REQUEST = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([^ ?]*)(?:\?([^ ]*))?(?: HTTP\/(\d(?:\.\d)?))?$/;

function setRequest(record: EventRecord, values: FieldValue[], request: string): void {
  const m = REQUEST.exec(request);
  if (!m) {
    set(record, 'http.request.line', request);
    return;
  }
  values[F.method] = m[1];
  values[F.path] = m[2];
  values[F.query] = m[3];
  if (m[4] !== undefined) set(record, 'network.protocol.version', m[4]);
}

function set(record: EventRecord, name: string, value: unknown): void {
  const attributes: Record<string, unknown> = record.attributes ?? emptyAttributes();
  attributes[name] = value;
  record.attributes = attributes;
}
