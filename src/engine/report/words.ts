import { formatCount, plural } from '../../base/text.ts';
import type { Evidence, ReportDocument } from './document.ts';

/** Names of the report's own sections, the same in every format. */
export const SECTION = {
  timeline: 'Timeline',
  /** Where the postmortem draws the timeline itself. */
  timelineInFull: 'Timeline, entry by entry',
  evidence: 'Evidence cited',
  withoutEvidence: 'Entries without evidence',
  artifacts: 'Evidence in this case',
} as const;

/** `web-access, line 14,202, bytes 35,250,912 to 35,251,323 (0x219e2e0+412)`; "whole artifact" without a place. */
export function evidenceFacts(item: Evidence): string {
  const parts: string[] = [];
  if (item.kind) parts.push(item.kind);
  if (item.line !== undefined) parts.push(`line ${formatCount(item.line)}`);
  if (item.offsetBytes !== undefined && item.lengthBytes !== undefined) {
    const last = item.offsetBytes + item.lengthBytes - 1;
    const range = item.lengthBytes === 1 ? `byte ${formatCount(last)}` : `bytes ${formatCount(item.offsetBytes)} to ${formatCount(last)}`;
    parts.push(`${range} (0x${item.offsetBytes.toString(16)}+${item.lengthBytes})`);
  } else {
    parts.push('the whole artifact');
  }
  return parts.join(', ');
}

export function unresolvedSentence(report: ReportDocument): string | undefined {
  const open = report.evidence.filter((item) => item.problem !== undefined).map((item) => `[${item.number}]`);
  if (open.length === 0) return undefined;
  return `${plural(open.length, 'citation')} could not be resolved: ${open.join(', ')}.`;
}

export function noEvidenceSentence(report: ReportDocument): string | undefined {
  const count = report.entriesWithoutEvidence.length;
  if (count === 0) return undefined;
  return `${formatCount(count)} of ${plural(report.timeline.length, 'timeline entry cites', 'timeline entries cite')} no evidence.`;
}
