import type { IngestService, IngestServiceOptions } from './contract.ts';

/** The ingest of one open case. */
export function createIngestService(options: IngestServiceOptions): IngestService {
  throw new Error(`ingest of ${options.dir} is being built`);
}
