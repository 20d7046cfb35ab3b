import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

const CHUNK_BYTES = 64 * 1024;

/** Bytes of a file, at any place. */
export class ByteFile {
  readonly sizeBytes: number;
  private readonly handle: FileHandle;
  private readonly signal: AbortSignal;

  static async open(path: string, signal: AbortSignal): Promise<ByteFile> {
    const handle = await open(path, constants.O_RDONLY);
    try {
      return new ByteFile(handle, (await handle.stat()).size, signal);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  private constructor(handle: FileHandle, sizeBytes: number, signal: AbortSignal) {
    this.handle = handle;
    this.sizeBytes = sizeBytes;
    this.signal = signal;
  }

  /** At most `lengthBytes` bytes from an offset; fewer at the end. */
  async read(offsetBytes: number, lengthBytes: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(lengthBytes, this.sizeBytes - offsetBytes)));
    let done = 0;
    while (done < buffer.length) {
      this.signal.throwIfAborted();
      const { bytesRead } = await this.handle.read(buffer, done, buffer.length - done, offsetBytes + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return buffer.subarray(0, done);
  }

  /** Bytes from an offset up to another, in order. Each chunk has memory of its own. */
  async *chunks(fromBytes: number, toBytes: number = this.sizeBytes): AsyncGenerator<Buffer> {
    for (let at = fromBytes; at < toBytes; ) {
      const chunk = await this.read(at, Math.min(CHUNK_BYTES, toBytes - at));
      if (chunk.length === 0) return;
      at += chunk.length;
      yield chunk;
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}
