import { ArchiveDamage } from './damage.ts';

/**
 * bzip2, streamed block by block. The format has no specification of its own; this follows the description at
 * https://github.com/dsnet/compress/blob/master/doc/bzip2-format.pdf. Both checksums are checked, concatenated
 * streams are read on. Randomised blocks (bzip2 before 0.9.5, 1998) are refused.
 */
const BLOCK_MAGIC = 0x314159265359;
const END_MAGIC = 0x177245385090;
/** More than the longest block takes: 900,000 symbols of 20 bits. */
const AHEAD_BYTES = 2_600_000;
const OUT_BYTES = 256 * 1024;
const GROUP_SYMBOLS = 50;
const MAX_CODE_BITS = 20;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc >>> 0;
});

/** Unpacks bzip2; throws `ArchiveDamage` behind the last block that is whole. */
export async function* bunzip2(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const bits = new BitReader(source);
  for (let streams = 0; ; streams++) {
    await bits.fill();
    if (bits.atEnd()) {
      if (streams === 0) throw new ArchiveDamage('archive/truncated', 'The bzip2 data ends before its first block.');
      return;
    }
    const start = bits.offsetBytes();
    const isHeader = bits.left() >= 4 && bits.read(24) === 0x425a68;
    const level = isHeader ? bits.read(8) - 0x30 : 0;
    if (level < 1 || level > 9) throw trailing(streams, start);
    let streamCrc = 0;
    for (;;) {
      await bits.fill();
      const magic = bits.read(24) * 0x1000000 + bits.read(24);
      if (magic === END_MAGIC) {
        if (bits.read32() !== streamCrc) throw new ArchiveDamage('archive/checksum', 'The bzip2 checksum of the whole does not match.', bits.offsetBytes());
        bits.align();
        break;
      }
      if (magic !== BLOCK_MAGIC) throw new ArchiveDamage('archive/damaged', 'The bzip2 data is damaged: no block begins where one should.', bits.offsetBytes());
      const wanted = bits.read32();
      let crc = 0xffffffff;
      for (const piece of undoRuns(readBlock(bits, level * 100_000))) {
        for (let i = 0; i < piece.length; i++) crc = ((crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ piece[i]!]!) >>> 0;
        yield piece;
      }
      crc = ~crc >>> 0;
      if (crc !== wanted) throw new ArchiveDamage('archive/checksum', 'The checksum of a bzip2 block does not match.', bits.offsetBytes());
      streamCrc = (((streamCrc << 1) | (streamCrc >>> 31)) ^ crc) >>> 0;
    }
  }
}

function trailing(streams: number, offsetBytes: number): ArchiveDamage {
  return streams === 0
    ? new ArchiveDamage('archive/damaged', 'The bzip2 data has no header.', offsetBytes)
    : new ArchiveDamage('archive/trailing-bytes', 'Behind the end of the bzip2 data stand bytes that are none.', offsetBytes, 'warning');
}

function damaged(bits: BitReader): ArchiveDamage {
  return new ArchiveDamage('archive/damaged', 'A bzip2 block is damaged.', bits.offsetBytes());
}

/** One block up to the inverse Burrows–Wheeler transform: the bytes with their runs still folded. */
function readBlock(bits: BitReader, maxSymbols: number): Uint8Array {
  if (bits.read(1) === 1) throw new ArchiveDamage('archive/unsupported', 'The bzip2 data has randomised blocks, as programs before 1998 wrote them.', bits.offsetBytes());
  const origin = bits.read(24);
  const used = bits.read(16);
  const symbols: number[] = [];
  for (let i = 0; i < 16; i++) {
    if (!(used & (0x8000 >> i))) continue;
    const row = bits.read(16);
    for (let k = 0; k < 16; k++) if (row & (0x8000 >> k)) symbols.push(i * 16 + k);
  }
  const tableCount = bits.read(3);
  const selectorCount = bits.read(15);
  if (symbols.length === 0 || tableCount < 2 || tableCount > 6 || selectorCount === 0) throw damaged(bits);
  const order = Array.from({ length: tableCount }, (_, i) => i);
  const selectors = new Uint8Array(selectorCount);
  for (let i = 0; i < selectorCount; i++) {
    let at = 0;
    while (bits.read(1) === 1) if (++at >= tableCount) throw damaged(bits);
    const [table] = order.splice(at, 1);
    order.unshift(table!);
    selectors[i] = table!;
  }
  const tables = Array.from({ length: tableCount }, () => readTable(bits, symbols.length + 2));

  const block = new Uint32Array(maxSymbols);
  const counts = new Uint32Array(256);
  const front = Uint8Array.from(symbols);
  const end = symbols.length + 1;
  let size = 0;
  let run = 0;
  let weight = 1;
  for (let group = 0; ; group++) {
    if (group >= selectorCount) throw damaged(bits);
    const table = tables[selectors[group]!]!;
    for (let k = 0; k < GROUP_SYMBOLS; k++) {
      const symbol = table.next(bits);
      if (symbol <= 1) {
        run += weight << symbol;
        weight <<= 1;
        if (run > maxSymbols) throw damaged(bits);
        continue;
      }
      if (run > 0) {
        if (size + run > maxSymbols) throw damaged(bits);
        block.fill(front[0]!, size, size + run);
        counts[front[0]!]! += run;
        size += run;
        run = 0;
        weight = 1;
      }
      if (symbol === end) return inverse(block, size, counts, origin, bits);
      if (size >= maxSymbols) throw damaged(bits);
      const at = symbol - 1;
      const byte = front[at]!;
      front.copyWithin(1, 0, at);
      front[0] = byte;
      counts[byte]!++;
      block[size++] = byte;
    }
  }
}

