/**
 * Structures of a journal file, little endian. "Journal File Format", https://systemd.io/JOURNAL_FILE_FORMAT/; the
 * sections are named beside what follows them.
 */
export const SIGNATURE = 'LPKSHHRH';
/** The header of the first version that was ever released (systemd 187): up to the count of entry arrays. */
export const MIN_HEADER_BYTES = 208;

/** "Objects". */
export const OBJECT = { unused: 0, data: 1, field: 2, entry: 3, dataHashTable: 4, fieldHashTable: 5, entryArray: 6, tag: 7 } as const;
export const OBJECT_HEADER_BYTES = 16;
/** "Entry Objects": where the items begin. */
export const ENTRY_ITEMS = 64;
/** ENTRY_FIELD_COUNT_MAX of journald. */
export const MAX_FIELDS = 1024;
/** "Entry Array Objects": where the items begin. */
export const ARRAY_ITEMS = 24;

/** "Extensibility": incompatible flags. */
export const INCOMPATIBLE = { xz: 1, lz4: 2, keyedHash: 4, zstd: 8, compact: 16 } as const;
const INCOMPATIBLE_NAMES = ['compressed-xz', 'compressed-lz4', 'keyed-hash', 'compressed-zstd', 'compact'];
export const KNOWN_INCOMPATIBLE = 31;

export interface Header {
  readonly compatible: number;
  readonly incompatible: number;
  /** "Header": what the file was when it was written last. */
  readonly state: 'offline' | 'online' | 'archived' | 'unknown';
  readonly fileId: string;
  readonly machineId: string;
  readonly seqnumId: string;
  readonly headerBytes: number;
  readonly arenaBytes: number;
  readonly tailObjectOffset: number;
  readonly objects: number;
  readonly entries: number;
  readonly entryArrayOffset: number;
  /** "Compact mode": offsets of 32 bits, no hashes beside them. */
  readonly compact: boolean;
}

/** "Header". `undefined` when the bytes end in it or do not begin as one. */
export function readHeader(bytes: Uint8Array): Header | undefined {
  if (bytes.length < MIN_HEADER_BYTES || !isJournal(bytes)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const incompatible = view.getUint32(12, true);
  return {
    compatible: view.getUint32(8, true), incompatible,
    state: (['offline', 'online', 'archived'] as const)[bytes[16]!] ?? 'unknown',
    fileId: hex(bytes, 24), machineId: hex(bytes, 40), seqnumId: hex(bytes, 72),
    headerBytes: u64(view, 88), arenaBytes: u64(view, 96), tailObjectOffset: u64(view, 136), objects: u64(view, 144), entries: u64(view, 152),
    entryArrayOffset: u64(view, 176), compact: (incompatible & INCOMPATIBLE.compact) !== 0,
  };
}

export function isJournal(bytes: Uint8Array): boolean {
  for (let i = 0; i < SIGNATURE.length; i++) if (bytes[i] !== SIGNATURE.charCodeAt(i)) return false;
  return true;
}

export function incompatibleNames(flags: number): string[] {
  return INCOMPATIBLE_NAMES.filter((_, i) => (flags & (1 << i)) !== 0);
}

/** A 64-bit number. Beyond 2^53 it is not exact, and larger than any file. */
export function u64(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 0x1_0000_0000;
}

/** An id of 128 bits, as systemd writes it. */
export function hex(bytes: Uint8Array, at: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, 16).toString('hex');
}

/** Objects begin at multiples of eight ("Objects"). */
export function align(offset: number): number {
  return offset + ((8 - (offset % 8)) % 8);
}

/** Smallest size of an object, by its type. */
const MIN_SIZE = [0, 65, 41, ENTRY_ITEMS + 4, 32, 32, ARRAY_ITEMS + 4, 64];

/**
 * Whether an object can begin here: a type that exists, flags that exist, zeros where zeros are reserved, a size that
 * the type can have and that fits in the file. Sixteen bytes must be there.
 */
