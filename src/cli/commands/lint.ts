import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { plural, truncate, visibleText } from '../../base/text.ts';
import type { LintContext } from '../../model/lint/lint-blocks.ts';
import { lintPostmortem } from '../../model/lint/lint.ts';
import { rewriteWords } from '../../model/lint/rewrite-words.ts';
import type { Finding } from '../../model/lint/rule.ts';
import { api } from '../../protocol/api.ts';
import type { Client } from '../../protocol/handler.ts';
import { optional, required } from '../arguments.ts';
import { CliError, EXIT, must, usageError } from '../failure.ts';
import type { CliIo, CommandContext } from '../io.ts';
import { toJson } from '../json.ts';
import { REPORT } from '../specs.ts';
import { styleFor } from '../style.ts';
import { withCase } from '../with-case.ts';

/** Bytes of a file that is read as a postmortem. A book has a tenth of it. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;

/**
 * `tephra report --lint`: the postmortem of a case, or a Markdown file, read for blame. With both, the file is compared
 * with the timeline of the case. Findings are advice and no failure: the exit code is 0.
 */
export async function lint(context: CommandContext): Promise<number> {
  const { io, options, operands } = context;
  const [file] = operands;
  if (operands.length > 1) throw usageError('report', '--lint takes one file');
  for (const other of ['format', 'output']) {
    if (options[other] !== undefined) throw usageError('report', `--lint writes no file; leave out --${other}`);
  }
  const written = file === undefined ? undefined : await readMarkdown(io, file);
  const dir = file === undefined ? required(REPORT, options, 'case') : optional(options, 'case');
  if (dir === undefined) return tell(context, file!, written!, {});
  return withCase(context, dir, async (client, info) => {
    const text = written ?? must(await client.call(api.getPostmortem, {}, { signal: io.signal })).text;
    return tell(context, file ?? 'postmortem.md', text, { zone: info.zone, ...await knownOf(client, io) });
  });
}

async function knownOf(client: Client, io: CliIo): Promise<LintContext> {
  const [entries, items] = await Promise.all([
    client.call(api.listTimeline, {}, { signal: io.signal }), client.call(api.listItems, { kinds: ['person'] }, { signal: io.signal }),
  ]);
  return { entries: must(entries), people: must(items).filter((item) => item.kind === 'person') };
}

async function readMarkdown(io: CliIo, file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(resolve(io.cwd, file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = code === 'ENOENT' ? 'There is no such file' : code === 'EISDIR' ? 'It is a folder' : 'It cannot be read';
    throw new CliError(EXIT.failed, 'file/not-readable', `${why}: ${file}. Name a Markdown file, or a case with --case DIR.`, { path: file });
  }
  if (bytes.length > MAX_FILE_BYTES) throw new CliError(EXIT.failed, 'file/too-large', `${file} is larger than 16 MB. Name the Markdown file of a postmortem.`, { path: file });
  return new TextDecoder().decode(bytes);
}

async function tell({ io, json }: CommandContext, name: string, text: string, known: LintContext): Promise<number> {
  const startedMs = performance.now();
  const findings = lintPostmortem(text, known);
  const seconds = Math.round(performance.now() - startedMs) / 1000;
  const placed = placesOf(text, findings);
  if (json) {
    await io.stdout.write(`${toJson({
      file: name, findings: placed.map(({ finding: { rule, severity, offset, length, message, language, rewrites }, line, column }) => (
        { rule, severity, line, column, offset, length, text: text.slice(offset, offset + length), message, language, rewrites }
      )), seconds,
    })}\n`);
    return EXIT.done;
  }
  const style = styleFor(io.stdout, io.env);
  for (const { finding, line, column } of placed) {
    const words = truncate(visibleText(text.slice(finding.offset, finding.offset + finding.length)), 60);
    const [better] = finding.rewrites;
    const advice = better === undefined ? '' : `${rewriteWords(text, better)}${better.kind === 'replace' ? '.' : ''}`;
    await io.stdout.write(`${style.dim(`${visibleText(name)}:${line}:${column}`)} ${finding.rule} “${words}” ${visibleText(finding.message)} ${style.dim(advice)}`.trimEnd() + '\n');
  }
  await io.stdout.write(`${findings.length === 0 ? 'Nothing found' : plural(findings.length, 'finding')}.\n`);
  return EXIT.done;
}

/** Line and column of each finding, both from 1; columns count UTF-16 units, as editors do. Findings are in order. */
function placesOf(text: string, findings: readonly Finding[]): Array<{ finding: Finding; line: number; column: number }> {
  let line = 1;
  let lineStart = 0;
  return findings.map((finding) => {
    for (let next = text.indexOf('\n', lineStart); next >= 0 && next < finding.offset; next = text.indexOf('\n', lineStart)) {
      line++;
      lineStart = next + 1;
    }
    return { finding, line, column: finding.offset - lineStart + 1 };
  });
}
