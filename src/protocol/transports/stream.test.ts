import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Duplex, PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BUFFERED_BYTES, MAX_FRAME_BYTES } from '../limits.ts';
import { frameSplitter, streamTransport } from './stream.ts';

function lengthPrefixed(frames: readonly Uint8Array[]): Buffer {
  return Buffer.concat(frames.flatMap((frame) => {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(frame.length);
    return [header, frame];
  }));
}

describe('frames over a byte stream', () => {
  it('come out as they went in, wherever the stream is cut', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (frames, cuts) => {
      const bytes = lengthPrefixed(frames);
      const seen: Uint8Array[] = [];
      const take = frameSplitter((frame) => seen.push(frame));
      for (let pos = 0, i = 0; pos < bytes.length; i++) {
        const size = cuts[i % cuts.length]!;
        const chunk = Uint8Array.from(bytes.subarray(pos, pos + size));
        expect(take(chunk)).toBe(true);
        // The chunk is the stream's own and may be used again.
        chunk.fill(0);
        pos += size;
      }
      expect(seen).toEqual(frames);
    }));
  });

  it('are refused by their length alone when beyond the limit', () => {
    const header = (length: number): Uint8Array => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(length);
      return bytes;
    };
    expect(frameSplitter(() => {})(header(MAX_FRAME_BYTES))).toBe(true);
    expect(frameSplitter(() => {})(header(MAX_FRAME_BYTES + 1))).toBe(false);
    expect(frameSplitter(() => {})(header(0xffffffff))).toBe(false);
  });

  it('end with the stream that carries too long a one', async () => {
    const stream = new PassThrough();
    const transport = streamTransport(stream);
    const closed = new Promise<void>((resolve) => { transport.onClose(resolve); });
    stream.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    await closed;
    expect(stream.destroyed).toBe(true);
  });

  it('are not kept without end for a peer that does not read', async () => {
    const stuck = new Duplex({ read() {}, write() {} });
    const transport = streamTransport(stuck);
    const closed = new Promise<void>((resolve) => { transport.onClose(resolve); });
    const frame = new Uint8Array(MAX_FRAME_BYTES);
    for (let sent = 0; sent <= MAX_BUFFERED_BYTES; sent += frame.length) transport.send(frame);
    await closed;
    expect(stuck.destroyed).toBe(true);
  });

  it('end when the other half ends, on streams that stay half open too', async () => {
    const half = new Duplex({ read() {}, write(_chunk, _encoding, done) { done(); } });
    const transport = streamTransport(half);
    const closed = new Promise<void>((resolve) => { transport.onClose(resolve); });
    half.push(null);
    await closed;
    expect(half.writableEnded).toBe(true);
  });

  it('that were sent last arrive before the end', async () => {
    // More than the kernel takes at once.
    const last = new Uint8Array(8 * 1024 * 1024).fill(42);
    const server = createServer((socket) => {
      const transport = streamTransport(socket);
      // The client goes on sending while the server says why it closes.
      transport.onFrame(() => {
        transport.send(last);
        transport.close();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const client = streamTransport(connect(address.port, '127.0.0.1'));
    const seen: Uint8Array[] = [];
    client.onFrame((frame) => seen.push(frame));
    const closed = new Promise<void>((resolve) => { client.onClose(resolve); });
    for (let i = 0; i < 64; i++) client.send(new Uint8Array(100_000));
    await closed;
    expect(seen.map((frame) => Buffer.compare(frame, last))).toEqual([0]);
    await new Promise((resolve) => { server.close(resolve); });
  });
});
