/**
 * Reads a message once, character by character, into tokens: words, values and punctuation. What is a value is seen by its
 * characters (a digit, a path, an address), whatever the source: no setting, no expression per line.
 */

/** What a token is. `Word` may still turn out to vary, when many messages are compared. */
export const TokenKind = { Word: 0, Value: 1, Punctuation: 2 } as const;

/** Tokens of a message beyond these are not looked at. */
export const MOST_TOKENS = 192;
/** Characters of a message beyond these are not looked at. */
export const MOST_CHARACTERS = 4096;

const CLASS = { Space: 0, Letter: 1, Digit: 2, Delimiter: 3, Joiner: 4, Apostrophe: 5 } as const;

/** By code unit below 128. Delimiters are tokens of their own; joiners stand inside words and values. */
const CLASSES = new Uint8Array(128).fill(CLASS.Joiner);
CLASSES.fill(CLASS.Space, 0, 33);
for (let c = 48; c < 58; c++) CLASSES[c] = CLASS.Digit;
for (let c = 65; c < 91; c++) CLASSES[c] = CLASS.Letter;
for (let c = 97; c < 123; c++) CLASSES[c] = CLASS.Letter;
for (const c of ',;=()[]{}<>"|`#') CLASSES[c.charCodeAt(0)] = CLASS.Delimiter;
CLASSES[39] = CLASS.Apostrophe;

const COLON = 58, SLASH = 47, DOT = 46, BACKSLASH = 92, AT = 64, LESS = 60, GREATER = 62, EQUALS = 61;
const OPEN = 40, CLOSE = 41, OPEN_BRACKET = 91, CLOSE_BRACKET = 93, NEWLINE = 10, HASH = 35, QUESTION = 63, SEMICOLON = 59;

