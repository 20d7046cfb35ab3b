/** Why a call's signal is aborted when its connection has ended and nobody has cancelled it. */
export const CONNECTION_LOST = new DOMException('The connection has ended.', 'AbortError');

/**
 * A signal for work that goes on when the one who asked for it is gone (a closed tab, a broken line): aborted when the
 * call is cancelled, not when its connection ends.
 */
export function onlyWhenCancelled(signal: AbortSignal): AbortSignal {
  const cancelled = new AbortController();
  const follow = (): void => {
    if (signal.reason !== CONNECTION_LOST) cancelled.abort(signal.reason);
  };
  if (signal.aborted) follow();
  else signal.addEventListener('abort', follow, { once: true });
  return cancelled.signal;
}

/** Waits for nothing: what is awaited in place of a receiver that is gone. */
export function never(): Promise<never> {
  return new Promise(() => {});
}
