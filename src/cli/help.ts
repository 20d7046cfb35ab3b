import { optionsOf, type CommandSpec } from './arguments.ts';
import { COMMANDS, OPEN } from './specs.ts';

function aligned(rows: ReadonlyArray<readonly [string, string]>): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('');
}

/** `tephra --help`. */
export function overview(version: string): string {
  const rows = COMMANDS.map((spec): readonly [string, string] => [`tephra ${spec.name === '' ? spec.usage : spec.name}`, spec.summary]);
  return `Tephra ${version}: find out what happened in an outage, prove it, and write the postmortem. Offline.

${aligned(rows)}
  "tephra COMMAND --help" shows the options of a command and an example.
  --version prints the version.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 nothing in the input could be read, 4 verification failed.

Examples:
${OPEN.examples.map(([line, what]) => `  ${line}\n      ${what}\n`).join('')}`;
}

/** `tephra COMMAND --help`. */
export function commandHelp(spec: CommandSpec): string {
  const options = Object.entries(optionsOf(spec)).filter(([, option]) => option.internal === undefined);
  const rows = options.map(([key, option]): readonly [string, string] => [
    `${option.short === undefined ? '    ' : `-${option.short}, `}--${key}${option.value === undefined ? '' : ` ${option.value}`}`, option.help,
  ]);
  const notes = (spec.notes ?? []).map((note) => `${note}\n`).join('');
  const examples = spec.examples.map(([line, what]) => `  ${line}\n      ${what}\n`).join('');
  return `Usage: tephra ${spec.name === '' ? '' : `${spec.name} `}${spec.usage}

${spec.summary[0]!.toUpperCase()}${spec.summary.slice(1)}.
${notes}
${aligned(rows)}
Example${spec.examples.length > 1 ? 's' : ''}:
${examples}`;
}
