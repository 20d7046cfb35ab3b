import { crc32 } from 'node:zlib';
import { formatBytes } from '../../../base/bytes.ts';
import { plural, visibleText } from '../../../base/text.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { ByteFile } from './byte-range.ts';
import { ArchiveDamage, UnpackLimit } from './damage.ts';
import { decompress, type Meter } from './decoders.ts';
import { CONTAINER_HEAD_BYTES, containerKind, detectContainer, isCompression, nameInside, type ContainerKind } from './detect.ts';
import type { Budget } from './limits.ts';
import { memberName, TakenNames } from './member-name.ts';
import { isTarHeader, readTar } from './tar.ts';

/** Diagnostics kept of one archive; the rest is counted. */
const MAX_DIAGNOSTICS = 10_000;
const LONGEST_LIMIT_NAME = 120;

export interface UnpackOptions {
  readonly budget: Budget;
  readonly signal: AbortSignal;
  /** Takes the bytes of one member, all of them, before it resolves. `path` is safe and the archive's own. */
  readonly member: (path: string, bytes: AsyncIterable<Uint8Array>) => Promise<void>;
}

export interface Unpacked {
  readonly kind: ContainerKind;
  /** "tar archive, gzip". */
  readonly title: string;
  readonly reason: string;
  readonly members: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Their true number. */
  readonly diagnosticCount: number;
  /** Nothing could be read at all. */
  readonly failed: boolean;
}

/** What a file holds other files as, by its first bytes. */
export async function containerAt(path: string, signal: AbortSignal): Promise<ContainerKind | undefined> {
  const file = await ByteFile.open(path, signal);
  try {
    const id = detectContainer(await file.read(0, CONTAINER_HEAD_BYTES));
    return id === undefined ? undefined : containerKind(id);
  } finally {
    await file.close();
  }
}

/**
 * Unpacks one archive or compressed file, member by member, in order and streamed. Nothing is written here, and what
 * is wrong with the archive is told as diagnostics: what can be read comes all the same.
 */
export async function unpack(path: string, name: string, kind: ContainerKind, options: UnpackOptions): Promise<Unpacked> {
  const file = await ByteFile.open(path, options.signal);
  try {
    const run = new Unpack(file, path, name, kind, options);
    await run.run();
    return run.result();
  } finally {
    await file.close();
  }
}

class Unpack {
  private readonly found: Diagnostic[] = [];
  private foundCount = 0;
  private members = 0;
  private isTar = false;
  private broken = false;
  private readonly names = new TakenNames();
  private readonly file: ByteFile;
  private readonly path: string;
  private readonly name: string;
  private readonly kind: ContainerKind;
  private readonly options: UnpackOptions;

  constructor(file: ByteFile, path: string, name: string, kind: ContainerKind, options: UnpackOptions) {
    this.file = file;
    this.path = path;
    this.name = name;
    this.kind = kind;
    this.options = options;
  }

  async run(): Promise<void> {
    try {
      if (isCompression(this.kind.id)) await this.compressed();
      else if (this.kind.id === 'zip') await this.zip();
      else await this.tar(this.file.chunks(0), true);
    } catch (error) {
      if (!(error instanceof ArchiveDamage)) throw error;
      this.tell(error);
    }
  }

  result(): Unpacked {
    const { id, title } = this.kind;
    const kind = this.isTar ? containerKind('tar')! : this.kind;
    const packing = this.isTar && id !== 'tar' ? `, ${id}` : '';
    const failed = this.members === 0 && this.broken;
    return {
      kind, title: `${kind.title}${packing}`, members: this.members, diagnostics: this.found, diagnosticCount: this.foundCount, failed,
      reason: `${title} by its first bytes${packing === '' ? '' : ', tar inside'}; ${plural(this.members, 'member')}`,
    };
  }

  private async compressed(): Promise<void> {
    if (!isCompression(this.kind.id)) return;
    const meter: Meter = { readBytes: 0 };
    const { budget } = this.options;
    const source = new Held(budget.inProportion(decompress(this.kind.id, this.file, meter), meter));
    const head = await source.peek(CONTAINER_HEAD_BYTES);
    if (isTarHeader(head)) {
      this.isTar = true;
      await this.tar(source.bytes(), false);
      return;
    }
    await this.take(nameInside(this.name), 0, source.bytes());
  }

  /** `inPlace`: places in the tar are places in the file. */
  private async tar(source: AsyncIterable<Uint8Array>, inPlace: boolean): Promise<void> {
    const at = (offset: number | undefined): number => (inPlace ? (offset ?? 0) : 0);
    const where = (offset: number | undefined): string => (inPlace || offset === undefined ? '' : ` (byte ${offset} of the unpacked tar)`);
    const damage = (found: ArchiveDamage): void => {
      this.tell(new ArchiveDamage(found.code, `${found.message.replace(/\.$/, '')}${where(found.offsetBytes)}.`, at(found.offsetBytes), found.severity));
    };
    for await (const entry of readTar(source, damage)) {
      const shown = visibleText(entry.name);
      const note = (code: `archive/${string}`, message: string, severity: 'info' | 'warning'): void => {
        this.tell(new ArchiveDamage(code, `${message}${where(entry.offsetBytes)}.`, at(entry.offsetBytes), severity));
      };
      if (entry.type === 'folder') continue;
      if (entry.type === 'link' || entry.type === 'symlink') {
        note('archive/link', `${shown} is a ${entry.type === 'link' ? 'hard link' : 'symbolic link'} to ${visibleText(entry.linkName)} and is not followed`, 'info');
        continue;
      }
      if (entry.type === 'special') {
        note('archive/special-file', `${shown} is a device, a pipe or a part of a tape, and is left out`, 'info');
        continue;
      }
      if (entry.type === 'sparse') note('archive/sparse', `${shown} is a sparse file; it is kept without its holes`, 'warning');
      if (!(await this.take(entry.name, at(entry.offsetBytes), entry.bytes, where(entry.offsetBytes)))) return;
    }
  }

