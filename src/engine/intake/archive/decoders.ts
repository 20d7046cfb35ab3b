import { once } from 'node:events';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw, createZstdDecompress } from 'node:zlib';
import { bunzip2 } from './bzip2.ts';
import type { ByteFile } from './byte-range.ts';
import { ArchiveDamage } from './damage.ts';

export const COMPRESSIONS = ['gzip', 'bzip2', 'xz', 'zstd'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

/** How much of the packed bytes was read: what came out is measured against it. */
export interface Meter {
  readBytes: number;
}

/** Unpacks a compressed file, every stream in it one after the other. Throws `ArchiveDamage` behind what could be read. */
export function decompress(kind: Compression, file: ByteFile, meter: Meter): AsyncGenerator<Uint8Array> {
  switch (kind) {
    case 'gzip': return gunzip(file, meter);
    case 'zstd': return unzstd(file, meter);
    case 'bzip2': return bunzip2(metered(file.chunks(0), meter));
    default: return unxz(metered(file.chunks(0), meter));
  }
}

/** Counts what is read. */
export async function* metered(source: AsyncIterable<Uint8Array>, meter: Meter): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    meter.readBytes += chunk.length;
    yield chunk;
  }
}

/** RFC 1952, member by member, so that damage has a place and what follows the last member is seen. */
async function* gunzip(file: ByteFile, meter: Meter): AsyncGenerator<Uint8Array> {
  for (let at = 0, members = 0; ; members++) {
    meter.readBytes = at;
    const head = await file.read(at, 64 * 1024);
    if (members > 0 && head.length === 0) return;
    const data = gzipHeader(head);
    if (data === undefined) {
      if (members === 0) throw new ArchiveDamage('archive/truncated', 'The gzip data ends within its header.', at);
      if (await isPadding(file, at)) return;
      throw trailing('gzip', at, file.sizeBytes);
    }
    let crc = 0;
    let size = 0;
    const used: Meter = { readBytes: 0 };
    for await (const chunk of inflate(file.chunks(at + data), used, at + data)) {
      meter.readBytes = at + data + used.readBytes;
      crc = crc32(chunk, crc);
      size += chunk.length;
      yield chunk;
    }
    at += data + used.readBytes;
    const trailer = await file.read(at, 8);
    if (trailer.length < 8) throw new ArchiveDamage('archive/truncated', 'The gzip data ends within its checksum.', at);
    if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== size % 2 ** 32) {
      throw new ArchiveDamage('archive/checksum', 'The checksum of the gzip data does not match.', at);
    }
    at += 8;
  }
}

/** Length of the header at the start of these bytes; `undefined` when there is none. */
function gzipHeader(bytes: Buffer): number | undefined {
  if (bytes.length < 10 || bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) return undefined;
  const flags = bytes[3]!;
  let at = 10;
  if (flags & 4) at += 2 + (bytes.length >= 12 ? bytes.readUInt16LE(10) : 0);
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    const end = bytes.indexOf(0, at);
    if (end === -1) return undefined;
    at = end + 1;
  }
  if (flags & 2) at += 2;
  return at <= bytes.length ? at : undefined;
}

/** RFC 8878: frames and skippable frames in any order. */
async function* unzstd(file: ByteFile, meter: Meter): AsyncGenerator<Uint8Array> {
  if (file.sizeBytes === 0) throw new ArchiveDamage('archive/truncated', 'The zstd data ends within its header.', 0);
  for (let at = 0; at < file.sizeBytes; ) {
    meter.readBytes = at;
    const head = await file.read(at, 8);
    const magic = head.length >= 4 ? head.readUInt32LE(0) : 0;
    if (magic >= 0x184d2a50 && magic <= 0x184d2a5f && head.length === 8) {
      at += 8 + head.readUInt32LE(4);
      continue;
    }
    if (magic !== 0xfd2fb528) {
      if (await isPadding(file, at)) return;
      throw trailing('zstd', at, file.sizeBytes);
    }
    const used: Meter = { readBytes: 0 };
    for await (const chunk of through(createZstdDecompress(STREAM), 'zstd', file.chunks(at), used, at)) {
      meter.readBytes = at + used.readBytes;
      yield chunk;
    }
    at += used.readBytes;
  }
}

/** One zstd frame that is not a file of its own. */
export function unzstdFrame(source: AsyncIterable<Uint8Array>, offsetBytes: number): AsyncGenerator<Uint8Array> {
  return through(createZstdDecompress(STREAM), 'zstd', source, { readBytes: 0 }, offsetBytes);
}

