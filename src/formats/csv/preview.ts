import type { TableMapping } from '../../model/table-mapping.ts';
import type { ByteSource } from '../contract.ts';
import { readRows } from './format.ts';
import { guessTable, type Guess } from './guess.ts';
import { TableReader, type ReadRow } from './table.ts';

export interface TablePreview {
  readonly guess: Guess | undefined;
  readonly mapping: TableMapping;
  readonly columns: readonly string[];
  readonly rows: ReadonlyArray<ReadRow & { readonly cells: readonly string[]; readonly offsetBytes: number; readonly lengthBytes: number; readonly line: number }>;
  /** Rows that failed, the first of them. */
  readonly failing: ReadonlyArray<{ readonly code: string; readonly message: string; readonly offsetBytes: number; readonly lengthBytes: number; readonly line: number }>;
  readonly rowsRead: number;
  readonly rowsFailing: number;
}

const FAILING_LISTED = 200;
/** Longest cell that a preview needs. */
const CELL = 200;

/** The beginning of a table as a mapping (or without one, the guess) reads it. The last line counts only when it is whole. */
export async function previewTable(bytes: Uint8Array, complete: boolean, options: { mapping?: TableMapping | undefined; zone: string; rows: number }): Promise<TablePreview> {
  const end = complete ? bytes.length : bytes.lastIndexOf(0x0a) + 1 || bytes.length;
  const part = bytes.subarray(0, end);
  const guess = guessTable({ bytes: part.subarray(0, 65_536), complete: complete && part.length <= 65_536 });
  const mapping = options.mapping ?? guess?.mapping ?? { delimiter: ',', quote: '"', header: false };
  const table = new TableReader(mapping, options.zone, mapping.header ? undefined : guess?.columns.length);
  const rows: Array<TablePreview['rows'][number]> = [];
  const failing: Array<TablePreview['failing'][number]> = [];
  let rowsRead = 0;
  let rowsFailing = 0;
  const source: ByteSource = {
    sizeBytes: part.length,
    async *chunks(from) {
      yield part.subarray(from);
    },
    read: async (offset, length) => part.subarray(offset, offset + length),
  };
  const sink = { diagnostic: () => undefined, room: () => undefined };
  await readRows(source, mapping, sink, new AbortController().signal, (row) => {
    if (table.begin(row)) return;
    rowsRead++;
    const { offsetBytes, lengthBytes, line } = row;
    const read = table.read(row);
    if (rows.length < options.rows) rows.push({ ...read, body: '', attributes: undefined, cells: row.cells.slice(0, 200).map((cell) => cell.slice(0, CELL)), offsetBytes, lengthBytes, line });
    if (!read.problem) return;
    rowsFailing++;
    if (failing.length < FAILING_LISTED) failing.push({ ...read.problem, offsetBytes, lengthBytes, line });
  });
  return { guess, mapping, columns: table.columns, rows, failing, rowsRead, rowsFailing };
}
