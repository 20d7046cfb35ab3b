import type { LineFormatDefinition } from '../../model/line-format.ts';
import type { Worker } from 'node:worker_threads';
import type { Result } from '../../base/result.ts';
import type { Artifact } from '../../model/artifact.ts';
import type { ItemOf, OutputOf, ProgressOf } from '../../protocol/define.ts';
import type { addEvidence, watchIngest } from '../../protocol/methods/evidence.ts';
import type { inspect } from '../../protocol/methods/shell.ts';
import type { CaseFile } from '../casefile/contract.ts';
import type { EventIndex } from '../index/contract.ts';
import type { EvidenceNames } from './evidence-names.ts';
import type { FollowService } from './follow-service.ts';

export type AddEvidenceOutput = OutputOf<typeof addEvidence>;
export type IngestProgress = ProgressOf<typeof addEvidence>;
export type IngestState = ItemOf<typeof watchIngest>;
export type InspectOutput = OutputOf<typeof inspect>;

export interface AddRequest {
  readonly paths: readonly string[];
  readonly storage: 'copied' | 'referenced';
  readonly zone: string;
  /** Somebody waits to see the first records of the case: they come before everything else. */
  readonly showFirst?: boolean | undefined;
  /** Who adds it, for custody and history; the service's own `author` when left out. */
  readonly author?: string | undefined;
}

export interface AddOptions {
  readonly signal: AbortSignal;
  /** An artifact as it becomes known and again when it is indexed; waits for a slow receiver. */
  readonly item: (artifact: Artifact) => void | Promise<void>;
  readonly progress: (progress: IngestProgress) => void;
}

export interface IngestServiceOptions {
  /** The case folder. */
  readonly dir: string;
  readonly work: CaseFile;
  readonly index: EventIndex;
  /** A worker that runs `src/engine/ingest/worker.ts`. */
  readonly createParseWorker: () => Worker;
  /** Called after every change that watchers of the case should see. */
  readonly changed: () => void;
  readonly author: string;
  /** Formats that the person described, for evidence that comes in. */
  readonly ownFormats?: (() => Promise<readonly LineFormatDefinition[]>) | undefined;
  readonly log: (entry: { level: 'info' | 'warn' | 'error'; message: string; data?: Record<string, unknown> }) => void;
}

/** Takes evidence into one open case. Jobs run one after the other; files of a job are parsed in parallel. */
export interface IngestService {
  add(request: AddRequest, options: AddOptions): Promise<Result<AddEvidenceOutput>>;
  /**
   * Goes on with what a killed process left: paths that were asked for but not taken in, and artifacts the index
   * does not hold completely. Resolves when that is done; call it after opening, do not wait for it.
   */
  resume(): Promise<void>;
  /**
   * Reads again what the case says is to be read in another way than the index did, what was missing and is back, and
   * the artifacts that are named. Resolves when that is done.
   */
  readAgain(named?: ReadonlySet<string>): Promise<void>;
  /** Corrects times by the clocks that the case says, whatever runs meanwhile. Resolves when the order of events is by them. */
  useClocks(): Promise<void>;
  /** Records have been read by somebody who looks at them. */
  seen(): void;
  /** Calls the listener with the state now and after every change; returns the way to stop. */
  watch(listener: (state: IngestState) => void): () => void;
  /** Ends what runs now; true when something ran. What was taken in stays. */
  cancel(): boolean;
  /** Sources that are taken in while they grow. */
  readonly follows: FollowService;
  /** Of evidence whose records can be seen before its SHA-256 is known. */
  readonly names: EvidenceNames;
  /** Cancels, waits, ends the workers. */
  close(): Promise<void>;
}
