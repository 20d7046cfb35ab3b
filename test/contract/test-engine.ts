import { z } from 'zod';
import { FailureError, fail, ok } from '../../src/base/result.ts';
import type { RawClient } from '../../src/protocol/client.ts';
import { defineMethod } from '../../src/protocol/define.ts';
import type { Handlers } from '../../src/protocol/handler.ts';
import { serve, type ServedConnection } from '../../src/protocol/server.ts';
import type { Transport } from '../../src/protocol/transport.ts';

/** Methods that exercise the protocol itself. All of scope `case`, so that a second server can relay every one. */
const key = z.object({ key: z.string() });
export const testApi = {
  echo: defineMethod({ name: 'test.echo', kind: 'call', scope: 'case', errors: [], input: z.object({ value: z.unknown() }), output: z.object({ value: z.unknown() }) }),
  sum: defineMethod({
    name: 'test.sum', kind: 'call', scope: 'case', errors: [],
    input: z.object({ parts: z.array(z.object({ count: z.number().int().min(0) })), scale: z.number().default(1) }),
    output: z.object({ total: z.number() }),
  }),
  columns: defineMethod({
    name: 'test.columns', kind: 'call', scope: 'case', errors: [],
    input: z.object({ times: z.instanceof(BigInt64Array), counts: z.instanceof(Float64Array) }),
    output: z.object({ firstNs: z.bigint(), times: z.instanceof(BigInt64Array), counts: z.instanceof(Float64Array) }),
  }),
  count: defineMethod({
    name: 'test.count', kind: 'stream', scope: 'case', errors: [],
    input: key.extend({ to: z.number(), eager: z.boolean().default(false), thenFail: z.boolean().default(false), textLength: z.number().default(0) }),
    item: z.object({ n: z.number(), text: z.string() }),
    output: z.object({ sent: z.number() }),
  }),
  flood: defineMethod({
    name: 'test.flood', kind: 'call', scope: 'case', errors: [],
    input: z.object({ to: z.number(), waitFor: z.string().optional() }), progress: z.object({ n: z.number() }), output: z.object({}),
  }),
  wait: defineMethod({ name: 'test.wait', kind: 'call', scope: 'case', errors: [], input: key, output: z.object({}) }),
  release: defineMethod({ name: 'test.release', kind: 'call', scope: 'case', errors: [], input: key, output: z.object({}) }),
  probe: defineMethod({
    name: 'test.probe', kind: 'call', scope: 'case', errors: [], input: key,
    output: z.object({ sent: z.number(), running: z.number(), aborted: z.number(), sessionsClosed: z.number(), logged: z.array(z.string()) }),
  }),
  fails: defineMethod({
    name: 'test.fails', kind: 'stream', scope: 'case', errors: ['test/expected'],
    input: z.object({ how: z.enum(['result', 'failure-error', 'throw', 'wrong-output', 'wrong-item', 'secret-member', 'too-large', 'unsupported']) }),
    item: z.object({ n: z.number() }),
    output: z.object({ value: z.unknown() }),
  }),
  drop: defineMethod({ name: 'test.drop', kind: 'call', scope: 'case', errors: [], input: z.object({}), output: z.object({}) }),
};

interface Session {
  readonly author: string;
  drop(): void;
}

export interface TestEngine {
  accept(transport: Transport, options?: { readonly forwardTo?: RawClient }): ServedConnection;
}

export const AUTHOR_REFUSED = 'mallory';

/** An engine whose state the tests see through `test.probe`, so that it may as well run in another thread. */
export function createTestEngine(): TestEngine {
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const sent = new Map<string, number>();
  const running = new Map<string, number>();
  const aborted = new Map<string, number>();
  const logged: string[] = [];
  let sessionsClosed = 0;
  const add = (map: Map<string, number>, of: string, count: number): void => void map.set(of, (map.get(of) ?? 0) + count);
  const gate = (of: string): PromiseWithResolvers<void> => {
    const found = gates.get(of) ?? Promise.withResolvers<void>();
    gates.set(of, found);
    return found;
  };

  const handlers: Handlers<typeof testApi, Session> = {
    echo: async ({ value }) => ok({ value }),
    sum: async ({ parts, scale }) => ok({ total: scale * parts.reduce((total, part) => total + part.count, 0) }),
    columns: async ({ times, counts }) => ok({ firstNs: times[0]!, times, counts: counts.map((n) => n * 2) }),
    async count({ key, to, eager, thenFail, textLength }, { item, signal }) {
      const text = 'x'.repeat(textLength);
      const waiting: Promise<void>[] = [];
      add(running, key, 1);
      signal.addEventListener('abort', () => add(aborted, key, 1));
      try {
        for (let n = 0; n < to; n++) {
          add(sent, key, 1);
          const room = item({ n, text });
          if (eager) waiting.push(room);
          else await room;
        }
        if (thenFail) return fail('test/expected', 'The file ends early.');
        await Promise.all(waiting);
      } finally {
        add(running, key, -1);
      }
      return ok({ sent: to });
    },
    async flood({ to, waitFor }, { progress }) {
      for (let n = 1; n <= to; n++) {
        progress({ n });
        if (waitFor !== undefined) await gate(`${waitFor}${n}`).promise;
      }
      return ok({});
    },
    async wait({ key }, { signal }) {
      add(running, key, 1);
      try {
        await new Promise<void>((resolve, reject) => {
          signal.addEventListener('abort', () => {
            add(aborted, key, 1);
            reject(signal.reason);
          });
          void gate(key).promise.then(resolve);
        });
      } finally {
        add(running, key, -1);
      }
      return ok({});
    },
    async release({ key }) {
      gate(key).resolve();
      return ok({});
    },
    probe: async ({ key }) => ok({ sent: sent.get(key) ?? 0, running: running.get(key) ?? 0, aborted: aborted.get(key) ?? 0, sessionsClosed, logged }),
    async fails({ how }, { item }) {
      switch (how) {
        case 'result': return fail('test/expected', 'The file a.log is not there.', { path: 'a.log', offsetBytes: 7n });
        case 'failure-error': throw new FailureError({ code: 'test/expected', message: 'The file b.log is not there.' });
        case 'throw': throw new TypeError('secret detail of the engine');
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        case 'wrong-output': return ok('not an object') as never;
        case 'wrong-item':
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion
          await item({ n: 'not a number' } as never);
          return ok({ value: 1 });
        case 'secret-member': return ok({ value: 1, secret: 'not declared' });
        case 'too-large': return ok({ value: new Uint8Array(17 * 1024 * 1024) });
        default: return ok({ value: new Map() });
      }
    },
    async drop(_input, { session }) {
      session.drop();
      return ok({});
    },
  };

  return {
    accept(transport, options = {}) {
      const connection = serve({
        transport, methods: testApi, handlers, server: 'test engine',
        openSession: ({ author }) => author === AUTHOR_REFUSED ? fail('test/refused', 'mallory may not come in.') : ok({ author: author ?? 'nobody', drop: () => connection.close() }),
        closeSession: () => void sessionsClosed++,
        forward: () => options.forwardTo,
        log: (entry) => logged.push(`${entry.level} ${entry.message} ${JSON.stringify(entry.data)}`),
      });
      return connection;
    },
  };
}
