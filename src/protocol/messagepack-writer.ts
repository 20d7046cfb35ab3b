import { CodecError } from './codec-error.ts';
import { EXT_BIG_INTEGER, EXT_UTF16, MAX_BIG_INTEGER_DIGITS, TYPED_ARRAYS } from './extensions.ts';
import { MAX_FRAME_DEPTH, MAX_FRAME_VALUES } from './limits.ts';

const utf8 = new TextEncoder();
const KEPT_BUFFER_BYTES = 1 << 20;
const TYPE_OF = new Map<unknown, number>(TYPED_ARRAYS.map(({ type, construct }) => [construct.name, type]));

/**
 * Writes MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md). Integers that fit 32 bits are
 * int formats, larger numbers float 64, bigints always int 64 or uint 64: so the type survives the trip.
 */
export class MessagePackWriter {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #pos = 0;
  #values = 0;
  #maxBytes = 0;

  write(value: unknown, maxBytes: number): Uint8Array<ArrayBuffer> {
    this.#pos = 0;
    this.#values = 0;
    this.#maxBytes = maxBytes;
    try {
      this.#value(value, 0);
      if (this.#pos > maxBytes) throw tooLarge(maxBytes);
      return this.#bytes.slice(0, this.#pos);
    } finally {
      if (this.#bytes.length > KEPT_BUFFER_BYTES) this.#resize(4096);
    }
  }

  #value(value: unknown, depth: number): void {
    if (++this.#values > MAX_FRAME_VALUES) throw new CodecError('too-large', `more than ${MAX_FRAME_VALUES} values`);
    switch (typeof value) {
      case 'string': return this.#string(value);
      case 'number': return this.#number(value);
      case 'boolean': return this.#u8(value ? 0xc3 : 0xc2);
      case 'undefined': return this.#u8(0xc0);
      case 'bigint': return this.#bigint(value);
      case 'object': return value === null ? this.#u8(0xc0) : this.#object(value, depth);
      default: throw new CodecError('unsupported', `a ${typeof value} cannot be sent`);
    }
  }

  #object(value: object, depth: number): void {
    if (depth >= MAX_FRAME_DEPTH) throw new CodecError('too-deep', `nested deeper than ${MAX_FRAME_DEPTH}`);
    if (Array.isArray(value)) return this.#array(value, depth);
    if (ArrayBuffer.isView(value)) return this.#binary(value);
    if (!isPlain(value)) throw unsupported(value);
    this.#map(value, depth);
  }

  #array(value: readonly unknown[], depth: number): void {
    this.#header(value.length, 0x90, 16, undefined, 0xdc, 0xdd);
    // Not forEach: holes count, and come back as null.
    for (let i = 0; i < value.length; i++) this.#value(value[i], depth + 1);
  }

