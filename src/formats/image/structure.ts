import { inflateSync } from 'node:zlib';
import type { ByteSource } from '../contract.ts';
import { Reader } from './bytes.ts';
import { readExif, type Exif } from './exif.ts';

export type ImageType = 'PNG' | 'JPEG' | 'GIF' | 'WebP';

/** What the structure of an image says, without one pixel being decoded. */
export interface ImageFacts {
  readonly type: ImageType;
  width: number | undefined;
  height: number | undefined;
  /** Texts that stand in it: comments, keywords of PNG. */
  readonly texts: Map<string, string>;
  exif: Exif | undefined;
  /** `tIME` of PNG, UTC: when it was last modified. */
  modified: string | undefined;
  /** Why it is not whole, and where that shows. */
  damage: { readonly message: string; readonly offsetBytes: number } | undefined;
}

/** Longest piece (text, Exif) that is read; pixels are never. */
const MAX_PIECE = 256 * 1024;
const MAX_PIECES = 10_000;

/** The type that the first bytes say. */
export function imageType(head: Uint8Array): ImageType | undefined {
  const reader = new Reader(head);
  if (reader.u32(0) === 0x89504e47 && reader.u32(4) === 0x0d0a1a0a) return 'PNG';
  if (reader.u16(0) === 0xffd8 && reader.u8(2) === 0xff) return 'JPEG';
  if (/^GIF8[79]a$/.test(reader.ascii(0, 6))) return 'GIF';
  if (reader.ascii(0, 4) === 'RIFF' && reader.ascii(8, 4) === 'WEBP') return 'WebP';
  return undefined;
}

/** Walks the pieces of an image from head to head. Never throws on what they say. */
export async function readStructure(source: ByteSource, signal: AbortSignal): Promise<ImageFacts | undefined> {
  const type = imageType(await source.read(0, 16));
  if (type === undefined) return undefined;
  const facts: ImageFacts = { type, width: undefined, height: undefined, texts: new Map(), exif: undefined, modified: undefined, damage: undefined };
  await { PNG: png, JPEG: jpeg, GIF: gif, WebP: webp }[type](source, facts, signal);
  if (facts.damage === undefined && (facts.width === undefined || facts.height === undefined || facts.width === 0 || facts.height === 0)) {
    facts.damage = { message: 'Nothing in it says how large it is.', offsetBytes: 0 };
  }
  return facts;
}

function ends(facts: ImageFacts, source: ByteSource, at: number, what: string): void {
  facts.damage = { message: `It ends in the middle of ${what}: the rest is missing.`, offsetBytes: Math.min(at, Math.max(0, source.sizeBytes - 1)) };
}

/** PNG, third edition, clauses 5.3 (chunks), 11.2.1 (IHDR), 11.3.3 (texts), 11.3.5 (tIME, eXIf). */
async function png(source: ByteSource, facts: ImageFacts, signal: AbortSignal): Promise<void> {
  let at = 8;
  for (let n = 0; n < MAX_PIECES; n++) {
    signal.throwIfAborted();
    const head = new Reader(await source.read(at, 8));
    const length = head.u32(0);
    if (length === undefined || head.length < 8) return ends(facts, source, at, 'its chunks');
    const name = head.ascii(4, 4);
    if (!/^[A-Za-z]{4}$/.test(name)) {
      facts.damage = { message: 'What stands where a chunk should begin is none.', offsetBytes: at };
      return;
    }
    if (name === 'IEND') return;
    if (at + 12 + length > source.sizeBytes) return ends(facts, source, at, `its chunk ${name}`);
    if (['IHDR', 'tIME', 'tEXt', 'zTXt', 'iTXt', 'eXIf'].includes(name)) pngChunk(name, await source.read(at + 8, Math.min(length, MAX_PIECE)), facts);
    at += 12 + length;
  }
}

