import type { Client } from '../protocol/handler.ts';

/** A stream people or programs read. `write` resolves when there is room for more. */
export interface Output {
  readonly isTTY: boolean;
  /** Width of the terminal in columns; 80 where there is none. */
  readonly columns: number;
  write(chunk: string | Uint8Array): Promise<void>;
}

/** Everything a command may touch of the process it runs in, so that tests call `runCli` as it is. */
export interface CliIo {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted by SIGINT or SIGTERM, and when nobody reads standard output any more. */
  readonly signal: AbortSignal;
}

/** A client of an engine in this process. */
export interface EngineConnection {
  readonly client: Client;
  close(): Promise<void>;
}

/** The workbench in a browser: a URL that works once, until it is closed. */
export interface BrowserShell {
  readonly url: string;
  close(): Promise<void>;
}

/** What has to be started, injected by main.ts (the built app) and by tests (the source). */
export interface CliDeps {
  readonly version: string;
  /** Folder of people's cases and of the list of recent ones. */
  readonly dataFolder: string;
  /** The sample incident's evidence. */
  readonly sampleFolder: string;
  /** `takesIn`: evidence is about to come in, and what reads it is started at once. */
  connect(takesIn?: boolean): Promise<EngineConnection>;
  startBrowserShell(options: { readonly casePath: string | undefined; readonly port: number | undefined }): Promise<BrowserShell>;
  /**
   * Starts Electron and resolves when its window is closed, with its exit code; or says in a sentence why it cannot.
   * Aborting `signal` closes the window.
   */
  openDesktop(casePath: string | undefined, signal: AbortSignal): Promise<{ readonly exitCode: number } | { readonly whyNot: string }>;
}

/** What a command gets. */
export interface CommandContext {
  readonly io: CliIo;
  readonly deps: CliDeps;
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly operands: readonly string[];
  /** Whether `--json` was given. */
  readonly json: boolean;
}

/** Runs a command; answers with its exit code or throws a `CliError`. */
export type CommandRun = (context: CommandContext) => Promise<number>;
