import { fail, ok, type Result } from '../../base/result.ts';
import { formatRfc3339 } from '../../base/time.ts';
import { startEstimate, type TimelineEntry } from '../../model/timeline.ts';
import type { TimeWindow } from '../index/contract.ts';

export interface ChosenWindows {
  readonly incident: TimeWindow;
  readonly baseline: TimeWindow;
  readonly from: 'asked' | 'milestones';
}

export interface WindowsAsked {
  readonly incident?: TimeWindow | undefined;
  readonly baseline?: TimeWindow | undefined;
}

/**
 * Which windows are compared. Without an incident: from the milestone of the impact to that of mitigation or resolution,
 * else to the last record. Without a baseline: as long before the incident, no earlier than the first record.
 * Codes: `templates/no-window`, `templates/empty-window`.
 */
export function chooseWindows(asked: WindowsAsked, entries: readonly TimelineEntry[], records: { readonly fromNs: bigint | undefined; readonly toNs: bigint | undefined }): Result<ChosenWindows> {
  if (records.fromNs === undefined || records.toNs === undefined) return fail('templates/no-window', 'No record of this case has a time. Nothing can be compared.');
  const incident = asked.incident ?? incidentOf(entries, records.toNs);
  if (!incident) return fail('templates/no-window', 'No entry of the timeline is Impact start. Set the milestone, or choose the time of the incident.');
  if (incident.toNs <= incident.fromNs) return fail('templates/empty-window', `The incident ends at ${formatRfc3339(incident.toNs)}, before it begins. Choose another span.`);
  const baseline = asked.baseline ?? before(incident, records.fromNs);
  if (baseline.toNs <= baseline.fromNs) return fail('templates/empty-window', asked.baseline ? 'The baseline ends before it begins. Choose another span.' : 'There are no records before the incident. Choose a baseline.');
  if (baseline.fromNs < incident.toNs && incident.fromNs < baseline.toNs) return fail('templates/empty-window', 'Baseline and incident overlap. Choose spans that do not.');
  return ok({ incident, baseline, from: asked.incident ? 'asked' : 'milestones' });
}

function incidentOf(entries: readonly TimelineEntry[], lastNs: bigint): TimeWindow | undefined {
  const at = (milestone: TimelineEntry['milestone']): bigint | undefined => {
    const entry = entries.find((e) => e.milestone === milestone);
    return entry && startEstimate(entry.time).estimateNs;
  };
  const fromNs = at('impact-start');
  if (fromNs === undefined) return undefined;
  const end = [at('mitigated'), at('resolved')].find((ns) => ns !== undefined && ns > fromNs);
  return { fromNs, toNs: end ?? (lastNs >= fromNs ? lastNs + 1n : fromNs) };
}

function before({ fromNs, toNs }: TimeWindow, firstNs: bigint): TimeWindow {
  const from = fromNs - (toNs - fromNs);
  return { fromNs: from < firstNs ? firstNs : from, toNs: fromNs };
}
