import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CliError, EXIT, usageError } from './failure.ts';
import type { CliIo } from './io.ts';

/** Replaces a file in one step: whoever reads it sees the old bytes or the new ones, never half. */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(EXIT.failed, 'file/not-writable', `${path} could not be written (${why}); choose another place with -o.`, { path });
  }
}

/** Writes bytes to `-o FILE`, or to standard output where it is `-` or absent. */
export async function writeOutput(io: CliIo, command: string, target: string | undefined, bytes: Uint8Array, isText: boolean): Promise<void> {
  if (target !== undefined && target !== '-') {
    await replaceFile(resolve(io.cwd, target), bytes);
    return;
  }
  if (!isText && io.stdout.isTTY) throw usageError(command, 'a terminal cannot show this format; name a file with -o');
  await io.stdout.write(bytes);
}
