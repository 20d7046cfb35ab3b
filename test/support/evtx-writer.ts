import { crc32 } from 'node:zlib';

/**
 * Writes Windows event logs, so that fixtures and benchmarks need nobody's. By libyal's "Windows XML Event Log (EVTX)
 * format" and MS-EVEN6 §2.2.12: what the reader is tested with was not made by the reader's own idea of it alone; the
 * results are read by evtxexport as well (test/golden/evtx-evidence.test.ts).
 */
export interface El {
  readonly name: string;
  readonly attributes?: ReadonlyArray<readonly [name: string, ...parts: Piece[]]>;
  readonly content?: readonly Piece[];
}

export type Piece = string | El | { readonly sub: number; readonly type: number; readonly optional?: boolean } | { readonly entity: string } | { readonly character: number } | { readonly cdata: string } | { readonly pi: readonly [target: string, data: string] };

export interface Template {
  readonly guid: Uint8Array;
  readonly root: El;
}

export type Val = { readonly type: number; readonly bytes: Uint8Array } | { readonly template: Template; readonly values: readonly Val[] } | { readonly element: El };

export interface EvtxRecord {
  readonly id: bigint;
  /** FILETIME. */
  readonly written: bigint;
  readonly template: Template;
  readonly values: readonly Val[];
}

export const CHUNK = 65_536;

/** FILETIME of nanoseconds since 1970. */
export function fileTime(ns: bigint): bigint {
  return ns / 100n + 116_444_736_000_000_000n;
}

const u16 = (...values: number[]): Uint8Array => Buffer.concat(values.map((value) => Uint8Array.of(value & 255, (value >> 8) & 255)));
const u32 = (value: number): Uint8Array => u16(value & 0xffff, value >>> 16);
const u64 = (value: bigint): Uint8Array => Buffer.concat([u32(Number(value & 0xffff_ffffn)), u32(Number((value >> 32n) & 0xffff_ffffn))]);
const utf16 = (text: string): Uint8Array => Buffer.from(text, 'utf16le');

/** Values by type. */
export const val = {
  null: (): Val => ({ type: 0, bytes: new Uint8Array() }),
  string: (text: string): Val => ({ type: 1, bytes: utf16(text) }),
  strings: (...texts: string[]): Val => ({ type: 0x81, bytes: utf16(texts.map((text) => `${text}\0`).join('')) }),
  ansi: (text: string): Val => ({ type: 2, bytes: Buffer.from(`${text}\0`, 'latin1') }),
  i8: (value: number): Val => ({ type: 3, bytes: Uint8Array.of(value & 255) }),
  u8: (value: number): Val => ({ type: 4, bytes: Uint8Array.of(value) }),
  i16: (value: number): Val => ({ type: 5, bytes: u16(value & 0xffff) }),
  u16: (value: number): Val => ({ type: 6, bytes: u16(value) }),
  i32: (value: number): Val => ({ type: 7, bytes: u32(value >>> 0) }),
  u32: (value: number): Val => ({ type: 8, bytes: u32(value) }),
  u32s: (...values: number[]): Val => ({ type: 0x88, bytes: Buffer.concat(values.map(u32)) }),
  i64: (value: bigint): Val => ({ type: 9, bytes: u64(BigInt.asUintN(64, value)) }),
  u64: (value: bigint): Val => ({ type: 10, bytes: u64(value) }),
  f32: (value: number): Val => ({ type: 11, bytes: new Uint8Array(new Float32Array([value]).buffer) }),
  f64: (value: number): Val => ({ type: 12, bytes: new Uint8Array(new Float64Array([value]).buffer) }),
  bool: (value: boolean): Val => ({ type: 13, bytes: u32(value ? 1 : 0) }),
  binary: (...bytes: number[]): Val => ({ type: 14, bytes: Uint8Array.from(bytes) }),
  guid: (bytes: Uint8Array): Val => ({ type: 15, bytes }),
  size: (value: number): Val => ({ type: 16, bytes: u32(value) }),
  fileTime: (ns: bigint): Val => ({ type: 17, bytes: u64(fileTime(ns)) }),
  systemTime: (...parts: number[]): Val => ({ type: 18, bytes: u16(...parts) }),
  sid: (authority: number, ...parts: number[]): Val => ({ type: 19, bytes: Buffer.concat([Uint8Array.of(1, parts.length, 0, 0, 0, 0, 0, authority), ...parts.map(u32)]) }),
  hex32: (value: number): Val => ({ type: 20, bytes: u32(value) }),
  hex64: (value: bigint): Val => ({ type: 21, bytes: u64(value) }),
};