function pngChunk(name: string, bytes: Uint8Array, facts: ImageFacts): void {
  const chunk = new Reader(bytes);
  if (name === 'IHDR') {
    facts.width = chunk.u32(0);
    facts.height = chunk.u32(4);
  } else if (name === 'tIME') {
    const two = (at: number): string => String(chunk.u8(at) ?? 0).padStart(2, '0');
    if (chunk.length >= 7) facts.modified = `${String(chunk.u16(0)).padStart(4, '0')}-${two(2)}-${two(3)}T${two(4)}:${two(5)}:${two(6)}Z`;
  } else if (name === 'eXIf') facts.exif = readExif(bytes);
  else {
    const nul = bytes.indexOf(0);
    if (nul < 1 || nul > 79) return;
    const text = pngText(name, bytes.subarray(nul + 1));
    if (text !== undefined) facts.texts.set(latin1(bytes.subarray(0, nul)), text.slice(0, 4000));
  }
}

function pngText(name: string, rest: Uint8Array): string | undefined {
  if (name === 'tEXt') return latin1(rest);
  if (name === 'zTXt') return inflated(rest.subarray(1), latin1);
  // iTXt: compressed or not, method, language, translated keyword, text.
  const language = rest.indexOf(0, 2);
  const keyword = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (keyword < 0) return undefined;
  const text = rest.subarray(keyword + 1);
  return rest[0] === 1 ? inflated(text, utf8) : utf8(text);
}

function inflated(bytes: Uint8Array, decode: (bytes: Uint8Array) => string): string | undefined {
  try {
    return decode(inflateSync(bytes, { maxOutputLength: MAX_PIECE }));
  } catch {
    // Not deflated, or a bomb: the text is left out, the pixels are not in question.
    return undefined;
  }
}

/** JPEG: ITU-T T.81 annex B (markers, frame header); Exif in APP1; comments in COM. */
async function jpeg(source: ByteSource, facts: ImageFacts, signal: AbortSignal): Promise<void> {
  let at = 2;
  for (let n = 0; n < MAX_PIECES; n++) {
    signal.throwIfAborted();
    const head = new Reader(await source.read(at, 4));
    const marker = head.u8(1);
    if (head.u8(0) !== 0xff || marker === undefined) return ends(facts, source, at, 'its segments');
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xd9) return;
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    const length = head.u16(2);
    if (length === undefined || length < 2 || at + 2 + length > source.sizeBytes) return ends(facts, source, at, 'its segments');
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame || marker === 0xe1 || marker === 0xfe) {
      const piece = await source.read(at + 4, length - 2);
      const segment = new Reader(piece);
      if (isFrame && facts.width === undefined) {
        facts.height = segment.u16(1);
        facts.width = segment.u16(3);
      } else if (marker === 0xe1 && segment.ascii(0, 6) === 'Exif\0\0') facts.exif ??= readExif(piece.slice(6));
      else if (marker === 0xfe) facts.texts.set('Comment', utf8(piece).replace(/\0+$/, '').slice(0, 4000));
    }
    at += 2 + length;
    // Entropy-coded data follows the scan header; what matters stands before it. A whole file ends in EOI.
    if (marker === 0xda) {
      const tail = await source.read(Math.max(0, source.sizeBytes - 64), 64);
      if (!hasEnd(tail)) ends(facts, source, source.sizeBytes - 1, 'its picture');
      return;
    }
  }
}

/** EOI near the end: some writers leave bytes behind it. */
function hasEnd(tail: Uint8Array): boolean {
  for (let i = 0; i + 1 < tail.length; i++) if (tail[i] === 0xff && tail[i + 1] === 0xd9) return true;
  return false;
}

