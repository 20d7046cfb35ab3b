import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { ByteSource, Head } from '../../formats/contract.ts';

const CHUNK_BYTES = 1024 * 1024;
const HEAD_BYTES = 64 * 1024;

/** A file as a source. One buffer serves all chunks, as the contract allows. */
export class FileSource implements ByteSource {
  readonly sizeBytes: number;
  private readonly handle: FileHandle;
  private readonly onBytes: (doneBytes: number) => void;

  static async open(path: string, onBytes: (doneBytes: number) => void): Promise<FileSource> {
    const handle = await open(path, constants.O_RDONLY);
    const { size } = await handle.stat();
    return new FileSource(handle, size, onBytes);
  }

  private constructor(handle: FileHandle, sizeBytes: number, onBytes: (doneBytes: number) => void) {
    this.handle = handle;
    this.sizeBytes = sizeBytes;
    this.onBytes = onBytes;
  }

  async *chunks(fromBytes: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let at = fromBytes; ; ) {
      signal.throwIfAborted();
      const { bytesRead } = await this.handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
      this.onBytes(at);
    }
  }

  async read(offsetBytes: number, lengthBytes: number): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(lengthBytes, this.sizeBytes - offsetBytes));
    const buffer = new Uint8Array(wanted);
    let done = 0;
    while (done < wanted) {
      const { bytesRead } = await this.handle.read(buffer, done, wanted - done, offsetBytes + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return buffer.subarray(0, done);
  }

  async head(name: string): Promise<Head> {
    const bytes = await this.read(0, HEAD_BYTES);
    return { bytes, complete: this.sizeBytes <= bytes.length, name, sizeBytes: this.sizeBytes };
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}
