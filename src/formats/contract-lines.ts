import { isAscii, isUtf8 } from 'node:buffer';
import type { ByteSource, RecordSink } from './contract.ts';

/**
 * Lines of a source, for formats that have lines. A line ends at LF; a CR before it belongs to the line end. The
 * result does not depend on how the source cuts its chunks.
 */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';

/** One physical line. The object is reused: take what you need before you return. */
export interface Line {
  /** Decoded, without its line end. At most `MAX_LINE_BYTES` worth; `cut` says when there was more. */
  text: string;
  /** The bytes of `text`. */
  bytes: Uint8Array;
  offsetBytes: number;
  /** All bytes of the line, its end excluded, the part that was cut included. */
  lengthBytes: number;
  /** 1-based. */
  number: number;
  /** Bytes that are not of the encoding stand in `text` as U+FFFD (half a code unit at the end of UTF-16, too). */
  damaged: boolean;
  cut: boolean;
  /** Whether a line end follows; false only for the last line of a file that does not end in one. */
  ended: boolean;
}

/** Longest line that is decoded; the rest of a longer one is skipped over. Well under V8's 512 MB string limit. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;
/** A block of whole lines is decoded at once; larger ones are cut so that no step takes long. */
const BLOCK_BYTES = 256 * 1024;

/** Lines of a block that no direct reader takes, after which its text is decoded whole. */
const MANY_INDIRECT = 64;
const NO_BYTES = new Uint8Array();
const LF = 0x0a;
const CR = 0x0d;

/** Reads lines straight from their bytes, where it can. `contract-direct.ts` has what such readers share. */
export interface DirectReader {
  /** Lines that the last call of `lines` read. */
  readonly count: number;
  /** UTF-8 of whole lines, each with its end, at this place of the source; valid until the next block, which is empty when there is none yet. */
  block(bytes: Uint8Array, offsetBytes: number): void;
  /** Reads lines from `from` of the block on, the first of them of that number; answers where one begins that has to come through `onLine`, or the block's end. */
  lines(from: number, number: number): number;
}

/** Bytes of the byte order mark that a UTF-8 file begins with: 3, or 0 where there is none. */
export async function bomBytes(source: ByteSource): Promise<number> {
  const [a, b, c] = await source.read(0, 3);
  return a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0;
}

/** Calls `onLine` for every line that `direct` does not take. Awaits the sink's room between blocks. */
export async function readLines(
  source: ByteSource,
  options: { readonly encoding: Encoding; readonly skipBytes: number },
  sink: Pick<RecordSink, 'room'>,
  signal: AbortSignal,
  onLine: (line: Line) => void,
  direct?: DirectReader,
): Promise<{ lines: number }> {
  const cutter = options.encoding === 'utf-16le' || options.encoding === 'utf-16be'
    ? new LineCutter(options, onLine, 2)
    : new LineCutter(options, onLine, 1, direct);
  for await (const chunk of source.chunks(options.skipBytes, signal)) {
    for (let from = 0; from < chunk.length; from += BLOCK_BYTES) {
      signal.throwIfAborted();
      cutter.push(chunk.subarray(from, Math.min(chunk.length, from + BLOCK_BYTES)));
      await sink.room();
    }
  }
  signal.throwIfAborted();
  cutter.end();
  await sink.room();
  return { lines: cutter.lines };
}

class LineCutter {
  lines = 0;
  /** Bytes of a line whose end has not come yet, copied: a chunk is valid only until the next. */
  private held: Uint8Array[] = [];
  private heldBytes = 0;
  /** Bytes of that line that were dropped because it is longer than `MAX_LINE_BYTES`. */
  private dropped = 0;
  private offset: number;
  private readonly encoding: Encoding;
  private readonly onLine: (line: Line) => void;
  private readonly unit: 1 | 2;
  private readonly direct: DirectReader | undefined;
  private readonly line: Line = {
    text: '', bytes: new Uint8Array(), offsetBytes: 0, lengthBytes: 0, number: 0, damaged: false, cut: false, ended: true,
  };

