import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { CaseInfo } from '../../model/case.ts';
import { api } from '../../protocol/api.ts';
import { connect, type Connection } from '../../protocol/client.ts';
import { streamTransport } from '../../protocol/transports/stream.ts';
import { entry, sampleCase, temporaryFolder } from '../casefile/sample.testing.ts';
import { readEndpoint } from './endpoint.ts';
import { childEngine, testEngine } from './engines.testing.ts';
import { LOCK_FILE_NAME, takeLock } from './lock.ts';

const add = (client: Connection, id: string): ReturnType<typeof client.call<typeof api.doCommand>> =>
  client.call(api.doCommand, { command: { name: 'timeline.add', input: { entry: entry(id) } } });

const ids = async (client: Connection): Promise<string[]> => unwrap(await client.call(api.listTimeline, {})).map((e) => e.id);

/** The first state of the case that fits. */
async function stateOf(client: Connection, fits: (info: CaseInfo) => boolean): Promise<CaseInfo> {
  const enough = new AbortController();
  let found: CaseInfo | undefined;
  const result = await client.call(api.watchCase, {}, {
    signal: enough.signal,
    onItem: (info) => {
      if (!fits(info)) return;
      found = info;
      enough.abort();
    },
  });
  if (!found) throw new Error(`the watch ended before: ${JSON.stringify(result)}`);
  return found;
}

function closedCase(): string {
  const { dir, file } = sampleCase();
  file.close();
  return dir;
}

describe('a case that another process holds', () => {
  test('is joined: both read, write, watch and undo, each under its own name', async () => {
    const dir = closedCase();
    const child = childEngine('carol');
    expect(unwrap(await child.client.call(api.openCase, { path: dir }))).toMatchObject({ joined: false, path: dir });
    const { client, errors } = testEngine();
    const ada = client('ada');
    expect(unwrap(await ada.call(api.openCase, { path: dir }))).toMatchObject({ joined: true, path: dir, artifacts: 2 });

    unwrap(await add(ada, 'from-ada'));
    unwrap(await add(child.client, 'from-carol'));
    expect(await ids(ada)).toEqual(['from-ada', 'from-carol']);
    expect(await stateOf(ada, (i) => i.undoLabel.includes('from-carol'))).toMatchObject({ joined: true });
    unwrap(await ada.call(api.undo, {}));
    expect(await stateOf(child.client, (i) => i.canRedo)).toMatchObject({ joined: false });
    expect(await ids(child.client)).toEqual(['from-ada']);
    const history = unwrap(await ada.call(api.caseHistory, { limit: 3 }));
    expect(history.map((h) => [h.author, h.kind])).toEqual([['ada', 'undo'], ['carol', 'do'], ['ada', 'do']]);
    // A failure of the holder arrives as it is.
    expect(await add(ada, 'from-ada')).toMatchObject({ ok: false, failure: { code: 'timeline/entry-exists' } });
    // Shell calls stay here.
    expect(unwrap(await ada.call(api.recentCases, {})).map((c) => c.path)).toEqual([dir]);
    expect(errors).toEqual([]);
  });

  test('stays open for the guest when the holder leaves it, and is free when both have', async () => {
    const dir = closedCase();
    const child = childEngine('carol');
    unwrap(await child.client.call(api.openCase, { path: dir }));
    const ada = testEngine().client('ada');
    unwrap(await ada.call(api.openCase, { path: dir }));
    unwrap(await child.client.call(api.closeCase, {}));
    unwrap(await add(ada, 'e1'));
    unwrap(await ada.call(api.closeCase, {}));
    expect(unwrap(await testEngine().client().call(api.openCase, { path: dir }))).toMatchObject({ canUndo: true });
  });

  test('opens anew when the holder was killed, with everything acknowledged there', async () => {
    const dir = closedCase();
    for (let round = 0; round < 2; round++) {
      const child = childEngine('carol');
      unwrap(await child.client.call(api.openCase, { path: dir }));
      unwrap(await add(child.client, `e${round}`));
      await child.kill();
      expect(existsSync(join(dir, 'endpoint.json'))).toBe(true);
      const { engine, client } = testEngine();
      const ada = client();
      expect(unwrap(await ada.call(api.openCase, { path: dir }))).toMatchObject({ joined: false });
      expect(await ids(ada)).toContain(`e${round}`);
      await engine.close();
    }
  });

  test('is taken over by who had joined when the holder is killed: reading and watching go on', async () => {
    const dir = closedCase();
    const child = childEngine('carol');
    unwrap(await child.client.call(api.openCase, { path: dir }));
    const { client, errors } = testEngine();
    const [ada, bob] = [client('ada'), client('bob')];
    unwrap(await ada.call(api.openCase, { path: dir }));
    unwrap(await bob.call(api.openCase, { path: dir }));
    unwrap(await add(ada, 'before'));
    const watching = stateOf(ada, (i) => i.undoLabel.includes('after'));
    await child.kill();
    expect(await ids(ada)).toEqual(['before']);
    expect(await ids(bob)).toEqual(['before']);
    unwrap(await add(bob, 'after'));
    expect(await watching).toMatchObject({ joined: false });
    expect(unwrap(await ada.call(api.caseHistory, { limit: 2 })).map((h) => h.author)).toEqual(['bob', 'ada']);
    unwrap(await ada.call(api.closeCase, {}));
    unwrap(await bob.call(api.closeCase, {}));
    expect(unwrap(takeLock(dir))?.release()).toBeUndefined();
    expect(errors).toEqual([]);
  });

  test('two processes that want it at the same moment get one holder and one guest', async () => {
    const dir = closedCase();
    for (let round = 0; round < 2; round++) {
      const [one, two] = [childEngine('one'), childEngine('two')];
      const opened = await Promise.all([one, two].map((c) => c.client.call(api.openCase, { path: dir })));
      expect(opened.filter((o) => unwrap(o).joined)).toHaveLength(1);
      unwrap(await add(one.client, `one-${round}`));
      unwrap(await add(two.client, `two-${round}`));
      await Promise.all([one.kill(), two.kill()]);
    }
    const ada = testEngine().client();
    unwrap(await ada.call(api.openCase, { path: dir }));
    expect((await ids(ada)).length).toBe(4);
  });
});

