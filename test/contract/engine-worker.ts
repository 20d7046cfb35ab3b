import { parentPort, type MessagePort } from 'node:worker_threads';
import { messagePortTransport } from '../../src/protocol/transports/message-port.ts';
import { createTestEngine } from './test-engine.ts';

/** The test engine in a thread of its own; every message is a port to serve, or `new` for another engine. */
let engine = createTestEngine();
parentPort?.on('message', (message: MessagePort | 'new') => {
  if (message === 'new') engine = createTestEngine();
  else engine.accept(messagePortTransport(message));
});