  constructor(options: { encoding: Encoding; skipBytes: number }, onLine: (line: Line) => void, unit: 1 | 2, direct?: DirectReader) {
    this.encoding = options.encoding;
    this.offset = options.skipBytes;
    this.onLine = onLine;
    this.unit = unit;
    this.direct = direct;
  }

  /** Half of a UTF-16 code unit that a chunk's end cut in two. */
  private half: number | undefined;

  push(block: Uint8Array): void {
    if (this.unit === 1) this.pushWhole(block);
    else {
      let whole = block;
      if (this.half !== undefined) whole = concat([Uint8Array.of(this.half), block], block.length + 1);
      this.half = whole.length & 1 ? whole[whole.length - 1] : undefined;
      this.pushWhole(whole.subarray(0, whole.length & ~1));
    }
  }

  private pushWhole(block: Uint8Array): void {
    const end = this.lastLineEnd(block);
    if (end === 0) {
      this.hold(block);
      return;
    }
    if (this.heldBytes === 0 && this.dropped === 0) this.cut(block.subarray(0, end));
    else {
      const first = this.firstLineEnd(block);
      this.hold(block.subarray(0, first));
      this.release(true);
      if (end > first) this.cut(block.subarray(first, end));
    }
    if (end < block.length) this.hold(block.subarray(end));
  }

  end(): void {
    if (this.half !== undefined) this.hold(Uint8Array.of(this.half));
    if (this.heldBytes > 0 || this.dropped > 0) this.release(false);
  }

  private hold(bytes: Uint8Array): void {
    const room = MAX_LINE_BYTES - this.heldBytes;
    const kept = bytes.length <= room ? bytes : bytes.subarray(0, Math.max(0, room));
    if (kept.length > 0) this.held.push(Uint8Array.from(kept));
    this.heldBytes += kept.length;
    this.dropped += bytes.length - kept.length;
  }

  /** Emits the line that was held together. */
  private release(ended: boolean): void {
    const bytes = this.held.length === 1 ? this.held[0]! : concat(this.held, this.heldBytes);
    const dropped = this.dropped;
    this.held = [];
    this.heldBytes = 0;
    this.dropped = 0;
    const endBytes = ended ? (dropped > 0 ? this.unit : this.lineEndBytes(bytes, bytes.length)) : 0;
    const kept = dropped > 0 ? bytes : bytes.subarray(0, bytes.length - endBytes);
    this.emit(kept, this.decode(kept, this.unit === 1 && isAscii(kept)), bytes.length + dropped - endBytes, ended, dropped > 0);
    this.offset += bytes.length + dropped;
  }

  /** A block of whole lines. ASCII, the common case, is decoded once and sliced. */
  private cut(block: Uint8Array): void {
    if (this.unit === 2) {
      let from = 0;
      while (from < block.length) {
        const to = from + this.firstLineEnd(block.subarray(from));
        this.whole(block, from, to, undefined);
        from = to;
      }
      return;
    }
    const ascii = isAscii(block);
    const direct = ascii || (this.encoding === 'utf-8' && this.direct !== undefined && isUtf8(block)) ? this.direct : undefined;
    direct?.block(block, this.offset);
    let text: string | undefined;
    let from = 0;
    let indirect = 0;
    while (from < block.length) {
      if (direct) {
        const next = direct.lines(from, this.lines + 1);
        this.lines += direct.count;
        this.offset += next - from;
        from = next;
        if (from === block.length) break;
      }
      // A few lines beside many direct ones are decoded alone.
      if (ascii && (!direct || ++indirect > MANY_INDIRECT)) text ??= asBuffer(block).toString('latin1');
      const to = (text === undefined ? block.indexOf(LF, from) : text.indexOf('\n', from)) + 1;
      this.whole(block, from, to, text, ascii);
      from = to;
    }
    // The bytes may be written over now.
    direct?.block(NO_BYTES, this.offset);
  }