/** GIF89a: logical screen descriptor, comment extensions before the first image, trailer. */
async function gif(source: ByteSource, facts: ImageFacts, signal: AbortSignal): Promise<void> {
  const head = new Reader(await source.read(6, 7), true);
  facts.width = head.u16(0);
  facts.height = head.u16(2);
  const packed = head.u8(4);
  if (packed === undefined || head.length < 7) return ends(facts, source, 6, 'its header');
  let at = 13 + (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0);
  for (let n = 0; n < MAX_PIECES; n++) {
    signal.throwIfAborted();
    const block = await source.read(at, 12);
    if (block.length === 0) return ends(facts, source, at, 'its blocks');
    if (block[0] === 0x3b) return;
    if (block[0] === 0x2c) {
      if (block.length < 11) return ends(facts, source, at, 'a frame');
      const local = block[9]! & 0x80 ? 3 * 2 ** ((block[9]! & 7) + 1) : 0;
      at += 10 + local + 1;
    } else if (block[0] === 0x21) at += 2;
    else {
      facts.damage = { message: 'What stands where a block should begin is none.', offsetBytes: at };
      return;
    }
    const isComment = block[0] === 0x21 && block[1] === 0xfe;
    const next = await subBlocks(source, at, isComment ? facts : undefined, signal);
    if (next === undefined) return ends(facts, source, at, 'a block');
    at = next;
  }
}

/** Behind the data sub-blocks that begin at `at`; `undefined` when they do not end. */
async function subBlocks(source: ByteSource, at: number, comment: ImageFacts | undefined, signal: AbortSignal): Promise<number | undefined> {
  let place = at;
  let text = '';
  for (;;) {
    signal.throwIfAborted();
    // Blocks have at most 255 bytes: many are in one reading.
    const part = await source.read(place, 65_536);
    let in_ = 0;
    while (in_ < part.length) {
      const size = part[in_]!;
      if (size === 0) {
        if (comment) comment.texts.set('Comment', text.slice(0, 4000));
        return place + in_ + 1;
      }
      if (in_ + 1 + size > part.length) break;
      if (comment && text.length < 4000) text += utf8(part.subarray(in_ + 1, in_ + 1 + size));
      in_ += 1 + size;
    }
    if (in_ === 0) return undefined;
    place += in_;
  }
}

/** WebP container specification: RIFF chunks VP8, VP8L, VP8X, EXIF. */
async function webp(source: ByteSource, facts: ImageFacts, signal: AbortSignal): Promise<void> {
  const size = new Reader(await source.read(4, 4), true).u32(0) ?? 0;
  if (size + 8 > source.sizeBytes) ends(facts, source, source.sizeBytes, 'its chunks');
  let at = 12;
  for (let n = 0; n < MAX_PIECES && at + 8 <= source.sizeBytes; n++) {
    signal.throwIfAborted();
    const head = new Reader(await source.read(at, 8), true);
    const [name, length] = [head.ascii(0, 4), head.u32(4) ?? 0];
    const chunk = name === 'EXIF' ? await source.read(at + 8, Math.min(length, MAX_PIECE)) : await source.read(at + 8, Math.min(length, 16));
    const reader = new Reader(chunk, true);
    if (name === 'VP8X') {
      facts.width = plusOne(reader.u24(4));
      facts.height = plusOne(reader.u24(7));
    } else if (name === 'VP8L' && facts.width === undefined && reader.u8(0) === 0x2f) {
      const bits = reader.u32(1);
      facts.width = bits === undefined ? undefined : (bits & 0x3fff) + 1;
      facts.height = bits === undefined ? undefined : ((bits >>> 14) & 0x3fff) + 1;
    } else if (name === 'VP8 ' && facts.width === undefined && chunk[3] === 0x9d && chunk[4] === 0x01 && chunk[5] === 0x2a) {
      facts.width = (reader.u16(6) ?? 0) & 0x3fff;
      facts.height = (reader.u16(8) ?? 0) & 0x3fff;
    } else if (name === 'EXIF') facts.exif ??= readExif(new Reader(chunk).ascii(0, 6) === 'Exif\0\0' ? chunk.slice(6) : chunk);
    at += 8 + length + (length & 1);
  }
}

function plusOne(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value + 1;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