/** One chunk under way: names and definitions are stored once and referred to by offset. */
class Chunk {
  private readonly parts: Uint8Array[] = [];
  private at = 512;
  private readonly names = new Map<string, number>();
  private readonly definitions = new Map<Template, number>();
  lastRecord = 512;

  get end(): number {
    return this.at;
  }

  record({ id, written, template, values }: EvtxRecord): void {
    const begin = this.at;
    const index = this.parts.length;
    this.put(new Uint8Array(24));
    this.put(Uint8Array.of(0x0f, 1, 1, 0));
    this.instance(template, values);
    this.put(Uint8Array.of(0));
    this.put(new Uint8Array((8 - ((this.at - begin + 4) % 8)) % 8));
    const size = this.at + 4 - begin;
    this.parts[index] = Buffer.concat([Uint8Array.of(0x2a, 0x2a, 0, 0), u32(size), u64(id), u64(written)]);
    this.put(u32(size));
    this.lastRecord = begin;
  }

  /** The bytes of the records. */
  bytes(): Uint8Array {
    return Buffer.concat(this.parts);
  }

  private put(bytes: Uint8Array): void {
    this.parts.push(bytes);
    this.at += bytes.length;
  }

  /** Room for a number that is known when what follows is written. */
  private size(write: () => void): void {
    const index = this.parts.length;
    this.put(u32(0));
    const from = this.at;
    write();
    this.parts[index] = u32(this.at - from);
  }

  private name(text: string): void {
    const known = this.names.get(text);
    this.put(u32(known ?? this.at + 4));
    if (known !== undefined) return;
    this.names.set(text, this.at);
    this.put(Buffer.concat([u32(0), u16(nameHash(text), text.length), utf16(text), u16(0)]));
  }

  private instance(template: Template, values: readonly Val[]): void {
    const known = this.definitions.get(template);
    this.put(Buffer.concat([Uint8Array.of(0x0c, 1), template.guid.subarray(0, 4), u32(known ?? this.at + 10)]));
    if (known === undefined) {
      this.definitions.set(template, this.at);
      this.put(Buffer.concat([u32(0), template.guid]));
      this.size(() => {
        this.put(Uint8Array.of(0x0f, 1, 1, 0));
        this.element(template.root, true);
        this.put(Uint8Array.of(0));
      });
    }
    this.put(u32(values.length));
    const specifications = this.parts.length;
    for (let i = 0; i < values.length; i++) this.put(new Uint8Array(4));
    values.forEach((value, i) => {
      const from = this.at;
      if ('bytes' in value) this.put(value.bytes);
      else {
        this.put(Uint8Array.of(0x0f, 1, 1, 0));
        if ('template' in value) this.instance(value.template, value.values);
        else this.element(value.element, false);
        this.put(Uint8Array.of(0));
      }
      this.parts[specifications + i] = Buffer.concat([u16(this.at - from), Uint8Array.of('bytes' in value ? value.type : 0x21, 0)]);
    });
  }

