import { afterEach, describe, expect, it, vi } from 'vitest';
import { ok, type Result } from '../../base/result.ts';
import type { CaseInfo } from '../../model/case.ts';
import type { TimelineEntry } from '../../model/timeline.ts';
import { api } from '../../protocol/api.ts';
import { connect as connectClient } from '../../protocol/client.ts';
import type { Client } from '../../protocol/handler.ts';
import { serve } from '../../protocol/server.ts';
import { memoryPair } from '../../protocol/transports/memory.ts';
import { createCaseSession } from './case-session.ts';
import { createConnection, type Connection } from './connection.ts';

const INFO: CaseInfo = {
  caseId: 'c', path: '/c', title: 'C', incidentId: '', zone: 'UTC', createdAtNs: 0n, workRevision: 1, indexRevision: 1, artifacts: 0, records: 0, diagnostics: 0,
  canUndo: false, canRedo: false, undoLabel: '', redoLabel: '', joined: false,
};
const { openCase, caseInfo, watchCase, watchIngest, watchFollowed, listTimeline, doCommand } = api;
const METHODS = { openCase, caseInfo, watchCase, watchIngest, watchFollowed, listTimeline, doCommand };

/** The server's half of the protocol over memory, with a case; killed, it is found anew by the next connection. */
function engine(): { connect: () => Promise<Client>; kill(): void; calls: string[]; hang: boolean; watch?: (info: CaseInfo) => Promise<void> } {
  const never = <T>(): Promise<T> => new Promise(() => undefined);
  const self = {
    calls: [] as string[],
    hang: false,
    watch: undefined as ((info: CaseInfo) => Promise<void>) | undefined,
    kill: (): void => undefined,
    connect: (): Promise<Client> => {
      const [near, far] = memoryPair();
      self.kill = () => far.close();
      const called = <T>(name: string, value: T): Promise<Result<T>> => {
        self.calls.push(name);
        return self.hang ? never() : Promise.resolve(ok(value));
      };
      serve({
        transport: far, methods: METHODS, server: 'test', openSession: () => ok({}), log: () => undefined,
        handlers: {
          openCase: () => {
            self.calls.push('case.open');
            return Promise.resolve(ok(INFO));
          },
          watchCase: (_input, context) => {
            self.watch = context.item;
            return never();
          },
          watchIngest: () => never(),
          watchFollowed: () => never(),
          listTimeline: () => called<TimelineEntry[]>('timeline.list', []),
          caseInfo: () => called('case.info', { ...INFO, workRevision: 2, canUndo: true, undoLabel: 'Add an entry' }),
          doCommand: () => called('work.do', { workRevision: 2, summary: '' }),
        },
      });
      return Promise.resolve(connectClient(near, { client: 'test' }));
    },
  };
  return self;
}

const stops: Array<() => void> = [];
afterEach(() => { for (const stop of stops.splice(0)) stop(); });

function session(connection: Connection): ReturnType<typeof createCaseSession> {
  const made = createCaseSession(connection, '/c');
  const stop = made.start();
  stops.push(() => { stop(); connection.close(); });
  return made;
}
const until = (holds: () => boolean): Promise<void> => vi.waitFor(() => { if (!holds()) throw new Error('not yet'); }, { timeout: 5000, interval: 10 });

describe('case session', () => {
  it('opens the case, watches it, and has its state', async () => {
    const host = engine();
    const s = session(createConnection(host.connect));
    await until(() => s.state.getState().status === 'open');
    await until(() => host.watch !== undefined);
    await host.watch?.({ ...INFO, workRevision: 2 });
    await until(() => s.state.getState().info?.workRevision === 2);
  });
  it('repeats a question that was lost with the engine, after opening the case anew', async () => {
    const host = engine();
    const connection = createConnection(host.connect);
    const s = session(connection);
    await until(() => s.state.getState().status === 'open');
    host.hang = true;
    const asked = s.read(api.listTimeline, {});
    await until(() => host.calls.includes('timeline.list'));
    host.hang = false;
    host.kill();
    expect(await asked).toEqual(ok([]));
    expect(host.calls.filter((c) => c === 'case.open')).toHaveLength(2);
    expect(host.calls.lastIndexOf('timeline.list')).toBeGreaterThan(host.calls.lastIndexOf('case.open'));
    expect(connection.state.getState()).toMatchObject({ phase: 'open', generation: 2 });
  });
  it('never repeats a command: its owner hears that it may not have arrived', async () => {
    const host = engine();
    const s = session(createConnection(host.connect));
    await until(() => s.state.getState().status === 'open');
    host.hang = true;
    const done = s.run({ name: 'timeline.remove', input: { id: 'x' } });
    expect(s.state.getState().saving).toBe(1);
    await until(() => host.calls.includes('work.do'));
    host.kill();
    expect(await done).toMatchObject({ ok: false, failure: { code: 'protocol/disconnected' } });
    await until(() => s.state.getState().status === 'open');
    expect(host.calls.filter((c) => c === 'work.do')).toHaveLength(1);
    expect(s.state.getState().saving).toBe(0);
  });
  it('knows what can be undone when a change is answered, whenever the watch tells of it', async () => {
    const host = engine();
    const s = session(createConnection(host.connect));
    await until(() => host.watch !== undefined);
    expect(s.state.getState().info?.canUndo).toBe(false);
    expect(await s.run({ name: 'timeline.remove', input: { id: 'x' } })).toMatchObject({ ok: true });
    expect(s.state.getState().info).toMatchObject({ workRevision: 2, canUndo: true });
  });
  it('asks for nothing when the watch has told of a change already', async () => {
    const host = engine();
    const s = session(createConnection(host.connect));
    await until(() => host.watch !== undefined);
    await host.watch?.({ ...INFO, workRevision: 2 });
    await until(() => s.state.getState().info?.workRevision === 2);
    await s.run({ name: 'timeline.remove', input: { id: 'x' } });
    expect(host.calls).not.toContain('case.info');
  });
  it('keeps what it knew of the case while the engine is away', async () => {
    const host = engine();
    const s = session(createConnection(host.connect));
    await until(() => s.state.getState().status === 'open');
    host.kill();
    await until(() => s.state.getState().status === 'opening');
    expect(s.state.getState().info?.title).toBe('C');
    await until(() => s.state.getState().status === 'open');
  });
  it('gives up a question with its signal', async () => {
    const host = engine();
    const connection = createConnection(() => new Promise(() => undefined));
    const s = session(connection);
    const controller = new AbortController();
    const asked = s.read(api.listTimeline, {}, { signal: controller.signal });
    controller.abort();
    expect(await asked).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(host.calls).toEqual([]);
  });
});

describe('connection', () => {
  it('tries again, and says meanwhile what is wrong', async () => {
    const host = engine();
    let attempts = 0;
    const connection = createConnection(() => (++attempts < 3 ? Promise.reject(new Error('The engine is not running.')) : host.connect()));
    stops.push(() => connection.close());
    await until(() => connection.state.getState().problem !== undefined);
    expect(connection.state.getState()).toMatchObject({ phase: 'connecting', problem: 'The engine is not running.' });
    await until(() => connection.state.getState().phase === 'open');
    expect(connection.state.getState().problem).toBeUndefined();
    expect(attempts).toBe(3);
  });
});
