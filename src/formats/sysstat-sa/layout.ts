import { cString } from '../contract-fixed.ts';

/** sa.h of sysstat: magic of every version, and of the format that 11.7.1 began and all since have kept. */
export const SYSSTAT_MAGIC = 0xd596;
export const FORMAT = 0x2175;
export const MAGIC_BYTES = 76;
const UTSNAME_BYTES = 65;

export interface FileMagic {
  readonly littleEndian: boolean;
  readonly format: number;
  /** Of sysstat: "12.6.1". */
  readonly version: string;
  readonly headerBytes: number;
  /** How many `long long`, `long` and `int` the header begins with. */
  readonly types: readonly [number, number, number];
}

export interface FileHeader {
  readonly seconds: number;
  readonly cpus: number;
  readonly activities: number;
  readonly activityBytes: number;
  readonly recordBytes: number;
  readonly recordTypes: readonly [number, number, number];
  readonly extra: boolean;
  readonly longBytes: number;
  readonly sysname: string;
  readonly nodename: string;
  readonly release: string;
  readonly machine: string;
  readonly zone: string;
}

export interface FileActivity {
  readonly id: number;
  readonly magic: number;
  readonly items: number;
  readonly subItems: number;
  readonly hasCount: boolean;
  readonly itemBytes: number;
  readonly types: readonly [number, number, number];
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The magic of a file of sysstat, of any version; `undefined` for anything else. */
export function readMagic(bytes: Uint8Array): FileMagic | undefined {
  if (bytes.length < 8) return undefined;
  const view = viewOf(bytes);
  const littleEndian = view.getUint16(0, true) === SYSSTAT_MAGIC;
  if (!littleEndian && view.getUint16(0) !== SYSSTAT_MAGIC) return undefined;
  const format = view.getUint16(2, littleEndian);
  if (format < 0x2169 || format > 0x21ff) return undefined;
  const version = `${bytes[4]}.${bytes[5]}.${bytes[6]}${bytes[7] === 0 ? '' : `.${bytes[7]}`}`;
  if (format !== FORMAT || bytes.length < MAGIC_BYTES) return { littleEndian, format, version, headerBytes: 0, types: [0, 0, 0] };
  return { littleEndian, format, version, headerBytes: view.getUint32(8, littleEndian), types: types(view, 16, littleEndian) };
}

function types(view: DataView, at: number, little: boolean): [number, number, number] {
  return [view.getUint32(at, little), view.getUint32(at + 4, little), view.getUint32(at + 8, little)];
}

export function u64(view: DataView, at: number, little: boolean): number {
  const [low, high] = little ? [at, at + 4] : [at + 4, at];
  return view.getUint32(low, little) + view.getUint32(high, little) * 0x1_0000_0000;
}

/** The header behind the magic; `undefined` when its sizes cannot be. */
export function readHeader(bytes: Uint8Array, { littleEndian: little, types: [longLongs, longs, ints], headerBytes }: FileMagic): FileHeader | undefined {
  const intsAt = (longLongs + longs) * 8;
  const textAt = intsAt + ints * 4;
  if (longLongs < 1 || longs < 1 || ints < 12 || longLongs > 64 || longs > 64 || ints > 256 || textAt + 3 + UTSNAME_BYTES * 4 + 8 > headerBytes || bytes.length < headerBytes) return undefined;
  const view = viewOf(bytes);
  const int = (i: number): number => view.getUint32(intsAt + i * 4, little);
  const text = (i: number): string => cString(view, textAt + 3 + UTSNAME_BYTES * i, i === 4 ? 8 : UTSNAME_BYTES);
  const header: FileHeader = {
    seconds: u64(view, 0, little), cpus: int(0), activities: int(1), recordTypes: types(view, intsAt + 24, little), activityBytes: int(9), recordBytes: int(10), extra: int(11) !== 0,
    longBytes: view.getUint8(textAt + 2), sysname: text(0), nodename: text(1), release: text(2), machine: text(3), zone: text(4),
  };
  const [recLongLongs, recLongs, recInts] = header.recordTypes;
  const recordFits = recLongLongs >= 2 && recInts >= 1 && recLongLongs <= 16 && recLongs <= 16 && recInts <= 16 && (recLongLongs + recLongs) * 8 + recInts * 4 + 4 <= header.recordBytes && header.recordBytes <= 512;
  return recordFits && header.activities <= 256 && header.activityBytes >= 36 && header.activityBytes <= 1024 ? header : undefined;
}

export function readActivity(view: DataView, little: boolean): FileActivity {
  return {
    id: view.getUint32(0, little), magic: view.getUint32(4, little), items: view.getInt32(8, little), subItems: view.getInt32(12, little), hasCount: view.getInt32(16, little) !== 0,
    itemBytes: view.getInt32(20, little), types: types(view, 24, little),
  };
}

export function isActivity({ items, subItems, itemBytes, types: [longLongs, longs, ints] }: FileActivity): boolean {
  return items >= 0 && subItems >= 1 && subItems <= 65_536 && itemBytes > 0 && itemBytes <= 8192 && longLongs * 8 + longs * 8 + ints * 4 <= itemBytes;
}
