import { fail, ok, type Result } from '../../base/result.ts';
import type { RawCallOptions, RawClient } from '../../protocol/client.ts';

/**
 * Calls whose repetition could do something twice. When the holder ends in the middle of one, nobody knows whether
 * it took effect: the person decides, with the case as it then is in view.
 */
const NEVER_REPEATED = new Set([
  'work.do', 'work.undo', 'work.redo', 'evidence.add', 'evidence.upload', 'evidence.cancelIngest', 'report.write', 'case.verify',
]);
/** Streams that start with the current state, so that starting them again loses and doubles nothing. */
const WATCHES = new Set(['case.watch', 'evidence.watchIngest']);

/**
 * A case that another process holds, as the target of relayed calls. When that process goes away, the connection is
 * renewed by `reconnect` (which may find that this process holds the case now), and what can be repeated is: a
 * person reading notices a short pause.
 */
export class JoinedCase implements RawClient {
  readonly #reconnect: () => Promise<Result<RawClient>>;
  #link: RawClient;
  #renewing: Promise<Result<undefined>> | undefined;
  readonly #ended = Promise.withResolvers<void>();
  #isClosed = false;

  constructor(link: RawClient, reconnect: () => Promise<Result<RawClient>>) {
    this.#link = link;
    this.#reconnect = reconnect;
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
      const result = await link.callRaw(method, input, { ...options, onItem });
      if (result.ok || result.failure.code !== 'protocol/disconnected' || this.#isClosed) return result;
      const renewed = await this.#renew(link);
      if (!renewed.ok) return renewed;
      if (NEVER_REPEATED.has(method)) return interrupted();
      if (delivered && !WATCHES.has(method)) return interrupted();
      if (options.signal?.aborted) return fail('cancelled', 'Cancelled.');
    }
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
    const found = await this.#reconnect();
    if (!found.ok) return found;
    this.#link = found.value;
    if (this.#isClosed) found.value.close();
    return ok(undefined);
  }
}

function interrupted(): Result<never> {
  return fail(
    'case/interrupted',
    'The process that held this case ended before it answered. The case is open again: look whether the change is there, and repeat it if not.',
  );
}
