import { useMemo } from 'react';
import { formatDuration } from '../../../base/time.ts';
import { visibleText } from '../../../base/text.ts';
import type { QuietStretch } from '../../../model/timeline-quiet.ts';
import { api } from '../../../protocol/api.ts';
import type { OutputOf } from '../../../protocol/define.ts';
import { useRead } from '../../rpc/react.tsx';
import { lengthOf, type Span } from './viewport.ts';
import { clockText, KIND_TITLE, zoneText } from './words.ts';

/** A source that fell silent against its own rate. */
export type Gap = OutputOf<typeof api.listGaps>[number];

/**
 * Gaps of the evidence: those that the whole timeline shows, and the shorter ones that the span in view does. A gap that
 * both find is one: its ends are records, whatever was asked.
 */
export function useGaps(whole: Span, inView: Span): readonly Gap[] {
  const wide = useRead(api.listGaps, { fromNs: whole.fromNs, toNs: whole.toNs }, { dependsOn: 'index', enabled: lengthOf(whole) > 0n }).data;
  const near = useRead(api.listGaps, { fromNs: inView.fromNs, toNs: inView.toNs }, { dependsOn: 'index', enabled: lengthOf(inView) > 0n }).data;
  return useMemo(() => {
    const gaps = new Map([...(wide ?? []), ...(near ?? [])].map((gap) => [keyOf(gap), gap]));
    return [...gaps.values()].sort((a, b) => (a.fromNs < b.fromNs ? -1 : a.fromNs > b.fromNs ? 1 : a.source < b.source ? -1 : 1));
  }, [wide, near]);
}

export function keyOf({ source, fromNs }: Gap): string {
  return `${String(fromNs)} ${source}`;
}

/** `No records from edge/access.log for 4 min 12 s`. */
export function gapText({ source, fromNs, toNs }: Gap): string {
  return `No records from ${visibleText(source)} for ${formatDuration(toNs - fromNs)}`;
}

/** The same with when, and what it is measured against. */
export function gapDetails(gap: Gap, zone: string): string {
  return `${gapText(gap)}, ${clockText(gap.fromNs, zone)} to ${clockText(gap.toNs, zone)} ${zoneText(gap.fromNs, zone)}. Usually there is one every ${formatDuration(gap.usualNs)}.`;
}

/** Something between the rows of the list: that there is nothing. */
export interface Interlude {
  readonly key: string;
  readonly kind: 'gap' | 'quiet';
  readonly atNs: bigint;
  readonly text: string;
}

/** Gaps of the evidence and quiet stretches of the timeline as rows of the list, in time order. */
export function interludesOf(gaps: readonly Gap[], quiet: readonly QuietStretch[], zone: string): Interlude[] {
  return [
    ...gaps.map((gap): Interlude => ({ key: `gap ${keyOf(gap)}`, kind: 'gap', atNs: gap.fromNs, text: gapDetails(gap, zone) })),
    ...quiet.map(({ fromNs, toNs, before, after }): Interlude => ({
      key: `quiet ${String(fromNs)}`, kind: 'quiet', atNs: fromNs,
      text: `${formatDuration(toNs - fromNs)} without an entry, between ${KIND_TITLE[before.kind].toLowerCase()} and ${KIND_TITLE[after.kind].toLowerCase()}`,
    })),
  ].sort((a, b) => (a.atNs < b.atNs ? -1 : a.atNs > b.atNs ? 1 : 0));
}

const NONE: readonly Interlude[] = [];

/** For each row of a list, and behind the last, the interludes that stand before it; always the same nothing where there are none. */
export function interludesBefore(startsNs: readonly bigint[], interludes: readonly Interlude[]): Array<readonly Interlude[]> {
  const before: Array<readonly Interlude[]> = [...startsNs, 0n].map(() => NONE);
  for (const interlude of interludes) {
    const row = startsNs.findIndex((startNs) => startNs > interlude.atNs);
    const at = row < 0 ? startsNs.length : row;
    before[at] = [...before[at]!, interlude];
  }
  return before;
}
