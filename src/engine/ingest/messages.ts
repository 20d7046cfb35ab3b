import type { Diagnostic } from '../../model/diagnostic.ts';
import type { LineFormatDefinition } from '../../model/line-format.ts';
import type { TableMapping } from '../../model/table-mapping.ts';
import type { RecordBatch } from '../index/contract.ts';
import type { TallyCounts } from './tally.ts';

/** What the engine tells a parse worker. One job at a time. */
export type ToWorker =
  | { readonly type: 'parse'; readonly job: ParseJob }
  /** Room for that many more batches; memory of one that is done with, to be used again. */
  | { readonly type: 'credit'; readonly batches: number; readonly buffers?: readonly ArrayBuffer[] }
  | { readonly type: 'cancel' }
  /** Before any job: what is compiled when it is first used is used. Answers nothing. */
  | { readonly type: 'rehearse' };

export interface ParseJob {
  readonly path: string;
  /** Of a file that is being written: what it will be. */
  readonly growing?: Growing | undefined;
  /** Name without its folder, a hint for detection. */
  readonly name: string;
  readonly zone: string;
  /** When it came into the case: the same whenever it is parsed again, so that inferred years are, too. */
  readonly newestNs: bigint;
  /** What a person said its columns are: then it is a table, whatever it looks like. */
  readonly mapping?: TableMapping | undefined;
  /** The format that a person said it has: then it is read so, whatever it looks like. */
  readonly format?: LineFormatDefinition | undefined;
  /** Formats of the person's own, among those that detection knows. */
  readonly own?: readonly LineFormatDefinition[] | undefined;
  /** What detection looks at instead of the file's own beginning: of a slice, the beginning of the source it is from. */
  readonly head?: Uint8Array | undefined;
  /** Says what `head` is, and reads no file. */
  readonly detectOnly?: boolean | undefined;
}

/** A file of a known size that is being written. `written` is shared: how many bytes are there, -1: no more will come. */
export interface Growing {
  readonly sizeBytes: number;
  readonly written: BigInt64Array<SharedArrayBuffer>;
}

/** What a parse worker tells the engine. */
export type FromWorker =
  | { readonly type: 'detected'; readonly formatId: string | undefined; readonly confidence: number; readonly reason: string }
  | { readonly type: 'batch'; readonly batch: RecordBatch; readonly diagnostics: readonly Diagnostic[]; readonly counts: TallyCounts; readonly doneBytes: number }
  /** A sign of life between batches. */
  | { readonly type: 'progress'; readonly doneBytes: number }
  | { readonly type: 'done'; readonly counts: TallyCounts }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly message: string; readonly stack: string };
