import { SEVERITY_NUMBER } from '../../model/severity.ts';
import type { DirectReader } from '../contract-lines.ts';
import { blankRow, MAX_BODY } from '../contract-record.ts';
import { clfSeconds } from '../contract-time.ts';
import type { BodyPart, RangeSink } from '../contract.ts';
import { F, fields } from './fields.ts';

/** The combined format as `directReader` takes it; any line that is not exactly this is read the other way. */
export const bodyParts: readonly BodyPart[] = [
  { column: 'client.address', missing: '-' }, ' - ', { column: 'user.name', missing: '-' }, ' [', { column: 'time_text' }, '] "',
  { column: 'http.request.method' }, ' ', { column: 'url.path' }, { column: 'url.query', before: '?' }, ' HTTP/', { column: 'network.protocol.version' }, '" ',
  { column: 'http.response.status_code' }, ' ', { column: 'http.response.body.size', missing: '-' }, ' "',
  { column: 'http.request.header.referer', missing: '-' }, '" "', { column: 'user_agent.original', missing: '-' }, '"',
];

const SPACE = 0x20;
const QUOTE = 0x22;
const DASH = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const ZERO = 0x30;
const NINE = 0x39;
const QUESTION = 0x3f;
const OPEN = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
const TILDE = 0x7e;
const CR = 0x0d;
const LF = 0x0a;
/** `10/Oct/2000:13:55:36 -0700` */
const TIME_BYTES = 26;
/** Nanoseconds of more seconds than this do not fit 64 bits. */
const MAX_SECONDS = 9_000_000_000;

/**
 * Reads a line of the plain combined format from its bytes, in one pass and without a string:
 * `client - user [time] "METHOD /target HTTP/n.n" status size "referer" "agent"`, printable ASCII, nothing escaped,
 * nothing after it. Such a line means the same to `AccessLineReader`; `direct.prop.test.ts` holds them together.
 */
