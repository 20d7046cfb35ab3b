/** Sends the newest state whenever there is one and the receiver has room; states it was too slow for are skipped. */
export async function sendNewest<T>(
  watch: (listener: (state: T) => void) => () => void, end: AbortSignal, item: (state: T) => Promise<void>,
): Promise<void> {
  let newest: { readonly state: T } | undefined;
  let wake: (() => void) | undefined;
  const rouse = (): void => {
    wake?.();
    wake = undefined;
  };
  const stop = watch((state) => {
    newest = { state };
    rouse();
  });
  end.addEventListener('abort', rouse);
  try {
    while (!end.aborted) {
      if (newest === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const { state } = newest;
      newest = undefined;
      await item(state);
    }
  } finally {
    stop();
    end.removeEventListener('abort', rouse);
  }
}
