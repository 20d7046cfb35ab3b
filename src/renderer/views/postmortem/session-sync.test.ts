import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unwrap } from '../../../base/result.ts';
import { createEngine, type Engine } from '../../../engine/service/engine.ts';
import { api } from '../../../protocol/api.ts';
import { connect } from '../../../protocol/client.ts';
import type { Client } from '../../../protocol/handler.ts';
import { memoryPair } from '../../../protocol/transports/memory.ts';
import type { Transport } from '../../../protocol/transport.ts';
import { createCaseSession, type CaseSession } from '../../rpc/case-session.ts';
import { createConnection } from '../../rpc/connection.ts';
import { documentSyncOf, type SessionSync } from './session-sync.ts';

/** The postmortem of a real case, through the real engine, as two windows have it. */
describe('the postmortem of an open case', () => {
  let dir: string;
  let engine: Engine;
  let path: string;
  const stops: Array<() => void> = [];

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tephra-postmortem-'));
    path = join(dir, 'outage.tephra');
    engine = createEngine({
      appDataDir: dir, resourcesDir: join(import.meta.dirname, '../../../../resources'), author: 'ada',
      createParseWorker: () => new Worker(new URL('../../../engine/ingest/worker.ts', import.meta.url)),
      createReportWorker: () => new Worker(new URL('../../../engine/service/report-thread.ts', import.meta.url)),
      createFaultTreeWorker: () => new Worker(new URL('../../../engine/service/fault-tree-thread.ts', import.meta.url)),
      log: () => undefined,
    });
    const client = dial().client;
    unwrap(await client.call(api.createCase, { path, title: 'Outage' }));
    stops.push(() => client.close());
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) stop();
    await engine.close();
    rmSync(dir, { recursive: true, force: true });
  });

  function dial(): { client: Client; far: Transport } {
    const [near, far] = memoryPair();
    engine.connect(far);
    return { client: connect(near, { client: 'test' }), far };
  }

  /** A window: a connection that can be cut and renews itself, a session, the synchronised text. */
  function openWindow(): { session: CaseSession; text: SessionSync; cut: () => void } {
    let far: Transport | undefined;
    const connection = createConnection(() => {
      const dialled = dial();
      far = dialled.far;
      return Promise.resolve(dialled.client);
    });
    const session = createCaseSession(connection, path);
    const stop = session.start();
    stops.push(() => { stop(); connection.close(); });
    return { session, text: documentSyncOf(session), cut: () => far?.close() };
  }
  const until = (holds: () => boolean): Promise<void> => vi.waitFor(() => { if (!holds()) throw new Error('not yet'); }, { timeout: 10_000, interval: 20 });
  const saved = (text: SessionSync, part: string): boolean => text.store.getState().status === 'saved' && (text.store.getState().text ?? '').includes(part);
  const type = (text: SessionSync, words: string): void => text.sync.change(`${text.store.getState().text}${words}`);

  it('is on disk when it says so, and the frame says "saving" until then', async () => {
    const { session, text } = openWindow();
    await until(() => saved(text, '## Summary'));
    expect(session.state.getState().saving).toBe(0);
    type(text, 'Typed words.');
    expect(session.state.getState().saving).toBe(1);
    text.sync.flush();
    await until(() => saved(text, 'Typed words.'));
    expect(session.state.getState().saving).toBe(0);
    expect(unwrap(await session.read(api.getPostmortem, {})).text).toBe(text.store.getState().text);
  });

  it('is the same in two windows that write at once, and undo in one reaches the other', async () => {
    const a = openWindow();
    const b = openWindow();
    await until(() => saved(a.text, '## Summary') && saved(b.text, '## Summary'));
    a.text.sync.change(`From a. ${a.text.store.getState().text}`);
    type(b.text, 'From b.');
    a.text.sync.flush();
    b.text.sync.flush();
    await until(() => [a, b].every((w) => saved(w.text, 'From a. ') && saved(w.text, 'From b.')));
    expect(a.text.store.getState().text).toBe(b.text.store.getState().text);
    expect(a.text.store.getState().conflicts + b.text.store.getState().conflicts).toBe(0);
    const before = a.text.store.getState().text;
    unwrap(await a.session.undo());
    await until(() => [a, b].every((w) => w.text.store.getState().status === 'saved' && w.text.store.getState().text !== before));
    expect(a.text.store.getState().text).toBe(b.text.store.getState().text);
  });

  it('keeps what is typed while the connection is away, and writes it once', async () => {
    const { session, text, cut } = openWindow();
    await until(() => saved(text, '## Summary'));
    type(text, 'Before. ');
    text.sync.flush();
    cut();
    type(text, 'Away. ');
    await until(() => text.store.getState().status !== 'saved');
    type(text, 'Still away.');
    await until(() => session.state.getState().status === 'open' && saved(text, 'Still away.'));
    const disk = unwrap(await session.read(api.getPostmortem, {})).text;
    expect(disk).toBe(text.store.getState().text);
    expect(disk.endsWith('Before. Away. Still away.')).toBe(true);
    expect(disk.match(/Before\./g)).toHaveLength(1);
  });
});
