import type { Cause } from '../../figures/cause.ts';
import type { ChartData, ChartKind } from '../../figures/chart-data.ts';
import type { FaultTreeTextPage } from '../../figures/fault-tree/in-text.ts';
import type { TraceFigureData } from '../../figures/trace-figure.ts';
import type { Audience } from '../../model/audience.ts';
import type { BarrierLine } from '../../model/factor.ts';
import type { FaultTreeDocument } from '../../model/fault-tree/document.ts';
import type { TreeNumbers } from '../../model/live-block.ts';
import type { PostmortemState } from '../../model/postmortem-status.ts';
import type { TimelineEntry } from '../../model/timeline.ts';

/** Text of a postmortem as every exporter gets it: no Markdown syntax left, citations as numbers. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'strong' | 'emphasis' | 'strike'; readonly children: readonly Inline[] }
  /** `url` is http, https or mailto; empty where it may not be printed. */
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
      readonly caption?: string;
      readonly align: ReadonlyArray<'left' | 'right' | 'center' | undefined>;
      readonly header: ReadonlyArray<readonly Inline[]>;
      readonly rows: ReadonlyArray<ReadonlyArray<readonly Inline[]>>;
    }
  | { readonly kind: 'rule' }
  /** A heading that nothing follows. */
  | { readonly kind: 'nothing-written' }
  /** The whole timeline. */
  | { readonly kind: 'timeline-figure' }
  /** A drawing, and the same in words for formats that have no pictures. */
  | { readonly kind: 'figure'; readonly figure: FigureSource; readonly caption: readonly Inline[]; readonly inWords: Block }
  /** Lines of evidence; `cited` are those that were meant. */
  | {
      readonly kind: 'excerpt';
      readonly caption: readonly Inline[];
      readonly lines: ReadonlyArray<{ readonly head: string; readonly text: string; readonly cited: boolean }>;
      readonly note: string;
    }
  | {
      readonly kind: 'image';
      readonly caption: readonly Inline[];
      readonly alt: string;
      readonly mediaType: string;
      readonly bytes: Uint8Array;
      /** Of the whole image, in px. */
      readonly width: number;
      readonly height: number;
      readonly region: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | undefined;
    }
  /** A live block that says nothing, and why. */
  | { readonly kind: 'problem'; readonly text: string };

/** What a figure is drawn from; `figures.ts` draws it. */
export type FigureSource =
  | { readonly kind: 'timeline'; readonly entries: readonly TimelineEntry[]; readonly fromNs?: bigint | undefined; readonly toNs?: bigint | undefined }
  | { readonly kind: 'chart'; readonly data: ChartData; readonly mark: ChartKind }
  | { readonly kind: 'trace'; readonly trace: TraceFigureData }
  | { readonly kind: 'causes'; readonly form: 'map' | 'fishbone'; readonly cause: Cause }
  | { readonly kind: 'barriers'; readonly lines: readonly BarrierLine[] }
  | { readonly kind: 'fault-tree'; readonly document: FaultTreeDocument; readonly page: FaultTreeTextPage; readonly numbers?: TreeNumbers | undefined };

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
  /** It was learned only after it was over (`isHindsight`). */
  readonly isHindsight: boolean;
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

export interface Severity {
  readonly level: string;
  /** "Outage". */
  readonly interruption: string;
  /** How the level came about: "major impact × high urgency gives SEV1". */
  readonly why: string;
  readonly steps: ReadonlyArray<{ readonly question: string; readonly answer: string; readonly citations: TimelineRow['citations'] }>;
}

export interface Status {
  readonly state: PostmortemState;
  /** `Draft`, `Signed off 2026-10-20 16:00, version 3`. */
  readonly line: string;
  /** Of the text that was signed off. */
  readonly sha256: string | undefined;
}

export interface ActionRow {
  readonly title: string;
  readonly note: readonly Block[];
  readonly type: string;
  readonly state: string;
  readonly isDone: boolean;
  /** Somebody has said yes to it: what is only proposed is promised to nobody. */
  readonly isAgreed: boolean;
  /** Empty while nobody owns it. */
  readonly owner: string;
  readonly due: string;
  readonly doneWhen: string;
  /** Recurrence × impact ÷ effort; empty until all three are said. */
  readonly priority: string;
  /** Why it was declined. */
  readonly reason: string;
  /** Titles of the actions that come first. */
  readonly after: readonly string[];
  readonly links: ReadonlyArray<{ readonly title: string; readonly url: string }>;
  readonly citations: TimelineRow['citations'];
}

export interface MinuteRow {
  readonly text: readonly Block[];
  /** Who said it, which entry was on the screen, votes, whether it is settled: `database on-call, 3 votes`; may be empty. */
  readonly about: string;
}

export interface ReviewSession {
  readonly title: string;
  /** `2026-10-16 14:00 to 15:02`, "not held yet". */
  readonly when: string;
  readonly attendance: ReadonlyArray<{ readonly part: string; readonly who: readonly string[] }>;
  readonly decisions: readonly MinuteRow[];
  readonly learnings: readonly MinuteRow[];
  readonly questions: readonly MinuteRow[];
  readonly parked: readonly MinuteRow[];
  readonly notes: readonly MinuteRow[];
}

/** A report, laid out in words but not in any format. The same case gives an equal one. */
export interface ReportDocument {
  readonly title: string;
  readonly incidentId: string;
  /** "Postmortem", or what stands in for one. */
  readonly genre: string;
  readonly audience: Audience;
  /** Of what people wrote; the report's own words are English. */
  readonly language: 'en' | 'de';
  /** What was left out or changed on purpose, in sentences. */
  readonly notices: readonly string[];
  readonly status: Status | undefined;
  readonly severity: Severity | undefined;
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
  /** The body has a table of all actions. */
  readonly bodyHasActions: boolean;
  /** The paragraphs of its summary, else its first one. */
  readonly summary: readonly Block[];
  /** By priority, those that were declined apart. */
  readonly actions: readonly ActionRow[];
  readonly declined: readonly ActionRow[];
  readonly reviews: readonly ReviewSession[];
  readonly entries: readonly TimelineEntry[];
  /** The span a drawing keeps to when entries long before or after would squeeze the incident itself. */
  readonly figureSpan: { readonly fromNs: bigint; readonly toNs: bigint; readonly omitted: number } | undefined;
  readonly timeline: readonly TimelineRow[];
  readonly evidence: readonly Evidence[];
  readonly artifacts: readonly ArtifactRow[];
  readonly entriesWithoutEvidence: readonly TimelineRow[];
}
