import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ok } from '../base/result.ts';
import { connect } from './client.ts';
import { decode, encode } from './codec.ts';
import { defineMethod } from './define.ts';
import { ClientFrame, ServerFrame } from './frames.ts';
import { serve } from './server.ts';
import { memoryPair } from './transports/memory.ts';

const methods = {
  count: defineMethod({
    name: 'count', kind: 'stream', scope: 'shell', errors: [],
    input: z.object({ to: z.number() }), item: z.number(), progress: z.number(), output: z.number(),
  }),
  wait: defineMethod({ name: 'wait', kind: 'call', scope: 'shell', errors: [], input: z.unknown(), output: z.null() }),
};

const hello = { type: 'hello', version: 1, client: 'test' };
const nextTurn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

/** Frames as a client may send them in any order, numbers of calls not always known, and now and then nonsense. */
const clientFrames = fc.array(fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('call'), method: fc.constant('count'), input: fc.record({ to: fc.integer({ min: 0, max: 60 }) }), credit: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('call'), method: fc.constantFrom('wait', 'nothing', 'count'), input: fc.anything({ maxDepth: 1 }) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('credit'), id: fc.integer({ min: 1, max: 10 }), items: fc.nat(30), progress: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('cancel'), id: fc.integer({ min: 1, max: 10 }) }) },
  { weight: 3, arbitrary: fc.constant('a turn of the event loop' as const) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('call', 'cancel', 'hello', 'close', 'x'), id: fc.constantFrom(0, -1, 1.5, '1', undefined) }) },
), { maxLength: 40 });

describe('a server', () => {
  it('keeps to the protocol whatever the client does', async () => {
    await fc.assert(fc.asyncProperty(clientFrames, async (frames) => {
      const [client, transport] = memoryPair();
      const bugs: string[] = [];
      let running = 0;
      const connection = serve({
        transport, methods, server: 'test', openSession: () => ok({}), log: (entry) => entry.level === 'error' && bugs.push(JSON.stringify(entry)),
        handlers: {
          async count({ to }, { item, progress }) {
            running++;
            try {
              for (let n = 0; n < to; n++) {
                progress(n);
                await item(n);
              }
              return ok(to);
            } finally {
              running--;
            }
          },
          wait: (_input, { signal }) => new Promise((_resolve, reject) => { signal.addEventListener('abort', () => reject(signal.reason)); }),
        },
      });
      const credit = new Map<number, number>();
      const items = new Map<number, number>();
      const answered = new Set<number>();
      let ended = false;
      client.onClose(() => { ended = true; });
      client.onFrame((bytes) => {
        const frame = ServerFrame.parse(decode(bytes));
        if (frame.type === 'helloResult' || frame.type === 'close') return;
        expect(answered).not.toContain(frame.id);
        if (frame.type === 'item') items.set(frame.id, (items.get(frame.id) ?? 0) + 1);
        else if (frame.type !== 'progress') answered.add(frame.id);
      });

      client.send(encode(hello));
      const calls: number[] = [];
      let broken = false;
      for (const frame of frames) {
        if (frame === 'a turn of the event loop') {
          await nextTurn();
          continue;
        }
        let id = 'id' in frame ? frame.id : undefined;
        if (!('id' in frame)) calls.push(id = calls.length + 1);
        const bytes = sendable({ ...frame, id });
        if (bytes === undefined) {
          calls.pop();
          continue;
        }
        const parsed = ClientFrame.safeParse(decode(bytes));
        broken ||= !parsed.success || parsed.data.type === 'hello' || parsed.data.type === 'close';
        if (parsed.success && parsed.data.type === 'call') credit.set(parsed.data.id, parsed.data.credit);
        if (parsed.success && parsed.data.type === 'credit') credit.set(parsed.data.id, (credit.get(parsed.data.id) ?? 0) + parsed.data.items);
        client.send(bytes);
      }
      for (let turn = 0; turn < 5; turn++) await nextTurn();
      // It ended the connection if, and only if, the client broke the protocol.
      expect(ended).toBe(broken);
      for (const [id, count] of items) expect(count).toBeLessThanOrEqual(credit.get(id) ?? 0);
      client.close();
      await connection.closed;
      expect(running).toBe(0);
      expect(bugs).toEqual([]);
    }), { numRuns: 500 });
  });
});

/** Frames as an engine may send them, and now and then nonsense. */
const serverFrames = fc.array(fc.oneof(
  { weight: 1, arbitrary: fc.constant({ type: 'helloResult', version: 1, server: 's' }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constantFrom('item', 'progress', 'result'), id: fc.integer({ min: 1, max: 5 }), item: fc.integer(), progress: fc.integer(), value: fc.integer() }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('error'), id: fc.integer({ min: 1, max: 5 }), failure: fc.record({ code: fc.string(), message: fc.string() }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('item', 'error', 'close', 'x'), id: fc.constantFrom(0, '1', undefined) }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }) },
), { maxLength: 60 });

describe('a client', () => {
  it('settles every call whatever the server does', async () => {
    await fc.assert(fc.asyncProperty(serverFrames, async (frames) => {
      const [transport, server] = memoryPair();
      const client = connect(transport, { client: 'test' });
      const results = [1, 2, 3].map((to) => client.call(methods.count, { to }, { onItem: async () => {}, onProgress: () => {} }));
      for (const frame of frames) server.send(frame instanceof Uint8Array ? new Uint8Array(frame) : encode(frame));
      await nextTurn();
      server.close();
      for (const result of await Promise.all(results)) if (!result.ok) expect(typeof result.failure.message).toBe('string');
      await client.closed;
      await client.ready;
    }), { numRuns: 500 });
  });
});

function sendable(frame: unknown): Uint8Array<ArrayBuffer> | undefined {
  try {
    return encode(frame);
  } catch {
    return undefined;
  }
}
