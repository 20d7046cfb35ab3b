/** Why the analysis of one function stopped before its end. Caught inside this folder: callers see bounds and a sentence. */
export class LimitError extends Error {
  readonly limit: 'nodes' | 'steps' | 'depth';
  constructor(limit: 'nodes' | 'steps' | 'depth') {
    super(`limit of ${limit}`);
    this.name = 'LimitError';
    this.limit = limit;
  }
}

/** The analysis was told to stop. */
export class CancelledError extends Error {
  constructor() {
    super('The analysis was cancelled.');
    this.name = 'CancelledError';
  }
}

/**
 * `aborted` is read between steps; an AbortSignal fits, and in a worker something that reads shared memory does, because
 * no message arrives while the analysis computes.
 */
export interface Control {
  readonly signal?: { readonly aborted: boolean } | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface Progress {
  readonly phase: 'preparing' | 'diagrams' | 'cut sets' | 'importance' | 'uncertainty';
  /** 0 to 1 within the phase. */
  readonly done: number;
}

export function stopIfAborted({ signal }: Control): void {
  if (signal?.aborted === true) throw new CancelledError();
}
