import { crc32 } from 'node:zlib';
import type { RecordSink } from '../contract.ts';
import { CHUNK_BYTES, isChunk, NO_CHECKSUMS } from './chunk.ts';

/** libyal EVTX, "File header". */
export const FILE_HEADER = 4096;

const DIRTY = 0x1;
const FULL = 0x2;

/** "ElfFile" and a NUL. */
export function isFile(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && bytes[0] === 0x45 && bytes[1] === 0x6c && bytes[2] === 0x66 && bytes[3] === 0x46 && bytes[4] === 0x69 && bytes[5] === 0x6c && bytes[6] === 0x65 && bytes[7] === 0;
}

export interface FileHeader {
  readonly firstChunk: number;
  readonly summary: Readonly<Record<string, unknown>>;
}

/** Where chunks begin and what the header says; `head` is its bytes and the eight behind them. */
export function readFileHeader(head: Uint8Array, sizeBytes: number, sink: RecordSink): FileHeader {
  const warn = (code: string, message: string, lengthBytes: number): void => {
    sink.diagnostic({ code: `evtx/${code}`, severity: 'warning', message, offsetBytes: 0, lengthBytes: Math.min(lengthBytes, sizeBytes) });
  };
  if (!isFile(head) || head.length < 128) {
    if (isChunk(head)) {
      warn('no-file-header', 'The header of the file is missing; its chunks were read.', 8);
      return { firstChunk: 0, summary: {} };
    }
    if (sizeBytes > 0) warn('file-header', isFile(head) ? 'The file ends within its header.' : 'The header of the file is damaged. Chunks were looked for where they should be.', Math.min(sizeBytes, FILE_HEADER));
    return { firstChunk: Math.min(FILE_HEADER, sizeBytes), summary: {} };
  }
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const flags = view.getUint32(120, true);
  if ((flags & NO_CHECKSUMS) === 0 && crc32(head.subarray(0, 120)) !== view.getUint32(124, true)) warn('header-checksum', 'The header of the file is not as its checksum has it.', 128);
  const block = view.getUint16(40, true);
  const firstChunk = block >= 128 && block < head.length - 7 && isChunk(head, block) ? block : FILE_HEADER;
  const dirty = (flags & DIRTY) !== 0;
  if (dirty) {
    sink.diagnostic({
      code: 'evtx/not-closed', severity: 'info', offsetBytes: 120, lengthBytes: 4,
      message: 'The log was in use when the file was copied, or the machine stopped: its header may be behind its records.',
    });
  }
  const declared = view.getUint16(42, true);
  const there = Math.ceil(Math.max(0, sizeBytes - firstChunk) / CHUNK_BYTES);
  if (!dirty && declared > there) warn('chunks-missing', `The header speaks of ${declared} chunks, the file has room for ${there}: its end is missing.`, 128);
  return {
    firstChunk: Math.min(firstChunk, sizeBytes),
    summary: { version: `${view.getUint16(38, true)}.${view.getUint16(36, true)}`, dirty, full: (flags & FULL) !== 0, nextRecordId: Number(view.getBigUint64(24, true)), declaredChunks: declared },
  };
}
