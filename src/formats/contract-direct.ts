import { isAscii } from 'node:buffer';
import type { DirectReader } from './contract-lines.ts';
import { blankRow } from './contract-record.ts';
import type { RangeRow, RangeSink } from './contract.ts';

/*
 * What readers of lines share that make no strings of them. A line that such a reader is not sure to understand as its
 * reader of strings would goes there; so does the line above it, which it may belong to, and the last one of a block.
 */
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;

export abstract class DirectLines implements DirectReader {
  count = 0;
  /** The bytes of the block. */
  protected b: Uint8Array = new Uint8Array();
  /** The row to fill. */
  protected row: RangeRow;
  private other: RangeRow;
  private offsetBytes = 0;
  private buffer: Buffer = Buffer.alloc(0);
  private encoding: 'latin1' | 'utf8' = 'latin1';
  private readonly sink: RangeSink;
  private readonly joins: boolean;
  private readonly before: () => void;

  /** `joins`: a line may belong to the record above it. `before`: rows are about to go, so what waits for its end has it. */
  constructor(sink: RangeSink, fieldCount: number, joins: boolean, before: () => void) {
    this.sink = sink;
    this.joins = joins;
    this.before = before;
    this.row = blankRow(fieldCount);
    this.other = blankRow(fieldCount);
  }

  block(bytes: Uint8Array, offsetBytes: number): void {
    this.b = bytes;
    this.offsetBytes = offsetBytes;
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.encoding = isAscii(bytes) ? 'latin1' : 'utf8';
    this.sink.block(bytes);
  }

  /** A stretch of the block as a string. */
  protected text(from: number, to: number): string {
    return this.buffer.toString(this.encoding, from, to);
  }

  /** Where a text next stands in the block, from a place on; infinite where it does not. */
  protected next(text: string, from: number): number {
    const found = this.buffer.indexOf(text, from, 'latin1');
    return found < 0 ? Number.POSITIVE_INFINITY : found;
  }

  lines(from: number, number: number): number {
    const { length } = this.b;
    let at = from;
    let count = 0;
    let waiting = -1;
    let isFirst = true;
    while (at < length) {
      const lineFeed = this.b.indexOf(LF, at);
      const to = lineFeed > at && this.b[lineFeed - 1] === CR ? lineFeed - 1 : lineFeed;
      const { row } = this;
      // NUL bytes that a line begins with are none of it.
      if (lineFeed < 0 || this.b[at] === 0 || !this.read(at, to)) break;
      row.from = at;
      row.to = to;
      row.offsetBytes = this.offsetBytes + at;
      row.line = number + count;
      if (isFirst && (!this.joins || waiting >= 0)) {
        isFirst = false;
        this.before();
      }
      if (!this.joins) this.sink.row(row);
      else {
        if (waiting >= 0) this.sink.row(this.other);
        this.row = this.other;
        this.other = row;
        waiting = at;
      }
      at = lineFeed + 1;
      count++;
    }
    this.count = waiting < 0 ? count : count - 1;
    return waiting < 0 ? at : waiting;
  }

  /** Reads the line from `from` to `to` into `row`, all but its place; false to have it read as a string. */
  protected abstract read(from: number, to: number): boolean;
}

/** What words stand for that a log has few of, found by their bytes. */
export class ByteWords<T> {
  private readonly slots: Array<{ readonly bytes: Uint8Array; readonly value: T } | undefined> = Array.from({ length: SLOTS });
  private used = 0;
  private readonly make: (text: string) => T;

  constructor(make: (text: string) => T) {
    this.make = make;
  }

  get(b: Uint8Array, from: number, to: number): T {
    let hash = to - from;
    for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + b[i]!) | 0;
    for (let at = (hash ^ (hash >>> 15)) & (SLOTS - 1); ; at = (at + 1) & (SLOTS - 1)) {
      const slot = this.slots[at];
      if (slot === undefined) {
        const value = this.make(textOf(b, from, to));
        // Half empty, so that what is not there is soon known.
        if (this.used < SLOTS / 2 && to - from <= LONGEST) {
          this.used++;
          // Of a Buffer `slice` is no copy.
          this.slots[at] = { bytes: Uint8Array.from(b.subarray(from, to)), value };
        }
        return value;
      }
      if (isSame(slot.bytes, b, from, to)) return slot.value;
    }
  }
}

const SLOTS = 2048;
const LONGEST = 64;

function isSame(bytes: Uint8Array, b: Uint8Array, from: number, to: number): boolean {
  const { length } = bytes;
  if (length !== to - from) return false;
  for (let i = 0; i < length; i++) if (bytes[i] !== b[from + i]) return false;
  return true;
}

export function textOf(b: Uint8Array, from: number, to: number): string {
  return Buffer.from(b.buffer, b.byteOffset + from, to - from).toString('utf8');
}

/** Two digits at a place; NaN where they are none. */
export function twoAt(b: Uint8Array, at: number): number {
  const tens = b[at]! - 48;
  const ones = b[at + 1]! - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Seconds of a day of `hh:mm:ss` at a place; NaN where it is none. */
export function daySecondsAt(b: Uint8Array, at: number): number {
  if (b[at + 2] !== 0x3a || b[at + 5] !== 0x3a) return Number.NaN;
  const hour = twoAt(b, at);
  const minute = twoAt(b, at + 3);
  const second = twoAt(b, at + 6);
  return hour <= 23 && minute <= 59 && second <= 60 ? hour * 3600 + minute * 60 + second : Number.NaN;
}
