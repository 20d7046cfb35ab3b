import { open } from 'node:fs/promises';

const PART_BYTES = 512 * 1024;

/** A file in items of a stream, in order. */
export async function sendFile(file: string, sizeBytes: number, item: (item: { bytes: Uint8Array<ArrayBuffer> }) => Promise<void>): Promise<void> {
  const handle = await open(file, 'r');
  try {
    for (let at = 0; at < sizeBytes; ) {
      const part = new Uint8Array(Math.min(PART_BYTES, sizeBytes - at));
      const { bytesRead } = await handle.read(part, 0, part.length, at);
      if (bytesRead === 0) throw new Error(`${file} is shorter than it was`);
      await item({ bytes: part.subarray(0, bytesRead) });
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
}
