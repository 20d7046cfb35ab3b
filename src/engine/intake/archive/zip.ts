import { getFileNameLowLevel, parseExtraFields, openPromise, type Entry, type ZipFile } from 'yauzl';
import { bunzip2 } from './bzip2.ts';
import type { ByteFile } from './byte-range.ts';
import { ArchiveDamage } from './damage.ts';
import { inflate, metered, unxz, unzstdFrame, type Meter } from './decoders.ts';

export interface ZipMember {
  readonly name: string;
  readonly type: 'file' | 'folder' | 'symlink';
  /** First byte of its local header. */
  readonly offsetBytes: number;
  readonly packedBytes: number;
  /** As the archive states them; `undefined` when it does not. */
  readonly sizeBytes: number | undefined;
  readonly crc32: number | undefined;
  /** How much of its packed bytes was read. */
  readonly meter: Meter;
  /** Its bytes; throws `ArchiveDamage` (encrypted, unknown method, damage). */
  readonly bytes: () => AsyncGenerator<Uint8Array>;
}

const METHODS: Readonly<Record<number, string>> = { 1: 'shrink', 6: 'implode', 9: 'deflate64', 14: 'LZMA', 97: 'WavPack', 98: 'PPMd', 99: 'AES' };

/**
 * Members of a zip archive: by its central directory (yauzl), or, where the end of the file is missing, one local
 * header after the other as far as they go (APPNOTE.TXT 4.3).
 */
export async function* readZip(path: string, file: ByteFile, damage: (found: ArchiveDamage) => void): AsyncGenerator<ZipMember> {
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { autoClose: false, lazyEntries: true, decodeStrings: false, validateEntrySizes: false });
  } catch (error) {
    damage(new ArchiveDamage('archive/truncated', `The list of members at the end of the zip archive is missing or damaged (${wordsOf(error)}); members are read one after the other.`, file.sizeBytes));
    yield* readLocal(file, damage);
    return;
  }
  try {
    for await (const entry of zip.eachEntry()) yield fromEntry(zip, entry, file);
  } catch (error) {
    if (!isDamage(error)) throw error;
    damage(new ArchiveDamage('archive/damaged', `The list of members of the zip archive is damaged (${wordsOf(error)}); what it lists after that is left out.`, file.sizeBytes));
  } finally {
    zip.close();
  }
}

/** yauzl throws plain errors for what is wrong with the archive, and errors with a code for what is wrong with the disk. */
function isDamage(error: unknown): boolean {
  return error instanceof Error && error.name !== 'AbortError' && !('syscall' in error);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}

