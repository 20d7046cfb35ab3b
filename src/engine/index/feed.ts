import { createRequire } from 'node:module';
import type { DuckDBConnection, DuckDBTableFunction, DuckDBType } from '@duckdb/node-api';
import type * as Bindings from '@duckdb/node-bindings';
import { BATCH_COLUMNS, CHUNK_ROWS, type RecordBatch, type RecordChunk } from './contract.ts';
import { duckdb } from './duck.ts';
import { fieldType, type TableFormat } from './schema.ts';

/** Bytes of a value; text is a `duckdb_string_t`. */
const WIDTH: Record<string, number> = { BIGINT: 8, DOUBLE: 8, UTINYINT: 1, BOOLEAN: 1, INTEGER: 4, VARCHAR: 16 };
const BATCH_TYPE: Record<(typeof BATCH_COLUMNS)[number], string> = {
  offset_bytes: 'BIGINT', length_bytes: 'BIGINT', line: 'BIGINT', time_ns: 'BIGINT', observed_time_ns: 'BIGINT',
  severity_number: 'UTINYINT', understood: 'BOOLEAN', body: 'VARCHAR', time_text: 'VARCHAR', severity_text: 'VARCHAR',
  service_name: 'VARCHAR', host_name: 'VARCHAR', trace_id: 'VARCHAR', span_id: 'VARCHAR', attributes: 'VARCHAR',
};
const VALID_BYTES = CHUNK_ROWS / 8;
const NONE_VALID = new Uint8Array(VALID_BYTES);
/** Longest text inside its reference. */
const INLINED = 12;

interface Source {
  readonly types: readonly string[];
  readonly names: readonly string[];
  batch: RecordBatch | undefined;
  next: number;
  nextId: number;
  artifactId: number;
}

/**
 * The table function `tephra_feed(source)`: DuckDB's threads take the chunks of a batch through it, so that an INSERT
 * reads columns as parse workers made them. The engine's loop copies memory and points text into place, a fraction of a
 * millisecond for each chunk; compression and writing are DuckDB's. People's SQL cannot call it (sql-guard.ts).
 */
export class Feed {
  private readonly sources = new Map<number, Source>();
  private nextSource = 1;
  private readonly api = bindings();
  private readonly table: DuckDBTableFunction;

  constructor(connection: DuckDBConnection) {
    const { DuckDBTableFunction: TableFunction, INTEGER } = duckdb();
    this.table = TableFunction.create({
      name: 'tephra_feed',
      parameterTypes: [INTEGER],
      bindFunction: (info) => {
        const key = Number(info.getParameter(0));
        const source = this.sources.get(key);
        if (!source) {
          info.setError(`There is no source ${key}.`);
          return;
        }
        source.names.forEach((name, i) => info.addResultColumn(name, typeOf(source.types[i]!)));
        info.setBindData({ key });
      },
      initFunction: (info) => info.setMaxThreads(1),
      mainFunction: (info, output) => {
        try {
          this.fill(keyOf(info.bindData), output.chunk);
        } catch (error) {
          info.setError(error instanceof Error ? error.message : String(error));
        }
      },
    });
    connection.registerTableFunction(this.table);
  }

  /** A source of rows of a format; answers its number. */
  open(format: TableFormat): number {
    const key = this.nextSource++;
    this.sources.set(key, {
      names: ['id', 'artifact', ...BATCH_COLUMNS, ...format.fields.map((f) => f.name)],
      types: ['BIGINT', 'INTEGER', ...BATCH_COLUMNS.map((name) => BATCH_TYPE[name]), ...format.fields.map(fieldType)],
      batch: undefined, next: 0, nextId: 0, artifactId: 0,
    });
    return key;
  }

  /** What the next INSERT from this source reads, with the id of its first record and of their artifact. */
  offer(key: number, batch: RecordBatch, firstId: number, artifactId: number): void {
    const source = this.sources.get(key)!;
    source.batch = batch;
    source.next = 0;
    source.nextId = firstId;
    source.artifactId = artifactId;
  }

  close(key: number): void {
    this.sources.delete(key);
  }

