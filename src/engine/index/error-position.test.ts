import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { errorPosition } from './error-position.ts';

/** What DuckDB itself says of a query. */
async function messageOf(query: string): Promise<string> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  try {
    await (await connection.run(query)).getRows();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    connection.disconnectSync();
  }
  throw new Error(`DuckDB runs this: ${query}`);
}

describe('where a query is wrong', () => {
  it.each([
    ['a word the grammar does not know', 'SELECT * FRM x', 'x', 13, 1, 14],
    ['a column on a later line', 'SELECT\n  1,\n  foo\nFROM range(3)', 'foo', 14, 3, 3],
    ['letters beyond ASCII before it', "SELECT 'ääää', foox FROM range(3)", 'foox', 15, 1, 16],
    ['an unclosed quote', "select 'abc", "'abc", 7, 1, 8],
    ['a table', 'select *\nfrom eventz', 'eventz', 14, 2, 6],
  ])('%s', async (_title, query, word, offset, line, column) => {
    const found = errorPosition(await messageOf(query), query);
    expect(found).toEqual({ offset, line, column });
    expect(query.slice(found!.offset)).toMatch(new RegExp(`^${word}`));
  });

  it('in a line of which DuckDB echoes a part', async () => {
    const numbers = Array.from({ length: 120 }, (_, i) => String(i)).join(', ');
    const query = `SELECT ${numbers}, foox, ${numbers} FROM range(3)`;
    const message = await messageOf(query);
    expect(message).toContain('...');
    expect(query.slice(errorPosition(message, query)!.offset)).toMatch(/^foox/);
  });

  it('says nothing where the part could stand in two places', () => {
    expect(errorPosition('Binder Error: no\n\nLINE 1: ...1, 1, ...\n              ^', '1, 1, 1, 1, 1, 1, x')).toBeUndefined();
  });

  it('says nothing for a message without a place', () => {
    expect(errorPosition('Out of Memory Error: no', 'SELECT 1')).toBeUndefined();
  });
});
