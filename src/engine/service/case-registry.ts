import { stat, realpath } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { FailureError, fail, ok, type Result } from '../../base/result.ts';
import type { Connection } from '../../protocol/client.ts';
import type { Transport } from '../../protocol/transport.ts';
import type { CaseFile } from '../casefile/contract.ts';
import { CASE_FILE_NAME, createCaseFile, isCaseFolder, openCaseFile, refusesCreation } from '../casefile/open.ts';
import { openIndex } from '../index/open-index.ts';
import type { EventIndex } from '../index/contract.ts';
import type { FormatLibrary } from './format-library.ts';
import { createIngestService } from '../ingest/ingest-service.ts';
import type { EngineOptions } from './context.ts';
import { type Endpoint, joinCase, offerCase, readEndpoint } from './endpoint.ts';
import { type CaseLock, takeLock } from './lock.ts';
import { assembleCase, type OpenCase } from './open-case.ts';
import { writeFailure } from './replace-file.ts';

/** How long another process may be between taking the lock and listening, or between dying and being gone. */
const PATIENCE_MS = 3_000;
const RETRY_MS = 50;
/** Somebody who is on the way to a case has come until then, or will not. */
const EXPECTED_MS = 15_000;

/** A case as one user of it has it: held by this process, or through a connection to the one that holds it. */
export type Acquired =
  | { readonly kind: 'held'; readonly openCase: OpenCase; release(): Promise<void> }
  | { readonly kind: 'joined'; readonly dir: string; readonly connection: Connection; release(): Promise<void> };

export type HeldCase = Acquired & { readonly kind: 'held' };

/**
 * Serves somebody who came through a case's socket. `admit` answers the case and counts the guest as a user of it;
 * `undefined` once the case is being closed.
 */
export type AcceptGuest = (transport: Transport, token: string, admit: () => HeldCase | undefined) => void;

export interface CreateOptions {
  readonly title: string | undefined;
}

interface Held {
  readonly openCase: OpenCase;
  readonly lock: CaseLock;
  readonly closing: AbortController;
  readonly endpoint: Promise<Endpoint | undefined>;
  users: number;
}

/**
 * The cases this process holds. One process at a time opens the files of a case; its users are the sessions of this
 * process and guests from others. The last to leave closes it.
 */
export class CaseRegistry {
  readonly #options: EngineOptions;
  readonly #library: FormatLibrary;
  readonly #acceptGuest: AcceptGuest;
  readonly #held = new Map<string, Held>();
  /** What is under way for a folder: opening and closing never overlap. */
  readonly #turns = new Map<string, Promise<unknown>>();
  /** Cases that were opened for somebody who has not come yet. */
  readonly #expected = new Map<string, { readonly release: () => Promise<void>; readonly timer: NodeJS.Timeout }>();
  #ending = false;

  constructor(options: EngineOptions, library: FormatLibrary, acceptGuest: AcceptGuest) {
    this.#options = options;
    this.#library = library;
    this.#acceptGuest = acceptGuest;
  }

