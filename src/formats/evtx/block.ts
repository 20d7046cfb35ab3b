/**
 * The memory of one chunk: offsets in binary XML count from its first byte. Reads beyond it throw `Damage`, which is
 * caught for each record: nothing that evidence says can lead out of the chunk.
 */
export class Block {
  bytes: Uint8Array = new Uint8Array();
  view: DataView = new DataView(new ArrayBuffer(0));
  length = 0;
  /** Bytes of characters of Latin 1, on their way into a string of one byte a character. */
  private readonly scratch = Buffer.allocUnsafeSlow(64 * 1024);

  set(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.length = bytes.length;
  }

  u8(at: number): number {
    if (at >= this.length) throw new Damage('it leads out of its chunk');
    return this.bytes[at]!;
  }

  u16(at: number): number {
    if (at + 2 > this.length) throw new Damage('it leads out of its chunk');
    return this.view.getUint16(at, true);
  }

  u32(at: number): number {
    if (at + 4 > this.length) throw new Damage('it leads out of its chunk');
    return this.view.getUint32(at, true);
  }

  /** Text of UTF-16 LE; what is of Latin 1 becomes a string of half the memory, which all that follows is faster with. */
  utf16(at: number, characters: number): string {
    const { bytes, scratch } = this;
    const end = at + characters * 2;
    if (end > this.length) throw new Damage('a text leads out of its chunk');
    let n = 0;
    for (let i = at; i < end; i += 2) {
      if (bytes[i + 1] !== 0) return Buffer.from(bytes.buffer, bytes.byteOffset + at, characters * 2).toString('utf16le');
      scratch[n++] = bytes[i]!;
    }
    return scratch.toString('latin1', 0, n);
  }
}

/** A record, or what it refers to, is not as the format has it; `message` says how, after "The record could not be read: ". */
export class Damage extends Error {}

/**
 * Work that one record and one chunk may cost. Templates multiply what stands in few bytes (MS-EVEN6 §3.1.4.7.1): a
 * definition may name one value thousands of times, and a value may be an array, or binary XML again.
 */
export class Budget {
  private record = 0;
  private chunk = 0;

  startChunk(): void {
    this.chunk = MOST_OF_CHUNK;
  }

  startRecord(): void {
    this.record = Math.min(MOST_OF_RECORD, this.chunk);
    this.chunk -= this.record;
  }

  /** What was not used goes to the records that follow. */
  endRecord(): void {
    this.chunk += Math.max(0, this.record);
    this.record = 0;
  }

  spend(units: number): void {
    this.record -= units;
    if (this.record < 0) throw new Damage('it is made to grow beyond all measure');
  }
}

/** Units: a token, a value, 16 bytes of text. Records as they are written take a few hundred. */
const MOST_OF_RECORD = 200_000;
const MOST_OF_CHUNK = 1_000_000;
