import type { Lane } from '../model/timeline.ts';
import type { FigurePalette } from './palette.ts';

/** A finished drawing: one `<svg>` element, its size in CSS px (1/96 inch) and the words for those who cannot see it. */
export interface Figure {
  readonly svg: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly alt: string;
}

export interface TimelineFigureOptions {
  /** Zone of the axis (IANA name or offset); printed beside it. */
  readonly zone: string;
  /** Default 720. At least 320. */
  readonly widthPx?: number;
  /** The span to draw; by default that of the entries with a margin. */
  readonly fromNs?: bigint;
  readonly toNs?: bigint;
  /** Lanes to draw, in the order of `LANES`; by default those with entries in the span. */
  readonly lanes?: readonly Lane[];
  /** Default true. */
  readonly milestones?: boolean;
  /** Leave out what was learned only afterwards (`isHindsight`); the description says how many that are. Default false. */
  readonly asKnownThen?: boolean;
  /** Default `PRINT_PALETTE`. */
  readonly palette?: FigurePalette;
  /**
   * What text may appear, applied to everything people or evidence wrote before it is measured. Default `visibleText`.
   * The report passes a function that also spells out code points its fonts lack.
   */
  readonly showText?: (text: string) => string;
}
