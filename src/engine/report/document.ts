import type { TimelineEntry } from '../../model/timeline.ts';

/** Text of a postmortem as every exporter gets it: no Markdown syntax left, citations as numbers. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'strong' | 'emphasis' | 'strike'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly children: readonly Inline[] }
  | { readonly kind: 'footnote'; readonly children: readonly Inline[] }
  /** `number` is that of the evidence appendix; `occurrence` counts the citations of it in the document. */
  | { readonly kind: 'citation'; readonly number: number; readonly occurrence: number };

export interface ListItem {
  readonly checked: boolean | undefined;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  /** `level` 1–6; sections of the report itself are level 1. */
  | { readonly kind: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly kind: 'list'; readonly start: number | undefined; readonly items: readonly ListItem[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'code'; readonly text: string; readonly language: string }
  | {
      readonly kind: 'table';
      readonly align: ReadonlyArray<'left' | 'right' | 'center' | undefined>;
      readonly header: ReadonlyArray<readonly Inline[]>;
      readonly rows: ReadonlyArray<ReadonlyArray<readonly Inline[]>>;
    }
  | { readonly kind: 'rule' }
  /** A heading that nothing follows. */
  | { readonly kind: 'nothing-written' }
  | { readonly kind: 'timeline-figure' };

export interface Fact {
  readonly label: string;
  readonly value: string;
  /** What the value means or how it is defined; may be empty. */
  readonly definition: string;
}

export interface MilestoneMark {
  readonly title: string;
  readonly time: string;
  readonly date: string;
  /** Time in UTC where the zone of the case is another; else empty. */
  readonly utc: string;
}

export interface TimelineRow {
  readonly date: string;
  readonly time: string;
  /** The same in UTC where the zone of the case is another; else empty. */
  readonly utc: string;
  readonly kind: string;
  readonly role: string;
  readonly title: string;
  readonly note: readonly Block[];
  readonly milestone: string | undefined;
  /** How the time is known, when it does not come from evidence. */
  readonly basis: string | undefined;
  /** `not known at the time, learned 11:40:00`; of what was known while it went on, since when. */
  readonly known: string | undefined;
  readonly citations: ReadonlyArray<{ readonly number: number; readonly occurrence: number }>;
  /** The clocks cannot tell whether this entry or the one above came first. */
  readonly orderUnknown: boolean;
}

/** One numbered proof. `problem` says in one sentence why the bytes are not shown. */
export interface Evidence {
  readonly number: number;
  readonly label: string;
  readonly path: string | undefined;
  /** All 64 digits when the artifact is known, else what was cited. */
  readonly sha256: string;
  readonly kind: string | undefined;
  readonly line: number | undefined;
  readonly offsetBytes: number | undefined;
  readonly lengthBytes: number | undefined;
  readonly excerpt: string | undefined;
  readonly problem: string | undefined;
  /** How often the document cites it. */
  readonly occurrences: number;
}

export interface ArtifactRow {
  readonly path: string;
  readonly otherPaths: readonly string[];
  readonly sha256: string;
  readonly size: string;
  readonly kind: string;
  readonly records: string;
  readonly understood: string;
  readonly diagnostics: string;
  readonly referencedInPlace: boolean;
}

/** A report, laid out in words but not in any format. The same case gives an equal one. */
export interface ReportDocument {
  readonly title: string;
  readonly incidentId: string;
  /** "Postmortem", or what stands in for one. */
  readonly genre: string;
  /** Of the last change to the case: the report's date. Never the time of rendering. */
  readonly asOfNs: bigint;
  readonly asOf: string;
  readonly zone: string;
  /** Zone of the times printed, with its offset: `Europe/Berlin (+02:00)`. */
  readonly zoneText: string;
  readonly facts: readonly Fact[];
  readonly milestones: readonly MilestoneMark[];
  readonly body: readonly Block[];
  /** The body draws the timeline itself. */
  readonly bodyHasTimeline: boolean;
  readonly entries: readonly TimelineEntry[];
  /** The span a drawing keeps to when entries long before or after would squeeze the incident itself. */
  readonly figureSpan: { readonly fromNs: bigint; readonly toNs: bigint; readonly omitted: number } | undefined;
  readonly timeline: readonly TimelineRow[];
  readonly evidence: readonly Evidence[];
  readonly artifacts: readonly ArtifactRow[];
  readonly entriesWithoutEvidence: readonly TimelineRow[];
}
