import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { ByteSource, Head } from '../../formats/contract.ts';
import type { Growing } from './messages.ts';

export const CHUNK_BYTES = 1024 * 1024;
const HEAD_BYTES = 64 * 1024;

/** Between looks at how far a file has been written: it is written many times faster than it is parsed. */
const LOOK_MS = 2;

/** A file as a source. One buffer serves all chunks, as the contract allows. Of one that is being written, what is there is read, and the rest waited for. */
export class FileSource implements ByteSource {
  readonly sizeBytes: number;
  private readonly handle: FileHandle;
  private readonly onBytes: (doneBytes: number) => void;
  private readonly growing: Growing | undefined;
  private buffer: Buffer | undefined;

  /** `buffer`: memory for chunks, of somebody who reads one file after the other. */
  static async open(path: string, onBytes: (doneBytes: number) => void, growing?: Growing, buffer?: Buffer): Promise<FileSource> {
    const handle = await open(path, constants.O_RDONLY);
    const size = growing?.sizeBytes ?? (await handle.stat()).size;
    return new FileSource(handle, size, growing, onBytes, buffer);
  }

  private constructor(handle: FileHandle, sizeBytes: number, growing: Growing | undefined, onBytes: (doneBytes: number) => void, buffer: Buffer | undefined) {
    this.buffer = buffer;
    this.handle = handle;
    this.sizeBytes = sizeBytes;
    this.growing = growing;
    this.onBytes = onBytes;
  }

  async *chunks(fromBytes: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const buffer = this.buffer ?? Buffer.allocUnsafe(CHUNK_BYTES);
    // Who reads a file twice at a time has memory for each.
    this.buffer = undefined;
    for (let at = fromBytes; ; ) {
      signal.throwIfAborted();
      const there = this.growing ? await this.there(this.growing, at, Math.min(buffer.length, this.sizeBytes - at), signal) : buffer.length;
      const { bytesRead } = await this.handle.read(buffer, 0, there, at);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
      this.onBytes(at);
    }
  }

  async read(offsetBytes: number, lengthBytes: number): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(lengthBytes, this.sizeBytes - offsetBytes));
    if (this.growing) await this.there(this.growing, offsetBytes, wanted);
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

  /** Waits until so many bytes from a place are there; answers the number. */
  private async there({ written }: Growing, from: number, wanted: number, signal?: AbortSignal): Promise<number> {
    for (;;) {
      const there = Atomics.load(written, 0);
      if (there < 0n) throw new Error('Its copy was broken off.');
      if (Number(there) >= from + wanted) return wanted;
      await setTimeout(LOOK_MS);
      signal?.throwIfAborted();
      // A sign of life: whoever writes may be slow.
      this.onBytes(from);
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}
