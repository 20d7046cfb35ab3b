import type { ByteSource } from '../contract.ts';

/** Bytes of a source one piece after the other, whatever its chunks. */
export class Pieces {
  /** Offset of what `take` gives next. */
  offset: number;
  private readonly chunks: AsyncIterator<Uint8Array>;
  private held: Uint8Array = new Uint8Array();

  constructor(source: ByteSource, fromBytes: number, signal: AbortSignal) {
    this.offset = fromBytes;
    this.chunks = source.chunks(fromBytes, signal)[Symbol.asyncIterator]();
  }

  /** The next so many bytes, fewer at the end of the source; valid until the next call. */
  async take(length: number): Promise<Uint8Array> {
    while (this.held.length < length) {
      const next = await this.chunks.next();
      if (next.done === true) break;
      if (this.held.length === 0) this.held = Uint8Array.from(next.value);
      else {
        const both = new Uint8Array(this.held.length + next.value.length);
        both.set(this.held);
        both.set(next.value, this.held.length);
        this.held = both;
      }
    }
    const piece = this.held.subarray(0, length);
    this.held = this.held.subarray(piece.length);
    this.offset += piece.length;
    return piece;
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }
}