  /**
   * The case at `path` (its folder, or the case.sqlite in it) for one user, who must call `release`.
   * Codes: those of `case.open`.
   */
  async open(path: string, author: string): Promise<Result<Acquired>> {
    const found = await findCase(path);
    if (!found.ok) return found;
    return this.#inTurn(found.value, async () => {
      const acquired = await this.#acquire(found.value, author, openCaseFile);
      this.#unexpect(found.value);
      return acquired;
    });
  }

  /** Opens the case at `path` for somebody who is on the way, and closes it when nobody has come. */
  async expect(path: string, author: string): Promise<void> {
    const found = await findCase(path);
    if (!found.ok || this.#ending) return;
    const dir = found.value;
    await this.#inTurn(dir, async () => {
      if (this.#ending || this.#held.has(dir) || this.#expected.has(dir)) return;
      const acquired = await this.#acquire(dir, author, openCaseFile);
      // Whoever comes is told why it cannot be opened, or joins the process that has it.
      if (!acquired.ok) return;
      if (acquired.value.kind === 'joined') return acquired.value.release();
      this.#expected.set(dir, { release: () => acquired.value.release(), timer: setTimeout(() => this.#unexpect(dir), EXPECTED_MS) });
    });
  }

  #unexpect(dir: string): void {
    const expected = this.#expected.get(dir);
    if (!expected) return;
    this.#expected.delete(dir);
    clearTimeout(expected.timer);
    // Closing takes its turn after what is under way.
    void expected.release();
  }

  /** A new case at `path`. Codes: those of `case.create`. */
  async create(path: string, author: string, options: CreateOptions): Promise<Result<Acquired>> {
    let dir: string;
    try {
      const refused = refusesCreation(path);
      if (refused) return refused;
      mkdirSync(path, { recursive: true });
      dir = await realpath(path);
    } catch (error) {
      const failure = writeFailure(error, path);
      if (!failure) throw error;
      return failure;
    }
    return this.#inTurn(dir, () => this.#acquire(dir, author, () => createCaseFile(dir, { author, title: options.title })));
  }

  /**
   * Before the engine closes its connections: a lost connection cancels what it asked for, and ingest that the end
   * of the engine interrupts is to go on at the next opening instead.
   */
  async interruptIngest(): Promise<void> {
    this.#ending = true;
    await Promise.all([...this.#held.values()].map(({ openCase }) => this.#step(openCase.dir, () => openCase.ingest.close())));
  }

  /** Whether a case is open, or about to be. */
  get busy(): boolean {
    return this.#held.size > 0 || this.#turns.size > 0;
  }

  /** Waits until nothing is being opened or closed. Every user must have released by then. */
  async settled(): Promise<void> {
    for (const dir of this.#expected.keys()) this.#unexpect(dir);
    while (this.#turns.size > 0) await Promise.all(this.#turns.values());
  }

  async #acquire(dir: string, author: string, openWork: (dir: string) => Result<CaseFile>): Promise<Result<Acquired>> {
    const held = this.#held.get(dir);
    if (held) return ok(this.#use(held));
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const lock = takeLock(dir);
      if (!lock.ok) return lock;
      // Somebody who answers holds the case, even if the lock was free: see lock.ts for how it can get lost.
      const endpoint = await readEndpoint(dir);
      const joined = endpoint && (await joinCase(endpoint, author));
      if (joined?.ok) {
        lock.value?.release();
        return ok({ kind: 'joined', dir, connection: joined.value, release: () => closed(joined.value) });
      }
      if (lock.value) return this.#hold(dir, lock.value, () => openWork(dir));
      if (endpoint && joined?.failure.code === 'protocol/version') return busy(dir, endpoint.pid, joined.failure.message);
      if (Date.now() > deadline) {
        return busy(dir, endpoint?.pid, endpoint ? `Process ${endpoint.pid} on ${endpoint.host} has it and does not answer.` : 'Another process has it and does not say which.');
      }
      await delay(RETRY_MS);
    }
  }

  /** Opens the files under the lock. Whatever fails on the way, everything before it is closed again. */
  async #hold(dir: string, lock: CaseLock, openWork: () => Result<CaseFile>): Promise<Result<Acquired>> {
    const { log, createParseWorker, author } = this.#options;
    const opened = Promise.withResolvers<Held | undefined>();
    // Listening comes first: who arrives while a large case is being opened waits instead of finding nobody. Opening does not wait for it.
    const offered: Promise<Endpoint | undefined> = offerCase(dir, (transport) => {
      void Promise.all([offered, opened.promise]).then(([endpoint, held]) => this.#admit(transport, endpoint, held));
    }, log);
    let work: CaseFile | undefined;
    let index: EventIndex | undefined;
    try {
      const openedWork = openWork();
      if (!openedWork.ok) throw new FailureError(openedWork.failure);
      work = openedWork.value;
      index = await openIndexOf(dir);
      const closing = new AbortController();
      const parts = { dir, work, index };
      const openCase = assembleCase({
        ...parts, closing: closing.signal, log,
        ingest: (changed) => createIngestService({ ...parts, createParseWorker, changed, author, log, ownFormats: () => this.#library.definitions(), ...this.#options.ingestTuning }),
      });
      const held: Held = { openCase, lock, closing, endpoint: offered, users: 0 };
      this.#held.set(dir, held);
      const acquired = this.#use(held);
      opened.resolve(held);
      void this.#resume(openCase);
      return ok(acquired);
    } catch (error) {
      opened.resolve(undefined);
      await (await offered)?.close();
      await index?.close();
      work?.close();
      lock.release();
      if (error instanceof FailureError) return { ok: false, failure: error.failure };
      throw error;
    }
  }

  /** Ingest that was broken off, and an index that is new or was thrown away: work does not wait for it. */
  async #resume(openCase: OpenCase): Promise<void> {
    try {
      await openCase.ingest.resume();
    } catch (error) {
      if (!openCase.closing.aborted) this.#options.log({ level: 'error', message: 'Ingest could not go on', data: { dir: openCase.dir, error: describe(error) } });
    }
  }

  #admit(transport: Transport, endpoint: Endpoint | undefined, held: Held | undefined): void {
    if (endpoint && held) this.#acceptGuest(transport, endpoint.token, () => (held.closing.signal.aborted ? undefined : this.#use(held)));
    else transport.close();
  }

  #use(held: Held): HeldCase {
    held.users++;
    let released: Promise<void> | undefined;
    return { kind: 'held', openCase: held.openCase, release: () => (released ??= this.#leave(held)) };
  }

  async #leave(held: Held): Promise<void> {
    held.users--;
    const { dir } = held.openCase;
    if (held.users > 0) return;
    // Taken in turn: somebody may be about to use it again.
    await this.#inTurn(dir, async () => {
      if (held.users > 0 || this.#held.get(dir) !== held) return;
      held.closing.abort();
      this.#held.delete(dir);
      await this.#close(held);
    });
  }

  async #close({ openCase, endpoint, lock }: Held): Promise<void> {
    const { dir, ingest, index, work } = openCase;
    const steps: ReadonlyArray<() => void | Promise<void> | undefined> = [
      async () => (await endpoint)?.close(), () => ingest.close(), () => index.close(this.#options.endsWithProcess), () => work.close(), () => lock.release(),
    ];
    for (const step of steps) await this.#step(dir, step);
  }

  /** One step of closing: whatever happens, the next ones must still be taken. */
  async #step(dir: string, step: () => void | Promise<void> | undefined): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#options.log({ level: 'error', message: 'Closing a case went wrong', data: { dir, error: describe(error) } });
    }
  }

  #inTurn<T>(dir: string, run: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(dir) ?? Promise.resolve();
    const turn = before.then(run, run);
    this.#turns.set(dir, turn);
    const forget = (): void => {
      if (this.#turns.get(dir) === turn) this.#turns.delete(dir);
    };
    void turn.then(forget, forget);
    return turn;
  }
}