  #map(value: Record<string, unknown>, depth: number): void {
    const keys = Object.keys(value);
    let size = 0;
    for (const key of keys) if (value[key] !== undefined) size++;
    this.#header(size, 0x80, 16, undefined, 0xde, 0xdf);
    for (const key of keys) {
      const member = value[key];
      if (member === undefined) continue;
      this.#value(key, depth + 1);
      this.#value(member, depth + 1);
    }
  }

  #binary(value: ArrayBufferView): void {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    // By name and not `instanceof`, for arrays of another realm; Node's Buffer is a Uint8Array.
    const name = Object.prototype.toString.call(value).slice(8, -1);
    if (name === 'Uint8Array') {
      this.#header(bytes.length, 0, 0, 0xc4, 0xc5, 0xc6);
    } else {
      const type = TYPE_OF.get(name);
      if (type === undefined) throw unsupported(value);
      this.#extensionHeader(bytes.length, type);
    }
    this.#raw(bytes);
  }

  #string(text: string): void {
    const length = text.length;
    this.#reserve(5 + length);
    const start = this.#pos;
    this.#header(length, 0xa0, 32, 0xd9, 0xda, 0xdb);
    if (length < 64) {
      let i = 0;
      let pos = this.#pos;
      for (; i < length; i++) {
        const unit = text.charCodeAt(i);
        if (unit > 0x7f) break;
        this.#bytes[pos++] = unit;
      }
      if (i === length) {
        this.#pos = pos;
        return;
      }
    } else {
      const { read, written } = utf8.encodeInto(text, this.#bytes.subarray(this.#pos, this.#pos + length));
      if (read === length && written === length) {
        this.#pos += length;
        return;
      }
    }
    this.#pos = start;
    this.#unicode(text);
  }

  #unicode(text: string): void {
    if (text.isWellFormed()) {
      const bytes = utf8.encode(text);
      this.#header(bytes.length, 0xa0, 32, 0xd9, 0xda, 0xdb);
      this.#raw(bytes);
      return;
    }
    this.#extensionHeader(text.length * 2, EXT_UTF16);
    this.#reserve(text.length * 2);
    for (let i = 0; i < text.length; i++, this.#pos += 2) this.#view.setUint16(this.#pos, text.charCodeAt(i), true);
  }

  #number(value: number): void {
    if (Number.isInteger(value) && value >= -0x8000_0000 && value <= 0xffff_ffff) {
      if (value >= 0) {
        if (value < 0x80) this.#u8(value);
        else if (value < 0x100) this.#sized8(0xcc, value);
        else if (value < 0x10000) this.#sized16(0xcd, value);
        else this.#sized32(0xce, value);
      } else if (value >= -0x20) this.#u8(value & 0xff);
      else if (value >= -0x80) this.#sized8(0xd0, value & 0xff);
      else if (value >= -0x8000) this.#sized16(0xd1, value & 0xffff);
      else this.#sized32(0xd2, value);
      return;
    }
    this.#reserve(9);
    this.#bytes[this.#pos] = 0xcb;
    this.#view.setFloat64(this.#pos + 1, value);
    this.#pos += 9;
  }

  #bigint(value: bigint): void {
    this.#reserve(9);
    if (value >= 0n ? BigInt.asUintN(64, value) === value : BigInt.asIntN(64, value) === value) {
      this.#bytes[this.#pos] = value >= 0n ? 0xcf : 0xd3;
      this.#view.setBigInt64(this.#pos + 1, value);
      this.#pos += 9;
      return;
    }
    const digits = utf8.encode(value.toString());
    if (digits.length > MAX_BIG_INTEGER_DIGITS) throw new CodecError('too-large', `an integer of more than ${MAX_BIG_INTEGER_DIGITS} digits`);
    this.#extensionHeader(digits.length, EXT_BIG_INTEGER);
    this.#raw(digits);
  }

  #extensionHeader(size: number, type: number): void {
    this.#header(size, 0, 0, 0xc7, 0xc8, 0xc9);
    this.#u8(type);
  }

  /** `fix` + size below `fixLimit`, else the 8, 16 or 32 bit form. Maps and arrays have no 8 bit form. */
  #header(size: number, fix: number, fixLimit: number, form8: number | undefined, form16: number, form32: number): void {
    if (size < fixLimit) this.#u8(fix | size);
    else if (size < 0x100 && form8 !== undefined) this.#sized8(form8, size);
    else if (size < 0x10000) this.#sized16(form16, size);
    else this.#sized32(form32, size);
  }

  #u8(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#pos++] = value;
  }

  #sized8(head: number, value: number): void {
    this.#reserve(2);
    this.#bytes[this.#pos] = head;
    this.#bytes[this.#pos + 1] = value;
    this.#pos += 2;
  }

  #sized16(head: number, value: number): void {
    this.#reserve(3);
    this.#bytes[this.#pos] = head;
    this.#view.setUint16(this.#pos + 1, value);
    this.#pos += 3;
  }

  #sized32(head: number, value: number): void {
    this.#reserve(5);
    this.#bytes[this.#pos] = head;
    this.#view.setUint32(this.#pos + 1, value);
    this.#pos += 5;
  }

  #raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#pos);
    this.#pos += bytes.length;
  }

  /** Room for `count` more bytes. Fails as soon as what is already written is too much, before memory is. */
  #reserve(count: number): void {
    const needed = this.#pos + count;
    if (needed <= this.#bytes.length) return;
    if (this.#pos > this.#maxBytes || count > this.#maxBytes + 16) throw tooLarge(this.#maxBytes);
    this.#resize(Math.max(needed, this.#bytes.length * 2));
  }

  #resize(length: number): void {
    const bytes = new Uint8Array(length);
    bytes.set(this.#bytes.subarray(0, Math.min(this.#pos, length)));
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}

/** An object literal, of this realm or another; instances of classes would come back as something else. */
function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'));
}

function tooLarge(maxBytes: number): CodecError {
  return new CodecError('too-large', `more than ${maxBytes} bytes`);
}

function unsupported(value: object): CodecError {
  return new CodecError('unsupported', `a ${value.constructor?.name ?? 'foreign object'} cannot be sent`);
}
