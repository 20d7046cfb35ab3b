import { ArchiveDamage } from './damage.ts';

const BLOCK = 512;
/** Longer extended headers are no names any more. */
const MAX_HEADER_BYTES = 1 << 20;

export interface TarEntry {
  readonly name: string;
  readonly type: 'file' | 'folder' | 'link' | 'symlink' | 'special' | 'sparse';
  readonly linkName: string;
  readonly sizeBytes: number;
  /** First byte of its header in the unpacked tar. */
  readonly offsetBytes: number;
  /** Its bytes. What is not read is skipped. Throws `ArchiveDamage` when the archive ends before the member does. */
  readonly bytes: AsyncGenerator<Uint8Array>;
}

/**
 * Entries of a tar archive in order: ustar and pax (POSIX.1-2017, pax), GNU long names and base-256 numbers, and v7.
 * Damage between entries is told, and reading goes on at the next block that is a header.
 */
export async function* readTar(source: AsyncIterable<Uint8Array>, damage: (found: ArchiveDamage) => void): AsyncGenerator<TarEntry> {
  const reader = new Blocks(source);
  let global = new Map<string, string>();
  let own = new Map<string, string>();
  let zeros = 0;
  let lostFrom: number | undefined;
  const foundAgain = (at: number): void => {
    if (lostFrom !== undefined) damage(new ArchiveDamage('archive/damaged', `${at - lostFrom} bytes between the members of the archive are no header.`, lostFrom));
    lostFrom = undefined;
  };
  for (;;) {
    const offsetBytes = reader.offsetBytes;
    const block = await reader.take(BLOCK);
    if (block.length < BLOCK) {
      foundAgain(offsetBytes);
      if (block.length > 0) damage(new ArchiveDamage('archive/truncated', 'The archive ends within a header.', offsetBytes));
      else if (zeros === 0) damage(new ArchiveDamage('archive/truncated', 'The archive has no end mark; members may be missing.', offsetBytes, 'warning'));
      return;
    }
    if (block.every((byte) => byte === 0)) {
      zeros++;
      continue;
    }
    if (!isTarHeader(block)) {
      if (zeros >= 2) {
        damage(new ArchiveDamage('archive/trailing-bytes', 'Behind the end of the archive stand bytes that are no member.', offsetBytes, 'warning'));
        return;
      }
      lostFrom ??= offsetBytes;
      continue;
    }
    foundAgain(offsetBytes);
    zeros = 0;
    const flag = String.fromCharCode(block[156]!);
    const stored = numberAt(block, 124, 12);
    if (flag === 'x' || flag === 'g' || flag === 'L' || flag === 'K') {
      const text = await longHeader(reader, stored, offsetBytes, damage);
      if (flag === 'x') own = new Map([...own, ...paxRecords(text)]);
      else if (flag === 'g') global = new Map([...global, ...paxRecords(text)]);
      else own.set(flag === 'L' ? 'path' : 'linkpath', decodeName(text.subarray(0, endOfText(text))));
      continue;
    }
    const keys = new Map([...global, ...own]);
    own = new Map();
    const sizeBytes = keys.has('size') ? Number(keys.get('size')) : stored;
    if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) {
      damage(new ArchiveDamage('archive/damaged', 'A member has a size that is no number; it is left out.', offsetBytes));
      continue;
    }
    const name = keys.get('GNU.sparse.name') ?? keys.get('path') ?? headerName(block);
    const type = typeOf(flag, name, keys);
    if (flag === 'S') while (block[482] === 1) if ((await reader.take(BLOCK)).at(504) !== 1) break;
    const held = type === 'file' || type === 'sparse' ? sizeBytes : flag === '1' || flag === '2' ? 0 : sizeBytes;
    const body = new Body(reader, held, offsetBytes);
    yield { name, type, linkName: keys.get('linkpath') ?? decodeName(fieldAt(block, 157, 100)), sizeBytes: held, offsetBytes, bytes: body.bytes() };
    await body.skip();
  }
}

/** Whether 512 bytes are a header: their checksum says so (unsigned as POSIX has it, or signed as old programs did). */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < BLOCK || block[0] === 0) return false;
  const wanted = numberAt(block, 148, 8);
  let unsigned = 0;
  let signed = 0;
  for (let i = 0; i < BLOCK; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : block[i]!;
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  return wanted === unsigned || wanted === signed;
}

