import { CHUNK_ROWS } from '../index/contract.ts';

/** How values of a column lie in memory. */
export type Layout = 'bigint' | 'double' | 'byte' | 'boolean' | 'text';

const WIDTH: Record<Layout, number> = { bigint: 8, double: 8, byte: 1, boolean: 1, text: 16 };
/** Longest text that lies in its reference (`duckdb_string_t`). */
const INLINED = 12;
const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/** Text of a chunk, UTF-8, put together value by value. */
export class TextHeap {
  bytes: Buffer = Buffer.allocUnsafeSlow(512 * 1024);
  used = 0;

  /** Makes room for so many bytes more. */
  reserve(more: number): void {
    if (this.used + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.used + more));
    larger.set(this.bytes.subarray(0, this.used));
    this.bytes = larger;
  }

  /** Appends a text; answers where it begins. Half a surrogate pair becomes U+FFFD. */
  put(text: string): number {
    const at = this.used;
    const { length } = text;
    this.reserve(length * 3);
    const { bytes } = this;
    if (length <= 16) {
      let i = 0;
      for (; i < length; i++) {
        const code = text.charCodeAt(i);
        if (code > 0x7f) break;
        bytes[at + i] = code;
      }
      if (i === length) {
        this.used = at + length;
        return at;
      }
    }
    this.used = at + bytes.write(text, at, 'utf8');
    return at;
  }

  putBytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.used);
    this.used += bytes.length;
  }

  /** A copy of what was put in; the heap is empty then. */
  take(memory: { take(bytes: number): ArrayBuffer }): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(memory.take(this.used), 0, this.used);
    taken.set(this.bytes.subarray(0, this.used));
    this.used = 0;
    // After one very long text the next chunks need no more room than usual.
    if (this.bytes.length > 8 * 1024 * 1024) this.bytes = Buffer.allocUnsafeSlow(512 * 1024);
    return taken;
  }
}

/** The values of one column of a chunk, as DuckDB holds them. */
export class ChunkColumnBuilder {
  readonly layout: Layout;
  private readonly bytes: Uint8Array;
  private readonly words: Int32Array;
  private readonly bigints: BigInt64Array;
  private readonly doubles: Float64Array;
  private readonly valid = new Uint8Array(CHUNK_ROWS / 8);
  private count = 0;
  private lastText: string | undefined;
  private lastRow = 0;

  constructor(layout: Layout) {
    this.layout = layout;
    const buffer = new ArrayBuffer(WIDTH[layout] * CHUNK_ROWS);
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
    const eight = layout === 'bigint' || layout === 'double' ? buffer : new ArrayBuffer(0);
    this.bigints = new BigInt64Array(eight);
    this.doubles = new Float64Array(eight);
  }

  /** An integer of at most 53 bits. */
  integer(row: number, value: number): void {
    this.mark(row);
    // Bitwise operators take the lower 32 bits of any safe integer.
    this.words[row * 2] = value | 0;
    this.words[row * 2 + 1] = Math.floor(value / 0x1_0000_0000);
  }

  bigint(row: number, value: bigint): void {
    this.mark(row);
    this.bigints[row] = value;
  }

  double(row: number, value: number): void {
    this.mark(row);
    this.doubles[row] = value;
  }

  byte(row: number, value: number): void {
    this.mark(row);
    this.bytes[row] = value;
  }

  text(row: number, value: string, heap: TextHeap): void {
    if (value === this.lastText) {
      // What stands in the row before is often the same: host, service, the second.
      this.repeat(row);
      return;
    }
    const at = heap.put(value);
    this.range(row, heap.bytes, at, heap.used, 0);
    this.lastText = value;
    this.lastRow = row;
  }

  /** A text that needs no heap: that of the value before, or a short one in ASCII. False when it is neither. */
  word(row: number, value: string): boolean {
    const { length } = value;
    if (value !== this.lastText) {
      if (length > INLINED) return false;
      const { bytes, words } = this;
      const at = row * 4;
      words[at] = length;
      words[at + 1] = 0;
      words[at + 2] = 0;
      words[at + 3] = 0;
      for (let i = 0; i < length; i++) {
        const code = value.charCodeAt(i);
        if (code > 0x7f) return false;
        bytes[at * 4 + 4 + i] = code;
      }
      this.mark(row);
      this.lastText = value;
      this.lastRow = row;
      return true;
    }
    this.repeat(row);
    return true;
  }

