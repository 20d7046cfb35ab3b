import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { unwrap } from '../../base/result.ts';
import type { CaseInfo } from '../../model/case.ts';
import { api } from '../../protocol/api.ts';
import type { Connection } from '../../protocol/client.ts';
import { entry, temporaryFolder } from '../casefile/sample.testing.ts';
import { testEngine } from './engines.testing.ts';

function newCasePath(): string {
  return join(temporaryFolder(), 'outage.tephra');
}

/** Watches the case; `until` resolves with the first state that fits, whether it has come already or not. */
function watch(client: Connection): { until: (fits: (info: CaseInfo) => boolean) => Promise<CaseInfo>; seen: CaseInfo[]; ended: Promise<unknown>; stop: () => void } {
  const seen: CaseInfo[] = [];
  const waiting: Array<{ fits: (info: CaseInfo) => boolean; resolve: (info: CaseInfo) => void }> = [];
  const stop = new AbortController();
  const ended = client.call(api.watchCase, {}, {
    signal: stop.signal,
    onItem: (info) => {
      seen.push(info);
      for (const w of waiting) if (w.fits(info)) w.resolve(info);
    },
  });
  const until = (fits: (info: CaseInfo) => boolean): Promise<CaseInfo> => {
    const already = seen.find(fits);
    return already ? Promise.resolve(already) : new Promise((resolve) => waiting.push({ fits, resolve }));
  };
  return { until, seen, ended, stop: () => stop.abort() };
}

const addEntry = (client: Connection, id: string): ReturnType<typeof client.call<typeof api.doCommand>> =>
  client.call(api.doCommand, { command: { name: 'timeline.add', input: { entry: entry(id) } } });

