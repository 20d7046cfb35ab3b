import { resolve } from 'node:path';
import { formatCount, truncate, visibleText } from '../../base/text.ts';
import { api } from '../../protocol/api.ts';
import type { OutputOf } from '../../protocol/define.ts';
import { EXIT, must, usageError } from '../failure.ts';
import type { CommandContext } from '../io.ts';
import { jsonTime, toJson } from '../json.ts';
import { byteProgressText, ProgressLine } from '../progress.ts';
import { formatTable } from '../table.ts';
import { humanTime } from '../when.ts';
import { withEngine } from '../with-case.ts';

type Mined = OutputOf<typeof api.fileTemplates>;
type Template = Mined['templates'][number];

export async function templates(context: CommandContext): Promise<number> {
  const { operands } = context;
  if (operands.length === 0) throw usageError('templates', 'templates needs a file');
  return ofFiles(context);
}

async function ofFiles(context: CommandContext): Promise<number> {
  const { io, operands, options, json } = context;
  const wantsLines = options['lines'] === true;
  return withEngine(context, async (client) => {
    const line = new ProgressLine(io.stderr);
    const parts: Int32Array[] = [];
    const answer = await client.call(api.fileTemplates, { paths: operands.map((file) => resolve(io.cwd, file)), lines: wantsLines }, {
      signal: io.signal, onProgress: (p) => line.show(byteProgressText(p)), onItem: ({ lines }) => void parts.push(lines),
    });
    line.clear();
    const found = must(answer, {
      'file/not-found': EXIT.nothingReadable, 'file/not-readable': EXIT.nothingReadable, 'file/is-folder': EXIT.usage, 'templates/is-container': EXIT.nothingReadable,
    });
    if (json) await writeJson(context, found, wantsLines ? parts : undefined);
    else if (wantsLines) await writeLines(context, found, parts);
    else await io.stdout.write(templatesText(found.templates));
    return EXIT.done;
  });
}

/** cli.md: `{templates:[{id, pattern, count, from, to}], lines?:[one id per physical line], seconds}`; lines of no record are null. */
async function writeJson({ io }: CommandContext, found: Mined, parts: readonly Int32Array[] | undefined): Promise<void> {
  const head = toJson({ templates: byCount(found.templates).map(templateJson), records: found.records });
  if (!parts) {
    await io.stdout.write(`${head.slice(0, -1)},"seconds":${found.seconds}}\n`);
    return;
  }
  // Piece by piece: the ids of a long file are longer than a string may be.
  await io.stdout.write(`${head.slice(0, -1)},"lines":[`);
  let isFirst = true;
  for (const part of parts) {
    const ids = Array.from(part, (n) => (n < 0 ? 'null' : `"${found.templates[n]!.id}"`)).join(',');
    if (ids === '') continue;
    await io.stdout.write(`${isFirst ? '' : ','}${ids}`);
    isFirst = false;
  }
  await io.stdout.write(`],"seconds":${found.seconds}}\n`);
}

/** One id a line, `-` where a line is of no record: to be pasted beside the file. */
async function writeLines({ io }: CommandContext, found: Mined, parts: readonly Int32Array[]): Promise<void> {
  for (const part of parts) await io.stdout.write(Array.from(part, (n) => (n < 0 ? '-\n' : `${found.templates[n]!.id}\n`)).join(''));
}

export function byCount(found: readonly Template[]): Template[] {
  return found.toSorted((a, b) => b.count - a.count || (a.pattern < b.pattern ? -1 : 1));
}

export function templateJson(template: Template): unknown {
  return {
    id: template.id, pattern: template.pattern, count: template.count, from: template.firstNs === undefined ? null : jsonTime(template.firstNs),
    to: template.lastNs === undefined ? null : jsonTime(template.lastNs), parameters: template.parameters, severityNumber: template.severityNumber,
  };
}

const SHOWN_CHARACTERS = 2000;

export function templatesText(found: readonly Template[]): string {
  if (found.length === 0) return 'no messages\n';
  return formatTable(
    [{ title: 'COUNT', align: 'right' }, { title: 'ID' }, { title: 'FIRST' }, { title: 'LAST' }, { title: 'PATTERN' }],
    byCount(found).map((t) => [
      formatCount(t.count), t.id, t.firstNs === undefined ? '-' : humanTime(t.firstNs), t.lastNs === undefined ? '-' : humanTime(t.lastNs),
      truncate(visibleText(t.pattern), SHOWN_CHARACTERS),
    ]),
  );
}
