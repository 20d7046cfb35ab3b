import { extname, resolve } from 'node:path';
import { api } from '../../protocol/api.ts';
import { ReportFormat, TimelineFormat } from '../../protocol/methods/report.ts';
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

/** `tephra report`: the postmortem as a file. A written report is noted in the history of the case. */
export async function report(context: CommandContext): Promise<number> {
  const { io, options, operands } = context;
  if (options['lint'] === true) return lint(context);
  const dir = required(REPORT, options, 'case');
  if (operands.length > 0) throw usageError('report', 'report takes no further words; name a file with -o');
  if (context.json) throw usageError('report', '--json goes with --lint');
  const target = required(REPORT, options, 'output');
  const ending = extname(target).slice(1);
  const named = optional(options, 'format') ?? (ReportFormat.options.some((one) => one === ending) ? ending : undefined);
  if (named === undefined) throw usageError('report', 'report needs --format md or pdf');
  const format = choice(REPORT, 'format', named, ReportFormat.options);
  return withCase(context, dir, async (client) => {
    if (target === '-') {
      const rendered = must(await client.call(api.renderReport, { format }, { signal: io.signal }));
      await writeOutput(io, 'report', target, rendered.bytes, format !== 'pdf');
    } else {
      must(await client.call(api.writeReport, { format, path: resolve(io.cwd, target) }, { signal: io.signal }));
    }
    return EXIT.done;
  });
}