describe('the door', () => {
  test('lets nobody in without the token', async () => {
    const dir = closedCase();
    const ada = testEngine().client();
    unwrap(await ada.call(api.openCase, { path: dir }));
    const endpoint = (await readEndpoint(dir))!;
    for (const token of [undefined, '', endpoint.token.slice(1), 'x'.repeat(64)]) {
      const stranger = connect(streamTransport(connectSocket(endpoint.socket)), { client: 'stranger', token });
      expect(await stranger.ready).toMatchObject({ ok: false, failure: { code: 'protocol/refused' } });
      expect(await stranger.call(api.listTimeline, {})).toMatchObject({ ok: false });
    }
  });

  test('a lock whose holder cannot be reached is busy, with the process named', async () => {
    const dir = closedCase();
    const lock = unwrap(takeLock(dir));
    onTestFinished(() => lock?.release());
    const ada = testEngine().client();
    writeFileSync(join(dir, 'endpoint.json'), JSON.stringify({ pid: 4242, host: hostname(), socket: join(temporaryFolder(), 's'), token: 'x'.repeat(64) }));
    expect(await ada.call(api.openCase, { path: dir })).toMatchObject({
      ok: false, failure: { code: 'case/busy', message: expect.stringContaining('Process 4242'), data: { pid: 4242 } },
    });
  });

  test('who answers holds the case, even when another handle on the lock file has cost the lock', async () => {
    const dir = closedCase();
    const ada = testEngine().client();
    unwrap(await ada.call(api.openCase, { path: dir }));
    readFileSync(join(dir, LOCK_FILE_NAME));
    const child = childEngine('carol');
    expect(unwrap(await child.client.call(api.openCase, { path: dir }))).toMatchObject({ joined: true });
  });

  test('a holder that is still starting is waited for', async () => {
    const dir = closedCase();
    const lock = unwrap(takeLock(dir));
    const ada = testEngine().client();
    const opening = ada.call(api.openCase, { path: dir });
    setTimeout(() => lock!.release(), 300);
    expect(unwrap(await opening)).toMatchObject({ joined: false });
  });
});
