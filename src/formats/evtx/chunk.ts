import { crc32 } from 'node:zlib';
import type { Block } from './block.ts';

/** libyal EVTX, "Chunk": 65,536 bytes, of which the first 512 are the header. */
export const CHUNK_BYTES = 65_536;
export const CHUNK_HEADER = 512;
export const RECORD_HEADER = 24;
/** Magic, size, id, time; the shortest document; the size again. */
const LEAST_RECORD = RECORD_HEADER + 4;
export const RECORD_MAGIC = 0x2a2a;

/** Flag of file and chunk: checksums are not kept ("no CRC32"; as the evtx crate has it, HeaderFlags::NO_CRC32). */
export const NO_CHECKSUMS = 0x4;

export interface ChunkHeader {
  readonly firstRecordId: bigint;
  readonly lastRecordId: bigint;
  /** Offset of the last record. */
  readonly lastRecord: number;
  /** Where records end, or the chunk. */
  readonly freeSpace: number;
  /** `undefined`: none are kept, or the chunk is cut. */
  readonly headerSound: boolean | undefined;
  readonly recordsSound: boolean | undefined;
}

/** "ElfChnk" and a NUL. */
export function isChunk(bytes: Uint8Array, at = 0): boolean {
  return bytes[at] === 0x45 && bytes[at + 1] === 0x6c && bytes[at + 2] === 0x66 && bytes[at + 3] === 0x43 && bytes[at + 4] === 0x68 && bytes[at + 5] === 0x6e
    && bytes[at + 6] === 0x6b && bytes[at + 7] === 0;
}

/** libyal EVTX, "Chunk header". At least 512 bytes are there. */
export function readChunkHeader({ bytes, view, length }: Block): ChunkHeader {
  const freeSpace = view.getUint32(48, true);
  const kept = (view.getUint32(120, true) & NO_CHECKSUMS) === 0;
  const whole = freeSpace >= CHUNK_HEADER && freeSpace <= length;
  return {
    firstRecordId: view.getBigUint64(24, true), lastRecordId: view.getBigUint64(32, true), lastRecord: view.getUint32(44, true), freeSpace,
    headerSound: kept ? crc32(bytes.subarray(128, CHUNK_HEADER), crc32(bytes.subarray(0, 120))) === view.getUint32(124, true) : undefined,
    recordsSound: kept && (whole || length === CHUNK_BYTES) ? whole && crc32(bytes.subarray(CHUNK_HEADER, freeSpace)) === view.getUint32(52, true) : undefined,
  };
}

/** Length of the record at an offset, when one stands there: its size in front and behind (libyal EVTX, "Detecting corrupted records"). 0: none. */
export function recordAt({ view, length }: Block, at: number): number {
  if (at + LEAST_RECORD > length || view.getUint32(at, true) !== RECORD_MAGIC) return 0;
  const size = view.getUint32(at + 4, true);
  return size >= LEAST_RECORD && at + size <= length && view.getUint32(at + size - 4, true) === size ? size : 0;
}

export interface Leftover {
  count: number;
  /** Range of the bytes from the first to the last. */
  from: number;
  to: number;
  firstId: bigint;
  lastId: bigint;
}

const MAGIC_BYTES = Uint8Array.of(0x2a, 0x2a, 0, 0);

/** Records that stand from an offset on and that the header does not count: of before the chunk was used anew, or behind damage. */
export function leftovers(block: Block, from: number): Leftover | undefined {
  const buffer = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.length);
  let found: Leftover | undefined;
  for (let at = buffer.indexOf(MAGIC_BYTES, from); at >= 0; ) {
    const size = recordAt(block, at);
    if (size > 0) {
      const id = block.view.getBigUint64(at + 8, true);
      if (!found) found = { count: 1, from: at, to: at + size, firstId: id, lastId: id };
      else {
        found.count++;
        found.to = at + size;
        if (id < found.firstId) found.firstId = id;
        if (id > found.lastId) found.lastId = id;
      }
    }
    at = buffer.indexOf(MAGIC_BYTES, at + Math.max(1, size));
  }
  return found;
}

export function isEmpty(bytes: Uint8Array, from = 0, to = bytes.length): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) return false;
  return true;
}
