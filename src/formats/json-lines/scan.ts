import { isObject } from '../contract-json-object.ts';

/**
 * Finds where JSON values stand in bytes, without making them: all structure of JSON (RFC 8259) is ASCII, so this
 * needs no decoding and its offsets are byte offsets.
 */
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;
const COMMA = 0x2c;

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** An object, and where what separates it from the next (a comma) ends. */
export interface ObjectRange extends Range {
  end: number;
}

/** End (exclusive) of a string whose opening quote is at `at`; -1 when it does not end. */
function stringEnd(bytes: Uint8Array, at: number): number {
  for (let quote = bytes.indexOf(QUOTE, at + 1); quote >= 0; quote = bytes.indexOf(QUOTE, quote + 1)) {
    let back = quote - 1;
    while (bytes[back] === BACKSLASH) back--;
    if ((quote - back) % 2 === 1) return quote + 1;
  }
  return -1;
}

/**
 * Objects that follow one another with nothing but white space or commas between, as when a line end was lost.
 * `rest` is where the first thing begins that is no whole object, `bytes.length` when there is none.
 */
export function topLevelObjects(bytes: Uint8Array): { objects: ObjectRange[]; rest: number } {
  const objects: ObjectRange[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (depth === 0) {
      if (byte === OPEN_BRACE) {
        from = i;
        depth = 1;
      } else if (byte === COMMA && objects.length > 0) objects.at(-1)!.end = i + 1;
      else if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return { objects, rest: i };
      continue;
    }
    if (byte === QUOTE) {
      const end = stringEnd(bytes, i);
      if (end < 0) return { objects, rest: from };
      i = end - 1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth--;
      if (depth === 0) {
        objects.push({ from, to: i + 1, end: i + 1 });
      }
    }
  }
  return { objects, rest: depth === 0 ? bytes.length : from };
}

/** Object elements of every array that is the value of `key`, in document order. `bytes` is one valid JSON value. */
export function elementsOf(bytes: Uint8Array, key: string): Range[] {
  const wanted = new TextEncoder().encode(`"${key}"`);
  const found: Range[] = [];
  // For each open container: whether it is an array under the wanted key.
  const stack: boolean[] = [];
  let lastString: Range = { from: 0, to: 0 };
  let keyOfNext = false;
  let start = -1;
  let startDepth = -1;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) {
      const end = stringEnd(bytes, i);
      if (end < 0) return found;
      lastString = { from: i, to: end };
      i = end - 1;
    } else if (byte === COLON) keyOfNext = same(bytes, lastString, wanted);
    else if (byte === COMMA) keyOfNext = false;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (byte === OPEN_BRACE && start < 0 && stack.at(-1) === true) {
        start = i;
        startDepth = stack.length;
      }
      stack.push(byte === OPEN_BRACKET && keyOfNext);
      keyOfNext = false;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      stack.pop();
      if (start >= 0 && stack.length === startDepth) {
        found.push({ from: start, to: i + 1 });
        start = -1;
      }
    }
  }
  return found;
}

function same(bytes: Uint8Array, range: Range, wanted: Uint8Array): boolean {
  if (range.to - range.from !== wanted.length) return false;
  for (let i = 0; i < wanted.length; i++) if (bytes[range.from + i] !== wanted[i]) return false;
  return true;
}

/**
 * What a broken-off object still says: its text completed with the quotes and brackets it lacks, if need be without
 * its last, half-written member. `undefined` when that is no object either.
 */
export function completed(text: string): Record<string, unknown> | undefined {
  const closers: string[] = [];
  const commas: Array<{ at: number; closers: string }> = [];
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (inString) {
      if (c === '\\') i++;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === '{') closers.push('}');
    else if (c === '[') closers.push(']');
    else if (c === '}' || c === ']') {
      if (closers.pop() !== c) return undefined;
      if (closers.length === 0) return undefined;
    } else if (c === ',' && closers.length <= 4) {
      commas.push({ at: i, closers: closers.toReversed().join('') });
      if (commas.length > 8) commas.shift();
    }
  }
  if (closers.length === 0 || closers.length > 64) return undefined;
  const end = closers.toReversed().join('');
  const trimmed = inString && /(?:^|[^\\])(?:\\\\)*\\$/.test(text) ? text.slice(0, -1) : text;
  const attempts = [inString ? `${trimmed}"${end}` : `${text}${end}`, ...commas.toReversed().map((c) => text.slice(0, c.at) + c.closers)];
  for (const attempt of attempts) {
    try {
      const value: unknown = JSON.parse(attempt);
      if (isObject(value)) return value;
    } catch {
      // The next attempt is shorter.
    }
  }
  return undefined;
}