export function directReader(sink: RangeSink, onStatus: (status: number) => void): DirectReader {
  let b: Uint8Array = new Uint8Array();
  let timeAt = -1;
  let known: Uint8Array = new Uint8Array(TIME_BYTES);
  const row = blankRow(fields.length);
  const { ranges, numbers } = row;

  /** End of a run of printable bytes without space, quote, backslash and brackets. */
  const word = (from: number): number => {
    let p = from;
    for (let c = b[p]!; c > SPACE && c <= TILDE && c !== QUOTE && c !== BACKSLASH && c !== OPEN && c !== CLOSE && c !== 0x2c; c = b[++p]!);
    return p;
  };
  /** End of a quoted string that has something in it, where its quote stands; -1 when it is not a plain one. */
  const quoted = (from: number): number => {
    let p = from;
    for (let c = b[p]!; c >= SPACE && c <= TILDE && c !== QUOTE && c !== BACKSLASH; c = b[++p]!);
    return b[p] === QUOTE && p > from ? p : -1;
  };
  const put = (field: number, from: number, to: number): void => {
    const none = to - from === 1 && b[from] === DASH;
    ranges[field * 2] = none ? -1 : from;
    ranges[field * 2 + 1] = to;
  };
  const readTime = (at: number): boolean => {
    let same = timeAt >= 0;
    // The end changes first; zone and year hardly ever.
    for (let i = TIME_BYTES - 1; same && i >= 0; i--) same = b[at + i] === known[i];
    if (same) return true;
    timeAt = -1;
    if (at + TIME_BYTES >= b.length) return false;
    // Of a Buffer `slice` would be no copy, and change with it.
    known = Uint8Array.from(b.subarray(at, at + TIME_BYTES));
    const seconds = clfSeconds(String.fromCharCode(...known));
    if (Number.isNaN(seconds) || Math.abs(seconds) > MAX_SECONDS) return false;
    row.timeSeconds = seconds;
    timeAt = at;
    return true;
  };

  let blockOffset = 0;
  /** Answers where the next line begins, or -1. */
  const read = (from: number, number: number): number => {
    let p = word(from);
    if (p === from || b[p] !== SPACE || b[p + 1] !== DASH || b[p + 2] !== SPACE) return -1;
    put(F.client, from, p);
    const user = p + 3;
    p = word(user);
    if (p === user || b[p] !== SPACE || b[p + 1] !== OPEN) return -1;
    put(F.user, user, p);
    const time = p + 2;
    if (!readTime(time)) return -1;
    p = time + TIME_BYTES;
    if (b[p] !== CLOSE || b[p + 1] !== SPACE || b[p + 2] !== QUOTE) return -1;
    const method = p + 3;
    for (p = method; b[p]! >= 0x41 && b[p]! <= 0x5a; p++);
    if (p === method || b[p] !== SPACE || b[p + 1] !== SLASH) return -1;
    ranges[F.method * 2] = method;
    ranges[F.method * 2 + 1] = p;
    const target = p + 1;
    let question = -1;
    p = target;
    for (let c = b[p]!; c > SPACE && c <= TILDE && c !== QUOTE && c !== BACKSLASH; c = b[++p]!) if (c === QUESTION && question < 0) question = p;
    ranges[F.path * 2] = target;
    ranges[F.path * 2 + 1] = question < 0 ? p : question;
    ranges[F.query * 2] = question < 0 ? -1 : question + 1;
    ranges[F.query * 2 + 1] = p;
    // " HTTP/"
    if (b[p] !== SPACE || b[p + 1] !== 0x48 || b[p + 2] !== 0x54 || b[p + 3] !== 0x54 || b[p + 4] !== 0x50 || b[p + 5] !== SLASH) return -1;
    const version = p + 6;
    if (!isDigit(b[version]!)) return -1;
    p = version + 1;
    if (b[p] === DOT && isDigit(b[p + 1]!)) p += 2;
    ranges[F.version * 2] = version;
    ranges[F.version * 2 + 1] = p;
    if (b[p] !== QUOTE || b[p + 1] !== SPACE) return -1;
    p += 2;
    // Three digits, the first of them not 0: the number has to give the same digits again.
    if (b[p] === ZERO || !isDigit(b[p]!) || !isDigit(b[p + 1]!) || !isDigit(b[p + 2]!) || b[p + 3] !== SPACE) return -1;
    const status = (b[p]! - ZERO) * 100 + (b[p + 1]! - ZERO) * 10 + b[p + 2]! - ZERO;
    p += 4;
    let size = Number.NaN;
    if (b[p] === DASH) p++;
    else {
      const digits = p;
      size = 0;
      for (; isDigit(b[p]!); p++) size = size * 10 + b[p]! - ZERO;
      if (p === digits || p - digits > 15 || (b[digits] === ZERO && p - digits > 1)) return -1;
    }
    if (b[p] !== SPACE || b[p + 1] !== QUOTE) return -1;
    const referer = p + 2;
    p = quoted(referer);
    if (p < 0 || b[p + 1] !== SPACE || b[p + 2] !== QUOTE) return -1;
    put(F.referer, referer, p);
    const agent = p + 3;
    p = quoted(agent);
    if (p < 0) return -1;
    put(F.agent, agent, p);
    const to = p + 1;
    if (to - from > MAX_BODY) return -1;
    const next = b[to] === LF ? to + 1 : b[to] === CR && b[to + 1] === LF ? to + 2 : -1;
    if (next < 0) return -1;
    numbers[F.status] = status;
    numbers[F.size] = size;
    row.offsetBytes = blockOffset + from;
    row.line = number;
    row.from = from;
    row.to = to;
    row.timeTextFrom = time;
    row.timeTextTo = time + TIME_BYTES;
    row.severityNumber = severityOfStatus(status);
    onStatus(status);
    sink.row(row);
    return next;
  };
  const reader = {
    count: 0,
    block(bytes: Uint8Array, offsetBytes: number): void {
      b = bytes;
      blockOffset = offsetBytes;
      sink.block(bytes);
    },
    lines(from: number, number: number): number {
      let at = from;
      let count = 0;
      while (at < b.length) {
        const next = read(at, number + count);
        if (next < 0) break;
        at = next;
        count++;
      }
      reader.count = count;
      return at;
    },
  };
  return reader;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** 5xx is an error of the server, 4xx a warning about the client; anything else with a status went as intended. */
export function severityOfStatus(status: number): number {
  if (status >= 500) return SEVERITY_NUMBER.error;
  if (status >= 400) return SEVERITY_NUMBER.warn;
  return status >= 100 ? SEVERITY_NUMBER.info : SEVERITY_NUMBER.unset;
}
