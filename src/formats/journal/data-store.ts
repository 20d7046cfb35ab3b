import type { ByteSource } from '../contract.ts';
import { OBJECT, payloadOffset, u64 } from './layout.ts';
import { MAX_UNPACKED_BYTES, unpack } from './compression.ts';

/** One field of an entry, "NAME=value". */
export interface DataField {
  readonly name: string;
  readonly value: string;
  /** The value alone: entries share it. */
  readonly values: string[];
  /** Halves of its hash, which entries in regular mode repeat. */
  readonly hashLow: number;
  readonly hashHigh: number;
}

/** Why a data object cannot be read. */
export interface Unreadable {
  readonly name: undefined;
  readonly code: 'not-data' | 'damaged-value' | 'value-too-large';
}

/** What is kept of one value. */
export const KEPT_BYTES = 256 * 1024;
/** Of each of the two generations of the cache. */
const GENERATION_BYTES = 24 * 1024 * 1024;
const FIRST_READ_BYTES = 4096;
const EQUALS = 0x3d;
const MAX_NAME_BYTES = 256;

const NOT_DATA: Unreadable = { name: undefined, code: 'not-data' };
const DAMAGED: Unreadable = { name: undefined, code: 'damaged-value' };
const TOO_LARGE: Unreadable = { name: undefined, code: 'value-too-large' };

/**
 * Data objects by their offset. They stand before the entries that name them, and many entries name the same: those
 * that were used last are kept, in two generations, the older of which is dropped when the younger is full.
 */
export class DataStore {
  private readonly source: ByteSource;
  private readonly payloadAt: number;
  private young = new Map<number, DataField | Unreadable>();
  private old = new Map<number, DataField | Unreadable>();
  private youngBytes = 0;
  /** Unpacking may make this much in all: small files that unpack to gigabytes are no journals. */
  private unpackBudget: number;
  private readonly names = new Map<string, string>();

  constructor(source: ByteSource, compact: boolean) {
    this.source = source;
    this.payloadAt = payloadOffset(compact);
    this.unpackBudget = 256 * 1024 * 1024 + source.sizeBytes * 100;
  }

  /** What is at hand. */
  get(offset: number): DataField | Unreadable | undefined {
    const found = this.young.get(offset);
    if (found) return found;
    const older = this.old.get(offset);
    if (older) this.keep(offset, older);
    return older;
  }

  /** Takes an object that was met on the way. A promise is to be waited for. */
  put(offset: number, flags: number, bytes: Uint8Array): Promise<void> | undefined {
    const field = this.decode(flags, bytes);
    if (field instanceof Promise) return field.then((read) => this.keep(offset, read));
    this.keep(offset, field);
    return undefined;
  }

  /** Reads one that is not at hand any more, or never was. */
  async load(offset: number): Promise<DataField | Unreadable> {
    const field = await this.read(offset);
    this.keep(offset, field);
    return field;
  }

  private async read(offset: number): Promise<DataField | Unreadable> {
    if (offset % 8 !== 0 || offset >= this.source.sizeBytes) return NOT_DATA;
    let bytes = await this.source.read(offset, FIRST_READ_BYTES);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length <= this.payloadAt || view.getUint8(0) !== OBJECT.data) return NOT_DATA;
    const size = u64(view, 8);
    if (size <= this.payloadAt || offset + size > this.source.sizeBytes) return NOT_DATA;
    const flags = view.getUint8(1);
    // Of what is not packed the beginning will do.
    const wanted = flags === 0 ? Math.min(size, this.payloadAt + MAX_NAME_BYTES + KEPT_BYTES) : size;
    if (wanted > MAX_UNPACKED_BYTES) return TOO_LARGE;
    if (wanted > bytes.length) bytes = await this.source.read(offset, wanted);
    return this.decode(flags, bytes.subarray(0, wanted));
  }

  private decode(flags: number, bytes: Uint8Array): DataField | Unreadable | Promise<DataField | Unreadable> {
    if (bytes.length <= this.payloadAt) return NOT_DATA;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const low = view.getUint32(16, true);
    const high = view.getUint32(20, true);
    const payload = bytes.subarray(this.payloadAt);
    if (flags === 0) return this.field(payload, low, high);
    if (this.unpackBudget <= 0) return TOO_LARGE;
    const unpacked = unpack(flags, payload);
    return unpacked instanceof Promise ? unpacked.then((plain) => this.unpacked(plain, payload.length, low, high)) : this.unpacked(unpacked, payload.length, low, high);
  }

  private unpacked(plain: Uint8Array | undefined, packedBytes: number, hashLow: number, hashHigh: number): DataField | Unreadable {
    this.unpackBudget -= plain?.length ?? packedBytes;
    return plain ? this.field(plain, hashLow, hashHigh) : DAMAGED;
  }

  private field(payload: Uint8Array, hashLow: number, hashHigh: number): DataField | Unreadable {
    let equals = 0;
    while (equals < payload.length && equals <= MAX_NAME_BYTES && payload[equals] !== EQUALS) equals++;
    if (equals === 0 || payload[equals] !== EQUALS) return DAMAGED;
    const buffer = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    const value = buffer.toString('utf8', equals + 1, Math.min(payload.length, equals + 1 + KEPT_BYTES));
    return { name: this.name(buffer.toString('latin1', 0, equals)), value, values: [value], hashLow, hashHigh };
  }

  /** One string for each name. */
  private name(text: string): string {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    if (this.names.size < 10_000) this.names.set(text, text);
    return text;
  }

  private keep(offset: number, field: DataField | Unreadable): void {
    this.young.set(offset, field);
    this.youngBytes += 200 + (field.name === undefined ? 0 : field.value.length * 2);
    if (this.youngBytes < GENERATION_BYTES) return;
    this.old = this.young;
    this.young = new Map();
    this.youngBytes = 0;
  }
}
