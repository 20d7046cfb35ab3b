import type { ByteSource } from '../contract.ts';
import { ARRAY_ITEMS, isObjectHeader, OBJECT, u64, type Header } from './layout.ts';

/** Offsets of the entries that journald lists, read piece by piece. */
const PIECE_BYTES = 256 * 1024;

/** The chain of entry arrays that the header begins ("Entry Array Objects"), as offsets of entries that ascend. */
export class EntryList {
  /** The next offset of the list, Infinity behind its end; NaN: more must be read first. */
  next = Number.NaN;
  /** Offsets that were read. */
  count = 0;
  /** Where the list cannot be followed any more, and why. */
  broken: { readonly offset: number; readonly message: string } | undefined;
  private readonly source: ByteSource;
  private readonly itemBytes: number;
  private readonly limit: number;
  private last = 0;
  private items: DataView = new DataView(new ArrayBuffer(0));
  private item = 0;
  /** Of the array that is being read: where its next piece begins and where it ends, and the array behind it. */
  private pieceAt = 0;
  private arrayEnd = 0;
  private nextArray: number;
  private lastArray = 0;

  constructor(source: ByteSource, header: Header) {
    this.source = source;
    this.itemBytes = header.compact ? 4 : 8;
    this.limit = header.entries;
    this.nextArray = header.entryArrayOffset;
  }

  /** Goes to the next offset without reading; `next` is NaN when there is none at hand. */
  advance(): void {
    for (;;) {
      if (this.count >= this.limit) {
        this.next = Number.POSITIVE_INFINITY;
        return;
      }
      if (this.item + this.itemBytes > this.items.byteLength) {
        this.next = Number.NaN;
        return;
      }
      const offset = this.itemBytes === 4 ? this.items.getUint32(this.item, true) : u64(this.items, this.item);
      // What is not used yet is zero.
      if (offset === 0) {
        this.next = Number.POSITIVE_INFINITY;
        return;
      }
      this.item += this.itemBytes;
      this.count++;
      if (offset > this.last && offset % 8 === 0 && offset < this.source.sizeBytes) {
        this.last = offset;
        this.next = offset;
        return;
      }
      this.broken ??= { offset: this.pieceAt - this.items.byteLength + this.item - this.itemBytes, message: `The list of entries names ${offset}, which no entry behind ${this.last} can have.` };
    }
  }

  /** Reads until `next` is known. */
  async fill(): Promise<void> {
    while (Number.isNaN(this.next)) {
      if (this.pieceAt >= this.arrayEnd && !(await this.openArray())) {
        this.next = Number.POSITIVE_INFINITY;
        return;
      }
      const bytes = await this.source.read(this.pieceAt, Math.min(PIECE_BYTES, this.arrayEnd - this.pieceAt));
      this.pieceAt += bytes.length;
      if (bytes.length < this.itemBytes) this.arrayEnd = this.pieceAt;
      this.items = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength - (bytes.byteLength % this.itemBytes));
      this.item = 0;
      this.advance();
    }
  }

  private async openArray(): Promise<boolean> {
    const offset = this.nextArray;
    if (offset === 0 || this.count >= this.limit) return false;
    const break_ = (message: string): false => {
      this.broken ??= { offset: Math.min(offset, this.source.sizeBytes), message };
      return false;
    };
    // Later arrays are written later: a chain that goes back would never end.
    if (offset <= this.lastArray) return break_('The list of entries goes back to where it was before.');
    const head = await this.source.read(offset, ARRAY_ITEMS);
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    if (head.length < ARRAY_ITEMS || offset % 8 !== 0 || view.getUint8(0) !== OBJECT.entryArray || !isObjectHeader(view, 0, offset, this.source.sizeBytes)) {
      return break_('The list of entries goes on at a place where no list is.');
    }
    this.lastArray = offset;
    this.nextArray = u64(view, 16);
    this.pieceAt = offset + ARRAY_ITEMS;
    this.arrayEnd = offset + u64(view, 8);
    return true;
  }
}
