import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ok, type Result } from '../base/result.ts';
import { connect } from './client.ts';
import { defineMethod } from './define.ts';
import { HELLO_TIMEOUT_MS } from './limits.ts';
import { serve, type Peer, type ServedConnection } from './server.ts';
import type { Transport } from './transport.ts';
import { memoryPair } from './transports/memory.ts';

const methods = {
  plain: defineMethod({ name: 'plain', kind: 'call', scope: 'shell', errors: [], input: z.object({}), output: z.object({}) }),
};

/** A server at the other end of the transport that it answers with. */
function serverWith(openSession: (peer: Peer) => Result<string>, closeSession?: (session: string) => void): { client: Transport; log: string[]; connection: ServedConnection } {
  const [client, transport] = memoryPair();
  const log: string[] = [];
  const connection = serve({
    transport, methods, server: 'test', openSession, closeSession,
    handlers: {
      async plain(_input, { progress }) {
        // The type forbids it; a handler in a hurry may not.
        Reflect.apply(progress, undefined, [1]);
        return ok({});
      },
    },
    log: (entry) => log.push(`${entry.level}: ${entry.message} ${JSON.stringify(entry.data)}`),
  });
  return { client, log, connection };
}

// The contract suite (test/contract) has what can be seen over every transport.
describe('serve', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('makes the session of what the peer says of itself', async () => {
    const peers: Peer[] = [];
    const { client } = serverWith((peer) => {
      peers.push(peer);
      return ok('session');
    });
    await connect(client, { client: 'cli', author: 'Ada', token: 'secret' }).ready;
    expect(peers).toEqual([{ client: 'cli', author: 'Ada', token: 'secret' }]);
  });

  it('ends a connection over which nobody says hello', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { log, connection } = serverWith(() => ok('session'));
    vi.advanceTimersByTime(HELLO_TIMEOUT_MS - 1);
    expect(log).toEqual([]);
    vi.advanceTimersByTime(1);
    await connection.closed;
    expect(log).toEqual([expect.stringContaining('no hello came')]);
  });

  it('leaves no timer behind once it has met its peer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { client } = serverWith(() => ok('session'));
    await connect(client, { client: 'test' }).ready;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('refuses a peer when making its session has a bug, and says only the id', async () => {
    const { client, log, connection } = serverWith(() => {
      throw new Error('secret detail');
    });
    const ready = await connect(client, { client: 'test' }).ready;
    if (ready.ok) throw new Error('it was let in');
    expect(ready.failure.code).toBe('internal');
    expect(ready.failure.message).not.toContain('secret');
    await connection.closed;
    expect(log[0]).toContain('secret detail');
  });

  it('ends, and logs it, when closing a session has a bug', async () => {
    const { client, log, connection } = serverWith(() => ok('session'), () => {
      throw new Error('it would not close');
    });
    const caller = connect(client, { client: 'test' });
    await caller.ready;
    caller.close();
    await connection.closed;
    expect(log).toEqual([expect.stringContaining('it would not close')]);
  });

  it('tells the client why it closes', async () => {
    const { client, connection } = serverWith(() => ok('session'));
    const caller = connect(client, { client: 'test' });
    await caller.ready;
    connection.close({ code: 'case/busy', message: 'The engine restarts.' });
    await caller.closed;
    expect(await caller.call(methods.plain, {})).toEqual({ ok: false, failure: { code: 'case/busy', message: 'The engine restarts.' } });
  });

  it('takes progress that the method does not declare for a bug', async () => {
    const { client, log } = serverWith(() => ok('session'));
    expect(await connect(client, { client: 'test' }).call(methods.plain, {})).toMatchObject({ failure: { code: 'internal' } });
    expect(log[0]).toContain('plain declares no progress');
  });
});
