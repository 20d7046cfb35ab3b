import { extname, resolve } from 'node:path';
import { plural, visibleText } from '../../base/text.ts';
import { SENSITIVE_TITLE } from '../../model/sensitivity.ts';
import { api } from '../../protocol/api.ts';
import { PdfStandard, ReportAudience, ReportFormat, TimelineFormat, type ReportChoices, type ReportFinding } from '../../protocol/methods/report.ts';
import { choice, optional, required } from '../arguments.ts';
import { EXIT, must, usageError } from '../failure.ts';
import { writeOutput } from '../files.ts';
import type { CommandContext } from '../io.ts';
import { lint } from './lint.ts';
import { REPORT, TIMELINE } from '../specs.ts';
import { withCase } from '../with-case.ts';

/** `tephra timeline`: the curated timeline, to standard output or a file. */
export async function timeline(context: CommandContext): Promise<number> {
  const { io, options, operands } = context;
  const dir = required(TIMELINE, options, 'case');
  if (operands.length > 0) throw usageError('timeline', 'timeline takes no further words; name a file with -o');
  const format = choice(TIMELINE, 'format', optional(options, 'format') ?? 'md', TimelineFormat.options);
  return withCase(context, dir, async (client) => {
    const rendered = must(await client.call(api.renderTimeline, { format }, { signal: io.signal }));
    await writeOutput(io, 'timeline', optional(options, 'output'), rendered.bytes, true);
    return EXIT.done;
  });
}

/** Formats by the ending of a file; the others share one and are named. */
const BY_ENDING: Readonly<Record<string, ReportFormat>> = { md: 'md', pdf: 'pdf', html: 'html' };

/** `tephra report`: the postmortem as a file. A written report is noted in the history of the case. */
export async function report(context: CommandContext): Promise<number> {
  const { io, options, operands } = context;
  if (options['lint'] === true) return lint(context);
  const dir = required(REPORT, options, 'case');
  if (operands.length > 0) throw usageError('report', 'report takes no further words; name a file with -o');
  if (context.json) throw usageError('report', '--json goes with --lint');
  const target = required(REPORT, options, 'output');
  const named = optional(options, 'format') ?? BY_ENDING[extname(target).slice(1).toLowerCase()];
  if (named === undefined) throw usageError('report', `report needs --format ${ReportFormat.options.join(', ')}`);
  const format = choice(REPORT, 'format', named, ReportFormat.options);
  const audience = choice(REPORT, 'audience', optional(options, 'audience') ?? 'internal', ReportAudience.options);
  const standard = choice(REPORT, 'standard', optional(options, 'standard') ?? 'a-2a', PdfStandard.options);
  const choices: ReportChoices = { format, audience, standard, roles: options['roles'] === true, mask: options['mask'] === true };
  return withCase(context, dir, async (client) => {
    if (!choices.mask) await warn(io, must(await client.call(api.checkReport, choices, { signal: io.signal })).findings);
    if (target === '-') {
      const rendered = must(await client.call(api.renderReport, choices, { signal: io.signal }));
      await writeOutput(io, 'report', target, rendered.bytes, format !== 'pdf');
    } else {
      must(await client.call(api.writeReport, { ...choices, path: resolve(io.cwd, target) }, { signal: io.signal }));
    }
    return EXIT.done;
  });
}

/** What of it should perhaps not leave the house: a few lines on standard error, and how to mask it. */
async function warn(io: CommandContext['io'], findings: readonly ReportFinding[]): Promise<void> {
  if (findings.length === 0) return;
  const shown = findings.slice(0, MOST_WARNINGS).map(({ kind, where, hint, line }) => `  ${SENSITIVE_TITLE[kind]} ${hint} in ${visibleText(where)}${line === undefined ? '' : `, line ${line}`}\n`);
  const more = findings.length > shown.length ? `  and ${findings.length - shown.length} more\n` : '';
  await io.stderr.write(`The report holds ${plural(findings.length, 'place')} that ${findings.length === 1 ? 'looks' : 'look'} like secrets or personal data. --mask replaces them.\n${shown.join('')}${more}`);
}

const MOST_WARNINGS = 10;
