import type { ByteSource } from '../contract.ts';

/** ELF_LOGFILE_HEADER (learn.microsoft.com, bb309024): 0x30 bytes. */
export const HEADER = 48;
/** ELF_EOF_RECORD (bb309022). */
export const EOF_RECORD = 40;
/** Fixed part of EVENTLOGRECORD (winnt.h), and its length once more behind it. */
export const LEAST_RECORD = 56 + 4;
/** Events have at most 61,440 bytes of strings; what says it is longer is damaged. */
export const MOST_RECORD = 256 * 1024;

/** "LfLe", as records and the header have it behind their length. */
export const SIGNATURE = 0x654c_664c;

export const DIRTY = 1;
const WRAPPED = 2;
const FULL = 4;
const ARCHIVED = 8;

export interface Header {
  /** Offset of the oldest record. */
  readonly start: number;
  /** Offset of the record that ends the log. */
  readonly end: number;
  readonly nextRecord: number;
  readonly oldestRecord: number;
  readonly flags: number;
}

export function isHeader(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(0, true) === HEADER && view.getUint32(4, true) === SIGNATURE;
}

export function readHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (index: number): number => view.getUint32(index * 4, true);
  return { start: word(4), end: word(5), nextRecord: word(6), oldestRecord: word(7), flags: word(9) };
}

export function flagWords(flags: number): { dirty: boolean; wrapped: boolean; full: boolean; archived: boolean } {
  return { dirty: (flags & DIRTY) !== 0, wrapped: (flags & WRAPPED) !== 0, full: (flags & FULL) !== 0, archived: (flags & ARCHIVED) !== 0 };
}

/** Length, then 0x11111111 to 0x44444444. */
export function isEof(view: DataView, at: number): boolean {
  return at + EOF_RECORD <= view.byteLength && view.getUint32(at, true) === EOF_RECORD && view.getUint32(at + 4, true) === 0x1111_1111
    && view.getUint32(at + 8, true) === 0x2222_2222 && view.getUint32(at + 12, true) === 0x3333_3333 && view.getUint32(at + 16, true) === 0x4444_4444;
}

/** Where the log begins and ends, by the record that ends it: the header of a log in use is behind. */
export interface Ends {
  readonly start: number;
  readonly end: number;
}

const EOF_BYTES = Uint8Array.of(0x28, 0, 0, 0, 0x11, 0x11, 0x11, 0x11, 0x22, 0x22, 0x22, 0x22, 0x33, 0x33, 0x33, 0x33);

/** The header's ends where a record that ends the log stands at its end; else those of the last such record in the file. */
export async function endsOf(source: ByteSource, header: Header, signal: AbortSignal): Promise<Ends | undefined> {
  const there = await source.read(header.end, EOF_RECORD);
  if (there.length === EOF_RECORD && isEof(viewOf(there), 0)) return checked(viewOf(there), 0, header.end, source.sizeBytes);
  let found: Ends | undefined;
  let kept: Uint8Array = new Uint8Array();
  let offset = HEADER;
  for await (const chunk of source.chunks(HEADER, signal)) {
    const bytes = Buffer.concat([kept, chunk]);
    for (let at = bytes.indexOf(EOF_BYTES); at >= 0 && at + EOF_RECORD <= bytes.length; at = bytes.indexOf(EOF_BYTES, at + 1)) {
      found = checked(viewOf(bytes), at, offset + at, source.sizeBytes);
    }
    kept = Uint8Array.from(bytes.subarray(Math.max(0, bytes.length - EOF_RECORD + 1)));
    offset += bytes.length - kept.length;
  }
  return found;
}

function checked(view: DataView, at: number, end: number, sizeBytes: number): Ends {
  const start = view.getUint32(at + 20, true);
  return { start: start >= HEADER && start <= sizeBytes ? start : HEADER, end };
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