/** A damaged index is made anew; what is left are a full disk, missing rights and the like, which a person must mend. */
async function openIndexOf(dir: string): Promise<EventIndex> {
  const path = join(dir, 'index.duckdb');
  try {
    return await openIndex(path);
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
    throw new FailureError({
      code: 'file/not-writable', data: { path, reason },
      message: `${path} cannot be opened (${reason}). It holds no work: check the disk and its permissions, or move that file away, and open the case again.`,
    });
  }
}

async function findCase(path: string): Promise<Result<string>> {
  try {
    const real = await realpath(path);
    const dir = basename(real) === CASE_FILE_NAME && (await stat(real)).isFile() ? dirname(real) : real;
    if (isCaseFolder(dir)) return ok(dir);
  } catch {
    // Not there, or behind a folder that may not be entered: to the person it is the same.
  }
  return fail('case/not-found', `There is no case at ${path}. Choose a folder that holds a ${CASE_FILE_NAME}.`, { path });
}

function busy(dir: string, pid: number | undefined, why: string): Result<never> {
  return fail('case/busy', `The case in ${dir} is in use. ${why} Close it there and try again.`, pid === undefined ? { path: dir } : { path: dir, pid });
}

function closed(connection: Connection): Promise<void> {
  connection.close();
  return connection.closed;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

