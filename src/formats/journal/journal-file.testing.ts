import { crc32, zstdCompressSync } from 'node:zlib';
import { align, ARRAY_ITEMS, ENTRY_ITEMS, INCOMPATIBLE, OBJECT, payloadOffset } from './layout.ts';

/** Writes journal files as journald does, for tests: data objects before the entry that first names them, lists that grow in a chain. */
export interface WrittenEntry {
  readonly realtimeUs: bigint;
  readonly monotonicUs: bigint;
  readonly fields: ReadonlyArray<readonly [name: string, value: string]>;
}

export interface Writing {
  readonly compact?: boolean;
  readonly state?: 0 | 1 | 2;
  /** Packs a payload; answers what flags it carries then, or nothing to leave it as it is. */
  readonly pack?: (payload: Uint8Array) => { readonly flags: number; readonly bytes: Uint8Array } | undefined;
  /** Entries that are written and not listed, the last ones. */
  readonly unlisted?: number;
  /** Free space behind the last object. */
  readonly padding?: number;
}

export interface WrittenJournal {
  readonly bytes: Uint8Array;
  /** Where entries and data begin. */
  readonly entries: readonly number[];
  readonly data: readonly number[];
}

const HEADER_BYTES = 264;
const TABLE_BYTES = 16 + 16 * 4;
const BOOT_ID = '35e8501129134edd9df5267c49f744a4';

export function writeJournal(entries: readonly WrittenEntry[], options: Writing = {}): WrittenJournal {
  const compact = options.compact === true;
  const file = new File_();
  let incompatible = compact ? INCOMPATIBLE.compact : 0;
  let objects = 0;
  let tail = 0;
  const place = (type: number, flags: number, size: number): { at: number; view: DataView } => {
    const at = file.room(align(size));
    const view = file.view(at, size);
    view.setUint8(0, type);
    view.setUint8(1, flags);
    view.setBigUint64(8, BigInt(size), true);
    objects++;
    tail = at;
    return { at, view };
  };
  file.room(HEADER_BYTES);
  const fieldTable = place(OBJECT.fieldHashTable, 0, TABLE_BYTES).at;
  const dataTable = place(OBJECT.dataHashTable, 0, TABLE_BYTES).at;
  const known = new Map<string, { at: number; hash: bigint }>();
  const dataAt: number[] = [];
  const entryAt: number[] = [];
  const arrays: Array<{ at: number; capacity: number; used: number }> = [];
  const listed = entries.length - (options.unlisted ?? 0);
  const data = (text: string): { at: number; hash: bigint } => {
    const before = known.get(text);
    if (before) return before;
    const payload = Buffer.from(text);
    const packed = options.pack?.(payload);
    if (packed) incompatible |= packed.flags === 1 ? INCOMPATIBLE.xz : packed.flags === 2 ? INCOMPATIBLE.lz4 : INCOMPATIBLE.zstd;
    const bytes = packed?.bytes ?? payload;
    const { at } = place(OBJECT.data, packed?.flags ?? 0, payloadOffset(compact) + bytes.length);
    const hash = BigInt(known.size + 1) * 0x9e37_79b9_7f4a_7c15n & 0xffff_ffff_ffff_ffffn;
    const view = file.view(at, payloadOffset(compact));
    view.setBigUint64(16, hash, true);
    view.setBigUint64(56, 1n, true);
    file.bytes.set(bytes, at + payloadOffset(compact));
    const made = { at, hash };
    known.set(text, made);
    dataAt.push(at);
    return made;
  };
  for (const [index, { realtimeUs, monotonicUs, fields }] of entries.entries()) {
    const before = dataAt.length;
    const items = fields.map(([name, value]) => data(`${name}=${value}`)).sort((a, b) => a.at - b.at);
    const { at, view } = place(OBJECT.entry, 0, ENTRY_ITEMS + items.length * (compact ? 4 : 16));
    view.setBigUint64(16, BigInt(index + 1), true);
    view.setBigUint64(24, realtimeUs, true);
    view.setBigUint64(32, monotonicUs, true);
    file.bytes.set(Buffer.from(BOOT_ID, 'hex'), at + 40);
    view.setBigUint64(56, realtimeUs ^ monotonicUs, true);
    items.forEach((item, i) => {
      if (compact) view.setUint32(ENTRY_ITEMS + i * 4, item.at, true);
      else {
        view.setBigUint64(ENTRY_ITEMS + i * 16, BigInt(item.at), true);
        view.setBigUint64(ENTRY_ITEMS + i * 16 + 8, item.hash, true);
      }
    });
    entryAt.push(at);
    for (const one of dataAt.slice(before)) file.view(one, 64).setBigUint64(40, BigInt(at), true);
    if (index >= listed) continue;
    let array = arrays.at(-1);
    if (!array || array.used === array.capacity) {
      const capacity = array ? array.capacity * 2 : 4;
      const made = place(OBJECT.entryArray, 0, ARRAY_ITEMS + capacity * (compact ? 4 : 8)).at;
      if (array) file.view(array.at, ARRAY_ITEMS).setBigUint64(16, BigInt(made), true);
      array = { at: made, capacity, used: 0 };
      arrays.push(array);
    }
    const list = file.view(array.at, ARRAY_ITEMS + array.capacity * 8);
    if (compact) list.setUint32(ARRAY_ITEMS + array.used * 4, at, true);
    else list.setBigUint64(ARRAY_ITEMS + array.used * 8, BigInt(at), true);
    array.used++;
  }
  const padding = options.padding ?? 0;
  file.room(padding);
  const header = file.view(0, HEADER_BYTES);
  file.bytes.set(Buffer.from('LPKSHHRH'), 0);
  header.setUint32(12, incompatible, true);
  header.setUint8(16, options.state ?? 2);
  for (const [at, id] of [[24, 'd0ad627800824466b09a24e066d67dfc'], [40, '2dc07f7a727e4b46a1927eab9d6cd4b7'], [56, BOOT_ID], [72, 'd0ad627800824466b09a24e066d67dfc']] as const) {
    file.bytes.set(Buffer.from(id, 'hex'), at);
  }
  const first = entries[0];
  const last = entries[listed - 1];
  const values: ReadonlyArray<readonly [number, number | bigint]> = [
    [88, HEADER_BYTES], [96, file.length - HEADER_BYTES], [104, dataTable + 16], [112, TABLE_BYTES - 16], [120, fieldTable + 16], [128, TABLE_BYTES - 16], [136, tail],
    [144, objects], [152, listed], [160, listed], [168, listed > 0 ? 1 : 0], [176, arrays[0]?.at ?? 0], [184, first?.realtimeUs ?? 0], [192, last?.realtimeUs ?? 0],
    [200, last?.monotonicUs ?? 0], [208, dataAt.length], [216, 0], [224, 0], [232, arrays.length],
  ];
  for (const [at, value] of values) header.setBigUint64(at, BigInt(value), true);
  return { bytes: file.bytes.slice(0, file.length), entries: entryAt, data: dataAt };
}