function fromEntry(zip: ZipFile, entry: Entry, file: ByteFile): ZipMember {
  // What Unix wrote says what it was in the upper half.
  const unixType = (entry.externalFileAttributes >>> 16) & 0xf000;
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  const meter: Meter = { readBytes: 0 };
  return {
    name, offsetBytes: entry.relativeOffsetOfLocalHeader, packedBytes: entry.compressedSize, sizeBytes: entry.uncompressedSize, crc32: entry.crc32, meter,
    type: unixType === 0xa000 ? 'symlink' : name.endsWith('/') ? 'folder' : 'file',
    bytes: async function* bytes() {
      const at = entry.relativeOffsetOfLocalHeader;
      if (entry.isEncrypted()) throw encrypted(at);
      let start: number;
      try {
        start = (await zip.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart;
      } catch (error) {
        if (!isDamage(error)) throw error;
        throw new ArchiveDamage('archive/damaged', `Its header is damaged (${wordsOf(error)}).`, at);
      }
      const end = start + entry.compressedSize;
      yield* unpackMethod(entry.compressionMethod, metered(file.chunks(start, end), meter), start);
      if (end > file.sizeBytes) throw new ArchiveDamage('archive/truncated', 'The archive ends before the member does.', at);
    },
  };
}

function encrypted(offsetBytes: number): ArchiveDamage {
  return new ArchiveDamage('archive/encrypted', 'It is encrypted. Unpack it with its password and add the result.', offsetBytes);
}

function unpackMethod(method: number, packed: AsyncGenerator<Uint8Array>, offsetBytes: number, used: Meter = { readBytes: 0 }): AsyncGenerator<Uint8Array> {
  switch (method) {
    case 0: return packed;
    case 8: return inflate(packed, used, offsetBytes);
    case 12: return bunzip2(packed);
    case 93: return unzstdFrame(packed, offsetBytes);
    case 95: return unxz(packed);
    default: throw new ArchiveDamage('archive/unsupported', `It is packed with ${METHODS[method] ?? `method ${method}`}, which cannot be read here. Unpack it with another program and add the result.`, offsetBytes);
  }
}

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;

async function* readLocal(file: ByteFile, damage: (found: ArchiveDamage) => void): AsyncGenerator<ZipMember> {
  for (let at = 0; at < file.sizeBytes; ) {
    const head = await file.read(at, 30);
    if (head.length < 4 || head.readUInt32LE(0) !== LOCAL) return;
    if (head.length < 30) {
      damage(new ArchiveDamage('archive/truncated', 'The archive ends within the header of a member.', at));
      return;
    }
    const flags = head.readUInt16LE(6);
    const method = head.readUInt16LE(8);
    const nameLength = head.readUInt16LE(26);
    const extraLength = head.readUInt16LE(28);
    const tail = await file.read(at + 30, nameLength + extraLength);
    const start = at + 30 + nameLength + extraLength;
    const sizes = sizesOf(head, tail.subarray(nameLength));
    // Written to a pipe: sizes come behind the data, and only the data says where it ends.
    const isOpen = (flags & 8) !== 0 && sizes.packedBytes === 0;
    const name = getFileNameLowLevel(flags, tail.subarray(0, nameLength), sizes.extra, false);
    const used: Meter = { readBytes: 0 };
    const offsetBytes = at;
    const end = isOpen ? file.sizeBytes : start + sizes.packedBytes;
    let wasRead = false;
    const meter: Meter = { readBytes: 0 };
    yield {
      name, offsetBytes, packedBytes: isOpen ? 0 : sizes.packedBytes, meter, type: name.endsWith('/') ? 'folder' : 'file',
      sizeBytes: isOpen ? undefined : sizes.sizeBytes, crc32: isOpen ? undefined : head.readUInt32LE(14),
      bytes: async function* bytes() {
        if (flags & 1) throw encrypted(offsetBytes);
        if (isOpen && method !== 8) throw new ArchiveDamage('archive/unsupported', 'Its length stands in the missing part of the archive.', offsetBytes);
        yield* unpackMethod(method, metered(file.chunks(start, end), meter), start, used);
        wasRead = true;
        if (end > file.sizeBytes) throw new ArchiveDamage('archive/truncated', 'The archive ends before the member does.', offsetBytes);
      },
    };
    if (!isOpen) {
      at = end;
      continue;
    }
    if (!wasRead) return;
    at = start + used.readBytes;
    const descriptor = await file.read(at, 24);
    if (descriptor.length >= 4 && descriptor.readUInt32LE(0) === DESCRIPTOR) {
      at += descriptor.length >= 24 && descriptor.readUInt32LE(16) !== LOCAL && descriptor.readUInt32LE(20) === 0 ? 24 : 16;
    } else at += 12;
  }
}

/** Sizes of a local header; those beyond 32 bits stand in the extra field 1. */
function sizesOf(head: Buffer, extraBytes: Buffer): { packedBytes: number; sizeBytes: number; extra: ReturnType<typeof parseExtraFields> } {
  let extra: ReturnType<typeof parseExtraFields> = [];
  try {
    extra = parseExtraFields(extraBytes);
  } catch {
    // Cut off: the names in it are an extra.
  }
  let packedBytes = head.readUInt32LE(18);
  let sizeBytes = head.readUInt32LE(22);
  const wide = extra.find((field) => field.id === 1)?.data;
  if (wide && wide.length >= 16 && packedBytes === 0xffffffff && sizeBytes === 0xffffffff) {
    sizeBytes = Number(wide.readBigUInt64LE(0));
    packedBytes = Number(wide.readBigUInt64LE(8));
  }
  return { packedBytes, sizeBytes, extra };
}
