import { dash, F, setAttribute, type AccessLine } from './fields.ts';

/** A quoted string, an unclosed one, or a word. */
const TOKEN = /"([^"\\]*(?:\\.[^"\\]*)*)"(?= |$)|"(.*)$|(\S+)/gs;
const ADDRESS_LIST = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\dA-Fa-f]*:[\dA-Fa-f:.]+)(?:, ?(?:\d{1,3}(?:\.\d{1,3}){3}|[\dA-Fa-f]*:[\dA-Fa-f:.]+))*$/;
/** nginx `$request_time`: seconds with milliseconds. A whole number has no certain unit (%D, %T, %{ms}T). */
const SECONDS = /^\d+\.\d{1,6}$/;
const WITH_UNIT = /^(\d+(?:\.\d+)?)(ms|us|µs|s)$/;
const KEY_VALUE = /^([A-Za-z_][\w.-]*)[=:](.*)$/;
const DURATION_KEYS = new Set(['rt', 'request_time', 'duration', 'req_time']);
const UNIT_SECONDS: Record<string, number> = { s: 1, ms: 1e-3, us: 1e-6, 'µs': 1e-6 };

/**
 * What follows status and size: Referer and User-Agent as the first two quoted strings, then what each site appends.
 * False when a quote is not closed: the line breaks off there.
 */
export function readExtras(rest: string, line: AccessLine): boolean {
  // The plain combined format, without a backslash or an extra, needs no tokens.
  const simple = SIMPLE.exec(rest);
  if (simple) {
    line.values[F.referer] = dash(simple[1]!);
    line.values[F.agent] = dash(simple[2]!);
    if (simple[3] !== undefined) readMore(simple[3], line, 2);
    return true;
  }
  return readMore(rest, line, 0);
}

const SIMPLE = /^"([^"\\]*)" "([^"\\]*)"(?: (.+))?$/s;

function readMore(rest: string, line: AccessLine, quotedBefore: number): boolean {
  let quoted = quotedBefore;
  let closed = true;
  let extra: string[] | undefined;
  TOKEN.lastIndex = 0;
  for (let m = TOKEN.exec(rest); m !== null; m = TOKEN.exec(rest)) {
    if (m[3] !== undefined) {
      if (!readWord(m[3], line)) (extra ??= []).push(m[3]);
      continue;
    }
    let text = m[1];
    if (text === undefined) {
      // A quote inside that was not escaped, or a line that breaks off.
      text = m[2]!;
      if (text.endsWith('"')) text = text.slice(0, -1);
      else closed = false;
    }
    const value = dash(unescapeField(text));
    quoted++;
    if (quoted === 1) line.values[F.referer] = value;
    else if (quoted === 2) line.values[F.agent] = value;
    else if (value !== undefined && ADDRESS_LIST.test(value)) setAttribute(line, 'http.request.header.x-forwarded-for', value);
    else (extra ??= []).push(text);
  }
  if (extra) setAttribute(line, 'access.extra', extra);
  return closed;
}

/** A bare word that says what it is; false when it does not. */
function readWord(word: string, line: AccessLine): boolean {
  const unit = WITH_UNIT.exec(word);
  if (unit && line.values[F.duration] === undefined) {
    line.values[F.duration] = scaled(unit[1]!, UNIT_SECONDS[unit[2]!]!);
    return true;
  }
  if (SECONDS.test(word) && line.values[F.duration] === undefined) {
    line.values[F.duration] = Number(word);
    return true;
  }
  const pair = KEY_VALUE.exec(word);
  if (!pair || pair[1]!.length > 40 || word.includes('://')) return false;
  const value = pair[2]!.startsWith('"') && pair[2]!.endsWith('"') ? pair[2]!.slice(1, -1) : pair[2]!;
  if (DURATION_KEYS.has(pair[1]!) && SECONDS.test(value) && line.values[F.duration] === undefined) line.values[F.duration] = Number(value);
  setAttribute(line, pair[1]!, value);
  return true;
}

function scaled(digits: string, unit: number): number {
  return unit === 1 ? Number(digits) : Number((Number(digits) * unit).toPrecision(12));
}

/**
 * Undoes what servers do to quotes and control bytes: Apache (`ap_escape_logitem`) writes \" \\ \n \t \xhh, nginx
 * (`escape=default`) \xHH for every byte below 32, above 126, and for quote and backslash. Bytes together are UTF-8.
 */
export function unescapeField(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPES, (all: string, hexRun: string | undefined, letter: string | undefined) => {
    if (hexRun !== undefined) return Buffer.from(hexRun.replaceAll('\\x', ''), 'hex').toString('utf8');
    return LETTERS[letter!] ?? all;
  });
}

const ESCAPES = /((?:\\x[\dA-Fa-f]{2})+)|\\([\\"nrtbvf])/g;
const LETTERS: Record<string, string> = { '\\': '\\', '"': '"', n: '\n', r: '\r', t: '\t', b: '\b', v: '\v', f: '\f' };
