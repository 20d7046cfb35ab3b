import { z } from 'zod';
import { Filter } from '../../model/filter.ts';
import { Count } from '../../model/primitives.ts';
import { defineMethod } from '../define.ts';

export const RecordsFormat = z.enum(['csv', 'jsonl', 'parquet', 'text']);
export type RecordsFormat = z.infer<typeof RecordsFormat>;

/**
 * Records as a file, exactly those of a filtered list and in its order: all of them, or rows `from` … `from + count`.
 * To `path` (absolute, on the engine's machine), or without one as items of bytes, in order. The list is that of the
 * moment the export begins. `note`: the file says who exported what, by which filter, in which zone.
 */
export const exportRecords = defineMethod({
  name: 'records.export', kind: 'stream', scope: 'case',
  errors: ['query/invalid', 'query/too-slow', 'file/not-writable', 'evidence/missing', 'evidence/changed'],
  input: z.object({ filter: Filter, from: Count.default(0), count: Count.optional(), format: RecordsFormat, note: z.boolean(), path: z.string().min(1).optional() }),
  item: z.object({ bytes: z.instanceof(Uint8Array) }),
  progress: z.object({ records: Count, total: Count }),
  output: z.object({ records: Count, bytes: Count, path: z.string().optional(), mediaType: z.string() }),
});