function inverse(block: Uint32Array, size: number, counts: Uint32Array, origin: number, bits: BitReader): Uint8Array {
  if (origin >= size) throw damaged(bits);
  const starts = new Uint32Array(256);
  for (let i = 1; i < 256; i++) starts[i] = starts[i - 1]! + counts[i - 1]!;
  for (let i = 0; i < size; i++) block[starts[block[i]! & 0xff]!++]! |= i << 8;
  const bytes = new Uint8Array(size);
  let at = block[origin]! >>> 8;
  for (let i = 0; i < size; i++) {
    const entry = block[at]!;
    bytes[i] = entry & 0xff;
    at = entry >>> 8;
  }
  return bytes;
}

/** Four equal bytes are followed by how many more of them there are. */
function* undoRuns(bytes: Uint8Array): Generator<Uint8Array> {
  let out = new Uint8Array(OUT_BYTES);
  let size = 0;
  let last = -1;
  let same = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (size + 256 > OUT_BYTES) {
      yield out.subarray(0, size);
      out = new Uint8Array(OUT_BYTES);
      size = 0;
    }
    if (same === 4) {
      out.fill(last, size, size + byte);
      size += byte;
      same = 0;
      last = -1;
      continue;
    }
    same = byte === last ? same + 1 : 1;
    last = byte;
    out[size++] = byte;
  }
  if (size > 0) yield out.subarray(0, size);
}

/** A canonical Huffman code. */
class HuffmanTable {
  private readonly limit = new Int32Array(MAX_CODE_BITS + 2).fill(-1);
  private readonly base = new Int32Array(MAX_CODE_BITS + 2);
  private readonly symbols: Uint16Array;
  private readonly shortest: number;

  constructor(lengths: Uint8Array) {
    const byLength = Array.from({ length: MAX_CODE_BITS + 1 }, (): number[] => []);
    lengths.forEach((length, symbol) => byLength[length]!.push(symbol));
    this.symbols = Uint16Array.from(byLength.flat());
    this.shortest = byLength.findIndex((list) => list.length > 0);
    let code = 0;
    let index = 0;
    for (let length = this.shortest; length <= MAX_CODE_BITS; length++) {
      this.base[length] = index - code;
      code += byLength[length]!.length;
      index += byLength[length]!.length;
      this.limit[length] = code - 1;
      code <<= 1;
    }
  }

  next(bits: BitReader): number {
    let length = this.shortest;
    let code = bits.read(length);
    while (code > this.limit[length]!) {
      if (++length > MAX_CODE_BITS) throw damaged(bits);
      code = (code << 1) | bits.read(1);
    }
    const symbol = this.symbols[code + this.base[length]!];
    if (symbol === undefined) throw damaged(bits);
    return symbol;
  }
}

function readTable(bits: BitReader, symbolCount: number): HuffmanTable {
  const lengths = new Uint8Array(symbolCount);
  let length = bits.read(5);
  for (let i = 0; i < symbolCount; i++) {
    for (;;) {
      if (length < 1 || length > MAX_CODE_BITS) throw damaged(bits);
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths[i] = length;
  }
  return new HuffmanTable(lengths);
}

/** Bits, highest first, over bytes that come in chunks. `fill` is asked between blocks, so that a block is read in one go. */
class BitReader {
  private readonly source: AsyncIterator<Uint8Array>;
  private buffer: Uint8Array = new Uint8Array(0);
  private at = 0;
  private before = 0;
  private held = 0;
  private heldBits = 0;
  private ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  async fill(): Promise<void> {
    if (this.ended || this.left() >= AHEAD_BYTES) return;
    const parts = [this.buffer.subarray(this.at)];
    let size = parts[0]!.length;
    while (size < AHEAD_BYTES * 2) {
      const next = await this.source.next();
      if (next.done === true) {
        this.ended = true;
        break;
      }
      parts.push(next.value);
      size += next.value.length;
    }
    this.before += this.at;
    this.buffer = Buffer.concat(parts, size);
    this.at = 0;
  }

  /** At most 24 bits. */
  read(count: number): number {
    while (this.heldBits < count) {
      if (this.at >= this.buffer.length) throw new ArchiveDamage('archive/truncated', 'The bzip2 data ends in the middle of a block.', this.offsetBytes());
      this.held = ((this.held << 8) | this.buffer[this.at++]!) >>> 0;
      this.heldBits += 8;
    }
    this.heldBits -= count;
    return (this.held >>> this.heldBits) & ((1 << count) - 1);
  }

  read32(): number {
    return this.read(16) * 0x10000 + this.read(16);
  }

  align(): void {
    this.heldBits -= this.heldBits % 8;
  }

  left(): number {
    return this.buffer.length - this.at;
  }

  atEnd(): boolean {
    return this.left() === 0 && this.heldBits === 0;
  }

  offsetBytes(): number {
    return this.before + this.at - Math.floor(this.heldBits / 8);
  }
}