/** The codes that xz embedded gives (enum xz_ret of its xz.h). */
const XZ_WORDS: Readonly<Record<string, ConstructorParameters<typeof ArchiveDamage>>> = {
  3: ['archive/unsupported', 'The xz data asks for more memory than there is for it.'],
  4: ['archive/unsupported', 'The xz data asks for more memory than there is for it.'],
  5: ['archive/damaged', 'The xz data has no header where one should be.'],
  6: ['archive/unsupported', 'The xz data uses a filter or a checksum that cannot be read here; unpack it with xz and add the result.'],
  7: ['archive/damaged', 'The xz data is damaged.'],
  8: ['archive/truncated', 'The xz data ends early, or bytes that are none follow it.'],
};

/** Unpacks xz, concatenated streams and padding included. */
export async function* unxz(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // WebAssembly in a string: nobody should wait for it who has no such file.
  const { default: xz } = await import('xz-decompress');
  const packed = source[Symbol.asyncIterator]();
  let ended = false;
  const reader = new xz.XzReadableStream(new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await packed.next();
      ended = next.done === true;
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
  })).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value.slice();
  } catch (error) {
    const code = /error code (\d)/.exec(error instanceof Error ? error.message : '')?.[1];
    // The decoder asks for the bytes behind the end without looking whether there are any.
    if (ended && error instanceof TypeError) throw new ArchiveDamage(...XZ_WORDS[8]!);
    if (code === undefined) throw error;
    throw new ArchiveDamage(...(XZ_WORDS[code] ?? XZ_WORDS[7]!));
  }
}

/** Raw deflate (RFC 1951); `used.readBytes` is how long it was. */
export function inflate(source: AsyncIterable<Uint8Array>, used: Meter, offsetBytes: number): AsyncGenerator<Uint8Array> {
  return through(createInflateRaw(STREAM), 'deflate', source, used, offsetBytes);
}

/** A small reading side, so that what was unpacked before damage is handed on before the damage is met. */
const STREAM = { chunkSize: 64 * 1024, readableHighWaterMark: 1 };

async function* through(
  engine: Transform & { readonly bytesWritten: number }, name: string, source: AsyncIterable<Uint8Array>, used: Meter, offsetBytes: number,
): AsyncGenerator<Uint8Array> {
  let broken: unknown;
  const input = Readable.from(source, { objectMode: true, highWaterMark: 1 });
  const pump = pipeline(input, engine).catch((error: unknown) => {
    broken = error;
  });
  let ended = false;
  try {
    for await (const chunk of engine) {
      used.readBytes = engine.bytesWritten;
      yield chunk;
    }
    ended = true;
  } catch (error) {
    ended = true;
    await pump;
    throw damageOf(error, name, offsetBytes + engine.bytesWritten) ?? broken ?? error;
  } finally {
    used.readBytes = engine.bytesWritten;
    // The end of the data is not the end of the file: what is left over is not pumped.
    engine.destroy();
    if (!input.closed) {
      input.destroy();
      await once(input, 'close').catch(() => undefined);
    }
    if (!ended) await pump;
  }
}

function damageOf(error: unknown, name: string, offsetBytes: number): ArchiveDamage | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return new ArchiveDamage('archive/truncated', `The ${name} data ends early.`, offsetBytes);
  if (code === 'ZSTD_error_frameParameter_windowTooLarge') return new ArchiveDamage('archive/unsupported', 'The zstd data asks for more memory than there is for it; unpack it with zstd --long=31 and add the result.', offsetBytes);
  if (code.startsWith('Z_') || code.startsWith('ZSTD_')) return new ArchiveDamage('archive/damaged', `The ${name} data is damaged (${error instanceof Error ? error.message : code}).`, offsetBytes);
  return undefined;
}

/** Tapes and block devices pad with zeros. */
async function isPadding(file: ByteFile, fromBytes: number): Promise<boolean> {
  for await (const chunk of file.chunks(fromBytes)) if (chunk.some((byte) => byte !== 0)) return false;
  return true;
}

function trailing(name: string, at: number, sizeBytes: number): ArchiveDamage {
  return new ArchiveDamage('archive/trailing-bytes', `Behind the end of the ${name} data stand ${sizeBytes - at} bytes that are none.`, at, 'warning');
}
