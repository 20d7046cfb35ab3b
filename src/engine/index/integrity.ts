import { fail, ok, type Result } from '../../base/result.ts';
import { duckMessage, type Read } from './duck.ts';
import { storeTable, type TableFormat } from './schema.ts';

/** Reads every block of every table: DuckDB checks their checksums. */
export async function checkTables(path: string, formats: readonly TableFormat[], read: Read): Promise<Result<string>> {
  try {
    return await read(async (connection) => {
      const tables = ['store.artifact', 'store.diagnostic', 'store.ord', ...formats.map((f) => storeTable(f.id))];
      for (const table of tables) await connection.run(`SELECT bit_xor(hash(t)) FROM ${table} t`);
      return ok(`${tables.length} tables of ${path} read and whole`);
    });
  } catch (error) {
    return fail('index/damaged', `The index is damaged: ${duckMessage(error)} Delete index.duckdb; it is made anew when the case is opened.`);
  }
}
