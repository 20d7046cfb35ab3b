import { parseArgs } from 'node:util';
import { usageError } from './failure.ts';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** What stands for the value in help ("DIR"). */
  readonly value?: string;
  readonly help: string;
  /** Works, but is not offered in help. */
  readonly internal?: true;
}

export interface CommandSpec {
  /** Empty for the command that opens the workbench. */
  readonly name: string;
  /** What follows the name on its usage line. */
  readonly usage: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** A command line and what it does. */
  readonly examples: ReadonlyArray<readonly [string, string]>;
  readonly notes?: readonly string[];
}

export interface ParsedArguments {
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly operands: readonly string[];
}

const HELP: OptionSpec = { type: 'boolean', short: 'h', help: 'this text' };

/** Options of a command, `--help` among them. */
export function optionsOf(spec: CommandSpec): Readonly<Record<string, OptionSpec>> {
  return { ...spec.options, help: HELP };
}

/** Reads a command's arguments; throws a usage error in words of our own. */
export function parseArguments(spec: CommandSpec, args: readonly string[]): ParsedArguments {
  const name = spec.name === '' ? undefined : spec.name;
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {};
  for (const [key, option] of Object.entries(optionsOf(spec))) {
    options[key] = option.short === undefined ? { type: option.type } : { type: option.type, short: option.short };
  }
  try {
    const parsed = parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
    const values: Record<string, string | boolean | undefined> = {};
    for (const [key, value] of Object.entries(parsed.values)) values[key] = Array.isArray(value) ? value.at(-1) : value;
    return { options: values, operands: parsed.positionals };
  } catch (error) {
    if (!(error instanceof TypeError) || !('code' in error)) throw error;
    const option = /'(-[^'\s,]*)/.exec(error.message)?.[1] ?? '';
    const who = name === undefined ? 'tephra' : `"tephra ${name}"`;
    if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw usageError(name, `${who} has no option ${option}`);
    if (error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
      const key = /--([a-z-]+)/.exec(error.message)?.[1];
      const value = key === undefined ? undefined : spec.options[key]?.value;
      throw usageError(name, value === undefined ? `--${key ?? option} takes no value` : `--${key ?? option} needs a value: --${key ?? option} ${value}`);
    }
    throw usageError(name, error.message);
  }
}

/** Whether errors go out as JSON: `--json` before any `--`, even where the rest could not be read. */
export function asksForJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).includes('--json');
}

/** A string option that must be there. */
export function required(spec: CommandSpec, options: ParsedArguments['options'], key: string): string {
  const value = options[key];
  if (typeof value === 'string' && value !== '') return value;
  const option = spec.options[key];
  const flag = option?.short === undefined ? `--${key}` : `-${option.short}`;
  throw usageError(spec.name, `${spec.name} needs ${flag} ${option?.value ?? ''}`.trimEnd());
}

/** A string option that may be left out. */
export function optional(options: ParsedArguments['options'], key: string): string | undefined {
  const value = options[key];
  return typeof value === 'string' ? value : undefined;
}

/** An option with one of a few values. */
export function choice<T extends string>(spec: CommandSpec, key: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  throw usageError(spec.name, `--${key} is one of ${allowed.join(', ')}, not "${value}"`);
}

/** A whole number option within bounds. */
export function wholeNumber(spec: CommandSpec, key: string, value: string, min: number, max: number): number {
  const n = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (n >= min && n <= max) return n;
  throw usageError(spec.name, `--${key} is a whole number from ${min} to ${max}, not "${value}"`);
}
