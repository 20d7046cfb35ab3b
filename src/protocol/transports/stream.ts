import { MAX_BUFFERED_BYTES, MAX_FRAME_BYTES } from '../limits.ts';
import type { Transport } from '../transport.ts';
import { Inbox } from './inbox.ts';

/** What is needed of Node's Duplex (`net.Socket`). */
export interface StreamLike {
  readonly writableLength: number;
  cork(): void;
  uncork(): void;
  write(chunk: Uint8Array): unknown;
  end(): unknown;
  destroy(): unknown;
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  on(event: 'end' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

const HEADER_BYTES = 4;
/** How long a closed connection may take to say goodbye. */
const CLOSE_TIMEOUT_MS = 2000;

/** Frames over a byte stream: each behind its length as an unsigned 32 bit number, big-endian. */
export function streamTransport(stream: StreamLike): Transport {
  const inbox = new Inbox();
  let open = true;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * Ends our half and goes on reading, into nothing, until the other half has ended: destroying a socket with unread
   * bytes resets it, and what we sent last (why we close) would be lost.
   */
  function close(): void {
    if (!open) return;
    open = false;
    stream.end();
    timer = setTimeout(() => stream.destroy(), CLOSE_TIMEOUT_MS);
    inbox.close();
  }

  function abandon(): void {
    close();
    stream.destroy();
  }

  const take = frameSplitter((frame) => inbox.frame(frame));
  stream.on('data', (chunk) => {
    if (open && !take(chunk)) abandon();
  });
  stream.on('end', close);
  // A close event follows every error.
  stream.on('error', () => {});
  stream.on('close', () => {
    close();
    clearTimeout(timer);
  });

  return {
    send(frame) {
      if (!open) return;
      const header = new Uint8Array(HEADER_BYTES);
      new DataView(header.buffer).setUint32(0, frame.length);
      stream.cork();
      stream.write(header);
      stream.write(frame);
      stream.uncork();
      // The protocol's credit bounds what is under way: past this the peer has stopped reading.
      if (stream.writableLength > MAX_BUFFERED_BYTES) abandon();
    },
    onFrame: (listener) => inbox.onFrame(listener),
    onClose: (listener) => inbox.onClose(listener),
    close,
  };
}

/** Puts frames together from chunks cut anywhere. The function it makes answers `false` at a length beyond the limit. */
export function frameSplitter(onFrame: (frame: Uint8Array) => void): (chunk: Uint8Array) => boolean {
  const header = new Uint8Array(HEADER_BYTES);
  let frame: Uint8Array | undefined;
  /** Bytes there already of the frame, or of the header while there is no frame. */
  let filled = 0;

  return (chunk) => {
    let pos = 0;
    while (pos < chunk.length) {
      const target: Uint8Array = frame ?? header;
      const part = chunk.subarray(pos, pos + target.length - filled);
      target.set(part, filled);
      filled += part.length;
      pos += part.length;
      if (filled < target.length) break;
      filled = 0;
      if (frame) {
        onFrame(frame);
        frame = undefined;
        continue;
      }
      const lengthBytes = new DataView(header.buffer).getUint32(0);
      if (lengthBytes > MAX_FRAME_BYTES) return false;
      if (lengthBytes === 0) onFrame(new Uint8Array(0));
      else frame = new Uint8Array(lengthBytes);
    }
    return true;
  };
}
