/** How long the rest waits: for the first records in all; to be asked for, once they can be; and to be drawn. */
export interface Patience {
  readonly mostMs: number;
  readonly lookMs: number;
  readonly drawMs: number;
}
const PATIENCE: Patience = { mostMs: 700, lookMs: 250, drawMs: 80 };

/**
 * Somebody has opened evidence and waits for its first records. Until they are there the rest of the work on it (copying,
 * hashing, parsing) waits: it would take the processor and the disk from the few milliseconds that they need.
 */
export class FirstRows {
  private over: PromiseWithResolvers<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private taken = false;
  private readonly patience: Patience;

  constructor(patience: Partial<Patience> = {}) {
    this.patience = { ...PATIENCE, ...patience };
  }

  begin(): void {
    this.end();
    this.taken = false;
    this.over = Promise.withResolvers();
    this.endAfter(this.patience.mostMs);
  }

  /** Whether what the caller has is the first there is, and is to be shown at once. True once. */
  take(): boolean {
    if (!this.over || this.taken) return false;
    this.taken = true;
    return true;
  }

  /** Resolves when the rest may go on; `undefined`: it may. */
  waiting(): Promise<void> | undefined {
    return this.over?.promise;
  }

  /** They can be asked for. Who looks at something else will not. */
  ready(): void {
    if (this.over && this.taken) this.endAfter(this.patience.lookMs);
  }

  /** They have been asked for. */
  seen(): void {
    if (this.over) this.endAfter(this.patience.drawMs);
  }

  /** There will be none, or nobody waits any more. */
  end(): void {
    clearTimeout(this.timer);
    this.over?.resolve();
    this.over = undefined;
  }

  private endAfter(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end(), ms);
  }
}
