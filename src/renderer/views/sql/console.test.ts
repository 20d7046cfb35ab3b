import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../base/result.ts';
import { createConsole, type ConsoleHost, type RunQuery } from './console.ts';

function storage(): NonNullable<ConsoleHost['storage']> {
  const items = new Map<string, string>();
  return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value) };
}

function host(run: RunQuery, more: Partial<ConsoleHost> = {}): ConsoleHost {
  let now = 0;
  return { run, indexRevision: () => 7, storage: storage(), storageKey: 'k', nowMs: () => (now += 500), ...more };
}

const answer = { columns: [{ name: 'n', type: 'BIGINT' }], truncated: false, seconds: 0.25 };
/** Runs until it is ended. */
const endless: RunQuery = (_sql, _max, signal) => new Promise((resolve) => {
  signal.addEventListener('abort', () => resolve(fail('cancelled', 'Cancelled.')));
});

describe('the console', () => {
  it('gathers rows as they come, then says what came of it', async () => {
    const seen: number[] = [];
    const made = createConsole(host(async (_sql, _max, _signal, onRows) => {
      onRows([[1], [2]]);
      seen.push(made.store.getState().running?.rows ?? -1);
      onRows([[3]]);
      return ok(answer);
    }));
    await made.run({ text: 'SELECT 1', start: 4 });
    expect(seen).toEqual([2]);
    expect(made.store.getState()).toMatchObject({ running: undefined, outcome: { kind: 'answer', answer: { rows: [[1], [2], [3]], indexRevision: 7, maxRows: 100_000 } } });
  });
  it('says where in the text the statement that failed begins', async () => {
    const made = createConsole(host(async () => fail('sql/invalid', 'no', { offset: 3 })));
    await made.run({ text: 'SELEC', start: 12 });
    expect(made.store.getState().outcome).toMatchObject({ kind: 'failure', start: 12, failure: { code: 'sql/invalid' } });
  });
  it('ends a query, and says so', async () => {
    const made = createConsole(host(endless));
    const ran = made.run({ text: 'SELECT 1', start: 0 });
    made.cancel();
    await ran;
    expect(made.store.getState()).toMatchObject({ running: undefined, outcome: { kind: 'cancelled' } });
  });
  it('a newer query takes the place of an older one, whichever ends first', async () => {
    const made = createConsole(host((sql, ...rest) => (sql === 'old' ? endless(sql, ...rest) : Promise.resolve(ok(answer)))));
    const old = made.run({ text: 'old', start: 0 });
    await made.run({ text: 'new', start: 0 });
    await old;
    expect(made.store.getState().outcome).toMatchObject({ kind: 'answer', answer: { sql: 'new' } });
  });
  it('remembers what was asked and typed, the latest first, each once', async () => {
    const shared = storage();
    const made = createConsole(host(async () => ok(answer), { storage: shared }));
    for (const text of ['a', 'b', 'a']) await made.run({ text, start: 0 });
    made.setText('half a qu');
    const again = createConsole(host(async () => ok(answer), { storage: shared }));
    expect(again.store.getState().history.map((h) => h.sql)).toEqual(['a', 'b']);
    expect(again.store.getState().text).toBe('half a qu');
    expect(createConsole(host(endless, { storage: shared, storageKey: 'another case' })).store.getState().history).toEqual([]);
  });
  it('starts afresh over what it cannot read', () => {
    for (const text of ['', '{', 'null', '{"history":[1,{"sql":2}],"text":3}']) {
      const made = createConsole(host(endless, { storage: { getItem: () => text, setItem: () => undefined } }));
      expect(made.store.getState()).toMatchObject({ text: '', history: [] });
    }
  });
});
