import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { FUNCTIONS } from './functions.ts';

it('every function that is offered runs in the DuckDB we ship', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const failed: string[] = [];
  for (const { name, example } of FUNCTIONS) {
    try {
      await (await connection.run(`SELECT ${example}`)).getRows();
    } catch (error) {
      failed.push(`${name}: ${String(error)}`);
    }
    if (!example.startsWith(name)) failed.push(`${name}: the example is of another`);
  }
  connection.disconnectSync();
  expect(failed).toEqual([]);
  expect(new Set(FUNCTIONS.map((f) => f.name)).size).toBe(FUNCTIONS.length);
});
