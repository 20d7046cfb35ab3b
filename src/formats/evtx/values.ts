import { sidText } from '../contract-windows.ts';
import { Damage, type Block, type Budget } from './block.ts';

/** Types of values, MS-EVEN6 §2.2.12 and §3.1.4.7.3; libyal EVTX "Value types". 0x80 on top is an array of them. */
export const TYPE = {
  null: 0x00, string: 0x01, ansi: 0x02, int8: 0x03, uint8: 0x04, int16: 0x05, uint16: 0x06, int32: 0x07, uint32: 0x08,
  int64: 0x09, uint64: 0x0a, real32: 0x0b, real64: 0x0c, bool: 0x0d, binary: 0x0e, guid: 0x0f, size: 0x10, fileTime: 0x11,
  systemTime: 0x12, sid: 0x13, hexInt32: 0x14, hexInt64: 0x15, binXml: 0x21,
} as const;

export const ARRAY = 0x80;

/** What a value is in JSON: integers beyond 2^53 as bigint. */
export type Value = string | number | bigint | boolean | readonly Value[];

/** 100-nanosecond intervals from 1601 to 1970. */
const EPOCH = 116_444_736_000_000_000n;

/** Nanoseconds since 1970 of a FILETIME (MS-DTYP §2.3.3); `undefined` where it is 0: not set. */
export function fileTimeNs(block: Block, at: number): bigint | undefined {
  const ticks = block.view.getBigUint64(at, true);
  return ticks === 0n ? undefined : (ticks - EPOCH) * 100n;
}

/** Nanoseconds since 1970 of a SYSTEMTIME in UTC (MS-DTYP §2.3.13); `undefined` when it is no date. */
export function systemTimeNs(block: Block, at: number): bigint | undefined {
  const { view } = block;
  const word = (index: number): number => view.getUint16(at + index * 2, true);
  // The third is the day of the week.
  const [year, month, day, hour, minute, second, ms] = [word(0), word(1), word(3), word(4), word(5), word(6), word(7)];
  if (year < 1601 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59 || ms > 999) return undefined;
  return BigInt(Date.UTC(year, month - 1, day, hour, minute, second, ms)) * 1_000_000n;
}

/**
 * One value of a type, `size` bytes at `at`; those bytes lie in the block (the caller has looked). Sizes that do not fit
 * their type are read as what they are: integers of 1, 2, 4 or 8 bytes, or hexadecimal bytes.
 */
export function readValue(block: Block, type: number, at: number, size: number, budget: Budget): Value | undefined {
  if (type >= ARRAY) return readArray(block, type - ARRAY, at, size, budget);
  const { view } = block;
  switch (type) {
    case TYPE.null: return undefined;
    case TYPE.string: {
      if (size > 64) budget.spend(size >> 4);
      let end = at + (size & ~1);
      while (end > at && block.bytes[end - 1] === 0 && block.bytes[end - 2] === 0) end -= 2;
      return block.utf16(at, (end - at) >> 1);
    }
    case TYPE.ansi: return ansi(block, at, size);
    case TYPE.uint8: case TYPE.uint16: case TYPE.uint32: case TYPE.uint64:
      return size === 4 ? view.getUint32(at, true) : size === 2 ? view.getUint16(at, true) : size === 1 ? block.bytes[at]! : size === 8 ? unsigned64(view, at) : hex(block, at, size);
    case TYPE.int8: case TYPE.int16: case TYPE.int32: case TYPE.int64:
      return size === 4 ? view.getInt32(at, true) : size === 2 ? view.getInt16(at, true) : size === 1 ? view.getInt8(at) : size === 8 ? signed64(view, at) : hex(block, at, size);
    case TYPE.hexInt32: case TYPE.hexInt64: case TYPE.size:
      return size === 8 ? hex64(view, at) : size === 4 ? `0x${view.getUint32(at, true).toString(16)}` : hex(block, at, size);
    case TYPE.real32: return size === 4 ? real(view.getFloat32(at, true), 6) : hex(block, at, size);
    case TYPE.real64: return size === 8 ? real(view.getFloat64(at, true), undefined) : hex(block, at, size);
    case TYPE.bool:
      // 4 bytes, "MUST be 0 or 1"; whatever else was written is true.
      return size === 4 ? view.getUint32(at, true) !== 0 : size === 1 ? block.bytes[at] !== 0 : size === 2 ? view.getUint16(at, true) !== 0 : hex(block, at, size);
    case TYPE.guid: return size === 16 ? guid(view, at) : hex(block, at, size);
    case TYPE.fileTime: return size === 8 ? timeText(view.getBigUint64(at, true)) : hex(block, at, size);
    case TYPE.systemTime: {
      const ns = size === 16 ? systemTimeNs(block, at) : undefined;
      return ns === undefined ? hex(block, at, size) : new Date(Number(ns / 1_000_000n)).toISOString();
    }
    case TYPE.sid: return sidText(view, at, size) ?? hex(block, at, size);
    // Binary, and types nobody has seen in a file (EvtHandle, EvtXml): their bytes.
    default:
      if (size > 64) budget.spend(size >> 4);
      return hex(block, at, size);
  }
}

