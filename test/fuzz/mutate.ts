import type { Random } from './random.ts';

/** An input is cut at this length: what matters is found in small ones, and more of them are tried. */
export const MOST_BYTES = 200_000;

const NUMBERS = [
  '0', '-0', '-1', '1', '255', '256', '65535', '2147483647', '2147483648', '-2147483649', '4294967296', '9007199254740991', '9007199254740993', '9223372036854775807',
  '9223372036854775808', '-9223372036854775809', '18446744073709551616', '1e308', '1e309', '-1e999', '1e-400', '0x7fffffff', '1791974051', '1791974051204', '1791974051204567890',
  '00000000000000000000000000000000', '99999999999999999999999999999999', '0.1', '.5', '5.', 'NaN', 'Infinity',
];
const ODD = [
  '\0', '\0\0\0\0', '\n', '\r', '\r\n', '\n\n\n', '\t', ' ', '\u000b', '\u0085', '\u2028', '\u2029', '\ufeff', '\ufffe', '\ufffd', '\u202e', 'é', '秋', '😀', '"', "'", '\\', '\\"', '\\u', '\\ud800', '\\u0000',
  '{', '}', '[', ']', ',', ':', '=', '|', '%', '<', '>', '-', '/', '(', ')', '\u001b', '\u001b[31m', '\u001b]0;x\u0007', '\u0007', '\u0008', 'null', 'true', '__proto__', 'constructor', '""', '{}', '[]',
];
const ODD_BYTES = [[0xff], [0xfe, 0xff], [0xff, 0xfe], [0xef, 0xbb, 0xbf], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf0, 0x9f], [0xe2, 0x80], [0x80], [0x1f, 0x8b], [0x00, 0x0a], [0x0a, 0x00]];

/** What a family gives to its mutations. */
export interface Corpus {
  readonly inputs: readonly Uint8Array[];
  /** Pieces of its languages. */
  readonly tokens: readonly string[];
  /** Changes that only its files know; half of the inputs have no others. */
  readonly changes?: readonly Change[];
}

/** One input: a fixture after a few changes, or pieces put together. */
export function mutant(random: Random, corpus: Corpus): Uint8Array {
  let bytes: Uint8Array = random.below(12) === 0 ? soup(random, corpus) : random.pick(corpus.inputs);
  const changes = random.size(24);
  const kinds = corpus.changes === undefined ? CHANGES : random.below(2) === 0 ? corpus.changes : [...CHANGES, ...corpus.changes];
  for (let i = 0; i < changes; i++) {
    bytes = random.pick(kinds)(random, bytes, corpus);
    if (bytes.length > MOST_BYTES) bytes = bytes.subarray(0, MOST_BYTES);
  }
  return Uint8Array.from(bytes);
}

/** Tokens in any order. */
function soup(random: Random, corpus: Corpus): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let n = 1 + random.size(200); n > 0; n--) parts.push(token(random, corpus));
  return Buffer.concat(parts);
}

function token(random: Random, corpus: Corpus): Uint8Array {
  const kind = random.below(10);
  if (kind < 4 && corpus.tokens.length > 0) return Buffer.from(random.pick(corpus.tokens));
  if (kind < 6) return Buffer.from(random.pick(ODD));
  if (kind < 8) return Buffer.from(random.pick(NUMBERS));
  if (kind === 8) return Uint8Array.from(random.pick(ODD_BYTES));
  const line = random.pick(lines(random.pick(corpus.inputs)));
  return line;
}

export type Change = (random: Random, bytes: Uint8Array, corpus: Corpus) => Uint8Array;

