import type { Worker } from 'node:worker_threads';
import type { IngestTuning } from '../ingest/ingest-service.ts';
import type { CaseRegistry } from './case-registry.ts';
import type { FormatLibrary } from './format-library.ts';
import type { PersonNotes } from './person-notes.ts';
import type { RecentCases } from './recent-cases.ts';

export type Log = (entry: { level: 'info' | 'warn' | 'error'; message: string; data?: Record<string, unknown> }) => void;

export interface EngineOptions {
  /** Folder for what belongs to the person rather than to a case: `appDataDir()` of places.ts. */
  readonly appDataDir: string;
  /** Folder of fonts and the like that ship with the application. */
  readonly resourcesDir: string;
  /** Name that changes are journalled under where a connection gives none. */
  readonly author: string;
  readonly createParseWorker: () => Worker;
  /** Typesetting takes seconds of a thread: a worker per report, `report-worker.ts` in the built app. */
  readonly createReportWorker: () => Worker;
  /** Large fault trees take seconds of a thread: `fault-tree-worker.ts` in the built app. */
  readonly createFaultTreeWorker: () => Worker;
  readonly log: Log;
  /** The process ends as soon as the engine is closed. */
  readonly endsWithProcess?: boolean;
  /** Limits of ingest other than its own, for tests. */
  readonly ingestTuning?: IngestTuning;
}

/** What handlers get of the engine. */
export interface EngineContext {
  readonly options: EngineOptions;
  readonly cases: CaseRegistry;
  readonly recent: RecentCases;
  readonly notes: PersonNotes;
  /** Formats that the person described. */
  readonly library: FormatLibrary;
}
