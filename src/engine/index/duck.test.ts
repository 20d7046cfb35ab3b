import { expect, it } from 'vitest';
import { loadDuckdb, Readers, rows, whileWanted } from './duck.ts';

it('a slow query holds up no other, and what comes first waits for no summary', async () => {
  const { DuckDBInstance } = await loadDuckdb();
  const instance = await DuckDBInstance.create(':memory:');
  const readers = new Readers(instance, 3);
  const order: string[] = [];
  const held = Promise.withResolvers<void>();
  const summary = (name: string): Promise<void> => readers.use(60, async () => {
    order.push(name);
    await held.promise;
  });
  const first = (name: string): Promise<void> => readers.use(60, async (connection) => {
    order.push(String((await rows(connection, `SELECT '${name}'`))[0]![0]));
  }, true);
  const summaries = ['a', 'b', 'c', 'd'].map(summary);
  await first('page 1');
  await Promise.all([first('page 2'), first('page 3')]);
  expect(order.toSorted()).toEqual(['a', 'b', 'page 1', 'page 2', 'page 3']);
  held.resolve();
  await Promise.all(summaries);
  expect(order.slice(5)).toEqual(['c', 'd']);
  await Promise.all([...['e', 'f', 'g'].map(summary), first('page 4')]);
  expect(order.slice(7).toSorted()).toEqual(['e', 'f', 'g', 'page 4']);
  await readers.close();
  instance.closeSync();
});

const ENDLESS = 'SELECT count(*) FROM range(10000000000000) t(i) WHERE i % 7 = 3';

it('what is not wanted any more ends, whenever that is: before its statement has begun, or between two', async () => {
  const { DuckDBInstance } = await loadDuckdb();
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const afterMs of [undefined, 0, 1, 5, 50]) {
    const ending = new AbortController();
    const running = whileWanted(connection, ending.signal, async () => {
      await connection.run('SELECT 1');
      await rows(connection, ENDLESS);
    });
    if (afterMs === undefined) ending.abort();
    else setTimeout(() => ending.abort(), afterMs);
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  }
  expect(await rows(connection, 'SELECT 2')).toEqual([[2]]);
  connection.disconnectSync();
  instance.closeSync();
});
