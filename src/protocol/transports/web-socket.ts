import { MAX_BUFFERED_BYTES } from '../limits.ts';
import type { Transport } from '../transport.ts';
import { Inbox } from './inbox.ts';

/** What the browser's WebSocket and that of `ws` have in common. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: (event: unknown) => void): void;
}

const CONNECTING = 0;
const OPEN = 1;
// RFC 6455 §7.4.1, and §7.4.2 for an application's own.
const CLOSE_NORMAL = 1000;
const CLOSE_UNSUPPORTED_DATA = 1003;
const CLOSE_NOT_READING = 4000;

/**
 * Frames as binary messages; a text message ends the connection. A socket that is still connecting keeps what is sent.
 * The protocol's credit bounds what is under way, so that a `bufferedAmount` past `MAX_BUFFERED_BYTES` means a peer
 * that has stopped reading: it is given up.
 */
export function webSocketTransport(socket: WebSocketLike): Transport {
  const inbox = new Inbox();
  let unsent: Uint8Array<ArrayBuffer>[] = [];

  function end(code: number): void {
    unsent = [];
    socket.close(code);
    inbox.close();
  }

  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => {
    for (const frame of unsent.splice(0)) socket.send(frame);
  });
  socket.addEventListener('message', (event) => {
    const data: unknown = typeof event === 'object' && event !== null && 'data' in event ? event.data : undefined;
    if (data instanceof ArrayBuffer) inbox.frame(new Uint8Array(data));
    else end(CLOSE_UNSUPPORTED_DATA);
  });
  socket.addEventListener('close', () => inbox.close());
  // A close event follows every error; without a listener `ws` would throw.
  socket.addEventListener('error', () => {});

  return {
    send(frame) {
      if (socket.readyState === CONNECTING) unsent.push(frame);
      else if (socket.readyState === OPEN) {
        socket.send(frame);
        if (socket.bufferedAmount > MAX_BUFFERED_BYTES) end(CLOSE_NOT_READING);
      }
    },
    onFrame: (listener) => inbox.onFrame(listener),
    onClose: (listener) => inbox.onClose(listener),
    close: () => end(CLOSE_NORMAL),
  };
}
