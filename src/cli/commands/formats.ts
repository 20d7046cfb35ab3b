import { api } from '../../protocol/api.ts';
import { EXIT, must, usageError } from '../failure.ts';
import type { CommandContext } from '../io.ts';
import { toJson } from '../json.ts';
import { formatTable } from '../table.ts';
import { withEngine } from '../with-case.ts';

export async function formats(context: CommandContext): Promise<number> {
  const { io, operands } = context;
  if (operands.length > 0) throw usageError('formats', 'formats takes no further words');
  return withEngine(context, async (client) => {
    const known = must(await client.call(api.listFormats, {}, { signal: io.signal }));
    await io.stdout.write(context.json ? `${toJson({ formats: known })}\n` : formatTable(
      [{ title: 'ID' }, { title: 'TITLE' }, { title: 'EXTENSIONS' }],
      known.map((format) => [format.id, format.carried ? `${format.title} (${format.byLine ? 'line by line' : 'carried'})` : format.title, format.extensions.join(' ')]),
    ));
    return EXIT.done;
  });
}
