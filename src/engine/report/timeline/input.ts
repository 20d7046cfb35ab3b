import type { Clock } from '../../../model/clock.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';

/** What the exports of the timeline alone are made from. */
export interface TimelineInput {
  readonly title: string;
  readonly incidentId: string;
  readonly zone: string;
  readonly entries: readonly TimelineEntry[];
  /** SHA-256 to the first path of an artifact. */
  readonly paths: ReadonlyMap<string, string>;
  /** What people said of clocks, by SHA-256. */
  readonly clocks?: ReadonlyMap<string, Clock> | undefined;
}
