import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { visibleText } from '../../base/text.ts';
import { api } from '../../protocol/api.ts';
import type { Client } from '../../protocol/handler.ts';
import { optional } from '../arguments.ts';
import { CliError, EXIT, must, usageError } from '../failure.ts';
import type { CommandContext } from '../io.ts';
import { toJson } from '../json.ts';
import { formatTable } from '../table.ts';
import { withEngine } from '../with-case.ts';

export async function formats(context: CommandContext): Promise<number> {
  const { options, operands } = context;
  if (operands.length > 0) throw usageError('formats', 'formats takes no further words');
  const file = optional(options, 'add');
  const id = optional(options, 'remove');
  if (file !== undefined && id !== undefined) throw usageError('formats', '--add and --remove are two commands');
  return withEngine(context, async (client) => {
    if (file !== undefined) await add(context, client, file);
    else if (id !== undefined) {
      must(await client.call(api.removeOwnFormat, { id }, { signal: context.io.signal }));
      await context.io.stdout.write(context.json ? `${toJson({ removed: id })}\n` : `Forgot ${visibleText(id)}.\n`);
    } else await list(context, client);
    return EXIT.done;
  });
}

async function add({ io, json }: CommandContext, client: Client, file: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, file), 'utf8');
  } catch (error) {
    throw new CliError(EXIT.nothingReadable, 'file/not-readable', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { path: file });
  }
  const added = must(await client.call(api.addOwnFormat, { text }, { signal: io.signal }));
  await io.stdout.write(json ? `${toJson({ added })}\n` : `${visibleText(added.title)} (${added.id}) is kept in ${visibleText(added.file)}. Evidence that comes in from now on is read with it.\n`);
}

async function list({ io, json }: CommandContext, client: Client): Promise<void> {
  const known = must(await client.call(api.listFormats, {}, { signal: io.signal }));
  const own = must(await client.call(api.ownFormats, {}, { signal: io.signal }));
  if (json) {
    await io.stdout.write(`${toJson({ formats: known, own })}\n`);
    return;
  }
  await io.stdout.write(formatTable([{ title: 'ID' }, { title: 'TITLE' }, { title: 'EXTENSIONS' }], [
    ...known.map((format) => [format.id, format.carried ? `${format.title} (${format.byLine ? 'line by line' : 'carried'})` : format.title, format.extensions.join(' ')]),
    ...own.map(({ id, title, problems }) => [id, `${title} (${problems.length === 0 ? 'yours' : `yours, not used: ${problems[0]!}`})`, '']),
  ]));
}
