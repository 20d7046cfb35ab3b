/**
 * UTF-8 of which every part has a place: each byte that is not of the encoding is one U+FFFD, so that a place in the
 * text is a place in the bytes. (Decoders join such bytes in ways that cannot be undone; RFC 3629, section 4.)
 */

/** Length of the sequence at `at`, or 0 when the bytes there are none, or -1 when the bytes end before it does. */
export function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  for (let i = 1; i < length; i++) {
    if (at + i >= end) return -1;
    const byte = bytes[at + i]!;
    if ((byte & 0xc0) !== 0x80) return 0;
    // Overlong forms, surrogates, and what lies beyond U+10FFFF.
    if (i === 1 && ((first === 0xe0 && byte < 0xa0) || (first === 0xed && byte > 0x9f) || (first === 0xf0 && byte < 0x90) || (first === 0xf4 && byte > 0x8f))) return 0;
  }
  return length;
}

/** Decodes `from` to `to`; a sequence that is cut at the end counts as bytes that are not of the encoding. */
export function decodeUtf8(bytes: Uint8Array, from: number, to: number): { text: string; damaged: number } {
  const parts: string[] = [];
  let damaged = 0;
  let start = from;
  for (let at = from; at < to; ) {
    const length = sequenceLength(bytes, at, to);
    if (length > 0) {
      at += length;
      continue;
    }
    parts.push(utf8(bytes, start, at), '\ufffd');
    damaged++;
    start = ++at;
  }
  parts.push(utf8(bytes, start, to));
  return { text: parts.join(''), damaged };
}

function utf8(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');
}

/** Where the bytes of a text's first n UTF-16 units end. Goes forward only. */
export class Utf8Places {
  private readonly bytes: Uint8Array;
  private readonly end: number;
  private readonly json: boolean;
  private at: number;
  private units = 0;

  /** `json`: the bytes are the inside of a JSON string, with its escapes (RFC 8259, section 7). */
  constructor(bytes: Uint8Array, from: number, end: number, json: boolean) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
    this.json = json;
  }

  after(units: number): number {
    const { bytes, end } = this;
    while (this.units < units && this.at < end) {
      if (this.json && bytes[this.at] === 0x5c) {
        this.at += bytes[this.at + 1] === 0x75 ? 6 : 2;
        this.units++;
        continue;
      }
      const length = Math.max(1, sequenceLength(bytes, this.at, end));
      this.at += length;
      this.units += length === 4 ? 2 : 1;
    }
    return Math.min(this.at, end);
  }
}
