import { fail, ok, type Result } from '../../base/result.ts';
import type { RawCallOptions, RawClient } from '../../protocol/client.ts';

/**
 * Calls whose repetition could do something twice. When the holder ends in the middle of one, nobody knows whether
 * it took effect: the person decides, with the case as it then is in view.
 */
const NEVER_REPEATED = new Set([
  'work.do', 'work.undo', 'work.redo', 'evidence.add', 'evidence.upload', 'evidence.cancelIngest', 'evidence.appendStream', 'evidence.endStream', 'report.write', 'fault-tree.import', 'fault-tree.write', 'case.verify',
]);
/** Streams that start with the current state, so that starting them again loses and doubles nothing. */
const WATCHES = new Set(['case.watch', 'evidence.watchIngest', 'evidence.watchFollowed', 'evidence.follow']);

/**
 * A case that another process holds, as the target of relayed calls. When that process goes away, the connection is
 * renewed by `reconnect` (which may find that this process holds the case now), and what can be repeated is: a
 * person reading notices a short pause.
 */
export class JoinedCase implements RawClient {
  readonly #reconnect: () => Promise<Result<RawClient>>;
  #link: RawClient;
  /** The link that is known to have ended: nothing was sent over it since. */
  #broken: RawClient | undefined;
  #renewing: Promise<Result<undefined>> | undefined;
  readonly #ended = Promise.withResolvers<void>();
  #isClosed = false;

  constructor(link: RawClient, reconnect: () => Promise<Result<RawClient>>) {
    this.#link = link;
    this.#reconnect = reconnect;
    this.#watch(link);
  }

  get closed(): Promise<void> {
    return this.#ended.promise;
  }

  close(): void {
    this.#isClosed = true;
    this.#link.close();
    this.#ended.resolve();
  }

  async callRaw(method: string, input: unknown, options: RawCallOptions = {}): Promise<Result<unknown>> {
    let delivered = false;
    const onItem = (item: unknown): void | Promise<void> => {
      delivered = true;
      return options.onItem?.(item);
    };
    for (;;) {
      const link = this.#link;
      if (this.#broken === link) {
        const renewed = await this.#renew(link);
        if (!renewed.ok) return renewed;
        if (options.signal?.aborted) return fail('cancelled', 'Cancelled.');
        continue;
      }
      const result = await link.callRaw(method, input, { ...options, onItem });
      if (result.ok || result.failure.code !== 'protocol/disconnected' || this.#isClosed) return result;
      this.#broken = link;
      if (!NEVER_REPEATED.has(method) && (!delivered || WATCHES.has(method))) continue;
      const renewed = await this.#renew(link);
      return renewed.ok ? interrupted() : renewed;
    }
  }

  /** Renews at once when the holder goes away, so that the case stays open in this process though nobody calls. */
  #watch(link: RawClient): void {
    const renew = async (): Promise<void> => {
      await link.closed;
      if (this.#isClosed || this.#link !== link) return;
      this.#broken = link;
      await this.#renew(link);
    };
    // A bug on the way is met again, and logged, by the next call.
    renew().catch(() => {});
  }

  /** Renews the connection once, however many calls found it broken. */
  #renew(broken: RawClient): Promise<Result<undefined>> {
    if (this.#link !== broken) return Promise.resolve(ok(undefined));
    this.#renewing ??= this.#replaceLink().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  async #replaceLink(): Promise<Result<undefined>> {
    if (this.#isClosed) return notOpen('it was closed here');
    const found = await this.#reconnect();
    if (!found.ok) return notOpen(found.failure.message);
    this.#link = found.value;
    if (this.#isClosed) found.value.close();
    else this.#watch(found.value);
    return ok(undefined);
  }
}

function notOpen(why: string): Result<never> {
  return fail('case/not-open', `The process that held this case has ended, and the case could not be opened here: ${why}`);
}

function interrupted(): Result<never> {
  return fail(
    'case/interrupted',
    'The process that held this case ended before it answered. The case is open again: look whether the change is there, and repeat it if not.',
  );
}
