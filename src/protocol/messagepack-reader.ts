import { CodecError } from './codec-error.ts';
import { EXT_BIG_INTEGER, EXT_UTF16, MAX_BIG_INTEGER_DIGITS, TYPED_ARRAYS } from './extensions.ts';
import { MAX_FRAME_DEPTH, MAX_FRAME_VALUES } from './limits.ts';

// ignoreBOM: a text that starts with U+FEFF keeps it. fatal: bytes that are not UTF-8 are no string.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** As many arguments as a function surely takes. */
const UNITS_AT_ONCE = 4096;
const CONSTRUCTOR_OF = new Map(TYPED_ARRAYS.map(({ type, construct }) => [type as number, construct]));

/**
 * Reads one MessagePack value. Nothing is allocated on the word of a length alone: arrays grow as their elements
 * are found, and lengths of strings and binaries must lie within the bytes at hand.
 */
export class MessagePackReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #pos = 0;
  #values = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): unknown {
    const value = this.#value(0);
    if (this.#pos !== this.#bytes.length) throw malformed(`${this.#bytes.length - this.#pos} bytes too many`);
    return value;
  }

  #value(depth: number): unknown {
    if (++this.#values > MAX_FRAME_VALUES) throw new CodecError('too-large', `more than ${MAX_FRAME_VALUES} values`);
    const head = this.#bytes[this.#take(1)]!;
    if (head < 0x80) return head;
    if (head < 0x90) return this.#map(head & 0x0f, depth);
    if (head < 0xa0) return this.#array(head & 0x0f, depth);
    if (head < 0xc0) return this.#string(head & 0x1f);
    if (head >= 0xe0) return head - 0x100;
    switch (head) {
      case 0xc0: return null;
      case 0xc2: return false;
      case 0xc3: return true;
      case 0xc4: return this.#binary(this.#u8());
      case 0xc5: return this.#binary(this.#u16());
      case 0xc6: return this.#binary(this.#u32());
      case 0xc7: return this.#extension(this.#u8());
      case 0xc8: return this.#extension(this.#u16());
      case 0xc9: return this.#extension(this.#u32());
      case 0xca: return this.#view.getFloat32(this.#take(4));
      case 0xcb: return this.#view.getFloat64(this.#take(8));
      case 0xcc: return this.#u8();
      case 0xcd: return this.#u16();
      case 0xce: return this.#u32();
      case 0xcf: return this.#view.getBigUint64(this.#take(8));
      case 0xd0: return this.#view.getInt8(this.#take(1));
      case 0xd1: return this.#view.getInt16(this.#take(2));
      case 0xd2: return this.#view.getInt32(this.#take(4));
      case 0xd3: return this.#view.getBigInt64(this.#take(8));
      case 0xd4: return this.#extension(1);
      case 0xd5: return this.#extension(2);
      case 0xd6: return this.#extension(4);
      case 0xd7: return this.#extension(8);
      case 0xd8: return this.#extension(16);
      case 0xd9: return this.#string(this.#u8());
      case 0xda: return this.#string(this.#u16());
      case 0xdb: return this.#string(this.#u32());
      case 0xdc: return this.#array(this.#u16(), depth);
      case 0xdd: return this.#array(this.#u32(), depth);
      case 0xde: return this.#map(this.#u16(), depth);
      case 0xdf: return this.#map(this.#u32(), depth);
      default: throw malformed(`0x${head.toString(16)} starts no value`);
    }
  }

  #array(size: number, depth: number): unknown[] {
    if (depth >= MAX_FRAME_DEPTH) throw tooDeep();
    const array: unknown[] = [];
    for (let i = 0; i < size; i++) array.push(this.#value(depth + 1));
    return array;
  }

  #map(size: number, depth: number): Record<string, unknown> {
    if (depth >= MAX_FRAME_DEPTH) throw tooDeep();
    const map: Record<string, unknown> = {};
    for (let i = 0; i < size; i++) {
      const key = this.#value(depth + 1);
      if (typeof key !== 'string') throw malformed('a map key that is not a string');
      const value = this.#value(depth + 1);
      // JSON evidence may say "__proto__"; assigning it would set the prototype.
      if (key === '__proto__') Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
      else map[key] = value;
    }
    return map;
  }

  #string(size: number): string {
    const start = this.#take(size);
    const end = start + size;
    // Short ASCII, the common case, is quicker without a TextDecoder.
    if (size <= 24) {
      let text = '';
      let i = start;
      for (; i < end; i++) {
        const byte = this.#bytes[i]!;
        if (byte > 0x7f) break;
        text += String.fromCharCode(byte);
      }
      if (i === end) return text;
    }
    try {
      return utf8.decode(this.#bytes.subarray(start, end));
    } catch {
      throw malformed('a string that is not UTF-8');
    }
  }

  #binary(size: number): Uint8Array<ArrayBuffer> {
    const start = this.#take(size);
    return new Uint8Array(this.#bytes.subarray(start, start + size));
  }

  #extension(size: number): unknown {
    const type = this.#u8();
    const bytes = this.#binary(size);
    const construct = CONSTRUCTOR_OF.get(type);
    if (construct !== undefined) {
      if (size % construct.BYTES_PER_ELEMENT !== 0) throw malformed(`${size} bytes are no ${construct.name}`);
      return new construct(bytes.buffer);
    }
    if (type === EXT_UTF16) {
      if (size % 2 !== 0) throw malformed('half a UTF-16 unit');
      const units = new Uint16Array(bytes.buffer);
      let text = '';
      for (let i = 0; i < units.length; i += UNITS_AT_ONCE) text += String.fromCharCode(...units.subarray(i, i + UNITS_AT_ONCE));
      return text;
    }
    if (type === EXT_BIG_INTEGER) {
      const digits = String.fromCharCode(...bytes.subarray(0, MAX_BIG_INTEGER_DIGITS + 1));
      if (digits.length > MAX_BIG_INTEGER_DIGITS || !/^-?\d+$/.test(digits)) throw malformed('an integer that is none');
      return BigInt(digits);
    }
    throw malformed(`extension type ${type}`);
  }

  #u8(): number {
    return this.#bytes[this.#take(1)]!;
  }

  #u16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  #u32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  /** Position of the next `count` bytes, which are then behind. */
  #take(count: number): number {
    const start = this.#pos;
    if (count > this.#bytes.length - start) throw malformed('bytes end within a value');
    this.#pos = start + count;
    return start;
  }
}

function malformed(message: string): CodecError {
  return new CodecError('malformed', message);
}

function tooDeep(): CodecError {
  return new CodecError('too-deep', `nested deeper than ${MAX_FRAME_DEPTH}`);
}
