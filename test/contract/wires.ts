import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect as connectSocket, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import type { Transport } from '../../src/protocol/transport.ts';
import { memoryPair } from '../../src/protocol/transports/memory.ts';
import { messagePortTransport } from '../../src/protocol/transports/message-port.ts';
import { streamTransport } from '../../src/protocol/transports/stream.ts';
import { webSocketTransport } from '../../src/protocol/transports/web-socket.ts';
import { createTestEngine } from './test-engine.ts';

/** A test engine and a way to reach it. */
export interface Wire {
  /** A new connection's client end. */
  open(): Transport;
  /** The engine's process dies: nobody says goodbye. */
  kill(): void;
  stop(): Promise<void>;
}

let thread: Worker | undefined;

export const wires: Record<string, () => Promise<Wire>> = {
  memory: async () => {
    const engine = createTestEngine();
    const servers: Transport[] = [];
    const kill = (): void => servers.forEach((server) => server.close());
    return {
      open() {
        const [client, server] = memoryPair();
        servers.push(server);
        engine.accept(server);
        return client;
      },
      kill,
      stop: async () => kill(),
    };
  },

  'a worker\'s message port': async () => {
    // A thread takes a while to start: the next test gets the same, unless it was killed, with an engine of its own.
    thread ??= new Worker(new URL('./engine-worker.ts', import.meta.url));
    const worker = thread;
    worker.unref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage('new');
    return {
      open() {
        const { port1, port2 } = new MessageChannel();
        worker.postMessage(port2, [port2]);
        return messagePortTransport(port1);
      },
      kill() {
        thread = undefined;
        void worker.terminate();
      },
      stop: async () => {},
    };
  },

  'a web socket': async () => {
    const engine = createTestEngine();
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    server.on('connection', (socket) => engine.accept(webSocketTransport(socket)));
    const kill = (): void => server.clients.forEach((socket) => socket.terminate());
    return {
      open: () => webSocketTransport(new WebSocket(`ws://127.0.0.1:${address.port}`)),
      kill,
      async stop() {
        kill();
        await new Promise((resolve) => { server.close(resolve); });
      },
    };
  },

  'a socket': async () => {
    const engine = createTestEngine();
    const folder = await mkdtemp(join(tmpdir(), 'tephra-contract-'));
    const path = join(folder, 'engine.sock');
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      engine.accept(streamTransport(socket));
    });
    server.listen(path);
    await once(server, 'listening');
    const kill = (): void => sockets.forEach((socket) => socket.destroy());
    return {
      open: () => streamTransport(connectSocket(path)),
      kill,
      async stop() {
        kill();
        await new Promise((resolve) => { server.close(resolve); });
        await rm(folder, { recursive: true });
      },
    };
  },
};