const CHANGES: readonly Change[] = [
  // A few bytes.
  (random, bytes) => change(bytes, (copy) => {
    for (let n = 1 + random.size(20); n > 0 && copy.length > 0; n--) copy[random.below(copy.length)] = random.below(256);
  }),
  (random, bytes) => change(bytes, (copy) => {
    for (let n = 1 + random.size(8); n > 0 && copy.length > 0; n--) copy[random.below(copy.length)]! ^= 1 << random.below(8);
  }),
  // Cut, at the end or the beginning.
  (random, bytes) => bytes.subarray(0, random.below(bytes.length + 1)),
  (random, bytes) => bytes.subarray(random.below(bytes.length + 1)),
  // Something in between, or in place of something.
  (random, bytes, corpus) => splice(bytes, random.below(bytes.length + 1), 0, token(random, corpus)),
  (random, bytes, corpus) => splice(bytes, random.below(bytes.length + 1), random.size(30), token(random, corpus)),
  (random, bytes, corpus) => splice(bytes, lineStart(random, bytes), 0, token(random, corpus)),
  (random, bytes) => splice(bytes, random.below(bytes.length + 1), random.size(bytes.length), new Uint8Array()),
  // A number in place of one.
  (random, bytes) => number(random, bytes),
  (random, bytes) => number(random, bytes),
  // A piece once more, here or elsewhere; the whole several times.
  (random, bytes) => {
    const [from, to] = range(random, bytes.length);
    return splice(bytes, random.below(bytes.length + 1), 0, bytes.subarray(from, to));
  },
  (random, bytes) => {
    const [from, to] = range(random, Math.min(bytes.length, 2000));
    return splice(bytes, to, 0, repeat(bytes.subarray(from, to), 1 + random.size(200)));
  },
  // Half of one fixture, half of another.
  (random, bytes, corpus) => {
    const other = random.pick(corpus.inputs);
    return Buffer.concat([bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1))]);
  },
  // Lines out of their order, twice, gone, or of another fixture.
  (random, bytes, corpus) => {
    const all = lines(bytes);
    const at = random.below(all.length);
    switch (random.below(4)) {
      case 0: all.splice(at, 0, random.pick(all)); break;
      case 1: all.splice(at, 1 + random.size(3)); break;
      case 2: [all[at], all[0]] = [all[0]!, all[at]!]; break;
      default: all.splice(at, 0, random.pick(lines(random.pick(corpus.inputs))));
    }
    return Buffer.concat(all);
  },
  // Nested deeply.
  (random, bytes) => {
    const [open, close] = random.pick([['[', ']'], ['{"a":', '}'], ['(', ')'], ['{"a":[', ']}'], ['"', '"']] as const);
    const depth = random.size(20_000);
    const inside = random.below(2) === 0 ? '' : open.repeat(random.below(3));
    return splice(bytes, random.below(bytes.length + 1), 0, Buffer.from(open.repeat(depth) + inside + (random.below(2) === 0 ? close.repeat(depth) : '')));
  },
  // A very long line, word or number.
  (random, bytes, corpus) => splice(bytes, random.below(bytes.length + 1), 0, repeat(random.below(2) === 0 ? token(random, corpus) : Buffer.from(random.pick(['a', ' ', '9', '\\', '"', 'é', ','])), random.size(60_000))),
  // No line ends, or others.
  (random, bytes) => {
    const text = Buffer.from(bytes).toString('latin1');
    return Buffer.from(text.replaceAll('\n', random.pick(['', '\r\n', '\r', '\n\n', '\0', ' '])), 'latin1');
  },
  // In another encoding.
  (random, bytes) => {
    const text = Buffer.from(bytes).toString('utf8');
    const little = Buffer.from(`${random.below(2) === 0 ? '\ufeff' : ''}${text}`, 'utf16le');
    switch (random.below(4)) {
      case 0: return little;
      case 1: return Buffer.from(little.subarray(0, little.length & ~1)).swap16();
      case 2: return Buffer.from(text, 'latin1');
      default: return Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), bytes]);
    }
  },
];

function change(bytes: Uint8Array, edit: (copy: Uint8Array) => void): Uint8Array {
  const copy = Uint8Array.from(bytes);
  edit(copy);
  return copy;
}

function splice(bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
}

function repeat(bytes: Uint8Array, times: number): Uint8Array {
  const most = Math.max(1, Math.min(times, Math.ceil(MOST_BYTES / Math.max(1, bytes.length))));
  return Buffer.concat(Array.from({ length: most }, () => bytes));
}

function range(random: Random, length: number): [number, number] {
  const from = random.below(length + 1);
  return [from, Math.min(length, from + random.size(Math.max(1, length - from)))];
}

function number(random: Random, bytes: Uint8Array): Uint8Array {
  const start = random.below(bytes.length + 1);
  const isDigit = (i: number): boolean => bytes[i]! >= 0x30 && bytes[i]! <= 0x39;
  let from = start;
  while (from < bytes.length && !isDigit(from)) from++;
  let to = from;
  while (to < bytes.length && isDigit(to)) to++;
  return splice(bytes, from, to - from, Buffer.from(random.pick(NUMBERS)));
}

/** Lines with their ends. */
function lines(bytes: Uint8Array): Uint8Array[] {
  const all: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at) + 1 || bytes.length;
    all.push(bytes.subarray(at, end));
    at = end;
  }
  return all.length > 0 ? all : [bytes];
}

function lineStart(random: Random, bytes: Uint8Array): number {
  return bytes.lastIndexOf(0x0a, random.below(bytes.length + 1)) + 1;
}
