/*
 * logfmt as kr/logfmt (https://pkg.go.dev/github.com/kr/logfmt) and go-logfmt/logfmt define it: `key=value`, `key="a \"quoted\" value"`,
 * a key alone, between blanks. Quoted values are escaped as in JSON; logrus and Go's %q add \x.. and \a, \v.
 */
export interface Pairs {
  /** Keys and values in order; a key alone has an empty value and counts as `bare`. */
  readonly keys: string[];
  readonly values: string[];
  /** Keys without a value. */
  bare: number;
  /** A quoted value is not closed: the line breaks off there. */
  truncated: boolean;
}

export function blankPairs(): Pairs {
  return { keys: [], values: [], bare: 0, truncated: false };
}

const EQUALS = 61;
const QUOTE = 34;
const BACKSLASH = 92;

/** Reads a whole line; false when it is not logfmt: a value without a key, a quote inside a word, a key that is none. */
export function readPairs(text: string, from: number, pairs: Pairs): boolean {
  pairs.keys.length = 0;
  pairs.values.length = 0;
  pairs.bare = 0;
  pairs.truncated = false;
  const end = text.length;
  let at = from;
  for (;;) {
    while (at < end && text.charCodeAt(at) <= 32) at++;
    if (at >= end) return pairs.keys.length > 0;
    const keyFrom = at;
    let code = text.charCodeAt(at);
    while (at < end && code > 32 && code !== EQUALS) {
      if (code === QUOTE) return false;
      code = text.charCodeAt(++at);
    }
    if (at === keyFrom) return false;
    if (!isKeyStart(text.charCodeAt(keyFrom))) return false;
    pairs.keys.push(text.slice(keyFrom, at));
    if (at >= end || code !== EQUALS) {
      pairs.values.push('');
      pairs.bare++;
      continue;
    }
    at++;
    if (text.charCodeAt(at) !== QUOTE) {
      const valueFrom = at;
      // Braces and brackets of what Go prints (map[a:b c:d]) have blanks in them only where they are quoted.
      while (at < end && text.charCodeAt(at) > 32) at++;
      pairs.values.push(text.slice(valueFrom, at));
      continue;
    }
    const valueFrom = at + 1;
    let close = text.indexOf('"', valueFrom);
    let escaped = false;
    while (close > 0 && text.charCodeAt(close - 1) === BACKSLASH && oddBackslashes(text, close)) {
      escaped = true;
      close = text.indexOf('"', close + 1);
    }
    if (close < 0) {
      pairs.truncated = true;
      pairs.values.push(unescape(text.slice(valueFrom)));
      return true;
    }
    const value = text.slice(valueFrom, close);
    pairs.values.push(escaped || value.includes('\\') ? unescape(value) : value);
    at = close + 1;
    if (at < end && text.charCodeAt(at) > 32) return false;
  }
}

function oddBackslashes(text: string, before: number): boolean {
  let at = before - 1;
  while (text.charCodeAt(at) === BACKSLASH) at--;
  return (before - 1 - at) % 2 === 1;
}

/** Letters, `_`, `@` and anything beyond ASCII: not a digit, not a bracket, so that prose and paths are no keys. */
function isKeyStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 64 || code > 0x7f;
}

const ESCAPES = /\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|((?:x[\dA-Fa-f]{2}(?:\\(?=x[\dA-Fa-f]{2}))?)+)|([^]))/g;
const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', a: '\u0007', v: '\v' };

function unescape(text: string): string {
  return text.replace(ESCAPES, (all: string, four: string | undefined, eight: string | undefined, bytes: string | undefined, letter: string | undefined) => {
    if (four !== undefined) return String.fromCharCode(Number.parseInt(four, 16));
    if (eight !== undefined) return Number.parseInt(eight, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(eight, 16)) : all;
    if (bytes !== undefined) return Buffer.from(bytes.replace(/[x\\]/g, ''), 'hex').toString('utf8');
    return LETTERS[letter!] ?? letter!;
  });
}
