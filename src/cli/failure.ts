import type { Failure, Result } from '../base/result.ts';

/** Exit codes of the command line; scripts depend on them. */
export const EXIT = { done: 0, failed: 1, usage: 2, nothingReadable: 3, verificationFailed: 4, interrupted: 130 } as const;

/** An expected end other than success. `message` is one plain sentence with the next step. */
export class CliError extends Error {
  readonly exitCode: number;
  readonly code: string;
  readonly detail: Readonly<Record<string, unknown>> | undefined;
  constructor(exitCode: number, code: string, message: string, detail?: Readonly<Record<string, unknown>>) {
    super(message);
    this.name = 'CliError';
    this.exitCode = exitCode;
    this.code = code;
    this.detail = detail;
  }
}

/** Wrong usage of `command`: the sentence and where its help is. */
export function usageError(command: string | undefined, sentence: string): CliError {
  const help = command === undefined ? 'tephra --help' : `tephra ${command} --help`;
  return new CliError(EXIT.usage, 'cli/usage', `${sentence.replace(/[.;]+$/, '')}; see "${help}".`);
}

/** What to do next, for failures whose sentence alone does not say it on a command line. */
const ADVICE: Readonly<Record<string, string>> = {
  'case/not-found': '"tephra ingest PATH --case DIR" makes a case.',
  'sql/not-a-select': 'Write one SELECT; "tephra sql --case DIR --schema" lists the tables.',
  'sql/several-statements': 'Give one statement at a time.',
};

/** The error for a failure of the engine. `exitCodes` says which codes mean something else than 1 for this command. */
export function errorOf(failure: Failure, exitCodes: Readonly<Record<string, number>> = {}): CliError {
  if (failure.code === 'cancelled') return new CliError(EXIT.interrupted, 'cancelled', 'Cancelled.');
  const advice = ADVICE[failure.code];
  const message = advice === undefined ? failure.message : `${failure.message} ${advice}`;
  return new CliError(exitCodes[failure.code] ?? EXIT.failed, failure.code, message, failure.data);
}

/** The value of a result, or throws the error for its failure. */
export function must<T>(result: Result<T>, exitCodes?: Readonly<Record<string, number>>): T {
  if (result.ok) return result.value;
  throw errorOf(result.failure, exitCodes);
}