  private whole(block: Uint8Array, from: number, to: number, text: string | undefined, ascii = false): void {
    const end = to - this.lineEndBytes(block, to);
    const bytes = block.subarray(from, end);
    this.emit(bytes, text === undefined ? this.decode(bytes, ascii) : text.slice(from, end), end - from, true, false);
    this.offset += to - from;
  }

  private emit(bytes: Uint8Array, text: string, lengthBytes: number, ended: boolean, cut: boolean): void {
    const line = this.line;
    line.text = text;
    line.bytes = bytes;
    line.offsetBytes = this.offset;
    line.lengthBytes = lengthBytes;
    line.number = ++this.lines;
    line.ended = ended;
    line.cut = cut;
    line.damaged = this.unit === 2 ? bytes.length % 2 === 1 : this.encoding === 'utf-8' && !cut && text.includes('\ufffd') && !isUtf8(bytes);
    this.onLine(line);
  }

  private decode(bytes: Uint8Array, ascii: boolean): string {
    const buffer = asBuffer(bytes);
    if (ascii || this.encoding === 'latin1') return buffer.toString('latin1');
    if (this.encoding === 'utf-8') return buffer.toString('utf8');
    const whole = bytes.length & ~1;
    const text = this.encoding === 'utf-16le' ? buffer.toString('utf16le', 0, whole) : Buffer.from(bytes.subarray(0, whole)).swap16().toString('utf16le');
    return whole === bytes.length ? text : `${text}\ufffd`;
  }

  /** Bytes of the line end (LF or CRLF) that stands before `to`. */
  private lineEndBytes(bytes: Uint8Array, to: number): number {
    const unit = this.unit;
    if (unit === 1) return to >= 2 && bytes[to - 2] === CR ? 2 : 1;
    return to >= 4 && this.codeUnit(bytes, to - 4) === CR ? 4 : 2;
  }

  private codeUnit(bytes: Uint8Array, at: number): number {
    return this.encoding === 'utf-16be' ? (bytes[at]! << 8) | bytes[at + 1]! : bytes[at]! | (bytes[at + 1]! << 8);
  }

  /** End (exclusive) of the first line of a block, 0 when no line ends in it. */
  private firstLineEnd(block: Uint8Array): number {
    if (this.unit === 1) return block.indexOf(LF) + 1;
    for (let at = 0; at + 1 < block.length; at += 2) if (this.codeUnit(block, at) === LF) return at + 2;
    return 0;
  }