const MONTHS = new Set(['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']);
const WEEKDAYS = new Set(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

/** Units that belong to the number before them: the same value is said in one of several. Words in full stay words. */
const UNITS = new Set([
  'ns', 'us', 'µs', 'μs', 'ms', 's', 'sec', 'secs', 'min', 'mins', 'h', 'hr', 'hrs',
  'b', 'kb', 'mb', 'gb', 'tb', 'pb', 'kib', 'mib', 'gib', 'tib', 'k', 'm', 'g', 'kbps', 'mbps', 'gbps', 'kb/s', 'mb/s', 'hz', 'khz', 'mhz', 'ghz', '%',
]);

/** The tokens of the message read last; `count` of them. Reused: copy what is kept. */
export class Scanner {
  count = 0;
  readonly kind = new Uint8Array(MOST_TOKENS + 8);
  readonly from = new Int32Array(MOST_TOKENS + 8);
  readonly to = new Int32Array(MOST_TOKENS + 8);
  /** Of a word its characters, of punctuation too; 0 of a value. */
  readonly hash = new Int32Array(MOST_TOKENS + 8);
  /** Of all tokens, in order. */
  hash1 = 0;
  hash2 = 0;
  private text = '';

  /** Reads the first line of a message from `begin` on. */
  scan(text: string, begin = 0): void {
    this.text = text;
    this.count = 0;
    const end = Math.min(text.length, begin + MOST_CHARACTERS);
    let i = begin;
    while (i < end && this.count < MOST_TOKENS) {
      const c = text.charCodeAt(i);
      const cls = c < 128 ? CLASSES[c]! : CLASS.Letter;
      if (cls === CLASS.Space) {
        if (c === NEWLINE) break;
        i++;
      } else if (cls === CLASS.Delimiter || (cls === CLASS.Apostrophe)) {
        i = (c === LESS || c === GREATER) && this.isComparison(i, end) ? this.chunk(i, i + 1, end) : this.delimiter(i, c);
      } else i = this.chunk(i, i, end);
    }
    this.emptyAt(i);
    this.leadingContext();
    let h1 = 0x2545f491;
    let h2 = 0x1b873593;
    for (let t = 0; t < this.count; t++) {
      const h = this.kind[t] === TokenKind.Value ? 0x3c6ef372 : this.hash[t]!;
      h1 = Math.imul(h1 ^ h, 0x01000193) ^ (h1 >>> 15);
      h2 = Math.imul((h2 << 5) - h2 + h, 0x85ebca6b) ^ (h2 >>> 13);
    }
    this.hash1 = h1 >>> 0;
    this.hash2 = h2 >>> 0;
  }

  private push(kind: number, from: number, to: number, hash: number): void {
    const t = this.count++;
    this.kind[t] = kind;
    this.from[t] = from;
    this.to[t] = to;
    this.hash[t] = hash;
  }

  /** Values with nothing but space between them are one: how many stand there says nothing of the message. */
  private value(from: number, to: number): void {
    const last = this.count - 1;
    if (last >= 0 && this.kind[last] === TokenKind.Value && this.isBlank(this.to[last]!, from)) this.to[last] = to;
    else this.push(TokenKind.Value, from, to, 0);
  }

  private isBlank(from: number, to: number): boolean {
    for (let i = from; i < to; i++) if (this.text.charCodeAt(i) > 32) return false;
    return true;
  }

  private delimiter(i: number, c: number): number {
    if (c === CLOSE && this.dropRestatedSize()) return i + 1;
    if (c === CLOSE || c === CLOSE_BRACKET) this.emptyBrackets(i, c === CLOSE ? OPEN : OPEN_BRACKET);
    else if (c === EQUALS) this.emptyBefore();
    else if (c === 44 || c === SEMICOLON) this.emptyAt(i);
    // A line drawn of one character, however long.
    let end = i + 1;
    if (c === EQUALS || c === HASH) while (this.text.charCodeAt(end) === c) end++;
    this.push(TokenKind.Punctuation, i, end, c);
    return end;
  }

  /** `<1 sec`: a bound is part of the value; `<1>` is a bracket. */
  private isComparison(i: number, end: number): boolean {
    if (i > 0 && this.text.charCodeAt(i - 1) > 32 && this.text.charCodeAt(i - 1) !== EQUALS) return false;
    let k = i + 1;
    const first = this.text.charCodeAt(k);
    if (!(first >= 48 && first < 58)) return false;
    while (k < Math.min(end, i + 24)) {
      const c = this.text.charCodeAt(k);
      if (c === GREATER) return false;
      if (c <= 32) return true;
      k++;
    }
    return true;
  }

  /** `from 10.0.0.7 ()`: brackets that stand for themselves hold nothing here; those of a call, `init()`, never do. */
  private emptyBrackets(i: number, open: number): void {
    const t = this.count - 1;
    if (t < 0 || this.kind[t] !== TokenKind.Punctuation || this.hash[t] !== open || this.to[t] !== i) return;
    const before = this.from[t]! - 1;
    if (before >= 0 && this.text.charCodeAt(before) <= 32) this.push(TokenKind.Value, i, i, 0);
  }

  /** `rhost= user=root`: a name before a second `=` is no value of the first. */
  private emptyBefore(): void {
    const t = this.count - 1;
    if (t < 1 || this.kind[t] !== TokenKind.Word || this.kind[t - 1] !== TokenKind.Punctuation || this.hash[t - 1] !== EQUALS) return;
    if (this.to[t - 1]! >= this.from[t]!) return;
    const at = this.to[t - 1]!;
    this.push(this.kind[t], this.from[t]!, this.to[t]!, this.hash[t]!);
    this.kind[t] = TokenKind.Value;
    this.from[t] = at;
    this.to[t] = at;
    this.hash[t] = 0;
  }

  /** `error = ,` and `error =` at the end. */
  private emptyAt(i: number): void {
    const t = this.count - 1;
    if (t > 0 && this.kind[t] === TokenKind.Punctuation && this.hash[t] === EQUALS && this.kind[t - 1] === TokenKind.Word) this.push(TokenKind.Value, this.to[t]!, Math.min(i, this.to[t]!), 0);
  }

  /** `1822 bytes (1.77 KB)`: the same size once more, for people. */
  private dropRestatedSize(): boolean {
    const t = this.count - 1;
    if (t < 3 || this.kind[t] !== TokenKind.Value || this.kind[t - 1] !== TokenKind.Punctuation || this.hash[t - 1] !== OPEN) return false;
    if (this.kind[t - 3] !== TokenKind.Value || this.kind[t - 2] !== TokenKind.Word || !this.isWord(t - 2, 'bytes')) return false;
    if (!/[kmgtp]i?b$/i.test(this.text.slice(this.from[t], this.to[t]))) return false;
    this.count -= 2;
    return true;
  }

  private isWord(t: number, word: string): boolean {
    return this.from[t]! + word.length === this.to[t] && this.text.startsWith(word, this.from[t]);
  }

  /** A run of characters without space and delimiters; it begins at `begin`, what is looked at from `i` on. Answers where it ends. */
  private chunk(begin: number, i: number, end: number): number {
    const { text } = this;
    let digits = 0;
    let letters = 0;
    let slashes = 0;
    let colons = 0;
    let isAt = false;
    let isDotted = false;
    // A URL, or a path with a query: what stands behind it belongs to it.
    let isAddress = false;
    let isHexOnly = true;
    let hash = 0;
    let last = 0;
    let at = i;
    for (; at < end; at++) {
      const c = text.charCodeAt(at);
      const cls = c < 128 ? CLASSES[c]! : CLASS.Letter;
      if (cls === CLASS.Digit) digits++;
      else if (cls === CLASS.Letter) {
        letters++;
        if (isHexOnly && !((c >= 97 && c <= 102) || (c >= 65 && c <= 70))) isHexOnly = false;
      } else if (cls === CLASS.Joiner) {
        if (c === COLON) {
          const next = text.charCodeAt(at + 1);
          // `server.example.net:443`, `Session.java:81`: one value.
          const isPlace = isDotted && isDigit(next) && isPlaceName(text, i, at);
          if (letters > 0 && slashes === 0 && !isAt && !isPlace && (digits === 0 || (digits === 1 && isDigit(last))) && this.isKey(i, at, end, isHexOnly)) {
            this.word(begin, at, hash);
            this.push(TokenKind.Punctuation, at, at + 1, COLON);
            return at + 1;
          }
          colons++;
          if (next === SLASH && text.charCodeAt(at + 2) === SLASH) isAddress = true;
        } else {
          isHexOnly = false;
          if (c === SLASH || c === BACKSLASH) slashes++;
          else if (c === AT) isAt = true;
          else if (c === DOT && letters > 0) isDotted = true;
          else if (c === QUESTION && slashes > 0) isAddress = true;
        }
        // A run of one character is that character: lines of stars, dots and dashes.
        if (c === last && letters === 0 && digits === 0) continue;
      } else if (cls === CLASS.Apostrophe) {
        if (at === i || !isContraction(text, at)) break;
      } else if (!(isAddress && (c === EQUALS || c === HASH || c === SEMICOLON) && text.charCodeAt(at + 1) > 32)) break;
      last = c;
      hash = Math.imul(hash ^ c, 0x5bd1e995) ^ (hash >>> 15);
    }
    if (letters === 0 && digits === 0) {
      this.push(TokenKind.Punctuation, begin, at, hash | 1);
      return at;
    }
    // Punctuation at the end of a word is none of it.
    let to = at;
    while (to > i + 1 && isTrailing(text.charCodeAt(to - 1))) to--;
    if (to < at) hash = hashOf(text, i, to);
    if (isAddress || isValue(text, i, to, letters, digits, slashes, isAt, isHexOnly && (colons > 1 || to - i >= 8))) this.value(begin, to);
    else this.word(begin, to, hash);
    if (to < at) this.push(TokenKind.Punctuation, to, at, text.charCodeAt(at - 1));
    return at;
  }

  /** Whether the colon at `at` parts a name from its value: `name:value`. `C:\\dir` and `http://host` have none, `a::b` is a name, `aa:bb:…` an address. */
  private isKey(from: number, at: number, end: number, isHexOnly: boolean): boolean {
    const { text } = this;
    const next = text.charCodeAt(at + 1);
    if (at + 1 >= end || next <= 32 || next === COLON || (next < 128 && CLASSES[next] === CLASS.Delimiter)) return false;
    if (next === SLASH && text.charCodeAt(at + 2) === SLASH) return false;
    if (at - from === 1 && (next === BACKSLASH || next === SLASH)) return false;
    return !(isHexOnly && at - from === 2 && text.charCodeAt(at + 3) === COLON);
  }

  private word(from: number, to: number, hash: number): void {
    const { text } = this;
    const length = to - from;
    if (length <= 4 || length === 9) {
      const last = this.count - 1;
      if (last >= 0 && this.kind[last] === TokenKind.Value && length <= 4) {
        // A unit one space after a bare number.
        if (from === this.to[last]! + 1 && isDigit(text.charCodeAt(this.to[last]! - 1)) && UNITS.has(text.slice(from, to).toLowerCase())) {
          this.to[last] = to;
          return;
        }
        if (length === 3 && isDate(text, from, to, true)) {
          this.value(from, to);
          return;
        }
      }
      if (length === 3 && isDate(text, from, to, false)) {
        this.value(from, to);
        return;
      }
    }
    this.push(TokenKind.Word, from, to, hash | 2);
  }

  /** `[req-1f… 39a1… - - -]` and `[-]` before the message: whose it is, not what it says. */
  private leadingContext(): void {
    if (this.count < 4 || this.kind[0] !== TokenKind.Punctuation || this.hash[0] !== OPEN_BRACKET) return;
    let t = 1;
    for (; t < this.count; t++) {
      if (this.kind[t] === TokenKind.Word) return;
      if (this.kind[t] === TokenKind.Punctuation && this.hash[t] === CLOSE_BRACKET) break;
    }
    if (t >= this.count - 1 || t < 2) return;
    this.kind[0] = TokenKind.Value;
    this.to[0] = this.to[t]!;
    this.hash[0] = 0;
    for (let n = 1; n + t < this.count; n++) {
      this.kind[n] = this.kind[n + t]!;
      this.from[n] = this.from[n + t]!;
      this.to[n] = this.to[n + t]!;
      this.hash[n] = this.hash[n + t]!;
    }
    this.count -= t;
  }
}

function isLetter(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c > 127;
}

function isDigit(c: number): boolean {
  return c >= 48 && c < 58;
}

/** Host, file or code: `db.example.net`, `Session.java`, `com.example.shop.Cart.add`; not `state.topAmount`, which has a value. */
function isPlaceName(text: string, from: number, to: number): boolean {
  let dots = 0;
  let isLower = true;
  let extension = 0;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === DOT) {
      dots++;
      extension = 0;
    } else {
      extension = c >= 97 && c <= 122 ? extension + 1 : -64;
      if (c >= 65 && c <= 90) isLower = false;
    }
  }
  return isLower || dots > 2 || (extension > 0 && extension < 5);
}