  /** Seconds and nanoseconds as an integer of nanoseconds, without a bigint. */
  nanoseconds(row: number, seconds: number, nanosecond: number): void {
    this.mark(row);
    // 10^9 × seconds = high × 2^16 + low, each below 2^53.
    const above = Math.floor(seconds / 0x1_0000);
    const high = above * 1_000_000_000;
    const low = (seconds - above * 0x1_0000) * 1_000_000_000 + nanosecond;
    const highAbove = Math.floor(high / 0x1_0000);
    const rest = (high - highAbove * 0x1_0000) * 0x1_0000 + low;
    this.words[row * 2] = rest | 0;
    this.words[row * 2 + 1] = highAbove + Math.floor(rest / 0x1_0000_0000);
  }

  /** Bytes of `source`, which lie, or will, `shift` further in the heap. */
  range(row: number, source: Uint8Array, from: number, to: number, shift: number): void {
    this.mark(row);
    this.lastText = undefined;
    const { words } = this;
    const length = to - from;
    const at = row * 4;
    words[at] = length;
    if (length <= INLINED) {
      // Unused bytes are zero: DuckDB compares all of them.
      words[at + 1] = 0;
      words[at + 2] = 0;
      words[at + 3] = 0;
      const { bytes } = this;
      for (let i = from, o = at * 4 + 4; i < to; i++, o++) bytes[o] = source[i]!;
    } else {
      words[at + 1] = source[from]! | (source[from + 1]! << 8) | (source[from + 2]! << 16) | (source[from + 3]! << 24);
      words[at + 2] = from + shift;
      words[at + 3] = 0;
    }
  }

  /** A value of a typed field, whatever its type; one that the column cannot hold is left out. */
  any(row: number, value: string | number | bigint | boolean, heap: TextHeap): void {
    if (this.layout === 'text') this.text(row, typeof value === 'string' ? value : String(value), heap);
    else if (this.layout === 'double') {
      const number = typeof value === 'boolean' ? undefined : typeof value === 'string' ? numberOf(value) : Number(value);
      if (number !== undefined) this.double(row, number);
    } else if (this.layout === 'boolean') {
      const truth = typeof value === 'boolean' ? value : truthOf(String(value));
      if (truth !== undefined) this.byte(row, truth ? 1 : 0);
    } else if (typeof value === 'number' && Number.isSafeInteger(value)) this.integer(row, value);
    else {
      const integer = integerOf(value);
      if (integer !== undefined) this.bigint(row, integer);
    }
  }

  /** Bytes that `rows` rows take, the bits of those that have a value included; 0 when none has. */
  size(rows: number): number {
    if (this.count === 0) return 0;
    return eights(rows * WIDTH[this.layout]) + (this.count === rows ? 0 : this.valid.length);
  }

  /** Copies the column to a place; it is empty then. */
  take(rows: number, target: Uint8Array, at: number): { at: number; validAt: number | undefined } {
    const bytes = rows * WIDTH[this.layout];
    target.set(this.bytes.subarray(0, bytes), at);
    const validAt = this.count === rows ? undefined : at + eights(bytes);
    if (validAt !== undefined) target.set(this.valid, validAt);
    this.clear();
    return { at, validAt };
  }

  clear(): void {
    // References of rows without a value are not read, but must not be left to point anywhere.
    this.bytes.fill(0);
    this.valid.fill(0);
    this.count = 0;
    this.lastText = undefined;
  }

  private repeat(row: number): void {
    this.mark(row);
    const { words } = this;
    const from = this.lastRow * 4;
    const to = row * 4;
    words[to] = words[from]!;
    words[to + 1] = words[from + 1]!;
    words[to + 2] = words[from + 2]!;
    words[to + 3] = words[from + 3]!;
  }

  private mark(row: number): void {
    this.valid[row >> 3]! |= 1 << (row & 7);
    this.count++;
  }
}

function eights(bytes: number): number {
  return (bytes + 7) & ~7;
}

function numberOf(text: string): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(value) ? undefined : value;
}

function truthOf(text: string): boolean | undefined {
  const word = text.toLowerCase();
  return word === 'true' || word === '1' ? true : word === 'false' || word === '0' ? false : undefined;
}

function integerOf(value: string | number | bigint | boolean): bigint | undefined {
  if (typeof value === 'boolean') return undefined;
  let integer: bigint;
  if (typeof value === 'bigint') integer = value;
  else if (typeof value === 'string' && /^[+-]?\d+$/.test(value)) integer = BigInt(value.replace('+', ''));
  else {
    const number = Number(value);
    if (!Number.isFinite(number)) return undefined;
    integer = BigInt(Math.round(number));
  }
  return integer >= MIN && integer <= MAX ? integer : undefined;
}