  private lastLineEnd(block: Uint8Array): number {
    if (this.unit === 1) return block.lastIndexOf(LF) + 1;
    for (let at = block.length - 2; at >= 0; at -= 2) if (this.codeUnit(block, at) === LF) return at + 2;
    return 0;
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function concat(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * Takes NUL bytes off the beginning of a line: a machine that lost power leaves a run of them where the next line
 * begins. Returns how many there were; they are the caller's to report.
 */
export function takeNuls(line: Line): number {
  let nuls = 0;
  while (line.text.charCodeAt(nuls) === 0) nuls++;
  if (nuls === 0) return 0;
  // In UTF-16 a NUL has two bytes, the second of them zero as well.
  const bytes = line.bytes[nuls] === 0 && nuls * 2 <= line.bytes.length ? nuls * 2 : nuls;
  line.text = line.text.slice(nuls);
  line.bytes = line.bytes.subarray(bytes);
  line.offsetBytes += bytes;
  line.lengthBytes -= bytes;
  return bytes;
}

export type TextKind =
  | { readonly text: true; readonly encoding: Encoding; readonly bomBytes: number; readonly reason: string }
  | { readonly text: false; readonly reason: string };

/**
 * Whether bytes are text, and in which encoding: byte order marks first, then UTF-16 by its zero bytes, then UTF-8
 * by its own rules, then Latin-1 where nothing speaks against it. Text with a few NUL or control bytes (a log after
 * a power loss, terminal output) is still text; one tenth of them is not.
 */
export function sniffText(head: Uint8Array, complete: boolean): TextKind {
  const known = sniffed.get(head);
  if (known?.complete === complete) return known.kind;
  const kind = textKind(head, complete);
  sniffed.set(head, { complete, kind });
  return kind;
}

/** Of heads: every format asks the same of the same one. Nobody writes to a head that was read. */
const sniffed = new WeakMap<Uint8Array, { readonly complete: boolean; readonly kind: TextKind }>();
const split = new WeakMap<Uint8Array, readonly string[]>();

function textKind(head: Uint8Array, complete: boolean): TextKind {
  if (head.length === 0) return { text: false, reason: 'the file is empty' };
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) {
    return { text: true, encoding: 'utf-8', bomBytes: 3, reason: 'UTF-8 with a byte order mark' };
  }
  if (head[0] === 0xff && head[1] === 0xfe && !(head[2] === 0 && head[3] === 0)) {
    return { text: true, encoding: 'utf-16le', bomBytes: 2, reason: 'UTF-16 little endian with a byte order mark' };
  }
  if (head[0] === 0xfe && head[1] === 0xff) return { text: true, encoding: 'utf-16be', bomBytes: 2, reason: 'UTF-16 big endian with a byte order mark' };

  let control = 0;
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i++) {
    const byte = head[i]!;
    if (byte === 0) zeros[i & 1]!++;
    if ((byte < 0x20 && !TEXT_CONTROLS.has(byte)) || byte === 0x7f) control++;
  }
  const half = head.length / 2;
  if (head.length >= 8 && zeros[1]! > half * 0.4 && zeros[0]! < half * 0.05) {
    return { text: true, encoding: 'utf-16le', bomBytes: 0, reason: 'UTF-16 little endian, by its zero bytes' };
  }
  if (head.length >= 8 && zeros[0]! > half * 0.4 && zeros[1]! < half * 0.05) {
    return { text: true, encoding: 'utf-16be', bomBytes: 0, reason: 'UTF-16 big endian, by its zero bytes' };
  }
  const utf8 = isUtf8(complete ? head : wholeCharacters(head));
  if (utf8 && control <= head.length / 10) {
    return { text: true, encoding: 'utf-8', bomBytes: 0, reason: isAscii(head) ? 'ASCII' : 'UTF-8' };
  }
  if (!utf8 && control <= head.length / 100 && mostlyReadable(head)) {
    return { text: true, encoding: 'latin1', bomBytes: 0, reason: 'not UTF-8, read as Latin-1' };
  }
  return { text: false, reason: `no known kind; first bytes ${hex(head.subarray(0, 8))}` };
}

/** BEL, BS, HT, LF, VT, FF, CR, SUB, ESC: what terminals, editors and DOS leave in text. */
const TEXT_CONTROLS = new Set([0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a, 0x1b]);

/** Without a UTF-8 sequence that the end of the head cuts in two. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back);
  }
  return bytes;
}

/** Latin-1 text is mostly ASCII letters and spaces; compressed data is not. */
function mostlyReadable(bytes: Uint8Array): boolean {
  let readable = 0;
  for (const byte of bytes) if ((byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d) readable++;
  return readable >= bytes.length * 0.7;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join(' ');
}

/**
 * Lines of a head for detection: at most `limit` that are not blank, the last one only if it is whole. A longer last
 * line that the head cuts is left out, unless it is the only one.
 */
export function headLines(head: { bytes: Uint8Array; complete: boolean }, limit: number): string[] {
  const kind = sniffText(head.bytes, head.complete);
  if (!kind.text) return [];
  let all = split.get(head.bytes);
  if (!all) {
    all = new TextDecoder(kind.encoding === 'latin1' ? 'windows-1252' : kind.encoding).decode(head.bytes).split('\n');
    split.set(head.bytes, all);
  }
  const whole = head.complete || all.length <= 1 ? all.length : all.length - 1;
  const lines: string[] = [];
  for (const line of all.slice(0, whole)) {
    if (line.trim() === '') continue;
    lines.push(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (lines.length === limit) break;
  }
  return lines;
}
