import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { fail, ok, type Result } from '../../base/result.ts';
import { formatCount } from '../../base/text.ts';
import type { Custody } from '../casefile/contract.ts';
import { hashFile } from '../intake/take-in.ts';

/** Path of an artifact's bytes. */
export function artifactPath(dir: string, custody: Custody): string {
  return isAbsolute(custody.location) ? custody.location : join(dir, custody.location);
}

/**
 * Bytes of an artifact as they are now. A referenced file that was changed since it was taken in is refused: what
 * stands there is not the evidence any more.
 * Codes: `evidence/missing`, `evidence/changed`.
 */
export async function readEvidence(caseDir: string, custody: Custody, offsetBytes: number, lengthBytes: number): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const path = artifactPath(caseDir, custody);
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, constants.O_RDONLY);
    const info = await handle.stat({ bigint: true });
    if (info.size !== BigInt(custody.sizeBytes)) {
      return fail('evidence/changed', `${path} had ${formatCount(custody.sizeBytes)} bytes when it was taken in and has ${formatCount(info.size)} now. ${mend(custody)}`, { path });
    }
    if (custody.storage === 'referenced' && info.mtimeNs > custody.addedAtNs && !(await isStill(path, custody.sha256, info.mtimeNs))) {
      return fail('evidence/changed', `${path} was changed after it was taken in. ${mend(custody)}`, { path });
    }
    const wanted = Math.max(0, Math.min(lengthBytes, custody.sizeBytes - offsetBytes));
    const bytes = new Uint8Array(wanted);
    for (let done = 0; done < wanted; ) {
      const { bytesRead } = await handle.read(bytes, done, wanted - done, offsetBytes + done);
      if (bytesRead === 0) return fail('evidence/changed', `${path} ends before byte ${formatCount(offsetBytes + wanted)}. Put the original back there.`, { path });
      done += bytesRead;
    }
    return ok(bytes);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR') return fail('evidence/missing', `${path} is missing. ${mend(custody)}`, { path });
    return fail('evidence/missing', `${path} cannot be read (${code}). Check its permissions and the disk.`, { path });
  } finally {
    await handle?.close();
  }
}

/** What to do when the bytes are not there. */
export function mend(custody: Pick<Custody, 'storage'>): string {
  return custody.storage === 'referenced' ? 'Put the original back there, or relink it to where it lies now.' : 'Put the original back there.';
}

/** Files whose time of change is later than their custody, as they were when last hashed. */
const hashed = new Map<string, { readonly mtimeNs: bigint; readonly sha256: string }>();

/** Whether a file that was touched still has the bytes that were taken in. Hashes it once for each time it was touched. */
async function isStill(path: string, sha256: string, mtimeNs: bigint): Promise<boolean> {
  return (await sha256Now(path, mtimeNs)) === sha256;
}

/** Hash of a file as it is now; made once for each time it was touched. */
export async function sha256Now(path: string, mtimeNs: bigint): Promise<string> {
  const known = hashed.get(path);
  if (known?.mtimeNs === mtimeNs) return known.sha256;
  const now = await hashFile(path, new AbortController().signal, () => undefined);
  remember(path, mtimeNs, now.sha256);
  return now.sha256;
}

/** Keeps a hash that was made elsewhere. */
export function remember(path: string, mtimeNs: bigint, sha256: string): void {
  hashed.set(path, { mtimeNs, sha256 });
}