describe('a case in one process', () => {
  test('is made, worked on, closed and opened again with everything there', async () => {
    const { client, errors } = testEngine();
    const path = newCasePath();
    const one = client('ada');
    const made = unwrap(await one.call(api.createCase, { path, title: 'Checkout outage' }));
    expect(made).toMatchObject({ path, title: 'Checkout outage', workRevision: 0, artifacts: 0, records: 0, canUndo: false, joined: false });
    unwrap(await addEntry(one, 'e1'));
    unwrap(await one.call(api.closeCase, {}));
    expect(await one.call(api.caseInfo, {})).toMatchObject({ ok: false, failure: { code: 'case/not-open' } });
    const again = unwrap(await one.call(api.openCase, { path: join(path, 'case.sqlite') }));
    expect(again).toMatchObject({ caseId: made.caseId, path, canUndo: true, undoLabel: 'Added “Entry e1” to Changes' });
    expect(unwrap(await one.call(api.listTimeline, {})).map((e) => e.id)).toEqual(['e1']);
    unwrap(await one.call(api.undo, {}));
    expect(unwrap(await one.call(api.listTimeline, {}))).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('that is expected is opened for who comes, and held by nobody once they have left, or when nobody came', async () => {
    const path = newCasePath();
    const first = testEngine();
    unwrap(await first.client().call(api.createCase, { path, title: 'Expected' }));
    await first.engine.close();
    for (const comes of [true, false]) {
      const { engine, client, errors } = testEngine();
      engine.expect(path);
      if (comes) {
        const ada = client('ada');
        expect(unwrap(await ada.call(api.openCase, { path }))).toMatchObject({ title: 'Expected', joined: false });
        unwrap(await ada.call(api.closeCase, {}));
      } else {
        await engine.close();
      }
      const other = testEngine();
      expect(unwrap(await other.client('bob').call(api.openCase, { path }))).toMatchObject({ joined: false });
      await other.engine.close();
      expect(errors).toEqual([]);
    }
    // What cannot be opened is told to who asks for it.
    const { engine, client, errors } = testEngine();
    engine.expect(join(path, 'nothing'));
    expect(await client().call(api.openCase, { path: join(path, 'nothing') })).toMatchObject({ ok: false, failure: { code: 'case/not-found' } });
    expect(errors).toEqual([]);
  });

  test('two clients see each other through case.watch, and each undoes the other', async () => {
    const { client } = testEngine();
    const path = newCasePath();
    const [ada, bob] = [client('ada'), client('bob')];
    unwrap(await ada.call(api.createCase, { path }));
    unwrap(await bob.call(api.openCase, { path }));
    const [byAda, byBob] = [watch(ada), watch(bob)];
    await Promise.all([byAda.until(() => true), byBob.until(() => true)]);
    unwrap(await addEntry(ada, 'e1'));
    expect(await byBob.until((i) => i.canUndo)).toMatchObject({ undoLabel: 'Added “Entry e1” to Changes' });
    unwrap(await bob.call(api.undo, {}));
    expect(await byAda.until((i) => i.canRedo)).toMatchObject({ canUndo: false, redoLabel: 'Added “Entry e1” to Changes' });
    const history = unwrap(await ada.call(api.caseHistory, {}));
    expect(history.map((h) => [h.author, h.kind, h.undone])).toEqual([['bob', 'undo', false], ['ada', 'do', true], ['ada', 'note', false]]);
  });

  test('a watch coalesces what comes fast and ends with the last state', async () => {
    const { client } = testEngine();
    const ada = client('ada');
    unwrap(await ada.call(api.createCase, { path: newCasePath() }));
    const { until, seen } = watch(ada);
    await until(() => true);
    let last = 0;
    for (let i = 0; i < 100; i++) last = unwrap(await addEntry(ada, `e${i}`)).workRevision;
    await until((i) => i.workRevision === last);
    expect(seen.length).toBeLessThan(100);
  });

  test('a watch ends when its session closes the case, and not when another does', async () => {
    const { client } = testEngine();
    const path = newCasePath();
    const [ada, bob] = [client(), client()];
    unwrap(await ada.call(api.createCase, { path }));
    unwrap(await bob.call(api.openCase, { path }));
    const [byAda, byBob] = [watch(ada), watch(bob)];
    await Promise.all([byAda.until(() => true), byBob.until(() => true)]);
    unwrap(await ada.call(api.closeCase, {}));
    expect(await byAda.ended).toEqual({ ok: true, value: {} });
    unwrap(await addEntry(bob, 'e1'));
    await byBob.until((i) => i.canUndo);
    byBob.stop();
    expect(await byBob.ended).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
  });

  test('is held while one session has it, and free when the last has left', async () => {
    const { client } = testEngine();
    const path = newCasePath();
    const [ada, bob] = [client(), client()];
    unwrap(await ada.call(api.createCase, { path }));
    unwrap(await bob.call(api.openCase, { path }));
    ada.close();
    await ada.closed;
    unwrap(await addEntry(bob, 'e1'));
    expect(existsSync(join(path, 'endpoint.json'))).toBe(true);
    expect(statSync(join(path, 'endpoint.json')).mode & 0o777).toBe(0o600);
    unwrap(await bob.call(api.closeCase, {}));
    expect(existsSync(join(path, 'endpoint.json'))).toBe(false);
    expect(existsSync(join(path, 'case.sqlite-wal'))).toBe(false);
    // Another engine finds it free: it holds the case itself.
    const other = testEngine().client('eve');
    expect(unwrap(await other.call(api.openCase, { path }))).toMatchObject({ joined: false, canUndo: true });
  });

  test('opening another case leaves the first; a failed opening leaves it open', async () => {
    const { client } = testEngine();
    const [first, second] = [newCasePath(), newCasePath()];
    const ada = client();
    unwrap(await ada.call(api.createCase, { path: first }));
    expect(await ada.call(api.openCase, { path: '/nowhere' })).toMatchObject({ ok: false, failure: { code: 'case/not-found' } });
    expect(unwrap(await ada.call(api.caseInfo, {})).path).toBe(first);
    unwrap(await ada.call(api.createCase, { path: second }));
    expect(unwrap(await ada.call(api.caseInfo, {})).path).toBe(second);
    expect(existsSync(join(first, 'endpoint.json'))).toBe(false);
    expect(unwrap(await ada.call(api.openCase, { path: second })).path).toBe(second);
  });

  test('opened under two names it is one case', async () => {
    const { client } = testEngine();
    const path = newCasePath();
    const link = join(temporaryFolder(), 'link');
    const [ada, bob] = [client(), client()];
    unwrap(await ada.call(api.createCase, { path }));
    symlinkSync(path, link);
    expect(unwrap(await bob.call(api.openCase, { path: link }))).toMatchObject({ path, joined: false });
  });

  test('many open and close it at once', async () => {
    const { client, errors } = testEngine();
    const path = newCasePath();
    const clients = Array.from({ length: 8 }, () => client());
    unwrap(await clients[0]!.call(api.createCase, { path }));
    await Promise.all(clients.map(async (c, i) => {
      for (let round = 0; round < 4; round++) {
        expect(await c.call(api.openCase, { path })).toMatchObject({ ok: true, value: { joined: false } });
        unwrap(await addEntry(c, `e${i}-${round}`));
        unwrap(await c.call(api.closeCase, {}));
      }
    }));
    expect(unwrap(await clients[0]!.call(api.openCase, { path })).workRevision).toBe(33);
    expect(errors).toEqual([]);
  });

  test('closing the engine ends everything', async () => {
    const { engine, client, errors } = testEngine();
    const path = newCasePath();
    const ada = client();
    unwrap(await ada.call(api.createCase, { path }));
    const { until, ended } = watch(ada);
    await until(() => true);
    await engine.close();
    expect(await ended).toMatchObject({ ok: false, failure: { code: 'protocol/disconnected' } });
    expect(existsSync(join(path, 'endpoint.json'))).toBe(false);
    expect(errors).toEqual([]);
  });
});

describe('recent cases and folders', () => {
  test('opened cases are remembered', async () => {
    const appDataDir = temporaryFolder();
    const path = newCasePath();
    const first = testEngine({ appDataDir });
    unwrap(await first.client().call(api.createCase, { path, title: 'Outage' }));
    // An engine that ends leaves the list complete.
    await first.engine.close();
    const ada = testEngine({ appDataDir }).client();
    expect(unwrap(await ada.call(api.recentCases, {}))).toMatchObject([{ path, title: 'Outage', exists: true }]);
    unwrap(await ada.call(api.forgetRecentCase, { path }));
    expect(unwrap(await ada.call(api.recentCases, {}))).toEqual([]);
  });

  test('a folder is listed with cases, folders and files told apart', async () => {
    const { client } = testEngine();
    const dir = temporaryFolder();
    const ada = client();
    unwrap(await ada.call(api.createCase, { path: join(dir, 'z.tephra') }));
    mkdirSync(join(dir, 'logs'));
    writeFileSync(join(dir, 'access10.log'), '12345');
    writeFileSync(join(dir, 'access9.log'), '');
    symlinkSync('/nowhere/at/all', join(dir, 'dangling'));
    const listed = unwrap(await ada.call(api.listFolder, { path: dir }));
    expect(listed.entries.map((e) => [e.name, e.kind, e.sizeBytes])).toEqual([
      ['logs', 'folder', 0], ['z.tephra', 'case', 0], ['access9.log', 'file', 0], ['access10.log', 'file', 5],
    ]);
    expect(listed.parent).toBe(join(dir, '..'));
    expect(unwrap(await ada.call(api.listFolder, { path: '/' })).parent).toBeUndefined();
    expect(await ada.call(api.listFolder, { path: join(dir, 'no') })).toMatchObject({ failure: { code: 'file/not-found' } });
    expect(await ada.call(api.listFolder, { path: join(dir, 'access9.log') })).toMatchObject({ failure: { code: 'file/not-readable' } });
  });

  test('formats are described', async () => {
    const found = unwrap(await testEngine().client().call(api.listFormats, {}));
    expect(found.map((f) => f.id)).toContain('web-access');
    expect(found.every((f) => f.title !== '')).toBe(true);
  });
});

describe('what is not as it should be', () => {
  test('damaged, newer, foreign and missing cases are refused by name, and opened once they are mended', async () => {
    const { client, errors } = testEngine();
    const path = newCasePath();
    const ada = client();
    unwrap(await ada.call(api.createCase, { path }));
    unwrap(await ada.call(api.closeCase, {}));
    const file = join(path, 'case.sqlite');
    const whole = readFileSync(file);
    for (const broken of [whole.subarray(0, 5000), Buffer.from('garbage'.repeat(1000)), Buffer.alloc(0)]) {
      writeFileSync(file, broken);
      expect(await ada.call(api.openCase, { path })).toMatchObject({ ok: false, failure: { code: 'case/damaged', message: expect.stringContaining(file) } });
    }
    writeFileSync(file, whole);
    unwrap(await ada.call(api.openCase, { path }));
    unwrap(await ada.call(api.closeCase, {}));
    rmSync(file);
    expect(await ada.call(api.openCase, { path })).toMatchObject({ ok: false, failure: { code: 'case/not-found' } });
    expect(errors).toEqual([]);
  });

  test('a missing or garbage index and missing derived folders cost nothing of the work', async () => {
    const { client, errors } = testEngine();
    const path = newCasePath();
    const ada = client();
    unwrap(await ada.call(api.createCase, { path }));
    unwrap(await addEntry(ada, 'e1'));
    for (const spoil of [
      () => rmSync(join(path, 'index.duckdb')),
      () => writeFileSync(join(path, 'index.duckdb'), 'garbage'.repeat(5000)),
      () => { rmSync(join(path, 'evidence'), { recursive: true }); rmSync(join(path, 'derived'), { recursive: true }); },
    ]) {
      unwrap(await ada.call(api.closeCase, {}));
      spoil();
      unwrap(await ada.call(api.openCase, { path }));
      expect(unwrap(await ada.call(api.listTimeline, {})).map((e) => e.id)).toEqual(['e1']);
    }
    expect(errors).toEqual([]);
  });

  test('an index that cannot be opened says which file, and the work opens once it is out of the way', async () => {
    const { client, errors } = testEngine();
    // The name is no reason to take damage for a lock.
    const path = join(temporaryFolder(), 'deadlock.tephra');
    const ada = client();
    unwrap(await ada.call(api.createCase, { path }));
    unwrap(await ada.call(api.closeCase, {}));
    const index = join(path, 'index.duckdb');
    writeFileSync(index, 'garbage'.repeat(5000));
    unwrap(await ada.call(api.openCase, { path }));
    unwrap(await ada.call(api.closeCase, {}));
    // Another program that has the index open: DuckDB admits one process.
    const other = spawn(process.execPath, ['-e', `
      const { DuckDBInstance } = require('@duckdb/node-api');
      DuckDBInstance.create(${JSON.stringify(index)}).then((db) => { globalThis.db = db; console.log('open'); setInterval(() => {}, 1000); });
    `], { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void other.kill('SIGKILL'));
    await once(other.stdout, 'data');
    expect(await ada.call(api.openCase, { path })).toMatchObject({ ok: false, failure: { code: 'file/not-writable', message: expect.stringContaining(index) } });
    expect(existsSync(join(path, 'endpoint.json'))).toBe(false);
    other.kill('SIGKILL');
    await once(other, 'exit');
    unwrap(await ada.call(api.openCase, { path }));
    expect(errors).toEqual([]);
  });

  test('the databases of a case are not inspected as files', async () => {
    const ada = testEngine().client();
    const path = newCasePath();
    unwrap(await ada.call(api.createCase, { path }));
    expect(await ada.call(api.inspect, { path: join(path, 'lock.sqlite') })).toMatchObject({ ok: false, failure: { code: 'file/not-readable' } });
  });

  test('a case is not made over anything', async () => {
    const { client } = testEngine();
    const ada = client();
    const path = newCasePath();
    unwrap(await ada.call(api.createCase, { path }));
    expect(await ada.call(api.createCase, { path })).toMatchObject({ ok: false, failure: { code: 'case/exists' } });
    const full = temporaryFolder();
    writeFileSync(join(full, 'notes.txt'), 'mine');
    expect(await ada.call(api.createCase, { path: full })).toMatchObject({ ok: false, failure: { code: 'case/exists' } });
    expect(await ada.call(api.createCase, { path: join(full, 'notes.txt', 'x') })).toMatchObject({ ok: false, failure: { code: 'file/not-writable' } });
  });
});
