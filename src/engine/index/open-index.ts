import type { EventIndex } from './contract.ts';

/**
 * Opens index.duckdb, making it when absent. An index that is damaged or of another schema version is thrown away
 * and made anew: it is derived, `IngestService.resume` fills it again.
 */
export async function openIndex(path: string): Promise<EventIndex> {
  throw new Error(`index at ${path} is being built`);
}