  private async zip(): Promise<void> {
    const { readZip } = await import('./zip.ts');
    for await (const member of readZip(this.path, this.file, (found) => this.tell(found))) {
      if (member.type === 'folder') continue;
      const { offsetBytes } = member;
      if (member.type === 'symlink') {
        this.tell(new ArchiveDamage('archive/link', `${visibleText(member.name)} is a symbolic link and is not followed.`, offsetBytes, 'info'));
        continue;
      }
      await this.take(member.name, offsetBytes, checked(this.options.budget.inProportion(member.bytes(), member.meter), member.sizeBytes, member.crc32));
    }
  }

  /** Hands one member on. False when the archive itself cannot be read further. Throws `UnpackLimit`. */
  private async take(rawName: string, offsetBytes: number, source: AsyncIterable<Uint8Array>, where = ''): Promise<boolean> {
    const { budget, signal } = this.options;
    signal.throwIfAborted();
    const { path: safe, unsafe } = memberName(rawName);
    const shown = visibleText(rawName).slice(0, LONGEST_LIMIT_NAME);
    const end: { damage?: ArchiveDamage } = {};
    let size = 0;
    const bytes = untilDamage(budget.within(source), (found) => {
      end.damage = found;
    }, (count) => {
      size += count;
    });
    const first = await bytes.next();
    if (end.damage === undefined || end.damage.severity === 'warning' || size > 0) {
      budget.countMember();
      const { path, repeats, sameButCase } = this.names.use(safe);
      if (unsafe !== undefined) this.tell(new ArchiveDamage('archive/unsafe-name', `The name of the member “${shown}” ${unsafe}; it is shown as ${path}${where}.`, offsetBytes, 'warning'));
      if (repeats) this.tell(new ArchiveDamage('archive/duplicate-name', `${safe} stands in the archive more than once; this one is shown as ${path}${where}.`, offsetBytes, 'warning'));
      else if (sameButCase !== undefined) this.tell(new ArchiveDamage('archive/case-collision', `${path} and ${sameButCase} differ in upper and lower case only${where}.`, offsetBytes, 'info'));
      await this.options.member(path, rejoin(first, bytes));
      this.members++;
    }
    const met = end.damage;
    if (met === undefined) return true;
    const kept = size > 0 ? `Kept are the ${formatBytes(size)} that could be read` : 'Nothing of it could be read';
    const what = met.severity === 'warning' ? '' : ` ${kept}${where}.`;
    const place = offsetBytes === 0 ? (met.offsetBytes ?? 0) : offsetBytes;
    this.tell(new ArchiveDamage(met.code, `${shown}: ${met.message}${what}`, place, met.severity));
    if (met instanceof UnpackLimit) throw met;
    // A damaged member of a zip says nothing of the others; a stream ends where it is damaged.
    return this.kind.id === 'zip';
  }

  private tell(found: ArchiveDamage): void {
    if (found.severity === 'error') this.broken = true;
    const last = this.found.at(-1);
    if (found instanceof UnpackLimit && last?.code === found.code) return;
    if (++this.foundCount > MAX_DIAGNOSTICS) return;
    const offsetBytes = Math.min(found.offsetBytes ?? 0, this.file.sizeBytes);
    this.found.push({ code: found.code, severity: found.severity, message: found.message, offsetBytes, lengthBytes: Math.min(found.offsetBytes === undefined ? this.file.sizeBytes : 512, this.file.sizeBytes - offsetBytes) });
  }
}

/** Ends where damage is met, and says so. */
async function* untilDamage(source: AsyncIterable<Uint8Array>, met: (damage: ArchiveDamage) => void, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of source) {
      count(chunk.length);
      yield chunk;
    }
  } catch (error) {
    if (!(error instanceof ArchiveDamage)) throw error;
    met(error);
  }
}

async function* rejoin(first: IteratorResult<Uint8Array>, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}

/** Compares with what the archive says of a member. */
async function* checked(source: AsyncIterable<Uint8Array>, sizeBytes: number | undefined, wantedCrc: number | undefined): AsyncGenerator<Uint8Array> {
  let crc = 0;
  let size = 0;
  for await (const chunk of source) {
    crc = crc32(chunk, crc);
    size += chunk.length;
    yield chunk;
  }
  if (sizeBytes !== undefined && size !== sizeBytes) throw new ArchiveDamage('archive/size', `It has ${size} bytes where the archive says ${sizeBytes}.`, undefined, 'warning');
  if (wantedCrc !== undefined && crc !== wantedCrc) throw new ArchiveDamage('archive/checksum', 'Its checksum (CRC-32) does not match.', undefined);
}

/** A stream whose beginning can be looked at before it is read. Damage met while looking is met again when reading. */
class Held {
  private readonly source: AsyncIterator<Uint8Array>;
  private readonly parts: Uint8Array[] = [];
  private error: unknown;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  async peek(count: number): Promise<Uint8Array> {
    let size = 0;
    try {
      while (size < count) {
        const next = await this.source.next();
        if (next.done === true) break;
        this.parts.push(next.value);
        size += next.value.length;
      }
    } catch (error) {
      this.error = error;
    }
    return Buffer.concat(this.parts).subarray(0, count);
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    yield* this.parts.splice(0);
    if (this.error !== undefined) throw this.error;
    for (;;) {
      const next = await this.source.next();
      if (next.done === true) return;
      yield next.value;
    }
  }
}