  private element({ name, attributes, content }: El, inTemplate: boolean): void {
    this.put(Uint8Array.of(attributes ? 0x41 : 0x01));
    if (inTemplate) this.put(u16(0xffff));
    this.size(() => {
      this.name(name);
      if (attributes) {
        this.size(() => attributes.forEach(([attribute, ...parts], i) => {
          this.put(Uint8Array.of(i + 1 < attributes.length ? 0x46 : 0x06));
          this.name(attribute);
          for (const part of parts) this.piece(part, inTemplate);
        }));
      }
      if (content === undefined) this.put(Uint8Array.of(0x03));
      else {
        this.put(Uint8Array.of(0x02));
        for (const part of content) this.piece(part, inTemplate);
        this.put(Uint8Array.of(0x04));
      }
    });
  }

  private piece(piece: Piece, inTemplate: boolean): void {
    if (typeof piece === 'string') this.put(Buffer.concat([Uint8Array.of(0x05, 1), u16(piece.length), utf16(piece)]));
    else if ('name' in piece) this.element(piece, inTemplate);
    else if ('sub' in piece) this.put(Buffer.concat([Uint8Array.of(piece.optional === true ? 0x0e : 0x0d), u16(piece.sub), Uint8Array.of(piece.type)]));
    else if ('entity' in piece) {
      this.put(Uint8Array.of(0x09));
      this.name(piece.entity);
    } else if ('character' in piece) this.put(Buffer.concat([Uint8Array.of(0x08), u16(piece.character)]));
    else if ('cdata' in piece) this.put(Buffer.concat([Uint8Array.of(0x07), u16(piece.cdata.length), utf16(piece.cdata)]));
    else {
      this.put(Uint8Array.of(0x0a));
      this.name(piece.pi[0]);
      this.put(Buffer.concat([Uint8Array.of(0x0b), u16(piece.pi[1].length), utf16(piece.pi[1])]));
    }
  }
}

function nameHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 65_599) + text.charCodeAt(i)) | 0;
  return hash & 0xffff;
}

/** One chunk of 64 KiB with its checksums; `used` is where its records end. */
export function chunkOf(records: readonly EvtxRecord[]): { bytes: Buffer; used: number } {
  const chunk = new Chunk();
  for (const record of records) chunk.record(record);
  if (chunk.end > CHUNK) throw new Error(`The records of a chunk have ${chunk.end} bytes`);
  const bytes = Buffer.alloc(CHUNK);
  bytes.set(chunk.bytes(), 512);
  bytes.write('ElfChnk\0', 0, 'latin1');
  const [first, last] = [records[0]!.id, records.at(-1)!.id];
  [first, last, first, last].forEach((id, i) => bytes.writeBigUInt64LE(id, 8 + i * 8));
  bytes.writeUInt32LE(128, 40);
  bytes.writeUInt32LE(chunk.lastRecord, 44);
  bytes.writeUInt32LE(chunk.end, 48);
  bytes.writeUInt32LE(1, 120);
  sumChunk(bytes);
  return { bytes, used: chunk.end };
}

/** Checksums of a chunk, anew. */
export function sumChunk(bytes: Buffer): void {
  bytes.writeUInt32LE(crc32(bytes.subarray(512, bytes.readUInt32LE(48))), 52);
  bytes.writeUInt32LE(crc32(bytes.subarray(128, 512), crc32(bytes.subarray(0, 120))), 124);
}

export function fileHeader(chunks: number, nextRecordId: bigint, flags = 0): Buffer {
  const bytes = Buffer.alloc(4096);
  bytes.write('ElfFile\0', 0, 'latin1');
  bytes.writeBigUInt64LE(BigInt(Math.max(0, chunks - 1)), 16);
  bytes.writeBigUInt64LE(nextRecordId, 24);
  bytes.writeUInt32LE(128, 32);
  bytes.writeUInt16LE(1, 36);
  bytes.writeUInt16LE(3, 38);
  bytes.writeUInt16LE(4096, 40);
  bytes.writeUInt16LE(Math.min(chunks, 0xffff), 42);
  bytes.writeUInt32LE(flags, 120);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 120)), 124);
  return bytes;
}
