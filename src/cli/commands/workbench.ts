import { createHash } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import { visibleText } from '../../base/text.ts';
import { sampleCaseDir } from '../../engine/service/places.ts';
import { optional, wholeNumber } from '../arguments.ts';
import { CliError, EXIT, must, usageError } from '../failure.ts';
import type { CommandContext } from '../io.ts';
import { ensureSampleCase } from '../sample.ts';
import { SERVE } from '../specs.ts';
import { withEngine } from '../with-case.ts';
import { exists, isCaseFolder, openOrCreate, takeIn, titleOf } from './ingest.ts';

/** `tephra [PATH…]`: the workbench, in a window where that is possible, else in a browser. */
export async function openWorkbench(context: CommandContext): Promise<number> {
  const { io, deps } = context;
  const casePath = context.options['sample'] === true ? await sampleCase(context) : await caseToOpen(context);
  const desktop = await deps.openDesktop(casePath, io.signal);
  if ('exitCode' in desktop) return desktop.exitCode === 0 || io.signal.aborted ? EXIT.done : EXIT.failed;
  await io.stderr.write(`tephra: ${desktop.whyNot} The workbench is at this address instead:\n`);
  return browse(context, casePath, undefined);
}

/** `tephra serve [CASE]`: the workbench for a browser. */
export async function serve(context: CommandContext): Promise<number> {
  const { io, options, operands } = context;
  if (operands.length > 1) throw usageError('serve', 'serve takes one case at most');
  const portText = optional(options, 'port');
  const port = portText === undefined ? undefined : wholeNumber(SERVE, 'port', portText, 0, 65_535);
  const [dir] = operands;
  const casePath = dir === undefined ? undefined : resolve(io.cwd, dir);
  if (casePath !== undefined && !(await isCaseFolder(casePath))) {
    throw new CliError(EXIT.failed, 'case/not-found', `${casePath} is not a case. "tephra ingest PATH --case DIR" makes one.`, { path: casePath });
  }
  return browse(context, casePath, port);
}

async function browse({ io, deps }: CommandContext, casePath: string | undefined, port: number | undefined): Promise<number> {
  const shell = await deps.startBrowserShell({ casePath, port });
  try {
    await io.stdout.write(`${shell.url}\n`);
    if (io.stderr.isTTY) await io.stderr.write('The address works once. Ctrl+C ends Tephra.\n');
    await new Promise<void>((stop) => {
      if (io.signal.aborted) stop();
      else io.signal.addEventListener('abort', () => stop(), { once: true });
    });
  } finally {
    await shell.close();
  }
  return EXIT.done;
}

async function sampleCase(context: CommandContext): Promise<string> {
  const { io, deps, operands } = context;
  if (operands.length > 0) throw usageError(undefined, '--sample takes no paths');
  const dir = sampleCaseDir(deps.dataFolder);
  await withEngine(context, async (client) => must(await ensureSampleCase(client, dir, deps.sampleFolder, io.signal)));
  await io.stderr.write(`Sample case: ${visibleText(dir)}\n`);
  return dir;
}

/** The case that the paths mean: a case itself, or one made of evidence in the data folder. */
async function caseToOpen(context: CommandContext): Promise<string | undefined> {
  const { io, deps, operands } = context;
  if (operands.length === 0) return undefined;
  const paths = operands.map((operand) => resolve(io.cwd, operand));
  for (const [i, path] of paths.entries()) {
    if (!(await exists(path))) throw usageError(undefined, `"${operands[i]!}" is neither a command nor a file or folder here`);
    if (!(await isCaseFolder(path))) continue;
    if (paths.length > 1) throw usageError(undefined, `"${operands[i]!}" is a case and is opened alone; "tephra ingest PATH --case DIR" adds evidence to a case`);
    return path;
  }
  const dir = join(deps.dataFolder, 'cases', caseFolderName(paths));
  await withEngine(context, async (client) => {
    await openOrCreate(client, dir, io.signal, titleOf(paths));
    const output = await takeIn(client, io, { paths, reference: false, zone: 'UTC' });
    for (const { path, message } of output.refused) await io.stderr.write(`tephra: ${visibleText(path)}: ${visibleText(message)}\n`);
  });
  await io.stderr.write(`Case: ${visibleText(dir)}\n`);
  return dir;
}

/** The same paths always mean the same case; other paths of the same name another. */
export function caseFolderName(paths: readonly string[]): string {
  const safe = basename(paths[0]!).replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '');
  const name = Array.from(safe).slice(0, 60).join('') || 'case';
  return `${name}-${createHash('sha256').update(paths.join('\0')).digest('hex').slice(0, 6)}.tephra`;
}
