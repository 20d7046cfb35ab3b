import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blankRecord } from '../../formats/contract-record.ts';
import type { EventRecord, Format } from '../../formats/contract.ts';
import { BatchBuilder } from '../ingest/batch.ts';
import { attributesJson, Tally } from '../ingest/tally.ts';
import type { EventIndex } from './contract.ts';
import { openIndex } from './open-index.ts';

export const testFormat: Format = {
  id: 'test-log', title: 'Test log', extensions: [], magic: [], specification: [],
  fields: [
    { name: 'http.response.status_code', type: 'integer', description: 'Status', facet: true },
    { name: 'url.path', type: 'string', description: 'Path' },
    { name: 'seconds', type: 'double', description: 'Seconds' },
  ],
  detect: () => undefined,
  parse: async () => ({ summary: {}, counts: {} }),
};

/** A record of which only what matters is said. */
export type Draft = Partial<Omit<EventRecord, 'fields'>> & { status?: number; path?: string; seconds?: number };

export async function withIndex(work: (index: EventIndex, path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tephra-index-'));
  const path = join(folder, 'index.duckdb');
  const index = await openIndex(path);
  try {
    await work(index, path);
  } finally {
    await index.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts records into the index as a parse worker would; each at its own offset, ten bytes apart. */
export async function put(index: EventIndex, sha256: string, path: string, drafts: readonly Draft[], format: Format = testFormat, order = true): Promise<void> {
  const writer = await index.begin(sha256, path, format);
  const builder = new BatchBuilder(format);
  const tally = new Tally();
  for (const [i, { status, path: urlPath, seconds, ...draft }] of drafts.entries()) {
    const record: EventRecord = { ...blankRecord(), offsetBytes: i * 10, lengthBytes: 9, line: i + 1, ...draft, fields: [status, urlPath, seconds] };
    tally.record(record);
    builder.add(record, attributesJson(record).json);
    if (builder.full) await writer.append(builder.take());
  }
  await writer.append(builder.take());
  await writer.finish({ sha256, status: 'understood', kind: format.id, title: format.title, confidence: 1, reason: 'test', ...tally.counts() });
  if (order) await index.order(new AbortController().signal);
}

export const SHA_A = 'a'.repeat(64);
export const SHA_B = 'b'.repeat(64);
