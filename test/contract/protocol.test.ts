import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Connection } from '../../src/protocol/client.ts';
import { decode, encode } from '../../src/protocol/codec.ts';
import type { OutputOf } from '../../src/protocol/define.ts';
import { MAX_RUNNING_CALLS, STREAM_WINDOW_ITEMS } from '../../src/protocol/limits.ts';
import type { Transport } from '../../src/protocol/transport.ts';
import { memoryPair } from '../../src/protocol/transports/memory.ts';
import { AUTHOR_REFUSED, createTestEngine, testApi } from './test-engine.ts';
import { wires, type Wire } from './wires.ts';

type Probe = OutputOf<typeof testApi.probe>;

/** Asks until the answer holds; the test's own time limit is the end of patience. */
async function probeUntil(client: Connection, key: string, holds: (probe: Probe) => boolean): Promise<Probe> {
  for (;;) {
    const probe = await client.call(testApi.probe, { key });
    if (!probe.ok) throw new Error(probe.failure.message);
    if (holds(probe.value)) return probe.value;
  }
}

describe.each(Object.entries(wires))('the protocol over %s', (_name, makeWire) => {
  let wire: Wire;
  beforeEach(async () => {
    wire = await makeWire();
  });
  afterEach(() => wire.stop());

  describe('directly', () => suite(() => connect(wire.open(), { client: 'test', author: 'Ada' }), () => wire, false));

  describe('through a second server', () => suite(() => {
    const [client, server] = memoryPair();
    const remote = connect(wire.open(), { client: 'relay', author: 'Ada' });
    const front = createTestEngine().accept(server, { forwardTo: remote });
    void front.closed.then(() => remote.close());
    return connect(client, { client: 'test', author: 'Ada' });
  }, () => wire, true));

  describe('with a peer that does not keep to it', () => peers(() => wire.open()));
});