/** `can't`, `we'll`; in `u'abc'` it begins a text. */
function isContraction(text: string, at: number): boolean {
  if (!isLetter(text.charCodeAt(at - 1)) || !isLetter(text.charCodeAt(at + 1))) return false;
  const end = isLetter(text.charCodeAt(at + 2)) ? at + 3 : at + 2;
  const c = text.charCodeAt(end);
  return !(isLetter(c) || isDigit(c) || c === 39);
}

function isTrailing(c: number): boolean {
  return c === DOT || c === COLON || c === 33 || c === QUESTION;
}

function hashOf(text: string, from: number, to: number): number {
  let hash = 0;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x5bd1e995) ^ (hash >>> 15);
  return hash;
}

/** Whether characters alone say that this is no word of the message. */
function isValue(text: string, from: number, to: number, letters: number, digits: number, slashes: number, isAt: boolean, isHexGroups: boolean): boolean {
  if (digits === 0) {
    if (slashes === 0 && !isAt) return isHexGroups || to - from > 96;
    const first = text.charCodeAt(from);
    if (first === SLASH) return slashes > 1 || to - from > 2;
    if (text.charCodeAt(from + 1) === COLON && (text.charCodeAt(from + 2) === BACKSLASH || text.charCodeAt(from + 2) === SLASH)) return true;
    if (first === BACKSLASH) return slashes > 1;
    if (isAt && /[^@]@[^@.]+\.[^@.]/.test(text.slice(from, Math.min(to, from + 256)))) return true;
    return slashes > 2 || to - from > 96;
  }
  // `ssh2`, `L1`, `tty2`: a name that ends with one digit may be part of what is said.
  if (digits === 1 && letters === to - from - 1 && letters <= 12 && isDigit(text.charCodeAt(to - 1)) && letters > 0) return false;
  return !(digits === 1 && letters > 3 && isIdentifier(text, from, to));
}

/** `jk2_init`, `utf8mb`: letters with one digit among them. */
function isIdentifier(text: string, from: number, to: number): boolean {
  if (!isLetter(text.charCodeAt(from)) || !isLetter(text.charCodeAt(to - 1))) return false;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (isDigit(c) ? !isLetter(text.charCodeAt(i - 1)) : !(isLetter(c) || c === 95)) return false;
  }
  return true;
}

/** A month before a number, a weekday before a month or a number, and a month or zone among values of a date. */
function isDate(text: string, from: number, to: number, afterValue: boolean): boolean {
  const word = text.slice(from, to).toLowerCase();
  const isMonth = MONTHS.has(word);
  if (!isMonth && !WEEKDAYS.has(word)) return false;
  let i = to;
  while (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 44) i++;
  const c = text.charCodeAt(i);
  if (isDigit(c)) return true;
  if (afterValue && isMonth) return true;
  return !isMonth && MONTHS.has(text.slice(i, i + 3).toLowerCase()) && !isLetter(text.charCodeAt(i + 3));
}
