/**
 * A way to carry encoded frames, in order, each whole. Transports differ only in sending bytes: the contract
 * suite (test/contract) runs over all of them.
 */
export interface Transport {
  /** Never blocks. After `close`, does nothing. */
  send(frame: Uint8Array<ArrayBuffer>): void;
  /** At most one listener; frames that arrive before it is set are kept. */
  onFrame(listener: (frame: Uint8Array) => void): void;
  /** Called once, when either side has closed; at once if it already has. */
  onClose(listener: () => void): void;
  close(): void;
}
