import type { ByteSource } from '../contract.ts';
import { CHUNK_BYTES } from './chunk.ts';

export interface FileChunk {
  readonly bytes: Uint8Array;
  readonly offsetBytes: number;
}

/** The chunks of a file, one after the other, the last one perhaps cut; each is valid until the next is asked for. */
export async function* fileChunks(source: ByteSource, from: number, signal: AbortSignal): AsyncGenerator<FileChunk> {
  const kept = new Uint8Array(CHUNK_BYTES);
  let filled = 0;
  let offsetBytes = from;
  for await (const part of source.chunks(from, signal)) {
    let at = 0;
    while (at < part.length) {
      if (filled === 0 && part.length - at >= CHUNK_BYTES) {
        yield { bytes: part.subarray(at, at + CHUNK_BYTES), offsetBytes };
        at += CHUNK_BYTES;
        offsetBytes += CHUNK_BYTES;
        continue;
      }
      const taken = Math.min(CHUNK_BYTES - filled, part.length - at);
      kept.set(part.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled < CHUNK_BYTES) continue;
      yield { bytes: kept, offsetBytes };
      offsetBytes += CHUNK_BYTES;
      filled = 0;
    }
  }
  if (filled > 0) yield { bytes: kept.subarray(0, filled), offsetBytes };
}
