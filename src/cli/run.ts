import { visibleText } from '../base/text.ts';
import { FailureError } from '../base/result.ts';
import { asksForJson, parseArguments, type CommandSpec } from './arguments.ts';
import { CliError, EXIT, errorOf, usageError } from './failure.ts';
import { commandHelp, overview } from './help.ts';
import type { CliDeps, CliIo, CommandRun } from './io.ts';
import { toJson } from './json.ts';
import { COMMANDS, FAULTTREE, FORMATS, INGEST, INSPECT, OPEN, REPORT, SEARCH, SERVE, SQL, TEMPLATES, TIMELINE, VERIFY } from './specs.ts';

/** Each loaded when it is asked for: a search does not wait for the code of the reports. */
const RUNS = new Map<CommandSpec, () => Promise<CommandRun>>([
  [OPEN, async () => (await import('./commands/workbench.ts')).openWorkbench],
  [SERVE, async () => (await import('./commands/workbench.ts')).serve],
  [INGEST, async () => (await import('./commands/ingest.ts')).ingest],
  [INSPECT, async () => (await import('./commands/inspect.ts')).inspect],
  [SQL, async () => (await import('./commands/sql.ts')).sql],
  [SEARCH, async () => (await import('./commands/search.ts')).search],
  [TEMPLATES, async () => (await import('./commands/templates.ts')).templates],
  [TIMELINE, async () => (await import('./commands/outputs.ts')).timeline],
  [FAULTTREE, async () => (await import('./commands/faulttree.ts')).faulttree],
  [REPORT, async () => (await import('./commands/outputs.ts')).report],
  [VERIFY, async () => (await import('./commands/verify.ts')).verify],
  [FORMATS, async () => (await import('./commands/formats.ts')).formats],
]);

/**
 * The command line: reads `argv` (without node and script), runs one command and answers with its exit code (`EXIT`).
 * Expected failure is written to standard error as a sentence, with `--json` to standard output as
 * `{"error":{"code","message","detail"}}`. A bug rejects.
 */
export async function runCli(argv: readonly string[], io: CliIo, deps: CliDeps): Promise<number> {
  const [first, ...rest] = argv;
  const named = COMMANDS.find((spec) => spec.name !== '' && spec.name === first);
  const spec = named ?? OPEN;
  const args = named === undefined ? argv : rest;
  try {
    if (named === undefined && (first === '--version' || first === '-V')) {
      if (rest.length > 0) throw usageError(undefined, '--version stands alone');
      await io.stdout.write(`${deps.version}\n`);
      return EXIT.done;
    }
    const parsed = parseArguments(spec, args);
    if (parsed.options['help'] === true) {
      await io.stdout.write(named === undefined ? overview(deps.version) : commandHelp(spec));
      return EXIT.done;
    }
    const run = await RUNS.get(spec)!();
    return await run({ io, deps, options: parsed.options, operands: parsed.operands, json: parsed.options['json'] === true });
  } catch (error) {
    const expected = error instanceof FailureError ? errorOf(error.failure) : error;
    if (!(expected instanceof CliError)) throw error;
    if (expected.exitCode === EXIT.interrupted && io.signal.aborted) {
      if (io.stderr.isTTY) await io.stderr.write('tephra: stopped.\n');
      return EXIT.interrupted;
    }
    await say(io, expected, 'json' in spec.options && asksForJson(args));
    return expected.exitCode;
  }
}

async function say(io: CliIo, error: CliError, json: boolean): Promise<void> {
  if (json) await io.stdout.write(`${toJson({ error: { code: error.code, message: error.message, detail: error.detail ?? {} } })}\n`);
  else await io.stderr.write(`tephra: ${visibleText(error.message, true)}\n`);
}
