import type { Transport } from '../transport.ts';
import { Inbox } from './inbox.ts';

interface Port {
  postMessage(message: Uint8Array): void;
  close(): void;
  start?(): void;
}
/** A browser's MessagePort. */
interface EventTargetPort extends Port {
  addEventListener(type: 'message' | 'close', listener: (event: unknown) => void): void;
}
/** Node's MessagePort (the message itself) and Electron's MessagePortMain (an event that has it as `data`). */
interface EmitterPort extends Port {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}
export type MessagePortLike = EventTargetPort | EmitterPort;

/**
 * Frames over any of the three message ports. They are copied, not transferred: Electron's ports refuse transfer.
 * The other side's end, a crash included, arrives as the port's `close` event (Chromium ≥ 122, Node, Electron).
 */
export function messagePortTransport(port: MessagePortLike): Transport {
  const inbox = new Inbox();
  let closed = false;

  function receive(message: unknown): void {
    const data: unknown = isBytes(message) || typeof message !== 'object' || message === null || !('data' in message) ? message : message.data;
    if (isBytes(data)) inbox.frame(data);
    else close();
  }
  function close(): void {
    if (closed) return;
    closed = true;
    port.close();
    inbox.close();
  }

  if ('on' in port) {
    port.on('message', receive);
    port.on('close', close);
  } else {
    port.addEventListener('message', receive);
    port.addEventListener('close', close);
  }
  port.start?.();

  return {
    send: (frame) => {
      if (!closed) port.postMessage(frame);
    },
    onFrame: (listener) => inbox.onFrame(listener),
    onClose: (listener) => inbox.onClose(listener),
    close,
  };
}

/** Not `instanceof`: a port may hand over arrays of another realm. */
function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]';
}