function typeOf(flag: string, name: string, keys: ReadonlyMap<string, string>): TarEntry['type'] {
  if (flag === '5' || ((flag === '0' || flag === '\0') && name.endsWith('/'))) return 'folder';
  if (flag === '1') return 'link';
  if (flag === '2') return 'symlink';
  if (flag === '3' || flag === '4' || flag === '6' || flag === 'D' || flag === 'M' || flag === 'V') return 'special';
  return flag === 'S' || keys.has('GNU.sparse.major') || keys.has('GNU.sparse.map') ? 'sparse' : 'file';
}

function headerName(block: Uint8Array): string {
  const name = decodeName(fieldAt(block, 0, 100));
  const isUstar = Buffer.from(block.subarray(257, 263)).toString('latin1') === 'ustar\0';
  const prefix = isUstar ? decodeName(fieldAt(block, 345, 155)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function fieldAt(block: Uint8Array, from: number, length: number): Uint8Array {
  const field = block.subarray(from, from + length);
  return field.subarray(0, endOfText(field));
}

function endOfText(bytes: Uint8Array): number {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes.length : end;
}

/** Octal text, or base-256 as GNU writes what octal has no room for; NaN for anything else. */
function numberAt(block: Uint8Array, from: number, length: number): number {
  if (block[from]! & 0x80) {
    let value = block[from]! & 0x7f;
    for (let i = from + 1; i < from + length; i++) value = value * 256 + block[i]!;
    return value;
  }
  const text = Buffer.from(fieldAt(block, from, length)).toString('latin1').trim();
  return text === '' ? 0 : /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}

/** UTF-8 where it is; else each byte a character, so that no two names become one. */
export function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

function paxRecords(bytes: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = space === -1 ? Number.NaN : Number(Buffer.from(bytes.subarray(at, space)).toString('latin1'));
    if (!Number.isSafeInteger(length) || length <= space - at || at + length > bytes.length) break;
    const record = bytes.subarray(space + 1, at + length - 1);
    const equals = record.indexOf(0x3d);
    if (equals > 0) records.set(decodeName(record.subarray(0, equals)), decodeName(record.subarray(equals + 1)));
    at += length;
  }
  return records;
}

async function longHeader(reader: Blocks, sizeBytes: number, offsetBytes: number, damage: (found: ArchiveDamage) => void): Promise<Uint8Array> {
  const body = new Body(reader, sizeBytes, offsetBytes);
  if (!(sizeBytes <= MAX_HEADER_BYTES)) {
    damage(new ArchiveDamage('archive/damaged', 'A header of the archive is too long to be one.', offsetBytes));
    if (Number.isSafeInteger(sizeBytes)) await body.skip();
    return new Uint8Array(0);
  }
  const text = (await reader.take(sizeBytes)).slice();
  await reader.skip((BLOCK - (sizeBytes % BLOCK)) % BLOCK);
  return text;
}

/** The bytes of one member, and the rest of its last block. */
class Body {
  private left: number;
  private readonly padding: number;
  private readonly reader: Blocks;
  private readonly headerAt: number;

  constructor(reader: Blocks, sizeBytes: number, headerAt: number) {
    this.reader = reader;
    this.left = sizeBytes;
    this.padding = (BLOCK - (sizeBytes % BLOCK)) % BLOCK;
    this.headerAt = headerAt;
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    while (this.left > 0) {
      const chunk = await this.reader.some(this.left);
      if (chunk === undefined) throw new ArchiveDamage('archive/truncated', `The archive ends ${this.left} bytes before the member does.`, this.headerAt);
      this.left -= chunk.length;
      yield chunk;
    }
  }

  async skip(): Promise<void> {
    await this.reader.skip(this.left + this.padding);
  }
}

/** Bytes that come in chunks, taken in the sizes that are asked for. */
class Blocks {
  offsetBytes = 0;
  private readonly source: AsyncIterator<Uint8Array>;
  private rest: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** At least one byte and at most that many; `undefined` at the end. */
  async some(most: number): Promise<Uint8Array | undefined> {
    while (this.rest.length === 0) {
      const next = await this.source.next();
      if (next.done === true) return undefined;
      this.rest = next.value;
    }
    const chunk = this.rest.subarray(0, most);
    this.rest = this.rest.subarray(chunk.length);
    this.offsetBytes += chunk.length;
    return chunk;
  }

  /** That many bytes; fewer at the end only. */
  async take(count: number): Promise<Uint8Array> {
    const first = await this.some(count);
    if (first === undefined || first.length === count) return first ?? new Uint8Array(0);
    const parts = [first];
    for (let size = first.length; size < count; ) {
      const more = await this.some(count - size);
      if (more === undefined) break;
      parts.push(more);
      size += more.length;
    }
    return Buffer.concat(parts);
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0; ) {
      const chunk = await this.some(left);
      if (chunk === undefined) return;
      left -= chunk.length;
    }
  }
}
