import { COMPRESSIONS, type Compression } from './decoders.ts';
import { isTarHeader } from './tar.ts';

export interface ContainerKind {
  readonly id: 'zip' | 'tar' | Compression;
  readonly title: string;
  readonly extensions: readonly string[];
  readonly magic: readonly string[];
  readonly specification: ReadonlyArray<{ readonly title: string; readonly url: string }>;
}

/** Archives and compressed files: evidence that holds other evidence. */
export const CONTAINER_KINDS: readonly ContainerKind[] = [
  {
    id: 'zip', title: 'zip archive', extensions: ['zip', 'jar'], magic: ['50 4b 03 04 or 50 4b 05 06 at 0'],
    specification: [{ title: 'APPNOTE.TXT, .ZIP File Format', url: 'https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT' }],
  },
  {
    id: 'tar', title: 'tar archive', extensions: ['tar', 'tar.gz', 'tgz', 'tar.bz2', 'tar.xz', 'tar.zst'], magic: ['a header with its checksum at 0, also inside gzip, bzip2, xz and zstd'],
    specification: [{ title: 'POSIX.1-2017, pax', url: 'https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html' }],
  },
  { id: 'gzip', title: 'gzip file', extensions: ['gz'], magic: ['1f 8b 08 at 0'], specification: [{ title: 'RFC 1952', url: 'https://www.rfc-editor.org/rfc/rfc1952' }] },
  {
    id: 'bzip2', title: 'bzip2 file', extensions: ['bz2'], magic: ['42 5a 68, a digit, 31 41 59 26 53 59 at 0'],
    specification: [{ title: 'bzip2 format', url: 'https://github.com/dsnet/compress/blob/master/doc/bzip2-format.pdf' }],
  },
  { id: 'xz', title: 'xz file', extensions: ['xz'], magic: ['fd 37 7a 58 5a 00 at 0'], specification: [{ title: 'The .xz File Format', url: 'https://tukaani.org/xz/xz-file-format.txt' }] },
  { id: 'zstd', title: 'zstd file', extensions: ['zst'], magic: ['28 b5 2f fd at 0'], specification: [{ title: 'RFC 8878', url: 'https://www.rfc-editor.org/rfc/rfc8878' }] },
];

export function containerKind(id: string): ContainerKind | undefined {
  return CONTAINER_KINDS.find((kind) => kind.id === id);
}

export function isCompression(id: ContainerKind['id']): id is Compression {
  return COMPRESSIONS.some((one) => one === id);
}

/** Bytes of a file that `detectContainer` wants to see. */
export const CONTAINER_HEAD_BYTES = 512;

/** What a file is by its first bytes; its name says nothing. */
export function detectContainer(head: Uint8Array): ContainerKind['id'] | undefined {
  const at = (...bytes: number[]): boolean => bytes.every((byte, i) => head[i] === byte);
  if (at(0x50, 0x4b, 3, 4) || (at(0x50, 0x4b, 5, 6) && head.length >= 22)) return 'zip';
  if (at(0x1f, 0x8b, 8)) return 'gzip';
  if (at(0x42, 0x5a, 0x68) && head[3]! >= 0x31 && head[3]! <= 0x39) {
    const six = Buffer.from(head.subarray(4, 10)).toString('hex');
    if (six === '314159265359' || six === '177245385090') return 'bzip2';
  }
  if (at(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)) return 'xz';
  if (at(0x28, 0xb5, 0x2f, 0xfd)) return 'zstd';
  return isTarHeader(head) ? 'tar' : undefined;
}

/** The kind that a name claims, for files that turn out to be something else. */
export function claimedKind(name: string): ContainerKind | undefined {
  const lower = name.toLowerCase();
  if (/\.(?:tgz|tbz2?|txz|tar(?:\.\w+)?)$/.test(lower)) return containerKind('tar');
  return CONTAINER_KINDS.find((kind) => kind.extensions.some((extension) => lower.endsWith(`.${extension}`)));
}

/** `access.log.gz` → `access.log`. */
export function nameInside(name: string): string {
  const inside = name.replace(/\.(?:gz|bz2|xz|zst|z)$/i, '').replace(/\.(?:tgz|tbz2?|txz)$/i, '.tar');
  return inside === '' ? name : inside;
}