  private fill(key: number, output: Bindings.DataChunk): void {
    const source = this.sources.get(key);
    const chunk = source?.batch?.chunks[source.next];
    if (!source || !chunk) {
      this.api.data_chunk_set_size(output, 0);
      if (source) source.batch = undefined;
      return;
    }
    source.next++;
    const { rows } = chunk;
    const ids = new BigInt64Array(rows);
    for (let i = 0; i < rows; i++) ids[i] = BigInt(source.nextId + i);
    source.nextId += rows;
    this.copy(output, 0, ids.buffer, 0, ids.byteLength);
    const artifact = new Int32Array(rows).fill(source.artifactId);
    this.copy(output, 1, artifact.buffer, 0, artifact.byteLength);
    const base = this.placeText(output, source, chunk);
    for (let i = 2; i < source.types.length; i++) {
      const column = chunk.columns[i - 2];
      if (!column) {
        this.valid(output, i, NONE_VALID.buffer, 0);
        continue;
      }
      const type = source.types[i]!;
      const bytes = rows * WIDTH[type]!;
      if (type === 'VARCHAR' && base) point(new Uint32Array(chunk.data, column.at, rows * 4), base, chunk.text.length);
      this.copy(output, i, chunk.data, column.at, bytes);
      if (column.validAt !== undefined) this.valid(output, i, chunk.data, column.validAt);
    }
    this.api.data_chunk_set_size(output, rows);
  }

  /**
   * Gives the chunk's text to DuckDB, which checks that it is UTF-8 and keeps it as long as the chunk; answers where it
   * lies, in two halves. The element it is put into is written over afterwards.
   */
  private placeText(output: Bindings.DataChunk, source: Source, chunk: RecordChunk): { low: number; high: number } | undefined {
    if (chunk.text.length <= INLINED) return undefined;
    const first = source.types.findIndex((type, i) => type === 'VARCHAR' && i >= 2 && chunk.columns[i - 2] !== undefined);
    if (first < 0) return undefined;
    const vector = this.api.data_chunk_get_vector(output, first);
    this.api.vector_assign_string_element_len(vector, 0, chunk.text);
    const reference = new DataView(Uint8Array.from(this.api.vector_get_data(vector, 16)).buffer);
    if (reference.getUint32(0, true) !== chunk.text.length) throw new Error('the text of a batch is not UTF-8');
    return { low: reference.getUint32(8, true), high: reference.getUint32(12, true) };
  }

  private copy(output: Bindings.DataChunk, column: number, from: ArrayBuffer, at: number, bytes: number): void {
    this.api.copy_data_to_vector(this.api.data_chunk_get_vector(output, column), 0, from, at, bytes);
  }

  private valid(output: Bindings.DataChunk, column: number, from: ArrayBuffer, at: number): void {
    const vector = this.api.data_chunk_get_vector(output, column);
    this.api.vector_ensure_validity_writable(vector);
    this.api.copy_data_to_vector_validity(vector, 0, from, at, VALID_BYTES);
  }
}

/** Turns offsets in the text into addresses. One that does not lie in the text is a bug that must not become a read of other memory. */
function point(references: Uint32Array, base: { low: number; high: number }, length: number): void {
  const { low, high } = base;
  for (let i = 0; i < references.length; i += 4) {
    const bytes = references[i]!;
    if (bytes <= INLINED) continue;
    const offset = references[i + 2]!;
    if (offset + bytes > length) throw new Error('a value lies outside the text of its batch');
    const sum = low + offset;
    references[i + 2] = sum;
    references[i + 3] = sum > 0xffff_ffff ? high + 1 : high;
  }
}

function keyOf(bound: object | undefined): number {
  return bound && 'key' in bound ? Number(bound.key) : 0;
}

function typeOf(name: string): DuckDBType {
  const { BIGINT, BOOLEAN, DOUBLE, INTEGER, UTINYINT, VARCHAR } = duckdb();
  return { BIGINT, BOOLEAN, DOUBLE, INTEGER, UTINYINT, VARCHAR }[name] ?? VARCHAR;
}

/** The C API below node-api, which copies memory into vectors; node-api brings it along. */
function bindings(): typeof Bindings {
  const require = createRequire(import.meta.url);
  const found: typeof Bindings = createRequire(require.resolve('@duckdb/node-api'))('@duckdb/node-bindings');
  return found;
}
