import type { Artifact } from '../../model/artifact.ts';
import type { Audience } from '../../model/audience.ts';
import type { EvidenceReference, Locator } from '../../model/evidence.ts';
import type { Item } from '../../model/item.ts';
import type { LiveBlock } from '../../model/live-block.ts';
import type { TimelineEntry } from '../../model/timeline.ts';

/** What a citation says: a hash of 8 to 64 digits and a place. */
export interface CitationRequest {
  readonly hashPrefix: string;
  readonly locator: Locator;
}

/** What it means in the case (the answer of `evidence.resolve`). */
export type ResolvedCitation =
  | {
      readonly state: 'found';
      readonly reference: { readonly sha256: string; readonly locator: Locator };
      readonly path: string;
      readonly kind: string;
      readonly text: string;
    }
  | { readonly state: 'unknown-artifact' }
  | { readonly state: 'ambiguous-prefix' }
  | { readonly state: 'outside-artifact'; readonly path: string; readonly sizeBytes: number }
  | { readonly state: 'bytes-missing'; readonly path: string; readonly message: string };

export interface ReportOptions {
  readonly audience: Audience;
  /** Names of people as their roles, everywhere. The external variant always does. */
  readonly roles: boolean;
  /** What looks like a secret or personal data as `‹redacted: …›`. */
  readonly mask: boolean;
}

export const PLAIN_OPTIONS: ReportOptions = { audience: 'internal', roles: false, mask: false };

/** Bytes of an artifact that an image block shows. */
export interface ReportImage {
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/** Everything a report is made from: plain data, so that it can go to a worker. */
export interface ReportInput {
  readonly title: string;
  readonly incidentId: string;
  readonly zone: string;
  /** Of the last entry of the journal. */
  readonly asOfNs: bigint;
  /** `revision` 0: still the template that every case starts with. */
  readonly postmortem: { readonly text: string; readonly revision: number };
  readonly entries: readonly TimelineEntry[];
  /** Severity, status, versions, people, actions, reviews, minutes. */
  readonly items: readonly Item[];
  /** What the text's live blocks say, one for each in document order; those beyond the end say that they are missing. */
  readonly blocks: readonly LiveBlock[];
  readonly images: readonly ReportImage[];
  /** What people saw when they cited in the text: excerpt and line, where the bytes themselves do not say. */
  readonly references: readonly EvidenceReference[];
  /** Answers to `citationRequests`, in its order. */
  readonly citations: readonly ResolvedCitation[];
  readonly artifacts: readonly Artifact[];
  readonly options: ReportOptions;
}

/** The part of it that cites. */
export type Written = Pick<ReportInput, 'postmortem' | 'entries' | 'items' | 'blocks'>;
