/**
 * Expected failure is a value, not an exception. A `Failure` has a namespaced code
 * ("evidence/not-found") that shells branch on, one plain sentence, and data (file, offset …).
 * Bugs still throw.
 */
export interface Failure {
  readonly code: string;
  /** One plain sentence that names the thing and, where there is one, the next step. */
  readonly message: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(code: string, message: string, data?: Readonly<Record<string, unknown>>): Result<never> {
  return { ok: false, failure: data === undefined ? { code, message } : { code, message, data } };
}

/** A `Failure` on its way up through code that cannot return a `Result` (streams, callbacks). */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'FailureError';
    this.failure = failure;
  }
}

/** The value, or throws `FailureError`: for places where the failure is somebody else's to handle. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new FailureError(result.failure);
}
