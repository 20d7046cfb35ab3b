import { ok, type Result } from '../../base/result.ts';
import type { CaseInfo } from '../../model/case.ts';
import { api } from '../../protocol/api.ts';
import { connect, type Connection, type RawClient } from '../../protocol/client.ts';
import type { Transport } from '../../protocol/transport.ts';
import { memoryPair } from '../../protocol/transports/memory.ts';
import type { Acquired, CaseRegistry, CreateOptions, HeldCase } from './case-registry.ts';
import { JoinedCase } from './joined-case.ts';
import { caseNotOpen, type OpenCase } from './open-case.ts';

/** What a session has open: a case of this process, or a link to the one that holds it. */
type Place = { readonly held: HeldCase; readonly dir: string } | { readonly link: JoinedCase; readonly dir: string };

export interface SessionOptions {
  readonly cases: CaseRegistry;
  readonly author: string;
  /** Serves a session on `held` over a transport within this process: see `#takeOver`. */
  readonly serveWithin: (transport: Transport, held: HeldCase) => void;
  /** The case that a guest of another process came for, or that this process took over. */
  readonly guestOf?: { readonly held: HeldCase; readonly joined: boolean };
}

/** One connection's place in the engine: who it is, and the case it has open. */
export class Session {
  /** Name that this session's changes are journalled under. */
  readonly author: string;
  readonly #options: SessionOptions;
  readonly #joined: boolean;
  #place: Place | undefined;
  /** Aborted when the open case is closed or left. */
  #left = new AbortController();
  /** Opening and closing run one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.author = options.author;
    const { guestOf } = options;
    this.#joined = guestOf?.joined ?? false;
    if (guestOf) this.#place = { held: guestOf.held, dir: guestOf.held.openCase.dir };
  }

  /** The open case. Throws `FailureError` `case/not-open`, which the protocol server hands to the caller. */
  requireCase(): OpenCase {
    if (!this.#place || !('held' in this.#place)) throw caseNotOpen();
    return this.#place.held.openCase;
  }

  /** Aborted when this session has left the case that is open now. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  /** Where calls about the case go, when another process holds it. */
  remote(): RawClient | undefined {
    return this.#place && 'link' in this.#place ? this.#place.link : undefined;
  }

  info(): CaseInfo {
    return this.requireCase().info(this.#joined);
  }

  /** Opens a case and leaves the one open before; when that fails, the one before stays open. */
  open(path: string): Promise<Result<CaseInfo>> {
    return this.#inTurn(async () => this.#enter(await this.#options.cases.open(path, this.author)));
  }

  create(path: string, options: CreateOptions): Promise<Result<CaseInfo>> {
    return this.#inTurn(async () => this.#enter(await this.#options.cases.create(path, this.author, options)));
  }

  /** Leaves the open case, if any; who is last closes it. */
  leave(): Promise<void> {
    return this.#inTurn(() => this.#leave());
  }

  async #enter(acquired: Result<Acquired>): Promise<Result<CaseInfo>> {
    if (!acquired.ok) return acquired;
    if (acquired.value.kind === 'held') {
      const held = acquired.value;
      await this.#leave();
      this.#place = { held, dir: held.openCase.dir };
      return ok(this.info());
    }
    const { connection, dir } = acquired.value;
    const info = await connection.call(api.caseInfo, {});
    if (!info.ok) {
      connection.close();
      return info;
    }
    await this.#leave();
    this.#place = { link: new JoinedCase(connection, () => this.#takeOver(dir)), dir };
    return info;
  }

  async #leave(): Promise<void> {
    const place = this.#place;
    this.#place = undefined;
    this.#left.abort();
    this.#left = new AbortController();
    if (!place) return;
    if ('held' in place) await place.held.release();
    else place.link.close();
  }

  /**
   * The holder went away: opens the case here, or joins whoever was quicker. Held here, the case is reached as
   * before, through a connection; the next `case.open` of this session makes it direct.
   */
  async #takeOver(dir: string): Promise<Result<Connection>> {
    const acquired = await this.#options.cases.open(dir, this.author);
    if (!acquired.ok) return acquired;
    if (acquired.value.kind === 'joined') return ok(acquired.value.connection);
    const [ours, theirs] = memoryPair();
    this.#options.serveWithin(theirs, acquired.value);
    const connection = connect(ours, { client: 'tephra-takeover', author: this.author });
    const ready = await connection.ready;
    if (ready.ok) return ok(connection);
    // The engine is closing: nobody serves what was opened here.
    await acquired.value.release();
    return ready;
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(run, run);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