class File_ {
  bytes = new Uint8Array(4096);
  length = 0;

  room(size: number): number {
    const at = this.length;
    this.length += size;
    while (this.bytes.length < this.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    return at;
  }

  view(at: number, size: number): DataView {
    return new DataView(this.bytes.buffer, at, Math.min(size, this.bytes.length - at));
  }
}

export function packZstd(payload: Uint8Array): { flags: number; bytes: Uint8Array } | undefined {
  return payload.length < 80 ? undefined : { flags: 4, bytes: zstdCompressSync(payload) };
}

/** LZ4: each repeated run of eight bytes or more becomes a match, by a table of what was seen. */
export function packLz4(payload: Uint8Array): { flags: number; bytes: Uint8Array } | undefined {
  if (payload.length < 80) return undefined;
  const out: number[] = [];
  const seen = new Map<string, number>();
  const length = (n: number): void => {
    for (n -= 15; n >= 255; n -= 255) out.push(255);
    out.push(n);
  };
  let from = 0;
  let at = 0;
  const sequence = (literals: number, distance: number, match: number): void => {
    out.push((Math.min(15, literals) << 4) | (match > 0 ? Math.min(15, match - 4) : 0));
    if (literals >= 15) length(literals);
    out.push(...payload.subarray(from, from + literals));
    if (match === 0) return;
    out.push(distance & 255, distance >> 8);
    if (match - 4 >= 15) length(match - 4);
  };
  while (at + 13 < payload.length) {
    const key = Buffer.from(payload.subarray(at, at + 4)).toString('latin1');
    const before = seen.get(key);
    seen.set(key, at);
    let match = 0;
    if (before !== undefined && at - before < 65_536) while (at + match < payload.length - 5 && payload[before + match] === payload[at + match]) match++;
    if (match < 8) {
      at++;
      continue;
    }
    sequence(at - from, at - before!, match);
    at += match;
    from = at;
  }
  sequence(payload.length - from, 0, 0);
  const bytes = new Uint8Array(8 + out.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(payload.length), true);
  bytes.set(out, 8);
  return { flags: 2, bytes };
}

/**
 * XZ without a check, its LZMA2 in chunks that are not packed ("The .xz File Format" 1.2, https://tukaani.org/xz/xz-file-format.txt).
 */
export function packXz(payload: Uint8Array): { flags: number; bytes: Uint8Array } | undefined {
  if (payload.length < 80 || payload.length > 65_536) return undefined;
  const chunk = Buffer.concat([Buffer.of(1, (payload.length - 1) >> 8, (payload.length - 1) & 255), payload, Buffer.of(0)]);
  // Header: one filter, LZMA2 with a dictionary of 64 KiB.
  const blockHead = withCrc(Buffer.of(2, 0, 0x21, 1, 8, 0, 0, 0));
  const unpadded = blockHead.length + chunk.length;
  const block = Buffer.concat([blockHead, chunk, Buffer.alloc((4 - (unpadded % 4)) % 4)]);
  const records = Buffer.concat([Buffer.of(0, 1), varint(unpadded), varint(payload.length)]);
  const index = withCrc(Buffer.concat([records, Buffer.alloc((4 - (records.length % 4)) % 4)]));
  const footer = Buffer.alloc(6);
  footer.writeUInt32LE(index.length / 4 - 1, 0);
  const flags = Buffer.of(0, 0);
  const bytes = Buffer.concat([Buffer.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), flags, crc(flags), block, index, crc(footer), footer, Buffer.from('YZ')]);
  return { flags: 1, bytes };
}

function withCrc(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, crc(bytes)]);
}

function crc(bytes: Uint8Array): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(crc32(bytes), 0);
  return out;
}

function varint(value: number): Buffer {
  const out: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  return Buffer.of(...out, value);
}
