import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Artifact } from '../../model/artifact.ts';
import { unwrap, type Result } from '../../base/result.ts';
import type { CaseFile } from '../casefile/contract.ts';
import { createCaseFile, openCaseFile } from '../casefile/open.ts';
import type { EventIndex } from '../index/contract.ts';
import { openIndex } from '../index/open-index.ts';
import type { AddEvidenceOutput, IngestService } from './contract.ts';
import { createIngestService, type IngestTuning } from './ingest-service.ts';

/** A real case on disk with its index and ingest, as the engine puts them together; workers run from the source. */
export interface TestCase {
  readonly dir: string;
  readonly work: CaseFile;
  readonly index: EventIndex;
  readonly ingest: IngestService;
  readonly items: Artifact[];
  add(paths: string[], options?: { storage?: 'copied' | 'referenced'; zone?: string; signal?: AbortSignal }): Promise<Result<AddEvidenceOutput>>;
  close(): Promise<void>;
}

export interface TestCaseOptions extends IngestTuning {
  readonly worker?: URL;
}

export function parseWorker(url = new URL('./worker.ts', import.meta.url)): Worker {
  return new Worker(url);
}

export async function openTestCase(dir: string, options: TestCaseOptions & { create?: boolean } = {}): Promise<TestCase> {
  const work = unwrap(options.create === true ? createCaseFile(dir, { author: 'test', title: undefined }) : openCaseFile(dir));
  const index = await openIndex(join(dir, 'index.duckdb'));
  const ingest = createIngestService({
    dir, work, index, author: 'test', changed: () => undefined, log: () => undefined,
    createParseWorker: () => parseWorker(options.worker), patienceMs: options.patienceMs, limits: options.limits, nowNs: options.nowNs,
  });
  const items: Artifact[] = [];
  return {
    dir, work, index, ingest, items,
    add: (paths, { storage = 'copied', zone = 'UTC', signal = new AbortController().signal } = {}) =>
      ingest.add({ paths, storage, zone }, { signal, item: (artifact) => void items.push(artifact), progress: () => undefined }),
    async close() {
      await ingest.close();
      await index.close();
      work.close();
    },
  };
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'tephra-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
