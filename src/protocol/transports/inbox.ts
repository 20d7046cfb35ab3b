/** The receiving half of every transport: keeps frames until there is a listener, and tells of the end once, after them. */
export class Inbox {
  #listener: ((frame: Uint8Array) => void) | undefined;
  #kept: Uint8Array[] = [];
  #closeListener: (() => void) | undefined;
  #closed = false;

  frame(frame: Uint8Array): void {
    if (this.#closed) return;
    if (this.#listener) this.#listener(frame);
    else this.#kept.push(frame);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#closeListener?.();
  }

  onFrame(listener: (frame: Uint8Array) => void): void {
    this.#listener = listener;
    for (const frame of this.#kept.splice(0)) listener(frame);
  }

  onClose(listener: () => void): void {
    this.#closeListener = listener;
    if (this.#closed) listener();
  }
}