export function isObjectHeader(view: DataView, at: number, offset: number, fileBytes: number): boolean {
  const type = view.getUint8(at);
  if (type === 0 || type > 7 || view.getUint8(at + 1) > 7) return false;
  if (view.getUint16(at + 2, true) !== 0 || view.getUint32(at + 4, true) !== 0) return false;
  const size = u64(view, at + 8);
  return size >= MIN_SIZE[type]! && offset + size <= fileBytes;
}

/** Bytes that `isLikelyObject` looks at. */
export const LIKELY_BYTES = 144;

/**
 * Whether an object does begin here, by what its type says behind its header: for places where nothing says that one
 * should. `bytes` may end early at the end of the file.
 */
export function isLikelyObject(view: DataView, at: number, offset: number, fileBytes: number, compact: boolean): boolean {
  if (!isObjectHeader(view, at, offset, fileBytes)) return false;
  const type = view.getUint8(at);
  const size = u64(view, at + 8);
  const there = view.byteLength - at;
  const isPlace = (where: number): boolean => where % 8 === 0 && where < fileBytes;
  if (type === OBJECT.entry) {
    const item = compact ? 4 : 16;
    if (there < ENTRY_ITEMS + item || (size - ENTRY_ITEMS) % item !== 0 || size > ENTRY_ITEMS + MAX_FIELDS * item || u64(view, at + 16) === 0) return false;
    const first = compact ? view.getUint32(at + ENTRY_ITEMS, true) : u64(view, at + ENTRY_ITEMS);
    return isTime(u64(view, at + 24)) && first > 0 && isPlace(first);
  }
  if (type === OBJECT.data) {
    const payload = payloadOffset(compact);
    if (there < payload || size <= payload) return false;
    if (!isPlace(u64(view, at + 24)) || !isPlace(u64(view, at + 32)) || !isPlace(u64(view, at + 40)) || !isPlace(u64(view, at + 48))) return false;
    // A name stands in front, unless what it is in front of is compressed.
    return view.getUint8(at + 1) !== 0 || (there > payload && isNameStart(view.getUint8(at + payload)));
  }
  if (type === OBJECT.field) return there > 40 && isPlace(u64(view, at + 24)) && isPlace(u64(view, at + 32)) && isNameStart(view.getUint8(at + 40));
  if (type === OBJECT.entryArray) return there >= ARRAY_ITEMS && isPlace(u64(view, at + 16)) && (size - ARRAY_ITEMS) % (compact ? 4 : 8) === 0;
  return type === OBJECT.tag && size === 64;
}

/** Whether all that an entry names stands before it, as data does. */
export function namesWhatStandsBefore(view: DataView, at: number, offset: number, compact: boolean): boolean {
  const end = at + u64(view, at + 8);
  for (let item = at + ENTRY_ITEMS; item < end; item += compact ? 4 : 16) {
    const place = compact ? view.getUint32(item, true) : u64(view, item);
    if (place === 0 || place % 8 !== 0 || place >= offset) return false;
  }
  return true;
}

/** Whether an entry that the list names can be read: less is asked of it than where nothing says that one should be there. */
export function isListedEntry(view: DataView, offset: number, fileBytes: number, compact: boolean): boolean {
  const size = u64(view, 8);
  const item = compact ? 4 : 16;
  return view.getUint8(0) === OBJECT.entry && size >= ENTRY_ITEMS + item && offset + size <= fileBytes && size <= ENTRY_ITEMS + MAX_FIELDS * item && (size - ENTRY_ITEMS) % item === 0 && isTime(u64(view, 24));
}

/** "Data Objects": where the payload begins. */
export function payloadOffset(compact: boolean): number {
  return compact ? 72 : 64;
}

/** Microseconds that a clock of a machine that had systemd could show: to the year 2255. */
function isTime(us: number): boolean {
  return us > 0 && us < 9_007_199_254_740_991;
}

function isNameStart(byte: number): boolean {
  return byte === 0x5f || (byte >= 0x41 && byte <= 0x5a);
}
