import { formatCount, plural } from '../../base/text.ts';
import { formatDate, formatTimeOfDay, type TimePrecision } from '../../base/time.ts';
import { MILESTONES, MILESTONE_TITLE, startEstimate } from '../../model/timeline.ts';
import type { Evidence, Inline, ReportDocument } from './document.ts';

/** Names of the report's own sections, the same in every format. */
export const SECTION = {
  severity: 'Severity',
  actions: 'Actions, by priority',
  declined: 'Declined',
  review: 'Review',
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
  } else if (item.path !== undefined) {
    parts.push('the whole artifact');
  }
  return parts.join(', ');
}

/** What stands above the evidence appendix. */
export function appendixWords({ audience }: ReportDocument): string {
  return audience === 'external'
    ? 'Each number below is cited in brackets. The evidence itself is kept with the case: here are its kind and the beginning of its SHA-256.'
    : 'Each number below is cited in brackets. The SHA-256 is that of the whole artifact; bytes count from 0.';
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

/** What inline content says, without its form. A citation is its number in brackets. */
export function inlineText(children: readonly Inline[]): string {
  return children.map((inline): string => {
    switch (inline.kind) {
      case 'text':
      case 'code':
        return inline.text;
      case 'break':
        return ' ';
      case 'citation':
        return `[${inline.number}]`;
      case 'footnote':
        return '';
      default:
        return inlineText(inline.children);
    }
  }).join('');
}

/** Milestones as somebody says them aloud: no fractions, no ±, the best estimate of what is uncertain. */
export function spokenMilestones({ entries, zone }: ReportDocument, precision: TimePrecision): Array<{ readonly milestone: (typeof MILESTONES)[number]; readonly title: string; readonly date: string; readonly time: string; readonly ns: bigint }> {
  return MILESTONES.flatMap((milestone) => {
    const entry = entries.find((e) => e.milestone === milestone);
    if (!entry) return [];
    const ns = startEstimate(entry.time).estimateNs;
    return [{ milestone, title: MILESTONE_TITLE[milestone], date: formatDate(ns, zone), time: formatTimeOfDay(ns, zone, precision), ns }];
  });
}

/** `2026-10-14 12:31 to 13:18`: from impact start to resolved, else to mitigated; `undefined` where they do not say. */
export function spokenImpact(report: ReportDocument, precision: TimePrecision): string | undefined {
  const marks = spokenMilestones(report, precision);
  const start = marks.find((mark) => mark.milestone === 'impact-start');
  const end = marks.find((mark) => mark.milestone === 'resolved') ?? marks.find((mark) => mark.milestone === 'mitigated');
  if (!start || !end || end.ns < start.ns) return undefined;
  return `${start.date} ${start.time} to ${end.date === start.date ? '' : `${end.date} `}${end.time}`;
}
