import { resolve } from 'node:path';
import { replaceFile } from '../engine/service/replace-file.ts';
import { must, usageError } from './failure.ts';
import type { CliIo } from './io.ts';

/** Writes bytes to `-o FILE`, or to standard output where it is `-` or absent. */
export async function writeOutput(io: CliIo, command: string, target: string | undefined, bytes: Uint8Array, isText: boolean): Promise<void> {
  if (target !== undefined && target !== '-') must(await replaceFile(resolve(io.cwd, target), bytes));
  else if (!isText && io.stdout.isTTY) throw usageError(command, 'a terminal cannot show this format; name a file with -o');
  else await io.stdout.write(bytes);
}
