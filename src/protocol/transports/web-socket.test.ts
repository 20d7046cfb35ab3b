import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { MAX_BUFFERED_BYTES, MAX_FRAME_BYTES } from '../limits.ts';
import { webSocketTransport } from './web-socket.ts';

describe('frames over a WebSocket', () => {
  let server: WebSocketServer;
  let address: string;
  beforeEach(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new Error('no port');
    address = `ws://127.0.0.1:${bound.port}`;
  });
  afterEach(async () => {
    for (const socket of server.clients) socket.terminate();
    await new Promise((resolve) => { server.close(resolve); });
  });

  async function connected(): Promise<[WebSocket, WebSocket]> {
    const client = new WebSocket(address);
    const [[theirs]] = await Promise.all([once(server, 'connection'), once(client, 'open')]);
    return [client, theirs];
  }

  it('wait until the socket is open', async () => {
    const accepted = once(server, 'connection');
    const transport = webSocketTransport(new WebSocket(address));
    transport.send(Uint8Array.of(1));
    transport.send(Uint8Array.of(2));
    const [socket] = await accepted;
    const seen: number[] = [];
    await new Promise<void>((resolve) => {
      webSocketTransport(socket).onFrame((frame) => {
        seen.push(frame[0]!);
        if (seen.length === 2) resolve();
      });
    });
    expect(seen).toEqual([1, 2]);
  });

  it('are not kept without end for a peer that does not read', async () => {
    const [client, theirs] = await connected();
    client.pause();
    const transport = webSocketTransport(theirs);
    const closed = new Promise<void>((resolve) => { transport.onClose(resolve); });
    const frame = new Uint8Array(MAX_FRAME_BYTES);
    let sent = 0;
    while (theirs.readyState === WebSocket.OPEN && sent < 2 * MAX_BUFFERED_BYTES) {
      transport.send(frame);
      sent += frame.length;
    }
    await closed;
    expect(sent).toBeGreaterThanOrEqual(MAX_BUFFERED_BYTES);
    expect(sent).toBeLessThan(2 * MAX_BUFFERED_BYTES);
  });

  it('are never text', async () => {
    const [client, theirs] = await connected();
    const transport = webSocketTransport(theirs);
    transport.onFrame(() => expect.unreachable());
    client.send('text');
    expect((await once(client, 'close'))[0]).toBe(1003);
  });

  it('stop when an address does not answer', async () => {
    const transport = webSocketTransport(new WebSocket('ws://127.0.0.1:1'));
    transport.send(Uint8Array.of(1));
    await new Promise<void>((resolve) => { transport.onClose(resolve); });
  });
});
