import type { Result } from '../../base/result.ts';
import type { EventRow } from '../../model/event.ts';
import type { Filter } from '../../model/filter.ts';

/** Who mines templates: takes messages in order, says in the end what they are. */
export interface TemplateMining {
  /** What follows are messages; or lines of no known format, of which `sample` are the first. */
  source(sample: readonly string[] | undefined): void;
  /** A number for each. */
  messages(texts: readonly string[]): Promise<Int32Array>;
  /** Templates, and which one each number is of. */
  finish(): Promise<{
    readonly templates: ReadonlyArray<{ readonly id: string; readonly pattern: string; readonly parameters: readonly string[]; readonly isContinuation: boolean }>;
    readonly templateOf: Int32Array;
  }>;
}

export interface MiningProgress {
  readonly recordsDone: number;
  readonly recordsTotal: number;
}

/** A template and the records that say it. Times are as clocks correct them. */
export interface TemplateRow {
  readonly id: string;
  readonly pattern: string;
  readonly parameters: readonly string[];
  readonly count: number;
  readonly firstNs: bigint | undefined;
  readonly lastNs: bigint | undefined;
  readonly severityNumber: number;
  /** Lines of a stack, or of what was said before. */
  readonly isContinuation: boolean;
}

export type TemplateSort = 'count' | 'rarest' | 'first' | 'severity';

/** Half-open. */
export interface TimeWindow {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

/** Bins of each window: enough to see whether records come evenly or in bursts. */
export const WINDOW_BINS = 24;

/** One thing that is counted in two windows. */
export interface WindowCount {
  readonly kind: 'template' | 'level' | 'field';
  /** As filters name it. */
  readonly field: string;
  readonly value: string;
  readonly label: string;
  /** Records in each bin, those of the baseline first: `2 * WINDOW_BINS`. */
  readonly bins: Float64Array;
  readonly severityNumber: number;
  /** Places in the list of the filter: of the first record in the incident, of the last in the baseline; -1: none. */
  readonly firstInIncident: number;
  readonly lastInBaseline: number;
  /** Of templates: lines of a stack, or of what was said before. */
  readonly isContinuation: boolean;
  /** Over the whole case; of fields and levels, of what passes the filter. */
  readonly firstNs: bigint | undefined;
  readonly lastNs: bigint | undefined;
}

export interface WindowCounts {
  readonly counts: readonly WindowCount[];
  readonly baselineRecords: number;
  readonly incidentRecords: number;
}

/** What rows of a page need beside their counts. */
export interface WindowDetail {
  readonly sparkline: Float64Array<ArrayBuffer>;
  readonly sample: EventRow | undefined;
}

export interface TemplateIndex {
  /** `fresh`: templates stand for all records there are now. */
  state(): Promise<{ readonly state: 'none' | 'stale' | 'fresh'; readonly templates: number; readonly records: number }>;
  /** Mines all records anew. Fails with `cancelled`; what was mined before then stays. */
  mine(mining: TemplateMining, signal: AbortSignal, progress: (done: MiningProgress) => void): Promise<Result<undefined>>;
  list(filter: Filter | undefined, contains: string, sort: TemplateSort, from: number, count: number): Promise<Result<{ total: number; records: number; rows: TemplateRow[] }>>;
  get(id: string): Promise<Result<{ readonly template: TemplateRow; readonly sample: EventRow | undefined } | undefined>>;
  /** Templates, levels and fields with few values, counted in both windows; times of the filter are not used. */
  windows(filter: Filter, baseline: TimeWindow, incident: TimeWindow): Promise<Result<WindowCounts>>;
  windowDetails(filter: Filter, counts: readonly WindowCount[], fromNs: bigint, toNs: bigint, buckets: number): Promise<Result<WindowDetail[]>>;
}
