import type { ByteSource, RecordSink } from '../contract.ts';
import { align, isLikelyObject, isObjectHeader, LIKELY_BYTES, namesWhatStandsBefore, OBJECT, OBJECT_HEADER_BYTES, u64 } from './layout.ts';

/** What is met on the way through the file, in its order. */
export interface Visitor {
  /** An object with all its bytes, which are valid until the next call. A promise is waited for. */
  object(type: number, flags: number, offset: number, bytes: Uint8Array): Promise<void> | undefined;
  /** One that is too large to be held: its first bytes. */
  large(type: number, flags: number, offset: number, size: number): void;
  /** Bytes that are no objects; `zeros`: nothing was ever written there. */
  gap(offset: number, length: number, zeros: boolean, toTheEnd: boolean): void;
}

/** Objects of a journal have at most some kilobytes, but for values of megabytes, which nobody reads whole. */
const MAX_HELD_BYTES = 1024 * 1024;
const MIN_OBJECT_BYTES = 32;

/**
 * Goes through the objects of a journal as they stand one behind the other ("Objects": each begins where the one
 * before ends, aligned to 8 bytes). Where none can begin, it looks for the next place where one does.
 */
export class Walk {
  private readonly fileBytes: number;
  private readonly compact: boolean;
  private readonly visitor: Visitor;
  private held: Uint8Array = new Uint8Array();
  /** Offset in the file of the first byte held. */
  private base: number;
  /** Everything before was visited. */
  private at: number;
  /** Where a gap began that is being looked over, -1 outside of one. */
  private gapFrom = -1;
  private gapIsZero = true;
  /** The object before a gap, whose size may be what is wrong. */
  private gapObject = 0;

  constructor(fileBytes: number, from: number, compact: boolean, visitor: Visitor) {
    this.fileBytes = fileBytes;
    this.compact = compact;
    this.visitor = visitor;
    this.base = from;
    this.at = align(from);
  }

  async run(source: ByteSource, sink: Pick<RecordSink, 'room'>, signal: AbortSignal): Promise<void> {
    for await (const chunk of source.chunks(this.base, signal)) {
      signal.throwIfAborted();
      this.take(chunk);
      for (let waiting = this.step(false); waiting; waiting = this.step(false)) await waiting;
      this.release();
      await sink.room();
    }
    signal.throwIfAborted();
    for (let waiting = this.step(true); waiting; waiting = this.step(true)) await waiting;
    if (this.gapFrom >= 0) this.endGap(this.fileBytes, true);
  }

  private take(chunk: Uint8Array): void {
    // What lies before the place to go on at is not needed, and need not be there.
    const skipped = Math.max(0, this.at - this.base - this.held.length);
    if (this.held.length === 0 && skipped > 0) {
      const passed = Math.min(skipped, chunk.length);
      this.base += passed;
      this.held = chunk.subarray(passed);
    } else if (this.held.length === 0) this.held = chunk;
    else {
      const both = new Uint8Array(this.held.length + chunk.length);
      both.set(this.held);
      both.set(chunk, this.held.length);
      this.held = both;
    }
  }

  /** Drops what was visited, and copies what is left: the chunk is valid only until the next. */
  private release(): void {
    const passed = Math.min(this.held.length, this.at - this.base);
    this.held = Uint8Array.from(this.held.subarray(passed)); // a slice of a Buffer is no copy
    this.base += passed;
  }

  /** Visits what is held, until the visitor has to wait. */
  private step(last: boolean): Promise<void> | undefined {
    const view = new DataView(this.held.buffer, this.held.byteOffset, this.held.byteLength);
    for (;;) {
      const from = this.at - this.base;
      const there = this.held.length - from;
      if (there < OBJECT_HEADER_BYTES) {
        if (last && there > 0 && this.gapFrom < 0) this.beginGap(this.held.subarray(from).every((byte) => byte === 0));
        return undefined;
      }
      if (this.gapFrom >= 0) {
        if (!this.search(view, last)) return undefined;
        continue;
      }
      if (!isObjectHeader(view, from, this.at, this.fileBytes)) {
        this.beginGap(view.getUint32(from, true) === 0 && view.getUint32(from + 4, true) === 0);
        continue;
      }
      const type = view.getUint8(from);
      const flags = view.getUint8(from + 1);
      const size = u64(view, from + 8);
      const offset = this.at;
      const next = align(offset + size);
      const isTable = type === OBJECT.dataHashTable || type === OBJECT.fieldHashTable;
      if (size > MAX_HELD_BYTES || isTable) {
        if (!isTable) this.visitor.large(type, flags, offset, size);
        this.at = Math.min(next, this.fileBytes);
        continue;
      }
      // The header behind it says whether its size can be right.
      const needed = Math.min(next + OBJECT_HEADER_BYTES, this.fileBytes) - offset;
      if (there < needed && !last) return undefined;
      this.at = Math.min(next, this.fileBytes);
      if (!this.follows(view, next)) {
        const isSound = isLikelyObject(view, from, offset, this.fileBytes, this.compact) && (type !== OBJECT.entry || namesWhatStandsBefore(view, from, offset, this.compact));
        if (!isSound) {
          this.at = offset;
          this.beginGap(false);
          continue;
        }
        // Either it ends wrongly or the next begins wrongly: others may stand within what it says is its own.
        this.gapFrom = this.at;
        this.gapIsZero = false;
        this.gapObject = offset;
        if (type !== OBJECT.entry) this.at = offset + MIN_OBJECT_BYTES;
      }
      const waiting = this.visitor.object(type, flags, offset, this.held.subarray(from, from + size));
      if (waiting) return waiting;
    }
  }

  /** Whether an object or free space begins at a place, or the file ends there. */
  private follows(view: DataView, next: number): boolean {
    const at = next - this.base;
    if (next + OBJECT_HEADER_BYTES > this.fileBytes || at + OBJECT_HEADER_BYTES > view.byteLength) return true;
    return isObjectHeader(view, at, next, this.fileBytes) || (view.getUint32(at, true) === 0 && view.getUint32(at + 4, true) === 0);
  }

  private beginGap(zeros: boolean): void {
    this.gapFrom = this.at;
    this.gapObject = this.at;
    this.gapIsZero = zeros;
    if (zeros) this.at = align(this.at);
    else this.at = align(this.at + 1);
  }

  private endGap(to: number, toTheEnd: boolean): void {
    const from = to > this.gapFrom ? this.gapFrom : this.gapObject;
    if (to > from) this.visitor.gap(from, to - from, this.gapIsZero, toTheEnd);
    this.gapFrom = -1;
  }

  /** Looks for the end of a gap; false when more bytes are needed. */
  private search(view: DataView, last: boolean): boolean {
    let at = this.at - this.base;
    const end = last ? view.byteLength - OBJECT_HEADER_BYTES : view.byteLength - LIKELY_BYTES;
    for (; at <= end; at += 8) {
      if (view.getUint32(at, true) === 0 && view.getUint32(at + 4, true) === 0) continue;
      if (isLikelyObject(view, at, this.base + at, this.fileBytes, this.compact)) {
        this.at = this.base + at;
        this.endGap(this.at, false);
        return true;
      }
      this.gapIsZero = false;
    }
    this.at = this.base + Math.max(at, this.at - this.base);
    if (last) {
      for (let rest = at; rest < view.byteLength; rest++) if (view.getUint8(rest) !== 0) this.gapIsZero = false;
    }
    return false;
  }
}