const WIDTH: Readonly<Record<number, number>> = {
  [TYPE.int8]: 1, [TYPE.uint8]: 1, [TYPE.int16]: 2, [TYPE.uint16]: 2, [TYPE.int32]: 4, [TYPE.uint32]: 4, [TYPE.int64]: 8, [TYPE.uint64]: 8,
  [TYPE.real32]: 4, [TYPE.real64]: 8, [TYPE.bool]: 4, [TYPE.guid]: 16, [TYPE.fileTime]: 8, [TYPE.systemTime]: 16, [TYPE.hexInt32]: 4, [TYPE.hexInt64]: 8,
};

/** MS-EVEN6 §3.1.4.7.5 "Array types": strings end with a NUL each, the rest has its width; binary has no arrays. */
function readArray(block: Block, type: number, at: number, size: number, budget: Budget): Value | undefined {
  const { view } = block;
  const items: Value[] = [];
  const end = at + size;
  if (type === TYPE.string || type === TYPE.ansi) {
    const wide = type === TYPE.string;
    const width = wide ? 2 : 1;
    budget.spend(size >> 4);
    for (let from = at; from + width <= end; ) {
      const to = endOfText(block.bytes, from, end, width);
      budget.spend(1);
      items.push(wide ? block.utf16(from, (to - from) >> 1) : ansi(block, from, to - from));
      from = to + width;
    }
    return items;
  }
  if (type === TYPE.sid) {
    for (let from = at; from + 8 <= end; ) {
      const length = 8 + block.bytes[from + 1]! * 4;
      budget.spend(1);
      const value = sidText(view, from, Math.min(length, end - from));
      if (value === undefined) break;
      items.push(value);
      from += length;
    }
    return items;
  }
  const width = type === TYPE.size ? (size % 8 === 0 ? 8 : 4) : WIDTH[type];
  if (width === undefined || size % width !== 0) return hex(block, at, size);
  budget.spend(size / width);
  for (let from = at; from < end; from += width) items.push(readValue(block, type, from, width, budget)!);
  return items;
}

/** Where the NUL stands, or the end. */
function endOfText(bytes: Uint8Array, from: number, end: number, width: number): number {
  for (let at = from; at + width <= end; at += width) if (bytes[at] === 0 && (width === 1 || bytes[at + 1] === 0)) return at;
  return end - ((end - from) % width);
}

function unsigned64(view: DataView, at: number): number | bigint {
  const high = view.getUint32(at + 4, true);
  return high < 0x20_0000 ? high * 0x1_0000_0000 + view.getUint32(at, true) : view.getBigUint64(at, true);
}

function signed64(view: DataView, at: number): number | bigint {
  const high = view.getInt32(at + 4, true);
  return high < 0x20_0000 && high > -0x20_0000 ? high * 0x1_0000_0000 + view.getUint32(at, true) : view.getBigInt64(at, true);
}

/** As Windows writes it: lower case, no zeros in front. */
function hex64(view: DataView, at: number): string {
  const high = view.getUint32(at + 4, true);
  const low = view.getUint32(at, true);
  return high === 0 ? `0x${low.toString(16)}` : `0x${high.toString(16)}${low.toString(16).padStart(8, '0')}`;
}

function real(value: number, digits: number | undefined): number | string {
  if (!Number.isFinite(value)) return String(value);
  // A number of 32 bits has six digits worth saying; the rest is of the conversion.
  return digits === undefined ? value : Number(value.toPrecision(digits + 1));
}

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0').toUpperCase());

function hex(block: Block, at: number, size: number): string {
  return Buffer.from(block.bytes.buffer, block.bytes.byteOffset + at, size).toString('hex').toUpperCase();
}

/** `{54849625-5478-4994-A5BA-3E3B0328C30D}` (MS-DTYP §2.3.4.3). */
export function guid(view: DataView, at: number): string {
  const b = (i: number): string => HEX[view.getUint8(at + i)]!;
  return `{${b(3)}${b(2)}${b(1)}${b(0)}-${b(5)}${b(4)}-${b(7)}${b(6)}-${b(8)}${b(9)}-${b(10)}${b(11)}${b(12)}${b(13)}${b(14)}${b(15)}}`;
}

/** A FILETIME as Windows shows it in XML: seven digits. */
function timeText(ticks: bigint): string {
  const ms = Number((ticks - EPOCH) / 10_000n);
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return String(ticks);
  // The division above goes towards 1970, `%` with it.
  const rest = Number((((ticks - EPOCH) % 10_000_000n) + 10_000_000n) % 10_000_000n);
  const second = new Date(Math.floor(Number(ticks / 10_000_000n) * 1000) - 11_644_473_600_000);
  return `${second.toISOString().slice(0, -5)}.${String(rest).padStart(7, '0')}Z`;
}

const windows1252 = new TextDecoder('windows-1252');

/** ANSI text names no code page; that of western Europe is what most machines have. */
function ansi(block: Block, at: number, size: number): string {
  const { bytes } = block;
  let end = at + size;
  if (end > block.length) throw new Damage('a text leads out of its chunk');
  while (end > at && bytes[end - 1] === 0) end--;
  return windows1252.decode(bytes.subarray(at, end));
}
