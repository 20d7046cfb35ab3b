import { createHash, randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { chmod, mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';

/** Few steps, because each waits for its turn in the engine's loop; SHA-256 of one holds the loop up for 2 ms. */
const STEP_BYTES = 4 * 1024 * 1024;
/** Of a large copy so much goes to the disk while the rest is being made: at the end little is left to wait for. */
const SYNC_BYTES = 64 * 1024 * 1024;
/** Memory of files that were read, for the next one. */
const spare: Buffer[] = [];
/** Names of copies that are not complete. */
const INCOMING = '.incoming-';

/** Told of bytes that are done; the next ones wait for its answer. */
type OnBytes = (bytes: number) => void | Promise<void>;

export interface TakenIn {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** For custody: path inside the case folder, or absolute. */
  readonly location: string;
}

/** Place of a copied artifact inside the case folder. */
export function evidenceLocation(sha256: string): string {
  return join('evidence', sha256.slice(0, 2), sha256);
}

/** SHA-256 of a file, read once, front to back. */
export async function hashFile(path: string, signal: AbortSignal, onBytes: OnBytes): Promise<{ sha256: string; sizeBytes: number }> {
  const handle = await open(path, constants.O_RDONLY);
  try {
    return await readAll(handle, signal, onBytes);
  } finally {
    await handle.close();
  }
}

/** Somebody who reads a copy while it is made. */
export interface CopyReader {
  /** The copy is begun, at this path. */
  begun(path: string): void;
  /** Resolves when the path is not needed any more: the copy gets its name then. */
  opened(): Promise<void>;
}

/**
 * Copies a file into the case while hashing what is copied: the hash is of the bytes that are kept, whatever happens
 * to the original meanwhile. The original is only read. `onBytes` is told of bytes when they are written. What is
 * copied lasts once `lasting` was called: that is worth doing for many at a time.
 */
export async function copyIn(path: string, caseDir: string, signal: AbortSignal, onBytes: OnBytes, reader?: CopyReader): Promise<TakenIn> {
  const source = await open(path, constants.O_RDONLY);
  try {
    return await store(caseDir, (write) => readAll(source, signal, onBytes, write), reader);
  } finally {
    await source.close();
  }
}

/** Removes what copies that were broken off by the end of the process left behind; while no copy is being made. */
export async function removeBrokenCopies(caseDir: string): Promise<void> {
  const folder = join(caseDir, 'evidence');
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (name.startsWith(INCOMING)) await rm(join(folder, name), { force: true });
}

/** Takes bytes that have no file of their own (a member of an archive) into the case, hashing them. */
export async function streamIn(bytes: AsyncIterable<Uint8Array>, caseDir: string, signal: AbortSignal, onBytes: OnBytes): Promise<TakenIn> {
  const taken = await store(caseDir, async (write) => {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for await (const chunk of bytes) {
      signal.throwIfAborted();
      hash.update(chunk);
      await write(chunk);
      sizeBytes += chunk.length;
      await onBytes(chunk.length);
    }
    return { sha256: hash.digest('hex'), sizeBytes };
  });
  await lasting(caseDir, [taken]);
  return taken;
}

/** Before copies are put on record: the folders of their names are on disk, each once. */
export async function lasting(caseDir: string, copies: readonly TakenIn[]): Promise<void> {
  const places = copies.filter(({ location }) => !isAbsolute(location));
  if (places.length === 0) return;
  // What was copied long ago may have been lost with its folder: other checks say so.
  const folders = new Set(places.map(({ location }) => dirname(join(caseDir, location))).filter((folder) => existsSync(folder)));
  await Promise.all([join(caseDir, 'evidence'), ...folders].map(syncFolder));
}

/** The copy is complete and on disk before it has its name, and read-only from then on; the name lasts after `lasting`. */
async function store(
  caseDir: string, fill: (write: (bytes: Uint8Array) => Promise<void>) => Promise<{ sha256: string; sizeBytes: number }>, reader?: CopyReader,
): Promise<TakenIn> {
  const folder = join(caseDir, 'evidence');
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `${INCOMING}${randomUUID()}`);
  let target: FileHandle | undefined;
  try {
    target = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    const to = target;
    reader?.begun(temporary);
    const behind = new SyncBehind(to);
    const { sha256, sizeBytes } = await behind.during(() => fill(async (bytes) => {
      for (let at = 0; at < bytes.length; ) at += (await to.write(bytes, at, bytes.length - at)).bytesWritten;
      behind.wrote(bytes.length);
    }));
    await target.sync();
    await target.close();
    target = undefined;
    await reader?.opened();
    await chmod(temporary, 0o444);
    const location = evidenceLocation(sha256);
    const final = join(caseDir, location);
    await mkdir(dirname(final), { recursive: true });
    await rename(temporary, final);
    return { sha256, sizeBytes, location };
  } finally {
    await target?.close();
    await rm(temporary, { force: true });
  }
}

/** Brings a file to the disk while it is being written. That it is there all is for its last `sync` to say. */
class SyncBehind {
  private bytes = 0;
  private running: Promise<void> | undefined;
  private failure: { readonly error: unknown } | undefined;
  private readonly file: FileHandle;

  constructor(file: FileHandle) {
    this.file = file;
  }

  wrote(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes < SYNC_BYTES || this.running) return;
    this.bytes = 0;
    this.running = this.sync();
  }

  /** What goes wrong here is told when the work is done: the kernel tells of it once, and not again at the last `sync`. */
  async during<T>(write: () => Promise<T>): Promise<T> {
    try {
      const result = await write();
      await this.running;
      if (this.failure) throw this.failure.error;
      return result;
    } finally {
      // The file is not closed before.
      await this.running;
    }
  }

  private async sync(): Promise<void> {
    try {
      await this.file.datasync();
    } catch (error) {
      this.failure ??= { error };
    }
    this.running = undefined;
  }
}

async function readAll(
  handle: FileHandle, signal: AbortSignal, onBytes: OnBytes, write?: (bytes: Uint8Array) => Promise<void>,
): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash('sha256');
  const memory = (): Buffer => spare.pop() ?? Buffer.allocUnsafe(STEP_BYTES);
  const buffers: [Buffer, Buffer] = [memory(), memory()];
  let sizeBytes = 0;
  const readAt = (buffer: Buffer, at: number): ReturnType<FileHandle['read']> => {
    const step = handle.read(buffer, 0, STEP_BYTES, at);
    // It may fail before its turn comes; it is told then.
    step.catch(() => undefined);
    return step;
  };
  let ahead = readAt(buffers[0], 0);
  try {
    // The next step is read while this one is hashed and written.
    for (let turn = 0; ; turn ^= 1) {
      signal.throwIfAborted();
      const { bytesRead } = await ahead;
      if (bytesRead === 0) break;
      const bytes = (turn === 0 ? buffers[0] : buffers[1]).subarray(0, bytesRead);
      sizeBytes += bytesRead;
      ahead = readAt(buffers[turn === 0 ? 1 : 0], sizeBytes);
      const written = write?.(bytes);
      hash.update(bytes);
      await written;
      await onBytes(bytesRead);
    }
    return { sha256: hash.digest('hex'), sizeBytes };
  } finally {
    await ahead.catch(() => undefined);
    if (spare.length < 8) spare.push(...buffers);
  }
}

/** A rename lasts once its folder is on disk. Windows has no such call. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
