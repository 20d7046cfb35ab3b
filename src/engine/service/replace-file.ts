import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../base/result.ts';

export interface ReplaceOptions {
  /** Permissions of the new file; by default what the process's umask leaves. */
  readonly mode?: number;
  /** `false` for a file that says nothing after a power cut; whole it is all the same. */
  readonly lasting?: boolean;
}

/**
 * Puts `bytes` in place of the file at `path`, or makes it: readers see the old file or the new one, whole, through
 * kill and power cut alike. Written beside it, synced, renamed, and the folder synced so that the rename lasts.
 * Codes: `file/not-writable`.
 */
export async function replaceFile(path: string, bytes: Uint8Array | string, options: ReplaceOptions = {}): Promise<Result<undefined>> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx', options.mode);
    try {
      await file.writeFile(bytes);
      if (options.lasting !== false) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    if (options.lasting !== false) await syncFolder(dirname(path));
    return ok(undefined);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    const failure = writeFailure(error, path);
    if (!failure) throw error;
    return failure;
  }
}

/** A folder's entries are data of their own. Windows cannot open folders, and orders its metadata itself. */
async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** What an error of the file system means to the person who chose the path; `undefined` for a bug. */
export function writeFailure(error: unknown, path: string): Result<never> | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  const data = { path, reason: error.code };
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return fail('file/not-writable', `${path} cannot be written. Check the permissions of its folder, or choose another place.`, data);
    case 'ENOENT':
    case 'ENOTDIR':
      return fail('file/not-writable', `${path} cannot be written: its folder does not exist. Make the folder, or choose another place.`, data);
    case 'EISDIR':
    case 'ENOTEMPTY':
    case 'EEXIST':
      return fail('file/not-writable', `${path} is a folder. Choose another name.`, data);
    case 'ENOSPC':
    case 'EDQUOT':
      return fail('file/not-writable', `${path} cannot be written: the disk is full. Free some space and try again.`, data);
    case 'ENAMETOOLONG':
    case 'EINVAL':
      return fail('file/not-writable', `${path} cannot be written: the name is not one this disk takes. Choose another name.`, data);
    case 'EIO':
      return fail('file/not-writable', `${path} cannot be written: the disk reports an error. Check it, or choose another place.`, data);
    default:
      return undefined;
  }
}
