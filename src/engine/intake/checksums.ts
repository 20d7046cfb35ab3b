import { posix } from 'node:path';

/** Longer lists are evidence like any other and are not compared. */
export const MAX_LIST_BYTES = 8 << 20;

/** Whether a file is by its name a list of SHA-256 sums (as `sha256sum` writes them). */
export function isChecksumList(name: string): boolean {
  return /^(?:sha256sums?(?:\.txt)?|.+\.sha256(?:sums?)?|checksums?\.sha256)$/i.test(name);
}

export interface Checksum {
  /** Path relative to the folder of the list. */
  readonly path: string;
  readonly sha256: string;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

/** Lines of a list: `<hash>  <path>`, `<hash> *<path>` (binary) and the BSD form `SHA256 (<path>) = <hash>`. */
export function parseChecksums(bytes: Uint8Array): Checksum[] {
  const found: Checksum[] = [];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  for (const line of text.matchAll(/[^\r\n]+/g)) {
    const gnu = /^\\?([0-9a-fA-F]{64})[ \t][ *\t]?(.+)$/.exec(line[0]);
    const bsd = gnu ? undefined : /^SHA256 ?\((.+)\) ?= ?([0-9a-fA-F]{64})$/.exec(line[0]);
    const [path, sha256] = gnu ? [gnu[2]!, gnu[1]!] : bsd ? [bsd[1]!, bsd[2]!] : [];
    if (path === undefined || sha256 === undefined) continue;
    found.push({
      path: posix.normalize(Buffer.from(path, 'latin1').toString('utf8').replaceAll('\\', '/')), sha256: sha256.toLowerCase(),
      offsetBytes: line.index, lengthBytes: line[0].length,
    });
  }
  return found;
}
