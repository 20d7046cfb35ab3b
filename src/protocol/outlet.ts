/**
 * What one running call sends before its result: items as far as the receiver's credit goes, in order, and the
 * latest progress, one at a time under way.
 */
export class Outlet {
  readonly #signal: AbortSignal;
  #credit: number;
  #over = false;
  /** Items beyond the credit: only a handler that does not wait for `item` has more than one here. */
  readonly #queue: (() => void)[] = [];
  /** Those who wait until there is room again, and those who wait until all is sent. */
  #waiting: { readonly done: () => boolean; readonly resolve: () => void; readonly reject: (reason: unknown) => void }[] = [];
  #progressUnderWay = false;
  #latestProgress: (() => void) | undefined;

  constructor(signal: AbortSignal, credit: number) {
    this.#signal = signal;
    this.#credit = credit;
    signal.addEventListener('abort', () => {
      for (const waiter of this.#waiting) waiter.reject(signal.reason);
      this.#waiting = [];
    }, { once: true });
  }

  /** Sends now or when there is credit; resolves when there is room for another. Rejects once the signal is aborted. */
  item(send: () => void): Promise<void> {
    if (this.#over) return Promise.reject(new Error('an item after the call has ended'));
    if (!this.#signal.aborted) {
      this.#queue.push(send);
      this.#flush();
    }
    return this.#until(() => this.#credit > 0);
  }

  /** Sends now, or when the one under way has arrived and no later one has taken its place. */
  progress(send: () => void): void {
    if (this.#over || this.#signal.aborted) return;
    if (this.#progressUnderWay) {
      this.#latestProgress = send;
      return;
    }
    this.#progressUnderWay = true;
    send();
  }

  addCredit(items: number): void {
    this.#credit += items;
    this.#flush();
  }

  progressArrived(): void {
    const latest = this.#latestProgress;
    this.#latestProgress = undefined;
    this.#progressUnderWay = latest !== undefined;
    latest?.();
  }

  /** Resolves when every item is sent, the last progress too. Nothing may follow but the result. */
  async end(): Promise<void> {
    this.#over = true;
    this.#latestProgress?.();
    this.#latestProgress = undefined;
    await this.#until(() => this.#queue.length === 0);
  }

  async #until(done: () => boolean): Promise<void> {
    this.#signal.throwIfAborted();
    if (!done()) await new Promise<void>((resolve, reject) => this.#waiting.push({ done, resolve, reject }));
  }

  #flush(): void {
    while (this.#credit > 0 && this.#queue.length > 0) {
      this.#credit--;
      this.#queue.shift()!();
    }
    this.#waiting = this.#waiting.filter((waiter) => {
      if (!waiter.done()) return true;
      waiter.resolve();
      return false;
    });
  }
}
