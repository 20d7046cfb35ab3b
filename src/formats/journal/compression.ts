import { zstdDecompressSync } from 'node:zlib';
import xz from 'xz-decompress';
import { lz4Block } from './lz4.ts';

/** "Objects": flags of an object that say how its payload is packed. */
export const PACKED = { xz: 1, lz4: 2, zstd: 4 } as const;

/** Most that one payload may unpack to; longer ones are left out. */
export const MAX_UNPACKED_BYTES = 16 * 1024 * 1024;

/** Unpacks the payload of a data object; `undefined` when it is damaged or too large. Xz alone takes its time. */
export function unpack(flags: number, packed: Uint8Array): Uint8Array | undefined | Promise<Uint8Array | undefined> {
  if (flags === PACKED.zstd) return unzstd(packed);
  if (flags === PACKED.lz4) return unlz4(packed);
  return flags === PACKED.xz ? unxz(packed) : undefined;
}

function unzstd(packed: Uint8Array): Uint8Array | undefined {
  try {
    return zstdDecompressSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** The size as 64 bits, then one block. */
function unlz4(packed: Uint8Array): Uint8Array | undefined {
  if (packed.length < 9) return undefined;
  const view = new DataView(packed.buffer, packed.byteOffset, 8);
  const size = view.getUint32(0, true);
  return view.getUint32(4, true) !== 0 || size > MAX_UNPACKED_BYTES ? undefined : lz4Block(packed.subarray(8), size);
}

async function unxz(packed: Uint8Array): Promise<Uint8Array | undefined> {
  const parts = [packed.slice()];
  const reader = new xz.XzReadableStream(new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = parts.shift();
      if (next) controller.enqueue(next);
      else controller.close();
    },
  })).getReader();
  const out: Uint8Array[] = [];
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length;
      if (length > MAX_UNPACKED_BYTES) {
        await reader.cancel();
        return undefined;
      }
      out.push(next.value.slice());
    }
  } catch {
    // Its errors have no class of their own, and one that is cut makes it throw a TypeError: the payload cannot be had.
    return undefined;
  }
  return Buffer.concat(out, length);
}