function suite(makeClient: () => Connection, wire: () => Wire, relayed: boolean): void {
  let client: Connection;
  beforeEach(() => {
    client = makeClient();
  });
  afterEach(() => client.close());

  it('says who is there', async () => {
    expect(await client.ready).toEqual({ ok: true, value: { server: 'test engine' } });
  });

  it('brings values of every kind there and back', async () => {
    const value = {
      text: 'naïve 日本 🌋 \ufeff\0', big: 2n ** 62n, negative: -1n, huge: 10n ** 40n, integer: 2 ** 40, float: 0.1, yes: true, nothing: null,
      bytes: new Uint8Array([0, 255]), codes: new Uint16Array([1, 65535]), nested: [[{ a: [] }]],
    };
    expect(await client.call(testApi.echo, { value })).toStrictEqual({ ok: true, value: { value } });
    const times = new BigInt64Array([1_760_000_000_000_000_001n, -1n]);
    expect(await client.call(testApi.columns, { times, counts: new Float64Array([1, 2.5]) })).toStrictEqual({
      ok: true, value: { firstNs: 1_760_000_000_000_000_001n, times, counts: new Float64Array([2, 5]) },
    });
    const large = new Uint8Array(8 * 1024 * 1024).fill(7);
    const echoed = await client.call(testApi.echo, { value: large });
    if (!echoed.ok || !(echoed.value.value instanceof Uint8Array)) throw new Error('no bytes came back');
    // Not toEqual, which takes a second over as many elements.
    expect(Buffer.compare(echoed.value.value, large)).toBe(0);
  });

  it('fills in defaults of the input', async () => {
    expect(await client.call(testApi.sum, { parts: [{ count: 2 }, { count: 3 }] })).toEqual({ ok: true, value: { total: 5 } });
  });

  it('names the path of what is invalid in an input', async () => {
    const result = await client.call(testApi.sum, { parts: [{ count: 2 }, { count: -3 }] });
    expect(result).toMatchObject({ ok: false, failure: { code: 'protocol/invalid-input', message: expect.stringMatching(/test\.sum: parts\[1\]\.count: /) as unknown } });
  });

  it('answers many calls at once, each as it is ready', async () => {
    const order: string[] = [];
    const waiting = ['a', 'b', 'c'].map(async (key) => {
      expect(await client.call(testApi.wait, { key })).toEqual({ ok: true, value: {} });
      order.push(key);
    });
    for (const key of ['c', 'a', 'b']) {
      await client.call(testApi.release, { key });
      await probeUntil(client, key, (probe) => probe.running === 0);
    }
    await Promise.all(waiting);
    expect(order).toEqual(['c', 'a', 'b']);
  });

  it('refuses one call more than may run at once, and only that', async () => {
    const running = Array.from({ length: MAX_RUNNING_CALLS }, () => client.call(testApi.wait, { key: 'many' }));
    expect(await client.call(testApi.echo, { value: 1 })).toMatchObject({ ok: false, failure: { code: 'protocol/too-many-calls' } });
    // The release is a call too: one has to go first.
    client.close();
    expect((await Promise.all(running)).every((result) => !result.ok && result.failure.code === 'protocol/disconnected')).toBe(true);
  });

  it('streams items in order, every one before the result', async () => {
    const seen: number[] = [];
    const result = await client.call(testApi.count, { key: 'k', to: 500 }, {
      onItem: async ({ n }) => {
        await Promise.resolve();
        seen.push(n);
      },
    });
    expect(result).toEqual({ ok: true, value: { sent: 500 } });
    expect(seen).toEqual(Array.from({ length: 500 }, (_, n) => n));
  });

  it('keeps order and count when a handler does not wait for room', async () => {
    const seen: number[] = [];
    const result = await client.call(testApi.count, { key: 'k', to: 200, eager: true }, { onItem: ({ n }) => void seen.push(n) });
    expect(result.ok).toBe(true);
    expect(seen).toEqual(Array.from({ length: 200 }, (_, n) => n));
  });

  it('streams to a caller that wants only the result', async () => {
    expect(await client.call(testApi.count, { key: 'k', to: 100 })).toEqual({ ok: true, value: { sent: 100 } });
  });

  it('stops a sender whose receiver is slow', async () => {
    const held = Promise.withResolvers<void>();
    const most = relayed ? 2 * STREAM_WINDOW_ITEMS + 1 : STREAM_WINDOW_ITEMS;
    let seen = 0;
    const streaming = client.call(testApi.count, { key: 'slow', to: 10_000, textLength: 100 }, {
      onItem: () => {
        seen++;
        return held.promise;
      },
    });
    await probeUntil(client, 'slow', (probe) => probe.sent >= STREAM_WINDOW_ITEMS);
    for (let i = 0; i < 50; i++) await probeUntil(client, 'slow', () => true);
    const { sent } = await probeUntil(client, 'slow', () => true);
    expect(sent).toBeLessThanOrEqual(most);
    expect(seen).toBe(1);
    held.resolve();
    expect(await streaming).toEqual({ ok: true, value: { sent: 10_000 } });
    expect(seen).toBe(10_000);
  });

  it('brings a failure past items that nobody takes', async () => {
    const streaming = client.call(testApi.count, { key: 'k', to: 100, eager: true, thenFail: true }, { onItem: () => new Promise(() => {}) });
    expect(await streaming).toMatchObject({ ok: false, failure: { code: 'test/expected' } });
  });

  it('sends the first progress and the last, and none that the receiver was too slow for', async () => {
    const seen: number[] = [];
    const result = await client.call(testApi.flood, { to: 1000 }, { onProgress: ({ n }) => void seen.push(n) });
    expect(result.ok).toBe(true);
    expect(seen).toEqual([1, 1000]);
  });

  it('sends every progress that the receiver is quick enough for', async () => {
    const seen: number[] = [];
    const result = await client.call(testApi.flood, { to: 5, waitFor: 'step' }, {
      onProgress: ({ n }) => {
        seen.push(n);
        void client.call(testApi.release, { key: `step${n}` });
      },
    });
    expect(result.ok).toBe(true);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('cancels: the caller hears at once, the handler by its signal', async () => {
    const controller = new AbortController();
    const waiting = client.call(testApi.wait, { key: 'cancelled' }, { signal: controller.signal });
    await probeUntil(client, 'cancelled', (probe) => probe.running === 1);
    controller.abort();
    expect(await waiting).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    const probe = await probeUntil(client, 'cancelled', ({ running }) => running === 0);
    expect(probe.aborted).toBe(1);
    expect(probe.logged).toEqual([]);
    expect(await client.call(testApi.wait, { key: 'never' }, { signal: controller.signal })).toMatchObject({ failure: { code: 'cancelled' } });
  });

  it('cancels a stream that waits for room', async () => {
    const controller = new AbortController();
    const streaming = client.call(testApi.count, { key: 'stuck', to: 10_000 }, { signal: controller.signal, onItem: () => new Promise(() => {}) });
    await probeUntil(client, 'stuck', (probe) => probe.sent >= STREAM_WINDOW_ITEMS);
    controller.abort();
    expect(await streaming).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    const probe = await probeUntil(client, 'stuck', ({ running }) => running === 0);
    expect(probe.logged).toEqual([]);
  });

  it('brings expected failures over, returned or thrown', async () => {
    expect(await client.call(testApi.fails, { how: 'result' })).toStrictEqual({
      ok: false, failure: { code: 'test/expected', message: 'The file a.log is not there.', data: { path: 'a.log', offsetBytes: 7n } },
    });
    expect(await client.call(testApi.fails, { how: 'failure-error' })).toStrictEqual({
      ok: false, failure: { code: 'test/expected', message: 'The file b.log is not there.' },
    });
  });

  it.each(['throw', 'wrong-output', 'wrong-item', 'unsupported'] as const)('logs a bug (%s) and tells its id alone', async (how) => {
    const result = await client.call(testApi.fails, { how });
    if (result.ok) throw new Error('it did not fail');
    expect(result.failure.code).toBe('internal');
    expect(JSON.stringify(result.failure)).not.toMatch(/secret|at .*:\d+|TypeError/);
    const { logged } = await probeUntil(client, '', () => true);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain(String(result.failure.data?.['id']));
    expect(logged[0]).toContain('test.fails');
  });

  it('sends nothing that the method does not declare', async () => {
    expect(await client.call(testApi.fails, { how: 'secret-member' })).toStrictEqual({ ok: true, value: { value: 1 } });
  });

  it('says so when an answer or an input is too large, and goes on', async () => {
    expect(await client.call(testApi.fails, { how: 'too-large' })).toMatchObject({ failure: { code: 'protocol/too-large' } });
    expect(await client.call(testApi.echo, { value: new Uint8Array(17 * 1024 * 1024) })).toMatchObject({ failure: { code: 'protocol/too-large' } });
    expect(await client.call(testApi.echo, { value: 1 })).toEqual({ ok: true, value: { value: 1 } });
  });

  it('says that a method is unknown, and goes on', async () => {
    expect(await client.callRaw('test.nonsense', {})).toMatchObject({ ok: false, failure: { code: 'protocol/unknown-method' } });
    expect(await client.call(testApi.echo, { value: 1 })).toEqual({ ok: true, value: { value: 1 } });
  });

  it('does not send an input that would arrive as something else', async () => {
    await expect(client.call(testApi.echo, { value: new Map() })).rejects.toThrow('a Map cannot be sent');
    expect(await client.call(testApi.echo, { value: 1 })).toEqual({ ok: true, value: { value: 1 } });
  });

  it('hands a caller\'s own error back to it and stops the stream', async () => {
    const streaming = client.call(testApi.count, { key: 'bug', to: 10_000 }, { onItem: () => { throw new Error('a bug of the view'); } });
    await expect(streaming).rejects.toThrow('a bug of the view');
    await probeUntil(client, 'bug', (probe) => probe.running === 0);
  });

  it('aborts every handler of a client that is gone, and then closes its session', async () => {
    const other = makeClient();
    const streaming = client.call(testApi.count, { key: 'gone', to: 10_000 }, { onItem: () => new Promise(() => {}) });
    const waiting = client.call(testApi.wait, { key: 'gone' });
    await probeUntil(other, 'gone', (probe) => probe.running === 2 && probe.sent >= STREAM_WINDOW_ITEMS);
    client.close();
    for (const result of await Promise.all([streaming, waiting])) expect(result).toMatchObject({ failure: { code: 'protocol/disconnected' } });
    await client.closed;
    const probe = await probeUntil(other, 'gone', ({ running, sessionsClosed }) => running === 0 && sessionsClosed === 1);
    expect(probe.aborted).toBe(2);
    expect(await client.call(testApi.echo, { value: 1 })).toMatchObject({ failure: { code: 'protocol/disconnected' } });
    other.close();
  });

  it.each(['drops the connection', 'is killed'] as const)('answers everything when the engine %s', async (how) => {
    const code = relayed ? 'case/not-open' : 'protocol/disconnected';
    const waiting = client.call(testApi.wait, { key: 'end' });
    const streaming = client.call(testApi.count, { key: 'end', to: 10_000 }, { onItem: () => new Promise(() => {}) });
    await probeUntil(client, 'end', (probe) => probe.running === 2);
    if (how === 'is killed') wire().kill();
    else expect(await client.call(testApi.drop, {})).toMatchObject({ failure: { code } });
    expect(await waiting).toMatchObject({ failure: { code } });
    expect(await streaming).toMatchObject({ failure: { code } });
    if (!relayed) await client.closed;
  });
}

/** Frames as a broken or hostile peer sends them: the reason comes back, and then the end. */
function peers(open: () => Transport): void {
  const hello = { type: 'hello', version: 1, client: 'test' };

  async function answersTo(...frames: (Uint8Array<ArrayBuffer> | Record<string, unknown>)[]): Promise<unknown[]> {
    const transport = open();
    const answers: unknown[] = [];
    const closed = new Promise<void>((resolve) => { transport.onClose(resolve); });
    transport.onFrame((frame) => answers.push(decode(frame)));
    for (const frame of frames) transport.send(frame instanceof Uint8Array ? frame : encode(frame));
    await closed;
    return answers;
  }
  const close = (code: string, message: RegExp): unknown => ({ type: 'close', failure: { code, message: expect.stringMatching(message) as unknown } });
  const helloResult = { type: 'helloResult', version: 1, server: 'test engine' };

  it.each([
    ['bytes that are no value', [new Uint8Array([0xc1])], /starts no value/],
    ['no bytes', [new Uint8Array(0)], /end within a value/],
    ['a call before the hello', [{ type: 'call', id: 1, method: 'test.echo', input: {} }], /starts with a hello/],
    ['a hello without a name', [{ type: 'hello', version: 1 }], /starts with a hello/],
  ])('ends a connection that starts with %s', async (_name, frames, message) => {
    expect(await answersTo(...frames)).toEqual([close('protocol/invalid-frame', message)]);
  });

  it.each([
    ['bytes that are no value', new Uint8Array([0xc1]), /starts no value/],
    ['a frame of no known type', { type: 'dance' }, /type/],
    ['a call without a number', { type: 'call', id: 'one', method: 'test.echo' }, /id/],
    ['credit below zero', { type: 'credit', id: 1, items: -1 }, /items/],
    ['a second hello', hello, /second hello/],
  ])('ends a connection at %s', async (_name, frame, message) => {
    expect(await answersTo(hello, frame)).toEqual([helloResult, close('protocol/invalid-frame', message)]);
  });

  it('ends a connection that uses a number twice at once', async () => {
    const call = { type: 'call', id: 1, method: 'test.wait', input: { key: 'twice' } };
    expect(await answersTo(hello, call, call)).toEqual([helloResult, close('protocol/invalid-frame', /already running/)]);
  });

  it('takes no notice of frames to calls that have ended', async () => {
    const client = connect(open(), { client: 'test' });
    await client.call(testApi.echo, { value: 1 });
    client.close();
    const answers = await answersTo(hello, { type: 'cancel', id: 9 }, { type: 'credit', id: 9, items: 3, progress: true }, { type: 'dance' });
    expect(answers).toEqual([helloResult, close('protocol/invalid-frame', /type/)]);
  });

  it('refuses another version, whatever else its hello says', async () => {
    expect(await answersTo({ type: 'hello', version: 2, future: true })).toEqual([close('protocol/version', /version 1 .* version 2/)]);
  });

  it('refuses a session with a reason that every call answers', async () => {
    const client = connect(open(), { client: 'test', author: AUTHOR_REFUSED });
    expect(await client.call(testApi.echo, { value: 1 })).toMatchObject({ failure: { code: 'test/refused', message: 'mallory may not come in.' } });
    expect(await client.ready).toMatchObject({ failure: { code: 'test/refused' } });
    expect(await client.call(testApi.echo, { value: 1 })).toMatchObject({ failure: { code: 'test/refused' } });
  });
}
